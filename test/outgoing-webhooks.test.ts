/** Outgoing webhooks: what happens here is posted elsewhere, signed, and nothing of it is lost or told to the wrong. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, codeOf, makeRoom } from "./community.ts";
import { type Account, enter, type GatewayClient, type Ready, register } from "./gateway-client.ts";
import { contentOf, type HookReceiver, signatureOf, startHookReceiver } from "./hook-receiver.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

interface Hook {
  readonly id: number;
  readonly secret: string;
  readonly disabled?: boolean;
  readonly failures?: number;
}

const environment = {
  KOINE_LIMITS_SIGN_IN: "1000/1s",
  KOINE_LIMITS_BONFIRE: "10000/1s",
  // Every port of this host: receivers come and go.
  KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
};

let koine: Koine;
let ann: Account;
let client: GatewayClient;
let ready: Ready;
let receiver: HookReceiver;

beforeAll(async () => {
  receiver = startHookReceiver();
  koine = await startKoine({ environment });
  ann = await register(koine.url, "ann");
  ({ client, ready } = await enter(koine.gateway, ann.token));
}, 60_000);

afterAll(async () => {
  receiver.stop();
  await koine.stop();
  removeDirectories();
});

async function hookTo(url: string, more: object = {}): Promise<Hook> {
  const wish = { type: "webhook_create", kind: "outgoing", name: "mirror", url, ...more };
  return (await ask(client, wish)).webhook as Hook;
}

const say = (room_id: number, content: string): Promise<Record<string, unknown>> =>
  ask(client, { type: "message_send", room_id, content });

const hooks = async (): Promise<Hook[]> =>
  ((await ask(client, { type: "webhooks_get" })).webhooks ?? []) as Hook[];

test("a room's messages are posted, signed, each under a key of its own", async () => {
  const room_id = await makeRoom(client, "mirrored");
  await say(room_id, "before there was a webhook");
  const hook = await hookTo(receiver.url, { room_id, events: ["message_create"] });
  expect(hook.secret.length).toBeGreaterThanOrEqual(43);
  await say(ready.space.default_room_id, "elsewhere");
  await say(room_id, "one");
  await say(room_id, "two");
  const two = await receiver.delivery((delivery) => contentOf(delivery) === "two");
  expect(receiver.deliveries.map(contentOf)).toEqual(["one", "two"]);
  for (const delivery of receiver.deliveries)
    expect(delivery.signature).toBe(signatureOf(hook.secret, delivery));
  expect(two).toMatchObject({ event: "message_create", told: { event: { type: "message_create" } } });
  expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(2);

  // A new secret signs from now on.
  const rotated = (await ask(client, { type: "webhook_rotate", webhook_id: hook.id })).webhook as Hook;
  expect(rotated.secret).not.toBe(hook.secret);
  await say(room_id, "three");
  const three = await receiver.delivery((delivery) => contentOf(delivery) === "three");
  expect(three.signature).toBe(signatureOf(rotated.secret, three));
  expect(JSON.stringify(await hooks())).not.toContain(rotated.secret);
  await ask(client, { type: "webhook_delete", webhook_id: hook.id });
});

test("one of all the space hears of rooms that are made later, and of members", async () => {
  const hook = await hookTo(receiver.url);
  const room_id = await makeRoom(client, "later");
  await receiver.delivery(({ event, text }) => event === "room_create" && text.includes('"later"'));
  await say(room_id, "in the new room");
  await receiver.delivery((delivery) => contentOf(delivery) === "in the new room");
  await register(koine.url, "comer");
  await receiver.delivery(({ event, text }) => event === "member_join" && text.includes('"comer"'));
  await ask(client, { type: "webhook_delete", webhook_id: hook.id });
});

test("a receiver that is away gets what was said meanwhile when it is back, but nothing that was erased", async () => {
  const room_id = await makeRoom(client, "patient");
  const away = startHookReceiver();
  const { port, url } = away;
  away.stop();
  const hook = await hookTo(url, { room_id, events: ["message_create", "message_delete"] });
  const { message } = await say(room_id, "regretted");
  await ask(client, { type: "message_delete", message_id: (message as { id: number }).id });
  await say(room_id, "still wanted");
  const back = startHookReceiver(port);
  await back.delivery((delivery) => contentOf(delivery) === "still wanted");
  await back.delivery(({ event }) => event === "message_delete");
  expect(back.deliveries.map(({ text }) => text).join()).not.toContain("regretted");
  await ask(client, { type: "webhook_delete", webhook_id: hook.id });
  back.stop();
});

test("one that is gone for good is switched off, which the audit log says; what was given up is tried again by hand", async () => {
  const room_id = await makeRoom(client, "gone");
  const gone = startHookReceiver();
  gone.answerWith(410);
  const hook = await hookTo(gone.url, { room_id });
  await client.event("webhook_update");
  await say(room_id, "to nobody");
  const isOff = async (): Promise<boolean> => {
    for (;;) {
      const [found] = (await hooks()).filter(({ id }) => id === hook.id);
      if (found?.disabled === true) return true;
      await client.event("webhook_update");
    }
  };
  expect(await isOff()).toBe(true);
  const { entries } = await ask(client, { type: "audit_get", action: "webhook_disable" });
  expect(entries).toMatchObject([{ target_id: hook.id, reason: "It answered 410" }]);
  const list = { type: "webhook_deliveries_get", webhook_id: hook.id };
  const { deliveries } = await ask(client, list);
  expect(deliveries).toMatchObject([{ failure: "It answered 410", attempts: 1 }]);

  const retry = { type: "webhook_retry", webhook_id: hook.id };
  expect(await codeOf(client, retry)).toBe("invalid");
  await say(room_id, "while it is off");
  await ask(client, { type: "webhook_update", webhook_id: hook.id, disabled: false });
  gone.answerWith(200);
  expect(await ask(client, retry)).toMatchObject({ count: 1 });
  const [first] = gone.deliveries;
  const again = await gone.delivery((delivery) => delivery !== first);
  expect(again.id).toBe(first?.id ?? "");
  expect(contentOf(again)).toBe("to nobody");
  await say(room_id, "on again");
  await gone.delivery((delivery) => contentOf(delivery) === "on again");
  expect(gone.deliveries.map(contentOf)).not.toContain("while it is off");
  expect((await ask(client, list)).deliveries).toBeUndefined();
  await ask(client, { type: "webhook_delete", webhook_id: hook.id });
  gone.stop();
});

test("a webhook is told what its maker may see, and no more from when they may not", async () => {
  const bob = await register(koine.url, "bob");
  const bobs = await enter(koine.gateway, bob.token);
  const room_id = await makeRoom(client, "private-later");
  const { role } = await ask(client, {
    type: "role_create",
    name: "hooks",
    permissions: ["manage_webhooks"],
  });
  await ask(client, { type: "role_assign", user_id: bob.user.id, role_id: (role as { id: number }).id });
  const mine = startHookReceiver();
  const wish = {
    type: "webhook_create",
    kind: "outgoing",
    name: "bob's",
    url: mine.url,
    events: ["message_create"],
  };
  await ask(bobs.client, wish);
  await say(room_id, "for all");
  await mine.delivery((delivery) => contentOf(delivery) === "for all");
  await ask(client, {
    type: "permission_override_set",
    room_id,
    user_id: bob.user.id,
    deny: ["view"],
  });
  await say(room_id, "not for bob");
  await say(ready.space.default_room_id, "for all again");
  await mine.delivery((delivery) => contentOf(delivery) === "for all again");
  expect(mine.deliveries.map(contentOf)).toEqual(["for all", "for all again"]);
  mine.stop();
  await bobs.client.close();
});

test("a killed server skips nothing, and repeats nothing without its key", async () => {
  const directory = temporaryDirectory();
  const first = await startKoine({ directory, environment });
  const owner = await register(first.url, "owner");
  const inside = await enter(first.gateway, owner.token);
  const room_id = inside.ready.space.default_room_id;
  const far = startHookReceiver();
  // Nothing is delivered before the kill: every message waits in the outbox, or has not even been read there.
  far.answerWith(500);
  const wish = {
    type: "webhook_create",
    kind: "outgoing",
    name: "far",
    url: far.url,
    room_id,
    events: ["message_create"],
  };
  await ask(inside.client, wish);
  const said = Array.from({ length: 30 }, (_, i) => `message ${i}`);
  for (const content of said) await ask(inside.client, { type: "message_send", room_id, content });
  await first.kill();
  const before = far.deliveries.length;

  far.answerWith(200);
  const second = await startKoine({ directory, environment });
  for (const content of said)
    await far.delivery(
      (delivery) => contentOf(delivery) === content && far.deliveries.indexOf(delivery) >= before,
    );
  const delivered = far.deliveries.slice(before);
  expect(delivered.map(contentOf).sort()).toEqual(said.toSorted());
  // A message has one key, also where it was tried before the kill.
  const keys = new Map<string, Set<string>>();
  for (const delivery of far.deliveries)
    keys.set(contentOf(delivery), (keys.get(contentOf(delivery)) ?? new Set()).add(delivery.id));
  expect([...keys.values()].every((ids) => ids.size === 1)).toBe(true);
  await second.kill();
  far.stop();
}, 60_000);

test("an address in the own network is not called unless the operator allows it", async () => {
  const strict = await startKoine({});
  const owner = await register(strict.url, "owner");
  const inside = await enter(strict.gateway, owner.token);
  const seen = receiver.deliveries.length;
  const room_id = inside.ready.space.default_room_id;
  const wish = { type: "webhook_create", kind: "outgoing", name: "inward", url: receiver.url, room_id };
  const { webhook } = await ask(inside.client, wish);
  await ask(inside.client, { type: "message_send", room_id, content: "inward" });
  await strict.stop();
  expect(receiver.deliveries.length).toBe(seen);
  expect((webhook as Hook).id).toBeGreaterThan(0);
  for (const url of ["ftp://x.example/", "http://a:b@x.example/", "javascript:alert(1)", ""])
    expect(await codeOf(client, { type: "webhook_create", kind: "outgoing", name: "x", url })).toBe(
      "invalid",
    );
}, 60_000);
