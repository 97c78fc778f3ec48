/** Reading an export into a data folder that is new. */

import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { blobName } from "../backup/contents.ts";
import { copyTo, hashOf } from "../backup/copying.ts";
import type { Progress } from "../backup/progress.ts";
import { idSource } from "../core/ids.ts";
import type { PushKeys } from "../core/tx/push.ts";
import { openWriter } from "../store/sqlite/open.ts";
import { VERSION } from "../store/sqlite/schema.ts";
import { type Imported, type TableRow, takeKeys, writeSpace } from "../store/sqlite/space-export.ts";
import type { Value } from "../store/sqlite/space-rows.ts";
import { readHead, rowsIn, verifyLines } from "./lines.ts";
import { LINES } from "./take.ts";

export interface Importing {
  readonly data: string;
  readonly source: string;
  readonly progress: Progress;
  readonly now: () => number;
  /** For an instance that has none yet. */
  readonly newKeys: () => PushKeys;
  /** The address of a picture of another server, signed by the instance with these keys. */
  readonly resigned: (keys: PushKeys, address: string) => string;
}

export interface ImportDone {
  readonly slug: string;
  readonly outcome: Imported;
  readonly rows: number;
  readonly files: number;
}

/** A file's name is its hash and nothing else, whatever an export says. */
const HASH = /^[0-9a-f]{64}$/;
/** The random part of a file's address. */
const KEY = /^[\w-]{1,64}$/;

/** Import a space. Throws a sentence for the operator; then the database is as it was. */
export function importSpace({ data, source, progress, now, newKeys, resigned }: Importing): ImportDone {
  const path = join(source, LINES);
  if (!existsSync(path)) throw new Error(`There is no export in ${source}: it has no ${LINES}`);
  const head = readHead(path);
  if (head.schema > VERSION)
    throw new Error(
      `The export is of version ${head.schema}, this program knows ${VERSION}: import it with a newer program`,
    );
  progress("reading the export", 0, 1);
  const rows = verifyLines(path);
  const newId = idSource(0, now, 0);
  const beginning = { now: now(), newId, randomText: () => crypto.randomUUID() };
  const { db, release } = openWriter(data, beginning);
  try {
    let done = 0;
    let files = 0;
    const watched = function* (): Iterable<TableRow> {
      const keys = takeKeys(db, newKeys());
      for (const one of rowsIn(path)) {
        progress(`reading ${one.table}`, done++, rows);
        if (one.table === "attachment") files += putFiles(one, source, data);
        yield withPictures(one, (address) => resigned(keys, address));
      }
    };
    const outcome = writeSpace(db, head.space, watched());
    return { slug: head.slug, outcome, rows, files };
  } finally {
    db.close();
    release();
  }
}

/** A picture's address within the JSON of embeds, or of what stands beside a message. */
const PICTURE = /"(image|thumbnail|avatar)":"(\/proxy\/[^"\\]*)"/g;

/** Pictures of other servers have addresses that the instance signed which exported them: no other shows them. */
function withPictures({ table, row }: TableRow, sign: (address: string) => string): TableRow {
  const { embeds, beside, avatar } = row;
  if (table === "message" && (typeof embeds === "string" || typeof beside === "string")) {
    const signed = (column: Value | undefined): Value =>
      typeof column !== "string"
        ? null
        : column.replace(PICTURE, (_all, name: string, address: string) => `"${name}":"${sign(address)}"`);
    return { table, row: { ...row, embeds: signed(embeds), beside: signed(beside) } };
  }
  const isPicture = typeof avatar === "string" && avatar.startsWith("/proxy/");
  return isPicture ? { table, row: { ...row, avatar: sign(avatar) } } : { table, row };
}

/** Copies the files of a row where they are missing; gives how many. Throws a sentence for the operator. */
function putFiles({ row }: TableRow, source: string, data: string): number {
  let files = 0;
  const keys = [row.key, row.thumbnail_key].filter((key) => key !== null && key !== undefined);
  if (!keys.every((key) => typeof key === "string" && KEY.test(key)))
    throw new Error("The export is damaged: a file's address is none");
  for (const hash of [row.hash, row.thumbnail_hash]) {
    if (hash === null || hash === undefined) continue;
    if (typeof hash !== "string" || !HASH.test(hash))
      throw new Error("The export is damaged: a file's name is no hash");
    const [from, to] = [join(source, blobName(hash)), join(data, blobName(hash))];
    const found = lstatSync(from, { throwIfNoEntry: false });
    if (found === undefined || existsSync(to)) continue; // It was gone when it was exported.
    if (!found.isFile()) throw new Error(`The export is damaged: ${blobName(hash)} is no file`);
    const slice = { file: from, offset: 0, size: found.size };
    if (hashOf(slice, () => undefined).sha256 !== hash)
      throw new Error(`The export is damaged: ${blobName(hash)} has other bytes`);
    copyTo(slice, to, () => undefined);
    files += 1;
  }
  return files;
}
