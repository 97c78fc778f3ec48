/**
 * What happened, in the core's own words.
 *
 * Kept events have a position in the log of their stream and can be read again; told ones (typing,
 * presence, the end of a right) are delivered once and have `seq` 0. Everybody who may read a stream may
 * read all of it, and what an event carries is the same for all.
 *
 * Signals are for the nodes themselves, never for a client: rights changed, sessions must follow.
 */

import type { CallUpdated, VoiceChanged, VoiceSignalled } from "./events/calls.ts";
import type {
  MessageCreated,
  MessageDeleted,
  MessagePreviewed,
  MessageUpdated,
  PinUpdated,
  PollUpdated,
  PollVoted,
  ReactionAdded,
  ReactionRemoved,
  ReceiptUpdated,
} from "./events/messages.ts";
import type {
  Blank,
  ContactsUpdated,
  OccupantEntered,
  OccupantLeft,
  PresenceUpdated,
  TypingStarted,
  TypingStopped,
} from "./events/passing.ts";
import type {
  RoomCreated,
  RoomDeleted,
  RoomUpdated,
  ThreadCreated,
  ThreadDeleted,
  ThreadJoined,
  ThreadLeft,
  ThreadUpdated,
} from "./events/rooms.ts";
import type { Signal } from "./events/signals.ts";
import type { CommandCalled, CommandLapsed, CommandUpdated, PrivatelyAnswered } from "./events/slash.ts";
import type {
  EmojiCreated,
  EmojiDeleted,
  EmojiUpdated,
  InviteUpdated,
  MemberJoined,
  MemberLeft,
  MemberUpdated,
  RoleCreated,
  RoleDeleted,
  RoleUpdated,
  SpaceJoined,
  SpaceLeft,
  SpaceUpdated,
  UserUpdated,
} from "./events/spaces.ts";
import type {
  AuditRecorded,
  AutomodUpdated,
  BackendUpdated,
  BanUpdated,
  ReportUpdated,
  WebhookUpdated,
} from "./events/staff.ts";

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

/** All that a command may make known. */
export type Happening = Event | Signal;

export function isSignal(happening: Happening): happening is Signal {
  return !("stream" in happening);
}
