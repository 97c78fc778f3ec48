/** Two clients that know only the public schema chat: one in JSON, one in Protobuf (docs/protocols/bonfire.md section 2). */

import { afterAll, expect, test } from "bun:test";
import { register } from "./gateway-client.ts";
import { removeDirectories, startKoine } from "./koine.ts";
import { clientEvent, fieldOne, identify } from "./public-schema.ts";

afterAll(removeDirectories);

/** A connection as a queue of frames. */
async function open(url: string): Promise<{ socket: WebSocket; next: () => Promise<string | Uint8Array> }> {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  const frames: (string | Uint8Array)[] = [];
  let wake = (): void => undefined;
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    frames.push(typeof data === "string" ? data : new Uint8Array(data));
    wake();
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`cannot connect to ${url}`));
  });
  const next = async (): Promise<string | Uint8Array> => {
    for (;;) {
      const frame = frames.shift();
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { socket, next };
}

test("one in JSON and one in Protobuf hear each other and themselves", async () => {
  const koine = await startKoine();
  const [ann, bob] = [await register(koine.url, "ann"), await register(koine.url, "bob")];

  const json = await open(`${koine.gateway}?version=0.0`);
  expect(JSON.parse(String(await json.next())).version).toBe("0.1.0");
  json.socket.send(JSON.stringify({ token: ann.token, client_type: 1, client_agent: "public" }));
  json.socket.send(JSON.stringify({ event: { type: "message", message: "alone" } }));
  expect(JSON.parse(String(await json.next()))).toEqual({
    event: { type: "message", message: "ann: alone" },
  });

  const protobuf = await open(`${koine.gateway}?version=0.0&encoding=protobuf`);
  const handshake = await protobuf.next();
  expect(typeof handshake === "string" ? null : fieldOne(handshake)).toBe("0.1.0");
  protobuf.socket.send(identify(bob.token, 2, "public"));
  protobuf.socket.send(clientEvent("Γεια σου, ann"));
  const echo = await protobuf.next();
  expect(typeof echo === "string" ? null : fieldOne(echo)).toBe("bob: Γεια σου, ann");
  expect(JSON.parse(String(await json.next())).event.message).toBe("bob: Γεια σου, ann");

  const long = "x".repeat(300);
  json.socket.send(JSON.stringify({ event: { type: "message", message: long } }));
  const heard = await protobuf.next();
  expect(typeof heard === "string" ? null : fieldOne(heard)).toBe(`ann: ${long}`);

  json.socket.close();
  protobuf.socket.close();
  await koine.stop();
});
