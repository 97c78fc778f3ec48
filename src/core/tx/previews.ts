/** What handlers need of link previews: what pages said, kept for a while by a hash of their address. */

import type { Millis } from "../model/ids.ts";
import type { Page } from "../model/messages.ts";
import type { Awaitable } from "./awaitable.ts";

export interface PreviewsTx {
  /** Null = there was nothing to show; undefined = it is not known, or not any more. */
  pageAt(address: string, now: Millis): Awaitable<Page | null | undefined>;
  keepPage(address: string, page: Page | null, expires: Millis): Awaitable<void>;
  /** Those that expired go, and above so many those that expire first. */
  prunePages(now: Millis, most: number): Awaitable<void>;
}
