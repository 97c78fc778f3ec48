/** The index for searching is brought on behind the sends: nothing is missed before, at its border, or after. */

import { expect, test } from "bun:test";
import { SQL } from "bun";
import { ask } from "./community.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { startKoine } from "./koine.ts";
import { onPostgres } from "./on-postgres.ts";
import { databaseOn } from "./postgres.ts";

const TEST_MILLIS = 60_000;

async function found(client: GatewayClient, query: string): Promise<string[]> {
  const { messages } = await ask(client, { type: "search", query });
  return ((messages ?? []) as { content: string }[]).map(({ content }) => content);
}

/** Until every message is indexed; the server does that when it is quiet. */
async function indexed(db: SQL): Promise<void> {
  const behind = "select 1 from indexed where up_to < (select max(id) from message)";
  while ((await db.unsafe(behind)).length > 0);
}

const differences = `select coalesce(i.id, m.id) as id from message_index i
  full join (select id, text from message where text <> '' and id <= (select up_to from indexed)) m on m.id = i.id
  where i.text is distinct from folded(m.text)`;

onPostgres("on PostgreSQL", (postgres) => {
  test(
    "messages are found before they are indexed and after, edited and deleted ones as they are",
    async () => {
      const url = await databaseOn(postgres().url, "search");
      const koine = await startKoine({ environment: { ...UNLIMITED, KOINE_STORE_URL: url } });
      const db = new SQL({ url, max: 1 });
      const { token } = await register(koine.url, "ann");
      const { client, ready } = await enter(koine.gateway, token);
      const room_id = ready.space.default_room_id;
      const send = async (content: string): Promise<number> => {
        const { message } = await ask(client, { type: "message_send", room_id, content });
        return (message as { id: number }).id;
      };

      const texts = Array.from({ length: 300 }, (_, i) => `the Übermut number ${i}`);
      for (const [i, text] of texts.entries()) {
        await send(text);
        if (i % 50 === 0) expect((await found(client, "ubermut number")).at(0)).toBe(text);
      }
      await indexed(db);
      expect(await found(client, "übermut")).toEqual(texts.toReversed().slice(0, 50));

      const edited = await send("before it was edited");
      await ask(client, { type: "message_edit", message_id: edited, content: "while it is new" });
      expect(await found(client, "edited")).toEqual([]);
      expect(await found(client, '"hile it" new')).toEqual(["while it is new"]);
      await indexed(db);
      await ask(client, { type: "message_edit", message_id: edited, content: "übermut when it is indexed" });
      const gone = await send("übermut that goes");
      // One is in the index, the other is not.
      expect((await found(client, "ubermut")).slice(0, 3)).toEqual([
        "übermut that goes",
        "übermut when it is indexed",
        "the Übermut number 299",
      ]);
      expect(await found(client, '"hile it"')).toEqual([]);
      expect(await found(client, '"hen it" indexed')).toEqual(["übermut when it is indexed"]);
      await indexed(db);
      for (const message_id of [gone, edited]) await ask(client, { type: "message_delete", message_id });
      expect((await found(client, '"bermut"')).slice(0, 1)).toEqual(["the Übermut number 299"]);
      expect(await db.unsafe(differences)).toHaveLength(0);
      expect(
        await db.unsafe("select 1 from message_index where id = any($1)", [db.array([gone, edited], "int8")]),
      ).toHaveLength(0);

      await client.close();
      await db.close();
      expect(await koine.stop()).toBe(0);
    },
    TEST_MILLIS,
  );
});
