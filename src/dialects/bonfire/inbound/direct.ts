/** Dialogs, groups, and who is blocked. */

import type { NotificationLevel, Settings } from "../../../core/model/settings.ts";
import type { Ok } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toSettings, toSmallUser } from "../nouns/people.ts";
import { entry } from "./entry.ts";
import { okRoom } from "./rooms.ts";

export const direct = {
  dialog_open: entry("dialog_open", ({ user_id }) => ({ user: user_id }), okRoom),
  group_create: entry("group_create", ({ name, user_ids }) => ({ name, users: user_ids }), okRoom),
  member_add: entry(
    "member_add",
    ({ room_id, user_id }) => ({ room: room_id, user: user_id }),
    (user) => ({ member: make("Member", { user: toSmallUser(user) }) }),
  ),
  member_remove: entry("member_remove", ({ room_id, user_id }) => ({ room: room_id, user: user_id })),
  user_block: entry("user_block", ({ user_id }) => ({ user: user_id }), okSettings),
  user_unblock: entry("user_unblock", ({ user_id }) => ({ user: user_id }), okSettings),
  notification_set: entry(
    "notification_set",
    ({ setting, quiet_hours, no_quiet_hours }) => ({
      setting:
        setting === undefined
          ? null
          : {
              room: setting.room_id,
              // The core refuses other words.
              level: setting.level as NotificationLevel,
              mutedUntil: setting.muted_until,
            },
      quiet: no_quiet_hours
        ? ("none" as const)
        : quiet_hours === undefined
          ? null
          : { from: quiet_hours.from_minute, to: quiet_hours.to_minute, zone: quiet_hours.time_zone },
    }),
    okSettings,
  ),
} as const;

function okSettings(settings: Settings): Partial<Ok> {
  return { settings: toSettings(settings) };
}
