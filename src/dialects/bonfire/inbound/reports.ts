/** Reports to the moderators. */

import type { ReportView } from "../../../core/reports.ts";
import type { Ok, Report } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toMessage } from "../nouns/messages.ts";
import { toSmallUser } from "../nouns/people.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

// A state of no meaning is left to the core, which refuses it.
type State = "open" | "taken" | "resolved" | "dismissed";

export const reports = {
  report_create: entry(
    "report_create",
    ({ message_id, user_id, reason }, { space }) => ({
      space,
      message: idOrNull(message_id),
      user: idOrNull(user_id),
      reason,
    }),
    okReport,
  ),
  report_resolve: entry(
    "report_resolve",
    ({ report_id, state, note }) => ({ report: report_id, state: state as State, note }),
    okReport,
  ),
  reports_get: entry(
    "reports_get",
    ({ state, before, limit }, { space }) => ({
      space,
      state: state === "" ? null : (state as State),
      before: idOrNull(before),
      limit: limit === 0 ? PAGE : limit,
    }),
    ({ items, more }) => ({ reports: items.map(toReport), more }),
  ),
} as const;

function okReport(report: ReportView): Partial<Ok> {
  return { report: toReport(report) };
}

function toReport(report: ReportView): Report {
  const { id, state, reason, reporter, user, said, created, closed, moderator, note } = report;
  return make("Report", {
    id,
    state,
    reason,
    reporter: reporter === null ? undefined : toSmallUser(reporter),
    user: toSmallUser(user),
    message: said === null ? undefined : toMessage(said),
    created,
    closed,
    moderator: moderator === null ? undefined : toSmallUser(moderator),
    note,
    message_id: report.message ?? 0,
    room_id: report.room ?? 0,
    rule_id: report.rule ?? 0,
  });
}
