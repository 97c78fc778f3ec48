/** A disk that is full or read-only: a clear message, no lost answer, no damage. Needs root, to mount small disks. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { problemsOf } from "../src/store/sqlite/copy.ts";
import { askKoine, runKoine } from "./command-line.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { oldDatabase } from "./old-database.ts";
import { canMount, fill, readOnlyView, smallDisk, unmountAll } from "./small-disk.ts";

const MIB = 1024 * 1024;
const mayMount = canMount();
const inCi = (process.env.CI ?? "") !== "";

setDefaultTimeout(120_000);

afterAll(() => {
  unmountAll();
  removeDirectories();
});

test.skipIf(mayMount || !inCi)("small disks can be made", () => {
  throw new Error("Run the tests as root on Linux, with mount: what a full disk does is unproven");
});

const onDisks = test.skipIf(!mayMount);

async function say(client: GatewayClient, room: number, content: string) {
  return await client.request({ type: "message_send", room_id: room, content });
}

async function history(client: GatewayClient, room: number): Promise<string[]> {
  const answer = await client.request({ type: "history_get", room_id: room, limit: 200 });
  return (answer.messages as { content: string }[]).map(({ content }) => content);
}

onDisks(
  "on a full disk sending is refused, reading goes on, and nothing that was answered is lost",
  async () => {
    const data = smallDisk(32 * MIB);
    const koine = await startKoine({ directory: data, environment: UNLIMITED });
    const { token } = await register(koine.url, "ann");
    const { client, ready } = await enter(koine.gateway, token);
    const room = ready.space.default_room_id;
    const answered: string[] = [];
    const ballast = fill(data, 256 * 1024);
    let refusal: Awaited<ReturnType<typeof say>> | null = null;
    for (let i = 0; refusal === null; i++) {
      const content = `${i} ${"x".repeat(4_000)}`;
      const answer = await say(client, room, content);
      if (answer.type === "ok") answered.push(content);
      else refusal = answer;
    }
    expect(refusal).toMatchObject({ type: "error", message: "The storage failed; nothing was done" });
    expect(answered.length).toBeGreaterThan(3);
    expect(await history(client, room)).toEqual(answered.slice(-200));
    rmSync(ballast);
    expect((await say(client, room, "there is room again")).type).toBe("ok");
    expect(await history(client, room)).toEqual([...answered, "there is room again"].slice(-200));
    await koine.kill();
    expect(problemsOf(join(data, "koine.db"))).toEqual([]);
    const again = await startKoine({ directory: data, environment: UNLIMITED });
    const { client: reader } = await enter(again.gateway, token);
    expect(await history(reader, room)).toEqual([...answered, "there is room again"].slice(-200));
    expect(await again.stop()).toBe(0);
  },
);

onDisks("a server that stops on a full disk loses nothing and starts again when there is room", async () => {
  const data = smallDisk(24 * MIB);
  const koine = await startKoine({ directory: data, environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  const room = ready.space.default_room_id;
  for (let i = 0; i < 50; i++) expect((await say(client, room, `${i}`)).type).toBe("ok");
  const ballast = fill(data, 0);
  expect(await koine.stop()).toBe(0);
  rmSync(ballast);
  const again = await startKoine({ directory: data, environment: UNLIMITED });
  const { client: reader } = await enter(again.gateway, token);
  expect(await history(reader, room)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
  await again.stop();
});

/** The data of a server that has stopped, with a message in it. */
async function stopped(data: string): Promise<void> {
  const koine = await startKoine({ directory: data });
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  expect((await say(client, ready.space.default_room_id, "hello")).type).toBe("ok");
  await koine.stop();
}

onDisks("a backup that finds no room says so, and leaves nothing behind", async () => {
  const data = temporaryDirectory();
  await stopped(data);
  for (const [name, room] of [
    ["koine.tar", 0],
    ["koine.tar", 100 * 1024],
    ["koine.tar", 500 * 1024],
    ["folder", 100 * 1024],
  ] as const) {
    const disk = smallDisk(2 * MIB);
    fill(disk, room);
    const { code, err } = await runKoine(["backup", join(disk, name)], { data });
    expect(code).toBe(1);
    expect(err).toMatch(/disk is full/);
    expect(readdirSync(disk)).toEqual(["ballast"]);
  }
});

onDisks("a restore that finds no room says so, and what was there stays", async () => {
  const source = temporaryDirectory();
  await stopped(source);
  const backup = join(temporaryDirectory(), "koine.tar");
  await askKoine(["backup", backup], { data: source });
  const data = smallDisk(4 * MIB);
  cpSync(source, data, { recursive: true });
  fill(data, 100 * 1024);
  const { code, err } = await runKoine(["restore", backup, "--overwrite"], { data });
  expect(code).toBe(1);
  expect(err).toContain("The disk is full");
  expect(existsSync(join(data, "restoring"))).toBe(false);
  expect(problemsOf(join(data, "koine.db"))).toEqual([]);
  rmSync(join(data, "ballast"));
  expect(await runKoine(["restore", backup, "--overwrite"], { data })).toMatchObject({ code: 0 });
});

onDisks("a migration that finds no room says so, and goes on when there is", async () => {
  const data = smallDisk(48 * MIB);
  const messages = oldDatabase(data, 2, 20_000);
  const ballast = fill(data, 64 * 1024);
  const refused = await startKoine({ directory: data }).catch(String);
  expect(refused).toContain(`Cannot write in ${data}: the disk is full`);
  expect(problemsOf(join(data, "koine.db"))).toEqual([]);
  rmSync(ballast);
  const koine = await startKoine({ directory: data });
  expect(await koine.stop()).toBe(0);
  expect(problemsOf(join(data, "koine.db"))).toEqual([]);
  const backup = join(temporaryDirectory(), "folder");
  const { counts } = await askKoine<{ counts: object }>(["backup", backup], { data });
  expect(counts).toMatchObject({ message: messages });
});

onDisks("on a read-only disk everything that would write says so", async () => {
  const source = temporaryDirectory();
  await stopped(source);
  const backup = join(temporaryDirectory(), "koine.tar");
  await askKoine(["backup", backup], { data: source });
  const before = statSync(join(source, "koine.db")).mtimeMs;
  const data = readOnlyView(source);
  const refused = await startKoine({ directory: data }).catch(String);
  expect(refused).toContain(`Cannot write in ${data}: the disk is read-only`);
  const restored = await runKoine(["restore", backup, "--overwrite"], { data });
  expect(restored.code).toBe(1);
  expect(restored.err).toContain(`Cannot write in ${data}: the disk is read-only`);
  const taken = await runKoine(["backup", join(data, "new.tar")], { data: source });
  expect(taken.code).toBe(1);
  expect(taken.err).toContain("The disk is read-only");
  expect(statSync(join(source, "koine.db")).mtimeMs).toBe(before);
  expect(problemsOf(join(source, "koine.db"))).toEqual([]);
});
