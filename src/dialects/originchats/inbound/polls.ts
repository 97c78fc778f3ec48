/** `docs/protocols/originchats.md` section 9.12. */

import type { Id } from "../../../core/model/ids.ts";
import type { Message, Poll } from "../../../core/model/messages.ts";
import type { UserRef } from "../../../core/model/users.ts";
import { MAX_OPTIONS, MIN_OPTIONS } from "../../../core/polls.ts";
import { idOf, seconds, usernameOf, uuidOf } from "../ids.ts";
import { channelNamed, type Place, placeOfThread, threadIn } from "../place.ts";
import { asked, toResults } from "../polls.ts";
import { type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

const HOUR = 3_600_000;
/** Most voters that are told of each option. */
const MAX_VOTERS = 200;

export const polls: Rows = {
  poll_create: async (fields, here) => {
    if (isMissing(fields, "channel") && isMissing(fields, "thread_id"))
      throw new Refusal(TEXTS.channelOrThreadIsRequired);
    const question = stringIn(fields, "question")?.trim() ?? "";
    if (question === "") throw new Refusal(TEXTS.questionRequired);
    const options = optionsIn(fields);
    const place = await placeFor(fields, here);
    const input = {
      room: place.room,
      question,
      options,
      multiple: fields.allow_multiselect === true,
      anonymous: false,
      ends: endIn(fields, here.now()),
      nonce: null,
    };
    const forbidden = place.thread === null ? TEXTS.noSend : TEXTS.noSendInThread;
    const missing = place.thread === null ? TEXTS.channelNotFound : TEXTS.threadNotFound;
    const message = await here.ask({ type: "poll_create", input }, { forbidden, not_found: missing });
    const id = uuidOf(message.id);
    if (message.poll === null) throw new Refusal(forbidden); // A rule of the space removed it.
    const { channel, thread } = place;
    return {
      cmd: "poll_create",
      poll_id: id,
      message_id: id,
      channel,
      thread_id: thread,
      ...asked(message.poll),
    };
  },

  poll_vote: async (fields, here) => {
    const message = pollIn(fields);
    const chosen = chosenIn(fields);
    if (chosen.length === 0) throw new Refusal(TEXTS.optionRequired);
    const { poll } = await pollOf(message, here);
    if (poll.ends !== 0 && poll.ends <= here.now()) throw new Refusal(TEXTS.pollExpired);
    if (poll.ended !== 0) throw new Refusal(TEXTS.pollEnded);
    const ids = chosen.map((one) => optionOf(poll, one));
    // One choice: the last wins. Several: votes add up.
    const wished = poll.multiple ? [...new Set([...(poll.mine ?? []), ...ids])] : ids.slice(-1);
    const now = await here.ask(
      { type: "poll_vote", input: { message, options: wished } },
      { not_found: TEXTS.pollNotFound, forbidden: TEXTS.pollEnded },
    );
    const id = uuidOf(message);
    return {
      cmd: "poll_vote",
      poll_id: id,
      option_ids: chosen,
      results: toResults(message, { ...now, mine: null }),
    };
  },

  poll_end: async (fields, here) => {
    const message = pollIn(fields);
    const { poll } = await pollOf(message, here);
    if (poll.ended !== 0) throw new Refusal(TEXTS.pollEndedAlready);
    const refusals = {
      not_found: TEXTS.pollNotFound,
      forbidden: text(TEXTS.noPermission, { permission: "manage_messages" }),
    };
    const now = await here.ask({ type: "poll_end", input: { message } }, refusals);
    return { cmd: "poll_end", poll_id: uuidOf(message), results: toResults(message, { ...now, mine: null }) };
  },

  poll_results: async (fields, here) => {
    const message = pollIn(fields);
    const { poll } = await pollOf(message, here);
    const voters = new Map<number, readonly UserRef[]>();
    if (poll.ended !== 0 && !poll.anonymous)
      for (const { id: option } of poll.options) {
        const input = { message, option, after: null, limit: MAX_VOTERS };
        voters.set(option, (await here.ask({ type: "poll_get", input })).items);
      }
    const results = toResults(message, { ...poll, mine: poll.mine ?? [] }, voters);
    return { cmd: "poll_results", poll_id: uuidOf(message), message_id: uuidOf(message), results };
  },

  poll_get: async (fields, here) => {
    const message = pollIn(fields);
    const { poll, message: said } = await pollOf(message, here);
    const id = uuidOf(message);
    const named = here.names.room(said.room);
    const parent = named === null ? await here.ask({ type: "room_get", input: { room: said.room } }) : null;
    const channel = named?.name ?? here.names.room(parent?.parent ?? 0)?.name ?? null;
    const record = {
      id,
      message_id: id,
      channel,
      thread_id: named === null ? uuidOf(said.room) : null,
      ...asked(poll),
      created_by: usernameOf(said.author),
      created_at: seconds(said.created),
      ended: poll.ended !== 0,
      ended_at: poll.ended === 0 ? null : seconds(poll.ended),
      user_votes: (poll.mine ?? []).map(String),
    };
    return { cmd: "poll_get", poll: record };
  },
};

async function placeFor(fields: Fields, here: Here): Promise<Place> {
  if (!isMissing(fields, "thread_id")) return placeOfThread(await threadIn(fields, here), fields, here);
  const { id, name } = await channelNamed(fields.channel, here);
  return { room: id, channel: name, thread: null };
}

/** The texts of the options; an emoji stands before its text, for the core has no place for it. */
function optionsIn({ options }: Fields): string[] {
  const list: readonly unknown[] = Array.isArray(options) ? options : [];
  if (list.length < MIN_OPTIONS) throw new Refusal(TEXTS.tooFewOptions);
  if (list.length > MAX_OPTIONS) throw new Refusal(TEXTS.tooManyOptions);
  return list.map((option, i) => {
    const { text: said, emoji } = (
      typeof option === "object" && option !== null ? option : { text: option }
    ) as {
      text?: unknown;
      emoji?: unknown;
    };
    if (typeof said !== "string" || said.trim() === "")
      throw new Refusal(text(TEXTS.optionWithoutText, { i }));
    return (typeof emoji === "string" && emoji !== "" ? `${emoji} ${said}` : said).toWellFormed();
  });
}

/** When it ends; 0 = by hand. */
function endIn({ expires_at: at, duration_hours: hours }: Fields, now: number): number {
  if (typeof at === "number" && at > 0 && Number.isFinite(at)) return Math.round(at * 1_000);
  if (typeof hours === "number" && hours > 0 && Number.isFinite(hours)) return Math.round(now + hours * HOUR);
  return 0;
}

function pollIn(fields: Fields): Id {
  const named = isMissing(fields, "poll_id") ? fields.message_id : fields.poll_id;
  if (named === undefined || named === null || named === "") throw new Refusal(TEXTS.pollRequired);
  const id = idOf(named);
  if (id === null) throw new Refusal(TEXTS.pollNotFound);
  return id;
}

async function pollOf(message: Id, here: Here): Promise<{ poll: Poll; message: Message }> {
  const input = { message, option: null, after: null, limit: 1 };
  return await here.ask({ type: "poll_get", input }, { not_found: TEXTS.pollNotFound });
}

/** Either field may hold either type. */
function chosenIn({ option_id: one, option_ids: many }: Fields): string[] {
  const named = many ?? one;
  const list: readonly unknown[] = Array.isArray(named) ? named : [named];
  return list.filter((option) => typeof option === "string").slice(0, MAX_OPTIONS);
}

function optionOf({ options }: Poll, chosen: string): number {
  const found = options.find(({ id }) => String(id) === chosen);
  if (found === undefined)
    throw new Refusal(text(TEXTS.invalidOption, { id: chosen.slice(0, 50).toWellFormed() }));
  return found.id;
}
