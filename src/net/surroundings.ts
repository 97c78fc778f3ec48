/** What all connections of one of the runtime's servers share. */

import type { Frame } from "../core/dialect.ts";
import type { Log } from "../core/log.ts";
import type { Limits } from "./limits.ts";
import type { Wheel } from "./wheel.ts";

export interface Surroundings {
  readonly limits: Limits;
  readonly wheel: Wheel;
  readonly log: Log;
  /** To every subscriber on the connection's own server, of which a port has another after a change of certificate. */
  publish(topic: string, frame: Frame): void;
  /** To every subscriber on all other servers. */
  publishElsewhere(topic: string, frame: Frame): void;
}
