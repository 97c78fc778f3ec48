/**
 * What all clients together know: what was said and answered, what stands where in each log, and what is
 * wrong with it. Knows only the wire.
 */

/** A message that somebody said. */
export interface Said {
  readonly author: number;
  readonly room: number;
  /** Unique among all that was ever said here. */
  readonly nonce: string;
  /** The author's own count: what was said later has a larger one. */
  readonly order: number;
  /** The text as it was last wished. */
  content: string;
  /** As answered, the first time. */
  id: number | null;
  /** Its author has asked for its deletion. */
  deleting: boolean;
  /** Who reacted, by emoji, as answered. */
  readonly reactions: Map<string, Set<number>>;
}

/** A message as the server tells it. */
export interface Told {
  readonly id: number;
  readonly channel_id: number;
  readonly n: number;
  readonly content: string;
  readonly nonce: string;
  readonly author: { readonly id: number };
  /** Absent when there are none. */
  readonly reactions?: readonly { readonly emoji: string; readonly count: number }[];
}

export interface LedgerEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Ledger {
  readonly violations: readonly string[];
  violate(sentence: string): void;
  /** Newest last. */
  readonly said: readonly Said[];
  say(said: Said): void;
  /** A send was answered with this message. */
  answered(said: Said, message: Told): void;
  /** An event was seen in a log: the same must stand there for everybody, for ever. */
  saw(who: string, stream: number, seq: number, event: LedgerEvent | undefined): void;
  /** A room's history, oldest first, from above an id to the newest: compares it with all that was answered. */
  judge(room: number, above: number, history: readonly Told[]): void;
}

/** Sentences kept; a server that is broken breaks all over. */
const MAX_VIOLATIONS = 50;

export function createLedger(): Ledger {
  const violations: string[] = [];
  const said: Said[] = [];
  const byNonce = new Map<string, Said>();
  // By stream, what stands at each position; by message, the position at which it was made.
  const logs = new Map<number, string[]>();
  const madeAt = new Map<number, number>();

  const violate = (sentence: string): void => {
    if (violations.length < MAX_VIOLATIONS) violations.push(sentence);
  };

  function judgeOrder(room: number, history: readonly Told[]): void {
    const orders = new Map<number, number>();
    let before: Told | null = null;
    for (const message of history) {
      const { id, n, author, nonce } = message;
      if (before !== null && (id <= before.id || n <= before.n)) {
        violate(`room ${room}: ${id} (n ${n}) comes after ${before.id} (n ${before.n})`);
      }
      if (before !== null && (madeAt.get(id) ?? 0) <= (madeAt.get(before.id) ?? 0)) {
        violate(`room ${room}: history has ${before.id} before ${id}, the log has not`);
      }
      before = message;
      const order = byNonce.get(nonce)?.order ?? 0;
      if (order <= (orders.get(author.id) ?? 0))
        violate(`room ${room}: ${nonce} is not in its author's order`);
      orders.set(author.id, order);
    }
  }

  function judgeMessage(wished: Said, found: readonly Told[]): void {
    const { nonce, id, room } = wished;
    const [message] = found;
    if (wished.deleting) {
      if (found.length > 0) violate(`room ${room}: ${nonce} was deleted and is there`);
      return;
    }
    if (found.length > 1) violate(`room ${room}: ${nonce} is there ${found.length} times`);
    if (message === undefined) return violate(`room ${room}: ${nonce} was answered and is lost`);
    if (message.id !== id) violate(`room ${room}: ${nonce} was answered as ${id} and is ${message.id}`);
    if (message.content !== wished.content) {
      violate(`room ${room}: ${nonce} reads "${message.content}", answered was "${wished.content}"`);
    }
    const counts = [...wished.reactions].map(([emoji, users]) => `${emoji} ${users.size}`).sort();
    const shown = (message.reactions ?? []).map(({ emoji, count }) => `${emoji} ${count}`).sort();
    if (counts.join() !== shown.join()) {
      violate(`room ${room}: ${nonce} has reactions ${shown.join()}, answered were ${counts.join()}`);
    }
  }

  return {
    violations,
    violate,
    said,
    say(one) {
      said.push(one);
      byNonce.set(one.nonce, one);
    },
    answered(one, { id, nonce, author, channel_id }) {
      if (nonce !== one.nonce || author.id !== one.author || channel_id !== one.room) {
        violate(`${one.nonce} was answered with ${nonce} of ${author.id} in ${channel_id}`);
      }
      if (one.id !== null && one.id !== id) violate(`${one.nonce} was answered as ${one.id}, then as ${id}`);
      one.id ??= id;
    },
    saw(who, stream, seq, event) {
      const log = logs.get(stream) ?? [];
      logs.set(stream, log);
      const print = printOf(event);
      const earlier = log[seq];
      if (earlier === undefined) log[seq] = print;
      else if (earlier !== print) {
        violate(`${who} sees ${print} at ${seq} of log ${stream}, where others saw ${earlier}`);
      }
      if (event?.type !== "message_create") return;
      const { id, nonce } = event.message as Told;
      madeAt.set(id, seq);
      const one = byNonce.get(nonce);
      if (one === undefined) violate(`${who} sees ${nonce}, which nobody said`);
      else if (one.id !== null && one.id !== id) {
        violate(`${who} sees ${nonce} as ${id}, answered was ${one.id}`);
      }
    },
    judge(room, above, history) {
      judgeOrder(room, history);
      const found = Map.groupBy(history, ({ nonce }) => nonce);
      for (const nonce of found.keys()) {
        if (!byNonce.has(nonce)) violate(`room ${room}: ${nonce} is there and nobody said it`);
      }
      for (const one of said) {
        if (one.room !== room || one.id === null || one.id <= above) continue;
        judgeMessage(one, found.get(one.nonce) ?? []);
      }
    },
  };
}

/** What an event is, without what may be told differently later: a replay shows today's text. */
function printOf(event: LedgerEvent | undefined): string {
  if (event === undefined) return "nothing";
  const { type, message, message_id, emoji, user } = event;
  const id = message_id ?? (message as Told | undefined)?.id ?? "";
  return [type, id, emoji ?? "", (user as { id?: number } | undefined)?.id ?? ""].join(" ").trim();
}
