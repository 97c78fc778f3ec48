/**
 * Rooms that somebody here has a network make (docs/protocols/flubber.md, 6): asked for by whoever looks after the
 * space, made by the backend, and a portal from then on.
 */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireSpace } from "./authorize.ts";
import { linked, requireBridge, updated } from "./bridge-links.ts";
import { MAX_PORTALS, reopened } from "./bridge-portals.ts";
import { BackendSchema, clean, cut, portalUpsert, RemoteIdSchema } from "./bridges.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Tx } from "./tx/tx.ts";

/** Most rooms that a backend is asked for at a time. */
const MAX_ASKED = 10;
/** Longest name of a room that is asked for, in UTF-16 units. */
const MAX_NAME = 100;
/** Longest reason that is kept, in code points. */
const MAX_REASON = 300;

/**
 * Have a network make a room, in one of its own that is here or in none. It is made in the background: `backends_get` has it until it is there, or why it is not
 * until the next is asked for.
 *
 * Faults: `not_found` (space, backend, the room in which it is to stand), `forbidden` without `manage_space`, `invalid`
 * (the name; a room that is none of the network's), `limit_reached`.
 */
export const backendRoomCreate = command(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    name: Type.String({ minLength: 1, maxLength: MAX_NAME }),
    /** A category or a room that the backend has brought in. */
    parent: Type.Union([IdSchema, Type.Null()]),
  }),
  async (tx, actor, { space: id, backend, name: given, parent: within }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_space", tx.now);
    await requireBridge(tx, space.id, backend);
    const name = given.trim();
    if (name === "" || /\p{Cc}/u.test(name))
      throw new Fault("invalid", "A room's name has no control characters, and is not empty");
    const parent = within === null ? null : await remoteParent(tx, space.id, backend, within);
    await tx.forgetFailedRooms(backend);
    const asked = (await tx.madeRooms(backend)).filter(({ remoteId }) => remoteId === null);
    if (asked.some((one) => one.name === name)) return { reply: null, events: [] };
    if (asked.length >= MAX_ASKED)
      throw new Fault("limit_reached", `A backend is asked for at most ${MAX_ASKED} rooms at a time`);
    if ((await tx.portalsOf(backend)) >= MAX_PORTALS)
      throw new Fault("limit_reached", `A backend brings in at most ${MAX_PORTALS} rooms`);
    await tx.setMadeRoom({ backend, name, parent, remoteId: null, reason: "" });
    const audit = await record(tx, actor, space, {
      action: "backend_room_create",
      target: space.id,
      after: { backend, name },
    });
    return { reply: null, events: [audit, { type: "backend_set", backend, restart: false }] };
  },
);

/** What the network calls one of its rooms. Faults: `not_found`, `invalid` (it is none of the network's). */
async function remoteParent(tx: Tx, space: Id, backend: string, id: Id): Promise<string> {
  const [room] = await tx.roomsByIds([id]);
  if (room === undefined || room.space !== space) throw notFound();
  if (room.backend !== backend || room.remoteId === null || room.kind === "thread")
    throw new Fault("invalid", "A room there stands in one of the same network");
  return room.remoteId;
}

/** What a backend is still to make. From now on it was asked: what becomes of that is told, or nobody knows. */
export const bridgeRoomsAsked = serverCommand(
  "change",
  fields({ backend: BackendSchema }),
  async (tx, _actor, { backend }) => {
    const asked = (await tx.madeRooms(backend)).filter((one) => one.remoteId === null && one.reason === "");
    for (const one of asked)
      await tx.setMadeRoom({ ...one, reason: "There is no answer yet, and it may be there" });
    return { reply: asked.map(({ name, parent }) => ({ name, parent })), events: [] };
  },
);

/** A room that was asked for is there, and is a portal; or why it is not. The staff hears of it. */
export const bridgeRoomMade = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    name: Type.String({ minLength: 1, maxLength: MAX_NAME }),
    remoteId: Type.Union([RemoteIdSchema, Type.Null()]),
    reason: Type.String({ maxLength: 4_096 }),
  }),
  async (tx, _actor, { space, backend, name, remoteId, reason }) => {
    const why = cut(clean(reason), MAX_REASON) || "It was not made";
    const known = (await tx.madeRooms(backend)).find((one) => one.name === name);
    const parent = known?.parent ?? null;
    await tx.setMadeRoom({ backend, name, parent, remoteId, reason: remoteId === null ? why : "" });
    if (remoteId === null || (await tx.linkTo(backend, remoteId)) !== null)
      return { reply: null, events: await updated(tx, backend) };
    // Asked for anew, also where its link was ended or its room deleted before.
    const portal = { space, backend, remoteId, name, topic: "" };
    const { reply: room, events } = await portalUpsert.run(tx, null, portal);
    await linked(tx, room.id, { backend, remoteId, name, sendable: true });
    return {
      reply: null,
      events: [...events, ...(await reopened(tx, room)), ...(await updated(tx, backend))],
    };
  },
);
