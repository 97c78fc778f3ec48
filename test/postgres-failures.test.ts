/** What goes wrong between Koine and PostgreSQL: nothing answered is lost, nothing is done twice, nobody is cut off. */

import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQL } from "bun";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, startKoine } from "./koine.ts";
import { onPostgres } from "./on-postgres.ts";
import { asOwner, databaseOn, freePort } from "./postgres.ts";
import { startProxy } from "./tcp-proxy.ts";

const TEST_MILLIS = 120_000;

/** Sends that are under way at a time. */
const WRITERS = 8;

onPostgres("PostgreSQL", (postgres) => {
  const onDatabase = async (name: string, more: { port?: number; query?: string } = {}) => {
    const url = new URL(await databaseOn(postgres().url, name));
    if (more.port !== undefined) url.port = String(more.port);
    const environment = { ...UNLIMITED, KOINE_STORE_URL: `${url.href}${more.query ?? ""}` };
    const koine = await startKoine({ environment });
    const ann = await register(koine.url, "ann");
    const { client, ready } = await enter(koine.gateway, ann.token);
    return { koine, client, room: ready.space.default_room_id, environment };
  };

  test(
    "killed under load: what was answered is there once, sessions stay, and what was refused can be said again",
    async () => {
      const { koine, client, room } = await onDatabase("killed");
      const ids = new Map<string, number>();
      const refusals: string[] = [];
      let killed: Promise<void> | null = null;
      const crash = async (): Promise<void> => {
        await postgres().kill();
        await koine.logged(({ message }) => message === "the database is away");
        // While it is away, commands fail at once and say why.
        expect(await say(client, room, "while it is away")).toMatchObject({ type: "error" });
        await postgres().restart();
        await koine.logged(({ message }) => message === "the database is back");
      };
      const writer = async (name: number): Promise<void> => {
        for (let i = 0; i < 40; i += 1) {
          const content = `words ${name} ${i}`;
          for (;;) {
            const answer = await say(client, room, content, content);
            if (answer.type === "ok") {
              ids.set(content, (answer.message as { id: number }).id);
              break;
            }
            refusals.push(String(answer.message));
            await Bun.sleep(50); // As a client does that was told to wait.
          }
          if (ids.size === 60) killed ??= crash();
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, i) => writer(i)));
      await killed;
      expect(refusals.length).toBeGreaterThan(0);
      expect(refusals.every((said) => /^The (database is away|storage failed)/.test(said))).toBe(true);
      expect(await saidIn(client, room)).toEqual(ids);
      expect(client.socket.readyState).toBe(WebSocket.OPEN);
      await end(koine, client);
    },
    TEST_MILLIS,
  );

  test(
    "cut off after the commit and before its answer: the message is there once, and its sender is answered",
    async () => {
      const proxy = await startProxy(postgres().port);
      const { koine, client, room } = await onDatabase("cut", { port: proxy.port });
      proxy.cutAfter("COMMIT", "update node set batch", 1);
      const answer = await say(client, room, "once");
      expect(answer).toMatchObject({ type: "ok", message: { content: "once" } });
      expect(proxy.cuts).toBe(1);
      // Its number says that a batch was stored, and only that one.
      expect(await say(client, room, "twice")).toMatchObject({ type: "ok" });
      expect([...(await saidIn(client, room)).keys()]).toEqual(["once", "twice"]);
      expect(client.packets.filter(({ event }) => event?.type === "message_create").length).toBe(2);
      await end(koine, client);
      proxy.close();
    },
    TEST_MILLIS,
  );

  test(
    "a serialization failure is tried again, and nobody notices",
    async () => {
      const { koine, client, room, environment } = await onDatabase("conflict");
      const db = new SQL({ url: environment.KOINE_STORE_URL, max: 1 });
      // A sequence counts what is undone, too.
      await db.unsafe("create sequence conflicts");
      await db.unsafe(`create function conflict() returns trigger language plpgsql as $$ begin
        if new.text = 'in the way' and nextval('conflicts') <= 2 then
          raise exception 'could not serialize access' using errcode = '40001';
        end if;
        return new;
      end $$`);
      await db.unsafe(
        "create trigger conflict before insert on message for each row execute function conflict()",
      );
      const answers = await Promise.all(
        ["before", "in the way", "after"].map((text) => say(client, room, text)),
      );
      expect(answers.map(({ type }) => type)).toEqual(["ok", "ok", "ok"]);
      expect([...(await saidIn(client, room)).keys()]).toEqual(["before", "in the way", "after"]);
      const [tried] = await db.unsafe("select last_value from conflicts");
      expect(Number(tried?.last_value)).toBe(3);
      await db.close();
      await end(koine, client);
    },
    TEST_MILLIS,
  );

  test(
    "one process has a database: a second is refused and says so, and may when the first was killed",
    async () => {
      const { koine, client, room, environment } = await onDatabase("taken");
      await expect(startKoine({ environment })).rejects.toThrow("Another Koine is running on the database");
      expect(await say(client, room, "the first goes on")).toMatchObject({ type: "ok" });
      await koine.kill();
      const next = await startKoine({ environment });
      expect(await next.stop()).toBe(0);
    },
    TEST_MILLIS,
  );

  test("a database that is not there is told with its place and without its password", async () => {
    const environment = { KOINE_STORE_URL: `postgres://koine:secret@127.0.0.1:${await freePort()}/none` };
    const failed = startKoine({ environment });
    await expect(failed).rejects.toThrow(/The database 127\.0\.0\.1:\d+\/none cannot be reached/);
    await failed.catch((error: Error) => expect(error.message).not.toContain("secret"));
  });

  test.skipIf(Bun.which("pgbouncer") === null)(
    "through a pooler that hands out connections by the transaction",
    async () => {
      const pooler = await startPooler(postgres().port);
      // Statements that one connection prepared would be taken for another's: that is found out before anything is done.
      await expect(onDatabase("unpooled", { port: pooler.port })).rejects.toThrow("write ?prepare=false");
      const { koine, client, room, environment } = await onDatabase("pooled", {
        port: pooler.port,
        query: "?prepare=false",
      });
      await Promise.all(Array.from({ length: 20 }, (_, i) => say(client, room, `pooled ${i}`)));
      expect((await saidIn(client, room)).size).toBe(20);
      await expect(startKoine({ environment })).rejects.toThrow("Another Koine is running on the database");
      await end(koine, client);
      const again = await startKoine({ environment, directory: koine.directory });
      expect(await again.stop()).toBe(0);
      await pooler.stop();
    },
    TEST_MILLIS,
  );
});

async function say(client: GatewayClient, room_id: number, content: string, nonce?: string) {
  return await client.request({
    type: "message_send",
    room_id,
    content,
    ...(nonce === undefined ? {} : { nonce }),
  });
}

/** The texts of a room with their ids, oldest first. */
async function saidIn(client: GatewayClient, room_id: number): Promise<Map<string, number>> {
  const found: [string, number][] = [];
  for (let before: number | undefined; ; ) {
    const page = { type: "history_get", room_id, limit: 100, ...(before === undefined ? {} : { before }) };
    const { messages } = (await client.request(page)) as unknown as {
      messages?: { id: number; content: string }[];
    };
    const [first] = messages ?? [];
    found.unshift(...(messages ?? []).map(({ id, content }): [string, number] => [content, id]));
    if (first === undefined || (messages ?? []).length < 100) break;
    before = first.id;
  }
  expect(new Set(found.map(([text]) => text)).size).toBe(found.length); // Nothing twice.
  return new Map(found);
}

async function end(koine: Koine, client: GatewayClient): Promise<void> {
  await client.close();
  expect(await koine.stop()).toBe(0);
}

/** PgBouncer in front of a server, in its transaction mode. */
async function startPooler(target: number): Promise<{ port: number; stop(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), "koine-pooler-"));
  const port = await freePort();
  const file = join(home, "pgbouncer.ini");
  const settings = [
    "[databases]",
    `* = host=127.0.0.1 port=${target}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "ignore_startup_parameters = extra_float_digits",
  ];
  // With one name for all, "any" asks for no password.
  writeFileSync(file, `${settings.join("\n")}\n`.replace(`port=${target}`, `port=${target} user=postgres`));
  await Bun.spawn(["chmod", "-R", "a+rX", home]).exited;
  const child = Bun.spawn(asOwner(["pgbouncer", "-q", file]), { stdout: "ignore", stderr: "ignore" });
  for (;;) {
    const sql = new SQL({ url: `postgres://postgres@127.0.0.1:${port}/postgres?prepare=false`, max: 1 });
    const answered = await sql
      .unsafe("select 1")
      .simple()
      .then(
        () => true,
        () => false,
      );
    await sql.close({ timeout: 0 });
    if (answered) break;
    if (child.exitCode !== null) throw new Error("PgBouncer did not start");
    await Bun.sleep(20); // It is starting.
  }
  return {
    port,
    async stop() {
      child.kill("SIGKILL");
      await child.exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
