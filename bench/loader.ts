/** The bench's side of a loading process. */

import { join } from "node:path";
import type { Answered, Asked, TaskInput, TaskName, TaskResult } from "./load-process.ts";

export interface Loader {
  /** Rejects with what the task threw. One task at a time. */
  ask<T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskResult<T>>;
  stop(): Promise<void>;
}

/** Start a loading process. */
export function startLoader(): Loader {
  let pending: PromiseWithResolvers<unknown> | null = null;
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "load-process.ts")], {
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    ipc(message: Answered) {
      if ("failed" in message) pending?.reject(new Error(message.failed));
      else pending?.resolve(message.result);
    },
    onExit: () => pending?.reject(new Error("the loading process died")),
  });
  return {
    async ask(task, input) {
      pending = Promise.withResolvers();
      child.send({ task, input } satisfies Asked);
      return (await pending.promise) as TaskResult<typeof task>;
    },
    async stop() {
      pending = null;
      child.kill();
      await child.exited;
    },
  };
}
