/**
 * Loaded before the server (`--preload`), counts what crosses to the store: how many batches, how many commands
 * of each kind. At SIGUSR2 it writes the counts to the file `probe.json` of KOINE_DATA and begins anew.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface ProbeCounts {
  readonly batches: number;
  readonly commands: Readonly<Record<string, number>>;
}

interface Crossing {
  readonly batch?: readonly { readonly command: { readonly type: string } }[];
  readonly reads?: readonly { readonly command: { readonly type: string } }[];
}

let batches = 0;
let commands: Record<string, number> = {};

const postMessage = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (this: Worker, message: unknown): void {
  const { batch, reads } = JSON.parse(String(message)) as Crossing;
  if (batch !== undefined) batches += 1;
  for (const { command } of [...(batch ?? []), ...(reads ?? [])])
    commands[command.type] = (commands[command.type] ?? 0) + 1;
  postMessage.call(this, message);
};

process.on("SIGUSR2", () => {
  const counts: ProbeCounts = { batches, commands };
  writeFileSync(join(process.env.KOINE_DATA ?? ".", "probe.json"), JSON.stringify(counts));
  batches = 0;
  commands = {};
});
