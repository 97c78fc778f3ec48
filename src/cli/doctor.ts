/** `koine doctor`: what is wrong with an installation, and what to do about it. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DATABASE } from "../backup/contents.ts";
import { progressOf } from "./backup.ts";
import { outcome } from "./check.ts";
import { type CliCommand, Usage } from "./command-line.ts";
import { reachServer } from "./control.ts";
import { addressOf } from "./doctor/address.ts";
import { clockOf, databaseOf, filesOf, postgresOf, rightsOf, spaceOf } from "./doctor/data.ts";
import { type Finding, fine, warning } from "./doctor/finding.ts";
import { openFilesOf } from "./doctor/machine.ts";

export const doctor: CliCommand = {
  name: "doctor",
  usage: "[URL]",
  summary: "find what is wrong with an installation, and say what to do",
  help: `
Looks at the configuration, the rights of the data folder, the disk, the clock, the limit of open files, the
database and the uploaded files. With the server's public URL also at what people meet there: calls,
WebSockets through the proxy, and the dates of the certificate. Nothing is changed. Run it as the user that
the server runs as. The exit code is 3 when there is a problem; a warning alone is none.

  koine doctor https://chat.example.org
`,
  async run(cli, called) {
    const [url, more] = called.words;
    if (more !== undefined) throw new Usage(`One word too many: ${more}`);
    if (url !== undefined && !/^https?:\/\/./.test(url))
      throw new Usage(`${url} is no URL like https://chat.example.org`);
    const { data, file, limits, store } = cli.config();
    const findings: Finding[] = [
      fine("configuration", file ?? "no file; variables and defaults"),
      openFilesOf(limits.connections),
    ];
    if (existsSync(data)) findings.push(rightsOf(data), spaceOf(data));
    if (store.url !== "sqlite") findings.push(await postgresOf(store.url));
    else if (existsSync(join(data, DATABASE))) {
      const database = await databaseOf(data, cli.spawnWorker, progressOf(cli, called.json));
      findings.push(database);
      if (database.state === "ok") findings.push(clockOf(data, cli.now()), filesOf(data));
    } else findings.push(warning("database", `none yet in ${data}`, "start the server, or see KOINE_DATA"));
    const isRunning = (await reachServer(data)) !== null;
    findings.push(
      isRunning
        ? fine("server", "runs")
        : warning("server", `none runs on ${data}`, "koine serve, or systemctl start koine"),
    );
    if (url !== undefined) findings.push(...(await addressOf(url, cli.now())));
    return outcome(findings);
  },
};
