/** What a client knows. `apply.ts` brings it up to date. */

import type {
  Call,
  Emoji,
  Member,
  Message,
  Presence,
  ReadyEvent,
  Receipt,
  Role,
  Room,
  Settings,
  SlashCommand,
  Space,
  User,
  VoiceState,
} from "./gen/protocol.ts";

/** By id. */
export type Index<T> = Readonly<Record<number, T>>;

export interface State {
  readonly sessionId: string;
  readonly resumeToken: string;
  /** By which push services know the server: a browser asks for it. */
  readonly pushKey: string;
  readonly user: User | null;
  readonly space: Space | null;
  /** All that one is in, this one too; another is reached at the server's URL with `/s/<slug>` behind it. */
  readonly spaces: Index<Space>;
  readonly rooms: Index<Room>;
  /** Oneself, those of one's dialogs and groups, and those that were asked for. */
  readonly members: Index<Member>;
  readonly roles: Index<Role>;
  readonly emojis: Index<Emoji>;
  /** Slash commands that can be used in the space. */
  readonly commands: Index<SlashCommand>;
  /** By room, then by user. */
  readonly receipts: Index<Index<Receipt>>;
  readonly presences: Index<Presence>;
  /** By user: who is in a voice room in sight. */
  readonly voices: Index<VoiceState>;
  /** By room: what rings or runs in one's dialogs and groups. */
  readonly calls: Index<Call>;
  readonly settings: Settings;
  /** The last position seen in every stream. */
  readonly positions: Index<number>;
  /** The messages that are known of each room, oldest first: what was told and what was asked for. */
  readonly messages: Index<readonly Message[]>;
  /** By room: answers of bots that only oneself was told, oldest first. The server keeps none of them. */
  readonly privateAnswers: Index<readonly Message[]>;
  /** By room: who types. Forgotten by the client after a while. */
  readonly typing: Index<readonly User[]>;
  /** A position was left out: resume the session. */
  readonly gap: boolean;
}

export const nothing: State = {
  sessionId: "",
  resumeToken: "",
  pushKey: "",
  user: null,
  space: null,
  spaces: {},
  rooms: {},
  members: {},
  roles: {},
  emojis: {},
  commands: {},
  receipts: {},
  presences: {},
  voices: {},
  calls: {},
  settings: {},
  positions: {},
  messages: {},
  privateAnswers: {},
  typing: {},
  gap: false,
};

/** The state that a `ready` begins, or goes on with when it came in several. */
export function begin(state: State, ready: ReadyEvent, isFirst: boolean): State {
  const base = isFirst ? { ...nothing, messages: ready.resync === true ? {} : state.messages } : state;
  return {
    ...base,
    sessionId: ready.session_id || base.sessionId,
    resumeToken: ready.resume_token || base.resumeToken,
    pushKey: ready.instance?.push_key ?? base.pushKey,
    user: ready.user ?? base.user,
    space: ready.space ?? base.space,
    spaces: { ...base.spaces, ...byId(ready.spaces ?? []) },
    settings: ready.settings ?? base.settings,
    rooms: { ...base.rooms, ...byId(ready.rooms) },
    members: { ...base.members, ...index(ready.members, ({ user }) => user.id) },
    roles: { ...base.roles, ...byId(ready.roles) },
    emojis: { ...base.emojis, ...byId(ready.emojis) },
    commands: { ...base.commands, ...byId(ready.commands ?? []) },
    receipts: ready.receipts.reduce(withReceipt, base.receipts),
    presences: { ...base.presences, ...index(ready.presences ?? [], ({ user_id }) => user_id) },
    voices: { ...base.voices, ...index(ready.voice_states ?? [], ({ user }) => user.id) },
    calls: { ...base.calls, ...index(ready.calls ?? [], ({ room_id }) => room_id) },
    positions: { ...base.positions, ...positionsOf(ready) },
  };
}

function positionsOf({ positions = [] }: ReadyEvent): Index<number> {
  return Object.fromEntries(positions.map(({ stream, seq }) => [stream, seq]));
}

export function withReceipt(receipts: Index<Index<Receipt>>, receipt: Receipt): Index<Index<Receipt>> {
  const { room_id, user_id } = receipt;
  return { ...receipts, [room_id]: { ...receipts[room_id], [user_id]: receipt } };
}

export function byId<T extends { readonly id: number }>(list: readonly T[]): Index<T> {
  return index(list, ({ id }) => id);
}

export function index<T>(list: readonly T[], key: (one: T) => number): Index<T> {
  return Object.fromEntries(list.map((one) => [key(one), one]));
}

export function without<T>(all: Index<T>, id: number): Index<T> {
  const { [id]: _gone, ...rest } = all;
  return rest;
}
