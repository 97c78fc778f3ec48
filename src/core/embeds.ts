/** Boxes under a message: what programs say in a form. */

import { type Static, Type } from "typebox";
import { fields } from "./command.ts";
import { Fault } from "./faults.ts";
import type { Embed } from "./model/messages.ts";

/** Most embeds of a message, and most fields of an embed. */
export const MAX_EMBEDS = 10;
export const MAX_EMBED_FIELDS = 25;
/** Longest texts, in UTF-16 code units. */
export const MAX_EMBED_TITLE = 256;
export const MAX_EMBED_DESCRIPTION = 4_096;
export const MAX_EMBED_VALUE = 1_024;
export const MAX_EMBED_FOOTER = 2_048;
/** Most text of all embeds of a message together. */
export const MAX_EMBED_TEXT = 6_000;
const MAX_EMBED_URL = 2_048;

const url = Type.String({ maxLength: MAX_EMBED_URL });
/** At an address of our own image proxy, which is longer than the one behind it; absent = none. */
const picture = Type.Optional(Type.String({ maxLength: 2 * MAX_EMBED_URL }));

export const embedsSchema = Type.Array(
  fields({
    url,
    title: Type.String({ maxLength: MAX_EMBED_TITLE }),
    description: Type.String({ maxLength: MAX_EMBED_DESCRIPTION }),
    authorName: Type.String({ maxLength: MAX_EMBED_TITLE }),
    authorUrl: url,
    color: Type.Integer({ minimum: 0, maximum: 0xff_ff_ff }),
    footer: Type.String({ maxLength: MAX_EMBED_FOOTER }),
    at: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    image: picture,
    thumbnail: picture,
    fields: Type.Array(
      fields({
        name: Type.String({ maxLength: MAX_EMBED_TITLE }),
        value: Type.String({ maxLength: MAX_EMBED_VALUE }),
        inline: Type.Boolean(),
      }),
      { maxItems: MAX_EMBED_FIELDS },
    ),
  }),
  { maxItems: MAX_EMBEDS },
);

/** Embeds as a command takes them. */
export type EmbedsInput = Static<typeof embedsSchema>;

/** Faults: `invalid` (an address that no browser should open, an empty one, too much text). */
export function requireEmbeds(embeds: EmbedsInput): readonly Embed[] {
  for (const embed of embeds) {
    for (const address of [embed.url, embed.authorUrl])
      if (address !== "" && !/^https?:\/\/[^\s<>"]+$/i.test(address))
        throw new Fault("invalid", "An embed's address is an http or https one");
    const pictures = [embed.image, embed.thumbnail].filter((address) => address !== undefined);
    if (!pictures.every(isProxied)) throw new Fault("invalid", "Pictures of embeds come through this server");
    if (textsOf(embed).join("") === "" && pictures.length === 0)
      throw new Fault("invalid", "An embed needs a text");
  }
  if (embeds.flatMap(textsOf).join("").length > MAX_EMBED_TEXT)
    throw new Fault("invalid", `The embeds of a message have at most ${MAX_EMBED_TEXT} characters together`);
  return embeds;
}

/** Whether a picture has an address of our image proxy: no client is sent to another server for one. */
export function isProxied(address: string): boolean {
  return address.startsWith("/proxy/");
}

/** All that a reader is shown of it. */
export function textsOf({
  title,
  description,
  authorName,
  footer,
  fields: cells,
  url: link,
  authorUrl,
}: Embed): string[] {
  const table = cells.flatMap(({ name, value }) => [name, value]);
  return [authorName, title, description, ...table, footer, link, authorUrl].filter((text) => text !== "");
}
