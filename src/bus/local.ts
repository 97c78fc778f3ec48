/** The bus of a single node: publishing is delivering. */

import type { Happening } from "../core/events.ts";
import type { Bus } from "../core/ports.ts";

export function localBus(): Bus {
  const takers: ((events: readonly Happening[]) => void)[] = [];
  return {
    publish(events) {
      for (const take of takers) take(events);
    },
    listen(take) {
      takers.push(take);
    },
  };
}
