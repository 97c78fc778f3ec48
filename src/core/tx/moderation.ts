/** What handlers need of bans and the audit log. */

import type { Id, Millis } from "../model/ids.ts";
import type { AuditEntry, Ban } from "../model/moderation.ts";
import type { Awaitable } from "./awaitable.ts";

export interface AuditCut {
  readonly before: Id;
  readonly limit: number;
  readonly user: Id | null;
  readonly action: string | null;
}

export interface ModerationTx {
  /** A second ban replaces the first. */
  putBan(space: Id, ban: { user: Id; by: Id; reason: string; at: Millis; until: Millis }): Awaitable<void>;
  deleteBan(space: Id, user: Id): Awaitable<void>;
  /** Null when there is none, or it has ended by then. */
  findBan(space: Id, user: Id, at: Millis): Awaitable<Ban | null>;
  /** Those that have not ended by then, in the order of the users' ids. */
  bansOf(space: Id, at: Millis, after: Id, limit: number): Awaitable<Ban[]>;
  insertAudit(space: Id, entry: Omit<AuditEntry, "by"> & { readonly by: Id }): Awaitable<void>;
  /** Newest first. */
  auditOf(space: Id, cut: AuditCut): Awaitable<AuditEntry[]>;
}
