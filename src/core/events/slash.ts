/** What happens to slash commands. */

import type { Id } from "../model/ids.ts";
import type { Message } from "../model/messages.ts";
import type { SlashCall, SlashCommand } from "../model/slash.ts";
import type { Base } from "./base.ts";

/** A slash command was offered, changed or withdrawn. */
export interface CommandUpdated extends Base {
  readonly type: "command_update";
  readonly id: Id;
  /** As it is now; null = withdrawn. */
  readonly command: SlashCommand | null;
}

/** Somebody used a bot's command; in the bot's own stream. */
export interface CommandCalled extends Base {
  readonly type: "command_call";
  readonly call: SlashCall;
}

/** A bot's answer that only one user sees; in that user's own stream. It is stored nowhere. */
export interface PrivatelyAnswered extends Base {
  readonly type: "private_answer";
  readonly message: Message;
  readonly user: Id;
}

/** A bot did not answer in time; in the own stream of who waits for it. */
export interface CommandLapsed extends Base {
  readonly type: "command_end";
  readonly call: Id;
  readonly room: Id;
  readonly name: string;
}
