/** A channel: whether it is joined, what was said in it lately, and what was said while nobody listened. */

import type { Content, Room } from "../sdk/wire.ts";

/** Messages of each channel that are remembered, for replies and for the server's questions. */
const MAX_RECENT = 500;

/** Said in a channel, by whomever. */
export interface Spoken {
  readonly id: string;
  readonly sender: string;
  readonly name: string;
  readonly content: Content;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly extra: object;
}

/** What is gathered while the history is asked for, until it is told in the right order. */
export interface Gathering {
  readonly old: Spoken[];
  readonly live: Spoken[];
  /** The PING behind the question. */
  readonly token: string;
}

export interface Channel {
  /** The name in the network's small letters. */
  readonly id: string;
  name: string;
  key: string | null;
  /** Whether it is to be joined again after a break. */
  isWanted: boolean;
  isJoined: boolean;
  /** The network does not let us in, or threw us out. */
  isShut: boolean;
  gathering: Gathering | null;
  /** The server keeps what was said, and tells it to whoever joins. */
  hasPlayback: boolean;
  /** Those who wait for the answer to a JOIN. */
  joining: PromiseWithResolvers<void> | null;
  readonly recent: Map<string, Spoken>;
}

export function newChannel(id: string, name: string, key: string | null): Channel {
  return {
    id,
    name,
    key,
    isWanted: true,
    isJoined: false,
    isShut: false,
    gathering: null,
    hasPlayback: false,
    joining: null,
    recent: new Map(),
  };
}

/** As the server sees it: while the network is away, what is said there waits. */
export function roomOf({ id, name, isShut }: Channel): Room {
  return { id, parent: null, name, sendable: !isShut };
}

/** Lines can be written there at this moment. */
export function isOpen({ isJoined, gathering }: Channel): boolean {
  return isJoined && gathering === null;
}

/** False when it was there already. */
export function remember({ recent }: Channel, spoken: Spoken): boolean {
  if (recent.has(spoken.id)) return false;
  recent.set(spoken.id, spoken);
  const [oldest] = recent.keys();
  if (recent.size > MAX_RECENT && oldest !== undefined) recent.delete(oldest);
  return true;
}

/** Remember what is older than everything remembered. */
export function rememberOlder(channel: Channel, older: readonly Spoken[]): void {
  const kept = [...channel.recent.values()];
  channel.recent.clear();
  for (const spoken of [...older, ...kept]) remember(channel, spoken);
}
