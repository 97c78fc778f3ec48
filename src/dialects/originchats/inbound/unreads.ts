/** `docs/protocols/originchats.md` sections 9.10 and 9.11. */

import type { Reply } from "../../../core/commands.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { OwnReceipt } from "../../../core/model/receipts.ts";
import type { RoomView } from "../../../core/model/rooms.ts";
import { idOf, uuidOf } from "../ids.ts";
import { type Place, placeIn } from "../place.ts";
import { type Here, isMissing, Refusal, type Rows } from "../row.ts";
import { TEXTS } from "../texts.ts";
import { latest, markOf, shown } from "./history.ts";

/** Pings are looked for among so many of the newest. */
const PING_PAGES = 10;
const PING_PAGE = 100;

export const unreads: Rows = {
  unreads_get: async (_fields, here) => {
    const { counts, receipts } = await here.ask({
      type: "messages_count",
      input: { space: here.space, thread: null },
    });
    const unreads: Record<string, object> = {};
    for (const receipt of receipts) {
      const room = here.names.room(receipt.room);
      if (room?.kind === "text") unreads[room.name] = entryOf(receipt, counts);
    }
    return { cmd: "unreads_get", unreads };
  },

  unreads_count: async (fields, here) => {
    const place = await placeIn(fields, here, TEXTS.channelOrThreadIsRequired);
    const thread = place.thread === null ? null : place.room;
    const { counts, receipts } = await here.ask({
      type: "messages_count",
      input: { space: here.space, thread },
    });
    const receipt = receipts.find(({ room }) => room === place.room);
    if (receipt === undefined) throw new Refusal(TEXTS.channelNotFound);
    return { cmd: "unreads_count", ...markOf(place), ...entryOf(receipt, counts) };
  },

  unreads_ack: async (fields, here) => {
    const place = await placeIn(fields, here, TEXTS.channelOrThreadIsRequired);
    const wished = isMissing(fields, "message_id") ? await latest(place, here) : idOf(fields.message_id);
    if (wished === null && !isMissing(fields, "message_id")) throw new Refusal(TEXTS.messageNotFound);
    if (wished === null) return { cmd: "unreads_ack", ...markOf(place), last_read: null };
    const input = { room: place.room, message: wished, kind: "read" } as const;
    const refusals = { not_found: TEXTS.messageNotFound };
    const moved = await here.telling({ type: "receipt_mark", input }, "receipt_update", refusals);
    const { read } = await here.ask({ type: "receipt_mark", input }, refusals);
    const last_read = uuidOf(read.message);
    if (!moved) here.push({ cmd: "unreads_update", last_read, ...markOf(place) });
    return { cmd: "unreads_ack", ...markOf(place), last_read };
  },

  pings_get: async (fields, here) => {
    const { limit = 50, offset = 0 } = fields;
    if (!isCount(limit) || limit < 1 || limit > 100) throw new Refusal(TEXTS.badLimit);
    if (!isCount(offset)) throw new Refusal(TEXTS.badOffset);
    const all = await pings(here);
    const messages = [];
    for (const { message } of all.slice(offset, offset + limit)) {
      const place = await placeOf(message.room, here);
      const [told] = place === null ? [] : await shown(place, [message], here);
      if (place !== null && told !== undefined)
        messages.push({
          ...told,
          channel: place.channel,
          ...(place.thread === null ? {} : { thread_id: place.thread }),
        });
    }
    return { cmd: "pings_get", messages, offset, limit, total: all.length };
  },
};

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** An entry (section 8.13). Messages are counted to 200; what is unread is counted further. */
function entryOf({ room, read, unread }: OwnReceipt, counts: Reply<"messages_count">["counts"]): object {
  const count = counts.find((one) => one.room === room)?.count ?? 0;
  return {
    last_read: read.message === 0 ? null : uuidOf(read.message),
    unread_count: unread,
    total_messages: Math.max(count, unread),
  };
}

/** The newest pings, in the space's channels and threads. */
async function pings(here: Here): Promise<Reply<"pings_get">["items"]> {
  const all: Reply<"pings_get">["items"][number][] = [];
  for (let i = 0, before: Id | null = null; i < PING_PAGES; i++) {
    const input = { space: here.space, before, limit: PING_PAGE, unreadOnly: false };
    const page: Reply<"pings_get"> = await here.ask({ type: "pings_get", input });
    all.push(...page.items);
    const last = page.items.at(-1);
    if (!page.more || last === undefined) break;
    before = last.message.id;
  }
  const places = new Map<Id, Place | null>();
  for (const { message } of all) {
    if (!places.has(message.room)) places.set(message.room, await placeOf(message.room, here));
  }
  return all.filter(({ message }) => places.get(message.room) !== null);
}

/** A channel, or a thread of one; null for dialogs, groups and notes, which the wire does not know. */
async function placeOf(room: Id, here: Here): Promise<Place | null> {
  const known = here.names.room(room);
  if (known !== null) return { room, channel: known.name, thread: null };
  const view: RoomView = await here.ask({ type: "room_get", input: { room } });
  const parent = here.names.room(view.parent ?? 0);
  if (view.kind !== "thread" || parent === null) return null;
  return { room, channel: parent.name, thread: uuidOf(room) };
}
