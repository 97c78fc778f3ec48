/** What handlers need of drawers. */

import type { Id } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

/** What one dialect knows of a subject: JSON. */
export interface Drawer {
  readonly subject: Id;
  readonly value: string;
}

export interface DrawersTx {
  /** In any order; those without are left out. */
  drawersOf(dialect: string, subjects: readonly Id[]): Awaitable<Drawer[]>;
  /** An empty value removes it. */
  fillDrawer(dialect: string, subject: Id, value: string): Awaitable<void>;
  /** Of every dialect. */
  emptyDrawers(subject: Id): Awaitable<void>;
}
