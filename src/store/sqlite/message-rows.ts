/** Rows of messages with what stands beside them, as messages. */

import type { Database } from "bun:sqlite";
import { isProxied } from "../../core/embeds.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Embed, Forwarded, Message, MessageKind, ReactionCount } from "../../core/model/messages.ts";
import type { ThreadRef } from "../../core/model/rooms.ts";
import type { UserRef } from "../../core/model/users.ts";
import { quoteOf } from "../../core/quote.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { filesReader } from "./attachments.ts";
import { mentionReader } from "./mentions.ts";
import { pollReader } from "./polls.ts";
import { callReader } from "./voice.ts";

export interface MessageRow {
  id: Id;
  room: Id;
  n: number;
  kind: MessageKind;
  author: Id;
  handle: string;
  name: string;
  avatar: string;
  text: string;
  embeds: string | null;
  nonce: string | null;
  created: number;
  edited: number | null;
  deleted: number | null;
  mentions: string | null;
  beside: string | null;
  pinned: number;
  files: number;
  q_id: Id | null;
  q_author: Id;
  q_handle: string;
  q_name: string;
  q_avatar: string;
  q_text: string;
  q_deleted: number | null;
  q_n: number;
  q_nonce: string | null;
  q_created: number;
  f_message: Id | null;
  f_room: Id;
  f_author: Id;
  f_handle: string | null;
  f_name: string | null;
  f_avatar: string | null;
  f_created: number;
  t_id: Id | null;
  t_name: string;
  t_messages: number;
  t_activity: number;
  t_archived: number;
  t_locked: number;
}

/** The message `m`, its author, what it replies to, and where it was forwarded from. */
export const MESSAGE = `
  select m.id, m.room, m.n, m.kind, m.author, u.handle, coalesce(m.author_name, u.name) as name, u.avatar, m.embeds, m.text, m.nonce, m.created, m.edited, m.deleted,
    m.mentions, m.beside, exists (select 1 from pin where pin.message = m.id) as pinned,
    exists (select 1 from attachment f where f.used_by = m.id and f.used_as = 'message') as files,
    q.id as q_id, q.author as q_author, qu.handle as q_handle, coalesce(q.author_name, qu.name) as q_name, qu.avatar as q_avatar, q.text as q_text,
    q.deleted as q_deleted, q.n as q_n, q.nonce as q_nonce, q.created as q_created,
    m.f_message, m.f_room, m.f_author, fu.handle as f_handle, fu.name as f_name, fu.avatar as f_avatar, m.f_created,
    t.id as t_id, t.name as t_name, t.messages as t_messages, t.activity as t_activity, t.archived as t_archived,
    t.locked as t_locked
  from message m
  join user u on u.id = m.author
  left join message q on q.id = m.reply_to
  left join user qu on qu.id = q.author
  left join user fu on fu.id = m.f_author
  left join room t on t.under = m.id`;

/** What of a message is seldom there: a column for all of it. */
type Beside = Pick<Message, "answers" | "noPreviews"> & {
  /** The picture that a webhook gave this message's author. */
  readonly avatar?: string;
};

/** Null where a message has none of it. */
export function besideToColumn({ answers, noPreviews, author }: Message): string | null {
  const beside: Beside = {
    ...(answers === undefined ? null : { answers }),
    ...(noPreviews === undefined ? null : { noPreviews }),
    ...(isWebhook(author) && isProxied(author.avatar) ? { avatar: author.avatar } : null),
  };
  return Object.keys(beside).length === 0 ? null : JSON.stringify(beside);
}

export function embedsToColumn(embeds: readonly Embed[]): string | null {
  return embeds.length === 0 ? null : JSON.stringify(embeds);
}

/** Makes messages of rows; reactions come from elsewhere. A poll has the choices of the reader, where one is given. */
export function messageReader(
  db: Database,
): (row: MessageRow, reactions?: readonly ReactionCount[], reader?: Id) => Message {
  const mentionsOf = mentionReader(db);
  const filesOf = filesReader(db);
  const pollOf = pollReader(db);
  const callOf = callReader(db);
  return (row, reactions = [], reader) => {
    const { id, room, n, kind, author, handle, name, avatar, text, nonce, created, edited, deleted } = row;
    const { avatar: shown, ...beside }: Beside =
      row.beside === null ? {} : (JSON.parse(row.beside) as Beside);
    return {
      id,
      room,
      n,
      kind,
      author: { id: author, handle, name, avatar: shown ?? avatar },
      text,
      replyTo: quoted(row),
      forwardedFrom: forwarded(row),
      thread: threadOf(row),
      poll: kind === "poll" && deleted === null ? pollOf(id, reader ?? null) : null,
      mentions: row.mentions === null ? null : mentionsOf(row.mentions),
      pinned: row.pinned === 1,
      attachments: row.files === 1 ? filesOf(id) : [],
      reactions,
      ...(row.embeds === null ? null : { embeds: JSON.parse(row.embeds) as Embed[] }),
      ...(kind === "call" ? callOf(id) : null),
      ...beside,
      nonce,
      created,
      edited,
      deleted,
    };
  };
}

function threadOf(row: MessageRow): ThreadRef | null {
  if (row.t_id === null) return null;
  return {
    room: row.t_id,
    name: row.t_name,
    messages: row.t_messages,
    activity: row.t_activity,
    archived: row.t_archived === 1,
    locked: row.t_locked === 1,
  };
}

function quoted(row: MessageRow) {
  const { q_id, q_author, q_handle, q_name, q_avatar, q_text, q_deleted, q_n, q_nonce, q_created } = row;
  if (q_id === null) return null;
  const author: UserRef = { id: q_author, handle: q_handle, name: q_name, avatar: q_avatar };
  const marks = { n: q_n, nonce: q_nonce, created: q_created };
  return quoteOf({ id: q_id, author, text: q_text, deleted: q_deleted, ...marks });
}

/** The original and its author may be gone: what was kept of them stays. */
function forwarded({
  f_message,
  f_room,
  f_author,
  f_handle,
  f_name,
  f_avatar,
  f_created,
}: MessageRow): Forwarded | null {
  if (f_message === null) return null;
  const author: UserRef = {
    id: f_author,
    handle: f_handle ?? "",
    name: f_name ?? "",
    avatar: f_avatar ?? "",
  };
  return { message: f_message, room: f_room, author, created: f_created };
}
