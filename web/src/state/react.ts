/** The store in React: components choose what they need of it and are drawn again when that changes. */

import { createContext, use, useMemo, useRef, useSyncExternalStore } from "react";
import type { Store, View } from "./store.ts";
import type { Use } from "./uses.ts";

export const StoreContext = createContext<Store | null>(null);

/** The store of the account that is signed in. */
export function useStore(): Store {
  const store = use(StoreContext);
  if (store === null) throw new Error("Nobody is signed in here");
  return store;
}

/** What `select` gives of the view; results that `isSame` are one. */
export function useView<T>(select: (view: View) => T, isSame: (a: T, b: T) => boolean = isAlike): T {
  const store = useStore();
  const last = useRef<{ readonly value: T } | null>(null);
  const snapshot = (): T => {
    const value = select(store.view);
    if (last.current !== null && isSame(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  };
  return useSyncExternalStore(store.subscribe, snapshot);
}

/** The slash commands on their way in a room, and the answers for oneself. */
export function useUses(room: number): readonly Use[] {
  const { uses } = useStore();
  const all = useSyncExternalStore(uses.subscribe, () => uses.list);
  return useMemo(() => all.filter((use) => use.room === room), [all, room]);
}

/** The same, or lists with the same elements. */
function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((one, i) => Object.is(one, b[i]));
}
