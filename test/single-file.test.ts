/** The one file that `npm run build` makes, where there is nothing else: no checkout, no packages, no programs. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { connect, enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

setDefaultTimeout(120_000);

/** With no program in the path, whatever it starts it has to hold. */
const NOTHING = { PATH: "" };

let program: string;

beforeAll(async () => {
  program = join(temporaryDirectory(), "koine");
  const build = Bun.spawn([process.execPath, join(import.meta.dir, "../scripts/build.ts"), program], {
    stdout: "pipe",
    stderr: "pipe",
  });
  expect(await build.stderr.text()).toBe("");
  expect(await build.exited).toBe(0);
});

afterAll(removeDirectories);

async function run(...args: readonly string[]) {
  const child = Bun.spawn([program, ...args], {
    cwd: dirname(program),
    env: NOTHING,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, out, err };
}

test("it is one file, and explains itself", async () => {
  expect(readdirSync(dirname(program))).toEqual(["koine"]);
  const { code, out } = await run("help");
  expect(code).toBe(0);
  expect(out).toContain("koine serve");
});

test("people chat on it, it is killed, and goes on where it was", async () => {
  const first = await startKoine({ program, environment: NOTHING });
  const ann = await register(first.url, "ann");
  const bob = await register(first.url, "bob");
  const [speaker, listener] = [await enter(first.gateway, ann.token), await enter(first.gateway, bob.token)];
  const room_id = speaker.ready.space.default_room_id;
  const said = await speaker.client.request({ type: "message_send", room_id, content: "hello" });
  expect(said).toMatchObject({ type: "ok", message: { content: "hello" } });
  const heard = await listener.client.next(({ event }) => event?.type === "message_create");
  expect(heard).toMatchObject({ event: { message: { content: "hello", author: { handle: "ann" } } } });
  await first.kill();

  const second = await startKoine({ program, directory: first.directory, environment: NOTHING });
  const positions = listener.ready.positions;
  const resume = { resume_token: listener.ready.resume_token, positions };
  const back = await enterResumed(second.gateway, bob.token, resume);
  expect(back).toMatchObject({ message: { content: "hello" } });
  expect(await second.stop()).toBe(0);
});

/** Comes back and resolves with the message that was missed. */
async function enterResumed(gateway: string, token: string, resume: object) {
  const client = await connect(gateway);
  await client.next((packet) => packet.version !== undefined);
  client.send({ token, client_type: 2, client_agent: "test", resume });
  return await client.event("message_create");
}

test("it hands out the web client that it holds", async () => {
  const server = await startKoine({ program, environment: NOTHING });
  const page = await fetch(`${server.url}/`);
  expect(page.status).toBe(200);
  const [, script = ""] = /src="(\/assets\/main-\w+\.js)"/.exec(await page.text()) ?? [];
  const codeOf = async (path: string): Promise<string> => {
    const code = await fetch(`${server.url}${path}`, { headers: { "Accept-Encoding": "br" } });
    expect(code.headers.get("Content-Type")).toContain("text/javascript");
    return await code.text();
  };
  const main = await codeOf(script);
  const parts = [...main.matchAll(/from"(\/[\w/-]+\.js)"/g)].map(([, path = ""]) => codeOf(path));
  expect([main, ...(await Promise.all(parts))].join("").length).toBeGreaterThan(100_000);
  await server.stop();
});

test("its backups are its own", async () => {
  const server = await startKoine({ program, environment: NOTHING });
  await register(server.url, "ann");
  const place = temporaryDirectory();
  const environment = { ...NOTHING, KOINE_DATA: server.directory };
  const backup = Bun.spawn([program, "backup", join(place, "koine.tar"), "--json"], { env: environment });
  expect(JSON.parse(await backup.stdout.text())).toMatchObject({ counts: { user: 1 } });
  await server.stop();
  const restore = Bun.spawn([program, "restore", join(place, "koine.tar")], {
    env: { ...NOTHING, KOINE_DATA: join(place, "data") },
  });
  expect(await restore.exited).toBe(0);
});
