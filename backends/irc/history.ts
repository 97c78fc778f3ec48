/**
 * What was said while nobody listened: asked for when a channel is joined, held together with what is said
 * meanwhile, and told in order. Where the network keeps nothing, one line says from when to when.
 */

import { type Channel, remember, rememberOlder, type Spoken } from "./channel.ts";
import type { Journal } from "./journal.ts";
import type { IrcLink } from "./link.ts";
import { doing, isNetworkId } from "./sayings.ts";

/** Messages that are asked for at a time. */
const PAGE = 100;

/** Pages that are asked for at most when a channel is joined again. */
const MAX_PAGES = 10;

/**
 * What is so much older than the last sign of life is told again, in milliseconds: clocks differ, and what a server
 * had not read when it died was lost with it. Whoever has a message knows it by its id.
 */
const OVERLAP = 60_000;

export interface History {
  /** A channel was joined: gather, and tell when all is there. */
  begin(channel: Channel): void;
  /** Said in a channel. */
  take(channel: Channel, spoken: Spoken, isOld: boolean): void;
  /** A page of the history ended. */
  paged(channel: Channel, count: number): void;
  /** The answer to one of our PINGs. */
  pong(token: string): void;
  /** Tell what stands before a message. Resolves when it was told. */
  before(channel: Channel, id: string): Promise<void>;
  down(): void;
}

export interface HistoryAround {
  readonly link: IrcLink;
  readonly journal: Journal;
  channels(): Iterable<Channel>;
  tell(channel: Channel, spoken: Spoken): void;
  /** All is told, and the channel can be written to. */
  opened(channel: Channel): void;
  newId(): string;
  readonly now: () => number;
}

export function createHistory(around: HistoryAround): History {
  const { link, journal } = around;
  /** Who waits for a page of older messages. */
  const asking = new Map<Channel, { readonly found: Spoken[]; readonly done: PromiseWithResolvers<void> }>();
  const pages = new Map<Channel, number>();
  let counter = 0;

  const hasQuery = (): boolean => link.has("draft/chathistory") && link.has("batch");

  /** The server's own limit, where it says one. */
  const limit = (): number => {
    const most = Number(link.client.network.options.CHATHISTORY);
    return most > 0 ? Math.min(PAGE, most) : PAGE;
  };

  function askAfter(channel: Channel, time: number): void {
    const from = `timestamp=${new Date(time).toISOString()}`;
    link.write(`CHATHISTORY AFTER ${channel.name} ${from} ${limit()}`);
  }

  function finish(channel: Channel): void {
    const { gathering } = channel;
    if (gathering === null) return;
    channel.gathering = null;
    const since = journal.heard(channel.id);
    const old = gathering.old.sort((a, b) => a.time - b.time);
    if (since === null) {
      // Nobody was here before. What came before is told when it is asked for.
      rememberOlder(channel, old);
      const last = old.at(-1);
      if (last !== undefined) journal.begin(channel.id, last.id);
    } else {
      if (!hasQuery() && !channel.hasPlayback) tellGap(channel, since);
      const eve = journal.eve(channel.id);
      for (const spoken of old.slice(old.findIndex(({ id }) => id === eve) + 1)) {
        if (spoken.time > (isNetworkId(spoken.id) ? since - OVERLAP : since)) tell(channel, spoken);
      }
    }
    for (const spoken of gathering.live) tell(channel, spoken);
    journal.hear(channel.id, around.now());
    around.opened(channel);
  }

  function tell(channel: Channel, spoken: Spoken): void {
    if (!remember(channel, spoken)) return;
    journal.hear(channel.id, spoken.time);
    around.tell(channel, spoken);
  }

  function tellGap(channel: Channel, since: number): void {
    const name = link.client.network.name || "the network";
    const [from, to] = [since, around.now()].map((time) =>
      new Date(time).toISOString().slice(0, 19).replace("T", " "),
    );
    tell(channel, {
      id: around.newId(),
      sender: "network",
      name,
      content: doing(
        `The link to ${name} was down from ${from} to ${to} UTC; what was said meanwhile is missing.`,
      ),
      time: around.now(),
      extra: { sender_name: name },
    });
  }

  return {
    begin(channel) {
      const token = `koine-joined-${++counter}`;
      channel.gathering = { old: [], live: [], token };
      const since = journal.heard(channel.id);
      if (hasQuery() && since !== null) {
        pages.set(channel, 1);
        askAfter(channel, since - OVERLAP);
      }
      // Tells whether the server keeps and plays back what is said.
      link.write(`MODE ${channel.name}`);
      link.write(`PING ${token}`);
    },

    take(channel, spoken, isOld) {
      const asked = asking.get(channel);
      if (isOld && asked !== undefined) asked.found.push(spoken);
      else if (channel.gathering !== null) channel.gathering[isOld ? "old" : "live"].push(spoken);
      else if (!isOld) tell(channel, spoken);
    },

    paged(channel, count) {
      const asked = asking.get(channel);
      if (asked !== undefined) {
        asking.delete(channel);
        rememberOlder(channel, asked.found);
        for (const spoken of asked.found) around.tell(channel, spoken);
        asked.done.resolve();
        return;
      }
      const page = pages.get(channel) ?? 0;
      const last = channel.gathering?.old.at(-1);
      if (channel.gathering === null || last === undefined || page === 0) return;
      if (count < limit() || page >= MAX_PAGES) return;
      pages.set(channel, page + 1);
      const token = `koine-joined-${++counter}`;
      channel.gathering = { ...channel.gathering, token };
      askAfter(channel, last.time);
      link.write(`PING ${token}`);
    },

    pong(token) {
      for (const channel of around.channels()) if (channel.gathering?.token === token) finish(channel);
    },

    async before(channel, id) {
      const isAsked = link.isUp() && channel.isJoined && hasQuery() && isNetworkId(id);
      if (isAsked && !asking.has(channel)) {
        const done = Promise.withResolvers<void>();
        asking.set(channel, { found: [], done });
        link.write(`CHATHISTORY BEFORE ${channel.name} msgid=${id} ${limit()}`);
        return await done.promise;
      }
      const all = [...channel.recent.values()];
      const at = all.findIndex((spoken) => spoken.id === id);
      for (const spoken of all.slice(Math.max(0, at - PAGE), Math.max(0, at))) around.tell(channel, spoken);
    },

    down() {
      for (const { done } of asking.values()) done.resolve();
      asking.clear();
      pages.clear();
    },
  };
}
