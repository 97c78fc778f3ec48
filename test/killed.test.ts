/** kill -9 in the midst of a backup, a restore and a migration: either all of it or nothing, and never damage. */

import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { problemsOf } from "../src/store/sqlite/copy.ts";
import { VERSION } from "../src/store/sqlite/schema.ts";
import { askKoine, runKoine, spawnKoine } from "./command-line.ts";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { oldDatabase } from "./old-database.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

/** Starts a command and kills it as soon as `reached`; true when it was still running then. */
async function killWhen(args: readonly string[], data: string, reached: () => boolean): Promise<boolean> {
  const child = await spawnKoine(args, { data });
  while (!reached() && child.exitCode === null) await Bun.sleep(0);
  child.kill("SIGKILL");
  await child.exited;
  return child.signalCode === "SIGKILL";
}

async function say(koine: Koine, token: string, contents: readonly string[]): Promise<void> {
  const { client, ready } = await enter(koine.gateway, token);
  for (const content of contents) {
    const answer = await client.request({
      type: "message_send",
      room_id: ready.space.default_room_id,
      content,
    });
    expect(answer.type).toBe("ok");
  }
  await client.close();
}

async function history(koine: Koine, token: string): Promise<string[]> {
  const { client, ready } = await enter(koine.gateway, token);
  const room_id = ready.space.default_room_id;
  const answer = await client.request({ type: "history_get", room_id, limit: 200 });
  await client.close();
  return (answer.messages as { content: string }[]).map(({ content }) => content);
}

/** A directory whose server said "old" and was backed up, and then said "new" and stopped. */
async function prepared(): Promise<{ data: string; backup: string; token: string }> {
  const koine = await startKoine({ environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  await say(koine, token, ["old"]);
  const backup = join(temporaryDirectory(), "koine.tar");
  await askKoine(["backup", backup], { data: koine.directory });
  await say(koine, token, ["new"]);
  await koine.stop();
  return { data: koine.directory, backup, token };
}

test("a backup that is killed harms no server and is no backup; the next one is", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  const answered: string[] = [];
  let killed = 0;
  for (const piece of ["", "koine.db", "manifest.json", "archive.tar"]) {
    const target = join(temporaryDirectory(), "koine.tar");
    const wasRunning = await killWhen(["backup", target], koine.directory, () =>
      existsSync(join(`${target}.partial`, piece)),
    );
    if (wasRunning) killed += 1;
    const content = `after ${piece}`;
    await say(koine, token, [content]);
    answered.push(content);
    if (wasRunning && existsSync(`${target}.partial`)) {
      const half = await runKoine(["restore", `${target}.partial`], { data: temporaryDirectory() });
      // All its pieces may have been there.
      if (half.code !== 0) expect(half.err).toMatch(/not finished|damaged/);
    }
    if (!existsSync(target)) await askKoine(["backup", target], { data: koine.directory });
    expect(existsSync(`${target}.partial`)).toBe(false);
    expect(await runKoine(["restore", target], { data: temporaryDirectory() })).toMatchObject({ code: 0 });
  }
  expect(killed).toBeGreaterThanOrEqual(2);
  expect(await history(koine, token)).toEqual(answered);
  await koine.stop();
  expect(problemsOf(join(koine.directory, "koine.db"))).toEqual([]);
});

test("a restore that is killed over a database leaves the old one or the restored one", async () => {
  const { data: source, backup, token } = await prepared();
  let killed = 0;
  for (const piece of ["", "koine.db", "signing-keys.json", "complete"]) {
    const data = temporaryDirectory();
    cpSync(source, data, { recursive: true });
    const wasRunning = await killWhen(["restore", backup, "--overwrite"], data, () =>
      existsSync(join(data, "restoring", piece)),
    );
    if (wasRunning) killed += 1;
    const koine = await startKoine({ directory: data, environment: UNLIMITED });
    const said = await history(koine, token);
    expect([["old"], ["old", "new"]]).toContainEqual(said);
    if (said.length === 2) {
      const told = koine.lines.some((line) => line.includes("a restore was interrupted before it was whole"));
      expect(told).toBe(wasRunning);
    }
    await koine.stop();
    expect(problemsOf(join(data, "koine.db"))).toEqual([]);
    expect(existsSync(join(data, "restoring"))).toBe(false);
  }
  expect(killed).toBeGreaterThanOrEqual(2);
});

test("a restore into a new folder that is killed is no empty server: it says so until it is done again", async () => {
  const { backup, token } = await prepared();
  const data = temporaryDirectory();
  expect(await killWhen(["restore", backup], data, () => existsSync(join(data, "restoring")))).toBe(true);
  const refused = await startKoine({ directory: data }).catch(String);
  expect(refused).toContain(`A restore into ${data} was interrupted before it was whole`);
  expect(await runKoine(["restore", backup], { data })).toMatchObject({ code: 0 });
  const koine = await startKoine({ directory: data });
  expect(await history(koine, token)).toEqual(["old"]);
  await koine.stop();
});

test("a restore that was whole when it was killed is finished by the next start, wherever it had come", async () => {
  const { data: source, backup, token } = await prepared();
  const restored = temporaryDirectory();
  await askKoine(["restore", backup], { data: restored });
  // The steps after the moment of the restore, as many as were done.
  const steps: ((data: string) => void)[] = [
    (data) => rmSync(join(data, "koine.db-wal"), { force: true }),
    (data) => renameSync(join(data, "restoring/koine.db"), join(data, "koine.db")),
    (data) => renameSync(join(data, "restoring/signing-keys.json"), join(data, "signing-keys.json")),
    (data) => rmSync(join(data, "blobs"), { recursive: true }),
    (data) => renameSync(join(data, "restoring/blobs"), join(data, "blobs")),
  ];
  for (let done = 0; done <= steps.length; done++) {
    const data = temporaryDirectory();
    cpSync(source, data, { recursive: true });
    mkdirSync(join(data, "restoring"));
    for (const piece of ["koine.db", "signing-keys.json", "blobs"])
      cpSync(join(restored, piece), join(data, "restoring", piece), { recursive: true });
    writeFileSync(join(data, "restoring/complete"), "");
    for (const step of steps.slice(0, done)) step(data);
    const koine = await startKoine({ directory: data });
    expect(koine.lines.join("\n")).toContain("finished a restore that was interrupted");
    expect(await history(koine, token)).toEqual(["old"]);
    await koine.stop();
    expect(readdirSync(data)).not.toContain("restoring");
  }
});

/** The schema's version that a database has come to, as anybody may read it. */
function versionIn(data: string): number {
  const db = new Database(join(data, "koine.db"), { readonly: true });
  try {
    return db.query<{ user_version: number }, []>("pragma user_version").get()?.user_version ?? 0;
  } catch {
    return 0; // Locked for a moment.
  } finally {
    db.close();
  }
}

test("a migration that is killed goes on where it was: nothing is lost, nothing is done twice", async () => {
  const source = temporaryDirectory();
  const messages = oldDatabase(source, 2, 20_000);
  let killed = 0;
  for (const version of [2, 3, 5, 8, VERSION - 1]) {
    const data = temporaryDirectory();
    cpSync(source, data, { recursive: true });
    const environment = { KOINE_LISTEN: "127.0.0.1:0" };
    const server = await spawnKoine(["serve"], { data, environment });
    while (versionIn(data) < version || (version === 2 && !existsSync(join(data, "koine.lock")))) {
      if (server.exitCode !== null) throw new Error(await server.stdout.text());
      await Bun.sleep(0);
    }
    server.kill("SIGKILL");
    await server.exited;
    const reached = versionIn(data);
    if (reached < VERSION) killed += 1;
    expect(problemsOf(join(data, "koine.db"))).toEqual([]);
    const koine = await startKoine({ directory: data });
    expect(koine.lines.some((line) => line.includes("bringing the database up to date"))).toBe(
      reached < VERSION,
    );
    await koine.stop();
    expect(versionIn(data)).toBe(VERSION);
    expect(problemsOf(join(data, "koine.db"))).toEqual([]);
    const { counts } = await askKoine<{ counts: object }>(["backup", join(temporaryDirectory(), "after")], {
      data,
    });
    expect(counts).toMatchObject({ message: messages, space: 1, user: 1 });
  }
  expect(killed).toBeGreaterThanOrEqual(2);
}, 60_000);
