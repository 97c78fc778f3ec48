/** Writing a space into a folder: its rows as JSON lines, its files beside them. */

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { blobName } from "../backup/contents.ts";
import { copyTo, sync, writeAll } from "../backup/copying.ts";
import type { Progress } from "../backup/progress.ts";
import { readSpace, type TableRow } from "../store/sqlite/space-export.ts";
import { EXPORT_FORMAT, type Head } from "./lines.ts";

export const LINES = "space.jsonl";

/** Lines are gathered up to so many characters before they are written. */
const GATHERED = 256 * 1024;

export interface Exporting {
  readonly data: string;
  /** A folder that is not there yet. */
  readonly target: string;
  /** null = the default space. */
  readonly slug: string | null;
  readonly software: string;
  readonly progress: Progress;
  readonly now: () => number;
}

export interface Exported {
  readonly space: number;
  readonly slug: string;
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly files: number;
  /** Files that were gone from the disk. */
  readonly missing: readonly string[];
}

/** Export a space. Throws a sentence for the operator; then there is nothing at the target. */
export function exportSpace(exporting: Exporting): Exported {
  const target = resolve(exporting.target);
  if (existsSync(target)) throw new Error(`${target} is there already: an export is never overwritten`);
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    const { hashes, ...written } = writeLines(exporting, join(partial, LINES));
    const missing: string[] = [];
    for (const [i, hash] of [...hashes].entries()) {
      exporting.progress("copying files", i, hashes.size);
      if (!copyFile(exporting.data, partial, hash)) missing.push(hash);
    }
    sync(partial);
    renameSync(partial, target);
    sync(dirname(target));
    return { ...written, files: hashes.size - missing.length, missing };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

function writeLines({ data, slug, software, progress, now }: Exporting, path: string) {
  const hasher = new Bun.CryptoHasher("sha256");
  const counts: Record<string, number> = {};
  const hashes = new Set<string>();
  let rows = 0;
  let gathered = "";
  const fd = openSync(path, "wx", 0o600);
  const flush = (): void => {
    hasher.update(gathered);
    writeAll(fd, Buffer.from(gathered));
    gathered = "";
  };
  const take = ({ table, row }: TableRow): void => {
    gathered += `${JSON.stringify({ [table]: row })}\n`;
    rows += 1;
    counts[table] = (counts[table] ?? 0) + 1;
    if (table === "attachment") {
      for (const hash of [row.hash, row.thumbnail_hash]) if (typeof hash === "string") hashes.add(hash);
    }
    if (gathered.length >= GATHERED) flush();
    progress("rows written", rows, 0);
  };
  try {
    const { space, slug: name } = readSpace(
      data,
      slug,
      (found) => {
        const head: Head = {
          format: EXPORT_FORMAT,
          software,
          ...found,
          exported: new Date(now()).toISOString(),
        };
        gathered += `${JSON.stringify({ koine: head })}\n`;
      },
      take,
    );
    flush();
    writeAll(fd, Buffer.from(`${JSON.stringify({ end: { rows, sha256: hasher.digest("hex") } })}\n`));
    fsyncSync(fd);
    return { space, slug: name, counts, hashes };
  } finally {
    closeSync(fd);
  }
}

/** False when it is gone, or not what its name says. */
function copyFile(data: string, folder: string, hash: string): boolean {
  const file = join(data, blobName(hash));
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return false;
  const to = join(folder, blobName(hash));
  if (copyTo({ file, offset: 0, size }, to, () => undefined).sha256 === hash) return true;
  rmSync(to);
  return false;
}
