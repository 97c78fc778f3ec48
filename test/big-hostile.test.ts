/** Frames that no client of the BIG wire should send, in every state of a connection (`docs/protocols/big.md` section 2.7). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { bigId, bigToken, closeAll, connectBig, rowsOf } from "./big-client.ts";
import { register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { BINARY, frameOf, jsonFrame, RawPeer, TEXT } from "./raw-peer.ts";

setDefaultTimeout(60_000);

let koine: Koine;
let token: string;
let id: string;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_BIG: "10000/1s" } });
  const account = await register(koine.url, "ann");
  id = bigId(account.user.id);
  token = await bigToken(koine.url, account);
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

const open = (first?: Uint8Array): Promise<RawPeer> =>
  RawPeer.open(koine.url, "/websocket", `Authorization: Bearer ${token}\r\n`, first);

async function closeCode(peer: RawPeer): Promise<number> {
  for (let frame = await peer.next(); frame !== null; frame = await peer.next())
    if (frame.opcode === 8) return frame.payload.length < 2 ? 0 : frame.payload.readUInt16BE(0);
  return 0;
}

test("text that is not UTF-8 ends the connection; bytes are a ping", async () => {
  const peer = await open();
  peer.write(frameOf(BINARY, Uint8Array.of(0xff, 0xfe)));
  expect((await peer.next())?.payload.toString()).toBe('{"event":"pong"}');
  peer.write(frameOf(TEXT, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22])));
  expect([0, 1007, 1006, 1003]).toContain(await closeCode(peer));
});

test("a frame that is too long ends the connection with 1009", async () => {
  for (const bytes of [256 * 1024 + 1, 3_000_000]) {
    const peer = await open();
    peer.write(frameOf(TEXT, Buffer.alloc(bytes, "x")));
    expect([0, 1009]).toContain(await closeCode(peer));
  }
  const client = await connectBig(koine.url, token);
  client.send("x".repeat(256 * 1024 + 1));
  expect((await client.closed).code).toBe(1009);
});

test("what comes with the upgrade, before the session has begun, is carried out in order", async () => {
  const ask = (n: number, payloadType: string, payload: object): Buffer =>
    jsonFrame({ type: "request", id: `early ${n}`, payloadType, payload });
  const note = { chatId: id, message: "early", clientMessageId: "early" };
  const frames = [
    frameOf(TEXT, Buffer.from("[[[[[[[[[[[[[[[[[[[[")),
    ask(1, "new", note),
    ask(1, "new", note),
    ask(2, "read", { chatId: 7 }),
    ask(3, "messages", { chatId: id }),
  ];
  const peer = await open(Buffer.concat(frames));
  const answers: unknown[] = [];
  while (answers.length < frames.length) {
    const frame = await peer.next();
    if (frame === null) throw new Error("the connection ended");
    if (frame.opcode === 1) answers.push(JSON.parse(frame.payload.toString()));
  }
  expect(answers).toMatchObject([
    { error: { exception: "The frame is not a JSON object" } },
    { id: "early 1", payload: { messageId: 1 } },
    { error: { id: "early 1", type: "warning" } },
    { error: { id: "early 2", exception: "payload.chatId is missing or does not fit" } },
    { id: "early 3", payload: { messages: [{ message: "early" }] } },
  ]);
  peer.wire.cut();
});

test("every request with every wrong value is answered with an error, and the connection lives", async () => {
  const client = await connectBig(koine.url, token);
  const wrong = [null, true, 0, -1, 1.5, 1e308, "", "x", "\ud800", [], [[]], {}, { id: 1 }, "0".repeat(100)];
  const fields = ["chatId", "messageId", "originalMessageId", "startId", "callId", "participants"];
  const requests = ["new", "edit", "delete", "dlvrd", "read", "messages", "chat", "newCall", "closeCall"];
  const asked = requests.flatMap((name) =>
    wrong.map((value) => client.ask(name, Object.fromEntries(fields.map((field) => [field, value])))),
  );
  for (const { error } of await Promise.all(asked)) expect(error?.type).toBe("error");
  const { messages } = await client.request("messages", { chatId: id });
  expect(rowsOf(messages).map(({ message }) => message)).toEqual(["early"]);
});
