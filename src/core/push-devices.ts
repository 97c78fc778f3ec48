/** Devices that somebody wants to be notified on: through a browser's push service, or by UnifiedPush. */

import { Type } from "typebox";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Signal } from "./events/signals.ts";
import { Fault, notFound } from "./faults.ts";
import { follow } from "./following.ts";
import type { Id, StreamId } from "./model/ids.ts";
import type { PushDevice } from "./model/settings.ts";
import { ownSpaces } from "./own-spaces.ts";
import { requirePerson } from "./person.ts";
import type { Tx } from "./tx/tx.ts";

/** Most devices of one user; a new one takes the place of the one that was notified the longest ago. */
export const MAX_DEVICES = 20;
/** Longest address of a push service's, in characters. */
export const MAX_ENDPOINT = 1_000;

const key = Type.String({ maxLength: 200, pattern: "^[A-Za-z0-9_-]*={0,2}$" });

/**
 * Notify a device from now on. One with the same address is the same device, and belongs to whoever said so last. Web
 * Push needs the device's keys; with them a UnifiedPush service sees no more than that something came.
 *
 * Faults: `invalid` (address, keys), `forbidden` (a bot).
 */
export const pushSubscribe = command(
  "change",
  fields({
    kind: Type.Union([Type.Literal("web"), Type.Literal("unified")]),
    endpoint: Type.String({ maxLength: MAX_ENDPOINT }),
    p256dh: key,
    auth: key,
    name: Type.String({ maxLength: 64 }),
  }),
  async (tx, actor, { kind, endpoint, p256dh, auth, name }) => {
    const user = await requirePerson(tx, actor);
    requireEndpoint(endpoint);
    requireKeys(p256dh, auth, kind === "web");
    const own = await tx.devicesOf(user.id);
    const before = own.find((device) => device.endpoint === endpoint);
    const [oldest] = own.toSorted((a, b) => (a.lastUsed || a.created) - (b.lastUsed || b.created));
    if (before === undefined && own.length >= MAX_DEVICES && oldest !== undefined)
      await tx.deleteDevice(oldest.id);
    const shown = { id: before?.id ?? tx.newId(), kind, name: name.trim() };
    const times = { created: before?.created ?? tx.now, lastUsed: before?.lastUsed ?? 0 };
    await tx.putDevice({ ...shown, ...times, user: user.id, endpoint, p256dh, auth });
    return { reply: await shownDevices(tx, user.id), events: await followAll(tx, user.id) };
  },
);

/** Forget a device of one's own, by its id or its address. Faults: `not_found`. */
export const pushUnsubscribe = command(
  "change",
  fields({ device: Type.Union([IdSchema, Type.Null()]), endpoint: Type.String({ maxLength: MAX_ENDPOINT }) }),
  async (tx, actor, { device, endpoint }) => {
    const user = await requirePerson(tx, actor);
    const found = (await tx.devicesOf(user.id)).find((one) =>
      device === null ? one.endpoint === endpoint : one.id === device,
    );
    if (found === undefined) throw notFound();
    await tx.deleteDevice(found.id);
    return { reply: await shownDevices(tx, user.id), events: [] };
  },
);

/**
 * The keys by which push services know this server: those given, where there are none yet. Devices know it by them
 * too, so they never change.
 */
export const pushKeysTake = serverCommand(
  "change",
  fields({ publicKey: Type.String(), privateKey: Type.String() }),
  async (tx, _actor, made) => {
    const kept = await tx.pushKeys();
    if (kept === null) await tx.insertPushKeys(made);
    return { reply: kept ?? made, events: [] };
  },
);

/** One's own devices. */
export const pushDevicesGet = command("read", fields({}), async (tx, actor) => {
  const user = await requirePerson(tx, actor);
  return { reply: await shownDevices(tx, user.id), events: [] };
});

/** Somebody came into rooms: those who have a device are notified of them from now on. */
export async function followFor(tx: Tx, users: readonly Id[], room: StreamId): Promise<Signal[]> {
  return (await tx.haveDevices(users)) ? await follow(tx, "push", [room]) : [];
}

/** Somebody came into a space. */
export async function followSpaceFor(tx: Tx, user: Id, space: Id): Promise<Signal[]> {
  return (await tx.haveDevices([user])) ? await follow(tx, "push", await streamsIn(tx, space)) : [];
}

/** A space, with all its rooms. */
async function streamsIn(tx: Tx, space: Id): Promise<StreamId[]> {
  return [space, ...(await tx.roomsOf(space)).map(({ id }) => id)];
}

async function followAll(tx: Tx, user: Id): Promise<Signal[]> {
  const streams = (await tx.directRoomsOf(user)).map(({ id }) => id);
  for (const space of await ownSpaces(tx, user)) streams.push(...(await streamsIn(tx, space.id)));
  return await follow(tx, "push", streams);
}

async function shownDevices(tx: Tx, user: Id): Promise<PushDevice[]> {
  const own = await tx.devicesOf(user);
  return own.map(({ id, kind, name, created, lastUsed }) => ({ id, kind, name, created, lastUsed }));
}

/** Where the address leads is looked at again whenever something is sent. Faults: `invalid`. */
function requireEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw new Fault("invalid", "A device needs the address that its push service gave");
}

/** Faults: `invalid`. */
function requireKeys(p256dh: string, auth: string, needed: boolean): void {
  if (!needed && p256dh === "" && auth === "") return;
  if (bytesOf(p256dh) !== 65 || bytesOf(auth) !== 16)
    throw new Fault("invalid", "A device needs its public key (65 bytes) and its secret (16), in base64url");
}

/** How many bytes a text in base64url stands for. */
function bytesOf(text: string): number {
  return Math.floor((text.replaceAll("=", "").length * 3) / 4);
}
