/** Disks that are small or read-only, made of memory; only root on Linux can make them. */

import { spawnSync } from "node:child_process";
import { statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./koine.ts";

const mounted: string[] = [];

function run(...command: readonly string[]): boolean {
  const [program = "", ...args] = command;
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/** A disk of so many bytes. Throws when it cannot be made. */
export function smallDisk(bytes: number): string {
  const directory = temporaryDirectory();
  if (!run("mount", "-t", "tmpfs", "-o", `size=${bytes},mode=700`, "tmpfs", directory))
    throw new Error("mount failed");
  mounted.push(directory);
  return directory;
}

/** The same files at another place, where nothing can be written. Throws when it cannot be made. */
export function readOnlyView(of: string): string {
  const directory = temporaryDirectory();
  if (!run("mount", "--bind", of, directory)) throw new Error("mount failed");
  mounted.push(directory);
  if (!run("mount", "-o", "remount,ro,bind", directory)) throw new Error("mount failed");
  return directory;
}

/** Whether this process may mount anything; tests of disks need it. */
export function canMount(): boolean {
  try {
    smallDisk(4096);
    return true;
  } catch {
    return false;
  } finally {
    unmountAll();
  }
}

/** Fills the disk up to `left` bytes; gives the file to remove. */
export function fill(directory: string, left: number): string {
  const { bavail, bsize } = statfsSync(directory);
  const ballast = join(directory, "ballast");
  try {
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  } catch (error) {
    // A server that writes meanwhile took of the rest: the disk is full all the same.
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
  return ballast;
}

export function unmountAll(): void {
  for (const directory of mounted.splice(0).reverse()) run("umount", "-l", directory);
}
