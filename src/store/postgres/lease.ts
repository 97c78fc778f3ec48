/**
 * The lease of a database: one process writes to it at a time.
 *
 * A transaction that stays open holds a lock, which the database takes back when the process or its machine ends,
 * and which a pooler in between leaves alone. It keeps no row old: it has read nothing. Besides, the row of the node
 * in `node` names who holds it, and every batch asks for its own name there: who lost the lease writes nothing more.
 */

import { SQL } from "bun";
import { optionsOf } from "./line.ts";

/** Of all processes one has it. */
const LOCK = 0x6b6f6e65;

/** How long a process that just died may keep the lock, in milliseconds, and how often it is tried. */
const PATIENCE_MILLIS = 3_000;
const TRY_MILLIS = 100;

/** The database looks so often, in seconds, whether a silent holder still is there, and gives up after some. */
const PROBES = [
  "set local idle_in_transaction_session_timeout = 0",
  "set local tcp_keepalives_idle = 10",
  "set local tcp_keepalives_interval = 5",
  "set local tcp_keepalives_count = 3",
];

export interface Lease {
  release(): Promise<void>;
}

/**
 * Take the lease. Rejects with a sentence for the operator when another process has it. `onLost` is called when the
 * connection that holds it ends.
 */
export async function takeLease(url: string, place: string, onLost: () => void): Promise<Lease> {
  const pool = new SQL(optionsOf(url));
  const [held, ended] = [Promise.withResolvers<boolean>(), Promise.withResolvers<void>()];
  let isHeld = false;
  const whole = pool.begin(async (transaction) => {
    for (const probe of PROBES) await transaction.unsafe(probe);
    const until = performance.now() + PATIENCE_MILLIS;
    for (;;) {
      const [row] = await transaction.unsafe("select pg_try_advisory_xact_lock($1) as held", [LOCK]);
      if (row?.held === true) break;
      if (performance.now() > until) return held.resolve(false);
      await Bun.sleep(TRY_MILLIS);
    }
    isHeld = true;
    held.resolve(true);
    await ended.promise;
  });
  const over = whole.then(
    () => undefined,
    (error: unknown) => {
      held.reject(error);
      if (isHeld) onLost();
    },
  );
  const got = await held.promise.catch(async (error: unknown) => {
    await pool.close({ timeout: 0 });
    throw error;
  });
  if (!got) {
    await pool.close({ timeout: 0 });
    throw new Error(`Another Koine is running on the database ${place}`);
  }
  return {
    async release() {
      isHeld = false;
      ended.resolve();
      await over;
      await pool.close({ timeout: 0 });
    },
  };
}
