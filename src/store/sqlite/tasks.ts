/** Long work on database files, done in a worker so that the main thread can tell how far it is. */

import { copyDatabase, type Inventory, inventoryOf, problemsOf } from "./copy.ts";

/** One piece of work; the worker ends with it. */
export type Task =
  | { readonly copy: { readonly directory: string; readonly to: string } }
  | { readonly check: { readonly file: string } };

/** What `check` gives; `inventory` is null when there are problems. */
export interface Checked {
  readonly problems: readonly string[];
  readonly inventory: Inventory | null;
}

/** The worker's side: runs the task. Throws what the disk says. */
export function runTask(task: Task): Checked {
  if ("copy" in task) {
    copyDatabase(task.copy.directory, task.copy.to);
    return { problems: [], inventory: null };
  }
  const problems = problemsOf(task.check.file);
  return { problems, inventory: problems.length === 0 ? inventoryOf(task.check.file) : null };
}

/** The main thread's side. Rejects with the sentence that the worker failed with. */
export async function inWorker(spawn: () => Worker, task: Task): Promise<Checked> {
  const worker = spawn();
  try {
    return await new Promise<Checked>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<string>) => {
        const said = JSON.parse(event.data) as { done: Checked } | { failed: string };
        if ("done" in said) resolve(said.done);
        else reject(new Error(said.failed));
      };
      worker.onerror = (event) => reject(new Error(`The store's worker failed: ${event.message}`));
      worker.postMessage(JSON.stringify({ task }));
    });
  } finally {
    worker.terminate();
  }
}
