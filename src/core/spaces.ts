/** What a space says of itself, and who owns it. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { type Event, sightOf } from "./events.ts";
import { Fault } from "./faults.ts";
import { loadTarget } from "./members.ts";
import type { Space } from "./model.ts";
import { type ImageBounds, PictureSchema, usePicture } from "./use-image.ts";

/** Longest name of a space, in code points. */
export const MAX_SPACE_NAME = 64;
/** Longest description, in code points. */
export const MAX_DESCRIPTION = 2_000;

const ICON: ImageBounds = { bytes: 4 * 1024 * 1024, side: 2_048 };

/**
 * Change a space; null leaves a field. Only its owner passes it on, to a member.
 *
 * Faults: `not_found` (space, new owner, upload), `forbidden`, `invalid`.
 */
export const spaceUpdate = command(
  "change",
  fields({
    space: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    description: Type.Union([Type.String(), Type.Null()]),
    owner: Type.Union([IdSchema, Type.Null()]),
    /** One of the caller's uploads; 0 = none. */
    icon: Type.Union([PictureSchema, Type.Null()]),
  }),
  async (tx, actor, input) => {
    const facts = await tx.loadSpace(actor, input.space);
    const { caller, space: old, standing } = requireSpace(facts, "manage_space", tx.now);
    if (input.owner !== null && !standing.owner)
      throw new Fault("forbidden", "Only its owner passes a space on");
    if (input.owner !== null) await loadTarget(tx, old.id, input.owner);
    const said: Space = {
      ...old,
      name: input.name === null ? old.name : requireSpaceName(input.name),
      description: input.description === null ? old.description : requireDescription(input.description),
      owner: input.owner ?? old.owner,
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
      before: Object.fromEntries(changed.map((key) => [key, noted(old, key)])),
      after: Object.fromEntries(changed.map((key) => [key, noted(space, key)])),
    });
    const owners = [old.owner, space.owner].filter((owner) => owner !== null);
    return {
      reply: space,
      events: changed.includes("owner") ? [event, audit, sightOf(space.id, owners)] : [event, audit],
    };
  },
);

const UPDATABLE = ["name", "description", "owner", "icon"] as const satisfies readonly (keyof Space)[];

/** As the audit log has it: of a picture whether there is one, for its address ends with it. */
function noted(space: Space, key: (typeof UPDATABLE)[number]): unknown {
  return key === "icon" ? space.icon !== "" : space[key];
}

function requireSpaceName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_SPACE_NAME || /\p{Cc}/u.test(trimmed))
    throw new Fault(
      "invalid",
      `A space's name has 1 to ${MAX_SPACE_NAME} characters and no control characters`,
    );
  return trimmed;
}

function requireDescription(text: string): string {
  if ([...text].length > MAX_DESCRIPTION)
    throw new Fault("invalid", `A description has at most ${MAX_DESCRIPTION} characters`);
  return text;
}
