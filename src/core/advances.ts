/** How far marks came over messages: worked out when they move, kept as numbers, and told to whoever wrote those. */

import type { Id } from "./model/ids.ts";
import type { Advance, Mark, Receipt } from "./model/receipts.ts";
import type { Tx } from "./tx/tx.ts";

/** Most messages that a mark is looked at over; of those before them nobody is told one by one. */
export const MAX_ADVANCE = 1_000;

type Range = Omit<Advance, "newest">;

/** What moved between two receipts, with whose messages it came over. Of one's own one is not told. */
export async function advancesOf(tx: Tx, old: Receipt, now: Receipt): Promise<readonly Advance[]> {
  const ranges: Range[] = [];
  const moved = (kind: Advance["kind"], before: Mark, { n, at }: Mark): void => {
    if (n > before.n) ranges.push({ kind, from: before.n, to: n, at });
  };
  moved("delivered", old.delivered, now.delivered);
  moved("read", old.read, now.read);
  return await withAuthors(tx, now.room, now.user, ranges);
}

/** The same from what a row of the log kept. */
export async function advancesIn(
  tx: Tx,
  room: Id,
  user: Id,
  detail: string | null,
): Promise<readonly Advance[]> {
  const ranges = (detail ?? "").split(" ").flatMap((part): Range[] => {
    const [kind, from, to, at] = part.split(",");
    if ((kind !== "delivered" && kind !== "read") || at === undefined) return [];
    return [{ kind, from: Number(from), to: Number(to), at: Number(at) }];
  });
  return await withAuthors(tx, room, user, ranges);
}

/** As a row of the log keeps it. */
export function advancesText(advances: readonly Advance[]): string {
  return advances.map(({ kind, from, to, at }) => [kind, from, to, at].join()).join(" ");
}

async function withAuthors(tx: Tx, room: Id, user: Id, ranges: readonly Range[]): Promise<Advance[]> {
  const advances: Advance[] = [];
  for (const range of ranges) {
    const newest = await tx.newestBetween(room, Math.max(range.from, range.to - MAX_ADVANCE), range.to);
    advances.push({ ...range, newest: newest.filter(({ author }) => author !== user) });
  }
  return advances;
}
