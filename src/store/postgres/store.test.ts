/** PostgreSQL keeps the contract of every store. */

import { afterAll, beforeAll, test } from "bun:test";
import { SQL } from "bun";
import { storeContract } from "../../../test/contract/store.ts";
import { databaseOn, type Postgres, postgresPrograms, startPostgres } from "../../../test/postgres.ts";
import type { Log } from "../../core/log.ts";
import { openPostgres } from "./client.ts";

const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

if (postgresPrograms() === null) test.skip("PostgreSQL keeps the contract: it is not installed", quiet);
else {
  let started: Postgres | null = null;
  let databases = 0;
  beforeAll(async () => {
    started = await startPostgres();
  });
  afterAll(() => started?.stop());
  storeContract("postgres", async () => {
    const server = started?.url ?? "";
    databases += 1;
    const name = `contract_${databases}`;
    const url = await databaseOn(server, name);
    const store = await openPostgres({ url, now: Date.now, log, onCrash: quiet });
    const remove = async (): Promise<void> => {
      await store.close();
      const admin = new SQL({ url: server, max: 1 });
      await admin.unsafe(`drop database ${name}`);
      await admin.close();
    };
    return { store, remove };
  });
}
