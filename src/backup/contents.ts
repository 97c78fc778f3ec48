/** Where the pieces of a backup lie, in a folder or in one file. */

import { lstatSync } from "node:fs";
import { join } from "node:path";
import { bytesOf } from "./copying.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { readTar, type Slice } from "./tar.ts";

export const MANIFEST = "manifest.json";
export const DATABASE = "koine.db";
export const KEYS = "signing-keys.json";

/** A backup with such a name is one file. */
export const ARCHIVE_SUFFIX = ".tar";

/** Largest manifest that is read: hashes of three million files. */
const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;

/** Of a file, by the hash of its bytes; the same below a data directory. */
export function blobName(hash: string): string {
  return `blobs/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

/** The pieces that a manifest lists, with what they must be. */
export function piecesOf(
  manifest: Manifest,
): { readonly name: string; readonly size: number; readonly sha256: string }[] {
  const { database, keys, blobs } = manifest;
  return [
    { name: DATABASE, ...database },
    ...(keys === null ? [] : [{ name: KEYS, ...keys }]),
    ...blobs.map(({ hash, size }) => ({ name: blobName(hash), size, sha256: hash })),
  ];
}

export interface OpenedBackup {
  readonly manifest: Manifest;
  /** Every piece that the manifest lists; names come from the manifest, never from the archive. */
  readonly slices: ReadonlyMap<string, Slice>;
}

/** Throws a sentence for the operator when it is no backup, damaged, cut off, or newer than this program. */
export function openBackup(path: string): OpenedBackup {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new Error(`There is no backup at ${path}`);
  const archive = stat.isDirectory() ? null : readTar(path);
  const find = (name: string): Slice | null => {
    if (archive !== null) return archive.get(name) ?? null;
    const file = join(path, name);
    const found = lstatSync(file, { throwIfNoEntry: false });
    return found?.isFile() === true ? { file, offset: 0, size: found.size } : null;
  };
  const head = find(MANIFEST);
  if (head === null) {
    throw new Error(`${path} is no backup, or one that was not finished: it has no ${MANIFEST}`);
  }
  if (head.size > MAX_MANIFEST_BYTES) throw new Error("The backup is damaged: its manifest is too large");
  const manifest = readManifest(bytesOf(head).toString());
  const slices = new Map<string, Slice>();
  for (const { name, size } of piecesOf(manifest)) {
    const slice = find(name);
    if (slice === null) throw new Error(`The backup is damaged: ${name} is missing`);
    if (slice.size !== size)
      throw new Error(`The backup is damaged: ${name} has ${slice.size} bytes instead of ${size}`);
    slices.set(name, slice);
  }
  return { manifest, slices };
}
