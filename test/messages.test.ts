/** Mentions, forwarding, pins and deleting many, over the wire (`docs/protocols/bonfire.md` section 3). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let owner: GatewayClient;
let bob: GatewayClient;
let cid: GatewayClient;
let general: number;
const accounts: Record<string, Account> = {};

interface Message {
  readonly id: number;
  readonly content: string;
  readonly pinned?: boolean;
  readonly mentions?: {
    readonly users?: readonly { readonly handle: string }[];
    readonly everyone?: boolean;
    readonly role_ids?: readonly number[];
    readonly room_ids?: readonly number[];
  };
  readonly forwarded_from?: {
    readonly message_id: number;
    readonly room_id: number;
    readonly author: { readonly handle: string };
  };
  readonly reply_to?: { readonly text: string; readonly deleted: boolean };
}

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "10000/1s" },
  });
  for (const name of ["owner", "bob", "cid"]) accounts[name] = await register(koine.url, name);
  const first = await enter(koine.gateway, accounts.owner?.token ?? "");
  owner = first.client;
  general = first.ready.space.default_room_id;
  bob = (await enter(koine.gateway, accounts.bob?.token ?? "")).client;
  cid = (await enter(koine.gateway, accounts.cid?.token ?? "")).client;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

async function send(client: GatewayClient, content: string, more: object = {}): Promise<Message> {
  const ok = await client.request({ type: "message_send", room_id: general, content, ...more });
  expect(ok).toMatchObject({ type: "ok" });
  return ok.message as Message;
}

async function dialogOf(client: GatewayClient, whom: string): Promise<number> {
  const ok = await client.request({ type: "dialog_open", user_id: accounts[whom]?.user.id });
  return (ok.room as { id: number }).id;
}

async function history(client: GatewayClient, cut: object = {}, room = general): Promise<Message[]> {
  const ok = await client.request({ type: "history_get", room_id: room, limit: 200, ...cut });
  expect(ok).toMatchObject({ type: "ok" });
  return (ok.messages ?? []) as Message[];
}

const handles = ({ mentions }: Message): string[] =>
  (mentions?.users ?? []).map(({ handle }) => handle).sort();

test("mentions by handle and by id arrive settled, in the answer, the event and the history", async () => {
  const text = `@BOB and <@${accounts.cid?.user.id}>, not @nobody nor \`@owner\``;
  const sent = await send(owner, text);
  expect(handles(sent)).toEqual(["bob", "cid"]);
  const told = await bob.next(({ event }) => (event?.message as Message | undefined)?.content === text);
  expect(handles(told.event?.message as Message)).toEqual(["bob", "cid"]);
  expect(handles((await history(bob)).at(-1) as Message)).toEqual(["bob", "cid"]);
  expect((await send(owner, "nobody at all")).mentions).toBeUndefined();
});

test("everyone is mentioned by those who may, and is text for the others", async () => {
  expect((await send(owner, "@everyone")).mentions?.everyone).toBe(true);
  expect((await send(bob, "@everyone @here")).mentions).toBeUndefined();
});

test("a role is mentioned by all when it is mentionable, else by those who may mention everyone", async () => {
  const make = async (name: string, mentionable: boolean): Promise<number> => {
    const ok = await owner.request({ type: "role_create", name, mentionable });
    expect(ok).toMatchObject({ type: "ok" });
    return (ok.role as { id: number }).id;
  };
  const [open, quiet] = [await make("open", true), await make("quiet", false)];
  const text = `<@&${open}> <@&${quiet}> <@&7>`;
  expect((await send(bob, text)).mentions?.role_ids).toEqual([open]);
  expect((await send(owner, text)).mentions?.role_ids).toEqual([open, quiet].sort((a, b) => a - b));
});

test("a reply mentions the author it answers when its sender wants that, and keeps that through an edit", async () => {
  const first = await send(bob, "||secret|| **question**");
  const reply = await send(cid, "answer", { reply_to: first.id, reply_ping: true });
  expect(handles(reply)).toEqual(["bob"]);
  expect(reply.reply_to?.text).toBe("▒▒▒ question");
  expect(handles(await send(cid, "quiet", { reply_to: first.id }))).toEqual([]);
  const edited = await cid.request({ type: "message_edit", message_id: reply.id, content: "better @owner" });
  expect(handles(edited.message as Message)).toEqual(["bob", "owner"]);
});

test("an edit tells the mentions when they changed, and says so when they are gone", async () => {
  const { id } = await send(owner, "hi @bob");
  const edited = async (content: string) => {
    await owner.request({ type: "message_edit", message_id: id, content });
    const { event } = await bob.next(
      (packet) => packet.event?.type === "message_update" && packet.event.content === content,
    );
    return event as { mentions?: Message["mentions"]; cleared?: string[] };
  };
  expect(await edited("hello @bob")).not.toHaveProperty("mentions");
  expect((await edited("hello @cid")).mentions?.users).toMatchObject([{ handle: "cid" }]);
  expect((await edited("hello")).cleared).toEqual(["mentions"]);
});

test("at most 50 are mentioned, however many a text names", async () => {
  const names = Array.from({ length: 49 }, (_, i) => `@nobody${i}`).join(" ");
  expect(handles(await send(owner, `${names} @bob @cid`))).toEqual(["bob"]);
});

test("a forwarded message is a copy that says where it was first said, and mentions nobody", async () => {
  const dialog = await dialogOf(bob, "owner");
  const first = await send(owner, "news for @bob");
  const request = {
    type: "message_forward",
    message_id: first.id,
    room_id: dialog,
    content: "look",
    nonce: "f1",
  };
  const copy = (await bob.request(request)).message as Message;
  expect(copy).toMatchObject({
    content: "news for @bob",
    forwarded_from: { message_id: first.id, room_id: general, author: { handle: "owner" } },
  });
  expect(copy.mentions).toBeUndefined();
  expect((await bob.request(request)).message).toMatchObject({ id: copy.id });
  expect((await history(owner, {}, dialog)).map(({ content }) => content)).toEqual(["look", "news for @bob"]);

  // Forwarded again, it still was said by whom it was said; the original may be gone.
  await owner.request({ type: "message_delete", message_id: first.id });
  const again = await owner.request({ type: "message_forward", message_id: copy.id, room_id: general });
  expect((again.message as Message).forwarded_from).toMatchObject({ message_id: first.id });
  expect((await history(cid)).at(-1)).toMatchObject({
    content: "news for @bob",
    forwarded_from: { message_id: first.id },
  });
});

test("pins are told with who made them, listed last pinned first, and end with their message", async () => {
  const [one, two, three] = [await send(bob, "one"), await send(bob, "two"), await send(bob, "three")];
  expect(await bob.request({ type: "pin_add", message_id: one.id })).toMatchObject({
    type: "error",
    code: "forbidden",
  });
  for (const { id } of [two, one, three]) await owner.request({ type: "pin_add", message_id: id });
  const told = await bob.next(({ event }) => event?.type === "pin_update" && event.message_id === three.id);
  expect(told).toMatchObject({ stream: general, event: { pinned: true, user: { handle: "owner" } } });
  expect(told.seq).toBeGreaterThan(0);

  const pins = async (more: object = {}) => {
    const ok = await bob.request({ type: "pins_get", room_id: general, ...more });
    return { ids: ((ok.messages ?? []) as Message[]).map(({ id }) => id), more: ok.more ?? false };
  };
  expect(await pins()).toEqual({ ids: [three.id, one.id, two.id], more: false });
  expect(await pins({ limit: 1 })).toEqual({ ids: [three.id], more: true });
  expect(await pins({ before: three.id })).toEqual({ ids: [one.id, two.id], more: false });
  expect((await history(cid)).find(({ id }) => id === one.id)?.pinned).toBe(true);

  await owner.request({ type: "message_delete", message_id: one.id });
  await owner.request({ type: "pin_remove", message_id: two.id });
  const gone = await bob.next(
    ({ event }) => event?.type === "pin_update" && event.message_id === two.id && event.pinned !== true,
  );
  expect(gone.event?.user).toMatchObject({ handle: "owner" });
  expect(await pins()).toEqual({ ids: [three.id], more: false });
  await owner.request({ type: "pin_remove", message_id: three.id });
});

test("deleting many deletes all of them or none", async () => {
  const mine = [await send(bob, "a"), await send(bob, "b")].map(({ id }) => id);
  const other = (await send(cid, "c")).id;
  const request = (message_ids: number[]) => ({ type: "messages_delete", room_id: general, message_ids });
  const present = async () => (await history(cid)).map(({ id }) => id);
  expect(await bob.request(request([...mine, other]))).toMatchObject({ code: "forbidden" });
  expect(await bob.request(request([...mine, 7]))).toMatchObject({ code: "not_found" });
  expect(await present()).toEqual(expect.arrayContaining([...mine, other]));
  expect(await bob.request(request([...mine, ...mine]))).toMatchObject({ type: "ok" });
  for (const id of mine) {
    await cid.next(({ event }) => event?.type === "message_delete" && event.message_id === id);
  }
  expect(await present()).not.toEqual(expect.arrayContaining([mine[0]]));
  expect(await owner.request(request([other]))).toMatchObject({ type: "ok" });
  expect(await owner.request(request([other]))).toMatchObject({ code: "not_found" });
});

test("history goes around, before and after a message past deletions, edits and both ends", async () => {
  const ids: number[] = [];
  for (let i = 0; i < 9; i++) ids.push((await send(bob, `h${i}`)).id);
  // Deletions and an edit leave entries that no page shows or counts.
  for (const i of [0, 4, 8]) await bob.request({ type: "message_delete", message_id: ids[i] });
  await bob.request({ type: "message_edit", message_id: ids[1], content: "h1 edited" });
  const texts = async (cut: object) => (await history(bob, cut)).map(({ content }) => content);
  expect(await texts({ limit: 3 })).toEqual(["h5", "h6", "h7"]);
  expect(await texts({ before: ids[5], limit: 3 })).toEqual(["h1 edited", "h2", "h3"]);
  expect(await texts({ after: ids[2], limit: 3 })).toEqual(["h3", "h5", "h6"]);
  expect(await texts({ around: ids[3], limit: 4 })).toEqual(["h2", "h3", "h5", "h6"]);
  // A tombstone is a place as well, and there may be nothing behind it.
  expect(await texts({ around: ids[4], limit: 4 })).toEqual(["h2", "h3", "h5", "h6"]);
  expect(await texts({ after: ids[7] })).toEqual([]);
  expect(await texts({ after: ids[8] })).toEqual([]);
  expect((await texts({ around: ids[7], limit: 4 })).slice(-2)).toEqual(["h6", "h7"]);
});
