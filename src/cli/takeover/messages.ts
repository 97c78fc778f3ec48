/** Carries messages over, with their files, polls and reactions. */

import { readFileSync } from "node:fs";
import {
  type EmbedsInput,
  embedsSchema,
  MAX_EMBED_TEXT,
  MAX_EMBEDS,
  requireEmbeds,
  textsOf,
} from "../../core/embeds.ts";
import { toEmoji } from "../../core/emoji.ts";
import { Fault } from "../../core/faults.ts";
import { MAX_ATTACHMENTS, MAX_TEXT_BYTES } from "../../core/message-rules.ts";
import type { Id, Millis } from "../../core/model/ids.ts";
import { MAX_OPTION, MAX_OPTIONS, MAX_QUESTION, MIN_OPTIONS } from "../../core/polls.ts";
import { schemaCheck } from "../../core/schema-check.ts";
import { MAX_TAKEN, MAX_VOTERS } from "../../core/takeover.ts";
import type { Uploads } from "../../core/uploads.ts";
import { embedsIn } from "../../dialects/originchats/embeds.ts";
import { sourceOf } from "../../dialects/originchats/nouns.ts";
import { Refusal } from "../../dialects/originchats/row.ts";
import type { Operator } from "../control.ts";
import { actingFor } from "../operator.ts";
import type { Counting } from "./counting.ts";
import type { OldMessage, OldPoll, OldServer } from "./store.ts";

interface Carrying extends Pick<Counting, "made" | "left" | "count"> {
  readonly old: OldServer;
  readonly operator: Operator;
  readonly uploads: Pick<Uploads, "receive">;
  /** By their ids there. */
  readonly users: ReadonlyMap<string, Id>;
  readonly authorOf: (message: OldMessage) => Promise<Id>;
  /** What roles are called. */
  readonly texts: ReadonlyMap<Id, string>;
  /** What a picture's number there is written as in a reaction here. */
  readonly pictures: ReadonlyMap<string, string>;
  /** The address at which this server shows a picture of another; "" when that is none that may be called. */
  readonly proxied: (url: string) => string;
  readonly now: () => Millis;
}

export interface MessageTaker {
  /** Into a room, in their order. */
  take(room: Id, all: readonly OldMessage[]): Promise<void>;
  /** Where a message that was taken is; null for one that was not. */
  whereIs(id: string): { readonly room: Id; readonly id: Id } | null;
  /** How many polls were met. */
  polls(): number;
}

export function messageTaker(carrying: Carrying): MessageTaker {
  const { old, operator, uploads, users, authorOf, texts, pictures, proxied, now, count, made, left } =
    carrying;
  const places = new Map<string, { readonly room: Id; readonly id: Id }>();
  let polls = 0;

  async function take(room: Id, all: readonly OldMessage[]): Promise<void> {
    for (let at = 0; at < all.length; ) {
      const taken: { readonly said: OldMessage; readonly author: Id }[] = [];
      for (; at < all.length && taken.length < MAX_TAKEN; at++) {
        const said = all[at];
        if (said === undefined) continue;
        // What it answers must have been taken before it.
        if (said.reply_to !== undefined && taken.some((one) => one.said.id === said.reply_to?.id)) break;
        taken.push({ said, author: await authorOf(said) });
      }
      await takeBatch(room, taken);
    }
  }

  async function takeBatch(
    room: Id,
    all: readonly { readonly said: OldMessage; readonly author: Id }[],
  ): Promise<void> {
    const names = all.map(({ said, author }) => ({ key: keyOf(said.id), author }));
    const known = await operator.ask(null, { type: "taken_before", input: { room, messages: names } });
    const batch = [];
    const taken: OldMessage[] = [];
    for (const [i, { said, author }] of all.entries()) {
      const poll = pollOf(said);
      const isKnown = known[i] === true;
      // Nothing is uploaded twice.
      const { files, named } = isKnown ? { files: [], named: [] } : await filesOf(said, author);
      const embeds = isKnown || poll !== null ? [] : embedsOf(said);
      const hasMore = files.length + embeds.length > 0 || poll !== null;
      const text = isKnown ? said.content || "known" : textOf(said, named, hasMore);
      if (text === null) continue;
      taken.push(said);
      batch.push({
        key: keyOf(said.id),
        author,
        text,
        created: Math.round(said.timestamp * 1_000),
        edited: said.edited === true,
        pinned: said.pinned === true,
        replyTo: places.get(said.reply_to?.id ?? "")?.id ?? null,
        reactions: reactionsOf(said),
        attachments: files,
        poll,
        ...(embeds.length === 0 ? {} : { embeds }),
      });
      if (poll !== null && !isKnown) count(made, "polls");
    }
    if (batch.length === 0) return;
    const done = await operator.ask(null, { type: "taken_messages", input: { room, messages: batch } });
    count(made, "messages", done.made);
    for (const [i, { id }] of taken.entries()) places.set(id, { room, id: done.ids[i] ?? 0 });
  }

  /** The files that could be taken, and what those are called that could not. */
  async function filesOf(
    { attachments = [] }: OldMessage,
    author: Id,
  ): Promise<{ readonly files: Id[]; readonly named: string[] }> {
    const files: Id[] = [];
    const named: string[] = [];
    for (const { id = "", name } of attachments) {
      const known = old.attachments.get(id);
      const called = known?.original_name ?? name ?? "a file";
      const path = known === undefined ? null : old.attachmentFile(known);
      const end =
        known?.permanent === true || !known?.expires_at ? null : Math.round(known.expires_at * 1_000);
      const lack =
        path === null
          ? "its file is gone"
          : end !== null && end <= now()
            ? "its time is over"
            : files.length >= MAX_ATTACHMENTS
              ? "too many in one message"
              : await upload(path, called, end);
      if (lack === null) continue;
      count(left, `attachment (${lack}; its name stands in the message)`);
      named.push(called);
    }
    return { files, named };

    /** What was lacking; null when it was taken. */
    async function upload(path: string, name: string, end: Millis | null): Promise<string | null> {
      const bytes = readFileSync(path);
      const wish = { name, description: "", spoiler: false, ...(end === null ? {} : { expires: end }) };
      try {
        files.push((await uploads.receive(actingFor(author), wish, bytes.length, oneChunk(bytes))).id);
        count(made, "attachments");
        return null;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return error.message;
      }
    }
  }

  /** The text with what stands in for the rest; null when there is nothing to take. */
  function textOf({ content }: OldMessage, named: readonly string[], hasMore: boolean): string | null {
    const lines = [sourceOf(content.toWellFormed(), texts), ...named.map((name) => `[${name}]`)];
    const text = lines.filter((line) => line.trim() !== "").join("\n");
    if (text === "" && !hasMore) count(left, "message (without text)");
    else if (Buffer.byteLength(text) > MAX_TEXT_BYTES) count(left, "message (too long)");
    else return text;
    return null;
  }

  /** The boxes under it. */
  function embedsOf({ embeds = [] }: OldMessage): EmbedsInput {
    const taken = embeds.slice(0, MAX_EMBEDS).flatMap((embed) => {
      try {
        const [one] = embedsIn({ embeds: [embed] }, proxied);
        if (one === undefined || !fitsEmbeds([one])) return [];
        requireEmbeds([one]);
        return [one];
      } catch (error) {
        if (error instanceof Refusal || error instanceof Fault) return [];
        throw error;
      }
    });
    const fitting = lengthOf(taken) > MAX_EMBED_TEXT ? [] : taken;
    count(left, "embed", embeds.length - fitting.length);
    return fitting;
  }

  function reactionsOf({ reactions = {} }: OldMessage) {
    return Object.entries(reactions).flatMap(([written, by]) => {
      const number = /^originChats:\/\/[^/]+\/emojis\/(\d+)$/.exec(written)?.[1];
      const emoji = number === undefined ? toEmoji(written) : (pictures.get(number) ?? null);
      const reacting = by.flatMap((one) => users.get(one) ?? []);
      count(left, "reaction", emoji === null ? by.length : by.length - reacting.length);
      return emoji === null ? [] : [{ emoji, users: reacting.slice(0, 1_000) }];
    });
  }

  /** The message's poll; null for none, and for one that cannot be taken. */
  function pollOf({ id }: OldMessage) {
    const poll = old.polls.get(id);
    if (poll === undefined) return null;
    polls += 1;
    const question = lineOf(poll.question, MAX_QUESTION);
    const options = poll.options.map(({ text, emoji }) => lineOf(`${emoji ?? ""} ${text}`, MAX_OPTION));
    const fits = options.length >= MIN_OPTIONS && options.length <= MAX_OPTIONS && !options.includes("");
    if (question === "" || !fits || new Set(options).size < options.length) {
      count(left, "poll (its question or its options do not fit)");
      return null;
    }
    const ended = poll.ended === true ? (poll.ended_at ?? poll.expires_at ?? now() / 1_000) : 0;
    return {
      question,
      options,
      multiple: poll.allow_multiselect === true,
      ends: Math.round((poll.expires_at ?? 0) * 1_000),
      ended: Math.round(ended * 1_000),
      votes: votesOf(poll),
    };
  }

  function votesOf({ options, votes, allow_multiselect: multiple }: OldPoll) {
    const chosen = new Map<Id, number[]>();
    for (const { option_id, user_id } of votes) {
      const [user, option] = [users.get(user_id), options.findIndex(({ id }) => id === option_id) + 1];
      if (user === undefined || option === 0) {
        count(left, "vote");
        continue;
      }
      const before = multiple === true ? (chosen.get(user) ?? []) : [];
      chosen.set(
        user,
        [...new Set([...before, option])].toSorted((a, b) => a - b),
      );
    }
    return [...chosen].slice(0, MAX_VOTERS).map(([user, all]) => ({ user, options: all }));
  }

  return { take, whereIs: (id) => places.get(id) ?? null, polls: () => polls };
}

const fitsEmbeds = schemaCheck(embedsSchema).fits;

function lengthOf(embeds: EmbedsInput): number {
  return embeds.reduce((sum, embed) => sum + textsOf(embed).join("").length, 0);
}

/** A text on one line that is not too long. */
function lineOf(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
  return [...line].slice(0, most).join("").trim();
}

/** The idempotency key of what has an id there. */
export function keyOf(id: string): string {
  return `oc:${id}`.slice(0, 64);
}

export async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
