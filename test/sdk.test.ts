/** The SDK against a real server: asking, hearing, interruptions, and nothing lost or doubled. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { delay } from "../sdk/src/backoff.ts";
import { type Client, createClient } from "../sdk/src/client.ts";
import { register } from "../sdk/src/http.ts";
import type { Packet } from "../sdk/src/packet.ts";
import { upload } from "../sdk/src/upload.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
  });
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Peer {
  readonly client: Client;
  readonly token: string;
  readonly packets: Packet[];
  /** Resolves when a packet that fits has come. */
  heard(fits: (packet: Packet) => boolean): Promise<void>;
}

let handles = 0;

async function join(url = koine.url): Promise<Peer> {
  handles += 1;
  const { token } = await register(url, { handle: `sdk${handles}`, password: "correct horse" });
  return start(url, token);
}

async function start(url: string, token: string): Promise<Peer> {
  const packets: Packet[] = [];
  let waiting: { fits: (packet: Packet) => boolean; resolve: () => void }[] = [];
  const client = createClient({
    url,
    token,
    agent: "test",
    onPacket(packet) {
      packets.push(packet);
      for (const { resolve } of waiting.filter(({ fits }) => fits(packet))) resolve();
      waiting = waiting.filter(({ fits }) => !fits(packet));
    },
  });
  await client.online();
  return {
    client,
    token,
    packets,
    heard: (fits) =>
      packets.some(fits) ? Promise.resolve() : new Promise((resolve) => waiting.push({ fits, resolve })),
  };
}

function says(content: string): (packet: Packet) => boolean {
  return ({ event }) => event?.type === "message_create" && event.message.content === content;
}

test("what one sends, the other's state knows", async () => {
  const [ann, bob] = [await join(), await join()];
  const room = ann.client.state.space?.default_room_id ?? 0;
  const sent = await ann.client.send(room, "hello");
  await bob.heard(says("hello"));
  expect(bob.client.state.messages[room]?.at(-1)).toMatchObject({ id: sent.id, content: "hello" });
  await bob.client.request({ type: "reaction_add", message_id: sent.id, emoji: "👍" });
  await ann.heard(({ event }) => event?.type === "reaction_add");
  expect(ann.client.state.messages[room]?.at(-1)?.reactions).toEqual([{ emoji: "👍", count: 1, me: false }]);
  await ann.client.request({ type: "message_delete", message_id: sent.id });
  await bob.heard(({ event }) => event?.type === "message_delete");
  expect(bob.client.state.messages[room]?.some(({ id }) => id === sent.id)).toBe(false);
  ann.client.close();
  bob.client.close();
});

test("a refusal is an error with its code", async () => {
  const { client } = await join();
  await expect(client.request({ type: "message_send", room_id: 1, content: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(client.send(1, "x")).rejects.toMatchObject({ code: "not_found" });
  client.close();
});

test("messages written while the server is away go out once, in order, when it is back", async () => {
  const first = await startKoine();
  const { token } = await register(first.url, { handle: "ann", password: "correct horse" });
  const ann = await start(first.url, token);
  const { token: other } = await register(first.url, { handle: "bob", password: "correct horse" });
  const bob = await start(first.url, other);
  const room = ann.client.state.space?.default_room_id ?? 0;
  await ann.client.send(room, "before");
  await first.kill();
  const texts = ["one", "two", "three"];
  const sends = texts.map((text) => ann.client.send(room, text));
  const second = await startKoine({ directory: first.directory, port: Number(new URL(first.url).port) });
  await Promise.all(sends);
  await bob.heard(says("three"));
  const told = bob.packets.flatMap(({ event }) =>
    event?.type === "message_create" ? [event.message.content] : [],
  );
  expect(told).toEqual(["before", ...texts]);
  expect(bob.packets.filter(({ event }) => event?.type === "ready")).toHaveLength(1);
  const history = await ann.client.history(room);
  expect(history.map(({ content }) => content)).toEqual(["before", ...texts]);
  ann.client.close();
  bob.client.close();
  await second.stop();
});

test("a file goes up in parts, tells how far it is, and is sent with a message", async () => {
  const [ann, bob] = [await join(), await join()];
  const room = ann.client.state.space?.default_room_id ?? 0;
  const bytes = new Uint8Array(2_500_000).map((_, i) => i % 251);
  const progress: number[] = [];
  const attachment = await upload({
    url: koine.url,
    token: ann.token,
    file: new Blob([bytes]),
    name: "numbers.bin",
    onProgress: (sent) => progress.push(sent),
  });
  expect(progress).toEqual([1_048_576, 2_097_152, 2_500_000]);
  await ann.client.send(room, "here", { attachment_ids: [attachment.id] });
  await bob.heard(says("here"));
  const told = bob.client.state.messages[room]?.at(-1)?.attachments?.[0];
  const response = await fetch(`${koine.url}${told?.url}`);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  ann.client.close();
  bob.client.close();
});

test("signed out is final: the client does not come back", async () => {
  const { client } = await join();
  const closed = expect(
    client.send(client.state.space?.default_room_id ?? 0, "still here"),
  ).resolves.toBeDefined();
  await closed;
  const gone = createClient({ url: koine.url, token: "nobody", agent: "test" });
  await expect(gone.online()).rejects.toThrow("the token is unknown or has ended");
  client.close();
});

test("the wait before another attempt doubles up to half a minute, spread over its second half", () => {
  expect([1, 2, 3, 7, 100].map((attempt) => [delay(attempt, 0), delay(attempt, 1)])).toEqual([
    [250, 500],
    [500, 1_000],
    [1_000, 2_000],
    [15_000, 30_000],
    [15_000, 30_000],
  ]);
});
