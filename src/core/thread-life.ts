/** What happens to a thread by what is said in it, and by silence: followers, counts, archiving. */

import { may, standingIn } from "./authorize.ts";
import { happened } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Event, Happening } from "./events.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Room, RoomView } from "./model/rooms.ts";
import type { Actor, UserRef } from "./model/users.ts";
import { streamOf } from "./streams.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Most people who follow a thread; whoever writes in a fuller one does not follow it. */
export const MAX_FOLLOWERS = 1_000;

/**
 * Somebody is about to say something in a place: an archived thread is opened again, its author follows it, and so do
 * those whom it mentions and who see it.
 * Gives what happens before the message is told.
 */
export async function wake(
  tx: Tx,
  actor: Actor,
  { room, stream }: Place,
  author: UserRef,
  mentioned: readonly UserRef[],
): Promise<Happening[]> {
  if (room.kind !== "thread") return [];
  const events: Happening[] = [];
  if (room.archived) {
    await tx.updateRoom({ ...room, archived: false });
    const view = await viewOf(tx, room.id);
    events.push({ ...happened(tx, actor, stream), type: "thread_update", room: view, changed: ["archived"] });
    const [parent] = await tx.roomsByIds([stream]);
    if (parent !== undefined) events.push(...(await awaitSilence(tx, parent, room.id)));
  }
  for (const { id } of mentioned) events.push(...(await bringIn(tx, actor, room.id, id)));
  events.push(...(await follow(tx, actor, room.id, author)));
  await tx.noteInThread(room.id, tx.now);
  return events;
}

/** Whoever is mentioned in a thread that they see follows it from then on. */
async function bringIn(tx: Tx, actor: Actor, thread: Id, user: Id): Promise<Event[]> {
  const { caller, place } = await tx.loadRoom({ user, token: 0, session: 0 }, thread);
  const sees = caller !== null && place !== null && may(standingIn(place, user), "view", tx.now);
  return sees ? follow(tx, actor, thread, caller) : [];
}

/** Somebody follows a thread from now on; nothing happens where they did, or where it has enough followers. */
export async function follow(tx: Tx, actor: Actor, thread: Id, user: UserRef): Promise<Event[]> {
  const [followed] = await tx.followedAmong(user.id, [thread]);
  if (followed !== undefined) return [];
  const before = await viewOf(tx, thread);
  if ((before.thread?.followers ?? 0) >= MAX_FOLLOWERS) return [];
  await tx.addFollower(thread, user.id, tx.now);
  const room = await viewOf(tx, thread);
  const { id, handle, name, avatar } = user;
  const who = { id, handle, name, avatar };
  return [{ ...happened(tx, actor, streamOf(room)), type: "thread_join", room, user: who }];
}

/** The time after which a thread is archived when nothing is said in it; nothing where its room keeps them open. */
export async function awaitSilence(tx: Tx, parent: Room, thread: Id): Promise<Happening[]> {
  if (parent.archiveAfter === 0) return [];
  const due = tx.now + parent.archiveAfter;
  await tx.setTimer({ kind: "thread_archive", subject: thread, user: 0, due });
  return [timerSet(due)];
}

/** Another time was set after which the threads of a room are archived. */
export async function awaitSilences(tx: Tx, parent: Id, archiveAfter: Millis): Promise<Happening[]> {
  await tx.setThreadTimers(parent, archiveAfter);
  const next = archiveAfter === 0 ? null : await tx.nextTimer();
  return next === null ? [] : [timerSet(next)];
}

/** Archives a thread in which nothing was said for long enough; else looks again when that may be so. */
export async function archiveSilent(tx: Tx, id: Id): Promise<Happening[]> {
  const [thread] = await tx.roomsByIds([id]);
  if (thread === undefined || thread.thread === null || thread.archived) return [];
  const [parent] = await tx.roomsByIds([streamOf(thread)]);
  if (parent === undefined || parent.archiveAfter === 0) return [];
  const due = thread.thread.activity + parent.archiveAfter;
  if (due > tx.now) {
    await tx.setTimer({ kind: "thread_archive", subject: id, user: 0, due });
    return [timerSet(due)];
  }
  await tx.updateRoom({ ...thread, archived: true });
  const room: RoomView = { ...thread, archived: true };
  return [{ ...happened(tx, null, parent.id), type: "thread_update", room, changed: ["archived"] }];
}

async function viewOf(tx: Tx, id: Id): Promise<RoomView> {
  const [room] = await tx.roomsByIds([id]);
  if (room === undefined) throw new Error(`The thread ${id} is gone in the midst of a command`);
  return room;
}
