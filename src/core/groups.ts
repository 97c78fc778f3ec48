/** Groups: rooms of listed members, who may rename them and bring others in; one of them is the owner. */

import { Type } from "typebox";
import { requireCaller, requireRoom } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { notOpen, viewOf } from "./dialogs.ts";
import type { RoomField } from "./events/rooms.ts";
import type { Signal } from "./events/signals.ts";
import type { LeaveReason } from "./events/spaces.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Room, RoomView } from "./model/rooms.ts";
import type { Actor, User, UserRef } from "./model/users.ts";
import { newRoom } from "./new-room.ts";
import { followFor } from "./push-devices.ts";
import { addToThread, removeFromThread } from "./thread-followers.ts";
import type { Place, RoomFacts } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most members of a group. */
export const MAX_GROUP_MEMBERS = 200;
/** Most groups that one user is in. */
export const MAX_GROUPS = 200;
/** Longest name of a group, in code points. */
export const MAX_GROUP_NAME = 64;

/**
 * Make a group of the caller, who owns it, and others. The name may be empty.
 *
 * Faults: `not_found` (nobody whom the caller may know of), `forbidden` (somebody does not want to hear from
 * the caller), `invalid` (name), `limit_reached`.
 */
export const groupCreate = command(
  "change",
  fields({ name: Type.String(), users: Type.Array(IdSchema, { maxItems: MAX_GROUP_MEMBERS }) }),
  async (tx, actor, input) => {
    const name = requireGroupName(input.name);
    const { caller, known } = await tx.loadAcquaintances(actor, input.users);
    const { id: self } = requireCaller(caller);
    const users = [...new Set([self, ...input.users])];
    if (users.length > MAX_GROUP_MEMBERS) throw tooManyMembers();
    const reached = new Set([self, ...known.map(({ id }) => id)]);
    if (users.some((id) => !reached.has(id))) throw notFound();
    if (known.some(({ blocks }) => blocks)) throw notOpen();
    for (const user of users) await requireGroupsLeft(tx, user);
    const id = tx.newId();
    const common = { id, space: null, kind: "group", name, creator: self, created: tx.now } as const;
    await tx.insertRoom(newRoom({ ...common, owner: self }));
    await tx.addRoomMembers(id, users, tx.now);
    const room = await viewOf(tx, id);
    const event: Event = { ...happened(tx, actor, id), type: "room_create", room, head: 0 };
    const sight: Signal = { type: "sight_change", space: null, users, created: id, apart: [] };
    return { reply: room, events: [event, sight, ...(await followFor(tx, users, id))] };
  },
);

const memberInput = fields({ room: IdSchema, user: IdSchema });

/**
 * Bring somebody into a group, which any member may, or have them follow a thread. Who is in it already stays, and nobody is told.
 *
 * Faults: `not_found` (the group, or the user), `forbidden`, `invalid` (no group), `limit_reached`.
 */
export const memberAdd = command("change", memberInput, async (tx, actor, { room, user }) => {
  const facts = await tx.loadRoom(actor, room);
  if (facts.place?.room.kind === "thread") return addToThread(tx, actor, facts, user);
  const { place } = requireGroup(facts, tx);
  const { known } = await tx.loadAcquaintances(actor, [user]);
  const added = known.find(({ id }) => id === user);
  if (added === undefined) throw notFound();
  const members = await tx.roomMembers(room);
  if (members.some(({ id }) => id === user)) return { reply: refOf(added), events: [] };
  if (added.blocks) throw notOpen();
  if (members.length >= MAX_GROUP_MEMBERS) throw tooManyMembers();
  await requireGroupsLeft(tx, user);
  await tx.addRoomMembers(room, [user], tx.now);
  const base = { space: null, room, user: refOf(added), member: null };
  const event: Event = { ...happened(tx, actor, place.stream), type: "member_join", ...base };
  const sight: Signal = { type: "sight_change", space: null, users: [user], created: null, apart: [] };
  return { reply: refOf(added), events: [event, sight, ...(await followFor(tx, [user], room))] };
});

/**
 * Take somebody out of a group, which its owner may, or out of a thread, or leave it, which everybody may. When the owner
 * leaves, the longest-standing member owns it.
 *
 * Faults: `not_found` (the group, or the member), `forbidden`, `invalid` (no group).
 */
export const memberRemove = command("change", memberInput, async (tx, actor, { room, user }) => {
  const facts = await tx.loadRoom(actor, room);
  if (facts.place?.room.kind === "thread") return removeFromThread(tx, actor, facts, user);
  const { caller, place } = requireGroup(facts, tx);
  const removed = (await tx.roomMembers(room)).find(({ id }) => id === user);
  if (removed === undefined) throw notFound();
  if (user !== caller.id && !place.owner) throw new Fault("forbidden", "Only the owner removes members");
  const reason: LeaveReason = user === caller.id ? "left" : "kicked";
  return { reply: null, events: await takeOut(tx, actor, place, removed, reason) };
});

/** Takes somebody out of a group whose account ends. */
export async function leaveGroup(
  tx: Tx,
  actor: Actor,
  room: Id,
  user: UserRef,
  reason: LeaveReason,
): Promise<Happening[]> {
  const { place } = await tx.loadRoom(actor, room);
  return place === null ? [] : takeOut(tx, actor, place, user, reason);
}

async function takeOut(
  tx: Tx,
  actor: Actor,
  place: Place,
  user: UserRef,
  reason: LeaveReason,
): Promise<Happening[]> {
  const room = place.room.id;
  await tx.removeRoomMember(room, user.id);
  const events: Happening[] = [];
  const [next] = await tx.roomMembers(room);
  if (place.room.owner === user.id && next !== undefined) {
    events.push(await changeRoom(tx, actor, place, { owner: next.id }, ["owner"]));
  }
  const base = { space: null, room, user: refOf(user), reason };
  events.push({ ...happened(tx, actor, place.stream), type: "member_leave", ...base });
  events.push({ type: "room_end", room, user: user.id });
  return events;
}

/**
 * Rename a group, which any member may, or pass it on, which its owner may; null leaves it.
 *
 * Faults: `not_found` (the group, or the member who shall own it), `forbidden`, `invalid`.
 */
export async function updateGroup(
  tx: Tx,
  actor: Actor,
  facts: RoomFacts,
  input: { readonly name: string | null; readonly owner: Id | null; readonly noPreviews?: boolean },
): Promise<{ reply: RoomView; events: Event[] }> {
  const { place } = requireGroup(facts, tx);
  const old = place.room;
  const name = input.name === null ? old.name : requireGroupName(input.name);
  const owner = input.owner ?? old.owner;
  const changed: RoomField[] = [];
  if (name !== old.name) changed.push("name");
  if (owner !== old.owner) {
    if (!place.owner) throw new Fault("forbidden", "Only the owner passes a group on");
    const members: readonly UserRef[] = await tx.roomMembers(old.id);
    if (!members.some(({ id }) => id === owner)) throw notFound();
    changed.push("owner");
  }
  const noPreviews = input.noPreviews ?? old.noPreviews;
  if (noPreviews !== old.noPreviews) changed.push("no_previews");
  if (changed.length === 0) return { reply: await viewOf(tx, old.id), events: [] };
  const event = await changeRoom(tx, actor, place, { name, owner, noPreviews }, changed);
  return { reply: event.room, events: [event] };
}

async function changeRoom(
  tx: Tx,
  actor: Actor,
  place: Place,
  values: Partial<Room>,
  changed: readonly RoomField[],
) {
  await tx.updateRoom({ ...place.room, ...values });
  const room = await viewOf(tx, place.room.id);
  return { ...happened(tx, actor, place.stream), type: "room_update", room, changed } as const;
}

function requireGroup(facts: RoomFacts, tx: Tx): { caller: User; place: Place } {
  const found = requireRoom(facts, "view", tx.now);
  if (found.place.room.kind !== "group") throw new Fault("invalid", "Only a group has members of its own");
  return found;
}

async function requireGroupsLeft(tx: Tx, user: Id): Promise<void> {
  if ((await tx.countGroups(user)) >= MAX_GROUPS)
    throw new Fault("limit_reached", `Nobody is in more than ${MAX_GROUPS} groups`);
}

function requireGroupName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if ([...trimmed].length > MAX_GROUP_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new Fault(
      "invalid",
      `A group's name has at most ${MAX_GROUP_NAME} characters and no control characters`,
    );
  }
  return trimmed;
}

function tooManyMembers(): Fault {
  return new Fault("limit_reached", `A group has at most ${MAX_GROUP_MEMBERS} members`);
}
