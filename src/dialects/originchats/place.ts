/** Which channel or thread a command means, and which message in it (`docs/protocols/originchats.md` section 9). */

import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import { idOf } from "./ids.ts";
import type { NamedRoom } from "./names.ts";
import { type Fields, type Here, isMissing, Refusal, stringIn } from "./row.ts";
import { TEXTS } from "./texts.ts";

/** A channel or a thread; what is said of it is named by the channel, and by the thread's id. */
export interface Place {
  readonly room: Id;
  readonly channel: string;
  /** As it came; null in a channel. */
  readonly thread: string | null;
}

/** A text channel or a thread. Throws the refusals of the "thread rules" and "text rules"; `missing` where neither is named. */
export async function placeIn(fields: Fields, here: Here, missing: string): Promise<Place> {
  if (!isMissing(fields, "thread_id")) return await threadPlace(fields, here);
  if (isMissing(fields, "channel")) throw new Refusal(missing);
  return { ...(await textChannel(fields, here)), thread: null };
}

/** The thread that `thread_id` names, where it is open: locked and archived ones are refused. */
async function threadPlace(fields: Fields, here: Here): Promise<Place> {
  const room = await threadIn(fields, here);
  if (room.locked) throw new Refusal(TEXTS.threadLocked);
  if (room.archived) throw new Refusal(TEXTS.threadArchived);
  return placeOfThread(room, fields, here);
}

/** A thread that the caller sees. */
export async function threadIn(fields: Fields, here: Here): Promise<RoomView> {
  const id = idOf(fields.thread_id);
  if (id === null) throw new Refusal(TEXTS.threadNotFound);
  const room = await here.ask({ type: "room_get", input: { room: id } }, { not_found: TEXTS.threadNotFound });
  if (room.kind !== "thread" || room.space !== here.space) throw new Refusal(TEXTS.threadNotFound);
  return room;
}

export function placeOfThread(room: RoomView, fields: Fields, { names }: Here): Place {
  const channel = names.room(room.parent ?? 0)?.name ?? "";
  return { room: room.id, channel, thread: stringIn(fields, "thread_id") ?? null };
}

/** The channel of a name, whether the caller sees it or not: the core decides. Throws `Channel not found`. */
export async function channelNamed(name: unknown, { names, space, ask }: Here): Promise<NamedRoom> {
  if (typeof name !== "string") throw new Refusal(TEXTS.channelNotFound);
  const known = names.roomNamed(space, name);
  if (known !== null) return known;
  // A room that was made a moment ago may not have been told yet.
  names.see(await ask({ type: "sight_get", input: { space } }));
  const found = names.roomNamed(space, name);
  if (found === null) throw new Refusal(TEXTS.channelNotFound);
  return found;
}

/** A text channel that the caller sees. One that is not seen is one that there is not. */
export async function textChannel(fields: Fields, here: Here): Promise<{ room: Id; channel: string }> {
  if (isMissing(fields, "channel")) throw new Refusal(TEXTS.channelNameMissing);
  const { id, name, kind } = await channelNamed(fields.channel, here);
  await here.ask({ type: "room_get", input: { room: id } }, { not_found: TEXTS.channelNotFound });
  if (kind !== "text") throw new Refusal(TEXTS.noAccess);
  return { room: id, channel: name };
}

/** A message that stands in the place. Throws `missing`. */
export async function messageIn(place: Place, id: unknown, here: Here, missing: string): Promise<Message> {
  const message = idOf(id);
  if (message === null) throw new Refusal(missing);
  const input = { room: place.room, before: null, after: null, around: message, limit: 1 };
  const page = await here.ask({ type: "history_get", input }, { not_found: missing });
  const found = page.find((one) => one.id === message);
  if (found === undefined) throw new Refusal(missing);
  return found;
}

/** The fields that name a place in a packet. */
export function named({ channel, thread }: Place): { channel: string; thread_id?: string } {
  return thread === null ? { channel } : { channel, thread_id: thread };
}
