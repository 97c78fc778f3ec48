/** PostgreSQL keeps the contract of every store. KOINE_TEST_POSTGRES names a server to make databases in. */

import { test } from "bun:test";
import { SQL } from "bun";
import { storeContract } from "../../../test/contract/store.ts";
import type { Log } from "../../core/log.ts";
import { openPostgres } from "./client.ts";

const server = process.env.KOINE_TEST_POSTGRES ?? "";
const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

if (server === "") test.skip("PostgreSQL keeps the contract: KOINE_TEST_POSTGRES names no server", quiet);
else {
  const admin = new SQL(server);
  let databases = 0;
  storeContract("postgres", async () => {
    databases += 1;
    const name = `koine_test_${process.pid}_${databases}`;
    await admin.unsafe(`create database ${name} encoding 'UTF8' locale 'C' template template0`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const store = await openPostgres(url.href, Date.now, log);
    const remove = async (): Promise<void> => {
      await store.close();
      await admin.unsafe(`drop database ${name}`);
    };
    return { store, remove };
  });
}
