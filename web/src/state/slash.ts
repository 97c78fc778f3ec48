/** Which slash commands there are for somebody (docs/protocols/bonfire.md, "Slash commands"). */

import type { Room, SlashCommand } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { isDirect } from "./names.ts";
import { may } from "./permissions.ts";

/** The commands that one can use in a room, by name. */
export function commandsIn(known: State, room: Room): readonly SlashCommand[] {
  return Object.values(known.commands)
    .filter(({ bot, permission = "", room_ids = [] }) => {
      if (bot !== undefined && (isDirect(room) || !may(known, "use_commands", room))) return false;
      if (room_ids.length > 0 && !room_ids.includes(room.id) && !room_ids.includes(room.parent_id ?? 0))
        return false;
      return permission === "" || may(known, permission, room);
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
}

/** As it is written: with whose it is, where several have the name. */
export function signOf(command: SlashCommand, all: readonly SlashCommand[]): string {
  const isOnly = all.filter(({ name }) => name === command.name).length === 1;
  return isOnly || command.bot === undefined ? `/${command.name}` : `/${command.name}@${command.bot.handle}`;
}
