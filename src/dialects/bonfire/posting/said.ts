/**
 * What senders of webhooks say, read as what is posted (`docs/integrations.md`): the fields that Discord's and
 * OriginChats' senders use. What is not known is ignored; what is known and does not fit is refused.
 */

import {
  type EmbedsInput,
  MAX_EMBED_DESCRIPTION,
  MAX_EMBED_FIELDS,
  MAX_EMBED_FOOTER,
  MAX_EMBED_TITLE,
  MAX_EMBED_VALUE,
  MAX_EMBEDS,
} from "../../../core/embeds.ts";
import { Fault } from "../../../core/faults.ts";
import type { Id } from "../../../core/model/ids.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What is to be posted; null for what was not said. */
export interface Said {
  readonly text: string | null;
  readonly name: string | null;
  /** Null = the webhook's. */
  readonly avatar: string | null;
  readonly embeds: EmbedsInput | null;
  readonly nonce: string | null;
  readonly mentions: { users: "all" | Id[]; roles: "all" | Id[] };
}

/** The address at which this server shows a picture of another; "" when it is none that may be called. */
export type Proxied = (url: string) => string;

/** Pictures get addresses of this server. Faults: `invalid`. */
export function readSaid(body: unknown, proxied: Proxied): Said {
  if (!isFields(body)) throw new Fault("invalid", "The body must be a JSON object");
  const embeds = body.embeds === undefined || body.embeds === null ? null : readEmbeds(body.embeds, proxied);
  // "message" stands for the text only where nothing else says something, as OriginChats' senders have it.
  const alone = embeds === null || embeds.length === 0 ? textIn(body, "message") : null;
  return {
    text: textIn(body, "content") ?? textIn(body, "text") ?? alone,
    name: textIn(body, "username"),
    // One that cannot be shown is none: no sender is refused for its picture.
    avatar: proxied(textIn(body, "avatar_url") ?? "") || null,
    embeds,
    nonce: textIn(body, "nonce"),
    mentions: readMentions(body.allowed_mentions),
  };
}

/** Faults: `invalid`. Text that is too long for a part of an embed is cut. */
function readEmbeds(list: unknown, proxied: Proxied): EmbedsInput {
  if (!Array.isArray(list) || list.length > MAX_EMBEDS)
    throw new Fault("invalid", `"embeds" is a list of at most ${MAX_EMBEDS}`);
  return list.map((one: unknown) => {
    if (!isFields(one)) throw new Fault("invalid", "An embed is a JSON object");
    const author = isFields(one.author) ? one.author : {};
    const footer = isFields(one.footer) ? one.footer : {};
    const [image, thumbnail] = [one.image, one.thumbnail].map((picture) =>
      isFields(picture) ? proxied(textIn(picture, "url") ?? "") : "",
    );
    return {
      url: textIn(one, "url") ?? "",
      title: cut(textIn(one, "title"), MAX_EMBED_TITLE),
      description: cut(textIn(one, "description"), MAX_EMBED_DESCRIPTION),
      authorName: cut(textIn(author, "name"), MAX_EMBED_TITLE),
      authorUrl: textIn(author, "url") ?? "",
      color: readColor(one.color),
      footer: cut(textIn(footer, "text"), MAX_EMBED_FOOTER),
      at: readTime(one.timestamp),
      fields: readCells(one.fields),
      ...(image ? { image } : null),
      ...(thumbnail ? { thumbnail } : null),
    };
  });
}

function readCells(list: unknown): { name: string; value: string; inline: boolean }[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list) || list.length > MAX_EMBED_FIELDS)
    throw new Fault("invalid", `An embed has at most ${MAX_EMBED_FIELDS} fields`);
  return list.map((cell: unknown) => {
    if (!isFields(cell)) throw new Fault("invalid", "A field of an embed is a JSON object");
    const [name, value] = [
      cut(textIn(cell, "name"), MAX_EMBED_TITLE),
      cut(textIn(cell, "value"), MAX_EMBED_VALUE),
    ];
    return { name, value, inline: cell.inline === true };
  });
}

function readColor(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xff_ff_ff
    ? value
    : 0;
}

function readTime(value: unknown): number {
  const at = typeof value === "string" && value.length <= 40 ? Date.parse(value) : Number.NaN;
  return Number.isSafeInteger(at) && at > 0 ? at : 0;
}

/** Discord's "allowed_mentions": without it users and roles are mentioned as the text has it. */
function readMentions(value: unknown): Said["mentions"] {
  if (!isFields(value)) return { users: "all", roles: "all" };
  const parse = Array.isArray(value.parse) ? value.parse : [];
  return {
    users: parse.includes("users") ? "all" : readIds(value.users),
    roles: parse.includes("roles") ? "all" : readIds(value.roles),
  };
}

function readIds(list: unknown): Id[] {
  if (!Array.isArray(list)) return [];
  return list
    .slice(0, 100)
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
}

/** Null where there is none. Faults: `invalid` for what is there and no text. */
export function textIn(fields: Fields, name: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw new Fault("invalid", `"${name}" must be a text`);
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cut(text: string | null, length: number): string {
  return (text ?? "").slice(0, length);
}
