/** What the server's own slash commands do: other commands, in the caller's name and with the caller's rights. */

import { banAdd, banRemove } from "./bans.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { kick } from "./leaving.ts";
import { memberUpdate } from "./members.ts";
import { messageSend } from "./messages.ts";
import type { Id } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { CommandArgument } from "./model/slash.ts";
import type { User } from "./model/users.ts";
import { pollCreate } from "./polls.ts";
import type { Use } from "./slash-arguments.ts";
import type { OwnName } from "./slash-offers.ts";
import { timeoutSet } from "./timeouts.ts";

const DAY = 24 * 3_600_000;

/** A use of one of the server's own commands. */
export interface OwnUse extends Use {
  readonly caller: User;
  /** As checked. */
  readonly given: readonly CommandArgument[];
  readonly nonce: string | null;
  /** What the caller can use here, for whoever asks. */
  readonly usable: () => Promise<readonly { readonly name: string; readonly description: string }[]>;
}

/** What came of it: a message that all see, or a text for the caller alone. */
export interface Outcome {
  readonly message: Message | null;
  readonly text: string;
  readonly events: readonly Happening[];
}

/** One entry per command. Faults are those of the commands behind them. */
export const carryOut: { readonly [N in OwnName]: (use: OwnUse) => Promise<Outcome> } = {
  help: async ({ usable }) => {
    const lines = (await usable()).map(({ name, description }) => `- \`/${name}\` ${description}`);
    return told(lines.join("\n"), []);
  },
  nick: async (use) => {
    const nickname = text(use, "nickname");
    const input = { space: spaceOf(use), user: use.caller.id, nickname };
    const { reply, events } = await memberUpdate.run(use.tx, use.actor, input);
    return told(
      reply.nickname === "" ? "Your nickname is removed." : `You are **${reply.nickname}** here.`,
      events,
    );
  },
  me: (use) => say(use, `_${text(use, "text").replaceAll(/([_*])/g, "\\$1")}_`),
  shrug: (use) => say(use, `${text(use, "text")} ¯\\\\\\_(ツ)\\_/¯`.trim()),
  poll: async (use) => {
    const options = text(use, "options")
      .split("|")
      .map((option) => option.trim());
    const { reply, events } = await pollCreate.run(use.tx, use.actor, {
      room: use.place.room.id,
      question: text(use, "question"),
      options,
      multiple: text(use, "multiple") === "true",
      anonymous: false,
      ends: 0,
      nonce: use.nonce,
    });
    return { message: reply, text: "", events };
  },
  ban: async (use) => {
    const days = Number(text(use, "days"));
    const until = days === 0 ? 0 : use.tx.now + days * DAY;
    const { reply, events } = await banAdd.run(use.tx, use.actor, { ...target(use), until });
    return told(`**${reply.user.name}** is banned.`, events);
  },
  unban: async (use) => {
    const { events } = await banRemove.run(use.tx, use.actor, target(use));
    return told("The ban is lifted.", events);
  },
  kick: async (use) => {
    const { events } = await kick.run(use.tx, use.actor, target(use));
    return told("They are removed.", events);
  },
  mute: async (use) => {
    const seconds = Number(text(use, "seconds"));
    const until = use.tx.now + seconds * 1_000;
    const { reply, events } = await timeoutSet.run(use.tx, use.actor, { ...target(use), until });
    return told(`**${reply.user.name}** only reads for ${seconds} seconds.`, events);
  },
  unmute: async (use) => {
    const { reply, events } = await timeoutSet.run(use.tx, use.actor, { ...target(use), until: 0 });
    return told(`**${reply.user.name}** may write again.`, events);
  },
};

async function say(use: OwnUse, said: string): Promise<Outcome> {
  const input = { room: use.place.room.id, text: said, nonce: use.nonce, replyTo: null };
  const { reply, events } = await messageSend.run(use.tx, use.actor, input);
  return { message: reply, text: "", events };
}

function told(answer: string, events: readonly Happening[]): Outcome {
  return { message: null, text: answer, events };
}

/** "" where it was not given. */
function text({ given }: OwnUse, name: string): string {
  return given.find((one) => one.name === name)?.value ?? "";
}

function target(use: OwnUse): { space: Id; user: Id; reason: string } {
  return { space: spaceOf(use), user: Number(text(use, "user")), reason: text(use, "reason") };
}

/** Faults: `invalid` in a dialog, a group or notes. */
function spaceOf({ place }: OwnUse): Id {
  if (place.room.space === null) throw new Fault("invalid", "This can be used in a space only");
  return place.room.space;
}
