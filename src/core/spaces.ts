/** What a space says of itself, and who owns it. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { sightOf } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { loadTarget } from "./members.ts";
import type { Id } from "./model/ids.ts";
import type { Space } from "./model/spaces.ts";
import { requireRetention, retainAnew, retentionSchema } from "./retention.ts";
import type { Tx } from "./tx/tx.ts";
import { type ImageBounds, PictureSchema, usePicture } from "./use-image.ts";

/** Longest name of a space, in code points. */
export const MAX_SPACE_NAME = 64;
/** Longest description, in code points. */
export const MAX_DESCRIPTION = 2_000;

const ICON: ImageBounds = { bytes: 4 * 1024 * 1024, side: 2_048 };

/**
 * Change a space; null leaves a field. Only its owner passes it on, to a member.
 *
 * Faults: `not_found` (space, new owner, room, upload), `forbidden`, `invalid`, `name_taken` (slug).
 */
export const spaceUpdate = command(
  "change",
  fields({
    space: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    description: Type.Union([Type.String(), Type.Null()]),
    owner: Type.Union([IdSchema, Type.Null()]),
    /** Its name in addresses; the old one leads nowhere. */
    slug: Type.Union([Type.String(), Type.Null()]),
    /** A text room of the space. */
    defaultRoom: Type.Union([IdSchema, Type.Null()]),
    /** One of the caller's uploads; 0 = none. */
    icon: Type.Union([PictureSchema, Type.Null()]),
    /** Nobody joins, and only who may silence members does anything but read. */
    lockedDown: Type.Union([Type.Boolean(), Type.Null()]),
    /** Messages older than this are removed, where a room has no retention of its own; 0 = kept. */
    retention: Type.Union([retentionSchema, Type.Null()]),
    /** Nothing is removed by its age while it is on; only the owner says so. */
    legalHold: Type.Union([Type.Boolean(), Type.Null()]),
  }),
  async (tx, actor, input) => {
    const facts = await tx.loadSpace(actor, input.space);
    const { caller, space: old, standing } = requireSpace(facts, "manage_space", tx.now);
    if (input.owner !== null && !standing.owner)
      throw new Fault("forbidden", "Only its owner passes a space on");
    if (input.legalHold !== null && !standing.owner)
      throw new Fault("forbidden", "Only its owner puts a space on legal hold");
    if (input.owner !== null) await loadTarget(tx, old.id, input.owner);
    const said: Space = {
      ...old,
      name: input.name === null ? old.name : requireSpaceName(input.name),
      description: input.description === null ? old.description : requireDescription(input.description),
      owner: input.owner ?? old.owner,
      slug: input.slug === null || input.slug === old.slug ? old.slug : await requireFreeSlug(tx, input.slug),
      defaultRoom:
        input.defaultRoom === null ? old.defaultRoom : await requireTextRoom(tx, old.id, input.defaultRoom),
      lockedDown: input.lockedDown ?? old.lockedDown,
      retention: requireRetention(input.retention ?? old.retention),
      legalHold: input.legalHold ?? old.legalHold,
    };
    const icon =
      input.icon === null ? old.icon : await usePicture(tx, caller.id, input.icon, "icon", old.id, ICON);
    const space: Space = { ...said, icon };
    const changed = UPDATABLE.filter((key) => space[key] !== old[key]);
    if (changed.length === 0) return { reply: old, events: [] };
    await tx.updateSpace(space);
    const event: Event = { ...happened(tx, actor, space.id), type: "server_update", space };
    const audit = await record(tx, actor, space, {
      action: "space_update",
      target: space.id,
      before: Object.fromEntries(changed.map((key) => [called(key), noted(old, key)])),
      after: Object.fromEntries(changed.map((key) => [called(key), noted(space, key)])),
    });
    const owners = [old.owner, space.owner].filter((owner) => owner !== null);
    const removal =
      changed.includes("retention") || changed.includes("legalHold") ? await retainAnew(tx, space.id) : [];
    const sight = changed.includes("owner") ? [sightOf(space.id, owners)] : [];
    return { reply: space, events: [event, audit, ...removal, ...sight] };
  },
);

const UPDATABLE = [
  "name",
  "slug",
  "description",
  "owner",
  "defaultRoom",
  "icon",
  "lockedDown",
  "retention",
  "legalHold",
] as const satisfies readonly (keyof Space)[];

/** A field as the audit log calls it. */
function called(key: (typeof UPDATABLE)[number]): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** As the audit log has it: of a picture whether there is one, for its address ends with it. */
function noted(space: Space, key: (typeof UPDATABLE)[number]): unknown {
  return key === "icon" ? space.icon !== "" : space[key];
}

export function requireSpaceName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_SPACE_NAME || /\p{Cc}/u.test(trimmed))
    throw new Fault(
      "invalid",
      `A space's name has 1 to ${MAX_SPACE_NAME} characters and no control characters`,
    );
  return trimmed;
}

export function requireDescription(text: string): string {
  if ([...text].length > MAX_DESCRIPTION)
    throw new Fault("invalid", `A description has at most ${MAX_DESCRIPTION} characters`);
  return text;
}

/** A slug that no space has. Faults: `invalid`, `name_taken`. */
export async function requireFreeSlug(tx: Tx, slug: string): Promise<string> {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])$/.test(slug))
    throw new Fault(
      "invalid",
      "A space's name in addresses has 2 to 32 of a to z, 0 to 9 and -, not at its ends",
    );
  if ((await tx.spaceBySlug(slug)) !== null)
    throw new Fault("name_taken", `There is a space at the address ${slug} already`);
  return slug;
}

async function requireTextRoom(tx: Tx, space: Id, id: Id): Promise<Id> {
  const [room] = await tx.roomsByIds([id]);
  if (room === undefined || room.space !== space) throw notFound();
  if (room.kind !== "text") throw new Fault("invalid", "The default room is a text room");
  return id;
}
