/** The nouns of the chat. Plain data: they cross threads as JSON. */

/** An integer below 2^53 that grows with time; see `ids.ts`. Users, rooms, messages … share the one space. */
export type Id = number;

/** Milliseconds since the Unix epoch. */
export type Millis = number;

/** The log an event stands in: the id of a room, a space or a user. */
export type StreamId = Id;

export type RoomKind = "text" | "voice" | "forum" | "thread" | "category" | "dialog" | "group" | "notes";

export type MessageKind = "text" | "call" | "system" | "poll";

export type Status = "online" | "idle" | "dnd" | "invisible" | "offline";

/** As much of a user as stands beside what they did. */
export interface UserRef {
  readonly id: Id;
  readonly handle: string;
  readonly name: string;
  /** The random part of the picture's address; "" = none. */
  readonly avatar: string;
}

export interface User extends UserRef {
  readonly bot: boolean;
  /** Of a bot: the person who answers for it. */
  readonly owner: Id | null;
  readonly created: Millis;
  /** Of a ghost: the bridge it came by, and what its network calls it. Null for users of this instance. */
  readonly backend: string | null;
  readonly remoteId: string | null;
}

/** One further line of a profile. */
export interface ProfileField {
  readonly name: string;
  readonly value: string;
}

/** A user with what they say about themselves. */
export interface Profile extends User {
  /** Markdown. */
  readonly bio: string;
  /** A lasting line; presence has its own. */
  readonly statusText: string;
  /** 0xRRGGBB; 0 = none. */
  readonly color: number;
  /** The random part of the wide picture's address; "" = none. */
  readonly banner: string;
  readonly fields: readonly ProfileField[];
  /** When the account was deleted; 0 = it exists. */
  readonly deleted: Millis;
}

/** A way into an account: a sign-in, or a bot's. The secret itself is nowhere. */
export interface Token {
  readonly id: Id;
  readonly kind: "login" | "bot";
  /** What program it was made for, as it says itself. */
  readonly client: string;
  /** Permissions that it is limited to; null = none of them withheld. */
  readonly scopes: readonly string[] | null;
  readonly created: Millis;
  /** When it last began a session; 0 = never. */
  readonly seen: Millis;
}

/** A way into a space. */
export interface Invite {
  readonly id: Id;
  readonly space: Id;
  readonly code: string;
  readonly creator: UserRef;
  /** Roles that it grants. */
  readonly roles: readonly Id[];
  readonly uses: number;
  /** 0 = without bound. */
  readonly maxUses: number;
  /** 0 = never. */
  readonly expires: Millis;
  readonly created: Millis;
}

export interface Space {
  readonly id: Id;
  readonly name: string;
  readonly slug: string;
  /** Markdown. */
  readonly description: string;
  /** The random part of its picture's address; "" = none. */
  readonly icon: string;
  /** Null until the first account takes it. */
  readonly owner: Id | null;
  readonly defaultRoom: Id;
  /** The stream of moderation. */
  readonly staff: Id;
  /** Nobody joins, and only who may silence members does anything but read. */
  readonly lockedDown: boolean;
  /** Messages older than this are removed, where a room has no retention of its own; 0 = kept. */
  readonly retention: Millis;
  /** Nothing is removed by its age. */
  readonly legalHold: boolean;
}

/** What is allowed and denied in one room to the holders of a role, or to one user. */
export interface Override {
  readonly of: "role" | "user";
  readonly target: Id;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export interface Room {
  readonly id: Id;
  /** Null for rooms of the instance: dialogs, groups, notes. */
  readonly space: Id | null;
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly parent: Id | null;
  readonly position: number;
  readonly creator: Id | null;
  readonly created: Millis;
  /** Least time between two messages of one user; 0 = none. */
  readonly slowMode: Millis;
  /** Messages older than this are removed; 0 = as the space says. A thread's messages go with those of its room. */
  readonly retention: Millis;
  /** Can be read, not written; a message opens an archived thread again. */
  readonly archived: boolean;
  /** Of a voice room; 0 = none. */
  readonly userLimit: number;
  /** Of a group. */
  readonly owner: Id | null;
  /** Of a portal: its bridge, and what the network there calls the room. */
  readonly backend: string | null;
  readonly remoteId: string | null;
  /** A thread has those of its room. */
  readonly overrides: readonly Override[];
  /** Of a thread: only who manages threads writes. */
  readonly locked: boolean;
  /** A forum's to choose from; a thread's. */
  readonly tags: readonly string[];
  /** Of a thread: the message that it was opened under. */
  readonly under: Id | null;
  /** Its threads are archived after so long a silence; 0 = never. */
  readonly archiveAfter: Millis;
  /** No link previews are made in it. A thread does as its room. */
  readonly noPreviews: boolean;
}

/** What a thread is shown with. */
export interface ThreadCounts {
  /** Messages that were ever said in it. */
  readonly messages: number;
  readonly followers: number;
  /** Those who have followed it longest; absent where they were not looked up. */
  readonly first?: readonly UserRef[];
  /** When its newest message ever was said; before that, when it was opened. */
  readonly activity: Millis;
}

/** The newest message of a room; all zero while there is none. */
export interface LastMessage {
  readonly id: Id;
  readonly n: number;
  readonly at: Millis;
}

/** A room as it is shown, with what is looked up beside it. */
export interface RoomView extends Room {
  /** Of a dialog or group, longest-standing first; else empty. */
  readonly members: readonly UserRef[];
  /** Who made it; null when that is not known. */
  readonly maker: UserRef | null;
  readonly last: LastMessage;
  /** Null for what is no thread. */
  readonly thread: ThreadCounts | null;
  /** Who is in a voice room. */
  readonly voice: readonly VoiceState[];
  /** What rings or runs in a dialog or group. */
  readonly call: Call | null;
}

/** What only the user sees of themselves. */
export interface Settings {
  /** Those whom one has blocked. */
  readonly blocked: readonly Id[];
  /** Messages up to this one are no unread pings. */
  readonly pingsCleared: Id;
  /** What one wants to be notified of, where one said so. */
  readonly notifications: readonly NotificationSetting[];
  /** Null for none. */
  readonly quiet: QuietHours | null;
}

export type NotificationLevel = "all" | "mentions" | "none";

export interface NotificationSetting {
  /** 0 = every room without a setting of its own. */
  readonly room: Id;
  readonly level: NotificationLevel;
  /** Nothing until then; 0 = not muted. */
  readonly mutedUntil: Millis;
}

/** When no device is notified: minutes after midnight of a time zone. The end may be before the beginning. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
  /** An IANA name. */
  readonly zone: string;
}

/** What a reply shows of the message it answers. Text is cut to 200 code points; empty when deleted. */
export interface Quote {
  readonly id: Id;
  readonly author: UserRef;
  readonly text: string;
  readonly deleted: boolean;
  readonly deletedAt: Millis | null;
  /** As of the message. */
  readonly n: number;
  readonly nonce: string | null;
  readonly created: Millis;
}

/** One emoji on a message: how many users, and in answers whether the reader is among them. */
export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
  readonly mine: boolean;
}

/** Whom and what a message mentions, as far as it counts. */
export interface Mentions {
  readonly users: readonly UserRef[];
  readonly roles: readonly Id[];
  readonly rooms: readonly Id[];
  /** All who see the room. */
  readonly everyone: boolean;
  /** Whether the author of the message replied to is among the users, because the sender wanted it. */
  readonly reply: boolean;
}

/** Where a forwarded message was first said. The original may be gone, or out of the reader's sight. */
export interface Forwarded {
  readonly message: Id;
  readonly room: Id;
  readonly author: UserRef;
  readonly created: Millis;
}

/** A file that somebody uploaded. Its key opens it without a login, so it is told to nobody who may not have the file. */
export interface Attachment {
  readonly id: Id;
  /** The random part of its address. */
  readonly key: string;
  readonly name: string;
  /** Decided by its bytes. */
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** In pixels; 0 = not a picture. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** The key of a smaller picture. */
  readonly thumbnail: string | null;
  /** For those who cannot see it. */
  readonly description: string;
  /** To be covered until asked for. */
  readonly spoiler: boolean;
  /** When it ends, though its message stays; absent = with what it serves. */
  readonly expires?: Millis;
}

/** A server emoji. */
export interface Emoji {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  /** The random part of its picture's address. */
  readonly key: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** The rooms that it can be used in; empty = all. */
  readonly rooms: readonly Id[];
  readonly creator: UserRef;
  readonly created: Millis;
}

/** One answer to choose. */
export interface PollOption {
  /** 1, 2, 3 … in their order. */
  readonly id: number;
  readonly text: string;
  /** Users who chose it. */
  readonly votes: number;
}

export interface Poll {
  readonly question: string;
  readonly options: readonly PollOption[];
  /** Users who voted. */
  readonly voters: number;
  /** Several options may be chosen. */
  readonly multiple: boolean;
  /** Nobody is told who chose what. */
  readonly anonymous: boolean;
  /** When it ends; 0 = by hand only. */
  readonly ends: Millis;
  /** When it ended; 0 = it runs. */
  readonly ended: Millis;
  /** In answers: the options that the reader chose. Null where that is not told. */
  readonly mine: readonly number[] | null;
}

/** As much of a thread as stands at the message that it was opened under. */
export interface ThreadRef {
  readonly room: Id;
  readonly name: string;
  readonly messages: number;
  readonly activity: Millis;
  readonly archived: boolean;
  readonly locked: boolean;
}

/** Somebody in a voice room: one room at most, by one of their connections. */
export interface VoiceState {
  readonly user: UserRef;
  readonly room: Id;
  /** The connection that takes part. */
  readonly session: Id;
  /** Wishes not to be heard, not to hear. */
  readonly selfMuted: boolean;
  readonly selfDeafened: boolean;
  /** Silenced, made deaf by others. */
  readonly muted: boolean;
  readonly deafened: boolean;
  /** Shows their screen, themselves. */
  readonly streaming: boolean;
  readonly camera: boolean;
  readonly joined: Millis;
}

/** "declined" by everybody else; "missed" by them, or given up by the caller. */
export type CallState = "ringing" | "active" | "ended" | "declined" | "missed";

/** A call in a dialog or a group. */
export interface Call {
  readonly id: Id;
  readonly room: Id;
  readonly state: CallState;
  readonly caller: UserRef;
  /** Begun with pictures. */
  readonly video: boolean;
  /** Everybody who was in it, the caller first. */
  readonly participants: readonly UserRef[];
  readonly started: Millis;
  /** When the first one answered, when it was over; null = not yet. */
  readonly answered: Millis | null;
  readonly ended: Millis | null;
  /** The message that keeps it, once it is over. */
  readonly message: Id | null;
  /** Who refused. */
  readonly declined: readonly Id[];
  /** Its name at the service that runs it beside this server; null = none does. */
  readonly elsewhere: string | null;
}

/** What a slash command can ask for. */
export const OPTION_KINDS = [
  "string",
  "integer",
  "number",
  "boolean",
  "user",
  "room",
  "role",
  "choice",
] as const;

export interface CommandChoice {
  readonly name: string;
  /** What the bot gets. */
  readonly value: string;
}

/** An argument that a slash command takes. */
export interface CommandOption {
  readonly name: string;
  readonly kind: (typeof OPTION_KINDS)[number];
  readonly description: string;
  readonly required: boolean;
  /** Of the kind "choice"; else empty. */
  readonly choices: readonly CommandChoice[];
  /** Least and greatest number, or length in code points; null = no bound. */
  readonly min: number | null;
  readonly max: number | null;
}

/** An argument as given: an id, a number in decimal, "true" or "false", a choice's value, or the text itself. */
export interface CommandArgument {
  readonly name: string;
  readonly value: string;
}

/** A word that a bot, or the server, carries out. */
export interface SlashCommand {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
  /** Needed to use it; "" = none. */
  readonly permission: string;
  /** Who carries it out; null = the server. */
  readonly bot: UserRef | null;
  /** Only here, and in their threads; empty = everywhere. */
  readonly rooms: readonly Id[];
  /** One of them is needed to use it, besides the permission; null = none, empty = only the owner may. */
  readonly allowedRoles: readonly Id[] | null;
  /** None of them may use it. */
  readonly deniedRoles: readonly Id[];
}

/** A use of a bot's slash command, until its deadline. */
export interface SlashCall {
  readonly id: Id;
  readonly command: Id;
  readonly name: string;
  readonly room: Id;
  /** Who is to answer. */
  readonly bot: Id;
  readonly user: UserRef;
  readonly arguments: readonly CommandArgument[];
  readonly deadline: Millis;
  readonly nonce: string | null;
  readonly answered: boolean;
}

/** What a message answers: somebody's use of a slash command. */
export interface Answered {
  readonly call: Id;
  readonly name: string;
  readonly user: UserRef;
}

/** A box under a message: what a program says in a form. Texts are bounded; nothing in it is fetched by a reader. */
export interface Embed {
  /** Address to open; "" = none. */
  readonly url: string;
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly authorName: string;
  readonly authorUrl: string;
  /** 0xRRGGBB; 0 = none. */
  readonly color: number;
  readonly footer: string;
  /** Of a link's preview: the address as the text has it. Absent = a program wrote it. */
  readonly link?: string;
  readonly siteName?: string;
  /** Pictures, at addresses of our own image proxy. */
  readonly image?: string;
  readonly thumbnail?: string;
  /** Time that the writer states; 0 = none. */
  readonly at: Millis;
  readonly fields: readonly EmbedField[];
}

/** What a linked page says of itself. */
export interface Page {
  readonly title: string;
  readonly description: string;
  readonly siteName: string;
  /** At an address of our own image proxy; "" = none. */
  readonly image: string;
  /** A picture that is the page, and not one beside its text. */
  readonly large: boolean;
}

export interface EmbedField {
  readonly name: string;
  /** Markdown. */
  readonly value: string;
  readonly inline: boolean;
}

export interface Message {
  readonly id: Id;
  readonly room: Id;
  /** Its number in the room's conversation: 1, 2, 3 … The store fills it in when it appends. */
  n: number;
  readonly kind: MessageKind;
  /** Of a webhook's: under the name that it gave this one. */
  readonly author: UserRef;
  /** Markdown source; empty once deleted. */
  readonly text: string;
  readonly replyTo: Quote | null;
  readonly forwardedFrom: Forwarded | null;
  /** The thread that was opened under it. */
  readonly thread: ThreadRef | null;
  /** Of the kind "poll", while it is not deleted; else null. */
  readonly poll: Poll | null;
  /** Null for none. */
  readonly mentions: Mentions | null;
  /** Whether it stands among the room's pins. */
  readonly pinned: boolean;
  readonly reactions: readonly ReactionCount[];
  readonly attachments: readonly Attachment[];
  /** Absent = none. */
  readonly embeds?: readonly Embed[];
  /** No link previews are made under it. */
  readonly noPreviews?: true;
  /** Of the kind "call": the call, as it ended. */
  readonly call?: Call;
  /** The use of a slash command that it answers. */
  readonly answers?: Answered;
  readonly nonce: string | null;
  /** Later than that of whatever the room got before, unless it was said elsewhere. The store sees to it when it appends. */
  created: Millis;
  readonly edited: Millis | null;
  readonly deleted: Millis | null;
}

/** What an edit or a deletion leaves in the conversation, beside the message that it changed. */
export interface EntryRef {
  readonly id: Id;
  /** As of a message. The store fills it in when it appends. */
  n: number;
  /** As of a message. */
  created: Millis;
  /** Of whoever changed the message, as a message's; null for none. */
  readonly nonce: string | null;
  /** The message that was changed. */
  readonly of: { readonly id: Id; readonly n: number; readonly nonce: string | null };
}

/** The same as it is listed. */
export interface Entry extends EntryRef {
  readonly room: Id;
  readonly kind: "edit" | "deletion";
  readonly author: UserRef;
  /** What the message says today. */
  readonly message: Message;
}

/** What an edited message said before. */
export interface Revision {
  /** 1, 2, 3 … for each message. */
  readonly number: number;
  /** When this was said, not when it was replaced. */
  readonly at: Millis;
  readonly text: string;
}

export interface Role {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  /** Higher stands above lower; the role of everyone is 0. */
  readonly position: number;
  readonly permissions: readonly string[];
  /** 0xRRGGBB; 0 = none. */
  readonly color: number;
  /** Members with it are listed apart. */
  readonly hoisted: boolean;
  /** Anybody may mention it. */
  readonly mentionable: boolean;
  /** Members may take and leave it themselves. */
  readonly selfAssignable: boolean;
  /** Under which heading it is offered; "" = none. */
  readonly category: string;
  /** A member has at most one of those with its category that are exclusive. */
  readonly exclusive: boolean;
}

/** A user in a space. */
export interface Member {
  readonly user: Profile;
  /** Everyone's role is left out. */
  readonly roles: readonly Id[];
  readonly nickname: string;
  readonly joined: Millis;
  readonly timeoutUntil: Millis;
}

/** Somebody who may not be in a space. */
export interface Ban {
  readonly user: UserRef;
  readonly by: UserRef;
  readonly reason: string;
  readonly at: Millis;
  /** When it ends; 0 = never. */
  readonly until: Millis;
}

export type ReportState = "open" | "taken" | "resolved" | "dismissed";

/** What somebody, or an automatic rule, wants the moderators to look at. */
export interface Report {
  readonly id: Id;
  readonly space: Id;
  /** Null for a rule's. */
  readonly reporter: UserRef | null;
  /** Who is reported. */
  readonly user: UserRef;
  /** What they said, and where; null = the user themselves. */
  readonly message: Id | null;
  readonly room: Id | null;
  /** The rule that reported. */
  readonly rule: Id | null;
  readonly reason: string;
  readonly state: ReportState;
  readonly created: Millis;
  /** 0 while it is open or taken. */
  readonly closed: Millis;
  /** Who took or closed it. */
  readonly moderator: UserRef | null;
  readonly note: string;
}

export type AutomodAction = "refuse" | "delete" | "timeout" | "report";

/** An automatic rule: what a message must not have, and what happens to one that has it. */
export interface AutomodRule {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  readonly enabled: boolean;
  readonly action: AutomodAction;
  /** Whole words or several in a row; `*` at either end for any rest. */
  readonly words: readonly string[];
  /** Hosts, with all below them; "*" = every link. */
  readonly links: readonly string[];
  readonly allowedLinks: readonly string[];
  /** More mentions in one message break the rule; 0 = no bound. */
  readonly maxMentions: number;
  /** Nothing is done; what would have been is reported. */
  readonly dryRun: boolean;
  /** For the action "timeout". */
  readonly timeoutMs: Millis;
  /** Only here; empty = everywhere. Threads go with their rooms. */
  readonly rooms: readonly Id[];
  readonly exemptRooms: readonly Id[];
  readonly exemptRoles: readonly Id[];
  /** Also of nicknames, shown names and titles of threads. */
  readonly names: boolean;
}

/** A privileged act. */
export interface AuditEntry {
  readonly id: Id;
  readonly at: Millis;
  readonly by: UserRef;
  /** E.g. "role_update"; `audit.ts` lists them. */
  readonly action: string;
  readonly target: Id;
  /** Fields that were different, by name, as they were and as they became. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/** A way in for other programs' messages, or out for our events. Its secret is in no noun. */
export interface Webhook {
  /** Of an incoming one: its messages' author has the same. */
  readonly id: Id;
  readonly kind: "incoming" | "outgoing";
  readonly space: Id;
  /** Where it posts, or what it hears of; null = of the space and all its rooms, for outgoing ones only. */
  readonly room: Id | null;
  readonly name: string;
  /** The random part of its picture's address; "" = none. */
  readonly avatar: string;
  /** Of an outgoing one: where events are posted; else "". */
  readonly url: string;
  /** Of an outgoing one: which events it is told; empty = all. */
  readonly events: readonly string[];
  /** Switched off, by hand or after too many failures. */
  readonly disabled: boolean;
  /** Attempts that failed in a row. */
  readonly failures: number;
  readonly creator: UserRef;
  readonly created: Millis;
  /** When it last posted, or something was delivered; 0 = never. */
  readonly lastUsed: Millis;
}

/** A device that its owner wants to be notified on. */
export interface PushDevice {
  readonly id: Id;
  readonly kind: "web" | "unified";
  /** What its owner calls it. */
  readonly name: string;
  readonly created: Millis;
  /** When it was notified last; 0 = never. */
  readonly lastUsed: Millis;
}

/** How far somebody got in a room, and when; all zero for nowhere yet. */
export interface Mark {
  readonly message: Id;
  readonly n: number;
  readonly at: Millis;
}

/** A mark that moved on: over messages from `from`, without it, up to `to`. */
export interface Advance {
  readonly kind: "delivered" | "read";
  readonly from: number;
  readonly to: number;
  readonly at: Millis;
  /** The newest message of each author that it came over. */
  readonly newest: readonly {
    readonly author: Id;
    readonly id: Id;
    readonly n: number;
    readonly nonce: string | null;
  }[];
}

/** How far a user has got in a room. */
export interface Receipt {
  readonly room: Id;
  readonly user: Id;
  readonly read: Mark;
  /** Kept in dialogs and groups only. */
  readonly delivered: Mark;
}

/** One's own, with what follows from the read mark: shown messages of others after it. */
export interface OwnReceipt extends Receipt {
  readonly unread: number;
  /** Those among them that mention oneself. */
  readonly mentions: number;
}

export interface Presence {
  readonly user: Id;
  /** Never "invisible": that is told as "offline". */
  readonly status: Exclude<Status, "invisible">;
  readonly text: string;
  /** When others saw them last, told of those who are offline; 0 = not told. */
  readonly lastSeen: Millis;
}

/** What a user chose for all their sessions. */
export interface ChosenPresence {
  readonly status: Exclude<Status, "offline">;
  readonly text: string;
  /** When "online" returns; 0 = when it is changed. */
  readonly until: Millis;
}

/** Where a session stands in a stream. */
export interface Position {
  readonly stream: StreamId;
  readonly seq: number;
}

/** Who gives a command. `token` is 0 where no stored token stands behind it. */
export interface Actor {
  readonly user: Id;
  readonly token: Id;
  /** 0 for a call without a session. */
  readonly session: Id;
  /** When the signed token was made that stands behind it; absent with a stored one, and for the server itself. */
  readonly issued?: Millis;
}

export type BridgeState = "starting" | "running" | "failing" | "stopped";

/** A program that brings another network's rooms into a space, and how it is. */
export interface Bridge {
  readonly name: string;
  readonly space: Id;
  readonly state: BridgeState;
  readonly since: Millis;
  /** Why it fails, a sentence for people; "" when it does not. */
  readonly reason: string;
  /** Bytes that its program used last; 0 = not known. */
  readonly memory: number;
}

/** Between a room here and one of a network. */
export interface BridgeLink {
  readonly room: Id;
  readonly backend: string;
  /** What the network calls the room; null until it was found there. */
  readonly remoteId: string | null;
  /** As people there call it. */
  readonly name: string;
  /** Whether the network lets something be said there. */
  readonly sendable: boolean;
  /** Of the room's stream: all up to here was told there. */
  readonly position: number;
  /** What was begun and may have been told there; 0 = nothing. */
  readonly begun: number;
  /** Why the room was not found there; "" when it was. */
  readonly reason: string;
}
