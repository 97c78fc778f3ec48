/** The connections that read. A command takes the first that is free, so that a slow one holds up no other. */

import type { Log } from "../../core/log.ts";
import type { Millis } from "../../core/model/ids.ts";
import type { Outcome } from "../../core/ports.ts";
import { AWAY, type Job, readRunner } from "./batch.ts";
import { Line } from "./line.ts";
import { statementsOver } from "./statements.ts";
import { txSource } from "./tx.ts";

/** How many there are. */
const READERS = 3;

export interface Readers {
  /** What it finds, or why nothing: never rejects. */
  run(job: Job): Promise<Outcome>;
  close(): Promise<void>;
}

/**
 * When a connection is lost and not made again, what comes within `pause` milliseconds fails at once: those that wait
 * for each other would wait ever longer.
 */
export function openReaders(options: {
  readonly url: string;
  readonly now: () => Millis;
  readonly log: Log;
  /** As `Line` has it, in milliseconds. */
  readonly patience: number;
  readonly pause: number;
}): Readers {
  const { url, now, log, patience, pause } = options;
  let lostAt = Number.NEGATIVE_INFINITY;
  const onLost = (): void => {
    lostAt = performance.now();
  };
  const lines = Array.from({ length: READERS }, () => new Line(url, "repeatable read read only", patience));
  const free = lines.map((line) => {
    const begin = txSource(
      statementsOver(() => line.current()),
      () => {
        throw new Error("A read makes no ids");
      },
    );
    return readRunner(line.transact, begin, now, log, onLost);
  });
  const waiting: (() => void)[] = [];

  const next = async (): Promise<(typeof free)[number]> => {
    for (;;) {
      const look = free.pop();
      if (look !== undefined) return look;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  return {
    async run(job) {
      const look = await next();
      try {
        if (performance.now() < lostAt + pause) return { ok: false, fault: AWAY };
        return await look(job);
      } finally {
        free.push(look);
        waiting.shift()?.();
      }
    },
    async close() {
      await Promise.all(lines.map((line) => line.close()));
    },
  };
}
