/** PostgreSQL keeps the contract of every store. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { SQL } from "bun";
import { storeContract } from "../../../test/contract/store.ts";
import { databaseOn, type Postgres, postgresPrograms, startPostgres } from "../../../test/postgres.ts";
import type { Log } from "../../core/log.ts";
import { openPostgres } from "./client.ts";
import { type Database, statementsOver, toPostgres } from "./statements.ts";
import { txSource } from "./tx.ts";

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

  test("PostgreSQL understands every statement of the store", async () => {
    const url = await databaseOn(started?.url ?? "", "statements");
    await (await openPostgres({ url, now: Date.now, log, onCrash: quiet })).close();
    const statements = new Set<string>();
    const whole = statementsOver(() => {
      throw new Error("Nothing is run");
    });
    const noting =
      (prepare: Database["prepare"]): Database["prepare"] =>
      (sql) => {
        statements.add(toPostgres(sql));
        return prepare(sql);
      };
    txSource(
      { ...whole, prepare: noting(whole.prepare), prepareSteady: noting(whole.prepareSteady) },
      () => 0,
    );
    expect(statements.size).toBeGreaterThan(200);
    const db = new SQL({ url, max: 1 });
    const misunderstood: string[] = [];
    for (const sql of statements) {
      await db.unsafe(`prepare one as ${sql}`).then(
        () => db.unsafe("deallocate one"),
        (error: Error) => misunderstood.push(`${error.message}: ${sql}`),
      );
    }
    await db.close();
    expect(misunderstood).toEqual([]);
  }, 60_000);

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
