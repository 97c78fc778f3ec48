/** What somebody wants to be notified of: a level for each room, and hours in which no device makes a sound. */

import { Type } from "typebox";
import { requireCaller, requireRoom } from "./authorize.ts";
import { command, fields } from "./command.ts";
import { settingsChanged } from "./dialogs.ts";
import { Fault } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { RoomKind } from "./model/rooms.ts";
import type { NotificationLevel, QuietHours, Settings } from "./model/settings.ts";

/** Most rooms for which somebody has a setting of their own. */
export const MAX_NOTIFICATION_SETTINGS = 1_000;

const minute = Type.Integer({ minimum: 0, maximum: 1_439 });

/**
 * Choose a level for a room (0 = every room without one), and the quiet hours; null leaves either.
 *
 * Faults: `not_found` (room), `invalid` (time zone, hours that are empty), `limit_reached`.
 */
export const notificationSet = command(
  "change",
  fields({
    setting: Type.Union([
      fields({
        room: Type.Integer({ minimum: 0 }),
        level: Type.Union([Type.Literal("all"), Type.Literal("mentions"), Type.Literal("none")]),
        mutedUntil: Type.Integer({ minimum: 0 }),
      }),
      Type.Null(),
    ]),
    /** "none" ends them. */
    quiet: Type.Union([
      fields({ from: minute, to: minute, zone: Type.String({ maxLength: 64 }) }),
      Type.Literal("none"),
      Type.Null(),
    ]),
  }),
  async (tx, actor, { setting, quiet }) => {
    const caller = requireCaller(await tx.callerOf(actor));
    const before = await tx.settingsOf(caller.id);
    if (setting !== null) {
      if (setting.room !== 0) requireRoom(await tx.loadRoom(actor, setting.room), "view", tx.now);
      const isNew = !before.notifications.some(({ room }) => room === setting.room);
      if (isNew && before.notifications.length >= MAX_NOTIFICATION_SETTINGS)
        throw new Fault(
          "limit_reached",
          `At most ${MAX_NOTIFICATION_SETTINGS} rooms have a setting of their own`,
        );
      await tx.setNotification(caller.id, setting);
    }
    if (quiet === "none") await tx.setQuietHours(caller.id, null);
    else if (quiet !== null) await tx.setQuietHours(caller.id, requireHours(quiet));
    const after = await tx.settingsOf(caller.id);
    return await settingsChanged(tx, actor, JSON.stringify(after) !== JSON.stringify(before));
  },
);

/** What decides about one message: which room, and whether it mentions the user. */
export interface Occasion {
  readonly room: Id;
  readonly kind: RoomKind;
  readonly mentioned: boolean;
}

/**
 * Whether somebody wants to be notified now. Without a setting it is all that is said in dialogs and groups, and
 * mentions elsewhere; in quiet hours and of a muted room it is nothing.
 */
export function wants(settings: Settings, { room, kind, mentioned }: Occasion, now: Millis): boolean {
  if (settings.quiet !== null && isQuiet(settings.quiet, now)) return false;
  const own = settings.notifications.find((one) => one.room === room);
  const general = settings.notifications.find((one) => one.room === 0);
  if ([own, general].some((one) => one !== undefined && one.mutedUntil > now)) return false;
  const usual: NotificationLevel = kind === "dialog" || kind === "group" ? "all" : "mentions";
  const level = (own ?? general)?.level ?? usual;
  return level === "all" || (level === "mentions" && mentioned);
}

/** Whether a time is within the hours. */
export function isQuiet({ from, to, zone }: QuietHours, now: Millis): boolean {
  const minute = minuteOfDay(zone, now);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOfDay(zone: string, now: Millis): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return of("hour") * 60 + of("minute");
}

function requireHours(hours: QuietHours): QuietHours {
  if (hours.from === hours.to) throw new Fault("invalid", "Quiet hours begin and end at different times");
  try {
    minuteOfDay(hours.zone, 0);
  } catch {
    throw new Fault("invalid", 'There is no such time zone: name one as in "Europe/Athens"');
  }
  return hours;
}
