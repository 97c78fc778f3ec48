/** Whether the data directory is sound: its rights, the database, the files. */

import { existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { blobName, DATABASE, KEYS } from "../../backup/contents.ts";
import type { Progress } from "../../backup/progress.ts";
import { idTime } from "../../core/ids.ts";
import { inquire } from "../../store/postgres/inquiry.ts";
import { blobsOf } from "../../store/sqlite/copy.ts";
import { largestId } from "../../store/sqlite/open.ts";
import { VERSION } from "../../store/sqlite/schema.ts";
import { inWorker } from "../../store/sqlite/tasks.ts";
import { type Finding, fine, problem, warning } from "./finding.ts";

const GIB = 2 ** 30;

/** Free space below which it is a problem, and below which it soon is. */
const LITTLE_BYTES = GIB / 4;
const SOON_BYTES = 2 * GIB;

/** How far ahead of the clock the newest entry may be. */
const CLOCK_MILLIS = 60_000;

/** Who may read the folder and the secrets in it. */
export function rightsOf(data: string): Finding {
  const about = "rights of the data folder";
  const mode = statSync(data).mode & 0o777;
  const secrets = [DATABASE, KEYS].map((name) => join(data, name)).filter((path) => existsSync(path));
  const owner = process.getuid?.() ?? 0;
  const foreign = [data, ...secrets].find((path) => statSync(path).uid !== owner);
  if ((mode & 0o022) !== 0) return problem(about, `others may write in ${data}`, `chmod 700 ${data}`);
  if ((mode & 0o077) !== 0)
    return warning(about, `others may look into ${data}, which holds password hashes`, `chmod 700 ${data}`);
  if (foreign !== undefined && owner !== 0)
    return problem(about, `${foreign} belongs to another user`, `chown -R the server's user ${data}`);
  return fine(about, "the owner's alone");
}

/** Whether there is room to write. */
export function spaceOf(data: string): Finding {
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  const says = `${(free / GIB).toFixed(1)} GiB free`;
  const advice = "make room: when the disk is full, messages are refused";
  if (free < LITTLE_BYTES) return problem("disk", says, advice);
  return free < SOON_BYTES ? warning("disk", says, advice) : fine("disk", says);
}

/** Whether the clock is behind what was stored by it. `now` in milliseconds since the epoch. */
export function clockOf(data: string, now: number): Finding {
  const newest = idTime(largestId(data));
  const ahead = Math.round((newest - now) / 1000);
  if (newest - now <= CLOCK_MILLIS) return fine("clock", new Date(now).toISOString());
  return problem(
    "clock",
    `the newest entry is ${ahead} s ahead of the clock`,
    "set the clock, and let NTP keep it: ids go on from the newest one, so nothing is lost meanwhile",
  );
}

/** Whether the database is whole and of this program. */
export async function databaseOf(
  data: string,
  spawnWorker: () => Worker,
  progress: Progress,
): Promise<Finding> {
  const file = join(data, DATABASE);
  progress("checking the database", 0, 1);
  const { problems, inventory } = await inWorker(spawnWorker, { check: { file } });
  if (inventory === null)
    return problem("database", problems.join("; "), "stop the server and restore the last good backup");
  const { schema, counts } = inventory;
  if (schema > VERSION)
    return problem(
      "database",
      `it has version ${schema}, this program knows ${VERSION}`,
      "run the newer program that wrote it, or restore a backup",
    );
  return fine("database", `whole; version ${schema} of ${VERSION}, ${counts.message ?? 0} messages`);
}

/** Whether a PostgreSQL database answers and is of this program; its own tools look after its pages. */
export async function postgresOf(url: string): Promise<Finding> {
  try {
    const { place, version, known, messages } = await inquire(url);
    if (version > known)
      return problem(
        "database",
        `${place} has version ${version}, this program knows ${known}`,
        "run the newer program that wrote it",
      );
    if (version === 0) return fine("database", `${place}: PostgreSQL, nothing in it yet`);
    return fine("database", `${place}: PostgreSQL, version ${version} of ${known}, ${messages} messages`);
  } catch (error) {
    return problem(
      "database",
      error instanceof Error ? error.message : String(error),
      "see that PostgreSQL runs, and what [store] url says",
    );
  }
}

/** Whether the files that messages show are there. */
export function filesOf(data: string): Finding {
  const hashes = blobsOf(join(data, DATABASE));
  const gone = hashes.filter((hash) => !existsSync(join(data, blobName(hash))));
  if (gone.length === 0) return fine("files", `${hashes.length}, all there`);
  return problem(
    "files",
    `${gone.length} of ${hashes.length} are gone, e.g. ${gone[0]}`,
    `copy them from a backup: ${blobName(gone[0] ?? "")} below ${data}`,
  );
}
