/** SQLite keeps the contract of every store, and what only files can get wrong. */

import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, begin, hand, send, storeContract } from "../../../test/contract/store.ts";
import type { Log } from "../../core/log.ts";
import type { Store } from "../../core/ports.ts";
import { openSqlite } from "./client.ts";
import { migrate, VERSION } from "./schema.ts";

const root = mkdtempSync(join(tmpdir(), "koine-store-"));
afterAll(() => {
  if (canMount) Bun.spawnSync(["umount", "--lazy", small]);
  rmSync(root, { recursive: true, force: true });
});

const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let directories = 0;

function fresh(): string {
  directories += 1;
  const directory = join(root, String(directories));
  mkdirSync(directory);
  return directory;
}

function open(directory: string): Promise<Store> {
  const worker = new URL("../../worker.ts", import.meta.url).href;
  return openSqlite(
    directory,
    () => new Worker(worker),
    log,
    (reason) => {
      throw new Error(reason);
    },
  );
}

storeContract("sqlite", async () => {
  const store = await open(fresh());
  return { store, remove: () => store.close() };
});

test("a second process on the directory is refused, and the first goes on", async () => {
  const directory = fresh();
  const store = await open(directory);
  const source = `
    import { openWriter } from ${JSON.stringify(join(import.meta.dir, "open.ts"))};
    openWriter(process.argv[1], { now: 0, newId: () => 1, randomText: () => "" });`;
  const second = Bun.spawnSync([process.execPath, "-e", source, directory]);
  expect(second.exitCode).not.toBe(0);
  expect(second.stderr.toString()).toContain(`Another Koine is running on ${directory}`);
  const { ann, room } = await begin(store);
  expect((await ask(store, ann, send(room, "still here"))).n).toBe(1);
  await store.close();
});

test("a newer database is refused with both numbers, and left as it is", async () => {
  const directory = fresh();
  const file = openFile(directory);
  file.run(`pragma user_version = ${VERSION + 7}`);
  file.close();
  await expect(open(directory)).rejects.toThrow(`version ${VERSION + 7}, this program knows ${VERSION}`);
  const after = openFile(directory);
  expect(after.query<{ user_version: number }, []>("pragma user_version").get()?.user_version).toBe(
    VERSION + 7,
  );
  after.close();
});

test("the migrations lead from nothing to this version, and a second time change nothing", () => {
  const db = new Database(join(fresh(), "koine.db"));
  let ids = 0;
  const beginning = { now: 0, newId: () => ++ids, randomText: () => "epoch" };
  migrate(db, beginning);
  const schema = () => db.query("select type, name, sql from sqlite_schema order by name").all();
  const first = schema();
  expect(db.query<{ user_version: number }, []>("pragma user_version").get()?.user_version).toBe(VERSION);
  migrate(db, beginning);
  expect(schema()).toEqual(first);
  db.close();
});

test("a row of the log that makes no sense is a blank with its position, and the others are told", async () => {
  const directory = fresh();
  const store = await open(directory);
  const { ann, room } = await begin(store);
  await ask(store, ann, send(room, "before"));
  await ask(store, ann, send(room, "broken"));
  await ask(store, ann, send(room, "after"));
  await store.close();
  const db = openFile(directory);
  db.run("update log set type = 'of_a_later_version' where stream = ? and seq = 1", [room]);
  db.run("update log set subject = 7 where stream = ? and seq = 3", [room]);
  db.close();
  const again = await open(directory);
  const input = { stream: room, after: 0, limit: 10 };
  expect(await ask(again, null, { type: "backlog_get", input })).toMatchObject([
    { type: "blank", seq: 1 },
    { type: "message_create", seq: 2, message: { text: "before" } },
    { type: "blank", seq: 3 },
    { type: "message_create", seq: 4, message: { text: "after" } },
  ]);
  await again.close();
});

test("where the disk cannot be written, the answer is storage, nothing is half done, and it goes on after", async () => {
  const directory = fresh();
  const store = await open(directory);
  const { ann, room } = await begin(store);
  await ask(store, ann, send(room, "one"));
  // Somebody else holds the file for writing, longer than the store waits.
  const other = openFile(directory);
  other.run("begin immediate");
  const refused = await Promise.all([
    hand(store, ann, send(room, "lost")),
    hand(store, ann, send(room, "lost too")),
  ]);
  other.run("rollback");
  other.close();
  expect(refused).toMatchObject([
    { ok: false, fault: { code: "storage" } },
    { ok: false, fault: { code: "storage" } },
  ]);
  const next = await hand(store, ann, send(room, "two"));
  expect(next).toMatchObject({ ok: true, reply: { n: 2, text: "two" }, events: [{ seq: 3 }] });
  await store.close();
}, 60_000);

// Needs the right to mount: a file system of its own that is as small as wished.
const small = fresh();
const canMount =
  Bun.which("mount") !== null &&
  Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small]).exitCode === 0;
test.skipIf(!canMount)(
  "a full disk: storage, and what was answered is there after a restart",
  async () => {
    const store = await open(small);
    const { ann, room } = await begin(store);
    let answered = 0;
    let code = "";
    while (code === "" && answered < 1_000) {
      const outcome = await hand(store, ann, send(room, `${answered + 1} ${"x".repeat(16_000)}`));
      if (outcome.ok) answered += 1;
      else code = outcome.fault.code;
    }
    expect(code).toBe("storage");
    expect(answered).toBeGreaterThan(10);
    await store.close();

    Bun.spawnSync(["mount", "-o", "remount,size=32m", small]);
    const again = await open(small);
    const page = { room, before: null, after: null, around: null, limit: 1 };
    const [last] = await ask(again, ann, { type: "history_get", input: page });
    expect(last?.n).toBe(answered);
    expect(last?.text.split(" ")[0]).toBe(String(answered));
    expect((await ask(again, ann, send(room, "room again"))).n).toBe(answered + 1);
    await again.close();
  },
  60_000,
);

/** The database itself. The store may be writing its index, or its readers may be putting the journal away. */
function openFile(directory: string): Database {
  const db = new Database(join(directory, "koine.db"));
  db.run("pragma busy_timeout = 20000");
  return db;
}

test("while sends go on without a pause, the index for searching is never far behind", async () => {
  const directory = fresh();
  const store = await open(directory);
  const { ann, room } = await begin(store);
  const db = new Database(join(directory, "koine.db"), { readonly: true });
  const unindexed = db.query<{ count: number }, []>(
    "select count(*) as count from message where id > (select up_to from indexed)",
  );
  let most = 0;
  for (let batch = 0; batch < 40; batch++) {
    await Promise.all(Array.from({ length: 64 }, (_, i) => hand(store, ann, send(room, `${batch} ${i}`))));
    most = Math.max(most, unindexed.get()?.count ?? 0);
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(700);
  db.close();
  await store.close();
});
