import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually, isOnDisk, upload } from "./files-client.ts";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { gif, jpeg, png, webp } from "./pictures.ts";

interface Emoji {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly room_ids?: readonly number[];
}

let koine: Koine;
let ann: Account;
let bob: Account;
let owner: GatewayClient;
let member: GatewayClient;
let room: number;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "1000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
  });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  const entered = await enter(koine.gateway, ann.token);
  owner = entered.client;
  room = entered.ready.space.default_room_id;
  ({ client: member } = await enter(koine.gateway, bob.token));
});

afterAll(async () => {
  await owner.close();
  await member.close();
  await koine.stop();
  removeDirectories();
});

const uploaded = async (bytes: Uint8Array<ArrayBuffer>, token = ann.token) =>
  (await upload(koine.url, token, bytes, { name: "emoji" })).id;

async function create(name: string, fields: object = {}): Promise<Emoji> {
  const attachment_id = await uploaded(png(32, 16));
  const answer = await owner.request({ type: "emoji_create", name, attachment_id, ...fields });
  if (answer.type !== "ok") throw new Error(`emoji_create: ${JSON.stringify(answer)}`);
  return answer.emoji as Emoji;
}

async function say(client: GatewayClient, text: string, where = room): Promise<number> {
  const answer = await client.request({ type: "message_send", room_id: where, content: text });
  return (answer.message as { id: number }).id;
}

async function reactionsOn(message: number): Promise<unknown> {
  const page = await member.request({ type: "history_get", room_id: room, around: message, limit: 1 });
  return (page.messages as { reactions?: unknown }[])[0]?.reactions;
}

const statusOf = async (path: string) => (await fetch(koine.url + path)).status;

test("an emoji is told to all, stands in ready, and its picture is served", async () => {
  const attachment_id = await uploaded(png(32, 16));
  const { emoji } = (await owner.request({
    type: "emoji_create",
    name: "party",
    attachment_id,
  })) as unknown as {
    emoji: Emoji;
  };
  expect(emoji).toMatchObject({ name: "party", media_type: "image/png", width: 32, height: 16 });
  expect(emoji.url).toMatch(/^\/emojis\/[\w-]{22,}$/);
  expect((await member.event("emoji_create")).emoji).toEqual(emoji);
  const { client, ready } = await enter(koine.gateway, bob.token);
  expect((ready as unknown as { emojis: Emoji[] }).emojis).toEqual([emoji]);
  await client.close();
  const response = await fetch(koine.url + emoji.url);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(png(32, 16));
});

test("the upload's address does not open the emoji's picture, nor the upload anything else", async () => {
  const file = await upload(koine.url, ann.token, png(8, 9), { name: "a.png" });
  const made = await owner.request({ type: "emoji_create", name: "once", attachment_id: file.id });
  expect(made.type).toBe("ok");
  expect(await statusOf(file.url)).toBe(404);
  const send = { type: "message_send", room_id: room, content: "", attachment_ids: [file.id] };
  expect(await owner.request(send)).toMatchObject({ type: "error", code: "not_found" });
});

test("PNG, GIF, WebP and JPEG are taken, by their bytes; nothing else, nothing larger", async () => {
  for (const [name, bytes] of Object.entries({
    gif: gif("x"),
    webp: await webp(10, 10, "x"),
    jpeg: await jpeg(10, 10, 1, "x"),
    widest: png(512, 1),
  })) {
    const answer = await owner.request({ type: "emoji_create", name, attachment_id: await uploaded(bytes) });
    expect(answer.type).toBe("ok");
  }
  const text = new Uint8Array(Buffer.from("<svg/>"));
  for (const bytes of [text, png(513, 1), png(1, 513)]) {
    const attachment_id = await uploaded(bytes);
    const answer = await owner.request({ type: "emoji_create", name: "refused", attachment_id });
    expect(answer).toMatchObject({ type: "error", code: "invalid" });
  }
});

test("names are short, plain and unique in the space", async () => {
  const emoji = await create("taken_1");
  const attachment_id = await uploaded(png(4, 4));
  for (const name of ["a", "A_B", "with space", "x".repeat(33), "é_é", ""]) {
    const answer = await owner.request({ type: "emoji_create", name, attachment_id });
    expect(answer).toMatchObject({ type: "error", code: "invalid" });
  }
  const again = await owner.request({ type: "emoji_create", name: "taken_1", attachment_id });
  expect(again).toMatchObject({ type: "error", code: "name_taken" });
  const other = await create("other_1");
  const rename = { type: "emoji_update", emoji_id: other.id, name: "taken_1" };
  expect(await owner.request(rename)).toMatchObject({ type: "error", code: "name_taken" });
  const same = { type: "emoji_update", emoji_id: emoji.id, name: "taken_1" };
  expect((await owner.request(same)).type).toBe("ok");
});

test("only who may manage emojis does", async () => {
  const emoji = await create("managed");
  const attachment_id = await uploaded(png(4, 4), bob.token);
  for (const event of [
    { type: "emoji_create", name: "mine", attachment_id },
    { type: "emoji_update", emoji_id: emoji.id, name: "mine" },
    { type: "emoji_delete", emoji_id: emoji.id },
  ]) {
    expect(await member.request(event)).toMatchObject({ type: "error", code: "forbidden" });
  }
});

test("class 3: an emoji is not made of somebody else's upload", async () => {
  const theirs = await uploaded(png(4, 4), bob.token);
  const answer = await owner.request({ type: "emoji_create", name: "stolen", attachment_id: theirs });
  expect(answer).toMatchObject({ type: "error", code: "not_found" });
});

test("one reacts with an emoji of the space; renamed, it still counts once on a message", async () => {
  const emoji = await create("wave");
  const message = await say(owner, "hello");
  const react = (client: GatewayClient, text: string) =>
    client.request({ type: "reaction_add", message_id: message, emoji: text });
  expect((await react(owner, `:wave:${emoji.id}`)).type).toBe("ok");
  await owner.request({ type: "emoji_update", emoji_id: emoji.id, name: "hello" });
  expect((await react(member, `:hello:${emoji.id}`)).type).toBe("ok");
  expect(await reactionsOn(message)).toEqual([{ emoji: `:wave:${emoji.id}`, count: 2, me: true }]);
  expect(await react(member, `:wave:${emoji.id + 1}`)).toMatchObject({ type: "error", code: "not_found" });
  expect(await react(member, ":wave:")).toMatchObject({ type: "error", code: "invalid" });
});

test("a deleted emoji is gone from the disk; old reactions show its name and can be taken back", async () => {
  const picture = png(31, 7);
  const attachment_id = await uploaded(picture);
  const made = await owner.request({ type: "emoji_create", name: "brief", attachment_id });
  const emoji = made.emoji as Emoji;
  const message = await say(owner, "hello again");
  await member.request({ type: "reaction_add", message_id: message, emoji: `:brief:${emoji.id}` });
  await owner.request({ type: "emoji_delete", emoji_id: emoji.id });
  expect((await member.event("emoji_delete")).emoji_id).toBe(emoji.id);
  expect(await statusOf(emoji.url)).toBe(404);
  await eventually(() => !isOnDisk(koine.directory, picture));
  const text = `:brief:${emoji.id}`;
  expect(await reactionsOn(message)).toEqual([{ emoji: text, count: 1, me: true }]);
  const add = { type: "reaction_add", message_id: message, emoji: text };
  expect(await owner.request(add)).toMatchObject({ type: "error", code: "not_found" });
  await member.request({ type: "reaction_remove", message_id: message, emoji: text });
  expect((await reactionsOn(message)) ?? []).toEqual([]);
});

test("an emoji restricted to rooms is used in these only", async () => {
  const made = await owner.request({ type: "room_create", name: "apart" });
  const apart = (made.room as { id: number }).id;
  const emoji = await create("apart", { room_ids: [apart] });
  expect(emoji.room_ids).toEqual([apart]);
  const react = async (where: number) =>
    owner.request({
      type: "reaction_add",
      message_id: await say(owner, "here", where),
      emoji: `:apart:${emoji.id}`,
    });
  expect((await react(apart)).type).toBe("ok");
  expect(await react(room)).toMatchObject({ type: "error", code: "forbidden" });
  await owner.request({ type: "emoji_update", emoji_id: emoji.id, cleared: ["room_ids"] });
  expect((await react(room)).type).toBe("ok");
  const unknown = { type: "emoji_update", emoji_id: emoji.id, room_ids: [1] };
  expect(await owner.request(unknown)).toMatchObject({ type: "error", code: "not_found" });
});
