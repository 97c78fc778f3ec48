/** The state at the beginning of a session, in frames of bounded size (`docs/protocols/bonfire.md` section 3). */

import type { Beginning } from "../../core/session.ts";
import { PIECE_BYTES } from "../../core/sync.ts";
import { type Encoding, encodeServer, type Frame } from "./codec.ts";
import type { ReadyEvent } from "./gen/gateway.ts";
import { make } from "./make.ts";
import { toCall, toVoiceState } from "./nouns/calls.ts";
import { toSlashCommand } from "./nouns/outside.ts";
import { toPresence, toSettings, toUser } from "./nouns/people.ts";
import { toFollowed, toOwnReceipt, toPosition, toReceipt, toRoom } from "./nouns/rooms.ts";
import { toEmoji, toMember, toRole, toSpace } from "./nouns/spaces.ts";

/** The `ready` of a new session; several when it is long, `more` on all but the last. */
export function readyFrames(
  { session, snapshot, presences, resync }: Beginning,
  resumeToken: string,
  encoding: Encoding,
  pushKey: string,
): Frame[] {
  const {
    member,
    space,
    spaces,
    rooms,
    direct,
    roles,
    staff,
    commonPositions,
    ownPositions,
    settings,
    emojis,
    commands,
    receipts,
    othersReceipts,
    threads,
  } = snapshot;
  const ready = make("ReadyEvent", {
    session_id: String(session),
    resume_token: resumeToken,
    user: toUser(member.user),
    space: toSpace(space, staff),
    spaces: spaces.map((one) => toSpace(one, staff && one.id === space.id)),
    rooms: [...allOf(rooms, toRoom), ...direct.map(toRoom), ...threads.map(toFollowed)],
    members: [toMember(member)],
    roles: allOf(roles, toRole),
    emojis: allOf(emojis, toEmoji),
    commands: allOf(commands, toSlashCommand),
    positions: [...allOf(commonPositions, toPosition), ...ownPositions.map(toPosition)],
    presences: presences.map(toPresence),
    voice_states: rooms.flatMap(({ voice }) => voice).map(toVoiceState),
    calls: direct.flatMap(({ call }) => (call === null ? [] : [toCall(call)])),
    receipts: [...receipts.map(toOwnReceipt), ...othersReceipts.map(toReceipt)],
    settings: toSettings(settings),
    instance: make("Instance", { push_key: pushKey }),
    resync,
  });
  return split(ready, encoding);
}

/** Lists that are shared, which are frozen (`Tx.once`), and what they are in messages. */
const translated = new WeakMap<object, object[]>();

/** What a list is in messages: made once where the list is shared, and of frozen ones then. */
function allOf<From, To extends object>(list: readonly From[], translate: (one: From) => To): To[] {
  if (!Object.isFrozen(list)) return list.map(translate);
  // A list has one kind of elements, which are translated in one way.
  const known = translated.get(list) as To[] | undefined;
  if (known !== undefined) return known;
  const made = list.map((one) => Object.freeze(translate(one)));
  translated.set(list, made);
  return made;
}

function split(ready: ReadyEvent, encoding: Encoding): Frame[] {
  const frame = encodeServer(
    { request_id: 0, stream: 0, seq: 0, event: { $case: "ready", value: ready } },
    encoding,
  );
  // A room of any length fits a piece, so that halving comes to an end.
  if (frame.length <= PIECE_BYTES || lengthOf(ready) < 2) return [frame];
  const { rooms, spaces, roles, emojis, commands, receipts, positions, presences, voice_states } = ready;
  const first = {
    ...ready,
    rooms: half(rooms, 0),
    spaces: half(spaces, 0),
    roles: half(roles, 0),
    emojis: half(emojis, 0),
    commands: half(commands, 0),
    receipts: half(receipts, 0),
    positions: half(positions, 0),
    presences: half(presences, 0),
    voice_states: half(voice_states, 0),
    more: true,
  };
  const rest = make("ReadyEvent", {
    session_id: ready.session_id,
    rooms: half(rooms, 1),
    spaces: half(spaces, 1),
    roles: half(roles, 1),
    emojis: half(emojis, 1),
    commands: half(commands, 1),
    receipts: half(receipts, 1),
    positions: half(positions, 1),
    presences: half(presences, 1),
    voice_states: half(voice_states, 1),
    more: ready.more,
  });
  return [...split(first, encoding), ...split(rest, encoding)];
}

function lengthOf(ready: ReadyEvent): number {
  const { rooms, spaces, roles, emojis, commands, receipts, positions, presences, voice_states } = ready;
  return Math.max(
    rooms.length,
    spaces.length,
    roles.length,
    emojis.length,
    commands.length,
    receipts.length,
    positions.length,
    presences.length,
    voice_states.length,
  );
}

function half<T>(list: readonly T[], which: 0 | 1): T[] {
  const middle = Math.ceil(list.length / 2);
  return which === 0 ? list.slice(0, middle) : list.slice(middle);
}
