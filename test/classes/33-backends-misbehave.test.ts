/**
 * Classes 26, 33 and 34 at the backends' pipe: programs that crash, lie, flood or reach for rooms that are not theirs
 * harm nothing but themselves (docs/protocols/flubber.md, 4).
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KOINE_1, type Run, startPeer } from "../backend-peer.ts";
import { enter, type GatewayClient, register } from "../gateway-client.ts";
import { type Koine, type LogLine, removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";

const INIT = `printf '{"backend_name":"x","backend_version":[0,0,1],"protocol_version":[0,1,0]}'`;

/** A name, what the program does, how the log says why it was ended, and more keys of its table. */
const programs: readonly (readonly [name: string, script: string, reason: string, keys?: string])[] = [
  ["crashes", "exit 3", "it ended by itself (exit code 3)"],
  ["missing", "", "it cannot be started"],
  ["lies", `printf '{"backend_name":1}'`, "this is not InitInfo"],
  ["future", `printf '{"backend_name":"x","backend_version":[0,0,1],"protocol_version":[0,9,0]}'`, "0.9.0"],
  ["nonsense", `${INIT}; printf 'hello'; sleep 100`, "stands between the values"],
  ["deep", `${INIT}; printf '{"a":'; head -c 10000 /dev/zero | tr '\\0' '['; sleep 100`, "nested deeper"],
  ["large", `${INIT}; printf '{"a":"'; head -c 10000000 /dev/zero | tr '\\0' x; sleep 100`, "more than"],
  ["mum", "exec sleep 100", "it did not say who it is within 0.2 s", 'init-time = "200 ms"\n'],
  ["silent", `${INIT}; exec >&-; exec sleep 100`, "it ended by itself (SIGTERM)"],
];

const refusal = { message: "There is nothing older", debug_info: null, retry: false };
const NOTHING_OLDER = { type: "Error", value: refusal };

const peer = startPeer("net");
const file = join(temporaryDirectory(), "koine.toml");
let koine: Koine;
let ann: GatewayClient;
let home = 0;
let net: Run;

beforeAll(async () => {
  const tables = programs.map(([name, script, , keys = ""]) => {
    const cmd = script === "" ? "/no/such/program" : "sh";
    return `[backends.${name}]\ncmd = "${cmd}"\nargs = ${JSON.stringify(["-c", script])}\n${keys}`;
  });
  const flood = `${INIT}; exec yes '{"type":"RoomDelete","value":"x"}'`;
  tables.push(`[backends.floods]\ncmd = "sh"\nargs = ${JSON.stringify(["-c", flood])}\n`);
  const town = '{"type":"RoomUpsert","value":{"id":"d","parent":null,"name":"deaf","sendable":true}}';
  const deaf = `${INIT}; printf '${town}'; exec sleep 100`;
  tables.push(`[backends.deaf]\ncmd = "sh"\nargs = ${JSON.stringify(["-c", deaf])}\n`);
  const square = '{"type":"RoomUpsert","value":{"id":"s","parent":null,"name":"square","sendable":true}}';
  const mute = `${INIT}; printf '${square}'; exec sleep 100`;
  tables.push(
    `[backends.mute]\ncmd = "sh"\nargs = ${JSON.stringify(["-c", mute])}\nanswer-time = "200 ms"\n`,
  );
  writeFileSync(file, `${tables.join("")}${peer.table()}`);
  koine = await startKoine({ options: ["--config", file] });
  const { token } = await register(koine.url, "ann");
  const entered = await enter(koine.gateway, token);
  ann = entered.client;
  home = entered.ready.space.default_room_id;
  net = await peer.next();
  net.say(KOINE_1);
});

afterAll(async () => {
  await koine.stop();
  peer.stop();
  removeDirectories();
});

for (const [name, , reason] of programs) {
  test(`33: the program "${name}": the log says why, and it is started again after a pause`, async () => {
    const line = await koine.logged(
      ({ message, backend }) => backend === name && String(message).startsWith("the backend failed"),
    );
    expect(String(line.reason)).toContain(reason);
    expect(Number(line.pause)).toBeGreaterThanOrEqual(100);
  });
}

test("33: a program that says nothing is ended when its time is over, each time anew", async () => {
  const failed = ({ message, backend }: LogLine): boolean =>
    backend === "mum" && String(message).startsWith("the backend failed");
  const [second, third] = [await koine.logged(failed), await koine.logged(failed)];
  // It is started after a longer pause each time: nothing of it was well.
  expect(Number(third.pause)).toBeGreaterThan(Number(second.pause));
});

test("33: a program that never answers: its time is over, and the author hears that nobody knows", async () => {
  const { backends } = await ann.request({ type: "backends_get" });
  const mute = (backends as { name: string; links: { room_id: number }[] }[]).find(
    ({ name }) => name === "mute",
  );
  await ann.request({ type: "message_send", room_id: mute?.links[0]?.room_id, content: "hello?" });
  const note = await ann.next(
    ({ event }) => (event?.message as { only_for?: number } | undefined)?.only_for !== undefined,
  );
  expect((note.event?.message as { content?: string } | undefined)?.content).toBe(
    "This may not have arrived on mute: There was no answer within 0.2 s",
  );
});

const text = (value: string) => ({ type: "Text", value });
const said = (id: string, recipient: string, content: object, more: object = {}) => ({
  type: "MessageUpsert",
  value: {
    ...{
      id,
      sender: "mallory",
      recipient,
      attachments: [],
      content,
      create_time: 1,
      edit_time: 1,
      extra: null,
    },
    ...more,
  },
});

test("33: beside one that floods, people talk, another backend is heard, and memory stays bounded", async () => {
  const sent = await ann.request({ type: "message_send", room_id: home, content: "still here" });
  expect(sent.type).toBe("ok");
  net.say({ type: "RoomUpsert", value: { id: "r1", parent: null, name: "town", sendable: true } });
  net.say(said("m1", "r1", text("heard")));
  await net.answer(NOTHING_OLDER);
  const event = await ann.next(
    ({ event }) => (event?.message as { content?: string } | undefined)?.content === "heard",
  );
  expect(event.event?.type).toBe("message_create");
  const pages = Number(readFileSync(`/proc/${koine.process.pid}/statm`, "utf8").split(" ")[1]);
  expect(pages * 4_096).toBeLessThan(800 * 2 ** 20);
});

test("33: beside one that never reads, people write on in its own room, and in others", async () => {
  const listed = await ann.request({ type: "backends_get" });
  const backends = listed.backends as { name: string; state: string; links: { room_id: number }[] }[];
  const deaf = backends.find(({ name }) => name === "deaf");
  expect(deaf?.state).toBe("running");
  const room = deaf?.links[0]?.room_id;
  const content = "x".repeat(3_000);
  const sent = await Promise.all(
    Array.from({ length: 5 }, () => ann.request({ type: "message_send", room_id: room, content })),
  );
  const elsewhere = await ann.request({ type: "message_send", room_id: home, content: "here too" });
  expect([...sent, elsewhere].map(({ type }) => type)).toEqual(Array(6).fill("ok"));
  const pages = Number(readFileSync(`/proc/${koine.process.pid}/statm`, "utf8").split(" ")[1]);
  expect(pages * 4_096).toBeLessThan(800 * 2 ** 20);
});

test("26: a backend reaches no room that is not linked to it, and no message that others wrote", async () => {
  const mine = await ann.request({ type: "message_send", room_id: home, content: "mine" });
  const { id } = mine.message as { id: number };
  const before = ann.packets.length;
  net.say(
    said("x1", String(home), text("in your room")),
    said("x2", "r1", text(""), { extra: { koine: { delete_of: String(id) } } }),
    { type: "MessageDelete", value: String(id) },
    // There is no such message there: it is said anew, by mallory.
    said("x3", "r1", text("not yours"), { extra: { koine: { edit_of: String(id) } } }),
    said("last", "r1", text("last")),
  );
  const isLast = (packet: (typeof ann.packets)[number]) =>
    (packet.event?.message as { content?: string } | undefined)?.content === "last";
  await ann.next(isLast);
  const told = ann.packets.slice(before).flatMap(({ event }) => (event === undefined ? [] : [event]));
  expect(told.filter(({ type }) => type === "message_delete" || type === "message_update")).toEqual([]);
  const rooms = told.flatMap(
    ({ message }) => (message as { channel_id?: number } | undefined)?.channel_id ?? [],
  );
  expect(rooms.filter((room) => room === home).length).toBeLessThanOrEqual(1); // Her own, when it was told late.
  expect(JSON.stringify(told)).not.toContain("in your room");
});

test("34: control characters of a network stand in no message and no name", async () => {
  const name = "to\r\nwn\u0000two";
  net.say({ type: "RoomUpsert", value: { id: "r2", parent: null, name, sendable: true } });
  net.say(said("c1", "r2", text("a\u0000b\rc\u001b[31md"), { sender: "ma\r\nllory" }));
  await net.answer(NOTHING_OLDER);
  const made = await ann.next(
    ({ event }) => (event?.room as { remote_id?: string } | undefined)?.remote_id === "r2",
  );
  expect((made.event?.room as { name?: string } | undefined)?.name).toBe("to wn two");
  const message = (
    await ann.next(({ event }) =>
      String((event?.message as { content?: string } | undefined)?.content).startsWith("ab"),
    )
  ).event?.message as { content: string; author: { name: string } } | undefined;
  expect(message?.content).toBe("abc\\[31md");
  expect(message?.author.name).toBe("ma llory");
});
