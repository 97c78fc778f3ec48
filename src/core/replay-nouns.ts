/** What rows of the log refer to, read at once for many of them. */

import { advancesIn } from "./advances.ts";
import { entryIn, PROFILE } from "./log-details.ts";
import type { Call, VoiceState } from "./model/calls.ts";
import type { Id } from "./model/ids.ts";
import type { Entry, Message } from "./model/messages.ts";
import type { Bridge } from "./model/outside.ts";
import type { Advance, Receipt } from "./model/receipts.ts";
import type { RoomView } from "./model/rooms.ts";
import type { Settings } from "./model/settings.ts";
import type { SlashCall, SlashCommand } from "./model/slash.ts";
import type { Emoji, Member, Role, Space } from "./model/spaces.ts";
import type { Profile, UserRef } from "./model/users.ts";
import { ownSpaces } from "./own-spaces.ts";
import type { LogRow } from "./tx/log.ts";
import type { Tx } from "./tx/tx.ts";

/** The nouns that rows refer to, as they are today. */
export interface Nouns {
  readonly messages: ReadonlyMap<Id, Message>;
  /** Of the user whose stream is read, by the poll. */
  readonly choices: ReadonlyMap<Id, readonly number[]>;
  readonly rooms: ReadonlyMap<Id, RoomView>;
  readonly users: ReadonlyMap<Id, UserRef>;
  readonly settings: ReadonlyMap<Id, Settings>;
  readonly profiles: ReadonlyMap<Id, Profile>;
  /** Those of the space whose stream is read. */
  readonly members: ReadonlyMap<Id, Member>;
  readonly roles: ReadonlyMap<Id, Role>;
  readonly emojis: ReadonlyMap<Id, Emoji>;
  readonly space: Space | null;
  /** Those that somebody came into. */
  readonly spaces: ReadonlyMap<Id, Space>;
  /** By user: in the voice room whose stream is read. */
  readonly voices: ReadonlyMap<Id, VoiceState>;
  readonly calls: ReadonlyMap<Id, Call>;
  /** Those of the space whose stream is read. */
  readonly commands: ReadonlyMap<Id, SlashCommand>;
  /** By their names. */
  readonly bridges: ReadonlyMap<string, Bridge>;
  /** Uses of commands that wait for an answer. */
  readonly asked: ReadonlyMap<Id, SlashCall>;
  /** By "user/room". */
  readonly receipts: ReadonlyMap<string, Receipt>;
  readonly entries: ReadonlyMap<Id, Entry>;
  /** By the row's position: how far marks came. */
  readonly advances: ReadonlyMap<number, readonly Advance[]>;
}

export async function nounsOf(tx: Tx, rows: readonly LogRow[]): Promise<Nouns> {
  const messages = new Set<Id>();
  const rooms = new Set<Id>();
  const users = new Set<Id>();
  const settings = new Map<Id, Settings>();
  const changed = new Set<Id>();
  const members = new Set<Id>();
  // The rows of one reading stand in one stream; that of a space, where they tell of roles and members.
  const space = rows.find(({ type }) => /^(role|member|server)_/.test(type))?.stream ?? null;
  // Whoever left a space since then hears no more of it.
  const comers = rows.find(({ type }) => type === "space_join")?.stream ?? null;
  const calls = new Map<Id, Call>();
  const asked = new Map<Id, SlashCall>();
  const bridges = new Map<string, Bridge>();
  const voiceRoom = rows.find(({ type }) => type === "voice_state")?.stream ?? null;
  const receipts = new Map<string, Receipt>();
  const entries = new Set<Id>();
  const advances = new Map<number, readonly Advance[]>();
  const emojiSpace = rows.find(({ type }) => type.startsWith("emoji_"))?.stream ?? null;
  for (const { type, subject, user, detail, seq } of rows) {
    if (type === "message_update" || type === "message_delete") entries.add(entryIn(detail));
    if (type === "receipt_update") advances.set(seq, await advancesIn(tx, subject, user, detail));
    if (/^(message|pin|reaction|poll)_/.test(type)) messages.add(subject);
    if (/^(room|thread)_/.test(type)) rooms.add(subject);
    if (type === "member_join" || type === "member_update") members.add(subject);
    if (type === "user_update" && detail === PROFILE) changed.add(user);
    else if (type === "user_update" && !settings.has(user)) settings.set(user, await tx.settingsOf(user));
    const key = `${user}/${subject}`;
    if (type === "receipt_update" && !receipts.has(key)) receipts.set(key, await tx.receiptOf(subject, user));
    if (type === "call_update" && !calls.has(subject)) {
      const call = await tx.callById(subject);
      if (call !== null) calls.set(subject, call);
    }
    if (type === "backend_update" && detail !== null && !bridges.has(detail)) {
      const bridge = await tx.bridge(detail);
      if (bridge !== null) bridges.set(detail, bridge);
    }
    if (type === "command_call") {
      const call = await tx.slashCall(subject);
      if (call !== null && !call.answered) asked.set(subject, call);
    }
    if (user !== 0) users.add(user);
  }
  const offered = rows.find(({ type }) => type === "command_update")?.stream ?? null;
  const votes = rows.filter(({ type }) => type === "poll_vote");
  const [voter] = votes;
  const polls = [...new Set(votes.map(({ subject }) => subject))];
  const voted = voter === undefined ? [] : await tx.choicesOf(voter.user, polls);
  return {
    messages: byId(messages.size === 0 ? [] : await tx.messagesByIds([...messages])),
    rooms: byId(rooms.size === 0 ? [] : await tx.roomsByIds([...rooms])),
    users: byId(users.size === 0 ? [] : await tx.usersByIds([...users])),
    choices: new Map(voted.map(({ message, options }) => [message, options])),
    settings,
    profiles: byId(changed.size === 0 ? [] : await tx.profilesByIds([...changed])),
    members: new Map(
      (space === null || members.size === 0 ? [] : await tx.membersIn(space, [...members])).map((member) => [
        member.user.id,
        member,
      ]),
    ),
    roles: byId(space === null ? [] : await tx.rolesOf(space)),
    emojis: byId(emojiSpace === null ? [] : await tx.emojisOf(emojiSpace)),
    space: space === null ? null : await tx.spaceById(space),
    spaces: byId(comers === null ? [] : await ownSpaces(tx, comers)),
    voices: new Map(
      (voiceRoom === null ? [] : await tx.voiceIn([voiceRoom])).map((state) => [state.user.id, state]),
    ),
    calls,
    asked,
    bridges,
    commands: byId(offered === null ? [] : await tx.slashCommandsIn(offered)),
    receipts,
    entries: byId(entries.size === 0 ? [] : await tx.entriesByIds([...entries])),
    advances,
  };
}

function byId<T extends { readonly id: Id }>(nouns: readonly T[]): Map<Id, T> {
  return new Map(nouns.map((noun) => [noun.id, noun]));
}
