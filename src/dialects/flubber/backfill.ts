/**
 * What was said in a room before it came here: asked for when the first message of a portal comes, and stored before
 * it (docs/protocols/flubber.md, 3b). Nothing old is stored after something new.
 */

import type { Log } from "../../core/log.ts";
import { koineOf } from "./extra.ts";
import type { Talk } from "./talk.ts";
import type { Message } from "./wire.ts";

/** How long nothing more has to come until all that was asked for is there, in milliseconds. */
export const QUIET_MILLIS = 2_000;
/** Most older messages of a room that are taken. */
export const MAX_OLDER = 1_000;
/** Most messages that wait behind the older ones; with so many, no more is read until all are stored. */
const MAX_HELD = 500;
/** Most characters of all that is kept of a room, files included. */
const MAX_WEIGHT = 32 * 2 ** 20;

interface Around {
  readonly talk: Pick<Talk, "request">;
  /** Calls back after that time, in milliseconds; gives what prevents it. */
  readonly after: (millis: number, callback: () => void) => () => void;
  /** Whether the room is a portal in which nothing was said yet; null where it is none of ours. */
  readonly isNew: (room: string) => Promise<boolean | null>;
  /** Stores a message. */
  readonly take: (said: Message) => Promise<void>;
  readonly log: Log;
}

export interface Backfill {
  /** Whether the message was kept: it is stored when the older ones are. */
  hold(said: Message): Promise<boolean>;
  /** A message is gone there. */
  forget(id: string): void;
}

interface Filling {
  readonly first: Message;
  /** By the network's id. */
  readonly older: Map<string, Message>;
  held: Message[];
  /** Characters of all that is kept. */
  weight: number;
  /** An older one came. */
  came: () => void;
  /** Resolves when all are stored. */
  readonly done: Promise<void>;
}

export function createBackfill({ talk, after, isNew, take, log }: Around): Backfill {
  /** By the network's id of the room. */
  const filling = new Map<string, Filling>();
  /** Rooms that have had their older messages, or have none. */
  const open = new Set<string>();

  /** Resolves when nothing older came for a while. */
  function quiet(one: Filling): Promise<void> {
    return new Promise((resolve) => {
      let cancel = after(QUIET_MILLIS, resolve);
      one.came = () => {
        cancel();
        cancel = after(QUIET_MILLIS, resolve);
      };
    });
  }

  async function askOlder(one: Filling): Promise<void> {
    let oldest = one.first;
    while (one.older.size < MAX_OLDER && !isFull(one)) {
      const count = one.older.size;
      const { is } = await talk.request({ type: "MessageGetBefore", value: oldest.id });
      if (is !== "answered") return;
      await quiet(one);
      if (one.older.size === count) return;
      for (const said of one.older.values()) if (said.create_time < oldest.create_time) oldest = said;
    }
  }

  async function fill(room: string, one: Filling): Promise<void> {
    await askOlder(one);
    const older = [...one.older.values()].sort((a, b) => a.create_time - b.create_time);
    // Whoever wrote here meanwhile has begun the conversation.
    if ((await isNew(room)) === true) for (const said of older.slice(-MAX_OLDER)) await store(said);
    // What comes meanwhile waits behind them.
    for (let said = one.held.shift(); said !== undefined; said = one.held.shift()) await store(said);
    filling.delete(room);
    open.add(room);
  }

  function isFull({ held, weight }: Filling): boolean {
    return held.length >= MAX_HELD || weight >= MAX_WEIGHT;
  }

  async function store(said: Message): Promise<void> {
    await take(said).catch((error: unknown) =>
      log.warn("what the backend told was not taken", { reason: String(error) }),
    );
  }

  return {
    async hold(said) {
      const room = said.recipient;
      const one = filling.get(room);
      if (one !== undefined) {
        const isOlder = said.create_time < one.first.create_time;
        if (isOlder && (isFull(one) || one.older.size >= MAX_OLDER)) return true;
        if (!isOlder && isFull(one)) {
          await one.done;
          return false;
        }
        one.weight += weightOf(said);
        if (isOlder) one.older.set(said.id, said);
        else one.held.push(said);
        if (isOlder) one.came();
        return true;
      }
      if (open.has(room)) return false;
      const { react, delete_of } = koineOf(said.extra);
      if (react !== undefined || delete_of !== undefined) return false;
      const isFirst = await isNew(room);
      if (isFirst === false) open.add(room);
      if (isFirst !== true) return false;
      const { promise: done, resolve } = Promise.withResolvers<void>();
      const begun = { first: said, older: new Map(), held: [said], weight: 0, came: () => undefined, done };
      filling.set(room, begun);
      fill(room, begun)
        .catch((error: unknown) => log.warn("what was said before was not taken", { reason: String(error) }))
        .finally(() => {
          filling.delete(room);
          resolve();
        });
      return true;
    },
    forget(id) {
      for (const one of filling.values()) {
        one.older.delete(id);
        one.held = one.held.filter((said) => said.id !== id);
      }
    },
  };
}

function weightOf({ attachments, content }: Message): number {
  return attachments.reduce((sum, { data }) => sum + data.length, JSON.stringify(content).length);
}
