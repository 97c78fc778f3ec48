/** Dialogs between two users, notes to oneself, and who does not want to be written to. */

import { requireCaller } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Signal } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { RoomView } from "./model/rooms.ts";
import type { Settings } from "./model/settings.ts";
import type { Actor } from "./model/users.ts";
import { newRoom } from "./new-room.ts";
import { followFor } from "./push-devices.ts";
import type { Tx } from "./tx/tx.ts";

/** Most users that one user can block. */
export const MAX_BLOCKED = 1_000;

const input = fields({ user: IdSchema });

/**
 * The dialog with a user, made when there is none yet; with oneself, one's notes. Two who open it at once
 * get one room.
 *
 * Faults: `not_found` (nobody whom the caller may know of), `forbidden` (the user wants none from the caller).
 */
export const dialogOpen = command("change", input, async (tx, actor, { user }) => {
  const { caller, known } = await tx.loadAcquaintances(actor, [actor.user, user]);
  const { id: self } = requireCaller(caller);
  const other = known.find(({ id }) => id === user);
  if (other === undefined) throw notFound();
  if (other.blocks) throw notOpen();
  const id = tx.newId();
  const room = await tx.claimDialog(self, user, id);
  if (room !== id) return { reply: await viewOf(tx, room), events: [] };
  const kind = user === self ? "notes" : "dialog";
  await tx.insertRoom(newRoom({ id, space: null, kind, name: "", creator: self, created: tx.now }));
  const users = [...new Set([self, user])];
  await tx.addRoomMembers(id, users, tx.now);
  const made = await viewOf(tx, id);
  const event: Event = { ...happened(tx, actor, id), type: "room_create", room: made, head: 0 };
  const sight: Signal = { type: "sight_change", space: null, users, created: id, apart: [] };
  return { reply: made, events: [event, sight, ...(await followFor(tx, users, id))] };
});

/**
 * Take no dialogs and no messages in a dialog from a user; they are not told. Blocking again changes nothing.
 *
 * Faults: `not_found`, `invalid` (oneself), `limit_reached`.
 */
export const userBlock = command("change", input, async (tx, actor, { user }) => {
  const { caller, known } = await tx.loadAcquaintances(actor, [user]);
  const { id: self } = requireCaller(caller);
  if (user === self) throw new Fault("invalid", "You cannot block yourself");
  if (!known.some(({ id }) => id === user)) throw notFound();
  const { blocked } = await tx.settingsOf(self);
  if (blocked.length >= MAX_BLOCKED && !blocked.includes(user))
    throw new Fault("limit_reached", `You can block at most ${MAX_BLOCKED} users`);
  const changed = await tx.addBlock(self, user, tx.now);
  return settingsChanged(tx, actor, changed);
});

/** Take back a block. It need not be there, nor need the user: the answer is the same. */
export const userUnblock = command("change", input, async (tx, actor, { user }) => {
  const { id: self } = requireCaller(await tx.callerOf(actor));
  const changed = await tx.removeBlock(self, user);
  return settingsChanged(tx, actor, changed);
});

/** One's settings as they are now, and what tells of them where they changed. */
export async function settingsChanged(
  tx: Tx,
  actor: Actor,
  changed: boolean,
): Promise<{ reply: Settings; events: Event[] }> {
  const settings = await tx.settingsOf(actor.user);
  const event: Event = {
    ...happened(tx, actor, actor.user),
    type: "user_update",
    user: actor.user,
    profile: null,
    settings,
  };
  return { reply: settings, events: changed ? [event] : [] };
}

/** The one answer to whom somebody does not want to hear from. */
export function notOpen(): Fault {
  return new Fault("forbidden", "This user is not open to you");
}

/** A room that is known to be there, as it is shown. */
export async function viewOf(tx: Tx, id: Id): Promise<RoomView> {
  const [room] = await tx.roomsByIds([id]);
  if (room === undefined) throw new Error(`The room ${id} is gone in the midst of a command`);
  return room;
}
