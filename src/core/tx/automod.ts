/** What handlers need of automatic rules. */

import type { Id } from "../model/ids.ts";
import type { AutomodRule } from "../model/moderation.ts";
import type { Awaitable } from "./awaitable.ts";

export interface AutomodTx {
  /** In the order of their ids. The same rule is the same object, as long as it is remembered. */
  automodRulesOf(space: Id): Awaitable<readonly AutomodRule[]>;
  /** A second one with the id replaces the first. */
  putAutomodRule(rule: AutomodRule): Awaitable<void>;
  deleteAutomodRule(rule: Id): Awaitable<void>;
}
