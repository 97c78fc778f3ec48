/** Backups of a running server, and what comes of restoring them. */

import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { askKoine, runKoine } from "./command-line.ts";
import { upload } from "./files-client.ts";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

interface Told {
  readonly counts: Readonly<Record<string, number>>;
  readonly files: number;
  readonly missing: readonly string[];
}

/** A server with two accounts, a few messages and a file. */
async function inhabited(): Promise<{ koine: Koine; ann: Account; bob: Account; room: number }> {
  const koine = await startKoine({ environment: UNLIMITED });
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room = ready.space.default_room_id;
  for (const content of ["one", "two", "three"]) await say(client, room, content);
  const file = await upload(koine.url, ann.token, "some bytes", { name: "note.txt" });
  await client.request({ type: "message_send", room_id: room, content: "a file", attachment_ids: [file.id] });
  await client.close();
  return { koine, ann, bob, room };
}

async function say(client: GatewayClient, room: number, content: string): Promise<void> {
  const answer = await client.request({ type: "message_send", room_id: room, content });
  expect(answer.type).toBe("ok");
}

async function history(client: GatewayClient, room: number): Promise<string[]> {
  const answer = await client.request({ type: "history_get", room_id: room, limit: 200 });
  return (answer.messages as { content: string }[]).map(({ content }) => content);
}

for (const name of ["koine.tar", "folder"]) {
  test(`whoever was connected before a restore (${name}) is told the state anew and misses nothing`, async () => {
    const { koine, ann, bob, room } = await inhabited();
    const backup = join(temporaryDirectory(), name);
    const before = await enter(koine.gateway, bob.token);
    const told = await askKoine<Told>(["backup", backup], { data: koine.directory });
    expect(told).toMatchObject({ counts: { message: 4, user: 2 }, files: 1, missing: [] });
    const speaker = await enter(koine.gateway, ann.token);
    await say(speaker.client, room, "after the backup");
    const { seq = 0 } = await before.client.next(({ event }) => event?.type === "message_create");
    expect(await koine.stop()).toBe(0);
    const restored = await runKoine(["restore", backup, "--overwrite"], { data: koine.directory });
    expect(restored).toMatchObject({ code: 0 });
    const again = await startKoine({ directory: koine.directory, environment: UNLIMITED });

    const positions = before.ready.positions.map((p) => (p.stream === room ? { ...p, seq } : p));
    const resume = { resume_token: before.ready.resume_token, positions };
    const { client, ready } = await enter(again.gateway, bob.token, resume);
    expect(ready.resync).toBe(true);
    expect(ready.rooms.map(({ id }) => id)).toEqual([room]);
    expect(await history(client, room)).toEqual(["one", "two", "three", "a file"]);
    // Its positions are those of the new epoch: the next event follows on them.
    const known = ready.positions.find(({ stream }) => stream === room)?.seq ?? 0;
    const other = await enter(again.gateway, ann.token);
    await say(other.client, room, "a new beginning");
    const heard = await client.next(({ event }) => event?.type === "message_create");
    expect(heard).toMatchObject({ seq: known + 1, event: { message: { content: "a new beginning" } } });
    expect(await again.stop()).toBe(0);
  });
}

test("a backup that is taken while people write holds everything answered before it began", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  const room = ready.space.default_room_id;
  let sent = 0;
  let going = true;
  const writing = (async () => {
    while (going) await say(client, room, `number ${++sent}`);
  })();
  while (sent < 100) await Bun.sleep(1);
  const backup = join(temporaryDirectory(), "busy.tar");
  const answered = sent - 1;
  await askKoine(["backup", backup], { data: koine.directory });
  going = false;
  await writing;
  expect(sent).toBeGreaterThan(answered + 1);
  await koine.stop();
  const data = temporaryDirectory();
  await askKoine(["restore", backup], { data });
  const again = await startKoine({ directory: data, environment: UNLIMITED });
  const { client: reader } = await enter(again.gateway, token);
  const page = await history(reader, room);
  const last = Number(page.at(-1)?.split(" ")[1]);
  expect(last).toBeGreaterThanOrEqual(answered);
  expect(page).toEqual(page.map((_, i) => `number ${last - page.length + 1 + i}`));
  await again.stop();
});

test("a restored file is served again, and a deleted one is in no later backup", async () => {
  const { koine, ann, room } = await inhabited();
  const backup = join(temporaryDirectory(), "files");
  await askKoine(["backup", backup], { data: koine.directory });
  const { client } = await enter(koine.gateway, ann.token);
  const page = await client.request({ type: "history_get", room_id: room, limit: 1 });
  const [message] = page.messages as { id: number; attachments: { url: string }[] }[];
  await client.request({ type: "message_delete", message_id: message?.id });
  const later = join(temporaryDirectory(), "later");
  expect(await askKoine<Told>(["backup", later], { data: koine.directory })).toMatchObject({ files: 0 });
  expect(readFileSync(join(later, "koine.db")).includes("a file")).toBe(false);
  await koine.stop();
  const data = temporaryDirectory();
  await askKoine(["restore", backup], { data });
  const again = await startKoine({ directory: data });
  const path = new URL(message?.attachments[0]?.url ?? "", again.url).pathname;
  const response = await fetch(`${again.url}${path}`);
  expect(await response.text()).toBe("some bytes");
  await again.stop();
});

test("a file that is gone from the disk already is named, and everything else is kept", async () => {
  const { koine } = await inhabited();
  const blobs = join(koine.directory, "blobs");
  const hash = createHash("sha256").update("some bytes").digest("hex");
  rmSync(join(blobs, hash.slice(0, 2), hash.slice(2, 4), hash));
  const backup = join(temporaryDirectory(), "poor.tar");
  const told = await askKoine<Told>(["backup", backup], { data: koine.directory });
  expect(told).toMatchObject({ files: 0, missing: [hash] });
  await koine.stop();
  const data = temporaryDirectory();
  expect(await askKoine<Told>(["restore", backup], { data })).toMatchObject({ counts: { message: 4 } });
});

test("nothing is overwritten without being asked, and nothing is restored under a running server", async () => {
  const { koine } = await inhabited();
  const data = koine.directory;
  const backup = join(temporaryDirectory(), "koine.tar");
  await askKoine(["backup", backup], { data });
  const bytes = readFileSync(backup);
  expect(await runKoine(["backup", backup], { data })).toMatchObject({
    code: 1,
    err: `${backup} is there already: a backup is never overwritten\n`,
  });
  expect(readFileSync(backup).equals(bytes)).toBe(true);
  expect(await runKoine(["restore", backup, "--overwrite"], { data })).toMatchObject({
    code: 1,
    err: `Another Koine is running on ${data}\n`,
  });
  await koine.stop();
  const refused = await runKoine(["restore", backup], { data });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("There is a database in");
  expect(refused.err).toContain("--overwrite");
});

test("a backup is for its owner alone", async () => {
  const { koine } = await inhabited();
  const place = temporaryDirectory();
  await askKoine(["backup", join(place, "koine.tar")], { data: koine.directory });
  await askKoine(["backup", join(place, "folder")], { data: koine.directory });
  const all = [
    place,
    ...readdirSync(place, { recursive: true, encoding: "utf8" }).map((n) => join(place, n)),
  ];
  const open = all.slice(1).filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  await koine.stop();
});

/** A backup as a folder and as one file, of a server that is gone. */
const made = inhabited().then(async ({ koine }) => {
  const place = temporaryDirectory();
  await askKoine(["backup", join(place, "folder")], { data: koine.directory });
  await askKoine(["backup", join(place, "koine.tar")], { data: koine.directory });
  await koine.stop();
  return place;
});

/** Restores a changed copy, which must be refused and leave nothing behind; gives what was said. */
async function refusalOf(name: string, change: (copy: string) => void): Promise<string> {
  const copy = join(temporaryDirectory(), name);
  cpSync(join(await made, name), copy, { recursive: true });
  change(copy);
  const data = temporaryDirectory();
  const { code, err } = await runKoine(["restore", copy], { data });
  expect(code).toBe(1);
  expect(readdirSync(data).filter((left) => left !== "koine.lock")).toEqual([]);
  return err;
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function rewrite(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

test("a backup with one bit changed is refused, wherever that is", async () => {
  const size = statSync(join(await made, "koine.tar")).size;
  const { database } = JSON.parse(readFileSync(join(await made, "folder/manifest.json"), "utf8")) as {
    database: { size: number };
  };
  // In a header, in the manifest, in the database's first and last page.
  for (const at of [10, 600, 5_000, database.size, size - 4_000]) {
    expect(await refusalOf("koine.tar", (copy) => flip(copy, at))).toContain("The backup is damaged");
  }
});

test("a backup that is cut off is refused, wherever that is", async () => {
  const size = statSync(join(await made, "koine.tar")).size;
  for (const length of [0, 100, 700, 100_000, size - 2_000, size - 600]) {
    const said = await refusalOf("koine.tar", (copy) => truncateSync(copy, length));
    expect(said).toContain("The backup is cut off");
  }
  const said = await refusalOf("folder", (copy) => truncateSync(join(copy, "koine.db"), 8_192));
  expect(said).toContain("koine.db has 8192 bytes instead of");
});

test("a folder that lacks a piece is refused", async () => {
  expect(await refusalOf("folder", (copy) => rmSync(join(copy, "koine.db")))).toContain(
    "koine.db is missing",
  );
  expect(await refusalOf("folder", (copy) => rmSync(join(copy, "manifest.json")))).toContain(
    "is no backup, or one that was not finished",
  );
  const said = await refusalOf("folder", (copy) =>
    rewrite(join(copy, "manifest.json"), '"user":2', '"user":1'),
  );
  expect(said).toContain("its manifest does not fit its checksum");
});

test("a backup of a newer form, or with a newer database, is refused and says so", async () => {
  const form = await refusalOf("folder", (copy) =>
    rewrite(join(copy, "manifest.json"), '"format":1', '"format":2'),
  );
  expect(form).toContain("The backup has the form 2, this program knows 1");
  const database = await refusalOf("folder", (copy) => {
    const { checksum: _, ...manifest } = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8")) as {
      checksum: string;
      schema: number;
    };
    const newer = { ...manifest, schema: 999 };
    const checksum = createHash("sha256").update(JSON.stringify(newer)).digest("hex");
    writeFileSync(join(copy, "manifest.json"), JSON.stringify({ ...newer, checksum }));
  });
  expect(database).toContain("The backup's database has version 999");
});

test("a newer database is not opened, and nothing of it is changed", async () => {
  const data = temporaryDirectory();
  await askKoine(["restore", join(await made, "folder")], { data });
  const db = new Database(join(data, "koine.db"));
  db.run("pragma user_version = 999");
  db.close();
  const bytes = readFileSync(join(data, "koine.db"));
  const refused = await startKoine({ directory: data }).catch(String);
  expect(refused).toContain("The database has version 999, this program knows");
  expect(refused).toContain("start the newer program that wrote it, or restore a backup");
  expect(readFileSync(join(data, "koine.db")).subarray(100).equals(bytes.subarray(100))).toBe(true);
});

test("a folder that cannot be written to is named, and nothing is begun there", async () => {
  const data = temporaryDirectory();
  await askKoine(["restore", join(await made, "folder")], { data });
  const file = join(temporaryDirectory(), "in the way");
  writeFileSync(file, "");
  chmodSync(file, 0o600);
  const { code, err } = await runKoine(["backup", join(file, "koine.tar")], { data });
  expect(code).toBe(1);
  expect(err).toContain(file);
  expect(existsSync(`${file}/koine.tar`)).toBe(false);
});
