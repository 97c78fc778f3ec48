/** The database goes over to another server: a replica takes nothing in until it is promoted, and then all goes on there. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { SQL } from "bun";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { removeDirectories, startKoine } from "./koine.ts";
import { databaseOn, type Postgres, postgresPrograms, startPostgres, startReplica } from "./postgres.ts";
import { startProxy } from "./tcp-proxy.ts";

const TEST_MILLIS = 120_000;

describe.skipIf(postgresPrograms() === null)("PostgreSQL", () => {
  let first: Postgres;
  let second: Postgres;
  beforeAll(async () => {
    first = await startPostgres();
    second = await startReplica(first);
  }, TEST_MILLIS);
  afterAll(async () => {
    removeDirectories();
    await second.stop();
    await first.stop();
  });

  test(
    "fails over: a replica refuses, who is connected stays, and what was answered before is there afterwards",
    async () => {
      const proxy = await startProxy(first.port);
      const url = new URL(await databaseOn(first.url, "over"));
      url.port = String(proxy.port);
      const koine = await startKoine({ environment: { ...UNLIMITED, KOINE_STORE_URL: url.href } });
      const ann = await register(koine.url, "ann");
      const { client, ready } = await enter(koine.gateway, ann.token);
      const room_id = ready.space.default_room_id;
      const say = (content: string) => client.request({ type: "message_send", room_id, content });
      const said = async () => {
        const { messages } = await client.request({ type: "history_get", room_id, limit: 100 });
        return (messages as { content: string }[]).map(({ content }) => content);
      };
      expect(await say("before")).toMatchObject({ type: "ok" });
      await caughtUp(first.url);

      proxy.turnTo(second.port);
      // While nobody promotes it, it is as if it were away.
      expect(await say("to a replica")).toMatchObject({ type: "error", code: "storage" });
      expect(await say("and again")).toMatchObject({
        code: "storage",
        message: "The database is away; nothing was done",
      });
      await first.kill();
      const admin = new SQL({ url: second.url, max: 1 });
      await admin.unsafe("select pg_promote()");
      await admin.close();
      await koine.logged(({ message }) => message === "the database is back");
      expect(await say("after")).toMatchObject({ type: "ok" });
      expect(await said()).toEqual(["before", "after"]);
      expect(client.socket.readyState).toBe(WebSocket.OPEN);
      await client.close();
      expect(await koine.stop()).toBe(0);
      proxy.close();
    },
    TEST_MILLIS,
  );
});

/** Resolves when the replica has all that the server has. */
async function caughtUp(server: string): Promise<void> {
  const sql = new SQL({ url: server, max: 1 });
  for (let same = false; !same; ) {
    const [row] = await sql.unsafe(
      "select count(*) as behind from pg_stat_replication where replay_lsn is distinct from pg_current_wal_lsn()",
    );
    same = Number(row?.behind) === 0;
  }
  await sql.close();
}
