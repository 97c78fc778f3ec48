/** Parts that are loaded when they are shown first. */

import { type ComponentType, type LazyExoticComponent, lazy } from "react";

const KEY = "koine.reloaded";

/** A page that was loaded again for this reason is not loaded again within this time. */
const AGAIN_MILLIS = 30_000;

/**
 * Like React's `lazy`. After an update the server has the parts of the new version only: a page of the old one
 * that misses a part is loaded anew, which loses nothing that was typed.
 */
// biome-ignore lint/suspicious/noExplicitAny: as in React's own type; the properties stay those of the part
export function lazily<T extends ComponentType<any>>(
  load: () => Promise<{ default: T }>,
): LazyExoticComponent<T> {
  return lazy(() =>
    load().catch((error: unknown) => {
      const last = Number(sessionStorage.getItem(KEY) ?? 0);
      if (navigator.onLine && Date.now() - last > AGAIN_MILLIS) {
        sessionStorage.setItem(KEY, String(Date.now()));
        location.reload();
      }
      throw error;
    }),
  );
}
