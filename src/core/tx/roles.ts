/** What handlers need of roles. */

import type { Id } from "../model/ids.ts";
import type { Role } from "../model/spaces.ts";
import type { Awaitable } from "./awaitable.ts";

export interface RolesTx {
  /** Highest first. */
  rolesOf(space: Id): Awaitable<readonly Role[]>;
  insertRole(role: Role): Awaitable<void>;
  /** All of a role but its id and space. */
  updateRole(role: Role): Awaitable<void>;
  /** Members lose it too. */
  deleteRole(role: Role): Awaitable<void>;
}
