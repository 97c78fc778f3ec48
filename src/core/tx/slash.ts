/** What handlers need of slash commands and their uses. */

import type { Id } from "../model/ids.ts";
import type { SlashCall, SlashCommand } from "../model/slash.ts";
import type { Awaitable } from "./awaitable.ts";

export interface SlashTx {
  /** Those of the space's members, by name and then by age. */
  slashCommandsIn(space: Id): Awaitable<SlashCommand[]>;
  slashCommand(id: Id): Awaitable<SlashCommand | null>;
  /** One with the same id is replaced. */
  putSlashCommand(command: SlashCommand & { readonly bot: { readonly id: Id } }): Awaitable<void>;
  deleteSlashCommand(id: Id): Awaitable<void>;

  insertSlashCall(call: SlashCall): Awaitable<void>;
  slashCall(id: Id): Awaitable<SlashCall | null>;
  /** One that its user began with this nonce. */
  slashCallBy(user: Id, room: Id, nonce: string): Awaitable<SlashCall | null>;
  /** It was answered: what was asked is kept no longer, that it was asked is. */
  closeSlashCall(id: Id): Awaitable<void>;
  deleteSlashCall(id: Id): Awaitable<void>;
  /** How many uses of somebody wait for an answer. */
  openSlashCalls(user: Id): Awaitable<number>;
}
