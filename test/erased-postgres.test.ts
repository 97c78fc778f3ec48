/** What is deleted is no row of PostgreSQL any more: in no table, no history, and in no sample of the planner's. */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SQL } from "bun";
import { ask, makeRoom } from "./community.ts";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { startKoine } from "./koine.ts";
import { onPostgres } from "./on-postgres.ts";
import { databaseOn } from "./postgres.ts";

const TEST_MILLIS = 120_000;

/** Enough that the planner takes samples. */
const MESSAGES = 120;

onPostgres("on PostgreSQL", (postgres) => {
  test(
    "deleted and overwritten words are in no row at once, and in no file of the tables after they were written anew",
    async () => {
      const url = await databaseOn(postgres().url, "erased");
      const koine = await startKoine({ environment: { ...UNLIMITED, KOINE_STORE_URL: url } });
      const { token } = await register(koine.url, "ann");
      const { client, ready } = await enter(koine.gateway, token);
      const room_id = ready.space.default_room_id;
      const idOf = (noun: unknown): number => (noun as { id: number }).id;
      const send = async (content: string, more: object = {}) =>
        idOf((await ask(client, { type: "message_send", room_id, content, ...more })).message);
      const doomed: number[] = [];
      for (let i = 0; i < MESSAGES; i += 1) {
        await send(`stays${i}x`);
        const id = await send(`firstgoes${i}x`);
        await ask(client, { type: "message_edit", message_id: id, content: `secondgoes${i}x` });
        doomed.push(id);
      }
      // An answer quotes what it answers.
      await send("an answer", { reply_to: doomed[0] });
      const asked = {
        type: "poll_create",
        room_id,
        question: "questiongoes",
        options: ["optiongoes", "other"],
      };
      doomed.push(idOf((await ask(client, asked)).message));
      const forum = await makeRoom(client, "paper", { kind: "forum" });
      const opened = { type: "thread_create", room_id: forum, name: "titlegoes", content: "threadgoes" };
      const thread = idOf((await ask(client, opened)).room);

      const db = new SQL({ url, max: 1 });
      const dead = /(?:first|second)goes\d+x|(?:question|option|title|thread)goes/;
      const written = async (): Promise<string[]> => {
        const rows: string[] = [];
        const tables = await db.unsafe(
          "select table_name as name from information_schema.tables where table_schema = 'public'",
        );
        for (const { name } of [...tables, { name: "pg_stats" }]) {
          for (const { row } of await db.unsafe(`select t::text as row from "${name}" t`))
            rows.push(String(row));
        }
        return rows;
      };
      await db.unsafe("analyze");
      expect((await written()).filter((row) => dead.test(row)).length).toBeGreaterThan(MESSAGES);

      for (const message_id of doomed) await ask(client, { type: "message_delete", message_id });
      await ask(client, { type: "room_delete", room_id: thread });
      await client.close();
      expect(await koine.stop()).toBe(0);
      const rows = await written();
      expect(rows.filter((row) => dead.test(row))).toEqual([]);
      // Each in its message, and perhaps in the index already.
      expect(rows.filter((row) => /stays\d+x/.test(row)).length).toBeGreaterThanOrEqual(MESSAGES);

      await db.unsafe("vacuum full");
      await db.unsafe("checkpoint");
      await db.close();
      const files = readdirSync(join(postgres().directory, "base"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"));
      expect(files.some((bytes) => /stays\d+x/.test(bytes))).toBe(true);
      expect(files.filter((bytes) => dead.test(bytes))).toEqual([]);
    },
    TEST_MILLIS,
  );
});
