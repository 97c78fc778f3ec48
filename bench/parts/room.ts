/** Everybody talks in one room: what each send costs when 64 hear it. */

import { type Build, startKoine, temporaryDirectory } from "../koine-server.ts";
import { startLoader } from "../loader.ts";
import { median } from "../numbers.ts";
import { type Context, figure, type Part, type Report } from "../part.ts";
import { defaultRoom } from "../warm-up.ts";

const SENDERS = 64;

export const room: Part = { about: "64 senders who all listen to one room", run };

interface Round {
  readonly subject: string;
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
}

async function run({ builds, quick }: Context): Promise<Report> {
  const rounds: Round[] = [];
  const subjects = [];
  try {
    for (const build of builds) subjects.push(await prepare(build));
    for (let i = 0; i < (quick ? 3 : 5); i++) {
      for (const { name, server, loader } of subjects) {
        const before = server.cpu();
        const { sends, seconds, p50, p99 } = await loader.ask("sendAll", {
          inFlight: 1,
          millis: quick ? 1_000 : 2_000,
        });
        const cpuMicros = ((server.cpu() - before) / sends) * 1e6;
        rounds.push({ subject: name, perSecond: sends / seconds, cpuMicros, p50, p99 });
      }
    }
  } finally {
    for (const { server, loader } of subjects) {
      await loader.stop();
      await server.stop();
    }
  }
  const of = (name: string, key: "perSecond" | "cpuMicros" | "p50" | "p99") =>
    median(rounds.filter((r) => r.subject === name).map((r) => r[key]));
  return {
    title: `one room: ${SENDERS} senders, one in flight each, all listening`,
    columns: ["server", "sends a second", "deliveries a second", "µs of CPU a send", "p50, ms", "p99, ms"],
    rows: builds.map(({ name }) => [
      name,
      figure(of(name, "perSecond")),
      figure(of(name, "perSecond") * SENDERS),
      figure(of(name, "cpuMicros")),
      figure(of(name, "p50")),
      figure(of(name, "p99")),
    ]),
    goals: [],
    notes: [],
    raw: rounds,
  };
}

async function prepare(build: Build) {
  const server = await startKoine(build, { directory: temporaryDirectory() });
  const loader = startLoader();
  const { token } = await server.register("bench");
  const room = await defaultRoom(server.port, token);
  await loader.ask("joinSenders", {
    port: server.port,
    senders: Array.from({ length: SENDERS }, () => ({ token, room })),
  });
  await loader.ask("sendAll", { inFlight: 1, millis: 800 }); // Warms up.
  return { name: build.name, server, loader };
}
