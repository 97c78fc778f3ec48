/**
 * Notifications over the wire, with a push service on the loopback.
 *
 * What is said waits some seconds before it is told, for it may be read meanwhile: the tests wait for that together, each
 * with people of its own.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { type Delivery, type Device, newDevice, type PushService, startPushService } from "./push-service.ts";

let koine: Koine;
let service: PushService;
let environment: Record<string, string>;
let ann: GatewayClient;
let bob: GatewayClient;
let ids: { ann: number; bob: number; room: number };
let device: Device;

/** Somebody with one device, whose path has their name. */
interface Person {
  readonly client: GatewayClient;
  readonly id: number;
  readonly device: Device;
  readonly path: string;
}

beforeAll(async () => {
  service = startPushService();
  environment = {
    KOINE_LIMITS_SIGN_IN: "1000/1s",
    KOINE_LIMITS_BONFIRE: "1000/1s",
    KOINE_OUTBOUND_ALLOWED_HOSTS: new URL(service.url).host,
  };
  koine = await startKoine({ environment });
  const [first, second] = [await register(koine.url, "ann"), await register(koine.url, "bob")];
  const entered = await enter(koine.gateway, first.token);
  ann = entered.client;
  ({ client: bob } = await enter(koine.gateway, second.token));
  ids = { ann: first.user.id, bob: second.user.id, room: entered.ready.space.default_room_id };
  device = newDevice();
  expect(await subscribe(bob, "/bob", device)).toMatchObject({ type: "ok", devices: [{ kind: "web" }] });
});

afterAll(async () => {
  await koine.stop();
  service.stop();
  removeDirectories();
});

async function person(handle: string): Promise<Person> {
  const { token, user } = await register(koine.url, handle);
  const { client } = await enter(koine.gateway, token);
  const own = newDevice();
  expect(await subscribe(client, `/${handle}`, own)).toMatchObject({ type: "ok" });
  return { client, id: user.id, device: own, path: `/${handle}` };
}

function subscribe(client: GatewayClient, path: string, { p256dh, auth }: Pick<Device, "p256dh" | "auth">) {
  const keys = { p256dh, auth, name: "phone" };
  return client.request({ type: "push_subscribe", kind: "web", endpoint: service.url + path, ...keys });
}

/** A UnifiedPush device; with keys it gets what a browser gets. */
function subscribeUnified(client: GatewayClient, path: string, keys = { p256dh: "", auth: "" }) {
  const { p256dh, auth } = keys;
  return client.request({
    type: "push_subscribe",
    kind: "unified",
    endpoint: service.url + path,
    p256dh,
    auth,
  });
}

async function say(client: GatewayClient, room: number, content: string): Promise<number> {
  const answer = await client.request({ type: "message_send", room_id: room, content });
  return (answer.message as { id: number }).id;
}

async function dialog(client: GatewayClient, user: number): Promise<number> {
  const answer = await client.request({ type: "dialog_open", user_id: user });
  return (answer.room as { id: number }).id;
}

const texts = (path: string, with_: Device): string[] =>
  service.deliveries
    .filter((one) => one.path === path)
    .map((one) => (with_.read(one) as { text: string }).text);

/** The last delivery to the device, when everything before it was decided. */
async function until(path: string, text: string, with_: Device) {
  return await service.next(path, (one) => (with_.read(one) as { text: string }).text === text);
}

test.concurrent("a mention and a direct message come, sealed for the device; other talk and what was read do not", async () => {
  await say(ann, ids.room, "just talking");
  const mention = await say(ann, ids.room, `<@${ids.bob}> come here`);
  const direct = await dialog(ann, ids.bob);
  const read = await say(ann, direct, "seen at once");
  await bob.request({ type: "receipt_mark", room_id: direct, message_id: read, kind: "read" });
  const erased = await say(ann, direct, "said too much");
  await ann.request({ type: "message_delete", message_id: erased });
  await say(ann, direct, "are you there?");

  const last = await until("/bob", "are you there?", device);
  expect(texts("/bob", device)).toEqual([`<@${ids.bob}> come here`, "are you there?"]);
  const first = service.deliveries.find(({ path }) => path === "/bob");
  expect(device.read(first as never)).toMatchObject({
    room_id: ids.room,
    message_id: mention,
    author: "ann",
  });
  expect(device.read(last)).toMatchObject({ room_id: direct, room: "", author: "ann" });
  expect(first?.body.includes("come here")).toBe(false);
  expect(first?.headers.get("authorization")).toStartWith("vapid t=");
  expect(first?.headers.get("content-encoding")).toBe("aes128gcm");
  expect(first?.headers.get("topic")).toMatch(/^koine-\d+$/);
  expect((await bob.request({ type: "push_devices_get" })).devices).toMatchObject([
    { last_used: expect.any(Number) },
  ]);
});

test.concurrent("levels and muting count; one's own messages never come", async () => {
  const lee = await person("lee");
  const side = await ann.request({ type: "room_create", name: "side" });
  const { id } = side.room as { id: number };
  await lee.client.request({ type: "notification_set", setting: { room_id: id, level: "all" } });
  await lee.client.request({ type: "notification_set", setting: { room_id: ids.room, level: "none" } });
  await say(ann, ids.room, `<@${lee.id}> muted`);
  await say(lee.client, id, "my own");
  await say(ann, id, "all of side");
  await until(lee.path, "all of side", lee.device);
  expect(texts(lee.path, lee.device)).toEqual(["all of side"]);
});

test.concurrent("a room that one may no longer see sends nothing", async () => {
  const hal = await person("hal");
  const hidden = await ann.request({ type: "room_create", name: "hidden" });
  const { id } = hidden.room as { id: number };
  const override = { room_id: id, user_id: hal.id, deny: ["view"] };
  await say(ann, id, `<@${hal.id}> a secret`);
  await ann.request({ type: "permission_override_set", ...override });
  const direct = await dialog(ann, hal.id);
  await say(ann, direct, "after the secret");
  await until(hal.path, "after the secret", hal.device);
  expect(texts(hal.path, hal.device)).toEqual(["after the secret"]);
});

test.concurrent("a device that is gone is forgotten", async () => {
  const gus = await person("gus");
  const old = newDevice();
  service.answer("/old", 410);
  await subscribe(gus.client, "/old", old);
  await say(ann, await dialog(ann, gus.id), "to both");
  await service.next("/old");
  await until(gus.path, "to both", gus.device);
  for (;;) {
    const { devices } = await gus.client.request({ type: "push_devices_get" });
    if ((devices as unknown[]).length === 1) break;
    await Bun.sleep(20);
  }
});

test.concurrent("UnifiedPush: without keys the ids alone, with keys sealed; each of one's devices is told once", async () => {
  const una = await person("una");
  const sealed = newDevice();
  expect(await subscribeUnified(una.client, "/bare")).toMatchObject({
    devices: [{ kind: "web" }, { kind: "unified" }],
  });
  await subscribeUnified(una.client, "/sealed", sealed);
  await subscribeUnified(una.client, "/bare"); // The same address is the same device.
  const direct = await dialog(ann, una.id);
  const message_id = await say(ann, direct, "to all three");
  // Each device is told one thing after the other: what is last says that nothing came twice before it.
  await say(ann, direct, "after it");
  await until("/sealed", "after it", sealed);
  await until(una.path, "after it", una.device);
  expect(texts("/sealed", sealed)).toEqual(["to all three", "after it"]);
  expect(texts(una.path, una.device)).toEqual(["to all three", "after it"]);
  const bare = await service.next("/bare");
  expect(JSON.parse(bare.body.toString("utf8"))).toEqual({ room_id: direct, message_id });
  expect(bare.headers.get("content-type")).toBe("application/json");
  for (const endpoint of ["/bare", "/sealed"])
    await una.client.request({ type: "push_unsubscribe", endpoint: service.url + endpoint });
});

test.concurrent("in quiet hours nothing comes, nor from somebody who is blocked", async () => {
  const [eve, zoe] = [await person("eve"), await person("zoe")];
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const hours = { from_minute: (minute + 1_380) % 1_440, to_minute: (minute + 60) % 1_440, time_zone: "UTC" };
  expect(await eve.client.request({ type: "notification_set", quiet_hours: hours })).toMatchObject({
    type: "ok",
  });
  expect(await zoe.client.request({ type: "user_block", user_id: ids.ann })).toMatchObject({ type: "ok" });
  const shared = await ann.request({ type: "room_create", name: "shared" });
  const { id } = shared.room as { id: number };
  const both = `<@${eve.id}> <@${zoe.id}>`;
  await say(ann, id, `${both} from ann`);
  await say(bob, id, `${both} from bob`);
  await until(zoe.path, `${both} from bob`, zoe.device);
  expect(texts(zoe.path, zoe.device)).toEqual([`${both} from bob`]);
  expect(texts(eve.path, eve.device)).toEqual([]);
});

test.concurrent("a service that is in trouble is tried again, under the same topic", async () => {
  const tom = await person("tom");
  const direct = await dialog(ann, tom.id);
  service.answer(tom.path, 503);
  await say(ann, direct, "when it is better");
  const first = await until(tom.path, "when it is better", tom.device);
  service.answer(tom.path, 201);
  const isSecond = (one: Delivery) =>
    one !== first && (tom.device.read(one) as { text: string }).text === "when it is better";
  const second = await service.next(tom.path, isSecond);
  for (const name of ["topic", "idempotency-key"]) {
    expect(first.headers.get(name)).toMatch(/\d+$/);
    expect(second.headers.get(name)).toBe(first.headers.get(name));
  }
});

test.concurrent("an address in the own network is not called unless the operator allows it", async () => {
  const ian = await person("ian");
  // Its port is not among those that are allowed.
  const inward = startPushService();
  const { p256dh, auth } = newDevice();
  const endpoint = `${inward.url}/inward`;
  const kept = await ian.client.request({ type: "push_subscribe", kind: "web", endpoint, p256dh, auth });
  expect(kept).toMatchObject({ devices: [{}, {}] });
  const direct = await dialog(ann, ian.id);
  await say(ann, direct, "inward");
  await say(ann, direct, "inward again");
  await until(ian.path, "inward again", ian.device);
  expect(inward.deliveries).toEqual([]);
  await ian.client.request({ type: "push_unsubscribe", endpoint });
  inward.stop();
});

test.each<[string, object]>([
  ["no address", { kind: "web", endpoint: "not an address", p256dh: "", auth: "" }],
  ["a file", { kind: "web", endpoint: "file:///etc/passwd", p256dh: "", auth: "" }],
  ["Web Push without keys", { kind: "web", endpoint: "https://push.example.org/x", p256dh: "", auth: "" }],
  [
    "keys that are too short",
    { kind: "web", endpoint: "https://push.example.org/x", p256dh: "AA", auth: "AA" },
  ],
])("%s is refused", async (_name, fields) => {
  expect(await bob.request({ type: "push_subscribe", ...fields })).toMatchObject({ code: "invalid" });
});

test("after a kill nothing is lost, and what goes out again has the same topic", async () => {
  const direct = await dialog(ann, ids.bob);
  const earlier = service.deliveries.length;
  await say(ann, direct, "before the kill");
  const { directory, url } = koine;
  await koine.kill();
  koine = await startKoine({ directory, environment, port: Number(new URL(url).port) });
  const sent = await until("/bob", "before the kill", device);
  const topics = service.deliveries
    .slice(earlier)
    .filter((one) => one.path === "/bob")
    .map((one) => one.headers.get("topic"));
  const same = service.deliveries.filter(
    (one) => one.path === "/bob" && (device.read(one) as { text: string }).text === "before the kill",
  );
  for (const one of same) expect(one.headers.get("topic")).toBe(sent.headers.get("topic"));
  expect(new Set(topics).size).toBe(topics.length - (same.length - 1));
});
