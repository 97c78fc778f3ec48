/** Polls as objects of the wire (`docs/protocols/originchats.md` sections 8.11 and 9.12). */

import type { EventOf } from "../../core/events.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Poll } from "../../core/model/messages.ts";
import type { UserRef } from "../../core/model/users.ts";
import { seconds, usernameOf, uuidOf } from "./ids.ts";
import type { Names } from "./names.ts";
import type { Packet } from "./wire.ts";

/** A poll and its message are one here, so both ids are the message's. */
export function pollEmbed(message: Id, poll: Poll): object {
  const { question } = poll;
  return { type: "poll", title: question, poll: { id: uuidOf(message), ...asked(poll) } };
}

/** What was asked. */
export function asked({ question, options, multiple, ends }: Poll) {
  return {
    question,
    options: options.map(({ id, text }) => ({ id: String(id), text })),
    allow_multiselect: multiple,
    expires_at: ends === 0 ? null : seconds(ends),
  };
}

/** `results`; who voted is told when it has ended, to who asks. */
export function toResults(
  message: Id,
  { question, multiple, ended, options, mine }: Poll,
  voters: ReadonlyMap<number, readonly UserRef[]> = new Map(),
) {
  return {
    poll_id: uuidOf(message),
    question,
    allow_multiselect: multiple,
    ended: ended !== 0,
    ended_at: ended === 0 ? null : seconds(ended),
    total_votes: options.reduce((sum, { votes }) => sum + votes, 0),
    results: options.map(({ id, text, votes }) => ({
      id: String(id),
      text,
      emoji: null,
      votes,
      voters: (voters.get(id) ?? []).map(usernameOf),
      ...(mine === null ? {} : { voted: mine.includes(id) }),
    })),
  };
}

/** Votes came in, or it ended. Nobody is named: the reference tells who voted while it runs (section 16). */
export function sayPoll(
  { room, stream, message, poll }: EventOf<"poll_update">,
  names: Names,
): Packet | null {
  const channel = names.room(stream)?.name;
  if (channel === undefined) return null;
  const id = uuidOf(message);
  const place = { channel, thread_id: room === stream ? null : uuidOf(room) };
  const common = { poll_id: id, message_id: id, ...place };
  const results = toResults(message, { ...poll, mine: null });
  if (poll.ended !== 0) return { cmd: "poll_end", ...common, results };
  return { cmd: "poll_vote_update", ...common, user: null, option_ids: [], results };
}
