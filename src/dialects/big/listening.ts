/**
 * What one connection is told: events in their order, translated by what the connection knows and put into its
 * outbox. What it knows it reads once, at the beginning, and keeps up to date by the events themselves.
 */

import type { Event } from "../../core/events.ts";
import { Fault } from "../../core/faults.ts";
import type { Id } from "../../core/model/ids.ts";
import { createCounts } from "./counts.ts";
import type { Cursors } from "./cursors.ts";
import { toUserId } from "./ids.ts";
import { type Listening, sayRinging, type Telling, tellingsOf } from "./outbound.ts";
import type { Outbox } from "./outbox.ts";
import { type Asking, chats } from "./requests.ts";
import { OFFLINE_MILLIS } from "./wire.ts";

/** Most events that wait for their translation; with more, the connection ends and comes back. */
const MAX_WAITING = 5_000;

/** Rows of the logs that one beginning tells again at most; with more, the client asks for the state. */
const MAX_REPLAYED = 1_000;

interface Deps {
  readonly asking: Asking;
  readonly outbox: Outbox;
  readonly cursors: Cursors;
  /** Ids of events that no row stands behind. */
  readonly newId: () => number;
  readonly now: () => number;
  readonly after: (millis: number, callback: () => void) => () => void;
  readonly fail: () => void;
}

export interface Ear {
  readonly counts: ReturnType<typeof createCounts>;
  /** Translate an event when those before it are. */
  hear(event: Event): void;
  /** Tell again what was told earlier and not acknowledged; then whoever is online; then what is heard. */
  begin(positions: readonly { stream: Id; seq: number }[], online: readonly Id[]): Promise<void>;
  /** Resolves when everything heard until now is told. */
  settled(): Promise<void>;
  close(): void;
}

export function createEar({ asking, outbox, cursors, newId, now, after, fail }: Deps): Ear {
  const { node, actor } = asking;
  const counts = createCounts(actor.user);
  const presence = new Map<Id, "online" | "offline">();
  const leaving = new Map<Id, () => void>();
  const rung = new Set<Id>();
  let closed = false;
  /** Events that wait, and all that is under way. */
  let waiting = 0;
  let queued = 0;
  let last: Promise<void> = Promise.resolve();

  const put = (telling: Telling, row?: { stream: Id; seq: number; id: number; at: number }): void => {
    const base = { ...telling, id: row?.id ?? newId(), at: row?.at ?? now() };
    if (telling.passing === true) outbox.say(base);
    else outbox.put(row === undefined ? base : { ...base, row });
  };

  const listening: Listening = {
    user: actor.user,
    session: actor.session,
    counts,
    origin: asking.origin,
    async count(room) {
      const known = counts.of.get(room);
      if (known !== undefined) return known;
      try {
        const chat = await node.ask(actor, { type: "chat_get", input: { room } });
        return chat.room.space !== null && chat.room.kind !== "text" ? null : counts.set(chat, true);
      } catch (error) {
        if (error instanceof Fault) return null;
        throw error;
      }
    },
    async recount(room) {
      try {
        counts.counted(room, await node.ask(actor, { type: "unread_get", input: { room } }));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
      }
    },
    async tellChats() {
      put({ eventType: "chats", payload: await chats(asking), key: "chats" });
    },
    met(user) {
      if (!asking.isOnline(user)) return;
      const telling = listening.seen(user, "online", now());
      if (telling !== null) put(telling);
    },
    seen(user, status, at) {
      const key = `online-status:${toUserId(user)}`;
      const coming = leaving.get(user);
      coming?.();
      leaving.delete(user);
      if (presence.get(user) === status) return null;
      if (status === "online") {
        presence.set(user, "online");
        return { eventType: "online", payload: { userId: toUserId(user) }, key };
      }
      const cancel = after(OFFLINE_MILLIS, () => {
        leaving.delete(user);
        presence.set(user, "offline");
        put({ eventType: "offline", payload: { userId: toUserId(user), lastSeen: at }, key });
      });
      leaving.set(user, cancel);
      return null;
    },
    rang(call) {
      if (rung.has(call)) return true;
      rung.add(call);
      return false;
    },
  };

  /** A promise where something has to be read for it. */
  function take(event: Event): Promise<void> | undefined {
    if (closed) return undefined;
    const tellings = tellingsOf(event, listening);
    if (tellings instanceof Promise) return tellings.then((read) => tell(event, read));
    tell(event, tellings);
    return undefined;
  }

  function tell({ stream, seq, logId, at }: Event, tellings: readonly Telling[]): void {
    const kept = seq > 0 && logId !== undefined;
    if (kept)
      cursors.told(
        stream,
        seq,
        tellings.some(({ passing }) => passing !== true),
      );
    for (const telling of tellings) put(telling, kept ? { stream, seq, id: logId, at } : undefined);
  }

  function queue(work: () => Promise<void> | undefined): Promise<void> {
    queued += 1;
    last = last
      .then(work)
      .catch(failed)
      .finally(() => {
        queued -= 1;
      });
    return last;
  }

  /** What could not be told would be missing for ever: the client comes back and asks. */
  function failed(error: unknown): void {
    if (!closed) fail();
    if (!(error instanceof Fault)) throw error;
  }

  /** Rows after the cursor, those of one stream after another, as long as there are not too many. */
  async function replay(positions: readonly { stream: Id; seq: number }[]): Promise<void> {
    let rows = 0;
    const behind: { stream: Id; from: number; to: number; above: ReadonlySet<number> }[] = [];
    for (const { stream, seq } of positions) {
      const ack = cursors.stored(stream);
      if (ack === null || ack.upTo > seq) {
        cursors.begin(stream, seq, []);
        continue;
      }
      rows += seq - ack.upTo;
      behind.push({ stream, from: ack.upTo, to: seq, above: new Set(ack.above) });
    }
    for (const { stream, from, to, above } of behind) {
      if (rows > MAX_REPLAYED) {
        cursors.begin(stream, to, []);
        cursors.told(stream, to, false);
        continue;
      }
      cursors.begin(stream, from, [...above]);
      for (let after = from; after < to; ) {
        const events = await node.ask(null, { type: "backlog_get", input: { stream, after, limit: 500 } });
        if (events.length === 0) break;
        for (const event of events) {
          after = event.seq;
          if (event.seq <= to && !above.has(event.seq)) again.push(event);
        }
      }
    }
    if (rows > MAX_REPLAYED) cursors.dropAll();
    again.sort((a, b) => (a.logId ?? 0) - (b.logId ?? 0));
    for (const event of again.splice(0))
      if (AGAIN.has(event.type)) await take(event);
      else cursors.told(event.stream, event.seq, false);
  }
  const again: Event[] = [];

  return {
    counts,
    hear(event) {
      // Mostly nothing is under way, and all is known that the event needs.
      if (queued === 0) {
        try {
          const reading = take(event);
          if (reading !== undefined) void queue(() => reading);
        } catch (bug) {
          void queue(() => Promise.reject(bug));
        }
        return;
      }
      waiting += 1;
      if (waiting > MAX_WAITING) return fail();
      void queue(() => {
        waiting -= 1;
        return take(event);
      });
    },
    begin: (positions, online) =>
      queue(async () => {
        const known = await node.ask(actor, { type: "chats_get", input: { space: asking.space } });
        const ringing = known.map((chat) => ({ call: chat.room.call, count: counts.set(chat) }));
        await replay(positions);
        for (const user of online) {
          if (!counts.isPeer(user)) continue;
          const telling = listening.seen(user, "online", now());
          if (telling !== null) put(telling);
        }
        for (const { call, count } of ringing)
          for (const telling of sayRinging(call, count, listening)) put(telling);
      }),
    settled: () => last,
    close() {
      closed = true;
      for (const cancel of leaving.values()) cancel();
      leaving.clear();
    },
  };
}

/** Kept for a client that is away (section 7.3); what else was told it reads anew. */
const AGAIN: ReadonlySet<Event["type"]> = new Set([
  "message_create",
  "message_update",
  "message_delete",
  "receipt_update",
]);
