/** Frames that a client of a test has received and nobody has asked for, and those that are still to come. */

/** Milliseconds after which waiting fails: long, for machines are slow and shared. */
const PATIENCE = 20_000;

export interface Unread<Said> {
  /** A frame has come. */
  take(said: Said): void;
  /** The connection is over. */
  end(how: string): void;
  /** Resolves with the first frame, received or to come, that fits; frames are offered once. */
  next(fits: (said: Said) => boolean): Promise<Said>;
}

export function createUnread<Said>(): Unread<Said> {
  const unread: Said[] = [];
  let wake: (() => void)[] = [];
  let ended: string | null = null;
  const changed = (): void => {
    const waiting = wake;
    wake = [];
    for (const one of waiting) one();
  };
  return {
    take(said) {
      unread.push(said);
      changed();
    },
    end(how) {
      ended = how;
      changed();
    },
    async next(fits) {
      const deadline = performance.now() + PATIENCE;
      for (;;) {
        const i = unread.findIndex(fits);
        const [found] = i < 0 ? [] : unread.splice(i, 1);
        if (found !== undefined) return found;
        if (ended !== null) throw new Error(`closed with ${ended}; waited for ${fits}`);
        if (performance.now() > deadline)
          throw new Error(`waited for ${fits}; unread: ${JSON.stringify(unread)}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1_000);
          wake.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    },
  };
}
