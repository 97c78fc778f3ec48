/**
 * Bridges and what they link: how they are, and links between a room here and one there. The server's own commands
 * here are given in a backend's name and reach nothing but what is linked to it.
 */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireRoom, requireSpace } from "./authorize.ts";
import { BackendSchema, clean, cut, RemoteIdSchema } from "./bridges.ts";
import { command, type Done, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Bridge, BridgeLink, MadeRoom } from "./model/outside.ts";
import { spaceAt } from "./own-spaces.ts";
import type { Tx } from "./tx/tx.ts";

/** Most links of one room. */
const MAX_LINKS = 10;
/** Longest reason that is kept, in code points. */
const MAX_REASON = 300;

const state = Type.Union([
  Type.Literal("starting"),
  Type.Literal("running"),
  Type.Literal("failing"),
  Type.Literal("stopped"),
]);

/** A backend's state, told to the staff of its space. Gives the space, or null when there is none of that slug. */
export const bridgeState = serverCommand(
  "change",
  fields({
    name: BackendSchema,
    space: Type.Union([Type.String(), Type.Null()]),
    state,
    since: Type.Integer(),
    reason: Type.String(),
    memory: Type.Integer({ minimum: 0 }),
  }),
  async (tx, _actor, input) => {
    const space = await spaceAt(tx, input.space);
    if (space === null) return { reply: null, events: [] };
    const bridge = { ...input, space: space.id, reason: cut(clean(input.reason), MAX_REASON) };
    const known = await tx.bridge(input.name);
    await tx.setBridge(bridge);
    // What it uses is told to those who ask.
    if (known?.space === space.id && known.state === bridge.state && known.reason === bridge.reason)
      return { reply: space.id, events: [] };
    const event: Event = { ...happened(tx, null, space.staff), type: "backend_update", backend: bridge };
    return { reply: space.id, events: [event] };
  },
);

/**
 * The links of a backend; those that somebody here `asked` for are not known to a program that begins anew: with rooms of
 * our own, and with rooms that it was asked to make.
 */
export const bridgeLinksGet = serverCommand(
  "read",
  fields({ backend: BackendSchema }),
  async (tx, _actor, { backend }) => {
    const links = await tx.linksOf(backend);
    const rooms = links.length === 0 ? [] : await tx.roomsByIds(links.map(({ room }) => room));
    const portals = new Set(rooms.filter((room) => room.backend === backend).map(({ id }) => id));
    const made = new Set((await tx.madeRooms(backend)).map(({ remoteId }) => remoteId));
    const isAsked = ({ room, remoteId }: BridgeLink): boolean =>
      !portals.has(room) || (remoteId !== null && made.has(remoteId));
    return { reply: links.map((link) => ({ ...link, asked: isAsked(link) })), events: [] };
  },
);

/** What a link that somebody asked for has come to: the room there, or why it was not found. The staff hears of it. */
export const bridgeFound = serverCommand(
  "change",
  fields({
    room: IdSchema,
    backend: BackendSchema,
    remoteId: Type.Union([RemoteIdSchema, Type.Null()]),
    reason: Type.String({ maxLength: 4_096 }),
  }),
  async (tx, _actor, { room, backend, remoteId, reason }) => {
    const link = (await tx.linksIn(room)).find((one) => one.backend === backend);
    if (link === undefined) return { reply: null, events: [] };
    const taken = remoteId === null ? null : await tx.linkTo(backend, remoteId);
    if (taken !== null && taken.room !== room)
      await tx.setLink({ ...link, reason: "The room there is linked to another room here" });
    else {
      if (remoteId !== null) await tx.setEnded(backend, remoteId, false);
      await tx.setLink({
        ...link,
        remoteId: remoteId ?? link.remoteId,
        reason: cut(clean(reason), MAX_REASON),
      });
    }
    return { reply: null, events: await updated(tx, backend) };
  },
);

export interface LinkView extends BridgeLink {
  /** The backend brought the room in by itself. */
  readonly portal: boolean;
}

export interface BridgeView extends Bridge {
  readonly portals: number;
  readonly links: readonly LinkView[];
  /** Rooms that it was asked to make and that are not there, by name. */
  readonly asked: readonly MadeRoom[];
}

/** The backends of a space, and the links of each. Faults: `not_found`, `forbidden` without `manage_space`. */
export const backendsGet = command("read", fields({ space: IdSchema }), async (tx, actor, input) => {
  const { space } = requireSpace(await tx.loadSpace(actor, input.space), "manage_space", tx.now);
  const backends: BridgeView[] = [];
  for (const bridge of await tx.bridgesOf(space.id)) {
    const links = await tx.linksOf(bridge.name);
    const portals = await tx.portalsOf(bridge.name);
    const asked = (await tx.madeRooms(bridge.name)).filter(({ remoteId }) => remoteId === null);
    backends.push({ ...bridge, portals, links: await viewsOf(tx, links), asked });
  }
  return { reply: backends, events: [] };
});

/**
 * Link a room with one of a backend's, by the name that it has there. What is said from now on crosses.
 *
 * Faults: `not_found` (space, backend, room), `forbidden` without `manage_space`, `invalid` (no text room, the name),
 * `limit_reached`.
 */
export const backendLink = command(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    room: IdSchema,
    name: Type.String({ minLength: 1, maxLength: 512 }),
  }),
  async (tx, actor, { space: id, backend, room, name }): Promise<Done<LinkView>> => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_space", tx.now);
    await requireBridge(tx, space.id, backend);
    // Who does not see a room must not have it told elsewhere.
    const { room: found } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now).place;
    if (found.space !== space.id) throw notFound();
    if (found.kind !== "text" && found.kind !== "voice")
      throw new Fault("invalid", "Only a text or voice room can be linked");
    if (/\p{Cc}/u.test(name)) throw new Fault("invalid", "A name has no control characters");
    const links = await tx.linksIn(room);
    const known = links.find((link) => link.backend === backend);
    const portal = found.backend === backend;
    if (known?.name === name && known.remoteId !== null) return { reply: { ...known, portal }, events: [] };
    if (known === undefined && links.length >= MAX_LINKS)
      throw new Fault("limit_reached", `A room has at most ${MAX_LINKS} links`);
    const link = await linked(tx, room, { backend, remoteId: null, name, sendable: true });
    const audit = await record(tx, actor, space, {
      action: "backend_link",
      target: room,
      after: { backend, name },
    });
    return {
      reply: { ...link, portal },
      events: [audit, { type: "backend_set", backend, restart: false }],
    };
  },
);

/** End a link; what crossed stays. Faults: `not_found` (space, backend, link), `forbidden` without `manage_space`. */
export const backendUnlink = command(
  "change",
  fields({ space: IdSchema, backend: BackendSchema, room: IdSchema }),
  async (tx, actor, { space: id, backend, room }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_space", tx.now);
    await requireBridge(tx, space.id, backend);
    const link = (await tx.linksIn(room)).find((one) => one.backend === backend);
    const [found] = await tx.roomsByIds([room]);
    if (link === undefined || found?.space !== space.id) throw notFound();
    await tx.deleteLink(room, backend);
    if (link.remoteId !== null) await tx.setEnded(backend, link.remoteId, true);
    const audit = await record(tx, actor, space, {
      action: "backend_unlink",
      target: room,
      before: { backend, name: link.name },
    });
    return { reply: null, events: [audit, { type: "backend_set", backend, restart: false }] };
  },
);

/** Start a backend anew, at once. Faults: `not_found` (space, backend), `forbidden` without `manage_space`. */
export const backendRestart = command(
  "change",
  fields({ space: IdSchema, backend: BackendSchema }),
  async (tx, actor, { space: id, backend }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_space", tx.now);
    await requireBridge(tx, space.id, backend);
    const audit = await record(tx, actor, space, {
      action: "backend_restart",
      target: space.id,
      after: { backend },
    });
    return { reply: null, events: [audit, { type: "backend_set", backend, restart: true }] };
  },
);

/** Something about a backend is to be asked for anew. */
export async function updated(tx: Tx, name: string): Promise<Event[]> {
  const backend = await tx.bridge(name);
  const space = backend === null ? null : await tx.spaceById(backend.space);
  if (backend === null || space === null) return [];
  return [{ ...happened(tx, null, space.staff), type: "backend_update", backend }];
}

export async function requireBridge(tx: Tx, space: Id, name: string): Promise<void> {
  if ((await tx.bridge(name))?.space !== space) throw notFound();
}

async function viewsOf(tx: Tx, links: readonly BridgeLink[]): Promise<LinkView[]> {
  const rooms = await tx.roomsByIds(links.map(({ room }) => room));
  const own = new Map(rooms.map(({ id, backend }) => [id, backend]));
  return links.map((link) => ({ ...link, portal: own.get(link.room) === link.backend }));
}

/** A link from now on: what was said before does not cross. */
export async function linked(
  tx: Tx,
  room: Id,
  given: Pick<BridgeLink, "backend" | "remoteId" | "name" | "sendable">,
): Promise<BridgeLink> {
  const [head] = await tx.headsOf([room]);
  const link: BridgeLink = { room, ...given, position: head?.seq ?? 0, begun: 0, reason: "" };
  if (given.remoteId !== null) await tx.setEnded(given.backend, given.remoteId, false);
  await tx.setLink(link);
  return link;
}
