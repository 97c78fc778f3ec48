/**
 * Putting a backup into a data directory.
 *
 * Everything is gathered and checked in "restoring/" below it. The file "complete" there is the moment of the
 * restore: before it nothing of the directory was touched; after it, whoever comes next finishes what is left.
 */

import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { renewEpoch } from "../store/sqlite/copy.ts";
import { lock, makeDirectory } from "../store/sqlite/open.ts";
import { VERSION } from "../store/sqlite/schema.ts";
import { inWorker } from "../store/sqlite/tasks.ts";
import { DATABASE, KEYS, openBackup, piecesOf } from "./contents.ts";
import { copyTo, sync, writeNew } from "./copying.ts";
import type { Manifest } from "./manifest.ts";
import type { Progress } from "./progress.ts";

const STAGING = "restoring";
const COMPLETE = "complete";

export interface Restoring {
  readonly backup: string;
  /** The data directory; it is made when it is not there. */
  readonly data: string;
  /** Whether a database that is there may be replaced. */
  readonly overwrite: boolean;
  readonly spawnWorker: () => Worker;
  readonly progress: Progress;
}

/**
 * Restore a backup. Rejects with a sentence for the operator; then the directory is as it was.
 */
export async function restoreBackup(restoring: Restoring): Promise<Manifest> {
  const { data } = restoring;
  makeDirectory(data);
  const release = lock(data);
  try {
    settle(data);
    const manifest = await prepareRestore(restoring);
    settle(data);
    return manifest;
  } finally {
    release();
  }
}

/** All but the last step: the backup lies in the staging folder, whole and checked. The caller has the lock. */
export async function prepareRestore(restoring: Restoring): Promise<Manifest> {
  const { backup, data, overwrite, spawnWorker, progress } = restoring;
  if (existsSync(join(data, DATABASE)) && !overwrite) {
    throw new Error(
      `There is a database in ${data} already: with --overwrite the backup takes its place, and what it holds is lost`,
    );
  }
  const { manifest, slices } = openBackup(backup);
  if (manifest.schema > VERSION) {
    throw new Error(
      `The backup's database has version ${manifest.schema}, this program knows ${VERSION}: restore it with the newer program that made it`,
    );
  }
  const staging = join(data, STAGING);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { mode: 0o700 });
  try {
    mkdirSync(join(staging, "blobs"), { mode: 0o700 });
    const pieces = piecesOf(manifest);
    const total = pieces.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    for (const { name, sha256 } of pieces) {
      const slice = slices.get(name);
      if (slice === undefined) throw new Error(`The backup is damaged: ${name} is missing`);
      const copied = copyTo(slice, join(staging, name), (bytes) => {
        done += bytes;
        progress("copying the backup", done, total);
      });
      if (copied.sha256 !== sha256) throw new Error(`The backup is damaged: ${name} has other bytes`);
    }
    progress("checking the database", 0, 1);
    const { problems, inventory } = await inWorker(spawnWorker, {
      check: { file: join(staging, DATABASE) },
    });
    if (inventory === null) throw new Error(`The backup is damaged: ${problems.join("; ")}`);
    const { schema, epoch, counts } = inventory;
    if (schema !== manifest.schema || epoch !== manifest.epoch || !Bun.deepEquals(counts, manifest.counts)) {
      throw new Error("The backup is damaged: its database is not the one that its manifest describes");
    }
    renewEpoch(join(staging, DATABASE), crypto.randomUUID());
    sync(join(staging, DATABASE));
    sync(staging);
    writeNew(join(staging, COMPLETE), "");
    sync(staging);
    return manifest;
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

/** What became of a restore that did not come to its end. */
export type Settled = "nothing" | "finished" | "undone";

/**
 * Finish a restore that was interrupted, or undo what came of it. Every step may be repeated. The caller has the
 * lock. Throws a sentence for the operator when it was interrupted early and there is no database.
 */
export function settle(data: string): Settled {
  const staging = join(data, STAGING);
  if (!existsSync(staging)) return "nothing";
  if (!existsSync(join(staging, COMPLETE))) {
    rmSync(staging, { recursive: true });
    return "undone";
  }
  if (existsSync(join(staging, DATABASE))) {
    for (const suffix of ["-wal", "-shm"]) rmSync(join(data, DATABASE + suffix), { force: true });
    renameSync(join(staging, DATABASE), join(data, DATABASE));
    sync(data);
  }
  if (existsSync(join(staging, KEYS))) renameSync(join(staging, KEYS), join(data, KEYS));
  if (existsSync(join(staging, "blobs"))) {
    rmSync(join(data, "blobs"), { recursive: true, force: true });
    renameSync(join(staging, "blobs"), join(data, "blobs"));
  }
  sync(data);
  rmSync(staging, { recursive: true });
  return "finished";
}

/**
 * Before a server starts: as `settle`, under the lock. Throws a sentence for the operator when a restore was
 * interrupted before it was whole and there is no database, for a server would begin an empty one.
 */
export function settleBeforeStart(data: string): Settled {
  if (!existsSync(join(data, STAGING))) return "nothing";
  const release = lock(data);
  try {
    const isComplete = existsSync(join(data, STAGING, COMPLETE));
    if (!isComplete && !existsSync(join(data, DATABASE))) {
      throw new Error(
        `A restore into ${data} was interrupted before it was whole: run "koine restore" again`,
      );
    }
    return settle(data);
  } finally {
    release();
  }
}
