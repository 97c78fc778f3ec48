/**
 * Which parts of a room's history are known without a gap, by the messages' numbers in the conversation.
 *
 * The SDK's state holds messages that were told and messages that were asked for; between two parts of a
 * conversation that were asked for there may be others. Only what is in one span may be shown as one.
 */

/** Both ends belong to it. `from` 0 reaches the beginning, `to` Infinity grows with what is said. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Spans = readonly Span[];

/** The spans with one more; those that meet become one. */
export function joined(spans: Spans, added: Span): Spans {
  let { from, to } = added;
  const apart = spans.filter((span) => {
    if (span.to + 1 < from || span.from > to + 1) return true;
    from = Math.min(from, span.from);
    to = Math.max(to, span.to);
    return false;
  });
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

/** The span in which a number is; null = the newest one. */
export function spanAt(spans: Spans, n: number | null): Span | undefined {
  const wanted = n ?? Number.POSITIVE_INFINITY;
  return spans.find(({ from, to }) => from <= wanted && wanted <= to);
}

/** The part of a list, ordered by number, that lies in a span. */
export function within<T extends { readonly n?: number }>(
  list: readonly T[],
  { from, to }: Span,
): readonly T[] {
  const start = firstAt(list, from);
  return list.slice(start, to === Number.POSITIVE_INFINITY ? undefined : firstAt(list, to + 1));
}

/** The index of the first element with at least this number. */
function firstAt(list: readonly { readonly n?: number }[], n: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.n ?? 0) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}
