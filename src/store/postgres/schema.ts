/**
 * The schema, as an append-only list of migrations. The version is kept in `meta`, and counts as the other store's
 * does: a table of the same version holds the same in both.
 *
 * No row of `log` holds text of a message: it refers, and text is joined when it is read.
 */

import type { Id, Millis } from "../../core/model/ids.ts";
import { beginning } from "./migrations/025-beginning.ts";
import { legalHold } from "./migrations/026-legal-hold.ts";
import { slashCommands } from "./migrations/027-slash-commands.ts";
import { followers } from "./migrations/028-followers.ts";
import { webhooks } from "./migrations/029-webhooks.ts";
import { push } from "./migrations/030-push.ts";
import { drawers } from "./migrations/031-drawers.ts";
import { bridgeLinks } from "./migrations/032-bridge-links.ts";
import { conversation } from "./migrations/033-conversation.ts";
import { webhookTokens } from "./migrations/034-webhook-tokens.ts";
import { commandRoles } from "./migrations/035-command-roles.ts";
import { phones } from "./migrations/036-phones.ts";
import { bridgeMemory } from "./migrations/037-bridge-memory.ts";
import { noSamples } from "./migrations/038-no-samples.ts";
import { previews } from "./migrations/039-previews.ts";
import { fileEnds } from "./migrations/040-file-ends.ts";
import { risingTimes } from "./migrations/041-rising-times.ts";
import { callsElsewhere } from "./migrations/042-calls-elsewhere.ts";
import { roomForCounters } from "./migrations/043-room-for-counters.ts";
import { endedLinks } from "./migrations/044-ended-links.ts";
import { endedEmojis } from "./migrations/045-ended-emojis.ts";
import { madeRooms } from "./migrations/046-made-rooms.ts";
import { indexBehind } from "./migrations/047-index-behind.ts";
import { identities } from "./migrations/048-identities.ts";
import { asciiFoldsFast } from "./migrations/049-ascii-folds-fast.ts";
import { madeRoomParents } from "./migrations/050-made-room-parents.ts";
import { partsWithoutPlaces } from "./migrations/051-parts-without-places.ts";
import type { Connection, Value } from "./statements.ts";

/** Makes what every instance begins with: ids are given, for ids come from one source. */
export interface Beginning {
  readonly now: Millis;
  readonly newId: () => Id;
  readonly randomText: () => string;
}

export type Run = (sql: string, values?: Value[]) => Promise<unknown>;
export type Migration = (run: Run, beginning: Beginning) => Promise<void>;

/** The first makes what the other store has after as many. */
const FIRST = 25;
const migrations: readonly Migration[] = [
  beginning,
  legalHold,
  slashCommands,
  followers,
  webhooks,
  push,
  drawers,
  bridgeLinks,
  conversation,
  webhookTokens,
  commandRoles,
  phones,
  bridgeMemory,
  noSamples,
  previews,
  fileEnds,
  risingTimes,
  callsElsewhere,
  roomForCounters,
  endedLinks,
  endedEmojis,
  madeRooms,
  indexBehind,
  identities,
  asciiFoldsFast,
  madeRoomParents,
  partsWithoutPlaces,
];

/** The version that this program writes. */
export const VERSION = FIRST - 1 + migrations.length;

/** In `meta` while an instance is being carried into the database. */
export const MOVING = "moving";

/** Of all that migrate one database, one at a time does. */
const LOCK = 0x6b6f696e;

/**
 * Bring a database up to date, inside a transaction of the caller's: all of it or nothing.
 *
 * Throws a sentence for the operator when the database is newer than the program, or when an instance was being carried
 * into it and it is not the one who carries (`moving`) that asks.
 */
export async function migrate(
  connection: Connection,
  beginning: Beginning,
  { moving = false } = {},
): Promise<void> {
  const run: Run = (sql, values) => connection.unsafe(sql, values);
  await run("select pg_advisory_xact_lock($1)", [LOCK]);
  const [there] = await connection.unsafe("select to_regclass('meta') is not null as there");
  const version = there?.there === true ? await versionOf(connection) : 0;
  if (version > VERSION) {
    throw new Error(
      `The database has version ${version}, this program knows ${VERSION}: start the newer program that wrote it, or restore a backup`,
    );
  }
  if (version > 0 && !moving) {
    const [mark] = await connection.unsafe("select value from meta where key = $1", [MOVING]);
    if (mark !== undefined) {
      throw new Error("An instance was being carried into the database: run koine migrate-store again");
    }
  }
  for (const [i, migration] of migrations.entries()) if (FIRST + i > version) await migration(run, beginning);
  await run(
    "insert into meta values ('version', $1) on conflict (key) do update set value = excluded.value",
    [String(VERSION)],
  );
}

async function versionOf(connection: Connection): Promise<number> {
  const [row] = await connection.unsafe("select value from meta where key = 'version'");
  return Number(row?.value ?? 0);
}
