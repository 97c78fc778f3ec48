import { expect, test } from "bun:test";
import { connect } from "node:net";
import { open } from "./answers.ts";
import { bodyIn } from "./reading.ts";

/** A server that reads bodies by a clock in the test's hand, and a call of which only the head has come. */
function reading() {
  const waits: { readonly millis: number; readonly call: () => void }[] = [];
  const begun = Promise.withResolvers<void>();
  let cancelled = 0;
  const after = (millis: number, call: () => void) => {
    waits.push({ millis, call });
    begun.resolve();
    return () => {
      cancelled += 1;
    };
  };
  const route = open(async (request) => new Response(await bodyIn(request, after)));
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => route(request, "", null) });
  const socket = connect({ host: "127.0.0.1", port: server.port ?? 0 });
  const said = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (data) => {
      text += data.toString("latin1");
    });
    socket.on("close", () => resolve(text));
  });
  return { waits, begun: begun.promise, cancelled: () => cancelled, server, socket, said };
}

const head = (length: number) =>
  `POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;

test("who sends a body too slowly is told so, and the connection ends", async () => {
  const { waits, begun, server, socket, said } = reading();
  socket.write(`${head(1_600_000)}{"some": "of it`);
  await begun;
  expect(waits.map(({ millis }) => millis)).toEqual([130_000]);
  waits[0]?.call();
  const answer = await said;
  expect(answer).toStartWith("HTTP/1.1 408");
  expect(answer).toContain("The body did not arrive in time");
  await server.stop(true);
});

test("a body that comes in pieces is whole, and nobody waits for it any more", async () => {
  const { begun, cancelled, server, socket, said } = reading();
  const text = "grüße ".repeat(10_000);
  const bytes = Buffer.from(text);
  socket.write(head(bytes.length));
  socket.write(bytes.subarray(0, 3));
  await begun;
  socket.write(bytes.subarray(3));
  expect(Buffer.from(await said, "latin1").toString()).toEndWith(`\r\n\r\n${text}`);
  expect(cancelled()).toBe(1);
  await server.stop(true);
});
