/** What somebody has set for themselves: notifications, quiet hours, devices. */

import type { Id, Millis } from "./ids.ts";

/** What only the user sees of themselves. */
export interface Settings {
  /** Those whom one has blocked. */
  readonly blocked: readonly Id[];
  /** Messages up to this one are no unread pings. */
  readonly pingsCleared: Id;
  /** What one wants to be notified of, where one said so. */
  readonly notifications: readonly NotificationSetting[];
  /** Null for none. */
  readonly quiet: QuietHours | null;
}

export type NotificationLevel = "all" | "mentions" | "none";

export interface NotificationSetting {
  /** 0 = every room without a setting of its own. */
  readonly room: Id;
  readonly level: NotificationLevel;
  /** Nothing until then; 0 = not muted. */
  readonly mutedUntil: Millis;
}

/** When no device is notified: minutes after midnight of a time zone. The end may be before the beginning. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
  /** An IANA name. */
  readonly zone: string;
}

/** A device that its owner wants to be notified on. */
export interface PushDevice {
  readonly id: Id;
  readonly kind: "web" | "unified";
  /** What its owner calls it. */
  readonly name: string;
  readonly created: Millis;
  /** When it was notified last; 0 = never. */
  readonly lastUsed: Millis;
}
