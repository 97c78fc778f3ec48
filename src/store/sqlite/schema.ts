/**
 * The schema, as an append-only list of migrations: its length is the version (`user_version`).
 *
 * No row of `log` holds text of a message: it refers, and text is joined when it is read.
 */

import type { Database } from "bun:sqlite";
import type { Millis } from "../../core/model/ids.ts";
import { beginning } from "./migrations/001-beginning.ts";
import { permissions } from "./migrations/002-permissions.ts";
import { direct } from "./migrations/003-direct.ts";
import { accounts } from "./migrations/004-accounts.ts";
import { messages } from "./migrations/005-messages.ts";
import { moderation } from "./migrations/006-moderation.ts";
import { receipts } from "./migrations/007-receipts.ts";
import { search } from "./migrations/008-search.ts";
import { attachments } from "./migrations/009-attachments.ts";
import { departure } from "./migrations/010-departure.ts";
import { presence } from "./migrations/011-presence.ts";
import { bridges } from "./migrations/012-bridges.ts";
import { emojis } from "./migrations/013-emojis.ts";
import { deletedRooms } from "./migrations/014-deleted-rooms.ts";
import { profiles } from "./migrations/015-profiles.ts";
import { signed } from "./migrations/016-signed.ts";
import { timers } from "./migrations/017-timers.ts";
import { threads } from "./migrations/018-threads.ts";
import { spaces } from "./migrations/019-spaces.ts";
import { lockDown } from "./migrations/020-lock-down.ts";
import { polls } from "./migrations/021-polls.ts";
import { voice } from "./migrations/022-voice.ts";
import { reports } from "./migrations/023-reports.ts";
import { retention } from "./migrations/024-retention.ts";
import { notifications } from "./migrations/025-notifications.ts";
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

/** Makes what every instance begins with: ids are given, for ids come from one source. */
export interface Beginning {
  readonly now: Millis;
  readonly newId: () => number;
  readonly randomText: () => string;
}

export type Migration = (db: Database, beginning: Beginning) => void;

const migrations: readonly Migration[] = [
  beginning,
  permissions,
  direct,
  accounts,
  messages,
  moderation,
  receipts,
  search,
  attachments,
  departure,
  presence,
  bridges,
  emojis,
  deletedRooms,
  profiles,
  signed,
  timers,
  threads,
  spaces,
  lockDown,
  polls,
  voice,
  reports,
  retention,
  notifications,
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
export const VERSION = migrations.length;

/**
 * Bring a database up to date, each migration in a transaction of its own: whoever is interrupted goes on where
 * it was. `tell` hears of each before it begins; of a new database it hears nothing.
 *
 * Throws a sentence for the operator when the database is newer than the program.
 */
export function migrate(
  db: Database,
  beginning: Beginning,
  tell: (version: number, upTo: number) => void = () => undefined,
  upTo = VERSION,
): void {
  const version = versionOf(db);
  if (version > VERSION) {
    throw new Error(
      `The database has version ${version}, this program knows ${VERSION}: start the newer program that wrote it, or restore a backup`,
    );
  }
  for (const [i, migration] of migrations.entries()) {
    if (i < version || i >= upTo) continue;
    if (version > 0) tell(i + 1, upTo);
    db.transaction(() => {
      migration(db, beginning);
      db.run(`pragma user_version = ${i + 1}`);
    }).immediate();
  }
}

function versionOf(db: Database): number {
  return db.query<{ user_version: number }, []>("pragma user_version").get()?.user_version ?? 0;
}
