/** A database that is in trouble, and says so or says nothing: commands are refused soon and clearly, and all goes on afterwards. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { SQL } from "bun";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { databaseOn, type Postgres, postgresPrograms, startPostgres } from "./postgres.ts";
import { startProxy } from "./tcp-proxy.ts";

const TEST_MILLIS = 120_000;

describe.skipIf(postgresPrograms() === null)("PostgreSQL in trouble", () => {
  let postgres: Postgres;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let koine: Koine;
  let client: GatewayClient;
  let room: number;
  /** Of the superuser, past the proxy. */
  let admin: SQL;

  beforeAll(async () => {
    postgres = await startPostgres();
    proxy = await startProxy(postgres.port);
    const url = new URL(await databaseOn(postgres.url, "trouble"));
    admin = new SQL({ url: url.href, max: 1 });
    await admin.unsafe("create role koine login; grant all on database trouble to koine");
    await admin.unsafe("alter schema public owner to koine; create extension pg_trgm");
    url.port = String(proxy.port);
    url.username = "koine";
    koine = await startKoine({ environment: { ...UNLIMITED, KOINE_STORE_URL: url.href } });
    const ann = await register(koine.url, "ann");
    const entered = await enter(koine.gateway, ann.token);
    client = entered.client;
    room = entered.ready.space.default_room_id;
  }, TEST_MILLIS);

  afterAll(async () => {
    await client.close();
    expect(await koine.stop()).toBe(0);
    removeDirectories();
    await admin.close();
    proxy.close();
    await postgres.stop();
  });

  const say = async (content: string, more: { readonly reply_to?: number } = {}) =>
    await client.request({ type: "message_send", room_id: room, content, ...more });
  const read = async () => await client.request({ type: "history_get", room_id: room, limit: 100 });
  const said = async () => ((await read()).messages as { content: string }[]).map(({ content }) => content);
  const endAll = async () =>
    await admin.unsafe("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'koine'");
  const back = () => koine.logged(({ message }) => message === "the database is back");

  test(
    "it lets nobody in: what is asked is refused, and served when it does again",
    async () => {
      await admin.unsafe("alter role koine connection limit 0");
      await endAll();
      expect(await say("too many")).toMatchObject({
        type: "error",
        code: "storage",
        retry_after_ms: 1000,
      });
      expect(await read()).toMatchObject({ type: "error", code: "storage" });
      await admin.unsafe("alter role koine connection limit -1");
      await back();
      expect(await say("let in")).toMatchObject({ type: "ok" });
      expect(await said()).toEqual(["let in"]);
    },
    TEST_MILLIS,
  );

  test(
    "its disk is full: the sender hears that, others are served, and nothing was done",
    async () => {
      await admin.unsafe(`create function full_disk() returns trigger language plpgsql as $$ begin
      if new.text = 'too much' then raise exception 'could not extend file' using errcode = '53100'; end if;
      return new;
    end $$`);
      await admin.unsafe(
        "create trigger full_disk before insert on message for each row execute function full_disk()",
      );
      const answers = await Promise.all(["beside it", "too much"].map((text) => say(text)));
      expect(answers).toMatchObject([
        { type: "ok" },
        { type: "error", code: "storage", message: "The disk of the database is full; nothing was done" },
      ]);
      await admin.unsafe("drop trigger full_disk on message");
      expect(await said()).toEqual(["let in", "beside it"]);
    },
    TEST_MILLIS,
  );

  test(
    "it ends connections that are idle: nobody notices",
    async () => {
      await admin.unsafe("alter role koine set idle_session_timeout = '50ms'");
      await endAll();
      for (const text of ["idle 1", "idle 2", "idle 3"]) {
        expect(await say(text)).toMatchObject({ type: "ok" });
        const ended = async () => {
          const [row] = await admin.unsafe(
            "select count(*) as left from pg_stat_activity where usename = 'koine' and state = 'idle'",
          );
          return Number(row?.left) === 0;
        };
        while (!(await ended())) await Bun.sleep(10); // Until the database has ended them.
      }
      await admin.unsafe("alter role koine reset idle_session_timeout");
      expect((await said()).slice(-3)).toEqual(["idle 1", "idle 2", "idle 3"]);
    },
    TEST_MILLIS,
  );

  /** Resolves when a batch is tried again for this reason. */
  const triedAgain = (why: string) =>
    koine.logged(
      ({ message, reason }) => message === "a batch is tried again" && String(reason).includes(why),
    );
  const times = async (text: string) => (await said()).filter((one) => one === text).length;

  test(
    "it ends a transaction that is idle: the message is stored once, and its sender answered",
    async () => {
      await admin.unsafe("alter role koine set idle_in_transaction_session_timeout = '100ms'");
      await endAll();
      // What it replies to must be asked for first, so it is a transaction of more than one statement.
      const [first] = (await read()).messages as { readonly id: number }[];
      const held = proxy.holdAt("held in the midst");
      const answer = say("held in the midst", { reply_to: first?.id ?? 0 });
      await held;
      await triedAgain("idle-in-transaction timeout");
      expect(await answer).toMatchObject({ type: "ok" });
      await admin.unsafe("alter role koine reset idle_in_transaction_session_timeout");
      expect(await times("held in the midst")).toBe(1);
    },
    TEST_MILLIS,
  );

  /** What happens once when that is stored, and what of it is told. */
  const mishaps = [
    ["it has forgotten the statements that were prepared", "execute 'deallocate all'", "does not exist"],
    [
      "it ends a transaction that takes too long", // Itself it does so from its version 17 on.
      "raise exception 'transaction timeout' using errcode = '25P04'",
      "transaction timeout",
    ],
  ] as const;
  for (const [what, mishap, why] of mishaps) {
    test(
      `${what}: the message is stored once, and its sender answered`,
      async () => {
        // A sequence counts what is undone, too.
        await admin.unsafe("create sequence tries; grant all on sequence tries to koine");
        await admin.unsafe(`create function mishap() returns trigger language plpgsql as $$ begin
          if new.text = '${what}' and nextval('tries') = 1 then ${mishap}; end if;
          return new;
        end $$`);
        await admin.unsafe(
          "create trigger mishap after insert on message for each row execute function mishap()",
        );
        const answer = say(what);
        await triedAgain(why);
        expect(await answer).toMatchObject({ type: "ok" });
        await admin.unsafe("drop trigger mishap on message; drop function mishap; drop sequence tries");
        expect(await times(what)).toBe(1);
      },
      TEST_MILLIS,
    );
  }
});
