/** What handlers need of rooms that somebody here asked a network for. */

import type { MadeRoom } from "../model/outside.ts";
import type { Awaitable } from "./awaitable.ts";

export interface MadeRoomsTx {
  /** By name. */
  madeRooms(backend: string): Awaitable<MadeRoom[]>;
  /** Remembers it, or what came of it. */
  setMadeRoom(made: MadeRoom): Awaitable<void>;
  /** Those that were not made. */
  forgetFailedRooms(backend: string): Awaitable<void>;
}
