/** Dialogs between two users, and notes to oneself. */

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

/** One's settings as they are now, and what tells of them where they changed. */
export async function settingsChanged(
  tx: Tx,
  actor: Actor,
  changed: boolean,
): Promise<{ reply: Settings; events: Event[] }> {
  const event = await settingsTold(tx, actor, actor.user);
  return { reply: event.settings, events: changed ? [event] : [] };
}

/** Tells somebody their settings as they are now. */
export async function settingsTold(tx: Tx, actor: Actor | null, user: Id) {
  const settings = await tx.settingsOf(user);
  return { ...happened(tx, actor, user), type: "user_update", user, profile: null, settings } as const;
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
