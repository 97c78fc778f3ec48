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

/** Messages that are asked for at most when a channel is joined again; of what came after them one line tells. */
const MAX_FETCHED = 1_000;

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
  paged(channel: Channel, lines: readonly PageLine[]): void;
  /** The answer to one of our PINGs. */
  pong(token: string): void;
  /** Tell what stands before a message. Resolves when it was told. */
  before(channel: Channel, id: string): Promise<void>;
  down(): void;
}

/** A line of a page, be it of ours or of somebody else's. */
export interface PageLine {
  readonly tags: { readonly [name: string]: string | undefined };
}

export interface HistoryAround {
  readonly link: IrcLink;
  readonly journal: Journal;
  channels(): Iterable<Channel>;
  tell(channel: Channel, spoken: Spoken): void;
  /** Everything up to a time was heard and told. */
  hear(channel: Channel, time: number): void;
  /** All is told, and the channel can be written to. */
  opened(channel: Channel): void;
  newId(): string;
  readonly now: () => number;
}

export function createHistory(around: HistoryAround): History {
  const { link, journal } = around;
  /** Who waits for a page of older messages. */
  const asking = new Map<Channel, { readonly found: Spoken[]; readonly done: PromiseWithResolvers<void> }>();
  /** How many lines were fetched of those channels whose history is asked for; null where it was not answered yet. */
  const fetched = new Map<Channel, number | null>();
  /** Where there was more than is fetched: until when there is no gap, in milliseconds. */
  const cutOff = new Map<Channel, number>();
  let counter = 0;

  const hasQuery = (): boolean => link.has("draft/chathistory") && link.has("batch");

  /** The server's own limit, where it says one. */
  const limit = (): number => {
    const most = Number(link.client.network.options.CHATHISTORY);
    return most > 0 ? Math.min(PAGE, most) : PAGE;
  };

  function askAfter(channel: Channel, from: string): void {
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
      // It may offer the history, and not give it.
      const isAnswered = hasQuery() && typeof fetched.get(channel) === "number";
      if (!isAnswered && !channel.hasPlayback) tellGap(channel, since);
      const eve = journal.eve(channel.id);
      for (const spoken of old.slice(old.findIndex(({ id }) => id === eve) + 1)) {
        if (spoken.time > (isNetworkId(spoken.id) ? since - OVERLAP : since)) tell(channel, spoken);
      }
    }
    const until = cutOff.get(channel);
    if (until !== undefined) tellGap(channel, until);
    cutOff.delete(channel);
    fetched.delete(channel);
    for (const spoken of gathering.live) tell(channel, spoken);
    around.hear(channel, around.now());
    around.opened(channel);
  }

  function tell(channel: Channel, spoken: Spoken): void {
    if (!remember(channel, spoken)) return;
    around.tell(channel, spoken);
    around.hear(channel, spoken.time);
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
        fetched.set(channel, null);
        askAfter(channel, timestamp(since - OVERLAP));
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

    paged(channel, lines) {
      const asked = asking.get(channel);
      if (asked !== undefined) {
        asking.delete(channel);
        rememberOlder(channel, asked.found);
        for (const spoken of asked.found) around.tell(channel, spoken);
        asked.done.resolve();
        return;
      }
      if (channel.gathering === null || !fetched.has(channel)) return;
      const count = (fetched.get(channel) ?? 0) + lines.length;
      fetched.set(channel, count);
      // Our own lines are among them: what is asked for next stands behind the last of all.
      const { msgid = "", time = "" } = lines.at(-1)?.tags ?? {};
      if (msgid === "" && time === "") return;
      if (count >= MAX_FETCHED) {
        const until = Date.parse(time);
        if (!Number.isNaN(until)) cutOff.set(channel, until);
        return;
      }
      const token = `koine-joined-${++counter}`;
      channel.gathering = { ...channel.gathering, token };
      // Of those that were said in the same millisecond a page may end with any.
      askAfter(channel, msgid === "" ? `timestamp=${time}` : `msgid=${msgid}`);
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
      fetched.clear();
      cutOff.clear();
    },
  };
}

function timestamp(time: number): string {
  return `timestamp=${new Date(time).toISOString()}`;
}
