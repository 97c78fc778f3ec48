/** What the staff of a space hears: references only. */

import type { Id } from "../model/ids.ts";
import type { ReportState } from "../model/moderation.ts";
import type { Bridge } from "../model/outside.ts";
import type { Base } from "./base.ts";

/** A bridge came up or went down; in the staff's stream. */
export interface BackendUpdated extends Base {
  readonly type: "backend_update";
  /** As it is now. */
  readonly backend: Bridge;
}

/** A ban was made or lifted; a reference, in the staff's stream. */
export interface BanUpdated extends Base {
  readonly type: "ban_update";
  readonly user: Id;
  readonly banned: boolean;
}

/** A report was made, taken, closed or opened again; a reference, in the staff's stream. */
export interface ReportUpdated extends Base {
  readonly type: "report_update";
  readonly report: Id;
  readonly state: ReportState;
}

/** A webhook was made, changed or deleted; a reference, in the staff's stream. */
export interface WebhookUpdated extends Base {
  readonly type: "webhook_update";
  readonly webhook: Id;
  readonly deleted: boolean;
}

/** An automatic rule was made, changed or removed; a reference, in the staff's stream. */
export interface AutomodUpdated extends Base {
  readonly type: "automod_update";
  readonly rule: Id;
  readonly deleted: boolean;
}

/** A privileged act was recorded; a reference, in the staff's stream. */
export interface AuditRecorded extends Base {
  readonly type: "audit_entry";
  readonly entry: Id;
}
