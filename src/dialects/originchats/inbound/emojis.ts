/** `docs/protocols/originchats.md` section 9.13: server emojis. */

import type { Id } from "../../../core/model/ids.ts";
import type { Emoji } from "../../../core/model/spaces.ts";
import { toEmoji, toEmojis } from "../emojis.ts";
import { type Answered, type Fields, type Here, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

const forbidden = text(TEXTS.noPermission, { permission: "manage_server" });

export const emojis: Rows = {
  emoji_add: async (fields, here) => {
    const name = required("emoji_add", fields, "name");
    const image = required("emoji_add", fields, "image");
    if (!(await here.may("manage_emojis"))) throw new Refusal(forbidden);
    const upload = await here.keepPicture(image, "emoji");
    if (upload === null) throw new Refusal(TEXTS.emojiNotAdded);
    const input = { space: here.space, name: name.toLowerCase(), upload, rooms: [] };
    const bad = TEXTS.emojiNotAdded;
    const refusals = { forbidden, invalid: bad, name_taken: bad, limit_reached: bad };
    const told = await here.echo({ type: "emoji_create", input }, "emoji_create", refusals);
    return told === "told" ? told : { cmd: "emoji_add", id: String(told.id), ...toEmoji(told), added: true };
  },

  emoji_update: async (fields, here) => {
    const emoji = idIn("emoji_update", fields);
    const { name, image } = fields;
    if (name === undefined && image === undefined) throw new Refusal(TEXTS.emojiNothing);
    if (!(await here.may("manage_emojis"))) throw new Refusal(forbidden);
    // A picture is never changed: who has seen the emoji keeps it.
    if (typeof name !== "string") return { cmd: "emoji_update", id: emoji, updated: false };
    const input = { space: here.space, emoji, name: name.toLowerCase(), rooms: null };
    return await done("updated", emoji, here, () =>
      here.echo({ type: "emoji_update", input }, "emoji_update", { forbidden }),
    );
  },

  emoji_delete: async (fields, here) => {
    const emoji = idIn("emoji_delete", fields);
    if (!(await here.may("manage_emojis"))) throw new Refusal(forbidden);
    const input = { space: here.space, emoji };
    return await done("deleted", emoji, here, () =>
      here.echo({ type: "emoji_delete", input }, "emoji_delete", { forbidden }),
    );
  },

  emoji_get_all: async (_fields, here) => ({ cmd: "emoji_get_all", emojis: toEmojis(await here.emojis()) }),

  emoji_get_id: async (fields, here) => {
    const found = await named("emoji_get_id", fields, here, TEXTS.emojiNotFound);
    return { cmd: "emoji_get_id", name: fields.name, id: String(found.id) };
  },

  emoji_get_filename: async (fields, here) => {
    const found = await named("emoji_get_filename", fields, here, TEXTS.emojiFileNotFound);
    return { cmd: "emoji_get_filename", name: fields.name, filepath: toEmoji(found).fileName };
  },
};

/** What cannot be done is no error here: `updated` or `deleted` is false. */
async function done(
  what: "updated" | "deleted",
  emoji: Id,
  here: Here,
  change: () => Promise<unknown>,
): Promise<Answered> {
  const cmd = what === "updated" ? "emoji_update" : "emoji_delete";
  if (!(await here.emojis()).some(({ id }) => id === emoji)) return { cmd, id: emoji, [what]: false };
  try {
    return (await change()) === "told" ? "told" : { cmd, id: emoji, [what]: true };
  } catch (error) {
    if (error instanceof Refusal && error.message !== forbidden) return { cmd, id: emoji, [what]: false };
    throw error;
  }
}

async function named(cmd: string, fields: Fields, here: Here, missing: string): Promise<Emoji> {
  const name = required(cmd, fields, "name").toLowerCase();
  const found = (await here.emojis()).find((emoji) => emoji.name === name);
  if (found === undefined) throw new Refusal(missing);
  return found;
}

function required(cmd: string, fields: Fields, name: string): string {
  const value = stringIn(fields, name);
  if (value === undefined || value === "") throw badScheme(cmd, `'${name}' is a required property`);
  return value;
}

/** A number, or its digits as text. */
function idIn(cmd: string, fields: Fields): Id {
  const { emoji_id: said } = fields;
  const id = typeof said === "string" && /^\d{1,16}$/.test(said) ? Number(said) : said;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 0)
    throw badScheme(cmd, "'emoji_id' is a required property");
  return id;
}

function badScheme(cmd: string, detail: string): Refusal {
  return new Refusal(text(TEXTS.badEmojiScheme, { cmd, detail }));
}
