/**
 * Plain files in one: the archives of POSIX.1-1988 "ustar", as every tar reads them.
 *
 * Only regular files with names of up to 100 bytes; sizes from 8 GiB on in the binary form that GNU tar writes.
 */

import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";

const BLOCK = 512;
const MAX_OCTAL = 8 ** 11 - 1;

/** A stretch of a file. */
export interface Slice {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
}

/** The header of a file, for the owner alone to read. */
export function tarHeader(name: string, size: number, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new Error(`Too long for an archive: ${name}`);
  block.write(name, 0);
  block.write("0000600\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  if (size <= MAX_OCTAL) block.write(`${size.toString(8).padStart(11, "0")} `, 124);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write(`${seconds.toString(8).padStart(11, "0")} `, 136);
  block.write("0", 156);
  block.write("ustar\u000000", 257);
  block.write(`${checksumOf(block).toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** Bytes of zeros behind a file of this size. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What stands at the end. */
export function writeTarEnd(fd: number): void {
  writeSync(fd, Buffer.alloc(2 * BLOCK));
}

/** The files of an archive by name. Throws a sentence for the operator when it is damaged or cut off. */
export function readTar(path: string): Map<string, Slice> {
  const fd = openSync(path, "r");
  try {
    const end = fstatSync(fd).size;
    const found = new Map<string, Slice>();
    const block = Buffer.alloc(BLOCK);
    for (let at = 0; ; ) {
      if (readSync(fd, block, 0, BLOCK, at) < BLOCK)
        throw new Error("The backup is cut off: its end is missing");
      if (block.every((byte) => byte === 0)) return found;
      const { name, size } = parseHeader(block);
      at += BLOCK;
      if (at + size > end) throw new Error(`The backup is cut off in the midst of ${name}`);
      if (found.has(name)) throw new Error(`The backup is damaged: it holds ${name} twice`);
      found.set(name, { file: path, offset: at, size });
      at += Math.ceil(size / BLOCK) * BLOCK;
    }
  } finally {
    closeSync(fd);
  }
}

function parseHeader(block: Buffer): { name: string; size: number } {
  const said = Number.parseInt(text(block, 148, 8), 8);
  if (said !== checksumOf(block)) throw new Error("The backup is damaged: this is no tar archive of ours");
  if (text(block, 156, 1) !== "0") throw new Error("The backup is damaged: it holds more than plain files");
  const size =
    block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(text(block, 124, 12), 8);
  if (!Number.isSafeInteger(size)) throw new Error("The backup is damaged: a size is no number");
  return { name: text(block, 0, 100), size };
}

function text(block: Buffer, at: number, length: number): string {
  const [beginning = ""] = block.toString("latin1", at, at + length).split("\0");
  return beginning.trim();
}

/** The sum of the bytes, those of the sum itself taken as spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (const [i, byte] of block.entries()) sum += i >= 148 && i < 156 ? 0x20 : byte;
  return sum;
}
