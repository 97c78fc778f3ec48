/** Work that can wait until nothing else is to be done. */

import { useEffect, useState } from "react";

/** Where the browser does not say when it is idle, in milliseconds. */
const FALLBACK_MILLIS = 200;

/** False when something is drawn first; true once the browser has time, or at once after the result was called. */
export function useIdle(): readonly [boolean, () => void] {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (ready) return;
    const done = (): void => setReady(true);
    if (typeof requestIdleCallback === "undefined") {
      const timer = setTimeout(done, FALLBACK_MILLIS);
      return () => clearTimeout(timer);
    }
    const id = requestIdleCallback(done);
    return () => cancelIdleCallback(id);
  }, [ready]);
  return [ready, () => setReady(true)];
}
