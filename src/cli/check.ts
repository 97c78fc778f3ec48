/** `koine check`: the configuration and the database, before a start or for a health check. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DATABASE } from "../backup/contents.ts";
import { progressOf } from "./backup.ts";
import { type CliCommand, EXIT, requireWords, type Said } from "./command-line.ts";
import { reachServer } from "./control.ts";
import { databaseOf, postgresOf } from "./doctor/data.ts";
import { type Finding, findingsText, fine, problem } from "./doctor/finding.ts";

export const check: CliCommand = {
  name: "check",
  usage: "[--running]",
  summary: "check the configuration and the database",
  help: `
Reads the configuration as the server would, and the database from its first page to its last; the server may
run meanwhile. With --running it only asks whether a server runs on the data folder, which takes a moment:
for health checks. The exit code is 3 when something is wrong.

  koine check && systemctl restart koine
  koine check --running
`,
  options: { running: { type: "boolean" } },
  async run(cli, called) {
    requireWords(called, 0, "");
    const { data, file, store } = cli.config();
    if (called.options.running === true) {
      const isRunning = (await reachServer(data)) !== null;
      return outcome([
        isRunning
          ? fine("server", `runs on ${data}`)
          : problem("server", `none runs on ${data}`, "koine serve, or systemctl start koine"),
      ]);
    }
    const configuration = fine("configuration", file ?? "no file; variables and defaults");
    if (store.url !== "sqlite") return outcome([configuration, await postgresOf(store.url)]);
    if (!existsSync(join(data, DATABASE)))
      return outcome([configuration, fine("database", `none yet in ${data}`)]);
    const progress = progressOf(cli, called.json);
    return outcome([configuration, await databaseOf(data, cli.spawnWorker, progress)]);
  },
};

/** What is said of findings, with the exit code that follows. */
export function outcome(findings: readonly Finding[]): Said {
  const isWell = findings.every(({ state }) => state !== "problem");
  return {
    text: findingsText(findings),
    json: { ok: isWell, findings },
    exit: isWell ? EXIT.done : EXIT.found,
  };
}
