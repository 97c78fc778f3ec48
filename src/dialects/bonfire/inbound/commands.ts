/** Slash commands: offering, using and answering them. */

import type { CommandOption } from "../gen/gateway.ts";
import { toMessage } from "../nouns/messages.ts";
import { toSlashCommand } from "../nouns/outside.ts";
import { embedsIn } from "./embeds.ts";
import { entry, idOrNull } from "./entry.ts";

export const commands = {
  command_register: entry(
    "command_register",
    ({ name, description, options, permission, room_ids }, { space }) => ({
      space,
      name,
      description,
      permission,
      rooms: room_ids,
      options: options.map(toOption),
    }),
    (command) => ({ command: toSlashCommand(command) }),
  ),
  command_unregister: entry("command_unregister", ({ command_id }, { space }) => ({
    space,
    command: command_id,
  })),
  command_call: entry(
    "command_call",
    ({ room_id, name, command_id, nonce, ...given }) => ({
      room: room_id,
      name,
      command: idOrNull(command_id),
      arguments: given.arguments,
      nonce: nonce === "" ? null : nonce,
    }),
    ({ call, message }) => ({
      call_id: call?.id ?? 0,
      message: message === null ? undefined : toMessage(message),
    }),
  ),
  command_answer: entry(
    "command_answer",
    ({ call_id, content, only_caller, attachment_ids, ...more }) => {
      const embeds = embedsIn(more.embeds);
      return embeds === null
        ? null
        : { call: call_id, text: content, onlyCaller: only_caller, attachments: attachment_ids, embeds };
    },
    (message) => ({ message: toMessage(message) }),
  ),
} as const;

/** A bound that is no number is refused by the core. */
function toOption({ min, max, ...option }: CommandOption) {
  return { ...option, min: toBound(min), max: toBound(max) };
}

function toBound(text: string): number | null {
  if (text === "") return null;
  return text.trim() === "" ? Number.NaN : Number(text);
}
