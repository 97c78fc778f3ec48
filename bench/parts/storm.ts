/** Everybody comes back at once: does the store survive it, and how long does it take? */

import { type Build, startKoine, temporaryDirectory } from "../koine-server.ts";
import { type Loader, startLoader } from "../loader.ts";
import { atLeast, atMost, type Context, figure, type Part, type Report } from "../part.ts";
import { defaultRoom } from "../warm-up.ts";
import { readProbe } from "./probe.ts";

/** Events that each session missed; the store reads up to 500 at a time. */
const MISSED = 100;

export const storm: Part = {
  about: `sessions that resume at once, each having missed ${MISSED} events`,
  run,
};

interface Measured {
  readonly name: string;
  readonly sessions: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly whole: number;
  readonly commands: Readonly<Record<string, number>>;
}

async function run({ builds, quick }: Context): Promise<Report> {
  const sessions = quick ? 500 : 2_000;
  const measured: Measured[] = [];
  for (const build of builds) {
    const loader = startLoader();
    try {
      measured.push(await storming(build, loader, sessions));
    } finally {
      await loader.stop();
    }
  }
  const [koine] = measured;
  return {
    title: `storm: ${sessions.toLocaleString("en")} sessions resume at once`,
    columns: [
      "server",
      "seconds",
      "CPU s",
      "told all, in order",
      "logs read",
      "sights read",
      "full states read",
    ],
    rows: measured.map(({ name, seconds, cpuSeconds, whole, commands }) => [
      name,
      figure(seconds),
      figure(cpuSeconds),
      String(whole),
      String(commands.backlog_get ?? 0),
      String(commands.sight_get ?? 0),
      String(commands.snapshot_get ?? 0),
    ]),
    goals: [
      atLeast("sessions told all they missed", koine?.whole ?? 0, sessions),
      atMost("full states read", koine?.commands.snapshot_get ?? 0, 0),
      atMost("reads of the log (one stream moved, one batch)", koine?.commands.backlog_get ?? Number.NaN, 1),
    ],
    notes: [],
    raw: measured,
  };
}

async function storming(build: Build, loader: Loader, sessions: number): Promise<Measured> {
  const directory = temporaryDirectory();
  const server = await startKoine(build, { directory, probed: true });
  try {
    const { port } = server;
    const { token } = await server.register("bench");
    const room = await defaultRoom(port, token);
    await loader.ask("keptSessions", { port, count: sessions, token });
    await loader.ask("sayTimes", { port, token, room, times: MISSED });
    await readProbe(server, directory);
    const before = server.cpu();
    const { seconds, whole } = await loader.ask("resumeAll", { port, missed: MISSED });
    const cpuSeconds = server.cpu() - before;
    const { commands } = await readProbe(server, directory);
    return { name: build.name, sessions, seconds, cpuSeconds, whole, commands };
  } finally {
    await server.stop();
  }
}
