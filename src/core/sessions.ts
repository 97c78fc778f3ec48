/**
 * The live sessions of one node: what reaches them, how they rest, and how they end.
 *
 * A session is in one space and listens to its streams: the visible rooms', the space's and the user's own.
 */

import { createBeginning, RESUME_MILLIS } from "./beginning.ts";
import { createChoosing } from "./choosing.ts";
import { waitForMore } from "./crowds.ts";
import type { Deliveries } from "./deliveries.ts";
import type { RoomDeleted } from "./events/rooms.ts";
import type { MembershipEnded, PresenceChanged, RoomEnded, Signal } from "./events/signals.ts";
import type { BanUpdated } from "./events/staff.ts";
import { type Event, isSignal } from "./events.ts";
import type { Gate } from "./gate.ts";
import type { Hub } from "./hub.ts";
import type { Live } from "./live-session.ts";
import { createLiveSessions } from "./live-sessions.ts";
import type { Log } from "./log.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { Node } from "./node.ts";
import { createOccupancy } from "./occupancy.ts";
import type { Bus } from "./ports.ts";
import type { PresenceBook } from "./presence.ts";
import type { Sessions } from "./session.ts";
import type { Registration } from "./sign-in.ts";
import { createTelling } from "./telling.ts";
import { createViews } from "./view.ts";
import { createVisibility } from "./visibility.ts";

interface Deps {
  readonly node: Node;
  readonly hub: Hub;
  readonly bus: Bus;
  /** Closed while what people see is read anew, and while a crowd's event waits for more. */
  readonly gate: Gate;
  /** As of the store. */
  readonly underway: () => Promise<void> | null;
  readonly backlog: (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]>;
  /** Where it is open, a member who was removed joins again by coming back. */
  readonly registration: Registration;
  readonly deliveries: Deliveries;
  readonly presences: PresenceBook;
  /** Calls back after a time; gives what prevents it. */
  readonly after: (millis: Millis, callback: () => void) => () => void;
  /** The same to the millisecond. */
  readonly soon: (millis: Millis, callback: () => void) => void;
  readonly now: () => Millis;
  readonly log: Log;
}

export function createSessions({
  node,
  hub,
  bus,
  gate,
  underway,
  backlog,
  registration,
  deliveries,
  presences,
  after,
  soon,
  now,
  log,
}: Deps): Sessions {
  const live = createLiveSessions();
  const occupancy = createOccupancy({
    all: live.all,
    of: live.of,
    isShown: presences.isShown,
    publish: (event) => bus.publish([event]),
    now,
  });
  const viewOf = createViews();
  const visibility = createVisibility({
    node,
    hub,
    backlog,
    watchers: live.all,
    deliveries,
    occupancy,
    viewOf,
    now,
    log,
  });
  const choosing = createChoosing({
    node,
    hub,
    backlog,
    visibility,
    occupancy,
    toldTo: deliveries.toldTo,
    now,
    log,
  });

  const telling = createTelling({
    node,
    bus,
    book: presences,
    begun: (user) => [...live.of(user)].filter(({ joined }) => joined),
    here: live.users,
    after,
    now,
    onError: (error) => log.warn("presence was not told", { reason: String(error) }),
  });

  const forget = (session: Live): void => {
    live.remove(session);
    visibility.dropAll(session);
  };
  const begin = createBeginning({
    node,
    hub,
    backlog,
    registration,
    deliveries,
    live,
    visibility,
    telling,
    viewOf,
    forget,
    now,
  });

  const wait = waitForMore({ gate, audience: (stream) => hub.audience(stream), underway, after: soon });

  bus.listen((happenings) => {
    for (const happening of happenings) {
      if (!isSignal(happening)) wait(happening);
      // Who loses sight of something is not told of what happens there afterwards.
      if (isSignal(happening) && happening.type === "sight_change") gate.hold(visibility.look(happening));
      else gate.pass(() => (isSignal(happening) ? follow(happening) : tell(happening)));
    }
  });

  function tell(event: Event): void {
    hub.take(event);
    deliveries.told(event);
    if (event.type === "room_delete") void roomDeleted(event);
    if (event.type === "ban_update") tellStaff(event);
    if (event.type === "member_join" && event.space !== null && event.member !== null)
      telling.cameInto(event.space, event.member);
  }

  function tellStaff(event: BanUpdated): void {
    for (const { chooser, view } of live.all()) {
      if (chooser !== null && view?.readsStaff === true && view.staff === event.stream) chooser.banned(event);
    }
  }

  async function roomDeleted({ room, stream, seq }: RoomDeleted): Promise<void> {
    if (hub.isBehind(stream, seq)) await hub.reached(stream, seq);
    visibility.gone(room);
  }

  function follow(signal: Signal): void {
    if (signal.type === "access_end") endAccess(signal.user, signal.tokens);
    else if (signal.type === "membership_end") endMembership(signal);
    else if (signal.type === "room_end") endRoom(signal);
    else if (signal.type === "presence_change") changePresence(signal);
  }

  function endRoom(end: RoomEnded): void {
    visibility.bar(end);
    telling.forgetUser(end.user);
  }

  function changePresence({ user, origin, chosen }: PresenceChanged): void {
    const wasShown = presences.isShown(user);
    telling.choose(user, chosen, origin);
    for (const session of live.of(user)) session.chosen = chosen;
    const [one] = live.of(user);
    if (one !== undefined && wasShown !== presences.isShown(user))
      wasShown ? occupancy.vanished(one.user) : occupancy.appeared(one.user);
    if (presences.isShown(user)) deliveries.appeared(user);
  }

  function endMembership({ space, user, reason }: MembershipEnded): void {
    telling.forgetUser(user);
    for (const session of [...live.of(user)]) {
      if (session.space === space) session.end(reason === "banned" ? "banned" : "revoked");
    }
  }

  function endAccess(user: Id, tokens: readonly Id[] | null): void {
    for (const session of [...live.of(user)]) {
      if (tokens === null || tokens.includes(session.actor.token)) session.end("revoked");
    }
  }

  return {
    begin,
    async enter(session, entering) {
      // What came before is told in the room of before.
      await gate.opened();
      return await choosing.enter(session as Live, entering);
    },
    closed(session) {
      const known = session as Live;
      if (!known.joined) return;
      const { resting } = known;
      known.leave();
      forget(known);
      telling.forget(known);
      if (!resting) telling.leave(known.user.id);
    },
    rest(session) {
      const known = session as Live;
      if (!known.joined || known.resting) return;
      known.rest();
      telling.leave(known.user.id);
    },
    rouse(session) {
      const known = session as Live;
      if (!known.joined || !known.resting) return;
      known.arrive();
      telling.arrive(known.user.id, known.chosen);
      deliveries.appeared(known.user.id);
    },
    // Of one that is gone by the time of the answer nothing is kept: nobody would forget it.
    subscribePresence: (session, known) =>
      (session as Live).joined ? telling.subscribe(session as Live, known) : [],
    async keepAlive() {
      const sessions = [...live.all()].map(({ id, actor }) => ({ id, token: actor.token }));
      await node.ask(null, {
        type: "sessions_seen",
        input: { sessions, forgetBefore: now() - RESUME_MILLIS },
      });
      await telling.keepSeen();
    },
  };
}
