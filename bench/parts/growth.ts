/** Does it stay as cheap when it grows: in listeners, and in what is stored? */

import { type Build, startKoine, temporaryDirectory } from "../koine-server.ts";
import { startLoader } from "../loader.ts";
import { median } from "../numbers.ts";
import { atMost, type Context, figure, type Part, type Report } from "../part.ts";
import { disband, type Round, type Subject, takeRound } from "../rounds.ts";
import { runProgram } from "../run-program.ts";
import { defaultRoom } from "../warm-up.ts";
import { gatherAtKoine } from "./fanout.ts";

const IN_FLIGHT = 16;

export const growth: Part = {
  about: "CPU a delivery as listeners grow, CPU a send as stored messages grow",
  run,
};

interface Size {
  readonly name: string;
  readonly size: number;
  readonly micros: number;
}

async function run({ builds, quick, progress }: Context): Promise<Report> {
  const deliveries: Size[] = [];
  const sends: Size[] = [];
  for (const build of builds) {
    for (const size of quick ? [10, 100, 1_000] : [10, 100, 1_000, 10_000]) {
      progress(`${build.name}: ${size} listeners`);
      deliveries.push({ name: build.name, size, micros: await ofDelivery(build, size, quick) });
    }
    for (const size of quick ? [1_000, 100_000] : [1_000, 100_000, 1_000_000]) {
      progress(`${build.name}: ${size} stored messages`);
      sends.push({ name: build.name, size, micros: await ofSend(build, size, quick) });
    }
  }
  const rows = (what: string, sizes: readonly Size[]) =>
    sizes.map(({ name, size, micros }) => [name, what, size.toLocaleString("en"), figure(micros)]);
  const [first] = builds;
  const own = (sizes: readonly Size[]) => sizes.filter(({ name }) => name === first?.name);
  // What grows is bad; that more listeners share a write, so that each costs less, is not.
  const growth = (sizes: readonly Size[]) =>
    Math.max(
      ...sizes.map(({ micros }, i) => micros / Math.min(...sizes.slice(0, i + 1).map((s) => s.micros))),
    );
  return {
    title: "growth: µs of CPU",
    columns: ["server", "of", "at", "µs"],
    rows: [
      ...rows("a delivery beyond the send's own cost, listeners", deliveries),
      ...rows("a send, stored messages", sends),
    ],
    goals: [
      atMost("a delivery, in the cheapest with fewer listeners", growth(own(deliveries)), 1.3),
      atMost("a send, in the cheapest with fewer messages stored", growth(own(sends)), 1.3),
    ],
    notes: [
      `A delivery: ${IN_FLIGHT} in flight; the cost of a send with one listener is taken off, then divided.`,
    ],
    raw: { deliveries, sends },
  };
}

async function ofDelivery(build: Build, listeners: number, quick: boolean): Promise<number> {
  const many = await rounds(build, listeners, quick);
  const one = await rounds(build, 1, quick);
  return (perMessage(many, listeners) - perMessage(one, 1)) / (listeners - 1);
}

/** Microseconds for a message and all its deliveries. */
function perMessage(done: readonly Round[], listeners: number): number {
  return median(done.map(({ cpuMicros }) => cpuMicros)) * listeners;
}

async function rounds(build: Build, listeners: number, quick: boolean): Promise<Round[]> {
  const subject: Subject = await gatherAtKoine(build, "json", listeners);
  try {
    await subject.loader.ask("loop", { inFlight: IN_FLIGHT, millis: 500 });
    const done: Round[] = [];
    for (let i = 0; i < 3; i++) done.push(await takeRound(subject, IN_FLIGHT, quick ? 700 : 1_000));
    return done;
  } finally {
    await disband([subject]);
  }
}

async function ofSend(build: Build, stored: number, quick: boolean): Promise<number> {
  const directory = temporaryDirectory();
  const empty = await startKoine(build, { directory });
  const { token } = await empty.register("bench");
  await empty.stop();
  await runProgram(build.root, "seed.ts", ["history", directory, String(stored)]);
  const server = await startKoine(build, { directory });
  const loader = startLoader();
  try {
    const room = await defaultRoom(server.port, token);
    const senders = Array.from({ length: 8 }, () => ({ token, room }));
    await loader.ask("joinSenders", { port: server.port, senders });
    await loader.ask("sendAll", { inFlight: 4, millis: 800 });
    const micros: number[] = [];
    for (let i = 0; i < 3; i++) {
      const before = server.cpu();
      const { sends } = await loader.ask("sendAll", { inFlight: 4, millis: quick ? 1_000 : 2_000 });
      micros.push(((server.cpu() - before) / sends) * 1e6);
    }
    return median(micros);
  } finally {
    await loader.stop();
    await server.stop();
  }
}
