/**
 * Telling presence: on the streams of the user's spaces, on those of users who share only a dialog or a group with
 * them, to the sessions that are in another space than the one they share, and to those that asked for it besides.
 */

import type { Reply } from "./commands.ts";
import type { Event } from "./events.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Member } from "./model/spaces.ts";
import type { Actor, ChosenPresence, Presence } from "./model/users.ts";
import type { Node } from "./node.ts";
import type { Bus } from "./ports.ts";
import type { PresenceBook } from "./presence.ts";

/** Most presences told at the beginning of a session. */
const MAX_PRESENCES = 1_000;

/** A session, as far as presence goes. */
export interface Onlooker {
  readonly actor: Actor;
  readonly space: Id;
  tell(event: Event): void;
}

/** What an onlooker sees while it joins. */
export interface Look {
  /** Those whose presence it is told and who are not offline now; also who came since the look began. */
  present(): readonly Presence[];
  /** Tells it what changed since the presences that it was given. From here on it hears of all that is told. */
  catchUp(given: readonly Presence[]): void;
  /** It has joined, or will not. */
  end(): void;
}

export interface Telling {
  arrive(user: Id, chosen: ChosenPresence): void;
  leave(user: Id): void;
  choose(user: Id, chosen: ChosenPresence, origin: Id): void;
  /** Begins to look for an onlooker that is joining, and is told of nothing yet. */
  look(onlooker: Onlooker): Promise<Look>;
  /** Somebody who is here already has come into a space. */
  cameInto(space: Id, member: Member): void;
  /** From now on the onlooker is told of these users too, and of no others that it asked for before. */
  subscribe(onlooker: Onlooker, known: Reply<"presences_known">): Presence[];
  /** The onlooker is gone, or it and a user may have nothing in common any more. */
  forget(onlooker: Onlooker): void;
  forgetUser(user: Id): void;
  /** Stores when those were seen who are seen now. */
  keepSeen(): Promise<void>;
}

interface Deps {
  readonly node: Node;
  readonly bus: Bus;
  readonly book: PresenceBook;
  /** Somebody's sessions that have begun. */
  readonly begun: (user: Id) => readonly Onlooker[];
  /** The users with live sessions. */
  readonly here: () => Iterable<Id>;
  /** Gives what prevents it. */
  readonly after: (millis: Millis, callback: () => void) => () => void;
  readonly now: () => Millis;
  readonly onError: (error: unknown) => void;
}

export function createTelling({ node, bus, book, begun, here, after, now, onError }: Deps): Telling {
  const subscribed = new Map<Onlooker, ReadonlySet<Id>>();
  const onlookers = new Map<Id, Set<Onlooker>>();
  /** What takes back the waiting for the end of what a user chose. */
  const ends = new Map<Id, () => void>();
  /** Onlookers that are joining, each with the users that it would have been told of meanwhile. */
  const looking = new Map<Onlooker, Set<Id>>();
  /** Whose newest presence is about to be published, and who joined since: it is told of it then, and once. */
  const underWay = new Map<Id, Set<Onlooker>>();

  const toEvent = (
    stream: Id,
    presence: Presence,
    before: Presence["status"],
    member: Member | null = null,
    origin: Id = 0,
  ): Event => {
    return { type: "presence_update", stream, seq: 0, at: now(), origin, presence, before, member };
  };

  function announce(user: Id, origin: Id = 0): void {
    const news = book.news(user);
    if (news === null) return;
    const { presence, before } = news;
    if (presence.status === "offline") {
      node
        .ask(null, { type: "last_seen_note", input: { users: [user], at: presence.lastSeen } })
        .catch(onError);
    }
    const joined = new Set<Onlooker>();
    underWay.set(user, joined);
    const over = (): void => {
      if (underWay.get(user) === joined) underWay.delete(user);
    };
    // Reads are answered in their order, so that what is told of somebody keeps its order too.
    node
      .ask(null, { type: "presence_audience", input: { user } })
      .then(({ spaces, partners, elsewhere, members }) => {
        over();
        const audience = { spaces: new Set(spaces), users: new Set([...partners, ...elsewhere]) };
        for (const [{ actor, space }, came] of looking)
          if (audience.spaces.has(space) || audience.users.has(actor.user)) came.add(user);
        bus.publish([
          ...spaces.map((space, i) => toEvent(space, presence, before, members[i] ?? null, origin)),
          ...partners.map((partner) => toEvent(partner, presence, before)),
        ]);
        const besides = [...(onlookers.get(user) ?? []), ...joined, ...elsewhere.flatMap(begun)];
        for (const onlooker of new Set(besides)) {
          const hears = spaces.includes(onlooker.space) || partners.includes(onlooker.actor.user);
          if (!hears) onlooker.tell(toEvent(onlooker.actor.user, presence, before));
        }
      })
      .catch((error: unknown) => {
        over();
        onError(error);
      });
  }

  function awaitEnd(user: Id, { until }: ChosenPresence): void {
    forgetEnd(user);
    if (until <= now()) return;
    const end = (): void => {
      ends.delete(user);
      announce(user);
    };
    ends.set(user, after(until - now(), end));
  }

  function forgetEnd(user: Id): void {
    ends.get(user)?.();
    ends.delete(user);
  }

  /** If so, the onlooker is told when it is published. */
  function isUnderWay(user: Id, onlooker: Onlooker): boolean {
    return underWay.get(user)?.add(onlooker) !== undefined;
  }

  function forget(onlooker: Onlooker): void {
    for (const user of subscribed.get(onlooker) ?? []) {
      const of = onlookers.get(user);
      of?.delete(onlooker);
      if (of?.size === 0) onlookers.delete(user);
    }
    subscribed.delete(onlooker);
  }

  return {
    arrive(user, chosen) {
      book.arrive(user, chosen);
      announce(user);
      awaitEnd(user, chosen);
    },
    leave(user) {
      if (!book.leave(user)) forgetEnd(user);
      announce(user);
    },
    choose(user, chosen, origin) {
      book.choose(user, chosen);
      announce(user, origin);
      awaitEnd(user, chosen);
    },
    async look(onlooker) {
      const { actor, space } = onlooker;
      // What is published from here on counts as seen; what was before is in the book.
      const seen = new Set<Id>();
      looking.set(onlooker, seen);
      const others = book.online(MAX_PRESENCES).map(({ user }) => user);
      const input = { user: actor.user, space, others };
      try {
        for (const user of await node.ask(null, { type: "presences_in_sight", input })) seen.add(user);
      } catch (error) {
        looking.delete(onlooker);
        throw error;
      }
      const present = (): Presence[] =>
        [...seen].map(book.shown).filter(({ status }) => status !== "offline");
      return {
        present,
        catchUp(given) {
          const before = new Map(given.map((presence) => [presence.user, presence]));
          for (const presence of present()) {
            const known = before.get(presence.user);
            before.delete(presence.user);
            if (isUnderWay(presence.user, onlooker)) continue;
            if (known?.status === presence.status && known.text === presence.text) continue;
            onlooker.tell(toEvent(space, presence, known?.status ?? "offline"));
          }
          for (const [user, { status }] of before) {
            if (!isUnderWay(user, onlooker)) onlooker.tell(toEvent(space, book.shown(user), status));
          }
        },
        end: () => void looking.delete(onlooker),
      };
    },
    cameInto(space, member) {
      const presence = book.shown(member.user.id);
      if (presence.status === "offline") return;
      for (const [onlooker, came] of looking) if (onlooker.space === space) came.add(presence.user);
      bus.publish([toEvent(space, presence, "offline", member)]);
    },
    subscribe(onlooker, known) {
      forget(onlooker);
      subscribed.set(onlooker, new Set(known.map(({ user }) => user)));
      for (const { user } of known) onlookers.set(user, (onlookers.get(user) ?? new Set()).add(onlooker));
      return known.map(({ user, lastSeen }) => {
        const presence = book.shown(user);
        return presence.status === "offline" ? { ...presence, lastSeen } : presence;
      });
    },
    forget,
    forgetUser(user) {
      for (const onlooker of [...(onlookers.get(user) ?? [])]) forget(onlooker);
      for (const onlooker of [...subscribed.keys()]) if (onlooker.actor.user === user) forget(onlooker);
    },
    async keepSeen() {
      const users = [...here()].filter((user) => book.isShown(user));
      await node.ask(null, { type: "last_seen_note", input: { users, at: now() } });
    },
  };
}
