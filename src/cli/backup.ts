/** `koine backup`: a copy of everything, while the server runs. */

import { createProgress } from "../backup/progress.ts";
import { takeBackup } from "../backup/take.ts";
import { type Cli, type CliCommand, requireWords } from "./command-line.ts";
import { SOFTWARE } from "./software.ts";
import { requireSqlite } from "./store.ts";

export const backup: CliCommand = {
  name: "backup",
  usage: "FILE.tar | FOLDER",
  summary: "copy everything into one file or a folder, while the server runs",
  help: `
Copies the database, the uploaded files and the signing keys as they are at one moment, reads the copy
again and compares it. The server may run, and answers meanwhile. The target gets its name when the
backup is whole: what has the name can be restored. Nothing is ever overwritten.

The backup holds everything the server knows, password hashes and signing keys among it. It is readable
for the user alone who runs the command.

  koine backup /var/backups/koine-$(date +%F).tar
`,
  async run(cli, called) {
    const [target = ""] = requireWords(called, 1, "where the backup shall lie");
    const config = cli.config();
    requireSqlite(config, "pg_dump copies it; the files and keys lie in the data directory");
    const { data } = config;
    const { spawnWorker, now } = cli;
    const progress = progressOf(cli, called.json);
    const manifest = await takeBackup({ data, target, software: SOFTWARE, spawnWorker, progress, now });
    const { schema, epoch, taken, counts, blobs, missing } = manifest;
    const bytes = manifest.database.size + blobs.reduce((sum, { size }) => sum + size, 0);
    const lost = missing.map((hash) => `Warning: the file ${hash} was missing or damaged already\n`);
    return {
      text: `${target}: ${counts.message} messages, ${counts.user} users, ${blobs.length} files, ${bytes} bytes\n${lost.join("")}`,
      json: { backup: target, schema, epoch, taken, counts, files: blobs.length, bytes, missing },
    };
  },
};

/** Tells progress on the standard error. */
export function progressOf(cli: Cli, json: boolean) {
  return createProgress((told) => {
    const far = "percent" in told ? `${told.percent} %` : `${told.done}`;
    cli.err(json ? `${JSON.stringify({ progress: told })}\n` : `${told.stage}: ${far}\n`);
  }, cli.now);
}
