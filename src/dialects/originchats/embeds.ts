/** Embeds as the wire's (`docs/protocols/originchats.md` section 8.10). */

import { type EmbedsInput, MAX_EMBEDS } from "../../core/embeds.ts";
import type { Embed } from "../../core/model/messages.ts";
import type { Names } from "./names.ts";
import { type Fields, isMissing, Refusal } from "./row.ts";
import { TEXTS, text } from "./texts.ts";

/** What an embed may call itself; what is a poll is made by `poll_create`. */
const TYPES: ReadonlySet<unknown> = new Set(["rich", "link", "image", "video", "article"]);

/** The last time that has a date, in milliseconds. */
const MAX_DATE = 8.64e15;

/** The address at which this server shows a picture of another; "" for none that may be fetched. */
export type Proxied = (url: string) => string;

/** An embed as clients are told of it. */
export function toEmbed(embed: Embed, names: Pick<Names, "address">): object {
  const { image = "", thumbnail = "" } = embed;
  const { title, description, url, color, authorName, authorUrl, footer, at, fields } = embed;
  return {
    type: "rich",
    ...(title === "" ? {} : { title }),
    ...(description === "" ? {} : { description }),
    ...(url === "" ? {} : { url }),
    ...(at === 0 || at > MAX_DATE ? {} : { timestamp: new Date(at).toISOString() }),
    ...(color === 0 ? {} : { color }),
    ...(authorName === ""
      ? {}
      : { author: { name: authorName, ...(authorUrl === "" ? {} : { url: authorUrl }) } }),
    ...(footer === "" ? {} : { footer: { text: footer } }),
    ...(image === "" ? {} : { image: { url: names.address(image) } }),
    ...(thumbnail === "" ? {} : { thumbnail: { url: names.address(thumbnail) } }),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

/** The field `embeds`; readers fetch the pictures from this server. Throws the refusals of section 8.10. */
export function embedsIn(fields: Fields, proxied: Proxied): EmbedsInput {
  if (isMissing(fields, "embeds")) return [];
  const { embeds } = fields;
  if (!Array.isArray(embeds)) throw new Refusal(TEXTS.embedsNotArray);
  if (embeds.length > MAX_EMBEDS) throw new Refusal(TEXTS.tooManyEmbeds);
  return embeds.map((one: unknown, i) => embedIn(one, i, proxied));
}

function embedIn(value: unknown, i: number, proxied: Proxied): EmbedsInput[number] {
  const bad = (detail: string): Refusal => new Refusal(text(TEXTS.badEmbed, { i, detail }));
  const part = (one: unknown, what: string): Readonly<Record<string, unknown>> => {
    if (one === undefined || one === null) return {};
    if (typeof one !== "object" || Array.isArray(one)) throw bad(`${what} must be an object`);
    return one as Readonly<Record<string, unknown>>;
  };
  const words = (one: unknown, what: string): string => {
    if (one === undefined || one === null) return "";
    if (typeof one !== "string") throw bad(`${what} must be a string`);
    return one.toWellFormed();
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad("must be an object");
  const embed = value as Readonly<Record<string, unknown>>;
  const { type = "rich", color, fields: cells } = embed;
  if (!TYPES.has(type)) throw bad(`type must be one of ${[...TYPES].join(", ")}`);
  const author = part(embed.author, "author");
  const at = Date.parse(words(embed.timestamp, "timestamp"));
  const url = words(embed.url, "url");
  if (type === "link" && url === "") throw bad("Link embeds must have 'url'");
  const image = proxied(words(part(embed.image, "image").url, "image.url"));
  const thumbnail = proxied(words(part(embed.thumbnail, "thumbnail").url, "thumbnail.url"));
  if (type === "image" && image === "") throw bad("Image embeds must have 'image'");
  if (color !== undefined && color !== null && (typeof color !== "number" || !isColor(color)))
    throw bad("color must be between 0 and 16777215");
  if (cells !== undefined && cells !== null && !Array.isArray(cells)) throw bad("fields must be a list");
  return {
    url,
    title: words(embed.title, "title"),
    description: words(embed.description, "description"),
    authorName: words(author.name, "author.name"),
    authorUrl: words(author.url, "author.url"),
    color: typeof color === "number" ? color : 0,
    footer: words(part(embed.footer, "footer").text, "footer.text"),
    at: Number.isNaN(at) ? 0 : Math.max(at, 0),
    ...(image === "" ? {} : { image }),
    ...(thumbnail === "" ? {} : { thumbnail }),
    fields: (cells ?? []).map((cell: unknown) => {
      const { name, value: said, inline } = part(cell, "fields");
      if (typeof name !== "string" || typeof said !== "string") throw bad("fields need a name and a value");
      return { name: name.toWellFormed(), value: said.toWellFormed(), inline: inline === true };
    }),
  };
}

function isColor(color: number): boolean {
  return Number.isInteger(color) && color >= 0 && color <= 0xff_ff_ff;
}
