/** What handlers need of reports. */

import type { Id, Millis } from "../model/ids.ts";
import type { Report, ReportState } from "../model/moderation.ts";
import type { Awaitable } from "./awaitable.ts";

/** A report as it is made. */
export interface NewReport {
  readonly id: Id;
  readonly space: Id;
  readonly reporter: Id | null;
  readonly user: Id;
  readonly message: Id | null;
  readonly room: Id | null;
  readonly rule: Id | null;
  readonly reason: string;
  readonly created: Millis;
}

export interface ReportsTx {
  /** It is open. */
  insertReport(report: NewReport): Awaitable<void>;
  reportById(report: Id): Awaitable<Report | null>;
  /** The one of a reporter that is open or taken, about the same. */
  reportLike(report: Pick<NewReport, "space" | "reporter" | "user" | "message">): Awaitable<Report | null>;
  setReport(
    report: Id,
    changed: { state: ReportState; closed: Millis; moderator: Id; note: string },
  ): Awaitable<void>;
  /** Newest first. */
  reportsOf(space: Id, state: ReportState | null, before: Id, limit: number): Awaitable<Report[]>;
  /** Those open or taken: of the space, and of them this reporter's. */
  countReports(
    space: Id,
    reporter: Id | null,
  ): Awaitable<{ readonly all: number; readonly reporters: number }>;
}
