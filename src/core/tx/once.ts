/** What many ask for and is the same for all of them. */

import type { Awaitable } from "./awaitable.ts";

export interface OnceTx {
  /**
   * What `make` reads, which must depend on the key and on what is stored alone. A store may give the same answer to
   * all who ask while nothing is stored in between, so nobody changes it; in a reply it stands by itself, as one of
   * its fields, for then it need not cross to the main thread again: there a list of this kind is frozen.
   */
  once<T extends object>(key: string, make: () => Awaitable<T>): Awaitable<T>;
}
