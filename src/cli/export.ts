/** `koine export` and `koine import`: a whole space, to take elsewhere. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DATABASE } from "../backup/contents.ts";
import { settleBeforeStart } from "../backup/restore.ts";
import { importSpace } from "../export/put.ts";
import { exportSpace } from "../export/take.ts";
import { pictureKey, resigned } from "../net/picture-addresses.ts";
import { newPushKeys } from "../net/web-push.ts";
import { progressOf } from "./backup.ts";
import { type CliCommand, requireWords } from "./command-line.ts";
import { SPACE, slugOf } from "./operator.ts";
import { SOFTWARE } from "./software.ts";
import { requireSqlite } from "./store.ts";

const write: CliCommand = {
  name: "export",
  usage: "FOLDER [--space SLUG]",
  summary: "write a whole space as JSON lines and files, while the server runs",
  help: `
Writes a space (the first, or --space) into a new folder: members, roles, rooms, messages, reactions, polls,
emojis, read marks and the log as JSON lines, and the files beside them. What was deleted is not in it, and no
secret: no password, no token, no invite. Dialogs, groups and notes belong to the instance and stay. The form
is described in docs/export-format.md.

  koine export /tmp/our-space
`,
  options: SPACE,
  async run(cli, called) {
    const [target = ""] = requireWords(called, 1, "the folder");
    const config = cli.config();
    requireSqlite(config, "a space is taken out of the file alone; pg_dump copies the whole database");
    const { data } = config;
    if (!existsSync(join(data, DATABASE))) throw new Error(`There is no database in ${data}`);
    const progress = progressOf(cli, called.json);
    const wish = { data, target, slug: slugOf(called), software: SOFTWARE, progress, now: cli.now };
    const { slug, counts, files, missing } = exportSpace(wish);
    const lost = missing.map((hash) => `Warning: the file ${hash} is missing\n`).join("");
    return {
      text: `${target}: the space ${slug} with ${counts.message ?? 0} messages and ${files} files\n${lost}`,
      json: { export: target, slug, counts, files, missing },
    };
  },
};

const read: CliCommand = {
  name: "import",
  usage: "FOLDER",
  summary: "read an exported space into a data folder that is new",
  help: `
Reads what "koine export" wrote into a data folder in which nobody has an account yet; the server must be
stopped. Everything has the same ids as before. Where the space is there already, nothing is changed. Nobody
can sign in at first: "koine user password" and "koine bot token" let them in.

  KOINE_DATA=/srv/koine koine import /tmp/our-space
  KOINE_DATA=/srv/koine koine user password ann --generate
`,
  async run(cli, called) {
    const [source = ""] = requireWords(called, 1, "the folder");
    const config = cli.config();
    requireSqlite(config, "import into the file, and let koine migrate-store carry it there");
    const { data } = config;
    settleBeforeStart(data);
    const progress = progressOf(cli, called.json);
    const { slug, outcome, rows, files } = importSpace({
      data,
      source,
      progress,
      now: cli.now,
      newKeys: newPushKeys,
      resigned: ({ privateKey }, address) => resigned(pictureKey(privateKey), address),
    });
    const text =
      outcome === "imported"
        ? `${data} holds the space ${slug}: ${rows} rows, ${files} files\n`
        : `The space ${slug} is there already: nothing was changed\n`;
    return { text, json: { data, slug, imported: outcome === "imported", rows, files } };
  },
};

export const exports: readonly CliCommand[] = [write, read];
