/** Devices that one is notified on. */

import type { PushDevice } from "../../../core/model/settings.ts";
import { make } from "../make.ts";
import { entry, idOrNull } from "./entry.ts";

const okDevices = (devices: readonly PushDevice[]) => ({
  devices: devices.map(({ id, kind, name, created, lastUsed }) =>
    make("PushDevice", { id, kind, name, created, last_used: lastUsed }),
  ),
});

export const push = {
  push_subscribe: entry(
    "push_subscribe",
    ({ kind, endpoint, p256dh, auth, name }) => ({
      kind: kind === "unified" ? "unified" : "web",
      endpoint,
      p256dh,
      auth,
      name,
    }),
    okDevices,
  ),
  push_unsubscribe: entry(
    "push_unsubscribe",
    ({ device_id, endpoint }) => ({ device: idOrNull(device_id), endpoint }),
    okDevices,
  ),
  push_devices_get: entry("push_devices_get", () => ({}), okDevices),
} as const;
