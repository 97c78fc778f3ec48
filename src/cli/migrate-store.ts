/** `koine migrate-store`: from the file to PostgreSQL. */

import { settleBeforeStart } from "../backup/restore.ts";
import { type Carried, carry, type Writers } from "../migrate/carry.ts";
import { Source } from "../migrate/source.ts";
import { Target } from "../migrate/target.ts";
import { lock } from "../store/sqlite/open.ts";
import { progressOf } from "./backup.ts";
import { type CliCommand, Usage } from "./command-line.ts";
import { reachServer, socketOf } from "./control.ts";
import { writersAt } from "./moving.ts";

export const migrateStore: CliCommand = {
  name: "migrate-store",
  usage: "[postgres://…]",
  summary: "carry everything from the file to PostgreSQL, while the server runs",
  help: `
Copies what the database file holds into an empty PostgreSQL database, and compares every row. Without an address it
takes that of [store] url, which keeps the password out of the list of processes:

  KOINE_STORE_URL=postgres://koine:password@localhost:5432/koine koine migrate-store

The server may run. It goes on while all is copied; at the end it refuses changes, for as long as the last of them are
copied, and the command says how long that was. From then on it only reads: write [store] url into the configuration
and start it anew. Clients come back and resume where they were; uploaded files and keys stay where they are.

The file is not written to. To return to it, take [store] url away and start the server: it is then as it was when
writing stopped, and what was written to PostgreSQL since is not in it.

If it is interrupted, the server goes on as before, and nothing starts on the other database until the command was run
again: it then begins anew.
`,
  async run(cli, called) {
    const config = cli.config();
    const [url = config.store.url, ...more] = called.words;
    if (more.length > 0 || !url.startsWith("postgres")) {
      throw new Usage("Name the PostgreSQL database: postgres://user:password@host:5432/database");
    }
    const { data } = config;
    const progress = progressOf(cli, called.json);
    const isRunning = (await reachServer(data)) !== null;
    const release = isRunning ? () => undefined : lock(data);
    const writers = isRunning ? writersAt(socketOf(data)) : nobody;
    let source: Source | null = null;
    let target: Target | null = null;
    try {
      if (!isRunning) settleBeforeStart(data);
      source = new Source(data);
      target = await Target.open(url, source.tables, cli.now);
      const clock = () => performance.now();
      const carried = await carry({ source, target, writers, progress, clock });
      return said(carried, target.place, data, isRunning);
    } finally {
      source?.close();
      await target?.close();
      writers.close();
      release();
    }
  },
};

/** Where no server runs, none can start meanwhile. */
const nobody: Writers & { close(): void } = {
  begin: async () => undefined,
  take: async () => [],
  stop: async () => undefined,
  finish: async () => undefined,
  close: () => undefined,
};

function said({ rows, last, stoppedMillis }: Carried, place: string, data: string, wasRunning: boolean) {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const stopped = wasRunning
    ? `Nobody could write for ${(stoppedMillis / 1_000).toFixed(2)} s, while the last ${last} rows were copied and compared.
The server refuses changes until it is started on the new database.
`
    : "";
  return {
    text: `${place}: ${total} rows, ${rows.message} messages and ${rows.user} users among them, all compared
${stopped}
Now write [store] url into the configuration and ${wasRunning ? "start the server anew" : "start the server"}.
The file in ${data} is untouched. To return to it take [store] url away and start the server: what was
written to PostgreSQL since is then lost.
`,
    json: { place, rows, last, stopped_ms: wasRunning ? Math.round(stoppedMillis) : null },
  };
}
