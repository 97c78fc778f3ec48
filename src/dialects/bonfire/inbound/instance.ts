/** How the instance is. */

import { toHealth } from "../health.ts";
import { entry } from "./entry.ts";

export const instance = {
  instance_health_get: entry(
    "instance_health_get",
    () => ({}),
    (health) => ({ health: toHealth(health) }),
  ),
} as const;
