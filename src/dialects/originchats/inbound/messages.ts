/** `docs/protocols/originchats.md` section 9.2: writing. */

import { MAX_HASHES } from "../../../core/attachments.ts";
import type { EmbedsInput } from "../../../core/embeds.ts";
import type { Id } from "../../../core/model/ids.ts";
import { embedsIn } from "../embeds.ts";
import { idOf, uuidOf } from "../ids.ts";
import { sourceOf } from "../nouns.ts";
import {
  channelNamed,
  messageIn,
  named,
  type Place,
  placeIn,
  placeOfThread,
  textChannel,
  threadIn,
} from "../place.ts";
import { type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";
import { POST_CONTENT } from "../wire.ts";

export const messages: Rows = {
  message_new: async (fields, here) => {
    const { content, embeds } = contentIn(fields, here);
    here.spend(true);
    const { room, inThread } = await target(fields, here);
    const replyTo = replyIn(fields);
    const attachments = await filesIn(fields, here);
    return await done(
      here.echo(
        {
          type: "message_send",
          input: {
            room,
            text: sourceOf(content, here.named().names),
            nonce: null,
            replyTo,
            replyPing: replyTo !== null && fields.ping !== false,
            ...(attachments.length === 0 ? {} : { attachments }),
            ...(embeds.length === 0 ? {} : { embeds }),
          },
        },
        "message_create",
        {
          not_found: attachments.length > 0 ? notAttached(fields) : TEXTS.channelNotFound,
          forbidden: inThread ? TEXTS.noSendInThread : TEXTS.noSend,
          ...(replyTo === null || embeds.length > 0 ? {} : { invalid: TEXTS.replyNotFound }),
        },
      ),
    );
  },

  typing: async (fields, here) => {
    here.spend(true);
    if (isMissing(fields, "thread_id") && isMissing(fields, "channel"))
      throw new Refusal(TEXTS.channelOrThreadMissing);
    const { room, inThread } = await target(fields, here);
    const forbidden = inThread ? TEXTS.noSendInThread : TEXTS.noAccess;
    const refusals = { not_found: TEXTS.channelNotFound, forbidden };
    return await done(here.echo({ type: "typing_start", input: { room } }, "typing_start", refusals));
  },

  message_edit: async (fields, here) => {
    here.spend(false);
    const content = stringIn(fields, "content");
    if (typeof fields.id !== "string" || content === undefined || content === "" || isNowhere(fields))
      throw new Refusal(TEXTS.badEdit);
    requireLength(content);
    const place = await placeIn(fields, here, TEXTS.badEdit);
    const message = await messageIn(place, fields.id, here, TEXTS.editNotFound);
    const own = place.thread === null ? TEXTS.noEditOwn : TEXTS.noEditOwnInThread;
    return await done(
      here.echo(
        {
          type: "message_edit",
          input: { message: message.id, text: sourceOf(content, here.named().names) },
        },
        "message_update",
        {
          not_found: TEXTS.editNotFound,
          forbidden: message.author.id === here.session.user.id ? own : TEXTS.noEdit,
        },
      ),
    );
  },

  message_delete: async (fields, here) => {
    if (typeof fields.id !== "string" || isNowhere(fields)) throw new Refusal(TEXTS.badDelete);
    const place = await placeIn(fields, here, TEXTS.badDelete);
    const message = await messageIn(place, fields.id, here, TEXTS.deleteNotFound);
    const own = place.thread === null ? TEXTS.noDeleteOwn : TEXTS.noDeleteOwnInThread;
    return await done(
      here.echo({ type: "message_delete", input: { message: message.id } }, "message_delete", {
        not_found: TEXTS.deleteNotFound,
        forbidden: message.author.id === here.session.user.id ? own : TEXTS.noDelete,
      }),
    );
  },

  message_react_add: (fields, here) => react(fields, here, "add"),
  message_react_remove: (fields, here) => react(fields, here, "remove"),

  // The web client unpins by saying `pinned: false` (section 14.4).
  message_pin: (fields, here) => pin(fields, here, fields.pinned !== false),
  message_unpin: (fields, here) => pin(fields, here, false),
};

/** A reply that is owed where nothing was told cannot be: what these commands do is always told. */
async function done(told: Promise<unknown>): Promise<"told"> {
  if ((await told) !== "told") throw new Error("What was done was not told");
  return "told";
}

function isNowhere(fields: Fields): boolean {
  return isMissing(fields, "thread_id") && isMissing(fields, "channel");
}

/** The text of a new message, in the order of the checks of section 9.2. */
function contentIn(
  fields: Fields,
  { proxied }: Pick<Here, "proxied">,
): { readonly content: string; readonly embeds: EmbedsInput } {
  const hasFiles = Array.isArray(fields.attachments)
    ? fields.attachments.length > 0
    : !isMissing(fields, "attachments");
  const missing = [
    ...(isNowhere(fields) ? ["channel or thread_id"] : []),
    ...(isMissing(fields, "content") && !hasFiles ? ["content or attachments"] : []),
  ];
  if (missing.length > 0) throw new Refusal(text(TEXTS.missingFields, { fields: missing.join(", ") }));
  const content = (stringIn(fields, "content") ?? "").trim();
  if (content === "" && !hasFiles) throw new Refusal(TEXTS.emptyMessage);
  const embeds = embedsIn(fields, proxied);
  requireLength(content);
  return { content, embeds };
}

function requireLength(content: string): void {
  if (content.length > 2 * POST_CONTENT || [...content].length > POST_CONTENT)
    throw new Refusal(text(TEXTS.messageTooLong, { most: POST_CONTENT }));
}

/** Where a message goes: a thread that is archived opens by it. */
async function target(fields: Fields, here: Here): Promise<{ room: Id; inThread: boolean }> {
  if (isMissing(fields, "thread_id")) {
    const { id, kind } = await channelNamed(fields.channel, here);
    if (kind === "text") return { room: id, inThread: false };
    await here.ask({ type: "room_get", input: { room: id } }, { not_found: TEXTS.channelNotFound });
    throw new Refusal(TEXTS.noMessagesHere);
  }
  const thread = await threadIn(fields, here);
  if (thread.locked) throw new Refusal(TEXTS.threadLocked);
  return { room: placeOfThread(thread, fields, here).room, inThread: true };
}

function replyIn(fields: Fields): Id | null {
  if (isMissing(fields, "reply_to")) return null;
  const id = idOf(fields.reply_to);
  if (id === null) throw new Refusal(TEXTS.replyNotFound);
  return id;
}

/** One's own uploads by their ids (section 8.9), which are the random parts of their addresses. */
async function filesIn(fields: Fields, here: Here): Promise<Id[]> {
  if (isMissing(fields, "attachments")) return [];
  const { attachments } = fields;
  if (!Array.isArray(attachments)) throw new Refusal(TEXTS.attachmentsNotArray);
  const keys = attachments.map((one: unknown) => {
    if (typeof one !== "object" || one === null) throw new Refusal(TEXTS.attachmentNotObject);
    const { id } = one as { id?: unknown };
    if (typeof id !== "string" || id === "") throw new Refusal(TEXTS.attachmentWithoutId);
    return id;
  });
  const known = keys.slice(0, MAX_HASHES);
  const found = await here.ask({ type: "uploads_by_key", input: { keys: known } });
  return keys.map((id) => {
    const upload = found.find(({ key }) => key === id);
    if (upload === undefined) throw new Refusal(text(TEXTS.attachmentNotFound, { id }));
    return upload.id;
  });
}

function notAttached({ attachments }: Fields): string {
  const [first] = attachments as { id: string }[];
  return text(TEXTS.attachmentNotFound, { id: first?.id ?? "" });
}

async function react(fields: Fields, here: Here, way: "add" | "remove") {
  const { id, emoji } = fields;
  if (isMissing(fields, "id") || isMissing(fields, "emoji") || emoji === "" || id === "")
    throw new Refusal(TEXTS.reactionFields);
  if (typeof emoji !== "string" || emoji.length > 64) throw new Refusal(TEXTS.invalidEmoji);
  const place = await placeIn(fields, here, TEXTS.channelOrThreadRequired);
  const message = await messageIn(place, id, here, TEXTS.messageNotFound);
  const input = { message: message.id, emoji: emoji.toWellFormed() };
  const refusals = { not_found: TEXTS.invalidEmoji, invalid: TEXTS.invalidEmoji };
  const answered =
    way === "add"
      ? await here.echo({ type: "reaction_add", input }, "reaction_add", {
          ...refusals,
          forbidden: TEXTS.noReactionAdd,
          limit_reached: TEXTS.reactionNotAdded,
        })
      : await here.echo({ type: "reaction_remove", input }, "reaction_remove", refusals);
  if (answered === "told") return answered;
  throw new Refusal(way === "add" ? TEXTS.reactionNotAdded : TEXTS.reactionNotRemoved);
}

async function pin(fields: Fields, here: Here, pinned: boolean) {
  if (isMissing(fields, "channel")) throw new Refusal(TEXTS.channelNameMissing);
  // Before anything else: a channel that is not seen is one that there is not.
  const { room, channel } = await textChannel(fields, here);
  if (isMissing(fields, "id")) throw new Refusal(TEXTS.messageIdMissing);
  const place: Place = { room, channel, thread: null };
  const message = await messageIn(place, fields.id, here, TEXTS.messageNotFound);
  const refusals = { not_found: TEXTS.messageNotFound, forbidden: TEXTS.noPin };
  const input = { message: message.id };
  const answered = pinned
    ? await here.echo({ type: "pin_add", input }, "pin_update", refusals)
    : await here.echo({ type: "pin_remove", input }, "pin_update", refusals);
  if (answered === "told") return answered;
  // It was so already: nothing to tell the others.
  const cmd = pinned ? "message_pin" : "message_unpin";
  return { cmd, id: uuidOf(message.id), ...named(place), pinned, global: true };
}
