/** The loading process: carries out what the bench asks for, one task after another, and answers. */

import { closedLoop, type LoopInput } from "./load/closed-loop.ts";
import { type Crowd, type CrowdInput, joinCrowd } from "./load/crowd.ts";
import { flood, stopFlood } from "./load/flood.ts";
import { pagesRead, searchesRead } from "./load/pages.ts";
import { sayTimes } from "./load/say.ts";
import { joinSenders, type SendersInput, sendAll } from "./load/senders.ts";
import { connectMany, keptSessions, resumeAll } from "./load/sessions.ts";

let crowd: Crowd | null = null;
let senders: Awaited<ReturnType<typeof joinSenders>> = [];

/** What can be asked of the process, by name. */
export const tasks = {
  async join({ port, listeners, crowd: input }: { port: number; listeners: number; crowd: CrowdInput }) {
    crowd = await joinCrowd(port, listeners, input);
    return null;
  },
  async loop(input: LoopInput) {
    if (crowd === null) throw new Error("join first");
    return await closedLoop(crowd, input);
  },
  async joinSenders(input: SendersInput) {
    senders = await joinSenders(input);
    return null;
  },
  sendAll: (input: { inFlight: number; millis: number }) => sendAll(senders, input),
  connectMany,
  keptSessions,
  resumeAll,
  pagesRead,
  searchesRead,
  sayTimes,
  flood,
  stopFlood,
} as const;

export type TaskName = keyof typeof tasks;
export type TaskInput<T extends TaskName> = Parameters<(typeof tasks)[T]>[0];
export type TaskResult<T extends TaskName> = Awaited<ReturnType<(typeof tasks)[T]>>;

/** What the bench sends, and what it hears. */
export interface Asked {
  readonly task: TaskName;
  readonly input: unknown;
}

export type Answered = { readonly result: unknown } | { readonly failed: string };

if (import.meta.main) {
  process.on("disconnect", () => process.exit());
  process.on("message", ({ task, input }: Asked) => {
    const run = tasks[task] as (input: unknown) => Promise<unknown>;
    run(input).then(
      (result) => process.send?.({ result } satisfies Answered),
      (error: unknown) => process.send?.({ failed: String(error) } satisfies Answered),
    );
  });
}
