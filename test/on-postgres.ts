/** Tests that need PostgreSQL: a server of it for all of them in a file, where its package is there. */

import { afterAll, beforeAll, describe } from "bun:test";
import { removeDirectories } from "./koine.ts";
import { type Postgres, postgresPrograms, startPostgres } from "./postgres.ts";

const START_MILLIS = 120_000;

/** Groups tests; they are given the server once they run. */
export function onPostgres(name: string, tests: (postgres: () => Postgres) => void): void {
  describe.skipIf(postgresPrograms() === null)(name, () => {
    let started: Postgres | null = null;
    beforeAll(async () => {
      started = await startPostgres();
    }, START_MILLIS);
    afterAll(async () => {
      removeDirectories();
      await started?.stop();
    });
    tests(() => {
      if (started === null) throw new Error("PostgreSQL has not started");
      return started;
    });
  });
}
