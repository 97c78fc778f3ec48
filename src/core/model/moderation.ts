/** Bans, reports, rules, and the record of what was done. */

import type { Id, Millis } from "./ids.ts";
import type { UserRef } from "./users.ts";

/** Somebody who may not be in a space. */
export interface Ban {
  readonly user: UserRef;
  readonly by: UserRef;
  readonly reason: string;
  readonly at: Millis;
  /** When it ends; 0 = never. */
  readonly until: Millis;
}

export type ReportState = "open" | "taken" | "resolved" | "dismissed";

/** What somebody, or an automatic rule, wants the moderators to look at. */
export interface Report {
  readonly id: Id;
  readonly space: Id;
  /** Null for a rule's. */
  readonly reporter: UserRef | null;
  /** Who is reported. */
  readonly user: UserRef;
  /** What they said, and where; null = the user themselves. */
  readonly message: Id | null;
  readonly room: Id | null;
  /** The rule that reported. */
  readonly rule: Id | null;
  readonly reason: string;
  readonly state: ReportState;
  readonly created: Millis;
  /** 0 while it is open or taken. */
  readonly closed: Millis;
  /** Who took or closed it. */
  readonly moderator: UserRef | null;
  readonly note: string;
}

export type AutomodAction = "refuse" | "delete" | "timeout" | "report";

/** An automatic rule: what a message must not have, and what happens to one that has it. */
export interface AutomodRule {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  readonly enabled: boolean;
  readonly action: AutomodAction;
  /** Whole words or several in a row; `*` at either end for any rest. */
  readonly words: readonly string[];
  /** Hosts, with all below them; "*" = every link. */
  readonly links: readonly string[];
  readonly allowedLinks: readonly string[];
  /** More mentions in one message break the rule; 0 = no bound. */
  readonly maxMentions: number;
  /** Nothing is done; what would have been is reported. */
  readonly dryRun: boolean;
  /** For the action "timeout". */
  readonly timeoutMs: Millis;
  /** Only here; empty = everywhere. Threads go with their rooms. */
  readonly rooms: readonly Id[];
  readonly exemptRooms: readonly Id[];
  readonly exemptRoles: readonly Id[];
  /** Also of nicknames, shown names and titles of threads. */
  readonly names: boolean;
}

/** A privileged act. */
export interface AuditEntry {
  readonly id: Id;
  readonly at: Millis;
  readonly by: UserRef;
  /** E.g. "role_update"; `core/audit.ts` lists them. */
  readonly action: string;
  readonly target: Id;
  /** Fields that were different, by name, as they were and as they became. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly reason: string;
}
