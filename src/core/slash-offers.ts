/** The slash commands that a space's members can use: the server's own, and those of bots. */

import { happened } from "./command.ts";
import type { Event } from "./events.ts";
import type { Id } from "./model/ids.ts";
import type { CommandOption, SlashCommand } from "./model/slash.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";

const option = (
  name: string,
  kind: CommandOption["kind"],
  description: string,
  bounds: Partial<Pick<CommandOption, "required" | "min" | "max">> = {},
): CommandOption => ({
  name,
  kind,
  description,
  required: true,
  choices: [],
  min: null,
  max: null,
  ...bounds,
});

const who = option("user", "user", "whom");
const reason = option("reason", "string", "why", { required: false, max: 512 });

/** What the server carries out itself. Their ids are below all that are given out, and stay. */
const OWN = {
  help: { id: 1, description: "What can be used here", options: [], permission: "" },
  nick: {
    id: 2,
    description: "Change your nickname here, or remove it",
    options: [option("nickname", "string", "the new one; none removes it", { required: false, max: 64 })],
    permission: "change_nickname",
  },
  me: {
    id: 3,
    description: "Say what you do",
    options: [option("text", "string", "what", { max: 2_000 })],
    permission: "send",
  },
  shrug: {
    id: 4,
    description: "Say something, and shrug",
    options: [option("text", "string", "what", { required: false, max: 2_000 })],
    permission: "send",
  },
  poll: {
    id: 5,
    description: "Ask everybody here",
    options: [
      option("question", "string", "what you ask", { max: 300 }),
      option("options", "string", "what can be chosen, with | between them", { max: 1_100 }),
      option("multiple", "boolean", "several can be chosen", { required: false }),
    ],
    permission: "send",
  },
  ban: {
    id: 6,
    description: "Remove somebody, who cannot come back",
    options: [
      who,
      reason,
      option("days", "integer", "for how long", { required: false, min: 1, max: 3_650 }),
    ],
    permission: "ban",
  },
  unban: { id: 7, description: "Lift a ban", options: [who, reason], permission: "ban" },
  kick: {
    id: 8,
    description: "Remove somebody, who may come back",
    options: [who, reason],
    permission: "kick",
  },
  mute: {
    id: 9,
    description: "Let somebody only read, for a while",
    options: [who, option("seconds", "integer", "for how long", { min: 1, max: 2_419_200 }), reason],
    permission: "timeout",
  },
  unmute: { id: 10, description: "Let somebody write again", options: [who, reason], permission: "timeout" },
} as const satisfies Record<string, Pick<SlashCommand, "id" | "description" | "options" | "permission">>;

export type OwnName = keyof typeof OWN;

/** The server's own commands, as a space shows them. */
export function ownCommands(space: Id): SlashCommand[] {
  return Object.entries(OWN).map(([name, own]) => ({
    ...own,
    space,
    name,
    bot: null,
    rooms: [],
    allowedRoles: null,
    deniedRoles: [],
  }));
}

export function isOwnName(name: string): name is OwnName {
  return Object.hasOwn(OWN, name);
}

/** All commands of a space by name; those of one name the oldest first. */
export async function commandsOf(tx: Tx, space: Id): Promise<SlashCommand[]> {
  const all = [...ownCommands(space), ...(await tx.slashCommandsIn(space))];
  return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
}

/** Tells a space's members of a command; null = it is withdrawn. */
export function commandUpdated(
  tx: Tx,
  actor: Actor | null,
  space: Id,
  id: Id,
  command: SlashCommand | null,
): Event {
  return { ...happened(tx, actor, space), type: "command_update", id, command };
}

/** Withdraws all that somebody offers in a space. */
export async function withdrawAll(tx: Tx, actor: Actor, space: Id, bot: Id): Promise<Event[]> {
  const own = (await tx.slashCommandsIn(space)).filter((one) => one.bot?.id === bot);
  for (const { id } of own) await tx.deleteSlashCommand(id);
  return own.map(({ id }) => commandUpdated(tx, actor, space, id, null));
}
