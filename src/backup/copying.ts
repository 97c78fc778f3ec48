/** Copying stretches of files, hashed on the way and on the disk at the end. */

import { closeSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Part } from "./manifest.ts";
import type { Slice } from "./tar.ts";

const CHUNK_BYTES = 1024 * 1024;

/** Hears how many bytes more are done. */
export type OnBytes = (bytes: number) => void;

/** Give the bytes of a slice to `take`, and their hash; fewer when the file is shorter. */
function read({ file, offset, size }: Slice, take: (bytes: Buffer) => void, onBytes: OnBytes): Part {
  const hasher = new Bun.CryptoHasher("sha256");
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size, 1)));
  const fd = openSync(file, "r");
  let done = 0;
  try {
    while (done < size) {
      const got = readSync(fd, chunk, 0, Math.min(chunk.length, size - done), offset + done);
      if (got === 0) break;
      const bytes = chunk.subarray(0, got);
      hasher.update(bytes);
      take(bytes);
      done += got;
      onBytes(got);
    }
  } finally {
    closeSync(fd);
  }
  return { size: done, sha256: hasher.digest("hex") };
}

/** The bytes of a slice, which is short. */
export function bytesOf(slice: Slice): Buffer {
  const chunks: Buffer[] = [];
  read(
    slice,
    (bytes) => chunks.push(Buffer.from(bytes)),
    () => undefined,
  );
  return Buffer.concat(chunks);
}

/** Size and hash of a slice. */
export function hashOf(slice: Slice, onBytes: OnBytes): Part {
  return read(slice, () => undefined, onBytes);
}

/** Copy a slice into a new file, readable for the owner alone; its folder is made. On the disk when it returns. */
export function copyTo(slice: Slice, to: string, onBytes: OnBytes): Part {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const fd = openSync(to, "wx", 0o600);
  try {
    const part = copyInto(slice, fd, onBytes);
    fsyncSync(fd);
    return part;
  } finally {
    closeSync(fd);
  }
}

/** Copy a slice behind what is in an open file. */
export function copyInto(slice: Slice, fd: number, onBytes: OnBytes): Part {
  return read(slice, (bytes) => writeAll(fd, bytes), onBytes);
}

export function writeAll(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}

/** A new file, on the disk when it returns. */
export function writeNew(path: string, content: string): void {
  const fd = openSync(path, "wx", 0o600);
  try {
    writeAll(fd, Buffer.from(content));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Brings a file's bytes, or the names in a folder, to the disk. */
export function sync(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
