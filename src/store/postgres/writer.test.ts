/**
 * Batches that are on their way while the next are decided: each is stored once and in order, whatever becomes of the
 * connection and of those before.
 */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { SQL } from "bun";
import { ask, begin, hand, type Scene, send } from "../../../test/contract/store.ts";
import { databaseOn, type Postgres, postgresPrograms, startPostgres } from "../../../test/postgres.ts";
import { startProxy, type TcpProxy } from "../../../test/tcp-proxy.ts";
import type { Log } from "../../core/log.ts";
import type { Message } from "../../core/model/messages.ts";
import type { Outcome } from "../../core/ports.ts";
import { openPostgres } from "./client.ts";

const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const TEST_MILLIS = 60_000;

interface Stage extends Scene {
  readonly proxy: TcpProxy;
  readonly db: SQL;
}

describe.skipIf(postgresPrograms() === null)("the one who writes to PostgreSQL", () => {
  let postgres: Postgres;
  let databases = 0;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, TEST_MILLIS);
  afterAll(() => postgres.stop());

  /** Two users have said something, so all that their next message asks is known. */
  const play = (what: string, run: (stage: Stage) => Promise<void>): void =>
    test(
      what,
      async () => {
        databases += 1;
        const url = new URL(await databaseOn(postgres.url, `writer_${databases}`));
        const db = new SQL({ url: url.href, max: 1 });
        const proxy = await startProxy(Number(url.port));
        url.port = String(proxy.port);
        const store = await openPostgres({
          url: url.href,
          now: Date.now,
          log,
          onCrash: quiet,
          silent: 1_000,
        });
        try {
          const scene = await begin(store);
          for (const one of [scene.ann, scene.bob]) await ask(store, one, send(scene.room, "hello"));
          await run({ ...scene, proxy, db });
        } finally {
          await store.close();
          await db.close();
          proxy.close();
        }
      },
      TEST_MILLIS,
    );

  play(
    "cut off when a batch was stored and not answered: its messages have their places, once",
    async (stage) => {
      const { store, ann, bob, room, proxy } = stage;
      proxy.cutAfter("the last word", "tell_alone", 1);
      const outcomes = await Promise.all([
        hand(store, ann, send(room, "a word before", "one")),
        hand(store, bob, send(room, "the last word")),
        hand(store, ann, send(room, "a word behind")),
      ]);
      expect(proxy.cuts).toBe(1);
      expect(placesOf(outcomes)).toEqual([
        ["a word before", 3],
        ["the last word", 4],
        ["a word behind", 5],
      ]);
      expect(await saidIn(stage)).toEqual([
        "hello",
        "hello",
        "a word before",
        "the last word",
        "a word behind",
      ]);
    },
  );

  play("cut off with two batches on their way: each is stored once, in order", async (stage) => {
    const { store, ann, bob, room, proxy } = stage;
    const held = proxy.holdAt("swallowed");
    const first = hand(store, ann, send(room, "swallowed"));
    await held;
    const second = hand(store, bob, send(room, "behind it"));
    expect(placesOf(await Promise.all([first, second]))).toEqual([
      ["swallowed", 3],
      ["behind it", 4],
    ]);
    expect(await saidIn(stage)).toEqual(["hello", "hello", "swallowed", "behind it"]);
  });

  play("one that another transaction was in the way of stops those behind it", async (stage) => {
    const { store, ann, bob, room, db } = stage;
    await db.unsafe("create sequence conflicts");
    await db.unsafe(`create function conflict() returns trigger language plpgsql as $$ begin
      if new.text = 'in the way' and nextval('conflicts') <= 2 then
        perform pg_advisory_xact_lock(4711);
        raise exception 'could not serialize access' using errcode = '40001';
      end if;
      return new;
    end $$`);
    await db.unsafe(
      "create trigger conflict before insert on message for each row execute function conflict()",
    );
    await db.unsafe("select pg_advisory_lock(4711)");
    const first = hand(store, ann, send(room, "in the way"));
    await waiting(db);
    const second = hand(store, bob, send(room, "behind it"));
    const third = hand(store, ann, send(room, "the last"));
    await db.unsafe("select pg_advisory_unlock(4711)");
    expect(placesOf(await Promise.all([first, second, third]))).toEqual([
      ["in the way", 3],
      ["behind it", 4],
      ["the last", 5],
    ]);
  });

  play("a nonce that is used again, at once and later, gives the first message", async (stage) => {
    const { store, ann, bob, room, db } = stage;
    const again = () => hand(store, ann, send(room, "once", "nonce"));
    const told = (outcomes: readonly Outcome[]): number =>
      outcomes.flatMap((outcome) => (outcome.ok ? outcome.events : [])).length;
    const same = await Promise.all([again(), again(), hand(store, bob, send(room, "another"))]);
    expect(new Set(placesOf(same).map(([, n]) => n))).toEqual(new Set([3, 4]));
    expect(told(same)).toBe(2);
    const later = await Promise.all([again(), hand(store, bob, send(room, "later")), again()]);
    expect(placesOf(later)[0]).toEqual(placesOf(same)[0]);
    expect(placesOf(later)[2]).toEqual(placesOf(same)[0]);
    expect(told(later)).toBe(1);
    const [row] = await db.unsafe(`select n from counter where id = ${room}`);
    expect(Number(row?.n)).toBe(5);
  });

  play(
    "who must wait before the next message hears of the one that was sent with the nonce",
    async (stage) => {
      const { store, ann, bob, room } = stage;
      const others = { name: null, topic: null, archived: null, userLimit: null, owner: null };
      await ask(store, ann, { type: "room_update", input: { room, slowMode: 3_600, ...others } });
      const first = await ask(store, bob, send(room, "in time", "nonce"));
      expect((await ask(store, bob, send(room, "in time", "nonce"))).id).toBe(first.id);
      const next = await hand(store, bob, send(room, "too soon", "other"));
      expect(next).toMatchObject({ ok: false, fault: { code: "rate_limited" } });
      expect(await saidIn(stage)).toEqual(["hello", "hello", "in time"]);
    },
  );
});

/** Text and number of each; where it was told, its place in the room's log is as much further on as the first's. */
function placesOf(outcomes: readonly Outcome[]): [string, number][] {
  const ahead = new Set<number>();
  const places = outcomes.map((outcome): [string, number] => {
    if (!outcome.ok) throw new Error(outcome.fault.message);
    const { text, n } = outcome.reply as Message;
    for (const event of outcome.events) if ("seq" in event) ahead.add(event.seq - n);
    return [text, n];
  });
  expect(ahead.size).toBeLessThanOrEqual(1);
  return places;
}

async function saidIn({ store, ann, room }: Stage): Promise<readonly string[]> {
  const input = { room, before: null, after: null, around: null, limit: 50 };
  return (await ask(store, ann, { type: "history_get", input })).map(({ text }) => text);
}

/** Resolves when a session of the database waits for a lock. */
async function waiting(db: SQL): Promise<void> {
  for (;;) {
    const [row] = await db.unsafe(
      "select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (Number(row?.count) > 0) return;
    await Bun.sleep(5);
  }
}
