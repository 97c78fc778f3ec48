/** How many sends a second are on the disk before they are answered. */

import * as path from "node:path";
import { databaseOn, type Postgres, postgresPrograms, startPostgres } from "../../test/postgres.ts";
import { type Build, type KoineServer, startKoine, temporaryDirectory } from "../koine-server.ts";
import { type Loader, startLoader } from "../loader.ts";
import { median } from "../numbers.ts";
import { atLeast, type Context, figure, type Part, type Report } from "../part.ts";
import { runProgram } from "../run-program.ts";
import { childrensCpu } from "../server-process.ts";
import { readProbe } from "./probe.ts";

const SENDERS = 64;

/** Below this share of a core nothing goes on; looked at so often, and for so long at most. */
const QUIET_SHARE = 0.1;
const LOOK_MILLIS = 200;
const MAX_QUIETING_MILLIS = 6_000;

const ON_POSTGRES = "Koine on PostgreSQL";

export const sends: Part = {
  about: "64 senders, each alone in a room, every answer after its commit has reached the disk",
  run,
};

interface Subject {
  readonly name: string;
  readonly build: Build;
  readonly directory: string;
  readonly rooms: number[];
  /** In place of the file. */
  readonly on?: { readonly url: string; readonly postgres: Postgres };
  server: KoineServer;
  loader: Loader;
  /** Of the senders. */
  readonly tokens: readonly string[];
}

interface Round {
  readonly subject: string;
  readonly inFlight: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
  /** What it does when nothing is sent any more, for each of those that were. */
  readonly afterMicros: number;
  readonly p50: number;
  readonly p99: number;
}

async function run({ builds, peers, quick, progress }: Context): Promise<Report> {
  const subjects: Subject[] = [];
  const rounds: Round[] = [];
  const bare: { inFlight: number; batch: number; perSecond: number }[] = [];
  const millis = quick ? 1_500 : 2_000;
  const postgres = peers && postgresPrograms() !== null ? await startPostgres(["fsync=on"]) : null;
  try {
    for (const build of builds) subjects.push(await prepare(build, build.name));
    if (postgres !== null) {
      for (const build of builds) {
        const on = { url: await databaseOn(postgres.url, "sends"), postgres };
        subjects.push(await prepare(build, ON_POSTGRES, on));
      }
    }
    const [first] = subjects;
    for (const inFlight of [1, 4]) {
      progress(`${inFlight} in flight`);
      const batch = peers && first !== undefined ? await batchSize(first, inFlight) : 0;
      for (const { loader } of subjects) await loader.ask("sendAll", { inFlight, millis: 800 }); // Warms up.
      for (let i = 0; i < (quick ? 3 : 5); i++) {
        for (const subject of subjects) {
          for (const other of subjects) await untilQuiet(other);
          rounds.push(await takeRound(subject, inFlight, millis));
        }
        if (batch > 0) bare.push({ inFlight, batch, perSecond: await runBare(first?.build, batch, millis) });
      }
    }
  } finally {
    for (const subject of subjects) await stop(subject);
    await postgres?.stop();
  }
  const of = (name: string, n: number, key: "perSecond" | "cpuMicros" | "afterMicros" | "p50" | "p99") =>
    median(rounds.filter((r) => r.subject === name && r.inFlight === n).map((r) => r[key]));
  const bareOf = (n: number) => median(bare.filter((b) => b.inFlight === n).map((b) => b.perSecond));
  const koine = subjects[0]?.build.name ?? "";
  const ratio = (n: number): string =>
    `On PostgreSQL (with fsync, on the same cores; its processes are in the µs of CPU), ${n} in flight: ${figure(
      of(ON_POSTGRES, n, "perSecond") / of(koine, n, "perSecond"),
    )} of what the file takes.`;
  const row = (name: string, n: number) => [
    name,
    String(n),
    figure(of(name, n, "perSecond")),
    figure(of(name, n, "cpuMicros")),
    figure(of(name, n, "afterMicros")),
    figure(of(name, n, "p50")),
    figure(of(name, n, "p99")),
    peers ? figure(of(name, n, "perSecond") / bareOf(n)) : "-",
  ];
  return {
    title: `durable sends: ${SENDERS} senders, each alone in a room`,
    columns: [
      "server",
      "in flight each",
      "sends a second",
      "µs of CPU a send",
      "and afterwards",
      "p50, ms",
      "p99, ms",
      "of bare",
    ],
    rows: [
      ...[1, 4].flatMap((n) => subjects.map(({ name }) => row(name, n))),
      ...bare
        .filter((b, i) => bare.findIndex((other) => other.inFlight === b.inFlight) === i)
        .map(({ inFlight, batch }) => [
          `bare SQL, ${batch} a commit`,
          String(inFlight),
          figure(bareOf(inFlight)),
        ]),
    ],
    goals: peers
      ? [
          atLeast("sends a second, one in flight", of(koine, 1, "perSecond"), 10_000),
          atLeast("sends a second, four in flight", of(koine, 4, "perSecond"), 20_000),
          ...(postgres === null
            ? []
            : [
                atLeast(
                  "sends a second on PostgreSQL, four in flight",
                  of(ON_POSTGRES, 4, "perSecond"),
                  5_000,
                ),
              ]),
          atLeast("of bare, one in flight", of(koine, 1, "perSecond") / bareOf(1), 0.333),
          atLeast("of bare, four in flight", of(koine, 4, "perSecond") / bareOf(4), 0.333),
        ]
      : [],
    notes: [
      "The rooms are in a space that no session is in, for there are no private rooms yet: senders are answered, and hear no events.",
      ...(postgres === null ? [] : [ratio(1), ratio(4)]),
      "The loader shares the two cores: it takes what the server leaves.",
    ],
    raw: { rounds, bare },
  };
}

/** A directory with users and the rooms, its server stopped. */
async function seed(
  build: Build,
  users: number,
): Promise<{ directory: string; tokens: string[]; rooms: number[] }> {
  const directory = temporaryDirectory();
  const first = await startKoine(build, { directory });
  const tokens: string[] = [];
  for (let i = 0; i < users; i++) tokens.push((await first.register(`bench${i}`)).token);
  await first.stop();
  const rooms = (await runProgram(build.root, "seed.ts", ["lonely", directory, String(SENDERS)])) as number[];
  return { directory, tokens, rooms };
}

/** One round of the bare worker, on a directory that was seeded as the servers' are. */
async function runBare(build: Build | undefined, batch: number, millis: number): Promise<number> {
  if (build === undefined) return Number.NaN;
  const { directory, rooms } = await seed(build, 1);
  const args = [directory, String(batch), String(millis), ...rooms.map(String)];
  const { perSecond } = (await runProgram(build.root, "peers/bare-sql.ts", args)) as { perSecond: number };
  return perSecond;
}

async function prepare(build: Build, name: string, on?: Subject["on"]): Promise<Subject> {
  const { directory, tokens, rooms } = await seed(build, SENDERS);
  if (on !== undefined) await carry(build, directory, on.url);
  const server = await startKoine(build, { directory, ...(on === undefined ? {} : { store: on.url }) });
  const where = on === undefined ? {} : { on };
  const subject: Subject = { name, build, directory, rooms, ...where, tokens, server, loader: startLoader() };
  await join(subject);
  return subject;
}

/** From the file into a database. */
async function carry({ root }: Build, directory: string, store: string): Promise<void> {
  const child = Bun.spawn([process.execPath, path.join(root, "src/main.ts"), "migrate-store"], {
    env: { PATH: process.env.PATH ?? "", KOINE_DATA: directory, KOINE_STORE_URL: store },
    stdout: "ignore",
    stderr: "pipe",
  });
  if ((await child.exited) !== 0) throw new Error(await child.stderr.text());
}

function join({ loader, server, rooms, tokens }: Subject): Promise<null> {
  const senders = rooms.map((room, i) => ({ token: tokens[i] ?? "", room }));
  return loader.ask("joinSenders", { port: server.port, senders });
}

async function takeRound(subject: Subject, inFlight: number, millis: number): Promise<Round> {
  const { name, loader } = subject;
  const before = cpuOf(subject);
  const { sends: count, seconds, p50, p99 } = await loader.ask("sendAll", { inFlight, millis });
  const end = cpuOf(subject);
  await untilQuiet(subject);
  const micros = (cpu: number): number => (cpu / count) * 1e6;
  return {
    subject: name,
    inFlight,
    perSecond: count / seconds,
    cpuMicros: micros(end - before),
    afterMicros: micros(cpuOf(subject) - end),
    p50,
    p99,
  };
}

/** CPU seconds so far of the server, and of its database. */
function cpuOf({ server, on }: Subject): number {
  return server.cpu() + (on === undefined ? 0 : childrensCpu(on.postgres.pid));
}

/** Until next to nothing is done any more: what was put off would be done in another's round. */
async function untilQuiet(subject: Subject): Promise<void> {
  const deadline = performance.now() + MAX_QUIETING_MILLIS;
  for (let before = cpuOf(subject); performance.now() < deadline; ) {
    await Bun.sleep(LOOK_MILLIS);
    const now = cpuOf(subject);
    if (now - before < (LOOK_MILLIS / 1000) * QUIET_SHARE) return;
    before = now;
  }
}

/** How many sends share a commit under this load, counted in a run of its own. */
async function batchSize(subject: Subject, inFlight: number): Promise<number> {
  await stop(subject);
  await start(subject, true);
  await subject.loader.ask("sendAll", { inFlight, millis: 500 });
  await readProbe(subject.server, subject.directory);
  await subject.loader.ask("sendAll", { inFlight, millis: 1_000 });
  const { batches, commands } = await readProbe(subject.server, subject.directory);
  await stop(subject);
  await start(subject);
  return Math.max(1, Math.round((commands.message_send ?? 0) / batches));
}

async function start(subject: Subject, probed = false): Promise<void> {
  subject.server = await startKoine(subject.build, {
    directory: subject.directory,
    probed,
    ...(subject.on === undefined ? {} : { store: subject.on.url }),
  });
  subject.loader = startLoader();
  await join(subject);
}

async function stop({ server, loader }: Subject): Promise<void> {
  await loader.stop();
  await server.stop();
}
