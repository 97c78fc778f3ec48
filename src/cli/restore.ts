/** `koine restore`: a backup becomes the data directory. */

import { restoreBackup } from "../backup/restore.ts";
import { progressOf } from "./backup.ts";
import { type CliCommand, requireWords } from "./command-line.ts";
import { requireSqlite } from "./store.ts";

export const restore: CliCommand = {
  name: "restore",
  usage: "FILE.tar | FOLDER [--overwrite]",
  summary: "put a backup into the data directory; the server must be stopped",
  help: `
Puts a backup into the data directory (KOINE_DATA) after checking every byte of it. A backup that is
damaged, cut off or made by a newer program is refused, and so is a directory that holds a database,
unless --overwrite is given; then what it holds is lost. The server must be stopped.

Clients that were connected before come back, are told that the state is a new one, and load it anew.
Sign-ins and bot tokens are those of the backup.

If it is interrupted, either nothing has changed or the next start finishes it.

  KOINE_DATA=/srv/koine koine restore /var/backups/koine-2026-11-21.tar
`,
  options: { overwrite: { type: "boolean" } },
  async run(cli, called) {
    const [backup = ""] = requireWords(called, 1, "the backup");
    const config = cli.config();
    requireSqlite(config, "pg_restore puts it back; the files and keys lie in the data directory");
    const { data } = config;
    const manifest = await restoreBackup({
      backup,
      data,
      overwrite: called.options.overwrite === true,
      spawnWorker: cli.spawnWorker,
      progress: progressOf(cli, called.json),
    });
    const { schema, taken, counts, blobs, missing } = manifest;
    return {
      text: `${data} is as it was at ${taken}: ${counts.message} messages, ${counts.user} users, ${blobs.length} files\n`,
      json: { data, schema, taken, counts, files: blobs.length, missing },
    };
  },
};
