/** How late the turns of the event loop are: a busy main thread shows here before its users feel it. */

/** Milliseconds between two looks. */
const EVERY = 500;

export interface Turns {
  /** The longest delay since the last call, in milliseconds. */
  longest(): number;
  stop(): void;
}

/** `clock` gives milliseconds and never goes back. */
export function watchTurns(clock: () => number): Turns {
  let longest = 0;
  let due = clock() + EVERY;
  const timer = setInterval(() => {
    const now = clock();
    longest = Math.max(longest, now - due);
    due = now + EVERY;
  }, EVERY);
  return {
    longest() {
      const delay = Math.max(longest, clock() - due, 0);
      longest = 0;
      return delay;
    },
    stop: () => clearInterval(timer),
  };
}
