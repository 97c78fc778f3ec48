/** Who follows a thread: whoever opened it, wrote in it, joined it or was added. */

import { may, require, requireRoom, standingIn } from "./authorize.ts";
import { happened } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import { follow, MAX_FOLLOWERS } from "./thread-life.ts";
import type { RoomFacts } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/**
 * Follow a thread, or have another follow it who sees it. Who does already stays, and nobody is told.
 *
 * Faults: `not_found` (thread, user), `forbidden` (it is locked; others are added by who may write there),
 * `limit_reached`.
 */
export async function addToThread(tx: Tx, actor: Actor, facts: RoomFacts, user: Id) {
  const { caller, place } = requireRoom(facts, "view", tx.now);
  const { room } = place;
  const standing = standingIn(place, caller.id);
  if (room.locked && !may(standing, "manage_threads", tx.now))
    throw new Fault("forbidden", "The thread is locked");
  if (user !== caller.id) require(standing, "send", tx.now);
  const added = await tx.loadRoom({ user, token: 0, session: 0 }, room.id);
  const sees =
    added.caller !== null && added.place !== null && may(standingIn(added.place, user), "view", tx.now);
  if (!sees || added.caller === null) throw notFound();
  const who = refOf(added.caller);
  const view = await viewOf(tx, room.id);
  const events = await follow(tx, actor, room.id, who);
  if (events.length === 0 && (view.thread?.followers ?? 0) >= MAX_FOLLOWERS) {
    if ((await tx.followedAmong(user, [room.id])).length === 0)
      throw new Fault("limit_reached", `A thread has at most ${MAX_FOLLOWERS} followers`);
  }
  return { reply: who, events };
}

/**
 * Follow a thread no longer, or take somebody out of it, which needs `manage_threads`. They may come back.
 *
 * Faults: `not_found` (the thread, or its follower), `forbidden`.
 */
export async function removeFromThread(tx: Tx, actor: Actor, facts: RoomFacts, user: Id) {
  const { caller, place } = requireRoom(facts, "view", tx.now);
  const { id } = place.room;
  if (user !== caller.id) require(standingIn(place, caller.id), "manage_threads", tx.now);
  if (!(await tx.removeFollower(id, user))) throw notFound();
  const [who] = await tx.usersByIds([user]);
  if (who === undefined) throw notFound();
  const room = await viewOf(tx, id);
  const event: Event = {
    ...happened(tx, actor, place.stream),
    type: "thread_leave",
    room,
    user: refOf(who),
  };
  return { reply: null, events: [event] };
}
