import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually, isOnDisk, upload } from "./files-client.ts";
import { type Account, connect, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { png } from "./pictures.ts";

interface User {
  readonly id: number;
  readonly name: string;
  readonly avatar?: string;
  readonly banner?: string;
  readonly bio?: string;
}

let koine: Koine;
let ann: Account;
let bob: Account;
let owner: GatewayClient;
let member: GatewayClient;
let room: number;
let space: number;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "1000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
  });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  const entered = await enter(koine.gateway, ann.token);
  owner = entered.client;
  room = entered.ready.space.default_room_id;
  space = entered.ready.space.id;
  ({ client: member } = await enter(koine.gateway, bob.token));
});

afterAll(async () => {
  await owner.close();
  await member.close();
  await koine.stop();
  removeDirectories();
});

const uploaded = async (bytes: Uint8Array<ArrayBuffer>, token = bob.token) =>
  (await upload(koine.url, token, bytes, { name: "picture.png" })).id;

const statusOf = async (path: string) => (await fetch(koine.url + path)).status;

async function change(client: GatewayClient, fields: object): Promise<User> {
  const answer = await client.request({ type: "profile_update", ...fields });
  if (answer.type !== "ok") throw new Error(`profile_update: ${JSON.stringify(answer)}`);
  return answer.user as User;
}

/** The next change of somebody's profile that the client is told. */
async function told(client: GatewayClient, id: number): Promise<User> {
  const { event } = await client.next(
    (packet) => packet.event?.type === "user_update" && packet.event.user_id === id,
  );
  return event?.user as User;
}

async function say(client: GatewayClient, text: string): Promise<number> {
  const answer = await client.request({ type: "message_send", room_id: room, content: text });
  return (answer.message as { id: number }).id;
}

async function messageOf(id: number): Promise<{ author: User; mentions?: { users: User[] } }> {
  const page = await owner.request({ type: "history_get", room_id: room, around: id, limit: 1 });
  return (page.messages as [{ author: User; mentions?: { users: User[] } }])[0];
}

test("a profile is answered whole, told to others, and stands in ready", async () => {
  const said = {
    name: "Bob the Builder",
    bio: "I **build**.\nMostly.",
    status_text: "on the roof",
    color: 0x12_34_56,
    fields: [{ name: "pronouns", value: "he" }],
  };
  const profile = await change(member, said);
  expect(profile).toMatchObject({ id: bob.user.id, handle: "bob", ...said });
  expect(await told(owner, bob.user.id)).toEqual(profile);
  const { client, ready } = await enter(koine.gateway, bob.token);
  expect(ready).toMatchObject({ user: profile, members: [{ user: profile }] });
  await client.close();
  const less = await change(member, { cleared: ["fields"], bio: "" });
  const { bio: _bio, fields: _fields, ...rest } = profile as User & { fields?: unknown };
  expect(less).toEqual(rest);
  expect(await told(owner, bob.user.id)).toEqual(less);
});

test("an avatar is told, shown beside messages, served, and ends when another takes its place", async () => {
  const message = await say(member, "hello");
  const upload_id = await uploaded(png(16, 8));
  const { avatar = "" } = await change(member, { avatar_id: upload_id });
  expect(avatar).toMatch(/^\/pictures\/[\w-]{22,}$/);
  expect((await told(owner, bob.user.id)).avatar).toBe(avatar);
  expect((await messageOf(message)).author.avatar).toBe(avatar);
  const { message: sent } = (await member.request({
    type: "message_send",
    room_id: room,
    content: `to <@${bob.user.id}>`,
  })) as unknown as { message: { id: number; author: User } };
  expect(sent.author.avatar).toBe(avatar);
  expect((await messageOf(sent.id)).mentions?.users).toMatchObject([{ avatar }]);
  await owner.request({ type: "reaction_add", message_id: sent.id, emoji: "👍" });
  await member.request({ type: "reaction_add", message_id: sent.id, emoji: "👍" });
  const { event } = await owner.next(
    (packet) =>
      packet.event?.type === "reaction_add" && (packet.event.user as User | undefined)?.id === bob.user.id,
  );
  expect(event?.user).toMatchObject({ avatar });

  const response = await fetch(koine.url + avatar);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(png(16, 8));
  expect(await statusOf(avatar.replace("pictures", "emojis"))).toBe(404);
  expect(await statusOf(`${avatar.replace("pictures", "files")}/picture.png`)).toBe(404);

  const { avatar: next = "" } = await change(member, { avatar_id: await uploaded(png(9, 9)) });
  expect(next).not.toBe(avatar);
  expect(await statusOf(avatar)).toBe(404);
  expect((await change(member, { avatar_id: 0 })).avatar ?? "").toBe("");
  expect(await statusOf(next)).toBe(404);
});

test("what came while a client was away is told as it is today", async () => {
  const { client, ready } = await enter(koine.gateway, ann.token);
  await client.close();
  await change(member, { name: "Early" });
  await change(member, { name: "Late", banner_id: await uploaded(png(7, 5)) });
  const resumed = await connect(koine.gateway);
  const resume = { resume_token: ready.resume_token, positions: ready.positions };
  resumed.send({ token: ann.token, client_type: 2, client_agent: "test", resume });
  const first = await told(resumed, bob.user.id);
  expect(first).toMatchObject({ name: "Late", banner: expect.stringMatching(/^\/pictures\//) });
  await resumed.close();
});

test("settings are told to oneself alone, without a profile", async () => {
  const stranger = await register(koine.url, "stranger");
  await (await enter(koine.gateway, stranger.token)).client.close();
  await member.request({ type: "user_block", user_id: stranger.user.id });
  const { event } = await member.next(
    (packet) => packet.event?.type === "user_update" && packet.event.settings !== undefined,
  );
  expect(event).toMatchObject({ user_id: bob.user.id, settings: { blocked_ids: [stranger.user.id] } });
  expect(event?.user).toBeUndefined();
});

test.each([
  ["a name of nothing", { name: "  " }],
  ["a name that is too long", { name: "x".repeat(65) }],
  ["a name of two lines", { name: "a\nb" }],
  ["a nickname that is too long", { nickname: "x".repeat(65) }],
  ["a text that is too long", { bio: "x".repeat(1_001) }],
  ["a status that is too long", { status_text: "x".repeat(201) }],
  ["a color that is none", { color: 0x1_00_00_00 }],
  ["a field without a name", { fields: [{ name: " ", value: "x" }] }],
  ["a field that is too long", { fields: [{ name: "x", value: "x".repeat(201) }] }],
  ["too many fields", { fields: Array.from({ length: 11 }, (_, i) => ({ name: `${i}`, value: "x" })) }],
])("%s is refused and changes nothing", async (_title, fields) => {
  const before = await change(member, {});
  expect(await member.request({ type: "profile_update", bio: "new", ...fields })).toMatchObject({
    type: "error",
    code: "invalid",
  });
  expect(await change(member, {})).toEqual(before);
});

test("a picture is a picture of bounded size, and one's own", async () => {
  const refused = async (avatar_id: number) =>
    (await member.request({ type: "profile_update", avatar_id })).code;
  expect(await refused((await upload(koine.url, bob.token, "plain text", { name: "a.png" })).id)).toBe(
    "invalid",
  );
  expect(await refused(await uploaded(png(2_049, 1)))).toBe("invalid");
  expect(await refused(await uploaded(png(5, 5), ann.token))).toBe("not_found");
  expect(await refused(1)).toBe("not_found");
});

test("one's nickname by the profile, another's by a moderator", async () => {
  await change(member, { nickname: "bobby" });
  expect(await owner.event("member_update")).toMatchObject({ member: { nickname: "bobby" } });
  const answer = await owner.request({ type: "member_update", user_id: bob.user.id, nickname: "robert" });
  expect(answer).toMatchObject({ type: "ok", member: { nickname: "robert", user: { id: bob.user.id } } });
  const { event } = await member.next(
    ({ event }) =>
      event?.type === "member_update" && (event.member as { nickname?: string }).nickname === "robert",
  );
  expect(event).toMatchObject({ member: { user: { id: bob.user.id } } });
  const own = await member.request({ type: "member_update", user_id: ann.user.id, nickname: "no" });
  expect(own).toMatchObject({ type: "error", code: "forbidden" });
});

test("over HTTP", async () => {
  const patch = (path: string, token: string, body: object) =>
    fetch(`${koine.url}/api/v1/${path}`, {
      method: "PATCH",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const profile = await patch("profile", bob.token, { name: "By HTTP" });
  expect(await profile.json()).toMatchObject({ user: { id: bob.user.id, name: "By HTTP" } });
  const nickname = await patch(`members/${bob.user.id}`, ann.token, { nickname: "" });
  expect(nickname.status).toBe(200);
});

test("the icon of the space is told and served; the audit log does not keep its address", async () => {
  const icon_id = await uploaded(png(12, 12), ann.token);
  const answer = await owner.request({ type: "space_update", space_id: space, icon_id });
  const { icon } = answer.space as { icon: string };
  expect(await member.event("server_update")).toMatchObject({ space: { icon } });
  expect(await statusOf(icon)).toBe(200);
  const { client, ready } = await enter(koine.gateway, bob.token);
  expect(ready.space).toMatchObject({ icon });
  await client.close();
  const audit = await owner.request({ type: "audit_get", limit: 1 });
  expect(audit.entries).toMatchObject([{ changes: [{ field: "icon", before: "false", after: "true" }] }]);
  await owner.request({ type: "space_update", space_id: space, icon_id: 0 });
  expect(await statusOf(icon)).toBe(404);
});

test("an account that ended has no profile, and its pictures are gone from the disk", async () => {
  const gone = await register(koine.url, "gone");
  const { client } = await enter(koine.gateway, gone.token);
  const message = await say(client, "I was here");
  const [face, wide] = [png(21, 22), png(23, 24)];
  const fields = [{ name: "secret line", value: "secret value" }];
  const { avatar = "", banner = "" } = await change(client, {
    name: "Somebody",
    bio: "secret words",
    status_text: "secret status",
    avatar_id: await uploaded(face, gone.token),
    banner_id: await uploaded(wide, gone.token),
    fields,
  });
  expect((await told(owner, gone.user.id)).name).toBe("Somebody");
  await client.close();
  const { client: watcher } = await enter(koine.gateway, ann.token);
  const deleted = await fetch(`${koine.url}/api/v1/account/delete`, {
    method: "POST",
    headers: { Authorization: `Bearer ${gone.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ password: "correct horse" }),
  });
  expect(deleted.status).toBe(200);
  const { event } = await watcher.next(({ event }) => event?.type === "user_update");
  expect(event).toMatchObject({ user_id: gone.user.id, deleted: true });
  expect(event?.user).toEqual({
    id: gone.user.id,
    handle: `deleted-${gone.user.id}`,
    name: "Deleted user",
    created: expect.any(Number),
    deleted: expect.any(Number),
  });
  expect((await messageOf(message)).author.avatar ?? "").toBe("");
  expect(await statusOf(avatar)).toBe(404);
  expect(await statusOf(banner)).toBe(404);
  await eventually(() => !isOnDisk(koine.directory, face) && !isOnDisk(koine.directory, wide));
  await watcher.close();
});
