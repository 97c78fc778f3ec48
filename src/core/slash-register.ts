/** Offering slash commands. Any member may, as a bot is an account like others; the answer says whose each is. */

import { type Static, Type } from "typebox";
import { record } from "./audit.ts";
import { require, requireActive, requireMember, sees } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import { type CommandOption, OPTION_KINDS, type SlashCommand } from "./model/slash.ts";
import { isPermission } from "./permissions.ts";
import { commandUpdated, isOwnName } from "./slash-offers.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most commands of one bot in a space. */
export const MAX_COMMANDS = 100;
/** Most commands of all bots of a space together. */
export const MAX_COMMANDS_OF_ALL = 300;
export const MAX_OPTIONS = 25;
export const MAX_CHOICES = 25;
/** Longest text of all options of one command, as JSON. */
const MAX_OPTIONS_LENGTH = 16_384;
/** Longest description of a command or an option, in code points. */
export const MAX_DESCRIPTION = 200;
/** Most rooms that a command is restricted to. */
const MAX_ROOMS = 50;
/** Most roles that may use a command, and most that may not. */
const MAX_ROLES = 50;

const text = (maxLength: number) => Type.String({ maxLength });
const bound = Type.Union([Type.Number(), Type.Null()]);

const rolesSchema = Type.Array(IdSchema, { maxItems: MAX_ROLES, uniqueItems: true });

const optionSchema = fields({
  name: text(32),
  kind: text(16),
  description: text(MAX_DESCRIPTION * 2),
  required: Type.Boolean(),
  choices: Type.Array(fields({ name: text(100), value: text(100) }), { maxItems: MAX_CHOICES }),
  min: bound,
  max: bound,
});

/**
 * Offer a command to a space's members, in place of one's own with the same name.
 *
 * Faults: `not_found` (space, room, role), `forbidden`, `invalid`, `name_taken` (by one of the server's), `limit_reached`.
 */
export const commandRegister = command(
  "change",
  fields({
    space: IdSchema,
    name: text(32),
    description: text(MAX_DESCRIPTION * 2),
    options: Type.Array(optionSchema, { maxItems: MAX_OPTIONS }),
    /** Needed to use it; "" = none. */
    permission: text(64),
    rooms: Type.Array(IdSchema, { maxItems: MAX_ROOMS, uniqueItems: true }),
    /** One of them is needed; absent = none, empty = the owner's own. */
    allowedRoles: Type.Optional(rolesSchema),
    deniedRoles: Type.Optional(rolesSchema),
  }),
  async (tx, actor, { space: id, name, permission, rooms, ...input }) => {
    const { caller, space, standing } = requireMember(await tx.loadSpace(actor, id));
    requireActive(standing, tx.now);
    requireCommandName(name);
    if (isOwnName(name)) throw new Fault("name_taken", `/${name} is one of the server's own commands`);
    if (permission !== "" && !isPermission(permission))
      throw new Fault("invalid", `There is no permission "${permission}"`);
    const found = rooms.length === 0 ? [] : await tx.roomsByIds(rooms);
    if (found.filter((room) => room.space === space.id && sees(standing, room, tx.now)).length < rooms.length)
      throw notFound();
    const others = await tx.slashCommandsIn(space.id);
    const own = others.filter(({ bot }) => bot?.id === caller.id);
    const before = own.find((one) => one.name === name);
    if (before === undefined && own.length >= MAX_COMMANDS)
      throw new Fault("limit_reached", `A bot offers at most ${MAX_COMMANDS} commands`);
    if (before === undefined && others.length >= MAX_COMMANDS_OF_ALL)
      throw new Fault("limit_reached", `A space has at most ${MAX_COMMANDS_OF_ALL} commands of bots`);
    const offered: SlashCommand & { bot: NonNullable<SlashCommand["bot"]> } = {
      id: before?.id ?? tx.newId(),
      space: space.id,
      name,
      description: requireDescription(input.description),
      options: requireOptions(input.options),
      permission,
      bot: refOf(caller),
      rooms,
      allowedRoles: await requireRoles(tx, space.id, input.allowedRoles ?? null),
      deniedRoles: (await requireRoles(tx, space.id, input.deniedRoles ?? null)) ?? [],
    };
    if (JSON.stringify(offered.options).length > MAX_OPTIONS_LENGTH)
      throw new Fault("invalid", "The options of a command are too long together");
    // Bots offer what they have whenever they start.
    if (before !== undefined && isSame(before, offered)) return { reply: before, events: [] };
    await tx.putSlashCommand(offered);
    return { reply: offered, events: [commandUpdated(tx, actor, space.id, offered.id, offered)] };
  },
);

/** Withdraw a command: one's own, or that of another for whoever manages the space. Faults: `not_found`, `forbidden`. */
export const commandUnregister = command(
  "change",
  fields({ space: IdSchema, command: IdSchema }),
  async (tx, actor, input) => {
    const { caller, space, standing } = requireMember(await tx.loadSpace(actor, input.space));
    const found = await tx.slashCommand(input.command);
    if (found === null || found.space !== space.id) throw notFound();
    const isOwn = found.bot?.id === caller.id;
    if (!isOwn) require(standing, "manage_space", tx.now);
    await tx.deleteSlashCommand(found.id);
    const event = commandUpdated(tx, actor, space.id, found.id, null);
    if (isOwn) return { reply: null, events: [event] };
    const act = { action: "command_delete", target: found.id, before: { name: found.name } } as const;
    return { reply: null, events: [event, await record(tx, actor, space, act)] };
  },
);

function isSame(before: SlashCommand, after: SlashCommand): boolean {
  const shown = ({ description, options, permission, rooms, allowedRoles, deniedRoles }: SlashCommand) =>
    JSON.stringify([description, options, permission, rooms, allowedRoles, deniedRoles]);
  return shown(before) === shown(after);
}

/** Faults: `not_found` (one that the space does not have). */
async function requireRoles(tx: Tx, space: Id, wished: readonly Id[] | null): Promise<readonly Id[] | null> {
  if (wished === null || wished.length === 0) return wished;
  const known = new Set((await tx.rolesOf(space)).map(({ id }) => id));
  if (wished.some((id) => !known.has(id))) throw notFound();
  return wished;
}

/** Faults: `invalid`. */
function requireCommandName(name: string): void {
  if (!/^[a-z0-9_-]{1,32}$/.test(name))
    throw new Fault("invalid", "A command's name has 1 to 32 of the characters a to z, 0 to 9, _ and -");
}

function requireDescription(description: string): string {
  const trimmed = description.normalize("NFC").trim();
  if ([...trimmed].length > MAX_DESCRIPTION || /\p{Cc}/u.test(trimmed))
    throw new Fault("invalid", `A description has at most ${MAX_DESCRIPTION} characters, on one line`);
  return trimmed;
}

/** Faults: `invalid`, with the option that is wrong. */
function requireOptions(options: readonly Static<typeof optionSchema>[]): CommandOption[] {
  const names = new Set<string>();
  for (const [i, { name, kind, choices, min, max, required }] of options.entries()) {
    if (!/^[a-zA-Z0-9_-]{1,32}$/.test(name) || names.has(name))
      throw new Fault("invalid", `The option ${i + 1} needs a name of its own, of letters, digits, _ and -`);
    names.add(name);
    const values = new Set(choices.map(({ value }) => value));
    if ((kind === "choice") !== choices.length > 0 || values.size < choices.length)
      throw new Fault(
        "invalid",
        `The option ${name}: a "choice" has different choices, and nothing else has any`,
      );
    if (min !== null && max !== null && min > max)
      throw new Fault("invalid", `The option ${name}: min is above max`);
    if (required && options[i - 1]?.required === false)
      throw new Fault("invalid", `The option ${name}: those that are required come first`);
  }
  return options.map((one) => ({
    ...one,
    kind: requireKind(one.kind),
    description: requireDescription(one.description),
  }));
}

/** Faults: `invalid`. */
function requireKind(kind: string): CommandOption["kind"] {
  const known = OPTION_KINDS.find((one) => one === kind);
  if (known === undefined) throw new Fault("invalid", `There is no kind of option "${kind}"`);
  return known;
}
