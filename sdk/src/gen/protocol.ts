// Generated from gateway.proto by scripts/generate.ts. Do not edit.

/** The server's first word on a connection; travels bare. */
export interface GatewayHandshake {
  /** newest protocol version the server supports, e.g. "0.1.0" */
  readonly version: string;
  /** names of what this server can do beyond the protocol's core */
  readonly capabilities?: readonly string[];
  /** version served on this connection */
  readonly protocol_version?: string;
  /** name and version of the software, e.g. "Koine/0.1.0" */
  readonly server?: string;
}

/** The client's first word; travels bare, within 10 s of the handshake. */
export interface GatewayIdentify {
  /** from registration or login */
  readonly token: string;
  /** what program this is */
  readonly client_type: number;
  /** name and version of the client, for the list of one's sessions */
  readonly client_agent: string;
  /** continue an earlier session; absent = begin anew */
  readonly resume?: Resume;
}

/** Where an earlier session stopped. */
export interface Resume {
  /** from `ready` or `resumed`, bound to the user */
  readonly resume_token: string;
  /** the last position seen in every stream */
  readonly positions: readonly Position[];
}

/** A place in the log of a stream. */
export interface Position {
  /** id of the room, space or user whose log it is */
  readonly stream: number;
  /** position in it: 1, 2, 3 ... without gaps; 0 = before the first */
  readonly seq: number;
}

/** The state a new session begins with. Several make one: lists are joined, the rest is in the first. */
export interface ReadyEvent {
  /** names this session in one's list of sessions */
  readonly session_id: string;
  /** secret with which the session can be resumed */
  readonly resume_token: string;
  /** oneself */
  readonly user: User;
  /** the space that this session is in */
  readonly space: Space;
  /** every room in sight, one's dialogs and groups included */
  readonly rooms: readonly Room[];
  /** oneself and those of one's dialogs and groups; others by members_get */
  readonly members: readonly Member[];
  /** every role of the space */
  readonly roles: readonly Role[];
  /** every server emoji of the space */
  readonly emojis: readonly Emoji[];
  /** one's own of every room, and the others' of dialogs and groups */
  readonly receipts: readonly Receipt[];
  /** head of every stream of the session */
  readonly positions?: readonly Position[];
  /** a resume was asked for and is not possible: forget the old state */
  readonly resync?: boolean;
  /** another `ready` with more of the lists follows */
  readonly more?: boolean;
  /** of those in sight who are not offline */
  readonly presences?: readonly Presence[];
  /** everybody in a voice room in sight */
  readonly voice_states?: readonly VoiceState[];
  /** ringing and running calls of one's dialogs and groups */
  readonly calls?: readonly Call[];
  /** one's own */
  readonly settings?: Settings;
  /** what is the same in every space */
  readonly instance?: Instance;
  /** slash commands that can be used in the space */
  readonly commands?: readonly SlashCommand[];
  /** all that one is in, this one too; each has a gateway at /s/<slug>/gateway */
  readonly spaces?: readonly Space[];
}

/** Ends a resume: everything missed has been told, once and in order. */
export interface ResumedEvent {
  /** of those in sight who are not offline, now */
  readonly presences: readonly Presence[];
  /** everybody in a voice room in sight, now */
  readonly voice_states: readonly VoiceState[];
  /** ringing and running calls, now */
  readonly calls?: readonly Call[];
  /** of the session; "" = as before */
  readonly session_id?: string;
  /** replaces the one that was used; "" = that one stays good */
  readonly resume_token?: string;
}

/** A request was carried out. Which fields are set depends on the command. */
export interface Ok {
  /** sent, edited, forwarded; also a repeated nonce's first message */
  readonly message?: Message;
  /** history: oldest first; search and pins: newest first */
  readonly messages?: readonly Message[];
  /** made, changed, opened */
  readonly room?: Room;
  /** threads of found messages, or several rooms */
  readonly rooms?: readonly Room[];
  /** one's own after profile_update */
  readonly user?: User;
  /** users who are mentioned in the other lists */
  readonly users?: readonly User[];
  /** changed */
  readonly member?: Member;
  /** members_get */
  readonly members?: readonly Member[];
  /** made, changed */
  readonly role?: Role;
  /** in their new order */
  readonly roles?: readonly Role[];
  /** made, changed */
  readonly emoji?: Emoji;
  /** several server emojis */
  readonly emojis?: readonly Emoji[];
  /** after receipt_mark */
  readonly receipt?: Receipt;
  /** several receipts */
  readonly receipts?: readonly Receipt[];
  /** subscribe_presence: as they are now */
  readonly presences?: readonly Presence[];
  /** made */
  readonly ban?: Ban;
  /** bans_get */
  readonly bans?: readonly Ban[];
  /** made, used */
  readonly invite?: Invite;
  /** invites_get */
  readonly invites?: readonly Invite[];
  /** made, closed */
  readonly report?: Report;
  /** reports_get */
  readonly reports?: readonly Report[];
  /** audit_get, newest first */
  readonly entries?: readonly AuditEntry[];
  /** made, changed; with its secret after making and rotating */
  readonly webhook?: Webhook;
  /** webhooks_get, without secrets */
  readonly webhooks?: readonly Webhook[];
  /** after a vote, with one's own marked */
  readonly poll?: Poll;
  /** registered */
  readonly command?: SlashCommand;
  /** several slash commands */
  readonly commands?: readonly SlashCommand[];
  /** one's own, after joining or changing */
  readonly voice_state?: VoiceState;
  /** everybody in the voice room that one joined */
  readonly voice_states?: readonly VoiceState[];
  /** started, answered, ended */
  readonly call?: Call;
  /** for the voice room or call one has joined; for this user alone */
  readonly ice_servers?: readonly IceServer[];
  /** made, changed, joined */
  readonly space?: Space;
  /** several spaces */
  readonly spaces?: readonly Space[];
  /** made, changed */
  readonly rule?: AutomodRule;
  /** automod_set without a rule */
  readonly rules?: readonly AutomodRule[];
  /** one's own, after they changed */
  readonly settings?: Settings;
  /** uploaded */
  readonly attachment?: Attachment;
  /** one's own: push_devices_get, push_subscribe and push_unsubscribe */
  readonly devices?: readonly PushDevice[];
  /** the list goes on; ask again from its last element */
  readonly more?: boolean;
  /** command_call: names this use of the command */
  readonly call_id?: number;
  /** search: with `more`, the `before` to go on with; the list may be short, even empty */
  readonly next_before?: number;
  /** edits_get, newest first */
  readonly revisions?: readonly Revision[];
  /** permission_explain */
  readonly decision?: Decision;
  /** automod_test */
  readonly matches?: readonly AutomodMatch[];
  /** retention_count, webhook_retry */
  readonly count?: number;
  /** webhook_deliveries_get, oldest first */
  readonly deliveries?: readonly WebhookDelivery[];
  /** pings_get, newest first */
  readonly pings?: readonly Ping[];
  /** backends_get, by name */
  readonly backends?: readonly Backend[];
  /** backend_link */
  readonly link?: BackendLink;
  /** instance_health_get */
  readonly health?: InstanceHealth;
  /** identity_claim */
  readonly claim?: IdentityPhrase;
  /** identities_get, each named as its network names it */
  readonly identities?: readonly User[];
}

/** A request was refused, or a frame not understood. */
export interface Refusal {
  /** stable word, e.g. "forbidden", "not_found", "undecodable", "rate_limited" */
  readonly code: string;
  /** a sentence for people */
  readonly message: string;
  /** when asking again can help; 0 = it does not */
  readonly retry_after_ms: number;
}

/** Asks for a sign of life. */
export interface HeartbeatRequest {
}

/** The server is about to close this connection. */
export interface GoingDownEvent {
  /** how soon */
  readonly in_ms: number;
  /** a sentence for people */
  readonly reason?: string;
}

/** An account. A small one has only id, handle, name, avatar, bot, backend and remote_id set. */
export interface User {
  /** of the account */
  readonly id: number;
  /** unique on the instance; `name@backend` for somebody on a bridged network */
  readonly handle: string;
  /** to be shown */
  readonly name: string;
  /** address of the picture; "" = none */
  readonly avatar?: string;
  /** a program */
  readonly bot?: boolean;
  /** name of the bridge this user is on; "" = a user of this instance */
  readonly backend?: string;
  /** how the bridged network calls this user */
  readonly remote_id?: string;
  /** Markdown, what the user says about themselves */
  readonly bio?: string;
  /** lasting line of the profile; presence has its own */
  readonly status_text?: string;
  /** time of registration */
  readonly created?: number;
  /** time when the account was deleted; 0 = it exists */
  readonly deleted?: number;
  /** further lines of the profile */
  readonly fields?: readonly ProfileField[];
  /** address of the profile's wide picture; "" = none */
  readonly banner?: string;
  /** 0xRRGGBB that the user chose; 0 = none */
  readonly color?: number;
  /** of a bot: whose it is */
  readonly owner_id?: number;
  /** only about oneself */
  readonly email_verified?: boolean;
  /** of a user of another network: whose account here it is, and who is shown for both; 0 = nobody's. Addition */
  readonly person_id?: number;
}

/** One further line of a profile or presence. */
export interface ProfileField {
  /** e.g. "pronouns" */
  readonly name: string;
  /** plain text */
  readonly value: string;
}

/** How available somebody is. */
export interface Presence {
  /** whose */
  readonly user_id: number;
  /** "online", "idle", "dnd" or "offline"; an invisible user is "offline" to others */
  readonly status: string;
  /** what they say they do */
  readonly text?: string;
  /** time of the last sign of life; 0 = not told */
  readonly last_seen?: number;
  /** custom fields, e.g. what is being played */
  readonly fields?: readonly ProfileField[];
}

/** What only the user sees of themselves. */
export interface Settings {
  /** users one has blocked */
  readonly blocked_ids?: readonly number[];
  /** where it differs from the default */
  readonly notifications?: readonly NotificationSetting[];
  /** absent = none */
  readonly quiet_hours?: QuietHours;
  /** messages up to this one are no unread pings */
  readonly pings_cleared_id?: number;
}

/** What one wants to be notified of. */
export interface NotificationSetting {
  /** 0 = every room without a setting of its own */
  readonly room_id: number;
  /** "all", "mentions" or "none" */
  readonly level: string;
  /** nothing until then; 0 = not muted */
  readonly muted_until?: number;
}

/** When no device is to be notified. */
export interface QuietHours {
  /** minutes after midnight, 0 to 1439 */
  readonly from_minute: number;
  /** the same; may be before from_minute, then it ends the next day */
  readonly to_minute: number;
  /** IANA name, e.g. "Europe/Athens" */
  readonly time_zone: string;
}

/** A device that is notified. */
export interface PushDevice {
  /** of the subscription */
  readonly id: number;
  /** "web" (Web Push) or "unified" (UnifiedPush) */
  readonly kind: string;
  /** what the user calls it */
  readonly name: string;
  /** time of the subscription */
  readonly created?: number;
  /** time of the last notification; 0 = none yet */
  readonly last_used?: number;
}

/** Change one's own profile: the fields that are present. */
export interface ProfileUpdateRequest {
  /** to be shown; 1 to 64 characters */
  readonly name?: string;
  /** Markdown */
  readonly bio?: string;
  /** an uploaded image; 0 removes the picture */
  readonly avatar_id?: number;
  /** lasting line of the profile */
  readonly status_text?: string;
  /** name in this session's space; "" = none */
  readonly nickname?: string;
  /** 0xRRGGBB; 0 = none */
  readonly color?: number;
  /** an uploaded image; 0 removes it */
  readonly banner_id?: number;
  /** further lines, all of them; see cleared */
  readonly fields?: readonly ProfileField[];
  /** names of list fields that are to become empty */
  readonly cleared?: readonly string[];
}

/** Set one's own presence, on all one's sessions. */
export interface PresenceSetRequest {
  /** "online", "idle", "dnd" or "invisible" */
  readonly status: string;
  /** what one does; "" = nothing told */
  readonly text?: string;
  /** custom fields */
  readonly fields?: readonly ProfileField[];
  /** time when it ends and "online" returns; 0 = when one changes it */
  readonly until?: number;
}

/** Whose presence to tell, besides those in sight; replaces the earlier list. */
export interface SubscribePresenceRequest {
  /** at most 200 */
  readonly user_ids: readonly number[];
}

/** Block a user: no dialogs from them. */
export interface UserBlockRequest {
  /** whom */
  readonly user_id: number;
}

/** Unblock a user. */
export interface UserUnblockRequest {
  /** whom */
  readonly user_id: number;
}

/** What one wants to be notified of; one setting, or the quiet hours. */
export interface NotificationSetRequest {
  /** absent = unchanged */
  readonly setting?: NotificationSetting;
  /** absent = unchanged */
  readonly quiet_hours?: QuietHours;
  /** end the quiet hours */
  readonly no_quiet_hours?: boolean;
}

/** Notify a device. */
export interface PushSubscribeRequest {
  /** "web" or "unified" */
  readonly kind: string;
  /** address that the push service gave */
  readonly endpoint: string;
  /** the device's public key, base64url; Web Push */
  readonly p256dh?: string;
  /** the device's secret, base64url; Web Push */
  readonly auth?: string;
  /** what the user calls the device */
  readonly name?: string;
}

/** List the devices that one is notified on. */
export interface PushDevicesGetRequest {
}

/** Forget a device, by its id or endpoint. */
export interface PushUnsubscribeRequest {
  /** 0 = by endpoint */
  readonly device_id?: number;
  /** "" = by id */
  readonly endpoint?: string;
}

/** Somebody's presence changed. */
export interface PresenceUpdateEvent {
  /** whose */
  readonly user_id: number;
  /** "online", "idle", "dnd" or "offline" */
  readonly status: string;
  /** what they say they do */
  readonly text?: string;
  /** time of the last sign of life; 0 = not told */
  readonly last_seen?: number;
  /** custom fields */
  readonly fields?: readonly ProfileField[];
}

/** Somebody's profile changed, or one's own settings. */
export interface UserUpdateEvent {
  /** whose */
  readonly user_id: number;
  /** the whole profile; absent = unchanged */
  readonly user?: User;
  /** in one's own stream only; absent = unchanged */
  readonly settings?: Settings;
  /** the account is gone */
  readonly deleted?: boolean;
}

/** A message in a room. */
export interface Message {
  /** grows with time */
  readonly id: number;
  /** the room's id */
  readonly channel_id: number;
  /** Markdown source; "" when deleted */
  readonly content: string;
  /** its number in the room's conversation, from 1 */
  readonly n?: number;
  /** small: id, handle, name, avatar; backend and foreign user when bridged */
  readonly author?: User;
  /** "text" (the default, not written), "call", "system" or "poll" */
  readonly kind?: string;
  /** the message this answers; absent = none */
  readonly reply_to?: Quote;
  /** where it was first said; absent = said here */
  readonly forwarded_from?: Forward;
  /** files */
  readonly attachments?: readonly Attachment[];
  /** link previews, and what bots and webhooks add */
  readonly embeds?: readonly Embed[];
  /** absent = none */
  readonly mentions?: Mentions;
  /** in the order of their first use */
  readonly reactions?: readonly Reaction[];
  /** when kind is "poll" */
  readonly poll?: Poll;
  /** opened under this message; absent = none */
  readonly thread?: Thread;
  /** stands among the room's pins */
  readonly pinned?: boolean;
  /** the sender's idempotency key, up to 64 bytes */
  readonly nonce?: string;
  /** time when it was said */
  readonly created?: number;
  /** time of the last edit; 0 = never */
  readonly edited?: number;
  /** time of deletion; 0 = it exists */
  readonly deleted?: number;
  /** when kind is "call" */
  readonly call?: Call;
  /** when kind is "system" */
  readonly system?: SystemNote;
  /** sent by this webhook; 0 = by the author themselves */
  readonly webhook_id?: number;
  /** seen by this user alone, in their own stream; 0 = by all who see the room */
  readonly only_for?: number;
  /** answers this use of a slash command; 0 = none */
  readonly command_call_id?: number;
  /** of the command that it answers */
  readonly command_name?: string;
  /** who used the command, small */
  readonly command_user?: User;
}

/** The start of the message that a reply answers. */
export interface Quote {
  /** of the original */
  readonly id: number;
  /** small */
  readonly author: User;
  /** its first 200 characters; "" when deleted */
  readonly text: string;
  /** the original is gone */
  readonly deleted: boolean;
}

/** Where a forwarded message was first said. */
export interface Forward {
  /** the original */
  readonly message_id: number;
  /** its room, which the reader may be unable to see */
  readonly room_id: number;
  /** small */
  readonly author: User;
  /** time when it was said */
  readonly created?: number;
  /** "" when the forwarder did not say */
  readonly room_name?: string;
}

/** A file of a message. */
export interface Attachment {
  /** from the upload */
  readonly id: number;
  /** file name without a path */
  readonly name: string;
  /** decided by the bytes, e.g. "image/png" */
  readonly media_type: string;
  /** bytes */
  readonly size: number;
  /** holds 128 random bits, opens without a login, dies with the message */
  readonly url: string;
  /** pixels; 0 = not a picture */
  readonly width?: number;
  /** pixels */
  readonly height?: number;
  /** of sound and video */
  readonly duration_ms?: number;
  /** a smaller picture; "" = none */
  readonly thumbnail_url?: string;
  /** for those who cannot see it */
  readonly description?: string;
  /** to be covered until asked for */
  readonly spoiler?: boolean;
}

/** A box under a message. */
export interface Embed {
  /** "link", "image", "video" or "rich" (written by a bot or webhook) */
  readonly kind: string;
  /** what it shows; "" = nothing to open */
  readonly url: string;
  /** plain text */
  readonly title?: string;
  /** Markdown */
  readonly description?: string;
  /** plain text */
  readonly site_name?: string;
  /** plain text */
  readonly author_name?: string;
  /** address behind the author's name */
  readonly author_url?: string;
  /** through this server's proxy */
  readonly image_url?: string;
  /** pixels */
  readonly image_width?: number;
  /** pixels */
  readonly image_height?: number;
  /** small picture, through the proxy */
  readonly thumbnail_url?: string;
  /** page or file that plays it */
  readonly video_url?: string;
  /** 0xRRGGBB; 0 = none */
  readonly color?: number;
  /** plain text */
  readonly footer?: string;
  /** time that the page or writer states */
  readonly created?: number;
  /** a table */
  readonly fields?: readonly EmbedField[];
  /** of a link preview: the address as the text has it; "" = a program wrote it */
  readonly link?: string;
}

/** One cell of an embed's table. */
export interface EmbedField {
  /** plain text */
  readonly name: string;
  /** Markdown */
  readonly value: string;
  /** may stand beside its neighbour */
  readonly inline?: boolean;
}

/** Who and what a message mentions. */
export interface Mentions {
  /** small */
  readonly users?: readonly User[];
  /** roles */
  readonly role_ids?: readonly number[];
  /** rooms */
  readonly room_ids?: readonly number[];
  /** all who see the room */
  readonly everyone?: boolean;
}

/** One emoji under a message. */
export interface Reaction {
  /** a Unicode emoji, or `:name:id` of a server emoji */
  readonly emoji: string;
  /** users who chose it */
  readonly count: number;
  /** one's own is among them; only in answers, absent in events */
  readonly me?: boolean;
}

/** What a message of kind "system" tells. */
export interface SystemNote {
  /** e.g. "member_join", "room_rename", "pin_add", "thread_create" */
  readonly what: string;
  /** whom it concerns, small */
  readonly users?: readonly User[];
  /** e.g. the new name */
  readonly text?: string;
  /** the message it concerns; 0 = none */
  readonly message_id?: number;
}

/** Send a message. */
export interface MessageSendRequest {
  /** where */
  readonly room_id: number;
  /** Markdown; may be empty when there are attachments or embeds */
  readonly content: string;
  /** up to 64 bytes; the same author, room and nonce sends nothing twice */
  readonly nonce?: string;
  /** a message of the same room; 0 = none */
  readonly reply_to?: number;
  /** notify its author */
  readonly reply_ping?: boolean;
  /** uploaded before, at most 10 */
  readonly attachment_ids?: readonly number[];
  /** bots only */
  readonly embeds?: readonly Embed[];
  /** make no link previews */
  readonly no_previews?: boolean;
}

/** Change the text of one's own message. */
export interface MessageEditRequest {
  /** which */
  readonly message_id: number;
  /** the new Markdown */
  readonly content: string;
}

/** Delete one message. */
export interface MessageDeleteRequest {
  /** which */
  readonly message_id: number;
  /** for the audit log, when it is another's */
  readonly reason?: string;
}

/** Take the link previews of a message away, for good: its author may, and who may delete it. */
export interface PreviewsRemoveRequest {
  /** which */
  readonly message_id: number;
}

/** Copy a message to another room. */
export interface MessageForwardRequest {
  /** which */
  readonly message_id: number;
  /** where to */
  readonly room_id: number;
  /** what one says about it */
  readonly content?: string;
  /** as in message_send */
  readonly nonce?: string;
}

/** React to a message. */
export interface ReactionAddRequest {
  /** which */
  readonly message_id: number;
  /** a Unicode emoji, or `:name:id` of a server emoji */
  readonly emoji: string;
}

/** Take a reaction back. */
export interface ReactionRemoveRequest {
  /** which */
  readonly message_id: number;
  /** which emoji */
  readonly emoji: string;
  /** whose, for moderators; 0 = one's own */
  readonly user_id?: number;
}

/** Pin a message. */
export interface PinAddRequest {
  /** which */
  readonly message_id: number;
}

/** Unpin a message. */
export interface PinRemoveRequest {
  /** which */
  readonly message_id: number;
}

/** List a room's pinned messages. */
export interface PinsGetRequest {
  /** which room */
  readonly room_id: number;
  /** from the pin of this message on to older ones; 0 = from the latest */
  readonly before?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Read what a message said before its edits, newest first. */
export interface EditsGetRequest {
  /** which */
  readonly message_id: number;
  /** from this number on to older ones; 0 = from the latest */
  readonly before?: number;
  /** 1 to 20; 0 = 20 */
  readonly limit?: number;
}

/** What a message said before an edit. */
export interface Revision {
  /** 1, 2, 3 … for each message */
  readonly number: number;
  /** time when this was said */
  readonly created: number;
  /** Markdown */
  readonly content: string;
}

/** Read a part of a room's history; at most one of before, after and around, none = the newest. */
export interface HistoryGetRequest {
  /** which room */
  readonly room_id: number;
  /** messages older than this message's id */
  readonly before?: number;
  /** messages newer than this message's id */
  readonly after?: number;
  /** this message with about as many on both sides */
  readonly around?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Look for messages, newest first. */
export interface SearchRequest {
  /** words, all of which must occur; "parts of words" in quotes; begin* of words */
  readonly query: string;
  /** 0 = every room one may read */
  readonly room_id?: number;
  /** 0 = by anybody */
  readonly author_id?: number;
  /** older than this message's id; 0 = from the newest */
  readonly before?: number;
  /** newer than this message's id */
  readonly after?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
  /** pinned ones only */
  readonly pinned?: boolean;
  /** ones with a file only */
  readonly with_attachment?: boolean;
  /** ones that mention oneself only */
  readonly mentions_me?: boolean;
}

/** One has begun to type. */
export interface TypingStartRequest {
  /** where */
  readonly room_id: number;
}

/** One has stopped typing. */
export interface TypingStopRequest {
  /** where */
  readonly room_id: number;
}

/** Mark a room up to a message. */
export interface ReceiptMarkRequest {
  /** which room */
  readonly room_id: number;
  /** up to this one */
  readonly message_id: number;
  /** "delivered" or "read" */
  readonly kind: string;
}

/** Delete many messages of a room; told as so many message_delete events. */
export interface MessagesDeleteRequest {
  /** which room */
  readonly room_id: number;
  /** at most 200 */
  readonly message_ids: readonly number[];
  /** for the audit log */
  readonly reason?: string;
}

/** A message was sent. */
export interface MessageCreateEvent {
  /** reactions never say `me` */
  readonly message: Message;
}

/** A message changed: the fields that are present. */
export interface MessageUpdateEvent {
  /** where */
  readonly room_id: number;
  /** which */
  readonly message_id: number;
  /** the new Markdown */
  readonly content?: string;
  /** time of the edit; 0 = not an edit, e.g. a preview arrived */
  readonly edited?: number;
  /** who is mentioned now */
  readonly mentions?: Mentions;
  /** all of them; see cleared */
  readonly attachments?: readonly Attachment[];
  /** all of them; see cleared */
  readonly embeds?: readonly Embed[];
  /** opened or changed */
  readonly thread?: Thread;
  /** as it ended */
  readonly call?: Call;
  /** names of list fields, or of `mentions`, that are empty now */
  readonly cleared?: readonly string[];
}

/** A message was deleted. */
export interface MessageDeleteEvent {
  /** where */
  readonly room_id: number;
  /** which */
  readonly message_id: number;
  /** who deleted it, small */
  readonly user?: User;
}

/** Somebody reacted. */
export interface ReactionAddEvent {
  /** where */
  readonly room_id: number;
  /** to which message */
  readonly message_id: number;
  /** who acted, small */
  readonly user: User;
  /** a Unicode emoji, or `:name:id` of a server emoji */
  readonly emoji: string;
}

/** A reaction was taken back. */
export interface ReactionRemoveEvent {
  /** where */
  readonly room_id: number;
  /** from which message */
  readonly message_id: number;
  /** whose it was, small */
  readonly user: User;
  /** which emoji */
  readonly emoji: string;
}

/** A message was pinned or unpinned. */
export interface PinUpdateEvent {
  /** where */
  readonly room_id: number;
  /** which */
  readonly message_id: number;
  /** false = unpinned */
  readonly pinned: boolean;
  /** who acted, small */
  readonly user?: User;
}

/** Somebody began to type. */
export interface TypingStartEvent {
  /** where */
  readonly room_id: number;
  /** who, small */
  readonly user: User;
}

/** Somebody stopped typing. */
export interface TypingStopEvent {
  /** where */
  readonly room_id: number;
  /** who, small */
  readonly user: User;
}

/** How far a user has got in a room. */
export interface Receipt {
  /** where */
  readonly room_id: number;
  /** whose */
  readonly user_id: number;
  /** read up to this message; 0 = nothing */
  readonly read_id: number;
  /** time of the read mark */
  readonly read?: number;
  /** delivered up to this message; dialogs and groups only */
  readonly delivered_id?: number;
  /** time of the delivered mark */
  readonly delivered?: number;
  /** messages after the read mark; only one's own, only in ready and answers */
  readonly unread?: number;
  /** those among them that mention oneself; as unread */
  readonly mentions?: number;
  /** the conversation's number of the message read_id */
  readonly read_n?: number;
}

/** Delivered or read marks moved. */
export interface ReceiptUpdateEvent {
  /** the whole, without unread and mentions */
  readonly receipt: Receipt;
}

/** A place with messages. */
export interface Room {
  /** also the id of its stream */
  readonly id: number;
  /** "" for dialogs and notes */
  readonly name: string;
  /** "text", "voice", "forum", "thread", "category", "dialog", "group" or "notes" */
  readonly kind: string;
  /** 0 for dialogs, groups and notes, which belong to the instance */
  readonly space_id?: number;
  /** a room's category, a thread's room; 0 = none */
  readonly parent_id?: number;
  /** order among those with the same parent, from 0 */
  readonly position?: number;
  /** Markdown */
  readonly topic?: string;
  /** address of the picture, or an emoji; "" = none */
  readonly icon?: string;
  /** least time between two messages of one user; 0 = none */
  readonly slow_mode_ms?: number;
  /** can be read, not written; a message opens an archived thread again */
  readonly archived?: boolean;
  /** a thread in which only moderators write */
  readonly locked?: boolean;
  /** permissions that differ here */
  readonly overrides?: readonly Override[];
  /** a forum's tags to choose from; a thread's tags */
  readonly tags?: readonly string[];
  /** of a group; who opened a thread */
  readonly owner_id?: number;
  /** of a dialog or group, small */
  readonly members?: readonly User[];
  /** the message a thread was opened under; 0 = none */
  readonly message_id?: number;
  /** number of the newest message in the conversation */
  readonly last_n?: number;
  /** the newest message; 0 = none */
  readonly last_message_id?: number;
  /** time of the newest message */
  readonly last_activity?: number;
  /** of a thread: messages ever said in it */
  readonly message_count?: number;
  /** of a thread: who wrote in it or follows it */
  readonly member_count?: number;
  /** of a voice room; 0 = none */
  readonly user_limit?: number;
  /** older messages are removed; 0 = kept */
  readonly retention_ms?: number;
  /** of a portal: which bridge; "" = an ordinary room */
  readonly backend?: string;
  /** of a portal: how the bridged network calls it */
  readonly remote_id?: string;
  /** no link previews here */
  readonly no_previews?: boolean;
  /** time when it was made */
  readonly created?: number;
  /** the space's default channel */
  readonly default_room?: boolean;
  /** of a voice room, bits per second; 0 = the client's choice */
  readonly bitrate?: number;
  /** who is in it; only as the room comes into sight */
  readonly voice_states?: readonly VoiceState[];
  /** what rings or runs in it; only as the room comes into sight */
  readonly call?: Call;
  /** threads here are archived after this much silence; 0 = never */
  readonly archive_after_ms?: number;
  /** a thread that one follows; in `ready` and answers */
  readonly following?: boolean;
}

/** The thread that was opened under a message. */
export interface Thread {
  /** the thread's own id */
  readonly room_id: number;
  /** its title */
  readonly name: string;
  /** messages ever said in it */
  readonly message_count?: number;
  /** time of the newest ever */
  readonly last_activity?: number;
  /** can be read, not written */
  readonly archived?: boolean;
  /** only moderators write */
  readonly locked?: boolean;
}

/** Permissions that differ in one room, for a role or a user. */
export interface Override {
  /** 0 = for a user */
  readonly role_id?: number;
  /** 0 = for a role */
  readonly user_id?: number;
  /** names of permissions */
  readonly allow?: readonly string[];
  /** names of permissions */
  readonly deny?: readonly string[];
}

/** Make a room of the space. */
export interface RoomCreateRequest {
  /** 1 to 64 characters, unique among text, voice and forum rooms */
  readonly name: string;
  /** "text", "voice", "forum" or "category"; "" = "text" */
  readonly kind?: string;
  /** a category; 0 = none */
  readonly parent_id?: number;
  /** Markdown */
  readonly topic?: string;
  /** permissions that differ here */
  readonly overrides?: readonly Override[];
  /** 0 = none */
  readonly slow_mode_ms?: number;
  /** of a forum */
  readonly tags?: readonly string[];
  /** of a voice room; 0 = none */
  readonly user_limit?: number;
}

/** Change a room: the fields that are present. In groups, members may rename and the owner pass on. */
export interface RoomUpdateRequest {
  /** which */
  readonly room_id: number;
  /** as in room_create */
  readonly name?: string;
  /** Markdown */
  readonly topic?: string;
  /** 0 = none */
  readonly slow_mode_ms?: number;
  /** can be read, not written */
  readonly archived?: boolean;
  /** of a voice room */
  readonly user_limit?: number;
  /** 0 = kept */
  readonly retention_ms?: number;
  /** no link previews here */
  readonly no_previews?: boolean;
  /** of a group: who shall own it */
  readonly owner_id?: number;
  /** an uploaded image; 0 removes the picture */
  readonly icon_id?: number;
  /** of a forum, all of them; see cleared */
  readonly tags?: readonly string[];
  /** names of list fields that are to become empty */
  readonly cleared?: readonly string[];
  /** of a voice room */
  readonly bitrate?: number;
  /** of threads; 0 = never */
  readonly archive_after_ms?: number;
}

/** Delete a room with all its messages. */
export interface RoomDeleteRequest {
  /** which */
  readonly room_id: number;
}

/** Put a room elsewhere in the list. */
export interface RoomMoveRequest {
  /** which */
  readonly room_id: number;
  /** its new place among those with the same parent, from 0 */
  readonly position: number;
  /** into this category; 0 = out of all; absent = where it is */
  readonly parent_id?: number;
}

/** Open a thread under a message of a text room, or as an entry of a forum. */
export interface ThreadCreateRequest {
  /** the text room or forum */
  readonly room_id: number;
  /** its title */
  readonly name: string;
  /** the message it is opened under; 0 = none */
  readonly message_id?: number;
  /** its first message */
  readonly content?: string;
  /** some of the forum's */
  readonly tags?: readonly string[];
  /** as in message_send */
  readonly nonce?: string;
  /** of the first message */
  readonly attachment_ids?: readonly number[];
}

/** Change a thread: the fields that are present. */
export interface ThreadUpdateRequest {
  /** the thread's own id */
  readonly room_id: number;
  /** its title */
  readonly name?: string;
  /** can be read, not written */
  readonly archived?: boolean;
  /** only moderators write */
  readonly locked?: boolean;
  /** all of them; see cleared */
  readonly tags?: readonly string[];
  /** names of list fields that are to become empty */
  readonly cleared?: readonly string[];
  /** 0 = none */
  readonly slow_mode_ms?: number;
}

/** List the threads of a room, the liveliest first. The answer has them as `rooms`, and one's own `receipts`. */
export interface ThreadsGetRequest {
  /** a text room or forum */
  readonly room_id: number;
  /** those that are archived, else those that are not */
  readonly archived?: boolean;
  /** only those with this tag; "" = all */
  readonly tag?: string;
  /** a thread of the list: those after it; 0 = from the beginning */
  readonly before?: number;
  /** at most 100; 0 = 50 */
  readonly limit?: number;
}

/** Find or make the dialog with a user. */
export interface DialogOpenRequest {
  /** whom; oneself = one's notes */
  readonly user_id: number;
}

/** Make a group. */
export interface GroupCreateRequest {
  /** need not be unique; "" = named after its members */
  readonly name: string;
  /** the others */
  readonly user_ids: readonly number[];
}

/** Add somebody to a group, or have them or oneself follow a thread. */
export interface MemberAddRequest {
  /** the group */
  readonly room_id: number;
  /** whom */
  readonly user_id: number;
}

/** Remove somebody from a group, or leave it. */
export interface MemberRemoveRequest {
  /** the group */
  readonly room_id: number;
  /** whom; oneself = leave */
  readonly user_id: number;
}

/** A room was made, or came into sight. */
export interface RoomCreateEvent {
  /** the whole */
  readonly room: Room;
  /** told without position: where the room's stream stands */
  readonly head?: number;
}

/** A room changed: the fields that are present. */
export interface RoomUpdateEvent {
  /** which */
  readonly room_id: number;
  /** new name */
  readonly name?: string;
  /** Markdown */
  readonly topic?: string;
  /** 0 = none */
  readonly slow_mode_ms?: number;
  /** can be read, not written */
  readonly archived?: boolean;
  /** of a voice room */
  readonly user_limit?: number;
  /** 0 = kept */
  readonly retention_ms?: number;
  /** no link previews here */
  readonly no_previews?: boolean;
  /** of a group */
  readonly owner_id?: number;
  /** address or emoji; "" = none */
  readonly icon?: string;
  /** of a forum, all of them; see cleared */
  readonly tags?: readonly string[];
  /** names of list fields that are empty now */
  readonly cleared?: readonly string[];
  /** of a voice room */
  readonly bitrate?: number;
  /** of threads; 0 = never */
  readonly archive_after_ms?: number;
  /** moved to this category; 0 = to none */
  readonly parent_id?: number;
  /** moved to this place */
  readonly position?: number;
  /** all of them; see cleared */
  readonly overrides?: readonly Override[];
  /** became, or stopped being, the default channel */
  readonly default_room?: boolean;
  /** became a portal of this bridge; "" = is one no more */
  readonly backend?: string;
}

/** A room was deleted, or went out of sight. */
export interface RoomDeleteEvent {
  /** which */
  readonly room_id: number;
}

/** A thread was opened. */
export interface ThreadCreateEvent {
  /** the thread; parent_id says where */
  readonly room: Room;
}

/** Somebody follows a thread. */
export interface ThreadJoinEvent {
  /** the thread as it is now */
  readonly room: Room;
  /** who, small */
  readonly user: User;
}

/** Somebody follows a thread no longer. */
export interface ThreadLeaveEvent {
  /** the thread's own id */
  readonly room_id: number;
  /** the room it belongs to */
  readonly parent_id: number;
  /** who, small */
  readonly user: User;
  /** who still follows it */
  readonly member_count?: number;
}

/** A thread changed: the fields that are present. */
export interface ThreadUpdateEvent {
  /** the thread's own id */
  readonly room_id: number;
  /** the room it belongs to */
  readonly parent_id: number;
  /** its title */
  readonly name?: string;
  /** can be read, not written */
  readonly archived?: boolean;
  /** only moderators write */
  readonly locked?: boolean;
  /** all of them; see cleared */
  readonly tags?: readonly string[];
  /** names of list fields that are empty now */
  readonly cleared?: readonly string[];
  /** 0 = none */
  readonly slow_mode_ms?: number;
  /** messages in it */
  readonly message_count?: number;
  /** time of the newest */
  readonly last_activity?: number;
  /** the thread is gone */
  readonly deleted?: boolean;
}

/** A community on this instance. */
export interface Space {
  /** also the id of its stream */
  readonly id: number;
  /** its name in addresses */
  readonly slug: string;
  /** to be shown */
  readonly name: string;
  /** address of the picture; "" = none */
  readonly icon?: string;
  /** Markdown */
  readonly description?: string;
  /** who made it or took it over */
  readonly owner_id?: number;
  /** stream of moderation; only for those who may read it */
  readonly staff_stream_id?: number;
  /** members */
  readonly member_count?: number;
  /** the default channel */
  readonly default_room_id?: number;
  /** nobody but moderators may write or join */
  readonly locked_down?: boolean;
  /** older messages are removed; 0 = kept */
  readonly retention_ms?: number;
  /** time when it was made */
  readonly created?: number;
  /** nothing is removed by retention */
  readonly legal_hold?: boolean;
}

/** What is the same in every space of this instance. */
export interface Instance {
  /** to be shown */
  readonly name: string;
  /** "open", "invite" or "closed" */
  readonly registration: string;
  /** public VAPID key for Web Push; "" = none */
  readonly push_key?: string;
  /** bytes of one file */
  readonly max_upload?: number;
  /** characters of one message */
  readonly max_content?: number;
}

/** A user in the space, or in a group. */
export interface Member {
  /** who */
  readonly user: User;
  /** without the role that everybody has */
  readonly role_ids: readonly number[];
  /** name in this space; "" = the user's own */
  readonly nickname?: string;
  /** time */
  readonly joined?: number;
  /** may not write until then; 0 = may */
  readonly timeout_until?: number;
}

/** A named set of permissions. */
export interface Role {
  /** of the role */
  readonly id: number;
  /** to be shown */
  readonly name: string;
  /** rank: who has a higher one may act on who has a lower one; 0 = everybody's role */
  readonly position: number;
  /** names of permissions */
  readonly permissions: readonly string[];
  /** 0xRRGGBB; 0 = none */
  readonly color?: number;
  /** members with it are listed apart */
  readonly hoisted?: boolean;
  /** anybody may mention it */
  readonly mentionable?: boolean;
  /** members may take it themselves */
  readonly self_assignable?: boolean;
  /** heading that self-assignable roles stand under */
  readonly category?: string;
  /** address or emoji; "" = none */
  readonly icon?: string;
  /** a member has at most one of those with this category that are exclusive */
  readonly exclusive?: boolean;
}

/** An emoji of the space; `:name:id` in text and reactions. */
export interface Emoji {
  /** of the emoji */
  readonly id: number;
  /** [a-z0-9_]{2,32}, unique */
  readonly name: string;
  /** of the picture */
  readonly url: string;
  /** "image/png", "image/gif", "image/webp" or "image/jpeg" */
  readonly media_type: string;
  /** pixels, at most 512 */
  readonly width?: number;
  /** pixels, at most 512 */
  readonly height?: number;
  /** moves */
  readonly animated?: boolean;
  /** can be used in these only; empty = in all */
  readonly room_ids?: readonly number[];
  /** small */
  readonly creator?: User;
  /** time */
  readonly created?: number;
}

/** Make a space. */
export interface SpaceCreateRequest {
  /** to be shown */
  readonly name: string;
  /** its name in addresses: [a-z0-9-]{2,32}, unique */
  readonly slug: string;
  /** Markdown */
  readonly description?: string;
}

/** Change a space: the fields that are present. */
export interface SpaceUpdateRequest {
  /** 0 = the session's */
  readonly space_id?: number;
  /** to be shown */
  readonly name?: string;
  /** Markdown */
  readonly description?: string;
  /** an uploaded image; 0 removes the picture */
  readonly icon_id?: number;
  /** nobody but moderators may write or join */
  readonly locked_down?: boolean;
  /** the default channel */
  readonly default_room_id?: number;
  /** 0 = kept */
  readonly retention_ms?: number;
  /** who shall own it */
  readonly owner_id?: number;
  /** nothing is removed by retention */
  readonly legal_hold?: boolean;
  /** its name in addresses */
  readonly slug?: string;
}

/** Leave a space. */
export interface SpaceLeaveRequest {
  /** 0 = the session's */
  readonly space_id?: number;
}

/** List the spaces that one is in. */
export interface SpacesGetRequest {
}

/** Change a member's nickname in the session's space. */
export interface MemberUpdateRequest {
  /** whose */
  readonly user_id: number;
  /** "" removes it */
  readonly nickname: string;
}

/** List members, of a room or of a space. */
export interface MembersGetRequest {
  /** those who see this room; 0 = by space_id */
  readonly room_id?: number;
  /** 0 = the session's */
  readonly space_id?: number;
  /** users with an id above this one; 0 = from the first */
  readonly after?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
  /** those whose handle, name or nickname begins with it */
  readonly prefix?: string;
  /** those with this role; 0 = all */
  readonly role_id?: number;
}

/** Make a role, below one's own highest. */
export interface RoleCreateRequest {
  /** 1 to 64 characters */
  readonly name: string;
  /** names of permissions */
  readonly permissions?: readonly string[];
  /** 0xRRGGBB; 0 = none */
  readonly color?: number;
  /** members with it are listed apart */
  readonly hoisted?: boolean;
  /** anybody may mention it */
  readonly mentionable?: boolean;
  /** members may take it themselves */
  readonly self_assignable?: boolean;
  /** heading for self-assignable roles */
  readonly category?: string;
  /** a member has at most one of those with this category that are exclusive */
  readonly exclusive?: boolean;
}

/** Change a role: the fields that are present. */
export interface RoleUpdateRequest {
  /** which */
  readonly role_id: number;
  /** 1 to 64 characters */
  readonly name?: string;
  /** all of them; see cleared */
  readonly permissions?: readonly string[];
  /** 0xRRGGBB; 0 = none */
  readonly color?: number;
  /** members with it are listed apart */
  readonly hoisted?: boolean;
  /** anybody may mention it */
  readonly mentionable?: boolean;
  /** members may take it themselves */
  readonly self_assignable?: boolean;
  /** heading for self-assignable roles */
  readonly category?: string;
  /** names of list fields that are to become empty */
  readonly cleared?: readonly string[];
  /** an uploaded image; 0 removes the picture */
  readonly icon_id?: number;
  /** a member has at most one of those with this category that are exclusive */
  readonly exclusive?: boolean;
}

/** Delete a role. */
export interface RoleDeleteRequest {
  /** which */
  readonly role_id: number;
}

/** Put a role elsewhere in the order. */
export interface RoleMoveRequest {
  /** which */
  readonly role_id: number;
  /** its new rank, from 1 */
  readonly position: number;
}

/** Give a member a role. */
export interface RoleAssignRequest {
  /** whom */
  readonly user_id: number;
  /** which */
  readonly role_id: number;
}

/** Take a role from a member. */
export interface RoleUnassignRequest {
  /** whom */
  readonly user_id: number;
  /** which */
  readonly role_id: number;
}

/** Allow and deny in one room, for a role or a user; both lists empty = remove the override. */
export interface PermissionOverrideSetRequest {
  /** where */
  readonly room_id: number;
  /** for this role; 0 = for a user */
  readonly role_id?: number;
  /** for this user; 0 = for a role */
  readonly user_id?: number;
  /** names of permissions */
  readonly allow?: readonly string[];
  /** names of permissions */
  readonly deny?: readonly string[];
}

/** Add a server emoji. */
export interface EmojiCreateRequest {
  /** [a-z0-9_]{2,32}, unique */
  readonly name: string;
  /** PNG, GIF, WebP or JPEG up to 512 KiB and 512 x 512 px; empty = by attachment_id */
  readonly image?: string;
  /** an uploaded image instead; 0 = by image */
  readonly attachment_id?: number;
  /** can be used in these only; empty = in all */
  readonly room_ids?: readonly number[];
}

/** Change a server emoji: the fields that are present. */
export interface EmojiUpdateRequest {
  /** which */
  readonly emoji_id: number;
  /** [a-z0-9_]{2,32}, unique */
  readonly name?: string;
  /** all of them; see cleared */
  readonly room_ids?: readonly number[];
  /** names of list fields that are to become empty */
  readonly cleared?: readonly string[];
}

/** Delete a server emoji; old reactions go on showing its name. */
export interface EmojiDeleteRequest {
  /** which */
  readonly emoji_id: number;
}

/** Somebody joined. */
export interface MemberJoinEvent {
  /** who */
  readonly member: Member;
  /** the group; 0 = the space */
  readonly room_id?: number;
}

/** Nickname, roles or timeout of a member changed. */
export interface MemberUpdateEvent {
  /** the whole, as it is now */
  readonly member: Member;
}

/** Somebody left, or was removed. */
export interface MemberLeaveEvent {
  /** who */
  readonly user_id: number;
  /** "left", "kicked", "banned" or "deleted" */
  readonly reason: string;
  /** the group; 0 = the space */
  readonly room_id?: number;
}

/** A role was made. */
export interface RoleCreateEvent {
  /** the whole */
  readonly role: Role;
}

/** A role changed or moved. */
export interface RoleUpdateEvent {
  /** the whole, as it is now */
  readonly role: Role;
}

/** A role was deleted. */
export interface RoleDeleteEvent {
  /** which */
  readonly role_id: number;
}

/** A server emoji was added. */
export interface EmojiCreateEvent {
  /** the whole */
  readonly emoji: Emoji;
}

/** A server emoji changed. */
export interface EmojiUpdateEvent {
  /** the whole, as it is now */
  readonly emoji: Emoji;
}

/** A server emoji was deleted. */
export interface EmojiDeleteEvent {
  /** which */
  readonly emoji_id: number;
}

/** One came into a space: its gateway is at /s/<slug>/gateway. */
export interface SpaceJoinEvent {
  /** without staff_stream_id */
  readonly space: Space;
}

/** One is in a space no more. */
export interface SpaceLeaveEvent {
  /** which */
  readonly space_id: number;
}

/** The space or the instance changed. */
export interface ServerUpdateEvent {
  /** the whole, without staff_stream_id; absent = unchanged */
  readonly space?: Space;
  /** the whole; absent = unchanged */
  readonly instance?: Instance;
}

/** A ban from the space. */
export interface Ban {
  /** who is banned, small */
  readonly user: User;
  /** a sentence for people */
  readonly reason: string;
  /** who banned, small */
  readonly moderator?: User;
  /** time */
  readonly created?: number;
  /** time when it ends; 0 = never */
  readonly until?: number;
}

/** A way into the space. */
export interface Invite {
  /** of the invite */
  readonly id: number;
  /** what one types; a secret */
  readonly code: string;
  /** how often it was used */
  readonly uses: number;
  /** 0 = without bound */
  readonly max_uses?: number;
  /** time; 0 = never */
  readonly expires?: number;
  /** roles that it grants */
  readonly role_ids?: readonly number[];
  /** small */
  readonly creator?: User;
  /** time */
  readonly created?: number;
  /** the room one arrives in; 0 = the default channel */
  readonly room_id?: number;
}

/** What somebody reported. */
export interface Report {
  /** of the report */
  readonly id: number;
  /** "open", "taken", "resolved" or "dismissed" */
  readonly state: string;
  /** what the reporter says */
  readonly reason: string;
  /** small; absent = an automatic rule */
  readonly reporter?: User;
  /** who is reported, small */
  readonly user?: User;
  /** what is reported, as it is now; absent = the user themselves, or one may not see it */
  readonly message?: Message;
  /** time */
  readonly created?: number;
  /** time; 0 = open or taken */
  readonly closed?: number;
  /** who took or closed it, small */
  readonly moderator?: User;
  /** what the moderator says */
  readonly note?: string;
  /** what is reported; 0 = the user themselves */
  readonly message_id?: number;
  /** where the message stands */
  readonly room_id?: number;
  /** the automatic rule that reported */
  readonly rule_id?: number;
}

/** Ask whether one may do something, or whether another may: that needs "manage_roles". */
export interface PermissionExplainRequest {
  /** e.g. "pin" */
  readonly permission: string;
  /** in this room; 0 = in the space itself */
  readonly room_id?: number;
  /** this user; 0 = oneself */
  readonly user_id?: number;
}

/** Whether somebody may do something, and why. */
export interface Decision {
  /** may */
  readonly allowed: boolean;
  /** a sentence for people */
  readonly because: string;
}

/** A privileged act. */
export interface AuditEntry {
  /** grows with time */
  readonly id: number;
  /** e.g. "role_update" */
  readonly action: string;
  /** time */
  readonly created: number;
  /** who, small */
  readonly actor?: User;
  /** "user", "room", "role", "message", "emoji", "invite", "webhook" or "space" */
  readonly target_kind?: string;
  /** on whom or what */
  readonly target_id?: number;
  /** what was different before */
  readonly changes?: readonly AuditChange[];
  /** what the actor said */
  readonly reason?: string;
}

/** One changed field of an audit entry. */
export interface AuditChange {
  /** its name */
  readonly field: string;
  /** as JSON text */
  readonly before: string;
  /** as JSON text */
  readonly after: string;
}

/** An automatic rule. */
export interface AutomodRule {
  /** 0 = a new one */
  readonly id: number;
  /** to be shown */
  readonly name: string;
  /** false = kept, not applied */
  readonly enabled: boolean;
  /** "delete", "refuse", "timeout" or "report" */
  readonly action: string;
  /** whole words, case-folded; `*` at either end for any rest */
  readonly words?: readonly string[];
  /** host names; "*" = every link */
  readonly links?: readonly string[];
  /** host names that are always good */
  readonly allowed_links?: readonly string[];
  /** only report what it would have done */
  readonly dry_run?: boolean;
  /** for the action "timeout" */
  readonly timeout_ms?: number;
  /** only here; empty = everywhere */
  readonly room_ids?: readonly number[];
  /** does not apply to these */
  readonly exempt_role_ids?: readonly number[];
  /** more mentions in one message break the rule; 0 = no bound */
  readonly max_mentions?: number;
  /** not here, and not in their threads */
  readonly exempt_room_ids?: readonly number[];
  /** also of nicknames, shown names and titles of threads, which are refused */
  readonly names?: boolean;
}

/** What a rule found. */
export interface AutomodMatch {
  /** 0 = the rule that was given to be tried */
  readonly rule_id: number;
  /** its name */
  readonly rule: string;
  /** what it does */
  readonly action: string;
  /** the word or host as the rule has it, or "mentions" */
  readonly matched: string;
  /** where; 0 = in the text given */
  readonly message_id?: number;
}

/** How many messages a retention would remove now. Nothing is done. */
export interface RetentionCountRequest {
  /** of this room; 0 = of all rooms of the space */
  readonly room_id?: number;
  /** the age to try */
  readonly retention_ms?: number;
}

/** A message that mentions oneself. */
export interface Ping {
  /** as it is now */
  readonly message: Message;
  /** after one's read mark in the room, and not cleared */
  readonly unread: boolean;
}

/** List what mentions oneself in all rooms that one sees, by name, by a role, or with everybody; not one's own. */
export interface PingsGetRequest {
  /** messages with an id below this one; 0 = from the newest */
  readonly before?: number;
  /** 1 to 100; 0 = 50 */
  readonly limit?: number;
  /** leave out what was seen */
  readonly unread_only?: boolean;
}

/** Mark what mentions oneself as seen, for all of one's sessions. */
export interface PingsClearRequest {
  /** messages with an id up to this one; 0 = all */
  readonly up_to_id?: number;
}

/** Try automatic rules: on a text, and on the last messages of a room. Nothing is done. */
export interface AutomodTestRequest {
  /** this one; absent = all that are enabled, as if nobody were exempt */
  readonly rule?: AutomodRule;
  /** a text */
  readonly content?: string;
  /** a room whose last messages are looked at; 0 = none */
  readonly room_id?: number;
  /** of these, 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Ban a user from the space, member or not. */
export interface BanAddRequest {
  /** whom */
  readonly user_id: number;
  /** a sentence for people */
  readonly reason?: string;
  /** time when it ends; 0 = never */
  readonly until?: number;
  /** also delete what they wrote in this last time; 0 = nothing */
  readonly delete_messages_ms?: number;
}

/** Lift a ban. */
export interface BanRemoveRequest {
  /** whose */
  readonly user_id: number;
  /** for the audit log */
  readonly reason?: string;
}

/** List the bans. */
export interface BansGetRequest {
  /** users with an id above this one; 0 = from the first */
  readonly after?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Silence a member for a while, or end that. */
export interface TimeoutSetRequest {
  /** whom */
  readonly user_id: number;
  /** time when it ends; 0 = now */
  readonly until: number;
  /** for the member and the audit log */
  readonly reason?: string;
}

/** Remove a member, who may come back. */
export interface KickRequest {
  /** whom */
  readonly user_id: number;
  /** for the audit log */
  readonly reason?: string;
}

/** Make an invite. */
export interface InviteCreateRequest {
  /** 0 = without bound */
  readonly max_uses?: number;
  /** time; 0 = never */
  readonly expires?: number;
  /** roles that it grants, below one's own highest */
  readonly role_ids?: readonly number[];
  /** the room one arrives in; 0 = the default channel */
  readonly room_id?: number;
}

/** Join with an invite. */
export interface InviteUseRequest {
  /** of the invite */
  readonly code: string;
}

/** Withdraw an invite. */
export interface InviteDeleteRequest {
  /** which */
  readonly invite_id: number;
}

/** List the invites. */
export interface InvitesGetRequest {
  /** invites with an id below this one; 0 = from the newest */
  readonly before?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Report a message or a user to the moderators. */
export interface ReportCreateRequest {
  /** a sentence for people */
  readonly reason: string;
  /** what; 0 = a user */
  readonly message_id?: number;
  /** whom; 0 = the message's author */
  readonly user_id?: number;
}

/** Take, close or open a report again. */
export interface ReportResolveRequest {
  /** which */
  readonly report_id: number;
  /** "taken", "resolved", "dismissed" or "open" */
  readonly state: string;
  /** for the other moderators */
  readonly note?: string;
}

/** Read the queue of reports. */
export interface ReportsGetRequest {
  /** "open", "taken", "resolved" or "dismissed"; "" = all */
  readonly state?: string;
  /** reports with an id below this one; 0 = from the newest */
  readonly before?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Read the audit log. */
export interface AuditGetRequest {
  /** entries with an id below this one; 0 = from the newest */
  readonly before?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
  /** acts of this user; 0 = of anybody */
  readonly user_id?: number;
  /** acts of this name; "" = all */
  readonly action?: string;
}

/** Make, change or remove an automatic rule; without one, the answer lists all. */
export interface AutomodSetRequest {
  /** the whole; id 0 = a new one */
  readonly rule?: AutomodRule;
  /** remove this one instead */
  readonly remove_id?: number;
}

/** A ban was made or lifted. */
export interface BanUpdateEvent {
  /** whose */
  readonly user_id: number;
  /** false = lifted */
  readonly banned: boolean;
}

/** A report was made, taken, closed or opened again. */
export interface ReportUpdateEvent {
  /** which */
  readonly report_id: number;
  /** "open", "taken", "resolved" or "dismissed" */
  readonly state: string;
}

/** A privileged act was recorded. */
export interface AuditEntryEvent {
  /** which; audit_get has the rest */
  readonly entry_id: number;
}

/** An invite was made, used or withdrawn. */
export interface InviteUpdateEvent {
  /** which */
  readonly invite_id: number;
  /** withdrawn or used up */
  readonly deleted?: boolean;
}

/** An automatic rule was made, changed or removed. */
export interface AutomodUpdateEvent {
  /** which */
  readonly rule_id: number;
  /** removed */
  readonly deleted?: boolean;
}

/** A bridge came up or went down, or a room that was to be linked was found there or not: `backends_get` has the rest. */
export interface BackendUpdateEvent {
  /** of the bridge */
  readonly name: string;
  /** "starting", "running", "failing" or "stopped" */
  readonly state: string;
  /** why, a sentence for people */
  readonly text?: string;
  /** time; "failing" since the first of the failures in a row */
  readonly since?: number;
}

/** A program that brings another network's rooms into the space. */
export interface Backend {
  /** of the bridge */
  readonly name: string;
  /** "starting", "running" (it is connected), "failing" or "stopped" */
  readonly state: string;
  /** time; "failing" since the first of the failures in a row */
  readonly since: number;
  /** why it fails, a sentence for people; "" = it does not */
  readonly text?: string;
  /** bytes that the program used last; 0 = not known */
  readonly memory?: number;
  /** rooms that it brought in by itself */
  readonly portals?: number;
  /** its rooms, the portals among them, by the room's id here */
  readonly links?: readonly BackendLink[];
  /** rooms that its network is to make and that are not there, by name */
  readonly asked?: readonly BackendRoom[];
}

/** A room that another network was asked to make. */
export interface BackendRoom {
  /** as it was asked for */
  readonly name: string;
  /** why it was not made, a sentence for people; "" = it is asked for */
  readonly text?: string;
}

/** A room here and the one of another network that it is linked with. */
export interface BackendLink {
  /** the room here */
  readonly room_id: number;
  /** what people there call the room */
  readonly name: string;
  /** what the network calls it; "" = not found there yet */
  readonly remote_id: string;
  /** the network lets something be said there */
  readonly sendable?: boolean;
  /** the bridge brought the room in by itself */
  readonly portal?: boolean;
  /** why it was not found there, a sentence for people */
  readonly text?: string;
}

/** List the space's bridges to other networks. */
export interface BackendsGetRequest {
}

/** Link a room with one of another network; what is said from now on crosses. */
export interface BackendLinkRequest {
  /** name of the bridge */
  readonly backend: string;
  /** the room here */
  readonly room_id: number;
  /** of the room there, as people there call it */
  readonly name: string;
}

/** End the link of a room; what crossed stays. */
export interface BackendUnlinkRequest {
  /** name of the bridge */
  readonly backend: string;
  /** the room here */
  readonly room_id: number;
}

/** Have another network make a room, which is then among its rooms here. Addition: it is made in the background. */
export interface BackendRoomCreateRequest {
  /** name of the bridge */
  readonly backend: string;
  /** of the room, as people there are to call it */
  readonly name: string;
  /** the category or room of the same network in which it is to stand; 0 = none */
  readonly parent_id: number;
}

/** List the users of other networks that are oneself. Addition. */
export interface IdentitiesGetRequest {
}

/** Begin to show that a user of another network is oneself: what is to be said there is answered. Addition. */
export interface IdentityClaimRequest {
  /** the user of the other network */
  readonly user_id: number;
}

/** What is to be said on the other network, as the user who is claimed. */
export interface IdentityPhrase {
  /** exactly this, alone */
  readonly text: string;
  /** time; later it says nothing */
  readonly expires: number;
}

/** A user of another network is nobody's here any more; oneself, or anybody's with "manage_members". Addition. */
export interface IdentityReleaseRequest {
  /** the user of the other network */
  readonly user_id: number;
}

/** Start a bridge's program anew, at once. */
export interface BackendRestartRequest {
  /** name of the bridge */
  readonly backend: string;
}

/** Ask how the server is. */
export interface InstanceHealthGetRequest {
}

/** How the server is, and how much it holds. */
export interface InstanceHealth {
  /** name and version */
  readonly software: string;
  /** milliseconds since the process began */
  readonly uptime: number;
  /** bytes of the process */
  readonly memory: number;
  /** bytes of the database */
  readonly database?: number;
  /** uploaded files; one that was forwarded counts again */
  readonly files?: number;
  /** of these files, and of those that are being uploaded */
  readonly file_bytes?: number;
  /** bytes that may still be written where the data directory is; 0 = not known, or none */
  readonly disk_free?: number;
  /** bytes of that disk; 0 = not known */
  readonly disk_total?: number;
  /** the server's protocols, by name */
  readonly wires?: readonly WireHealth[];
  /** what is sent out in the background, each kind of it */
  readonly queues?: readonly QueueHealth[];
  /** of all spaces, by name; without their rooms */
  readonly backends?: readonly Backend[];
}

/** One of the server's protocols. */
export interface WireHealth {
  /** of the protocol, e.g. "bonfire" */
  readonly name: string;
  /** that are open */
  readonly connections: number;
}

/** What waits to be sent out. */
export interface QueueHealth {
  /** "webhooks", "push" or "previews" */
  readonly name: string;
  /** how much; what is tried again is part of it */
  readonly waiting: number;
  /** given up, and kept to be looked at */
  readonly dead?: number;
  /** time when the oldest that waits was put in; 0 = nothing waits */
  readonly oldest?: number;
}

/** A question with its answers so far. */
export interface Poll {
  /** plain text */
  readonly question: string;
  /** 2 to 10 */
  readonly options: readonly PollOption[];
  /** users who voted */
  readonly voters: number;
  /** several options may be chosen */
  readonly multiple?: boolean;
  /** nobody is told who chose what */
  readonly anonymous?: boolean;
  /** time when it will end; 0 = by hand only */
  readonly ends?: number;
  /** time when it ended; 0 = running */
  readonly ended?: number;
}

/** One answer to choose. */
export interface PollOption {
  /** from 1, in order */
  readonly id: number;
  /** plain text */
  readonly text: string;
  /** users who chose it */
  readonly votes: number;
  /** not used: poll_get tells who they are */
  readonly voter_ids?: readonly number[];
  /** one's own is among them; only in answers, absent in events */
  readonly me?: boolean;
}

/** Ask a question in a room. */
export interface PollCreateRequest {
  /** where */
  readonly room_id: number;
  /** plain text, 1 to 300 characters */
  readonly question: string;
  /** 2 to 10 different ones */
  readonly options: readonly string[];
  /** several may be chosen */
  readonly multiple?: boolean;
  /** nobody is told who chose what */
  readonly anonymous?: boolean;
  /** time when it will end; 0 = by hand only */
  readonly ends?: number;
  /** as in message_send */
  readonly nonce?: string;
}

/** Vote; replaces one's earlier vote. */
export interface PollVoteRequest {
  /** the poll's message */
  readonly message_id: number;
  /** empty = withdraw */
  readonly option_ids: readonly number[];
}

/** End a poll before its time. */
export interface PollEndRequest {
  /** the poll's message */
  readonly message_id: number;
}

/** Votes came in, or a poll ended. */
export interface PollUpdateEvent {
  /** where */
  readonly room_id: number;
  /** the poll's message */
  readonly message_id: number;
  /** the whole, as it is now */
  readonly poll: Poll;
}

/** One voted, or took one's vote back. */
export interface PollVoteEvent {
  /** where */
  readonly room_id: number;
  /** the poll's message */
  readonly message_id: number;
  /** what one chose; empty = nothing any more */
  readonly option_ids?: readonly number[];
}

/** Read a poll, and who chose an option of an open one. The answer has them as `users`, in the order of their ids. */
export interface PollGetRequest {
  /** the poll's message */
  readonly message_id: number;
  /** whose voters are wanted; 0 = none */
  readonly option_id?: number;
  /** a user: those after them */
  readonly after?: number;
  /** at most 200; 0 = 50 */
  readonly limit?: number;
}

/** A way in for other programs' messages, or out for our events. */
export interface Webhook {
  /** of the webhook */
  readonly id: number;
  /** who its messages are from */
  readonly name: string;
  /** "incoming" or "outgoing" */
  readonly kind: string;
  /** where it posts; of an outgoing one: what it hears of, 0 = all rooms */
  readonly room_id?: number;
  /** address of its picture; "" = none */
  readonly avatar?: string;
  /** of an outgoing one: where events are posted; of a new incoming one: where to post */
  readonly url?: string;
  /** of an outgoing one: names of the events it is told; empty = all */
  readonly events?: readonly string[];
  /** token or signing key; only in the answer to making and rotating */
  readonly secret?: string;
  /** switched off, by hand or after too many failures */
  readonly disabled?: boolean;
  /** deliveries that failed in a row */
  readonly failures?: number;
  /** small */
  readonly creator?: User;
  /** time */
  readonly created?: number;
  /** time; 0 = never */
  readonly last_used?: number;
}

/** A word that a bot, or the server, carries out. */
export interface SlashCommand {
  /** of the command */
  readonly id: number;
  /** [a-z0-9_-]{1,32}, without the slash */
  readonly name: string;
  /** plain text */
  readonly description: string;
  /** its arguments, required ones first */
  readonly options?: readonly CommandOption[];
  /** needed to use it; "" = none */
  readonly permission?: string;
  /** who carries it out, small; absent = the server */
  readonly bot?: User;
  /** only here; empty = everywhere */
  readonly room_ids?: readonly number[];
}

/** One argument that a slash command takes. */
export interface CommandOption {
  /** [a-z0-9_-]{1,32} */
  readonly name: string;
  /** "string", "integer", "number", "boolean", "user", "room", "role" or "choice" */
  readonly kind: string;
  /** plain text */
  readonly description?: string;
  /** must be given */
  readonly required?: boolean;
  /** for the kind "choice", at most 25 */
  readonly choices?: readonly CommandChoice[];
  /** least number or length, in decimal; "" = no bound */
  readonly min?: string;
  /** greatest number or length, in decimal; "" = no bound */
  readonly max?: string;
}

/** One value to choose. */
export interface CommandChoice {
  /** to be shown */
  readonly name: string;
  /** what the bot gets */
  readonly value: string;
}

/** One argument as given. */
export interface CommandArgument {
  /** of the option */
  readonly name: string;
  /** as text: an id, a number in decimal, "true" or "false", or the text itself */
  readonly value: string;
}

/** Make a webhook. */
export interface WebhookCreateRequest {
  /** who its messages are from */
  readonly name: string;
  /** "incoming" or "outgoing" */
  readonly kind: string;
  /** where it posts, or what it hears of */
  readonly room_id?: number;
  /** of an outgoing one: where events are posted */
  readonly url?: string;
  /** of an outgoing one: names of events; empty = all */
  readonly events?: readonly string[];
  /** an uploaded image; 0 = none */
  readonly avatar_id?: number;
}

/** Change a webhook: the fields that are present. */
export interface WebhookUpdateRequest {
  /** which */
  readonly webhook_id: number;
  /** who its messages are from */
  readonly name?: string;
  /** where it posts, or what it hears of */
  readonly room_id?: number;
  /** of an outgoing one */
  readonly url?: string;
  /** all of them; see cleared */
  readonly events?: readonly string[];
  /** an uploaded image; 0 removes the picture */
  readonly avatar_id?: number;
  /** switched off */
  readonly disabled?: boolean;
  /** names of list fields that are to become empty */
  readonly cleared?: readonly string[];
}

/** Delete a webhook. */
export interface WebhookDeleteRequest {
  /** which */
  readonly webhook_id: number;
}

/** Give a webhook a new secret. */
export interface WebhookRotateRequest {
  /** which */
  readonly webhook_id: number;
}

/** List the webhooks. */
export interface WebhooksGetRequest {
  /** of this room; 0 = of the space */
  readonly room_id?: number;
  /** webhooks with an id above this one; 0 = from the first */
  readonly after?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** What an outgoing webhook could not deliver. */
export interface WebhookDelivery {
  /** of the delivery; its requests said it as Idempotency-Key */
  readonly id: number;
  /** of the event */
  readonly stream: number;
  /** the event's position there */
  readonly seq: number;
  /** how often it was tried */
  readonly attempts?: number;
  /** why the last attempt failed */
  readonly failure?: string;
}

/** List what was given up of an outgoing webhook. */
export interface WebhookDeliveriesGetRequest {
  /** which */
  readonly webhook_id: number;
  /** deliveries with an id above this one; 0 = from the first */
  readonly after?: number;
  /** 1 to 200; 0 = 50 */
  readonly limit?: number;
}

/** Try again what was given up of an outgoing webhook. */
export interface WebhookRetryRequest {
  /** which */
  readonly webhook_id: number;
  /** this one only; 0 = all */
  readonly delivery_id?: number;
}

/** Offer a slash command; replaces one's own of the same name. */
export interface CommandRegisterRequest {
  /** [a-z0-9_-]{1,32}, without the slash */
  readonly name: string;
  /** plain text */
  readonly description: string;
  /** its arguments, required ones first, at most 25 */
  readonly options?: readonly CommandOption[];
  /** needed to use it; "" = none */
  readonly permission?: string;
  /** only here; empty = everywhere */
  readonly room_ids?: readonly number[];
}

/** Withdraw a slash command. */
export interface CommandUnregisterRequest {
  /** which */
  readonly command_id: number;
}

/** Use a slash command. */
export interface CommandCallRequest {
  /** where */
  readonly room_id: number;
  /** of the command */
  readonly name: string;
  /** in any order */
  readonly arguments?: readonly CommandArgument[];
  /** which, when several bots offer the name; 0 = by name */
  readonly command_id?: number;
  /** as in message_send */
  readonly nonce?: string;
}

/** Answer a use of one's slash command, before its deadline. */
export interface CommandAnswerRequest {
  /** from the command_call event */
  readonly call_id: number;
  /** Markdown */
  readonly content: string;
  /** nobody else sees it */
  readonly only_caller?: boolean;
  /** boxes under the text */
  readonly embeds?: readonly Embed[];
  /** uploaded before */
  readonly attachment_ids?: readonly number[];
}

/** A webhook was made, changed or deleted. */
export interface WebhookUpdateEvent {
  /** which */
  readonly webhook_id: number;
  /** it is gone */
  readonly deleted?: boolean;
}

/** Somebody used this bot's slash command; in the bot's own stream. */
export interface CommandCallEvent {
  /** to be named in the answer */
  readonly call_id: number;
  /** where */
  readonly room_id: number;
  /** of the command */
  readonly name: string;
  /** who, small */
  readonly user: User;
  /** checked against the options */
  readonly arguments: readonly CommandArgument[];
  /** time until which an answer is taken */
  readonly deadline?: number;
  /** which */
  readonly command_id?: number;
}

/** A slash command was offered, changed or withdrawn. */
export interface CommandUpdateEvent {
  /** which */
  readonly command_id: number;
  /** as it is now; absent = withdrawn */
  readonly command?: SlashCommand;
}

/** A bot did not answer a use of its command in time; in the own stream of whoever used it. */
export interface CommandEndEvent {
  /** from the answer to command_call */
  readonly call_id: number;
  /** where */
  readonly room_id: number;
  /** of the command */
  readonly name: string;
}

/** Somebody in a voice room or call. */
export interface VoiceState {
  /** who, small */
  readonly user: User;
  /** where; 0 = nowhere, has left */
  readonly room_id: number;
  /** names the participant's connection for signalling */
  readonly session_id?: string;
  /** does not want to be heard */
  readonly self_muted?: boolean;
  /** does not want to hear */
  readonly self_deafened?: boolean;
  /** silenced by a moderator */
  readonly muted?: boolean;
  /** made deaf by a moderator */
  readonly deafened?: boolean;
  /** shows their screen */
  readonly streaming?: boolean;
  /** shows themselves */
  readonly camera?: boolean;
  /** time */
  readonly joined?: number;
}

/** A call in a dialog or group. */
export interface Call {
  /** of the call */
  readonly id: number;
  /** where */
  readonly room_id: number;
  /** "ringing", "active", "ended", "declined" or "missed" */
  readonly state: string;
  /** small */
  readonly caller?: User;
  /** begun with pictures */
  readonly video?: boolean;
  /** who is in it, or was, small */
  readonly participants?: readonly User[];
  /** time when it began to ring */
  readonly started?: number;
  /** time when the first answered; 0 = nobody yet */
  readonly answered?: number;
  /** time; 0 = not yet */
  readonly ended?: number;
  /** from the first answer to the end */
  readonly duration_ms?: number;
  /** the message that keeps it; 0 = not over */
  readonly message_id?: number;
  /** who refused, in a group */
  readonly declined_ids?: readonly number[];
}

/** A STUN or TURN server. */
export interface IceServer {
  /** e.g. "turn:turn.example.org:3478?transport=udp" */
  readonly urls: readonly string[];
  /** for TURN */
  readonly username?: string;
  /** for TURN; good for a limited time */
  readonly credential?: string;
  /** time when the credential ends; 0 = never */
  readonly expires?: number;
}

/** Enter a voice room; leaves another. */
export interface VoiceJoinRequest {
  /** which */
  readonly room_id: number;
  /** enter without being heard */
  readonly self_muted?: boolean;
  /** enter without hearing */
  readonly self_deafened?: boolean;
}

/** Leave the voice room one is in. */
export interface VoiceLeaveRequest {
}

/** Change one's own voice state: the fields that are present. */
export interface VoiceUpdateRequest {
  /** does not want to be heard */
  readonly self_muted?: boolean;
  /** does not want to hear */
  readonly self_deafened?: boolean;
  /** shows one's screen */
  readonly streaming?: boolean;
  /** shows oneself */
  readonly camera?: boolean;
}

/** Move or silence somebody else: the fields that are present. */
export interface VoiceMoveRequest {
  /** whom */
  readonly user_id: number;
  /** to this voice room; 0 = out */
  readonly room_id?: number;
  /** silence them */
  readonly muted?: boolean;
  /** make them deaf */
  readonly deafened?: boolean;
}

/** WebRTC signalling for one participant of one's own voice room or call. */
export interface VoiceSignalRequest {
  /** where both are */
  readonly room_id: number;
  /** for whom */
  readonly user_id: number;
  /** "offer", "answer" or "candidate" */
  readonly kind: string;
  /** SDP, or the candidate as JSON text; up to 64 KiB */
  readonly data: string;
  /** not used: who takes part does so by one connection */
  readonly session_id?: string;
}

/** Ring in a dialog or group. */
export interface CallStartRequest {
  /** where */
  readonly room_id: number;
  /** with pictures */
  readonly video?: boolean;
}

/** Answer a call. */
export interface CallAcceptRequest {
  /** which */
  readonly call_id: number;
}

/** Refuse a call. */
export interface CallDeclineRequest {
  /** which */
  readonly call_id: number;
}

/** Hang up; in a dialog, the call is over. */
export interface CallEndRequest {
  /** which */
  readonly call_id: number;
}

/** Somebody entered, left or changed in a voice room. */
export interface VoiceStateEvent {
  /** the whole, as it is now */
  readonly state: VoiceState;
  /** the room they are in no more, in whose stream this is; 0 = none */
  readonly left_room_id?: number;
}

/** WebRTC signalling from another participant. */
export interface VoiceSignalEvent {
  /** where both are */
  readonly room_id: number;
  /** from whom */
  readonly user_id: number;
  /** "offer", "answer" or "candidate" */
  readonly kind: string;
  /** SDP, or the candidate as JSON text */
  readonly data: string;
  /** the sender's connection */
  readonly session_id?: string;
}

/** A call rings, was answered, or is over. */
export interface CallUpdateEvent {
  /** the whole, as it is now */
  readonly call: Call;
}

/** What a client asks, by the name of the variant. */
export interface Requests {
  readonly message: { readonly message: string };
  readonly message_send: MessageSendRequest;
  readonly message_edit: MessageEditRequest;
  readonly message_delete: MessageDeleteRequest;
  readonly message_forward: MessageForwardRequest;
  readonly reaction_add: ReactionAddRequest;
  readonly reaction_remove: ReactionRemoveRequest;
  readonly pin_add: PinAddRequest;
  readonly pin_remove: PinRemoveRequest;
  readonly history_get: HistoryGetRequest;
  readonly search: SearchRequest;
  readonly typing_start: TypingStartRequest;
  readonly typing_stop: TypingStopRequest;
  readonly receipt_mark: ReceiptMarkRequest;
  readonly room_create: RoomCreateRequest;
  readonly room_update: RoomUpdateRequest;
  readonly room_delete: RoomDeleteRequest;
  readonly room_move: RoomMoveRequest;
  readonly thread_create: ThreadCreateRequest;
  readonly thread_update: ThreadUpdateRequest;
  readonly dialog_open: DialogOpenRequest;
  readonly group_create: GroupCreateRequest;
  readonly member_add: MemberAddRequest;
  readonly member_remove: MemberRemoveRequest;
  readonly role_create: RoleCreateRequest;
  readonly role_update: RoleUpdateRequest;
  readonly role_delete: RoleDeleteRequest;
  readonly role_assign: RoleAssignRequest;
  readonly role_unassign: RoleUnassignRequest;
  readonly permission_override_set: PermissionOverrideSetRequest;
  readonly emoji_create: EmojiCreateRequest;
  readonly emoji_update: EmojiUpdateRequest;
  readonly emoji_delete: EmojiDeleteRequest;
  readonly profile_update: ProfileUpdateRequest;
  readonly presence_set: PresenceSetRequest;
  readonly ban_add: BanAddRequest;
  readonly ban_remove: BanRemoveRequest;
  readonly timeout_set: TimeoutSetRequest;
  readonly kick: KickRequest;
  readonly invite_create: InviteCreateRequest;
  readonly invite_use: InviteUseRequest;
  readonly poll_create: PollCreateRequest;
  readonly poll_vote: PollVoteRequest;
  readonly poll_end: PollEndRequest;
  readonly webhook_create: WebhookCreateRequest;
  readonly webhook_delete: WebhookDeleteRequest;
  readonly command_register: CommandRegisterRequest;
  readonly command_call: CommandCallRequest;
  readonly voice_join: VoiceJoinRequest;
  readonly voice_leave: VoiceLeaveRequest;
  readonly voice_update: VoiceUpdateRequest;
  readonly voice_move: VoiceMoveRequest;
  readonly voice_signal: VoiceSignalRequest;
  readonly call_start: CallStartRequest;
  readonly call_accept: CallAcceptRequest;
  readonly call_decline: CallDeclineRequest;
  readonly call_end: CallEndRequest;
  readonly subscribe_presence: SubscribePresenceRequest;
  readonly heartbeat: HeartbeatRequest;
  readonly user_block: UserBlockRequest;
  readonly user_unblock: UserUnblockRequest;
  readonly report_create: ReportCreateRequest;
  readonly report_resolve: ReportResolveRequest;
  readonly reports_get: ReportsGetRequest;
  readonly audit_get: AuditGetRequest;
  readonly bans_get: BansGetRequest;
  readonly invites_get: InvitesGetRequest;
  readonly invite_delete: InviteDeleteRequest;
  readonly members_get: MembersGetRequest;
  readonly messages_delete: MessagesDeleteRequest;
  readonly pins_get: PinsGetRequest;
  readonly space_create: SpaceCreateRequest;
  readonly space_update: SpaceUpdateRequest;
  readonly space_leave: SpaceLeaveRequest;
  readonly role_move: RoleMoveRequest;
  readonly automod_set: AutomodSetRequest;
  readonly notification_set: NotificationSetRequest;
  readonly push_subscribe: PushSubscribeRequest;
  readonly push_unsubscribe: PushUnsubscribeRequest;
  readonly webhooks_get: WebhooksGetRequest;
  readonly webhook_update: WebhookUpdateRequest;
  readonly webhook_rotate: WebhookRotateRequest;
  readonly command_unregister: CommandUnregisterRequest;
  readonly command_answer: CommandAnswerRequest;
  readonly edits_get: EditsGetRequest;
  readonly permission_explain: PermissionExplainRequest;
  readonly member_update: MemberUpdateRequest;
  readonly threads_get: ThreadsGetRequest;
  readonly poll_get: PollGetRequest;
  readonly retention_count: RetentionCountRequest;
  readonly pings_get: PingsGetRequest;
  readonly pings_clear: PingsClearRequest;
  readonly automod_test: AutomodTestRequest;
  readonly webhook_deliveries_get: WebhookDeliveriesGetRequest;
  readonly webhook_retry: WebhookRetryRequest;
  readonly previews_remove: PreviewsRemoveRequest;
  readonly push_devices_get: PushDevicesGetRequest;
  readonly spaces_get: SpacesGetRequest;
  readonly backends_get: BackendsGetRequest;
  readonly backend_link: BackendLinkRequest;
  readonly backend_unlink: BackendUnlinkRequest;
  readonly backend_restart: BackendRestartRequest;
  readonly backend_room_create: BackendRoomCreateRequest;
  readonly identities_get: IdentitiesGetRequest;
  readonly identity_claim: IdentityClaimRequest;
  readonly identity_release: IdentityReleaseRequest;
  readonly instance_health_get: InstanceHealthGetRequest;
}

/** What the server tells, by the name of the variant. */
export interface ServerEvents {
  readonly message: { readonly message: string };
  readonly ready: ReadyEvent;
  readonly resumed: ResumedEvent;
  readonly ok: Ok;
  readonly error: Refusal;
  readonly message_create: MessageCreateEvent;
  readonly message_update: MessageUpdateEvent;
  readonly message_delete: MessageDeleteEvent;
  readonly reaction_add: ReactionAddEvent;
  readonly reaction_remove: ReactionRemoveEvent;
  readonly pin_update: PinUpdateEvent;
  readonly typing_start: TypingStartEvent;
  readonly typing_stop: TypingStopEvent;
  readonly receipt_update: ReceiptUpdateEvent;
  readonly presence_update: PresenceUpdateEvent;
  readonly room_create: RoomCreateEvent;
  readonly room_update: RoomUpdateEvent;
  readonly room_delete: RoomDeleteEvent;
  readonly thread_update: ThreadUpdateEvent;
  readonly member_join: MemberJoinEvent;
  readonly member_update: MemberUpdateEvent;
  readonly member_leave: MemberLeaveEvent;
  readonly role_create: RoleCreateEvent;
  readonly role_update: RoleUpdateEvent;
  readonly role_delete: RoleDeleteEvent;
  readonly emoji_create: EmojiCreateEvent;
  readonly emoji_update: EmojiUpdateEvent;
  readonly emoji_delete: EmojiDeleteEvent;
  readonly ban_update: BanUpdateEvent;
  readonly poll_update: PollUpdateEvent;
  readonly webhook_update: WebhookUpdateEvent;
  readonly command_call: CommandCallEvent;
  readonly voice_state: VoiceStateEvent;
  readonly voice_signal: VoiceSignalEvent;
  readonly call_update: CallUpdateEvent;
  readonly backend_update: BackendUpdateEvent;
  readonly server_update: ServerUpdateEvent;
  readonly going_down: GoingDownEvent;
  readonly thread_create: ThreadCreateEvent;
  readonly user_update: UserUpdateEvent;
  readonly report_update: ReportUpdateEvent;
  readonly audit_entry: AuditEntryEvent;
  readonly invite_update: InviteUpdateEvent;
  readonly thread_join: ThreadJoinEvent;
  readonly poll_vote: PollVoteEvent;
  readonly thread_leave: ThreadLeaveEvent;
  readonly automod_update: AutomodUpdateEvent;
  readonly space_join: SpaceJoinEvent;
  readonly space_leave: SpaceLeaveEvent;
  readonly command_update: CommandUpdateEvent;
  readonly command_end: CommandEndEvent;
}
