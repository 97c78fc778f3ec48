/** Work that is under way at a time, bounded for each and for all: for what fills memory as long as it lasts. */

/** Does it, unless too much is under way; then it throws. `key` names whose it is. */
export type Turns<K> = <T>(key: K, work: () => Promise<T>) => Promise<T>;

/** `busy` is thrown where one has `ofOne` under way, or all have `ofAll`. */
export function createTurns<K>(ofOne: number, ofAll: number, busy: () => Error): Turns<K> {
  const own = new Map<K, number>();
  let all = 0;
  return async (key, work) => {
    const before = own.get(key) ?? 0;
    if (before >= ofOne || all >= ofAll) throw busy();
    own.set(key, before + 1);
    all += 1;
    try {
      return await work();
    } finally {
      all -= 1;
      const left = (own.get(key) ?? 1) - 1;
      if (left > 0) own.set(key, left);
      else own.delete(key);
    }
  };
}
