import { afterAll, beforeEach, expect, test } from "bun:test";
import type { Fields, Log } from "../core/log.ts";
import { subscriptionsAt, validatorAt } from "./validator.ts";

const CHUNK = 1_048_576;
const CHUNKS = 64;

/** MiB that the server was asked for of its long answer. */
let handedOut = 0;
let reply: () => Response = () => Response.json({ subscription: "Pro" });
let lines: { message: string; fields: Fields | undefined }[] = [];

const noted = (message: string, fields?: Fields): void => {
  lines.push({ message, fields });
};
const log: Log = { debug: noted, info: noted, warn: noted, error: noted };
const service = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => reply() });
const address = `http://127.0.0.1:${service.port}/profile`;

beforeEach(() => {
  lines = [];
});

afterAll(() => service.stop(true));

/** An answer of 64 MiB that is made as it is read. */
function long(): Response {
  handedOut = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (handedOut++ < CHUNKS) controller.enqueue(new Uint8Array(CHUNK).fill(32));
      else controller.close();
    },
  });
  return new Response(stream);
}

test("an answer that is too long is not read to its end", async () => {
  const ask = subscriptionsAt(address, 1_000, () => 0, log);
  reply = long;
  expect(await ask("ann")).toBeNull();
  expect(handedOut).toBeLessThan(CHUNKS);

  const validate = validatorAt(address, 10_000, log);
  expect(await validate("key", "v")).toBe("unreachable");
  expect(handedOut).toBeLessThan(CHUNKS);
});

test("a failure is one line, however often it repeats, and who could not be asked is asked again", async () => {
  const ask = subscriptionsAt(address, 1_000, () => 0, log);
  reply = () => new Response("busy", { status: 503 });
  expect(await ask("ann")).toBeNull();
  expect(await ask("bob")).toBeNull();
  expect(lines).toEqual([{ message: "the profiles did not answer", fields: { reason: "It answered 503" } }]);

  reply = () => Response.json({ subscription: "Pro" });
  expect(await ask("ann")).toBe("Pro");
  reply = () => new Response("busy", { status: 503 });
  expect(await ask("ann")).toBe("Pro");
  expect(await ask("bob")).toBeNull();
  expect(lines.length).toBe(2);
});

test("the log never holds the key, what was validated, or an answer", async () => {
  const validate = validatorAt(address, 10_000, log);
  for (const answer of [
    () => new Response("<html>the-answer"),
    () => Response.redirect("http://127.0.0.1:1/elsewhere?key=the-key", 302),
    () => new Response(null, { status: 500 }),
  ]) {
    reply = answer;
    expect(await validate("the-key", "the-token")).toBe("unreachable");
  }
  expect(await validatorAt("http://127.0.0.1:1/", 10_000, log)("the-key", "the-token")).toBe("unreachable");
  expect(lines.map(({ message }) => message)).toEqual(Array(4).fill("the validator did not answer"));
  expect(JSON.stringify(lines)).not.toMatch(/the-key|the-token|the-answer/);
});

test("what the validator refuses is no failure", async () => {
  const validate = validatorAt(address, 10_000, log);
  reply = () => new Response("no", { status: 403 });
  expect(await validate("key", "v")).toBe("invalid");
  reply = () => Response.json({ valid: true, id: "USR:1", username: "ann" });
  expect(await validate("key", "v")).toEqual({ id: "USR:1", username: "ann" });
  expect(lines).toEqual([]);
});
