/** What handlers need of ghosts and portals. */

import type { Id, User } from "../model.ts";
import type { Awaitable } from "./awaitable.ts";

export interface BridgesTx {
  ghostOf(backend: string, remoteId: string): Awaitable<User | null>;
  renameGhost(ghost: Id, name: string): Awaitable<void>;
  portalOf(space: Id, backend: string, remoteId: string): Awaitable<Id | null>;
}
