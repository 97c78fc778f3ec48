/** PostgreSQL keeps the contract of every store. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { SQL } from "bun";
import { ask, begin, send, storeContract } from "../../../test/contract/store.ts";
import { databaseOn, type Postgres, postgresPrograms, startPostgres } from "../../../test/postgres.ts";
import { startProxy } from "../../../test/tcp-proxy.ts";
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
    const statements = everyStatement();
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

  test("a list of a few ids is looked up by them, and not the whole table beside it", async () => {
    const url = await databaseOn(started?.url ?? "", "plans");
    await (await openPostgres({ url, now: Date.now, log, onCrash: quiet })).close();
    const db = new SQL({ url, max: 1 });
    await db.unsafe(
      `insert into room (id, space, kind, name, name_key, topic, position, created, parent)
       select i, 1, 'thread', 'thread ' || i, 'thread ' || i, '', 0, 0, 1 from generate_series(100, 5000) i`,
    );
    await db.unsafe("analyze");
    await db.unsafe("set enable_seqscan = off"); // As the one who writes has it.
    const views = [...everyStatement()].filter((sql) => /^select r\.id, .* where r\.id .*ids_of/s.test(sql));
    expect(views.length).toBeGreaterThan(0);
    for (const view of views) {
      await db.unsafe(`prepare one as ${view}`);
      const plan = await db.unsafe("explain (format text) execute one('[4711]')");
      await db.unsafe("deallocate one");
      const steps: string[] = plan.map((row: Readonly<Record<string, unknown>>) =>
        String(Object.values(row)[0]),
      );
      const scans = steps.filter(
        (_, i) =>
          /Scan using room_pkey on room r/.test(steps[i] ?? "") && !/Index Cond/.test(steps[i + 1] ?? ""),
      );
      expect(scans).toEqual([]);
    }
    await db.close();
  }, 60_000);

  test("a connection that says nothing any more is given up: what waits is done once on another", async () => {
    const url = new URL(await databaseOn(started?.url ?? "", "silent"));
    const proxy = await startProxy(Number(url.port));
    url.port = String(proxy.port);
    const store = await openPostgres({ url: url.href, now: Date.now, log, onCrash: quiet, silent: 500 });
    const { ann, room } = await begin(store);
    await ask(store, ann, send(room, "before"));
    for (const where of ["with given as", "COMMIT"]) {
      const held = proxy.holdAt(where);
      const saying = ask(store, ann, send(room, where));
      await held;
      await saying;
    }
    const held = proxy.holdAt("order by m.n");
    const look = {
      type: "history_get",
      input: { room, before: null, after: null, around: null, limit: 50 },
    } as const;
    const reading = ask(store, ann, look);
    await held;
    const messages = await reading;
    expect(messages.map(({ text }) => text)).toEqual(["before", "with given as", "COMMIT"]);
    await store.close();
    proxy.close();
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

/** Those that a transaction has ready, in PostgreSQL's words. */
function everyStatement(): ReadonlySet<string> {
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
  txSource({ ...whole, prepare: noting(whole.prepare), prepareSteady: noting(whole.prepareSteady) }, () => 0);
  return statements;
}
