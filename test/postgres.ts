/**
 * PostgreSQL for tests: a server of Debian's packages on a free port of the loopback, with a directory of its own.
 *
 * KOINE_TEST_STORE=postgres makes every Koine of the tests keep its things there; then KOINE_TEST_POSTGRES may name a
 * server that runs already, which saves starting one for each process of the tests.
 */

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SQL } from "bun";

/** Whether the tests run on PostgreSQL. */
export const ON_POSTGRES = process.env.KOINE_TEST_STORE === "postgres";

/** Where Debian's packages put the programs, a folder for each version. */
const PACKAGES = "/usr/lib/postgresql";

/** The folder with the programs, or null when the package is not there. */
export function postgresPrograms(): string | null {
  if (!existsSync(PACKAGES)) return null;
  const [newest] = readdirSync(PACKAGES).toSorted((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : join(PACKAGES, newest, "bin");
}

export interface Postgres {
  /** Of its superuser, with the database "postgres". */
  readonly url: string;
  readonly port: number;
  /** The data files. */
  readonly directory: string;
  /** The main process. */
  readonly pid: number;
  /** SIGKILL to the whole of it, as when the machine ends. */
  kill(): Promise<void>;
  /** On the same port and files, after `kill`. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Start a server; `settings` are "name=value". Without flushing to the disk: a killed process loses nothing by it. */
export async function startPostgres(settings: readonly string[] = ["fsync=off"]): Promise<Postgres> {
  return await startOn(settings, (programs, directory) => [
    join(programs, "initdb"),
    ...["-D", directory, "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C"],
  ]);
}

/** A second server that follows another, and takes nothing in until it is promoted. */
export async function startReplica(of: Postgres): Promise<Postgres> {
  return await startOn(["fsync=off"], (programs, directory) => [
    join(programs, "pg_basebackup"),
    ...["-D", directory, "-d", of.url, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"],
  ]);
}

/** A server on the files that a command makes. */
async function startOn(
  settings: readonly string[],
  make: (programs: string, directory: string) => readonly string[],
): Promise<Postgres> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error("PostgreSQL is not installed");
  const home = mkdtempSync(join(tmpdir(), "koine-postgres-"));
  const directory = join(home, "data");
  mkdirSync(directory, { mode: 0o700 });
  chmodSync(home, 0o755);
  if (isRoot()) await run(["chown", "-R", "postgres", home]);
  await run(asOwner(make(programs, directory)));
  const port = await freePort();
  const options = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=400",
    ...settings,
  ].flatMap((setting) => ["-c", setting]);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const spawn = () =>
    Bun.spawn(asOwner([join(programs, "postgres"), "-D", directory, ...options]), {
      stdout: "ignore",
      stderr: Bun.file(join(home, "log")),
    });
  let child = spawn();
  const ended = child.exited.then(async () => Promise.reject(await Bun.file(join(home, "log")).text()));
  await Promise.race([answers(url), ended]);
  ended.catch(() => undefined);
  return {
    url,
    port,
    directory,
    get pid() {
      return child.pid;
    },
    async kill() {
      // Its children end when they see that it is gone; the next start waits for them.
      child.kill("SIGKILL");
      await child.exited;
    },
    async restart() {
      for (;;) {
        child = spawn();
        const up = await Promise.race([answers(url).then(() => true), child.exited.then(() => false)]);
        if (up) return;
      }
    },
    async stop() {
      child.kill("SIGINT"); // Without waiting for its clients.
      await child.exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

let own: Promise<Postgres> | null = null;

/** The address of the server that all tests of this process share. */
export async function sharedPostgres(): Promise<string> {
  const named = process.env.KOINE_TEST_POSTGRES ?? "";
  if (named !== "") return named;
  own ??= startPostgres().then((started) => {
    process.on("exit", () => {
      process.kill(started.pid, "SIGINT");
    });
    return started;
  });
  return (await own).url;
}

/** A new empty database on a server, or the one that has the name; gives its address. */
export async function databaseOn(server: string, name: string): Promise<string> {
  const admin = new SQL({ url: server, max: 1 });
  try {
    const [there] = await admin.unsafe("select 1 from pg_database where datname = $1", [name]);
    if (there === undefined) await admin.unsafe(`create database "${name}" template template0`);
  } finally {
    await admin.close();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Where a Koine with this data directory keeps its things: the same directory, the same database. */
export async function databaseFor(directory: string): Promise<string> {
  const name = `koine_${Bun.hash(resolve(directory)).toString(36)}`;
  return await databaseOn(await sharedPostgres(), name);
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const sql = new SQL({ url, max: 1, connectionTimeout: 1 });
    try {
      await sql.unsafe("select 1");
      return;
    } catch {
      await Bun.sleep(20); // It is starting.
    } finally {
      await sql.close({ timeout: 0 });
    }
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** It refuses to run as root. */
export function asOwner(command: readonly string[]): string[] {
  return isRoot()
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", ...command]
    : [...command];
}

async function run(command: readonly string[]): Promise<void> {
  const child = Bun.spawn([...command], { stdout: "ignore", stderr: "pipe" });
  const said = await child.stderr.text();
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${said}`);
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
