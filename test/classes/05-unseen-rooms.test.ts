/** Class 5: whatever reads messages asks whether the caller sees their room. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, type GatewayClient, register } from "../gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";

let koine: Koine;
const accounts: Record<string, Account> = {};
const clients: Record<string, GatewayClient> = {};
let general: number;
let everyone: number;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "10000/1s" },
  });
  for (const name of ["owner", "bob", "cid"]) {
    const account = await register(koine.url, name);
    const { client, ready } = await enter(koine.gateway, account.token);
    accounts[name] = account;
    clients[name] = client;
    general = ready.space.default_room_id;
    const { roles } = ready as unknown as { roles: { id: number; position?: number }[] };
    everyone = roles.find(({ position }) => (position ?? 0) === 0)?.id ?? 0;
  }
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

function client(name: string): GatewayClient {
  const found = clients[name];
  if (found === undefined) throw new Error(`no client ${name}`);
  return found;
}

async function ok(name: string, event: object): Promise<Record<string, unknown>> {
  const answer = await client(name).request(event);
  expect(answer).toMatchObject({ type: "ok" });
  return answer;
}

const idOf = (noun: unknown): number => (noun as { id: number }).id;

/** All that a stranger to the room may ask about a message in it is answered as for what does not exist. */
async function expectUnseen(stranger: string, room: number, message: number, text: string): Promise<void> {
  const asks = [
    { type: "history_get", room_id: room },
    { type: "history_get", room_id: general, around: message },
    { type: "history_get", room_id: general, before: message },
    { type: "history_get", room_id: general, after: message },
    { type: "pins_get", room_id: room },
    { type: "pins_get", room_id: general, before: message },
    { type: "pin_add", message_id: message },
    { type: "pin_remove", message_id: message },
    { type: "message_forward", message_id: message, room_id: general },
    { type: "messages_delete", room_id: room, message_ids: [message] },
    { type: "messages_delete", room_id: general, message_ids: [message] },
    { type: "message_edit", message_id: message, content: "x" },
    { type: "message_delete", message_id: message },
    { type: "search", query: text, room_id: room },
  ];
  const unknown = await client(stranger).request({ type: "message_delete", message_id: 7 });
  expect(unknown.code).toBe("not_found");
  for (const ask of asks) {
    expect({ ask, answer: await client(stranger).request(ask) }).toEqual({ ask, answer: unknown });
  }
  for (const query of [text, `"${text.slice(2)}"`, `${text.slice(0, 4)}*`]) {
    expect((await ok(stranger, { type: "search", query })).messages ?? []).toEqual([]);
  }
  const all = await ok(stranger, { type: "search", query: "", author_id: accounts.bob?.user.id, limit: 200 });
  expect(JSON.stringify(all)).not.toContain(text);
  // One cannot send into it, and a mention of it does not say that it exists.
  const own = await ok(stranger, {
    type: "message_send",
    room_id: general,
    content: `<#${room}> <#${general}>`,
  });
  const { id, mentions } = own.message as { id: number; mentions?: { room_ids?: number[] } };
  expect(mentions?.room_ids).toEqual([general]);
  const into = { type: "message_forward", message_id: id, room_id: room };
  expect(await client(stranger).request(into)).toEqual(unknown);
}

test("class 5: what stands in a dialog is not there for others, the owner among them", async () => {
  const dialog = idOf((await ok("bob", { type: "dialog_open", user_id: accounts.cid?.user.id })).room);
  const message = idOf(
    (await ok("bob", { type: "message_send", room_id: dialog, content: "xylophone" })).message,
  );
  await ok("bob", { type: "pin_add", message_id: message });
  expect((await ok("cid", { type: "search", query: "xylophone" })).messages).toHaveLength(1);
  await expectUnseen("owner", dialog, message, "xylophone");
});

test("class 5: what stands in a hidden room is not there for those who do not see it, from then on", async () => {
  const room = idOf((await ok("owner", { type: "room_create", name: "council" })).room);
  const message = idOf(
    (await ok("bob", { type: "message_send", room_id: room, content: "harpsichord" })).message,
  );
  await ok("owner", { type: "pin_add", message_id: message });
  expect((await ok("cid", { type: "search", query: "harpsichord" })).messages).toHaveLength(1);
  await ok("owner", { type: "permission_override_set", room_id: room, role_id: everyone, deny: ["view"] });
  await expectUnseen("cid", room, message, "harpsichord");
  expect((await ok("owner", { type: "search", query: "harpsichord" })).messages).toHaveLength(1);
});
