/** One who does not read, and one who floods: do the others notice? */

import { type Build, startKoine, temporaryDirectory } from "../koine-server.ts";
import { type Loader, startLoader } from "../loader.ts";
import { median } from "../numbers.ts";
import { atMost, type Context, figure, type Part, type Report } from "../part.ts";
import { disband, gather, type Subject } from "../rounds.ts";
import { defaultRoom } from "../warm-up.ts";

const LISTENERS = 500;

export const unruly: Part = { about: "one stalled reader among 500, and one client that floods", run };

interface Round {
  readonly subject: string;
  readonly what: "stalled" | "flood";
  readonly calm: number;
  readonly disturbed: number;
}

async function run({ builds, quick, progress }: Context): Promise<Report> {
  const rounds: Round[] = [];
  for (const build of builds) {
    progress(`${build.name}: a stalled reader`);
    for (let i = 0; i < 3; i++) rounds.push(await withStalled(build, quick ? 1_500 : 4_000));
    progress(`${build.name}: a flood`);
    rounds.push(...(await withFlood(build, quick ? 2_000 : 5_000)));
  }
  const of = (name: string, what: Round["what"], key: "calm" | "disturbed") =>
    median(rounds.filter((r) => r.subject === name && r.what === what).map((r) => r[key]));
  const first = builds[0]?.name ?? "";
  const ratio = (name: string, what: Round["what"]) => of(name, what, "disturbed") / of(name, what, "calm");
  return {
    title: `unruly: the others' p99 from sending to arrival, ms (${LISTENERS} listeners)`,
    columns: ["server", "who", "without", "with", "×"],
    rows: builds.flatMap(({ name }) =>
      (["stalled", "flood"] as const).map((what) => [
        name,
        what === "stalled" ? "one does not read (16 in flight)" : "one floods (8 messages a second)",
        figure(of(name, what, "calm")),
        figure(of(name, what, "disturbed")),
        figure(ratio(name, what)),
      ]),
    ),
    goals: [
      atMost("p99 with a stalled reader, in p99 without", ratio(first, "stalled"), 1.5),
      atMost("p99 with a flood, in p99 without", ratio(first, "flood"), 1.5),
    ],
    notes: [
      "The flood runs against the built-in limits, which refuse and then close it; it comes back at once.",
    ],
    raw: rounds,
  };
}

async function withStalled(build: Build, millis: number): Promise<Round> {
  const { subject } = await crowdAt(build, false);
  try {
    const loop = (stalled: readonly number[]) =>
      subject.loader.ask("loop", { inFlight: 16, millis, stalled });
    await loop([]);
    const calm = (await loop([])).p99;
    const disturbed = (await loop([0])).p99;
    return { subject: build.name, what: "stalled", calm, disturbed };
  } finally {
    await disband([subject]);
  }
}

async function withFlood(build: Build, millis: number): Promise<Round[]> {
  const { subject, flooderToken: token } = await crowdAt(build, true);
  const flooder = startLoader();
  try {
    const { port } = subject.server;
    const slow = { inFlight: 16, millis, perSecond: 8 };
    await subject.loader.ask("loop", slow);
    const rounds: Round[] = [];
    for (let i = 0; i < 3; i++) {
      const calm = (await subject.loader.ask("loop", slow)).p99;
      const disturbed = (await flooded(flooder, { port, token }, () => subject.loader.ask("loop", slow))).p99;
      rounds.push({ subject: build.name, what: "flood", calm, disturbed });
    }
    return rounds;
  } finally {
    await flooder.stop();
    await disband([subject]);
  }
}

async function flooded<T>(
  flooder: Loader,
  input: { port: number; token: string },
  run: () => Promise<T>,
): Promise<T> {
  await flooder.ask("flood", input);
  const result = await run();
  await flooder.ask("stopFlood", null);
  return result;
}

async function crowdAt(build: Build, limited: boolean): Promise<{ subject: Subject; flooderToken: string }> {
  const server = await startKoine(build, { directory: temporaryDirectory(), limited });
  const { token } = await server.register("bench");
  const room = await defaultRoom(server.port, token);
  const flooder = await server.register("flooder");
  const crowd = { wire: "gateway", encoding: "json", token, room } as const;
  return {
    subject: await gather(build.name, server, LISTENERS, crowd),
    flooderToken: flooder.token,
  };
}
