/** Blobs in the file system: `ab/cd/<hash>` below a directory, staged files in `staged/`. */

import { mkdirSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Appended, Blobs, Kept } from "../core/blobs.ts";

const HASH = /^[0-9a-f]{64}$/;
const SHARD = /^[0-9a-f]{2}$/;
const STAGED_NAME = /^[\w-]{1,64}$/;

/** Keep blobs below a directory, which is made when it is not there. */
export function fileBlobs(directory: string): Blobs {
  const staging = join(directory, "staged");
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const held = new Map<string, number>();

  // Names come from inside, but a path is built of them, so both are checked all the same.
  const stagedPath = (name: string): string => {
    if (!STAGED_NAME.test(name)) throw new Error(`Not the name of a staged file: ${JSON.stringify(name)}`);
    return join(staging, name);
  };
  const pathOf = (hash: string): string => {
    if (!HASH.test(hash)) throw new Error(`Not a hash: ${JSON.stringify(hash)}`);
    return join(directory, hash.slice(0, 2), hash.slice(2, 4), hash);
  };

  const hold = (hash: string): void => {
    held.set(hash, (held.get(hash) ?? 0) + 1);
  };
  const release = (hash: string): void => {
    const left = (held.get(hash) ?? 1) - 1;
    if (left > 0) held.set(hash, left);
    else held.delete(hash);
  };

  async function keep(name: string): Promise<Kept> {
    const from = stagedPath(name);
    const { hash, size } = await digest(from);
    const to = pathOf(hash);
    // Held before the file is in its place, and moved even when it is there: who removes meanwhile loses.
    hold(hash);
    try {
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await rename(from, to);
      await syncDirectory(dirname(to));
    } catch (error) {
      release(hash);
      throw error;
    }
    return { hash, size };
  }

  return {
    async append(name, offset, source, limit) {
      const file = await openStaged(stagedPath(name));
      try {
        await file.truncate(offset);
        const appended = await copy(source, file, offset, limit);
        if (appended.end === "too_long") await file.truncate(offset);
        await file.sync();
        return appended;
      } finally {
        await file.close();
      }
    },
    async staged(name) {
      const file = Bun.file(stagedPath(name));
      return (await file.exists()) ? file : null;
    },
    discard: async (name) => rm(stagedPath(name), { force: true }),
    keep,
    async put(bytes) {
      const name = crypto.randomUUID();
      const file = await openStaged(stagedPath(name));
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      return keep(name);
    },
    release,
    async read(hash) {
      const file = Bun.file(pathOf(hash));
      return (await file.exists()) ? file : null;
    },
    remove(hash) {
      const path = pathOf(hash);
      if (held.has(hash)) return false;
      rmSync(path, { force: true }); // In this turn: a removal under way could hit a file that is kept anew.
      return true;
    },
    async *list() {
      for (const first of await readdir(directory)) {
        if (!SHARD.test(first)) continue;
        for (const second of await readdir(join(directory, first))) {
          for (const hash of await readdir(join(directory, first, second))) {
            const at = await modified(join(directory, first, second, hash));
            if (at !== null && HASH.test(hash)) yield { hash, at };
          }
        }
      }
    },
    async *listStaged() {
      for (const name of await readdir(staging)) {
        const at = await modified(join(staging, name));
        if (at !== null) yield { name, at };
      }
    },
  };
}

/** For reading and writing, without touching what is in it. */
async function openStaged(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if (!isMissing(error)) throw error;
    return await open(path, "wx+", 0o600);
  }
}

async function copy(
  source: AsyncIterable<Uint8Array>,
  file: FileHandle,
  offset: number,
  limit: number,
): Promise<Appended> {
  let length = offset;
  const chunks = source[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await chunks.next();
    } catch {
      return { length, end: "broken" }; // The peer went away: what it sent counts.
    }
    if (next.done === true) return { length, end: "whole" };
    if (length + next.value.length > limit) {
      await chunks.return?.();
      return { length: offset, end: "too_long" };
    }
    for (let written = 0; written < next.value.length; ) {
      const { bytesWritten } = await file.write(next.value, written, next.value.length - written, length);
      written += bytesWritten;
      length += bytesWritten;
    }
  }
}

async function digest(path: string): Promise<Kept> {
  const hasher = new Bun.CryptoHasher("sha256");
  let size = 0;
  for await (const chunk of Bun.file(path).stream()) {
    hasher.update(chunk);
    size += chunk.length;
  }
  return { hash: hasher.digest("hex"), size };
}

/** A new name in a directory is on the disk only after this. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Null when the file has gone meanwhile. */
async function modified(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
