/** How the instance is, for those who look after it. What only the running process knows is said beside this. */

import { requireSpace } from "./authorize.ts";
import { command, fields } from "./command.ts";
import { idTime } from "./ids.ts";
import type { Millis } from "./model/ids.ts";
import type { Bridge } from "./model/outside.ts";
import { type CarrierName, READERS } from "./tx/followers.ts";

export interface QueueView {
  readonly carrier: CarrierName;
  readonly waiting: number;
  readonly dead: number;
  /** When the oldest that waits was put in; 0 = nothing waits. */
  readonly oldest: Millis;
}

export interface InstanceHealth {
  readonly databaseBytes: number;
  readonly files: number;
  /** Of all files, those that are being uploaded among them. */
  readonly fileBytes: number;
  /** One for every carrier. */
  readonly queues: readonly QueueView[];
  readonly bridges: readonly Bridge[];
}

const CARRIERS: readonly CarrierName[] = [...READERS, "previews"];

/**
 * How much is stored and what waits. The instance is looked after by those who administer its default space.
 *
 * Faults: `not_found` for who is not in that space, `forbidden` without `administrator` there.
 */
export const instanceHealthGet = command("read", fields({}), async (tx, actor) => {
  const { id } = await tx.defaultSpace();
  requireSpace(await tx.loadSpace(actor, id), "administrator", tx.now);
  const queues = await tx.queues();
  const reply: InstanceHealth = {
    databaseBytes: await tx.databaseBytes(),
    files: await tx.countFiles(),
    fileBytes: (await tx.storageOf(0)).instance,
    queues: CARRIERS.map((carrier) => {
      const found = queues.find((queue) => queue.carrier === carrier);
      const oldest = found?.oldest ?? null;
      return {
        carrier,
        waiting: found?.waiting ?? 0,
        dead: found?.dead ?? 0,
        oldest: oldest === null ? 0 : idTime(oldest),
      };
    }),
    bridges: await tx.allBridges(),
  };
  return { reply, events: [] };
});
