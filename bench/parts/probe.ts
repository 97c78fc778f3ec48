/** Asking a server that was started with the probe what crossed to its store. */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ServerProcess } from "../server-process.ts";
import type { ProbeCounts } from "../store-probe.ts";

/** What crossed since the last time. */
export async function readProbe(server: ServerProcess, directory: string): Promise<ProbeCounts> {
  const file = join(directory, "probe.json");
  rmSync(file, { force: true });
  server.signal("SIGUSR2");
  const deadline = performance.now() + 5_000;
  while (!existsSync(file) || readFileSync(file, "utf8") === "") {
    if (performance.now() > deadline) throw new Error("the probe does not answer");
    await Bun.sleep(20);
  }
  return JSON.parse(readFileSync(file, "utf8")) as ProbeCounts;
}
