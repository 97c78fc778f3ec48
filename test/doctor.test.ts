/** `koine check` and `koine doctor`: what is wrong is found, and what to do is said. */

import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, closeSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { runKoine } from "./command-line.ts";
import { upload } from "./files-client.ts";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

interface Finding {
  readonly about: string;
  readonly state: string;
  readonly says: string;
  readonly advice: string;
}

async function examine(
  data: string,
  ...args: readonly string[]
): Promise<{ code: number; findings: Finding[] }> {
  const environment = { KOINE_LIMITS_CONNECTIONS: "100" };
  const { code, out, err } = await runKoine([...args, "--json"], { data, environment });
  expect(err.replaceAll(/^\{"progress":.*\n/gm, "")).toBe("");
  const said = JSON.parse(out) as { ok: boolean; findings: Finding[] };
  expect(said.ok).toBe(code === 0);
  // Whatever is not well has an advice.
  expect(said.findings.filter(({ state, advice }) => (state === "ok") !== (advice === ""))).toEqual([]);
  return { code, findings: said.findings };
}

function about(findings: readonly Finding[], what: string): Finding | undefined {
  return findings.find((finding) => finding.about === what);
}

/** A server with a message that shows a file. */
async function inhabited(): Promise<Koine> {
  const koine = await startKoine({ environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  const file = await upload(koine.url, token, "some bytes", { name: "note.txt" });
  const room_id = ready.space.default_room_id;
  await client.request({ type: "message_send", room_id, content: "", attachment_ids: [file.id] });
  await client.close();
  return koine;
}

test("a sound installation is sound, running and stopped, from outside too", async () => {
  const koine = await inhabited();
  const running = await examine(koine.directory, "doctor", koine.url);
  expect(running.code).toBe(0);
  expect(running.findings.filter(({ state }) => state !== "ok").map((finding) => finding.about)).toEqual([
    "TLS",
  ]);
  expect(about(running.findings, "WebSockets")?.says).toBe("the server greets");
  expect((await examine(koine.directory, "check")).code).toBe(0);
  expect((await examine(koine.directory, "check", "--running")).code).toBe(0);
  await koine.stop();
  const stopped = await examine(koine.directory, "doctor");
  expect(stopped.code).toBe(0);
  expect(about(stopped.findings, "server")?.state).toBe("warning");
  expect((await examine(koine.directory, "check", "--running")).code).toBe(3);
});

test("rights, a lost file, a clock that was set back and a damaged database are found", async () => {
  const koine = await inhabited();
  const data = koine.directory;
  await koine.stop();

  chmodSync(data, 0o777);
  const open = await examine(data, "doctor");
  expect(open.code).toBe(3);
  expect(about(open.findings, "rights of the data folder")?.advice).toBe(`chmod 700 ${data}`);
  chmodSync(data, 0o750);
  expect(about((await examine(data, "doctor")).findings, "rights of the data folder")?.state).toBe("warning");
  chmodSync(data, 0o700);

  rmSync(join(data, "blobs"), { recursive: true });
  const lost = about((await examine(data, "doctor")).findings, "files");
  expect(lost).toMatchObject({ state: "problem" });
  expect(lost?.says).toStartWith("1 of 1 are gone");

  const db = new Database(join(data, "koine.db"));
  db.run("insert into counter (id, seq, n) values (?, 0, 0)", [2 ** 52]);
  db.close();
  const clock = about((await examine(data, "doctor")).findings, "clock");
  expect(clock?.says).toMatch(/^the newest entry is \d+ s ahead of the clock$/);

  const file = openSync(join(data, "koine.db"), "r+");
  writeSync(file, Buffer.alloc(4096, 7), 0, 4096, 4096 * 5);
  closeSync(file);
  for (const command of ["check", "doctor"]) {
    const { code, findings } = await examine(data, command);
    expect(code).toBe(3);
    expect(about(findings, "database")).toMatchObject({
      state: "problem",
      advice: "stop the server and restore the last good backup",
    });
  }
  const { code, err } = await runKoine(["backup", join(temporaryDirectory(), "koine.tar")], { data });
  expect(code).toBe(1);
  expect(err).toMatch(/damaged|malformed/);
});

test("an address where something else answers, or nobody, is found", async () => {
  const data = temporaryDirectory();
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("another site") });
  for (const url of [`http://127.0.0.1:${other.port}`, "http://127.0.0.1:1"]) {
    const { code, findings } = await examine(data, "doctor", url);
    expect(code).toBe(3);
    expect(about(findings, `calls to ${url}`)?.state).toBe("problem");
    expect(about(findings, "WebSockets")?.state).toBe("problem");
  }
  await other.stop(true);
});

test.skipIf(Bun.which("openssl") === null)(
  "a certificate that ends soon, or has ended, is found",
  async () => {
    const place = temporaryDirectory();
    for (const [days, state] of [
      ["5", "warning"],
      ["90", "ok"],
    ] as const) {
      const [key, cert] = [join(place, "key.pem"), join(place, "cert.pem")];
      const made = Bun.spawnSync(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"].concat([
          "-days",
          days,
          "-keyout",
          key,
          "-out",
          cert,
        ]),
      );
      expect(made.exitCode).toBe(0);
      const tls = { key: Bun.file(key), cert: Bun.file(cert) };
      const server = Bun.serve({ port: 0, tls, fetch: () => new Response("up") });
      const { findings } = await examine(temporaryDirectory(), "doctor", `https://localhost:${server.port}`);
      expect(about(findings, "certificate")).toMatchObject({ state });
      await server.stop(true);
    }
  },
);

test("a wrong configuration is said in words", async () => {
  const data = temporaryDirectory();
  const file = join(data, "koine.toml");
  writeFileSync(file, "[limits]\nframe_bites = 3\n");
  for (const command of ["check", "doctor"]) {
    const { code, err } = await runKoine([command, "--config", file], { data });
    expect(code).toBe(1);
    expect(err).toContain("frame_bytes");
  }
});
