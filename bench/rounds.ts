/** A crowd at a server, and what a delivery costs there. */

import type { CrowdInput } from "./load/crowd.ts";
import { type Loader, startLoader } from "./loader.ts";
import { median } from "./numbers.ts";
import type { ServerProcess } from "./server-process.ts";

/** A server with a crowd in its room, ready to be loaded. */
export interface Subject {
  readonly name: string;
  readonly server: ServerProcess;
  readonly loader: Loader;
}

/** A crowd at a running server; the server belongs to the subject from then on. */
export async function gather(
  name: string,
  server: ServerProcess,
  listeners: number,
  crowd: CrowdInput,
): Promise<Subject> {
  const loader = startLoader();
  try {
    await loader.ask("join", { port: server.port, listeners, crowd });
  } catch (error) {
    await disband([{ name, server, loader }]);
    throw error;
  }
  return { name, server, loader };
}

export async function disband(subjects: readonly Subject[]): Promise<void> {
  for (const { loader, server } of subjects) {
    await loader.stop();
    await server.stop();
  }
}

/** One round: what it cost and brought. */
export interface Round {
  readonly subject: string;
  readonly inFlight: number;
  readonly messages: number;
  /** Microseconds of CPU, of all the server's threads, for each delivery. */
  readonly cpuMicros: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Rounds of all subjects, taking turns so that what disturbs the machine disturbs all. */
export async function takeTurns(
  subjects: readonly Subject[],
  inFlights: readonly number[],
  rounds: number,
  millis: number,
): Promise<Round[]> {
  const done: Round[] = [];
  for (const inFlight of inFlights) {
    for (const { loader } of subjects) await loader.ask("loop", { inFlight, millis: 400 }); // Warms up.
    for (let i = 0; i < rounds; i++) {
      for (const subject of subjects) done.push(await takeRound(subject, inFlight, millis));
    }
  }
  return done;
}

export async function takeRound(
  { name, server, loader }: Subject,
  inFlight: number,
  millis: number,
): Promise<Round> {
  const before = server.cpu();
  const { messages, deliveries, seconds, p50, p99 } = await loader.ask("loop", { inFlight, millis });
  const cpuMicros = ((server.cpu() - before) / deliveries) * 1e6;
  return { subject: name, inFlight, messages, cpuMicros, perSecond: deliveries / seconds, p50, p99 };
}

/** The median of a figure over the rounds of a subject. */
export function middle(
  rounds: readonly Round[],
  subject: string,
  inFlight: number,
  of: (round: Round) => number,
): number {
  return median(rounds.filter((r) => r.subject === subject && r.inFlight === inFlight).map(of));
}
