/**
 * Making a backup of a data directory, while a server runs on it or not.
 *
 * Everything is gathered in "<target>.partial" and gets its name when it is whole and was read again, so whatever
 * has the name is a backup.
 */

import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { blobsOf, databaseBytes } from "../store/sqlite/copy.ts";
import { inWorker } from "../store/sqlite/tasks.ts";
import { ARCHIVE_SUFFIX, blobName, DATABASE, KEYS, MANIFEST, openBackup, piecesOf } from "./contents.ts";
import { copyInto, copyTo, hashOf, sync, writeAll, writeNew } from "./copying.ts";
import { FORMAT, type Manifest, type Part, writeManifest } from "./manifest.ts";
import type { Progress } from "./progress.ts";
import { padding, tarHeader, writeTarEnd } from "./tar.ts";

/** How often the database is copied anew because a file was deleted between its copy and the files'. */
const MAX_ATTEMPTS = 5;

/** How often the size of the copy is looked at while it is written. */
const LOOK_MILLIS = 250;

export interface Taking {
  /** The data directory. */
  readonly data: string;
  /** A new folder, or a new file when the name ends in ".tar". */
  readonly target: string;
  readonly software: string;
  readonly spawnWorker: () => Worker;
  readonly progress: Progress;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Make a backup, and read it again. Rejects with a sentence for the operator; then there is nothing at the
 * target.
 */
export async function takeBackup(taking: Taking): Promise<Manifest> {
  const { data } = taking;
  const target = resolve(taking.target);
  if (!existsSync(join(data, DATABASE))) throw new Error(`There is no database in ${data}`);
  const isArchive = target.endsWith(ARCHIVE_SUFFIX);
  if (existsSync(target) && (isArchive || !isEmptyFolder(target))) {
    throw new Error(`${target} is there already: a backup is never overwritten`);
  }
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    const manifest = await gather({ ...taking, target }, partial);
    if (isArchive) {
      const archive = join(partial, "archive.tar");
      pack(partial, archive, manifest, taking);
      verify(archive, taking.progress);
      renameSync(archive, target);
      rmSync(partial, { recursive: true });
    } else {
      verify(partial, taking.progress);
      if (existsSync(target)) rmdirSync(target); // Empty, as was seen above.
      renameSync(partial, target);
    }
    sync(dirname(target));
    return manifest;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

/** Puts everything into the folder. */
async function gather(taking: Taking, folder: string): Promise<Manifest> {
  const { data, progress, spawnWorker, target } = taking;
  const copy = join(folder, DATABASE);
  const isArchive = target.endsWith(ARCHIVE_SUFFIX);
  // Most files before the database, so that little can be deleted between the copy of the one and of the others.
  const known = new Map<string, number>();
  copyBlobs(blobsOf(join(data, DATABASE)), known, { data, folder, isArchive, progress });
  let missing: string[] = [];
  let taken = "";
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    rmSync(copy, { force: true });
    taken = new Date(taking.now()).toISOString();
    await copyDatabase(data, copy, spawnWorker, progress);
    const wanted = blobsOf(copy);
    missing = copyBlobs(wanted, known, { data, folder, isArchive, progress });
    dropBlobs(known, new Set(wanted), folder);
    // What is gone from the store as well was deleted meanwhile: the next copy of the database knows that.
    if (missing.length === 0) break;
    const current = new Set(blobsOf(join(data, DATABASE)));
    if (missing.every((hash) => current.has(hash))) break;
  }
  progress("checking the copy of the database", 0, 1);
  const { problems, inventory } = await inWorker(spawnWorker, { check: { file: copy } });
  if (inventory === null) {
    throw new Error(`The database is damaged: ${problems.join("; ")}. Restore the last good backup`);
  }
  const manifest: Manifest = {
    format: FORMAT,
    software: taking.software,
    schema: inventory.schema,
    epoch: inventory.epoch,
    taken,
    counts: inventory.counts,
    database: hashOf({ file: copy, offset: 0, size: statSync(copy).size }, () => undefined),
    keys: copyKeys(data, folder),
    blobs: [...known].map(([hash, size]) => ({ hash, size })).sort((a, b) => (a.hash < b.hash ? -1 : 1)),
    missing,
  };
  writeNew(join(folder, MANIFEST), writeManifest(manifest));
  return manifest;
}

async function copyDatabase(
  data: string,
  to: string,
  spawnWorker: () => Worker,
  progress: Progress,
): Promise<void> {
  const total = databaseBytes(data);
  const watch = setInterval(() => {
    progress("copying the database", statSync(to, { throwIfNoEntry: false })?.size ?? 0, total);
  }, LOOK_MILLIS);
  try {
    await inWorker(spawnWorker, { copy: { directory: data, to } });
  } finally {
    clearInterval(watch);
  }
  sync(to);
}

/** Copies the keys that tokens are signed with. */
function copyKeys(data: string, folder: string): Part | null {
  const file = join(data, KEYS);
  if (!existsSync(file)) return null;
  const content = readFileSync(file, "utf8");
  writeNew(join(folder, KEYS), content);
  return hashOf({ file: join(folder, KEYS), offset: 0, size: Buffer.byteLength(content) }, () => undefined);
}

interface Files {
  readonly data: string;
  readonly folder: string;
  /** The folder lives only until it is packed, so names for the same bytes will do. */
  readonly isArchive: boolean;
  readonly progress: Progress;
}

/** Copies the files that are not `known` yet; gives those that are not there or damaged. */
function copyBlobs(hashes: readonly string[], known: Map<string, number>, files: Files): string[] {
  const missing: string[] = [];
  for (const [i, hash] of hashes.entries()) {
    if (known.has(hash)) continue;
    files.progress("copying files", i, hashes.length);
    const size = copyBlob(hash, files);
    if (size === null) missing.push(hash);
    else known.set(hash, size);
  }
  return missing;
}

function copyBlob(hash: string, { data, folder, isArchive }: Files): number | null {
  const file = join(data, blobName(hash));
  const to = join(folder, blobName(hash));
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return null;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  try {
    if (isArchive && link(file, to)) return size;
    if (copyTo({ file, offset: 0, size }, to, () => undefined).sha256 === hash) return size;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return null; // Deleted in this moment.
  }
  rmSync(to);
  return null;
}

/** False where names cannot be shared, e.g. between two disks. */
function link(file: string, to: string): boolean {
  try {
    linkSync(file, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw error;
    return false;
  }
}

/** What the database does not speak of any more is not kept. */
function dropBlobs(known: Map<string, number>, wanted: ReadonlySet<string>, folder: string): void {
  for (const hash of [...known.keys()]) {
    if (wanted.has(hash)) continue;
    rmSync(join(folder, blobName(hash)));
    known.delete(hash);
  }
}

/** Puts what the folder holds into one file. */
function pack(folder: string, archive: string, manifest: Manifest, { progress, now }: Taking): void {
  const names = [MANIFEST, ...piecesOf(manifest).map(({ name }) => name)];
  const total = piecesOf(manifest).reduce((sum, { size }) => sum + size, 0);
  const seconds = Math.floor(now() / 1000);
  let done = 0;
  const fd = openSync(archive, "wx", 0o600);
  try {
    for (const name of names) {
      const file = join(folder, name);
      const { size } = statSync(file);
      writeAll(fd, tarHeader(name, size, seconds));
      copyInto({ file, offset: 0, size }, fd, (bytes) => {
        done += bytes;
        progress("packing", done, total);
      });
      writeAll(fd, padding(size));
    }
    writeTarEnd(fd);
  } finally {
    closeSync(fd);
  }
  sync(archive);
}

/** Reads a backup from the disk and compares every piece. Throws a sentence for the operator. */
export function verify(path: string, progress: Progress): Manifest {
  const { manifest, slices } = openBackup(path);
  const pieces = piecesOf(manifest);
  const total = pieces.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { name, sha256 } of pieces) {
    const slice = slices.get(name);
    if (slice === undefined) throw new Error(`The backup is damaged: ${name} is missing`);
    const found = hashOf(slice, (bytes) => {
      done += bytes;
      progress("reading the backup again", done, total);
    });
    if (found.sha256 !== sha256) throw new Error(`The backup is damaged: ${name} is not what was written`);
  }
  return manifest;
}
