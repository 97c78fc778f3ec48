/** People, as the wire says them (docs/protocols/bonfire.md). */

import { backendIn } from "../../../core/bridges.ts";
import type { Settings as CoreSettings } from "../../../core/model/settings.ts";
import type { Presence as CorePresence, Profile, UserRef } from "../../../core/model/users.ts";
import { pictureAddressOf } from "../../../core/uploads.ts";
import type { Presence, Settings, User } from "../gen/gateway.ts";
import { make } from "../make.ts";

export function toSmallUser({ id, handle, name, avatar }: UserRef): User {
  return make("User", { id, handle, name, avatar: pictureAddressOf(avatar), backend: backendIn(handle) });
}

/** The whole profile. */
export function toUser(profile: Profile): User {
  const { id, handle, name, bot, created, backend, remoteId } = profile;
  return make("User", {
    id,
    handle,
    name,
    bot,
    created,
    backend: backend ?? "",
    remote_id: remoteId ?? "",
    avatar: pictureAddressOf(profile.avatar),
    banner: pictureAddressOf(profile.banner),
    bio: profile.bio,
    status_text: profile.statusText,
    color: profile.color,
    fields: profile.fields.map(({ name, value }) => ({ name, value })),
    deleted: profile.deleted,
    owner_id: profile.owner ?? 0,
    person_id: profile.person ?? 0,
  });
}

export function toSettings({ blocked, pingsCleared, notifications, quiet }: CoreSettings): Settings {
  return make("Settings", {
    blocked_ids: [...blocked],
    pings_cleared_id: pingsCleared,
    notifications: notifications.map(({ room, level, mutedUntil }) =>
      make("NotificationSetting", { room_id: room, level, muted_until: mutedUntil }),
    ),
    quiet_hours:
      quiet === null
        ? undefined
        : make("QuietHours", { from_minute: quiet.from, to_minute: quiet.to, time_zone: quiet.zone }),
  });
}

export function toPresence({ user, status, text, lastSeen }: CorePresence): Presence {
  return make("Presence", { user_id: user, status, text, last_seen: lastSeen });
}
