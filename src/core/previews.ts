/**
 * Link previews: what pages say of themselves, in boxes under the messages that link to them.
 *
 * Sending or editing a message with links leaves a job in the outbox, in the same transaction. A worker looks at the
 * pages later and hands in what they say; by then the message may be edited or deleted, so everything is decided
 * anew. What stands under a message follows its text: a preview goes with its link.
 */

import { Type } from "typebox";
import { recordIn } from "./audit.ts";
import { may, requireMessage, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { type Carrier, jobSet } from "./following.ts";
import { type Markup, parseMarkup } from "./markup.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Embed, Message, Page } from "./model/messages.ts";
import type { Actor } from "./model/users.ts";
import { pauseAfter } from "./outgoing.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { isWebhook } from "./webhook-author.ts";

/** Most previews of a message: of its first links. */
export const MAX_PREVIEWS = 5;
/** Longest texts that are kept of a page, in UTF-16 code units. */
export const MAX_PAGE_TITLE = 256;
export const MAX_PAGE_DESCRIPTION = 500;
export const MAX_SITE_NAME = 100;
/** Longest address of a picture, as our proxy has it. */
export const MAX_PICTURE_URL = 4_096;
/** Longest address of a page, in characters; a longer one has no preview. */
export const MAX_LINK = 2_048;
/** How long is remembered what a page said, and that it said nothing. */
export const PAGE_LIFE: Millis = 24 * 3_600_000;
export const NOTHING_LIFE: Millis = 10 * 60_000;
/** Most pages that are remembered. */
export const MAX_PAGES = 10_000;
/** How often a message's links are looked at before nothing comes of it. */
const MAX_ATTEMPTS = 3;

/** The links of a message that have no preview yet. */
export interface PreviewParcel {
  readonly message: Id;
  readonly links: readonly string[];
}

/** After a failure of ours: a page that cannot be read is no failure, it has no preview. */
export const previews: Carrier<PreviewParcel> = {
  async open(tx, { target }) {
    const message = await wanting(tx, target);
    if (message === null) return null;
    const links = missing(message);
    return links.length === 0 ? null : { message: target, links };
  },
  delivered: async () => [],
  failed: async (tx, { attempts }, { spread }) => ({
    next: attempts >= MAX_ATTEMPTS ? "dropped" : "again",
    due: tx.now + pauseAfter(attempts, spread),
    events: [],
  }),
};

const addressSchema = Type.String({ minLength: 1, maxLength: 200 });
const pageSchema = Type.Union([
  fields({
    title: Type.String({ maxLength: MAX_PAGE_TITLE }),
    description: Type.String({ maxLength: 2 * MAX_PAGE_DESCRIPTION }),
    siteName: Type.String({ maxLength: MAX_SITE_NAME }),
    image: Type.String({ maxLength: MAX_PICTURE_URL }),
    large: Type.Boolean(),
  }),
  Type.Null(),
]);

/** What is remembered of pages, by the hashes of their addresses; absent = nothing is. */
export const pagesGet = serverCommand(
  "read",
  fields({ addresses: Type.Array(addressSchema, { maxItems: MAX_PREVIEWS }) }),
  async (tx, _actor, { addresses }) => {
    const found: { address: string; page: Page | null }[] = [];
    for (const address of addresses) {
      const page = await tx.pageAt(address, tx.now);
      if (page !== undefined) found.push({ address, page });
    }
    return { reply: found, events: [] };
  },
);

/** Remember what a page said; null = nothing to show. */
export const pageKeep = serverCommand(
  "change",
  fields({ address: addressSchema, page: pageSchema }),
  async (tx, _actor, { address, page }) => {
    await tx.prunePages(tx.now, MAX_PAGES - 1);
    await tx.keepPage(address, page, tx.now + (page === null ? NOTHING_LIFE : PAGE_LIFE));
    return { reply: null, events: [] };
  },
);

/** Show what was found behind the links of a message, as far as it still has them and wants it. */
export const previewsSet = serverCommand(
  "change",
  fields({
    message: IdSchema,
    pages: Type.Array(fields({ link: Type.String({ maxLength: MAX_LINK }), page: pageSchema }), {
      maxItems: MAX_PREVIEWS,
    }),
  }),
  async (tx, _actor, { message: id, pages }): Promise<{ reply: null; events: Event[] }> => {
    const message = await wanting(tx, id);
    if (message === null) return { reply: null, events: [] };
    const found = new Map(pages.map(({ link, page }) => [link, page]));
    const added = missing(message).flatMap((link) => {
      const page = found.get(link);
      return page === undefined || page === null ? [] : [boxOf(link, page)];
    });
    if (added.length === 0) return { reply: null, events: [] };
    const links = linksOf(message.text);
    const embeds = [...(message.embeds ?? []), ...added].toSorted(
      (a, b) => links.indexOf(a.link ?? "") - links.indexOf(b.link ?? ""),
    );
    return { reply: null, events: [await show(tx, null, message, embeds)] };
  },
);

/**
 * Take the previews of a message away, and make none any more. Gives the message.
 *
 * Faults: `not_found`, `forbidden` (neither its author nor somebody who may delete it).
 */
export const previewsRemove = command(
  "change",
  fields({ message: IdSchema }),
  async (tx, actor, { message: id }): Promise<{ reply: Message; events: Happening[] }> => {
    const facts = requireMessage(await tx.loadMessage(actor, id), tx.now);
    const { caller, place, standing, message } = facts;
    const own = message.author.id === caller.id && may(standing, "delete_own", tx.now);
    if (!own && !may(standing, "delete_any", tx.now))
      throw new Fault("forbidden", "You may not take these previews away");
    const reactions = await tx.reactionsOf(id, caller.id);
    if (message.noPreviews === true) return { reply: { ...message, reactions }, events: [] };
    await tx.refusePreviews(message);
    const before = message.embeds ?? [];
    const embeds = before.filter(({ link }) => link === undefined);
    const bare: Message = { ...message, noPreviews: true };
    const shown = embeds.length === before.length ? [] : [await show(tx, actor, bare, embeds)];
    const act = { target: id, before: { room: message.room, author: message.author.id } };
    const audit =
      message.author.id === caller.id
        ? []
        : await recordIn(tx, actor, place, { action: "previews_remove", ...act });
    return { reply: { ...bare, embeds, reactions }, events: [...shown, ...audit] };
  },
);

/** Have the links of a message that was just stored looked at. */
export async function wishPreviews(tx: Tx, place: Place, message: Message): Promise<Happening[]> {
  const { id, text, deleted, kind, author } = message;
  // Most messages have none: only then the text is read.
  if (deleted !== null || kind !== "text" || !text.includes("://") || isWebhook(author)) return [];
  if (message.noPreviews === true || place.room.noPreviews || missing(message).length === 0) return [];
  const state = { due: tx.now, attempts: 0, dead: false, failure: "" };
  await tx.insertJob({
    id: tx.newId(),
    reader: "previews",
    target: id,
    stream: place.stream,
    seq: 0,
    ...state,
  });
  return [jobSet(tx.now)];
}

/**
 * What an edit makes of the previews: those of links that are gone go, new ones are looked at. Gives the embeds that
 * are left, and the events that tell of it.
 */
export async function previewsAfterEdit(
  tx: Tx,
  actor: Actor,
  place: Place,
  edited: Message,
): Promise<{ readonly message: Message; readonly events: readonly Happening[] }> {
  const before = edited.embeds ?? [];
  const links = before.some(({ link }) => link !== undefined) ? linksOf(edited.text) : [];
  const embeds = before.filter(({ link }) => link === undefined || links.includes(link));
  const message: Message = embeds.length === before.length ? edited : { ...edited, embeds };
  const wished = await wishPreviews(tx, place, message);
  if (message === edited) return { message, events: wished };
  await tx.setEmbeds(edited.id, embeds);
  const base = { ...happened(tx, actor, place.stream), type: "message_preview" } as const;
  return { message, events: [{ ...base, message }, ...wished] };
}

/** The links of a text that want a preview, in their order: not those in spoilers, in code or in `<` and `>`. */
export function linksOf(text: string): string[] {
  const found = new Set<string>();
  gather(parseMarkup(text), found);
  return [...found].slice(0, MAX_PREVIEWS);
}

function gather(spans: Markup, found: Set<string>): void {
  for (const [i, span] of spans.entries()) {
    if (span.type === "link") {
      const [before, after] = [spans[i - 1], spans[i + 1]];
      const isEnclosed =
        before?.type === "text" &&
        before.text.endsWith("<") &&
        after?.type === "text" &&
        after.text.startsWith(">");
      if (!isEnclosed && span.url.length <= MAX_LINK && /^https?:/i.test(span.url)) found.add(span.url);
    } else if ("children" in span && span.type !== "spoiler") gather(span.children, found);
  }
}

/** The links that have no preview yet. */
function missing({ text, embeds = [] }: Message): string[] {
  const shown = new Set(embeds.map(({ link }) => link));
  return linksOf(text).filter((link) => !shown.has(link));
}

/** The message, while it may have previews: it is there, its room wants them, its author may have them made. */
async function wanting(tx: Tx, id: Id): Promise<Message | null> {
  const [message] = await tx.messagesByIds([id]);
  if (message === undefined || message.deleted !== null || message.noPreviews === true) return null;
  const author = message.author.id;
  const { place } = await tx.loadRoom({ user: author, token: 0, session: 0 }, message.room);
  if (place === null || place.room.noPreviews) return null;
  return may(standingIn(place, author), "embed_links", tx.now) ? message : null;
}

function boxOf(link: string, { title, description, siteName, image, large }: Page): Embed {
  const box = { url: link, title, description, authorName: "", authorUrl: "", color: 0, footer: "", at: 0 };
  const picture = image === "" ? null : large ? { image } : { thumbnail: image };
  return { ...box, fields: [], link, siteName, ...picture };
}

async function show(tx: Tx, actor: Actor | null, message: Message, embeds: readonly Embed[]): Promise<Event> {
  await tx.setEmbeds(message.id, embeds);
  const [room] = await tx.roomsByIds([message.room]);
  const stream = room?.kind === "thread" ? (room.parent ?? room.id) : message.room;
  return { ...happened(tx, actor, stream), type: "message_preview", message: { ...message, embeds } };
}
