/**
 * What happened, in the core's own words.
 *
 * Kept events have a position in the log of their stream and can be read again; told ones (typing,
 * presence, the end of a right) are delivered once and have `seq` 0. Everybody who may read a stream may
 * read all of it, and what an event carries is the same for all.
 *
 * Signals are for the nodes themselves, never for a client: rights changed, sessions must follow.
 */

import type {
  Advance,
  Bridge,
  Call,
  ChosenPresence,
  Emoji,
  EntryRef,
  Id,
  Member,
  Message,
  Millis,
  Poll,
  Presence,
  Profile,
  Receipt,
  ReportState,
  Role,
  RoomView,
  Settings,
  SlashCall,
  SlashCommand,
  Space,
  StreamId,
  UserRef,
  VoiceState,
} from "./model.ts";
import type { ReaderName } from "./tx/followers.ts";
import type { Reactor } from "./tx/reading.ts";

interface Base {
  readonly stream: StreamId;
  /** Filled in by the store, in the transaction that keeps the event. */
  seq: number;
  /** Its row's own id, filled in with `seq`; grows with time over all streams. Absent where nothing is kept. */
  logId?: Id;
  readonly at: Millis;
  /** The session whose command made it, or 0. */
  readonly origin: Id;
}

export interface MessageCreated extends Base {
  readonly type: "message_create";
  readonly message: Message;
}

export interface MessageUpdated extends Base {
  readonly type: "message_update";
  /** The message as it is now. */
  readonly message: Message;
  readonly mentionsChanged: boolean;
  /** Who reacted to it, where it was just edited. */
  readonly reactors?: readonly Reactor[];
  /** The entry that the edit made in the conversation; null where it made none. */
  readonly entry: EntryRef | null;
}

/** What stands under a message changed, though nobody edited it: link previews came or went, or a file went. */
export interface MessagePreviewed extends Base {
  readonly type: "message_preview";
  /** The message as it is now. */
  readonly message: Message;
  /** The random part of the address of the file that went; "" where it is told later. */
  readonly fileGone?: string;
}

export interface MessageDeleted extends Base {
  readonly type: "message_delete";
  readonly room: Id;
  readonly message: Id;
  readonly user: UserRef;
  /** The entry that the deletion made in the conversation; null where it made none. */
  readonly entry: EntryRef | null;
}

export interface PinUpdated extends Base {
  readonly type: "pin_update";
  readonly room: Id;
  readonly message: Id;
  /** False: unpinned. */
  readonly pinned: boolean;
  /** Who acted. */
  readonly user: UserRef;
}

export interface ReactionAdded extends Base {
  readonly type: "reaction_add";
  readonly room: Id;
  readonly message: Id;
  readonly emoji: string;
  readonly user: UserRef;
}

export interface ReactionRemoved extends Base {
  readonly type: "reaction_remove";
  readonly room: Id;
  readonly message: Id;
  readonly emoji: string;
  readonly user: UserRef;
}

/** Votes came in, or a poll ended. */
export interface PollUpdated extends Base {
  readonly type: "poll_update";
  readonly room: Id;
  readonly message: Id;
  /** As it is now, with nobody's choices. */
  readonly poll: Poll;
}

/** One voted, or took the vote back; in the user's own stream. */
export interface PollVoted extends Base {
  readonly type: "poll_vote";
  readonly user: Id;
  readonly room: Id;
  readonly message: Id;
  readonly options: readonly number[];
}

/** A room was made; told without a position, it came into somebody's sight. */
export interface RoomCreated extends Base {
  readonly type: "room_create";
  readonly room: RoomView;
  /** Told without a position: where the room's stream stands. */
  readonly head: number;
}

/** A room was deleted; told without a position, it went out of somebody's sight. */
export interface RoomDeleted extends Base {
  readonly type: "room_delete";
  readonly room: Id;
}

export type RoomField =
  | "name"
  | "topic"
  | "slow_mode"
  | "archived"
  | "user_limit"
  | "retention"
  | "parent"
  | "position"
  | "overrides"
  | "owner"
  | "tags"
  | "archive_after"
  | "no_previews";

export interface RoomUpdated extends Base {
  readonly type: "room_update";
  /** The room as it is now. */
  readonly room: RoomView;
  readonly changed: readonly RoomField[];
}

/** A thread was opened; like all that concerns it, in the stream of its room. */
export interface ThreadCreated extends Base {
  readonly type: "thread_create";
  readonly room: RoomView;
}

export type ThreadField = "name" | "archived" | "locked" | "slow_mode" | "tags";

export interface ThreadUpdated extends Base {
  readonly type: "thread_update";
  /** The thread as it is now. */
  readonly room: RoomView;
  readonly changed: readonly ThreadField[];
}

export interface ThreadDeleted extends Base {
  readonly type: "thread_delete";
  readonly room: Id;
  readonly parent: Id;
}

/** Somebody follows a thread. */
export interface ThreadJoined extends Base {
  readonly type: "thread_join";
  /** The thread as it is now. */
  readonly room: RoomView;
  readonly user: UserRef;
}

/** Somebody follows a thread no longer. */
export interface ThreadLeft extends Base {
  readonly type: "thread_leave";
  /** The thread as it is now. */
  readonly room: RoomView;
  readonly user: UserRef;
}

/** Of the space or, in its stream, of a group. */
export interface MemberJoined extends Base {
  readonly type: "member_join";
  /** Null for a group. */
  readonly space: Id | null;
  /** The group, or null for the space. */
  readonly room: Id | null;
  readonly user: UserRef;
  /** As it is in the space; null for a group. */
  readonly member: Member | null;
}

/** Nickname, roles or timeout changed. */
export interface MemberUpdated extends Base {
  readonly type: "member_update";
  readonly space: Id;
  /** As it is now. */
  readonly member: Member;
  /** Which of them did. */
  readonly changed: MemberField;
}

export type MemberField = "nickname" | "roles" | "timeout";

export interface EmojiCreated extends Base {
  readonly type: "emoji_create";
  readonly emoji: Emoji;
}

export interface EmojiUpdated extends Base {
  readonly type: "emoji_update";
  /** As it is now. */
  readonly emoji: Emoji;
}

export interface EmojiDeleted extends Base {
  readonly type: "emoji_delete";
  readonly emoji: Id;
}

export interface RoleCreated extends Base {
  readonly type: "role_create";
  readonly role: Role;
}

export interface RoleUpdated extends Base {
  readonly type: "role_update";
  /** As it is now. */
  readonly role: Role;
}

/** Members lost the role, and rooms their overrides for it. */
export interface RoleDeleted extends Base {
  readonly type: "role_delete";
  readonly role: Id;
}

/** Somebody came into a space; in their own stream, for their sessions in other spaces. */
export interface SpaceJoined extends Base {
  readonly type: "space_join";
  readonly space: Space;
}

/** Somebody is in a space no more; in their own stream. */
export interface SpaceLeft extends Base {
  readonly type: "space_leave";
  readonly space: Id;
}

/** Somebody came into a voice room, changed there, or left it; in the room's stream. */
export interface VoiceChanged extends Base {
  readonly type: "voice_state";
  readonly user: UserRef;
  /** As they are in this room now; null = no longer in it. */
  readonly voice: VoiceState | null;
}

/** A call rings, was answered or refused, or is over. */
export interface CallUpdated extends Base {
  readonly type: "call_update";
  readonly call: Call;
  /** Who takes part now, by which session; for this server, nobody is told. */
  readonly present: readonly { readonly user: Id; readonly session: Id }[];
}

/** What one participant's client tells another's; in the stream of that user, kept nowhere. */
export interface VoiceSignalled extends Base {
  readonly type: "voice_signal";
  readonly room: Id;
  readonly from: Id;
  readonly session: Id;
  readonly kind: "offer" | "answer" | "candidate";
  readonly data: string;
}

export interface SpaceUpdated extends Base {
  readonly type: "server_update";
  /** As it is now. */
  readonly space: Space;
}

/** A bridge came up or went down; in the staff's stream. */
export interface BackendUpdated extends Base {
  readonly type: "backend_update";
  /** As it is now. */
  readonly backend: Bridge;
}

/** A ban was made or lifted; a reference, in the staff's stream. */
export interface BanUpdated extends Base {
  readonly type: "ban_update";
  readonly user: Id;
  readonly banned: boolean;
}

/** A report was made, taken, closed or opened again; a reference, in the staff's stream. */
export interface ReportUpdated extends Base {
  readonly type: "report_update";
  readonly report: Id;
  readonly state: ReportState;
}

/** A webhook was made, changed or deleted; a reference, in the staff's stream. */
export interface WebhookUpdated extends Base {
  readonly type: "webhook_update";
  readonly webhook: Id;
  readonly deleted: boolean;
}

/** An automatic rule was made, changed or removed; a reference, in the staff's stream. */
export interface AutomodUpdated extends Base {
  readonly type: "automod_update";
  readonly rule: Id;
  readonly deleted: boolean;
}

/** A privileged act was recorded; a reference, in the staff's stream. */
export interface AuditRecorded extends Base {
  readonly type: "audit_entry";
  readonly entry: Id;
}

/** Of the space or, in its stream, of a group. */
export interface MemberLeft extends Base {
  readonly type: "member_leave";
  /** Null for a group. */
  readonly space: Id | null;
  /** The group, or null for the space. */
  readonly room: Id | null;
  readonly user: UserRef;
  readonly reason: LeaveReason;
}

export type LeaveReason = "left" | "kicked" | "banned" | "deleted";

/**
 * Somebody's profile changed: in the streams of their spaces, and in the own streams of those who share only a
 * dialog or a group with them. Or one's own settings did: in the user's own stream.
 */
export interface UserUpdated extends Base {
  readonly type: "user_update";
  readonly user: Id;
  /** As it is now; null = it is not what changed. */
  readonly profile: Profile | null;
  /** As they are now; null = they are not what changed. */
  readonly settings: Settings | null;
}

/** An invite was made, used or withdrawn; in the staff's stream. */
export interface InviteUpdated extends Base {
  readonly type: "invite_update";
  readonly invite: Id;
  readonly deleted: boolean;
}

/** Somebody got further in a room: in its stream for dialogs and groups, else in the user's own. */
export interface ReceiptUpdated extends Base {
  readonly type: "receipt_update";
  readonly receipt: Receipt;
  /** How far the marks came by this; in dialogs and groups only. */
  readonly advances: readonly Advance[];
}

/** A slash command was offered, changed or withdrawn. */
export interface CommandUpdated extends Base {
  readonly type: "command_update";
  readonly id: Id;
  /** As it is now; null = withdrawn. */
  readonly command: SlashCommand | null;
}

/** Somebody used a bot's command; in the bot's own stream. */
export interface CommandCalled extends Base {
  readonly type: "command_call";
  readonly call: SlashCall;
}

export type KeptEvent =
  | InviteUpdated
  | MessageCreated
  | MessageUpdated
  | MessagePreviewed
  | MessageDeleted
  | PinUpdated
  | ReactionAdded
  | ReactionRemoved
  | PollUpdated
  | PollVoted
  | RoomCreated
  | RoomUpdated
  | RoomDeleted
  | ThreadCreated
  | ThreadUpdated
  | ThreadDeleted
  | ThreadJoined
  | ThreadLeft
  | MemberJoined
  | MemberUpdated
  | MemberLeft
  | UserUpdated
  | EmojiCreated
  | EmojiUpdated
  | EmojiDeleted
  | RoleCreated
  | RoleUpdated
  | RoleDeleted
  | VoiceChanged
  | CallUpdated
  | SpaceJoined
  | SpaceLeft
  | SpaceUpdated
  | BackendUpdated
  | BanUpdated
  | AuditRecorded
  | ReportUpdated
  | AutomodUpdated
  | CommandUpdated
  | CommandCalled
  | WebhookUpdated
  | ReceiptUpdated;

/** A bot's answer that only one user sees; in that user's own stream. It is stored nowhere. */
export interface PrivatelyAnswered extends Base {
  readonly type: "private_answer";
  readonly message: Message;
  readonly user: Id;
}

/** A bot did not answer in time; in the own stream of who waits for it. */
export interface CommandLapsed extends Base {
  readonly type: "command_end";
  readonly call: Id;
  readonly room: Id;
  readonly name: string;
}

/** Somebody's contacts are others, or are called otherwise; in their own stream, kept nowhere. */
export interface ContactsUpdated extends Base {
  readonly type: "contacts_update";
}

export interface TypingStarted extends Base {
  readonly type: "typing_start";
  /** 0 in the own stream of somebody with whom there is no dialog yet. */
  readonly room: Id;
  readonly user: UserRef;
}

export interface TypingStopped extends Base {
  readonly type: "typing_stop";
  /** As where it starts. */
  readonly room: Id;
  readonly user: UserRef;
}

export interface PresenceUpdated extends Base {
  readonly type: "presence_update";
  readonly presence: Presence;
  /** What was told of them before. */
  readonly before: Presence["status"];
  /** As they are in the space, in its stream; else null. */
  readonly member: Member | null;
}

/** Somebody came into a room: their session entered it, or sees it and came online. */
export interface OccupantEntered extends Base {
  readonly type: "occupant_enter";
  readonly room: Id;
  readonly user: UserRef;
}

export interface OccupantLeft extends Base {
  readonly type: "occupant_leave";
  readonly room: Id;
  readonly user: UserRef;
}

/** A kept event that can no longer be told (unknown type, broken row): it holds its position, nothing else. */
export interface Blank extends Base {
  readonly type: "blank";
}

export type Event =
  | KeptEvent
  | TypingStarted
  | TypingStopped
  | VoiceSignalled
  | PrivatelyAnswered
  | CommandLapsed
  | ContactsUpdated
  | PresenceUpdated
  | OccupantEntered
  | OccupantLeft
  | Blank;

export type EventOf<T extends Event["type"]> = Extract<Event, { type: T }>;

/** Tokens of a user ended; the sessions that stand on them end at once. */
export interface AccessEnded {
  readonly type: "access_end";
  readonly user: Id;
  /** The tokens that ended, or null for all of the user's. */
  readonly tokens: readonly Id[] | null;
}

/** What is visible in a space may have changed: for all of its sessions, or for some users'. */
export interface SightChanged {
  readonly type: "sight_change";
  /** Null where it concerns dialogs and groups alone. */
  readonly space: Id | null;
  readonly users: readonly Id[] | null;
  /** The room that was made: whoever sees it is told by its first event. */
  readonly created: Id | null;
  /** Whom an override of their own sets apart from others with the same roles from now on. */
  readonly apart: readonly Id[];
}

/** Somebody is no longer a member of a space; their sessions in it end. */
export interface MembershipEnded {
  readonly type: "membership_end";
  readonly space: Id;
  readonly user: Id;
  readonly reason: LeaveReason;
}

/** Somebody may no longer see a room: their sessions leave it at once, before anything is read anew. */
export interface RoomEnded {
  readonly type: "room_end";
  readonly room: Id;
  readonly user: Id;
}

/** A user chose another presence; their sessions on every node follow. */
export interface PresenceChanged {
  readonly type: "presence_change";
  readonly user: Id;
  /** The session that chose it, or 0. */
  readonly origin: Id;
  readonly chosen: ChosenPresence;
}

/** Something is to be done at a time: whoever waits for the next such time waits no longer than that. */
export interface TimerSet {
  readonly type: "timer_set";
  readonly due: Millis;
}

/** A reader follows a stream from now on. */
export interface FollowSet {
  readonly type: "follow_set";
  readonly reader: ReaderName;
  readonly of: StreamId;
}

/** Something is to be sent out, not before that time. */
export interface JobSet {
  readonly type: "job_set";
  readonly due: Millis;
}

/** What a backend links has changed, or it is to start anew. */
export interface BackendSet {
  readonly type: "backend_set";
  readonly backend: string;
  readonly restart: boolean;
}

export type Signal =
  | AccessEnded
  | SightChanged
  | MembershipEnded
  | RoomEnded
  | PresenceChanged
  | TimerSet
  | FollowSet
  | JobSet
  | BackendSet;

/** All that a command may make known. */
export type Happening = Event | Signal;

export function isSignal(happening: Happening): happening is Signal {
  return !("stream" in happening);
}

/** What is visible in the space may have changed for everybody. */
export function sightOfAll(space: Id): SightChanged {
  return { type: "sight_change", space, users: null, created: null, apart: [] };
}

/** A timer was set. */
export function timerSet(due: Millis): TimerSet {
  return { type: "timer_set", due };
}

/** What these users see in the space may have changed. */
export function sightOf(space: Id, users: readonly Id[]): SightChanged {
  return { type: "sight_change", space, users, created: null, apart: [] };
}
