/** `docs/protocols/originchats.md` section 9.3: reading. */

import type { Id } from "../../../core/model/ids.ts";
import type { Message } from "../../../core/model/messages.ts";
import { idOf, uuidOf } from "../ids.ts";
import { embedsOf, reactionsOf, toMessage } from "../nouns.ts";
import { messageIn, named, type Place, placeIn, textChannel } from "../place.ts";
import { type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS } from "../texts.ts";
import { MAX_PAGE, SEARCH_RESULTS } from "../wire.ts";

/** Most messages that are passed over by `start`: who wants older ones names a message. */
const MAX_SKIPPED = 10_000;
/** Replies are looked for among so many messages after the one replied to. */
const REPLY_PAGES = 5;
const PAGE = 100;
const AROUND = 50;

export const history: Rows = {
  messages_get: async (fields, here) => {
    const place = await placeIn(fields, here, TEXTS.channelOrThreadRequired);
    const { start, limit } = pageIn(fields);
    const newest = await latest(place, here);
    if (newest !== null) {
      const input = { room: place.room, message: newest, kind: "read" } as const;
      const moved = await here.telling({ type: "receipt_mark", input }, "receipt_update");
      if (!moved) here.push({ cmd: "unreads_update", last_read: uuidOf(newest), ...markOf(place) });
    }
    const found =
      typeof start === "number"
        ? await skipped(place, start, limit, here)
        : await before(place, start, limit, here);
    const range = typeof start === "number" ? { start, end: start + limit } : { start, end: null };
    const messages = await shown(place, found, here);
    return { cmd: "messages_get", ...named(place), messages, range };
  },

  messages_around: async (fields, here) => {
    if (isMissing(fields, "around")) throw new Refusal(TEXTS.aroundMissing);
    const place = await placeIn(fields, here, TEXTS.channelOrThreadRequired);
    const target = await messageIn(place, fields.around, here, TEXTS.messageNotFound);
    const bounds = (typeof fields.bounds === "object" ? fields.bounds : null) ?? {};
    const { above, below } = bounds as { above?: unknown; below?: unknown };
    const newer = await page(place, { after: target.id }, countIn(above, AROUND), here);
    const wanted = countIn(below, AROUND);
    const older = await page(place, { before: target.id }, wanted, here);
    const all = [...older, target, ...newer];
    // The client takes a start of 0 for "no older ones". Numbers count what was edited and deleted, too.
    const start = older.length < wanted ? 0 : Math.max(1, (all[0]?.n ?? 1) - 1);
    const messages = await shown(place, all, here);
    const range = { start, end: start + messages.length };
    return { cmd: "messages_around", channel: place.channel, thread_id: place.thread, messages, range };
  },

  message_get: async (fields, here) => {
    if (isMissing(fields, "id")) throw new Refusal(TEXTS.messageGetFields);
    const place = await placeIn(fields, here, TEXTS.messageGetFields);
    const [message] = await shown(
      place,
      [await messageIn(place, fields.id, here, TEXTS.messageNotFound)],
      here,
    );
    return { cmd: "message_get", ...named(place), message };
  },

  message_replies: async (fields, here) => {
    if (isMissing(fields, "channel") || isMissing(fields, "id")) throw new Refusal(TEXTS.repliesFields);
    const place: Place = { ...(await textChannel(fields, here)), thread: null };
    const id = idOf(fields.id);
    const replies: Message[] = [];
    let after = id;
    for (let i = 0; i < REPLY_PAGES && after !== null; i++) {
      const found: Message[] = await page(place, { after }, MAX_PAGE, here);
      replies.push(...found.filter(({ replyTo }) => replyTo?.id === id));
      after = found.length < MAX_PAGE ? null : (found.at(-1)?.id ?? null);
    }
    const limit = countIn(fields.limit, 50);
    const told = await shown(place, replies.slice(0, limit), here);
    return { cmd: "message_replies", channel: place.channel, message_id: fields.id, replies: told };
  },

  messages_search: async (fields, here) => {
    const query = stringIn(fields, "query");
    if (isMissing(fields, "channel") || query === undefined || query === "")
      throw new Refusal(TEXTS.searchFields);
    const { room, channel } = await textChannel(fields, here);
    const found = await here.ask({
      type: "search",
      input: {
        query: partsOf(query),
        space: here.space,
        room,
        author: null,
        before: null,
        after: null,
        pinned: false,
        files: false,
        mentionsMe: false,
        limit: SEARCH_RESULTS,
      },
    });
    const results = found.messages.filter((message) => message.room === room);
    const place: Place = { room, channel, thread: null };
    return { cmd: "messages_search", channel, query, results: await shown(place, results, here) };
  },

  messages_pinned: async (fields, here) => {
    const { room, channel } = await textChannel(fields, here);
    const input = { room, before: null, limit: MAX_PAGE };
    const pins = await here.ask({ type: "pins_get", input });
    const newest = pins.messages.toSorted((a, b) => b.n - a.n);
    return { cmd: "messages_pinned", channel, messages: await shown({ room }, newest, here) };
  },

  embeds_list: async (fields, here) => {
    if (isMissing(fields, "id")) throw new Refusal(TEXTS.messageIdMissing);
    const place = await placeIn(fields, here, TEXTS.channelOrThreadIsRequired);
    const message = await messageIn(place, fields.id, here, TEXTS.messageNotFound);
    return { cmd: "embeds_list", id: fields.id, embeds: embedsOf(message, here.names) };
  },
};

/** The page that `start`, a count of the newest or a message's id, and `limit` mean. */
export async function pageOf(place: Place, fields: Fields, here: Here): Promise<object[]> {
  const { start, limit } = pageIn(fields);
  const found =
    typeof start === "number"
      ? await skipped(place, start, limit, here)
      : await before(place, start, limit, here);
  return await shown(place, found, here);
}

/** Messages with those who reacted to them. */
export async function shown(
  { room }: Pick<Place, "room">,
  found: readonly Message[],
  here: Here,
): Promise<object[]> {
  const reacted = found.filter(({ reactions }) => reactions.length > 0).map(({ id }) => id);
  const reactors =
    reacted.length === 0 ? [] : await here.ask({ type: "reactors_get", input: { room, messages: reacted } });
  return found
    .filter(({ kind }) => kind !== "call")
    .map((message) =>
      toMessage(message, here.names, reactionsOf(reactors.filter((one) => one.message === message.id))),
    );
}

/** The newest message of a place; null where there is none. */
export async function latest(place: Pick<Place, "room">, here: Here): Promise<Id | null> {
  const [message] = await page(place, {}, 1, here);
  return message?.id ?? null;
}

/** What names a place beside a mark: the channel, or the thread alone. */
export function markOf({ channel, thread }: Place): object {
  return thread === null ? { channel } : { thread_id: thread };
}

function pageIn(fields: Fields): { start: number | string; limit: number } {
  const { start } = fields;
  const limit = countIn(fields.limit, PAGE) || (fields.limit === 0 ? PAGE : 0);
  if (typeof start === "string") return { start, limit };
  return { start: typeof start === "number" && start > 0 ? Math.floor(start) : 0, limit };
}

/** A count between 0 and a page; what is no number is the default. */
function countIn(value: unknown, byDefault: number): number {
  if (typeof value !== "number" || !Number.isFinite(value)) return byDefault;
  return Math.max(0, Math.min(MAX_PAGE, Math.floor(value)));
}

async function page(
  { room }: Pick<Place, "room">,
  cut: { before?: Id; after?: Id },
  limit: number,
  here: Here,
): Promise<Message[]> {
  if (limit === 0) return [];
  const input = { room, before: cut.before ?? null, after: cut.after ?? null, around: null, limit };
  return [...(await here.ask({ type: "history_get", input }))];
}

/** The page that begins after so many of the newest messages. */
async function skipped(place: Place, start: number, limit: number, here: Here): Promise<Message[]> {
  let cut: { before?: Id } = {};
  for (let left = Math.min(start, MAX_SKIPPED); left > 0; ) {
    const found = await page(place, cut, Math.min(left, MAX_PAGE), here);
    const [oldest] = found;
    if (oldest === undefined) return [];
    left -= found.length;
    cut = { before: oldest.id };
  }
  return start > MAX_SKIPPED ? [] : await page(place, cut, limit, here);
}

/** Those before a message; none before an unknown one. */
async function before(place: Place, start: string, limit: number, here: Here): Promise<Message[]> {
  const id = idOf(start);
  if (id === null) return [];
  return await page(place, { before: id }, limit, here).catch((error: unknown) => {
    if (error instanceof Refusal) return [];
    throw error;
  });
}

/** The core finds parts of words from three characters on, and beginnings of words from two on. */
function partsOf(query: string): string {
  const bare = query.replaceAll('"', " ").trim();
  if ([...bare].length >= 3) return `"${bare}"`;
  return [...bare].length === 2 ? `${bare}*` : bare;
}
