// Generated from gateway.proto by scripts/generate.ts. Do not edit.

import type {
  GatewayHandshake,
  GatewayIdentify,
  Resume,
  Position,
  GatewayClientEvent,
  GatewayServerEvent,
  ReadyEvent,
  ResumedEvent,
  Ok,
  Error,
  HeartbeatRequest,
  GoingDownEvent,
  User,
  ProfileField,
  Presence,
  Settings,
  NotificationSetting,
  QuietHours,
  PushDevice,
  ProfileUpdateRequest,
  PresenceSetRequest,
  SubscribePresenceRequest,
  UserBlockRequest,
  UserUnblockRequest,
  NotificationSetRequest,
  PushSubscribeRequest,
  PushDevicesGetRequest,
  PushUnsubscribeRequest,
  PresenceUpdateEvent,
  UserUpdateEvent,
  Message,
  Quote,
  Forward,
  Attachment,
  Embed,
  EmbedField,
  Mentions,
  Reaction,
  SystemNote,
  MessageSendRequest,
  MessageEditRequest,
  MessageDeleteRequest,
  PreviewsRemoveRequest,
  MessageForwardRequest,
  ReactionAddRequest,
  ReactionRemoveRequest,
  PinAddRequest,
  PinRemoveRequest,
  PinsGetRequest,
  EditsGetRequest,
  Revision,
  HistoryGetRequest,
  SearchRequest,
  TypingStartRequest,
  TypingStopRequest,
  ReceiptMarkRequest,
  MessagesDeleteRequest,
  MessageCreateEvent,
  MessageUpdateEvent,
  MessageDeleteEvent,
  ReactionAddEvent,
  ReactionRemoveEvent,
  PinUpdateEvent,
  TypingStartEvent,
  TypingStopEvent,
  Receipt,
  ReceiptUpdateEvent,
  Room,
  Thread,
  Override,
  RoomCreateRequest,
  RoomUpdateRequest,
  RoomDeleteRequest,
  RoomMoveRequest,
  ThreadCreateRequest,
  ThreadUpdateRequest,
  ThreadsGetRequest,
  DialogOpenRequest,
  GroupCreateRequest,
  MemberAddRequest,
  MemberRemoveRequest,
  RoomCreateEvent,
  RoomUpdateEvent,
  RoomDeleteEvent,
  ThreadCreateEvent,
  ThreadJoinEvent,
  ThreadLeaveEvent,
  ThreadUpdateEvent,
  Space,
  Instance,
  Member,
  Role,
  Emoji,
  SpaceCreateRequest,
  SpaceUpdateRequest,
  SpaceLeaveRequest,
  SpacesGetRequest,
  MemberUpdateRequest,
  MembersGetRequest,
  RoleCreateRequest,
  RoleUpdateRequest,
  RoleDeleteRequest,
  RoleMoveRequest,
  RoleAssignRequest,
  RoleUnassignRequest,
  PermissionOverrideSetRequest,
  EmojiCreateRequest,
  EmojiUpdateRequest,
  EmojiDeleteRequest,
  MemberJoinEvent,
  MemberUpdateEvent,
  MemberLeaveEvent,
  RoleCreateEvent,
  RoleUpdateEvent,
  RoleDeleteEvent,
  EmojiCreateEvent,
  EmojiUpdateEvent,
  EmojiDeleteEvent,
  SpaceJoinEvent,
  SpaceLeaveEvent,
  ServerUpdateEvent,
  Ban,
  Invite,
  Report,
  PermissionExplainRequest,
  Decision,
  AuditEntry,
  AuditChange,
  AutomodRule,
  AutomodMatch,
  RetentionCountRequest,
  Ping,
  PingsGetRequest,
  PingsClearRequest,
  AutomodTestRequest,
  BanAddRequest,
  BanRemoveRequest,
  BansGetRequest,
  TimeoutSetRequest,
  KickRequest,
  InviteCreateRequest,
  InviteUseRequest,
  InviteDeleteRequest,
  InvitesGetRequest,
  ReportCreateRequest,
  ReportResolveRequest,
  ReportsGetRequest,
  AuditGetRequest,
  AutomodSetRequest,
  BanUpdateEvent,
  ReportUpdateEvent,
  AuditEntryEvent,
  InviteUpdateEvent,
  AutomodUpdateEvent,
  BackendUpdateEvent,
  Backend,
  BackendRoom,
  BackendLink,
  BackendsGetRequest,
  BackendLinkRequest,
  BackendUnlinkRequest,
  BackendRoomCreateRequest,
  IdentitiesGetRequest,
  IdentityClaimRequest,
  IdentityPhrase,
  IdentityReleaseRequest,
  BackendRestartRequest,
  InstanceHealthGetRequest,
  InstanceHealth,
  WireHealth,
  QueueHealth,
  Poll,
  PollOption,
  PollCreateRequest,
  PollVoteRequest,
  PollEndRequest,
  PollUpdateEvent,
  PollVoteEvent,
  PollGetRequest,
  Webhook,
  SlashCommand,
  CommandOption,
  CommandChoice,
  CommandArgument,
  WebhookCreateRequest,
  WebhookUpdateRequest,
  WebhookDeleteRequest,
  WebhookRotateRequest,
  WebhooksGetRequest,
  WebhookDelivery,
  WebhookDeliveriesGetRequest,
  WebhookRetryRequest,
  CommandRegisterRequest,
  CommandUnregisterRequest,
  CommandCallRequest,
  CommandAnswerRequest,
  WebhookUpdateEvent,
  CommandCallEvent,
  CommandUpdateEvent,
  CommandEndEvent,
  VoiceState,
  Call,
  IceServer,
  VoiceJoinRequest,
  VoiceLeaveRequest,
  VoiceUpdateRequest,
  VoiceMoveRequest,
  VoiceSignalRequest,
  CallStartRequest,
  CallAcceptRequest,
  CallDeclineRequest,
  CallEndRequest,
  VoiceStateEvent,
  VoiceSignalEvent,
  CallUpdateEvent,
} from "./gateway.ts";

export type Kind = "string" | "bool" | "uint32" | "uint64" | "fixed64" | "bytes" | "enum" | "message";

export interface Field {
  readonly name: string;
  readonly number: number;
  readonly kind: Kind;
  /** "variant": a member of the oneof named `event`. */
  readonly mode: "plain" | "optional" | "repeated" | "variant";
  /** Name of the message or enum; empty for other kinds. */
  readonly of: string;
}

/** Each message's type by its name. */
export interface Types {
  GatewayHandshake: GatewayHandshake;
  GatewayIdentify: GatewayIdentify;
  Resume: Resume;
  Position: Position;
  GatewayClientEvent: GatewayClientEvent;
  GatewayServerEvent: GatewayServerEvent;
  ReadyEvent: ReadyEvent;
  ResumedEvent: ResumedEvent;
  Ok: Ok;
  Error: Error;
  HeartbeatRequest: HeartbeatRequest;
  GoingDownEvent: GoingDownEvent;
  User: User;
  ProfileField: ProfileField;
  Presence: Presence;
  Settings: Settings;
  NotificationSetting: NotificationSetting;
  QuietHours: QuietHours;
  PushDevice: PushDevice;
  ProfileUpdateRequest: ProfileUpdateRequest;
  PresenceSetRequest: PresenceSetRequest;
  SubscribePresenceRequest: SubscribePresenceRequest;
  UserBlockRequest: UserBlockRequest;
  UserUnblockRequest: UserUnblockRequest;
  NotificationSetRequest: NotificationSetRequest;
  PushSubscribeRequest: PushSubscribeRequest;
  PushDevicesGetRequest: PushDevicesGetRequest;
  PushUnsubscribeRequest: PushUnsubscribeRequest;
  PresenceUpdateEvent: PresenceUpdateEvent;
  UserUpdateEvent: UserUpdateEvent;
  Message: Message;
  Quote: Quote;
  Forward: Forward;
  Attachment: Attachment;
  Embed: Embed;
  EmbedField: EmbedField;
  Mentions: Mentions;
  Reaction: Reaction;
  SystemNote: SystemNote;
  MessageSendRequest: MessageSendRequest;
  MessageEditRequest: MessageEditRequest;
  MessageDeleteRequest: MessageDeleteRequest;
  PreviewsRemoveRequest: PreviewsRemoveRequest;
  MessageForwardRequest: MessageForwardRequest;
  ReactionAddRequest: ReactionAddRequest;
  ReactionRemoveRequest: ReactionRemoveRequest;
  PinAddRequest: PinAddRequest;
  PinRemoveRequest: PinRemoveRequest;
  PinsGetRequest: PinsGetRequest;
  EditsGetRequest: EditsGetRequest;
  Revision: Revision;
  HistoryGetRequest: HistoryGetRequest;
  SearchRequest: SearchRequest;
  TypingStartRequest: TypingStartRequest;
  TypingStopRequest: TypingStopRequest;
  ReceiptMarkRequest: ReceiptMarkRequest;
  MessagesDeleteRequest: MessagesDeleteRequest;
  MessageCreateEvent: MessageCreateEvent;
  MessageUpdateEvent: MessageUpdateEvent;
  MessageDeleteEvent: MessageDeleteEvent;
  ReactionAddEvent: ReactionAddEvent;
  ReactionRemoveEvent: ReactionRemoveEvent;
  PinUpdateEvent: PinUpdateEvent;
  TypingStartEvent: TypingStartEvent;
  TypingStopEvent: TypingStopEvent;
  Receipt: Receipt;
  ReceiptUpdateEvent: ReceiptUpdateEvent;
  Room: Room;
  Thread: Thread;
  Override: Override;
  RoomCreateRequest: RoomCreateRequest;
  RoomUpdateRequest: RoomUpdateRequest;
  RoomDeleteRequest: RoomDeleteRequest;
  RoomMoveRequest: RoomMoveRequest;
  ThreadCreateRequest: ThreadCreateRequest;
  ThreadUpdateRequest: ThreadUpdateRequest;
  ThreadsGetRequest: ThreadsGetRequest;
  DialogOpenRequest: DialogOpenRequest;
  GroupCreateRequest: GroupCreateRequest;
  MemberAddRequest: MemberAddRequest;
  MemberRemoveRequest: MemberRemoveRequest;
  RoomCreateEvent: RoomCreateEvent;
  RoomUpdateEvent: RoomUpdateEvent;
  RoomDeleteEvent: RoomDeleteEvent;
  ThreadCreateEvent: ThreadCreateEvent;
  ThreadJoinEvent: ThreadJoinEvent;
  ThreadLeaveEvent: ThreadLeaveEvent;
  ThreadUpdateEvent: ThreadUpdateEvent;
  Space: Space;
  Instance: Instance;
  Member: Member;
  Role: Role;
  Emoji: Emoji;
  SpaceCreateRequest: SpaceCreateRequest;
  SpaceUpdateRequest: SpaceUpdateRequest;
  SpaceLeaveRequest: SpaceLeaveRequest;
  SpacesGetRequest: SpacesGetRequest;
  MemberUpdateRequest: MemberUpdateRequest;
  MembersGetRequest: MembersGetRequest;
  RoleCreateRequest: RoleCreateRequest;
  RoleUpdateRequest: RoleUpdateRequest;
  RoleDeleteRequest: RoleDeleteRequest;
  RoleMoveRequest: RoleMoveRequest;
  RoleAssignRequest: RoleAssignRequest;
  RoleUnassignRequest: RoleUnassignRequest;
  PermissionOverrideSetRequest: PermissionOverrideSetRequest;
  EmojiCreateRequest: EmojiCreateRequest;
  EmojiUpdateRequest: EmojiUpdateRequest;
  EmojiDeleteRequest: EmojiDeleteRequest;
  MemberJoinEvent: MemberJoinEvent;
  MemberUpdateEvent: MemberUpdateEvent;
  MemberLeaveEvent: MemberLeaveEvent;
  RoleCreateEvent: RoleCreateEvent;
  RoleUpdateEvent: RoleUpdateEvent;
  RoleDeleteEvent: RoleDeleteEvent;
  EmojiCreateEvent: EmojiCreateEvent;
  EmojiUpdateEvent: EmojiUpdateEvent;
  EmojiDeleteEvent: EmojiDeleteEvent;
  SpaceJoinEvent: SpaceJoinEvent;
  SpaceLeaveEvent: SpaceLeaveEvent;
  ServerUpdateEvent: ServerUpdateEvent;
  Ban: Ban;
  Invite: Invite;
  Report: Report;
  PermissionExplainRequest: PermissionExplainRequest;
  Decision: Decision;
  AuditEntry: AuditEntry;
  AuditChange: AuditChange;
  AutomodRule: AutomodRule;
  AutomodMatch: AutomodMatch;
  RetentionCountRequest: RetentionCountRequest;
  Ping: Ping;
  PingsGetRequest: PingsGetRequest;
  PingsClearRequest: PingsClearRequest;
  AutomodTestRequest: AutomodTestRequest;
  BanAddRequest: BanAddRequest;
  BanRemoveRequest: BanRemoveRequest;
  BansGetRequest: BansGetRequest;
  TimeoutSetRequest: TimeoutSetRequest;
  KickRequest: KickRequest;
  InviteCreateRequest: InviteCreateRequest;
  InviteUseRequest: InviteUseRequest;
  InviteDeleteRequest: InviteDeleteRequest;
  InvitesGetRequest: InvitesGetRequest;
  ReportCreateRequest: ReportCreateRequest;
  ReportResolveRequest: ReportResolveRequest;
  ReportsGetRequest: ReportsGetRequest;
  AuditGetRequest: AuditGetRequest;
  AutomodSetRequest: AutomodSetRequest;
  BanUpdateEvent: BanUpdateEvent;
  ReportUpdateEvent: ReportUpdateEvent;
  AuditEntryEvent: AuditEntryEvent;
  InviteUpdateEvent: InviteUpdateEvent;
  AutomodUpdateEvent: AutomodUpdateEvent;
  BackendUpdateEvent: BackendUpdateEvent;
  Backend: Backend;
  BackendRoom: BackendRoom;
  BackendLink: BackendLink;
  BackendsGetRequest: BackendsGetRequest;
  BackendLinkRequest: BackendLinkRequest;
  BackendUnlinkRequest: BackendUnlinkRequest;
  BackendRoomCreateRequest: BackendRoomCreateRequest;
  IdentitiesGetRequest: IdentitiesGetRequest;
  IdentityClaimRequest: IdentityClaimRequest;
  IdentityPhrase: IdentityPhrase;
  IdentityReleaseRequest: IdentityReleaseRequest;
  BackendRestartRequest: BackendRestartRequest;
  InstanceHealthGetRequest: InstanceHealthGetRequest;
  InstanceHealth: InstanceHealth;
  WireHealth: WireHealth;
  QueueHealth: QueueHealth;
  Poll: Poll;
  PollOption: PollOption;
  PollCreateRequest: PollCreateRequest;
  PollVoteRequest: PollVoteRequest;
  PollEndRequest: PollEndRequest;
  PollUpdateEvent: PollUpdateEvent;
  PollVoteEvent: PollVoteEvent;
  PollGetRequest: PollGetRequest;
  Webhook: Webhook;
  SlashCommand: SlashCommand;
  CommandOption: CommandOption;
  CommandChoice: CommandChoice;
  CommandArgument: CommandArgument;
  WebhookCreateRequest: WebhookCreateRequest;
  WebhookUpdateRequest: WebhookUpdateRequest;
  WebhookDeleteRequest: WebhookDeleteRequest;
  WebhookRotateRequest: WebhookRotateRequest;
  WebhooksGetRequest: WebhooksGetRequest;
  WebhookDelivery: WebhookDelivery;
  WebhookDeliveriesGetRequest: WebhookDeliveriesGetRequest;
  WebhookRetryRequest: WebhookRetryRequest;
  CommandRegisterRequest: CommandRegisterRequest;
  CommandUnregisterRequest: CommandUnregisterRequest;
  CommandCallRequest: CommandCallRequest;
  CommandAnswerRequest: CommandAnswerRequest;
  WebhookUpdateEvent: WebhookUpdateEvent;
  CommandCallEvent: CommandCallEvent;
  CommandUpdateEvent: CommandUpdateEvent;
  CommandEndEvent: CommandEndEvent;
  VoiceState: VoiceState;
  Call: Call;
  IceServer: IceServer;
  VoiceJoinRequest: VoiceJoinRequest;
  VoiceLeaveRequest: VoiceLeaveRequest;
  VoiceUpdateRequest: VoiceUpdateRequest;
  VoiceMoveRequest: VoiceMoveRequest;
  VoiceSignalRequest: VoiceSignalRequest;
  CallStartRequest: CallStartRequest;
  CallAcceptRequest: CallAcceptRequest;
  CallDeclineRequest: CallDeclineRequest;
  CallEndRequest: CallEndRequest;
  VoiceStateEvent: VoiceStateEvent;
  VoiceSignalEvent: VoiceSignalEvent;
  CallUpdateEvent: CallUpdateEvent;
}

/** Each enum's values by name. */
export const enums: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ClientType: { UNKNOWN: 0, WEB: 1, NATIVE: 2 },
};

/** Each message's fields, in the order of the schema. */
export const messages: Readonly<Record<keyof Types, readonly Field[]>> = {
  GatewayHandshake: [
    { name: "version", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "capabilities", number: 10, kind: "string", mode: "repeated", of: "" },
    { name: "protocol_version", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "server", number: 12, kind: "string", mode: "plain", of: "" },
  ],
  GatewayIdentify: [
    { name: "token", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "client_type", number: 2, kind: "enum", mode: "plain", of: "ClientType" },
    { name: "client_agent", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "resume", number: 10, kind: "message", mode: "plain", of: "Resume" },
  ],
  Resume: [
    { name: "resume_token", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "positions", number: 2, kind: "message", mode: "repeated", of: "Position" },
  ],
  Position: [
    { name: "stream", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "seq", number: 2, kind: "uint64", mode: "plain", of: "" },
  ],
  GatewayClientEvent: [
    { name: "request_id", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "message", number: 1, kind: "string", mode: "variant", of: "" },
    { name: "message_send", number: 11, kind: "message", mode: "variant", of: "MessageSendRequest" },
    { name: "message_edit", number: 12, kind: "message", mode: "variant", of: "MessageEditRequest" },
    { name: "message_delete", number: 13, kind: "message", mode: "variant", of: "MessageDeleteRequest" },
    { name: "message_forward", number: 14, kind: "message", mode: "variant", of: "MessageForwardRequest" },
    { name: "reaction_add", number: 15, kind: "message", mode: "variant", of: "ReactionAddRequest" },
    { name: "reaction_remove", number: 16, kind: "message", mode: "variant", of: "ReactionRemoveRequest" },
    { name: "pin_add", number: 17, kind: "message", mode: "variant", of: "PinAddRequest" },
    { name: "pin_remove", number: 18, kind: "message", mode: "variant", of: "PinRemoveRequest" },
    { name: "history_get", number: 19, kind: "message", mode: "variant", of: "HistoryGetRequest" },
    { name: "search", number: 20, kind: "message", mode: "variant", of: "SearchRequest" },
    { name: "typing_start", number: 21, kind: "message", mode: "variant", of: "TypingStartRequest" },
    { name: "typing_stop", number: 22, kind: "message", mode: "variant", of: "TypingStopRequest" },
    { name: "receipt_mark", number: 23, kind: "message", mode: "variant", of: "ReceiptMarkRequest" },
    { name: "room_create", number: 24, kind: "message", mode: "variant", of: "RoomCreateRequest" },
    { name: "room_update", number: 25, kind: "message", mode: "variant", of: "RoomUpdateRequest" },
    { name: "room_delete", number: 26, kind: "message", mode: "variant", of: "RoomDeleteRequest" },
    { name: "room_move", number: 27, kind: "message", mode: "variant", of: "RoomMoveRequest" },
    { name: "thread_create", number: 28, kind: "message", mode: "variant", of: "ThreadCreateRequest" },
    { name: "thread_update", number: 29, kind: "message", mode: "variant", of: "ThreadUpdateRequest" },
    { name: "dialog_open", number: 30, kind: "message", mode: "variant", of: "DialogOpenRequest" },
    { name: "group_create", number: 31, kind: "message", mode: "variant", of: "GroupCreateRequest" },
    { name: "member_add", number: 32, kind: "message", mode: "variant", of: "MemberAddRequest" },
    { name: "member_remove", number: 33, kind: "message", mode: "variant", of: "MemberRemoveRequest" },
    { name: "role_create", number: 34, kind: "message", mode: "variant", of: "RoleCreateRequest" },
    { name: "role_update", number: 35, kind: "message", mode: "variant", of: "RoleUpdateRequest" },
    { name: "role_delete", number: 36, kind: "message", mode: "variant", of: "RoleDeleteRequest" },
    { name: "role_assign", number: 37, kind: "message", mode: "variant", of: "RoleAssignRequest" },
    { name: "role_unassign", number: 38, kind: "message", mode: "variant", of: "RoleUnassignRequest" },
    { name: "permission_override_set", number: 39, kind: "message", mode: "variant", of: "PermissionOverrideSetRequest" },
    { name: "emoji_create", number: 40, kind: "message", mode: "variant", of: "EmojiCreateRequest" },
    { name: "emoji_update", number: 41, kind: "message", mode: "variant", of: "EmojiUpdateRequest" },
    { name: "emoji_delete", number: 42, kind: "message", mode: "variant", of: "EmojiDeleteRequest" },
    { name: "profile_update", number: 43, kind: "message", mode: "variant", of: "ProfileUpdateRequest" },
    { name: "presence_set", number: 44, kind: "message", mode: "variant", of: "PresenceSetRequest" },
    { name: "ban_add", number: 45, kind: "message", mode: "variant", of: "BanAddRequest" },
    { name: "ban_remove", number: 46, kind: "message", mode: "variant", of: "BanRemoveRequest" },
    { name: "timeout_set", number: 47, kind: "message", mode: "variant", of: "TimeoutSetRequest" },
    { name: "kick", number: 48, kind: "message", mode: "variant", of: "KickRequest" },
    { name: "invite_create", number: 49, kind: "message", mode: "variant", of: "InviteCreateRequest" },
    { name: "invite_use", number: 50, kind: "message", mode: "variant", of: "InviteUseRequest" },
    { name: "poll_create", number: 51, kind: "message", mode: "variant", of: "PollCreateRequest" },
    { name: "poll_vote", number: 52, kind: "message", mode: "variant", of: "PollVoteRequest" },
    { name: "poll_end", number: 53, kind: "message", mode: "variant", of: "PollEndRequest" },
    { name: "webhook_create", number: 54, kind: "message", mode: "variant", of: "WebhookCreateRequest" },
    { name: "webhook_delete", number: 55, kind: "message", mode: "variant", of: "WebhookDeleteRequest" },
    { name: "command_register", number: 56, kind: "message", mode: "variant", of: "CommandRegisterRequest" },
    { name: "command_call", number: 57, kind: "message", mode: "variant", of: "CommandCallRequest" },
    { name: "voice_join", number: 58, kind: "message", mode: "variant", of: "VoiceJoinRequest" },
    { name: "voice_leave", number: 59, kind: "message", mode: "variant", of: "VoiceLeaveRequest" },
    { name: "voice_update", number: 60, kind: "message", mode: "variant", of: "VoiceUpdateRequest" },
    { name: "voice_move", number: 61, kind: "message", mode: "variant", of: "VoiceMoveRequest" },
    { name: "voice_signal", number: 62, kind: "message", mode: "variant", of: "VoiceSignalRequest" },
    { name: "call_start", number: 63, kind: "message", mode: "variant", of: "CallStartRequest" },
    { name: "call_accept", number: 64, kind: "message", mode: "variant", of: "CallAcceptRequest" },
    { name: "call_decline", number: 65, kind: "message", mode: "variant", of: "CallDeclineRequest" },
    { name: "call_end", number: 66, kind: "message", mode: "variant", of: "CallEndRequest" },
    { name: "subscribe_presence", number: 67, kind: "message", mode: "variant", of: "SubscribePresenceRequest" },
    { name: "heartbeat", number: 68, kind: "message", mode: "variant", of: "HeartbeatRequest" },
    { name: "user_block", number: 69, kind: "message", mode: "variant", of: "UserBlockRequest" },
    { name: "user_unblock", number: 70, kind: "message", mode: "variant", of: "UserUnblockRequest" },
    { name: "report_create", number: 71, kind: "message", mode: "variant", of: "ReportCreateRequest" },
    { name: "report_resolve", number: 72, kind: "message", mode: "variant", of: "ReportResolveRequest" },
    { name: "reports_get", number: 73, kind: "message", mode: "variant", of: "ReportsGetRequest" },
    { name: "audit_get", number: 74, kind: "message", mode: "variant", of: "AuditGetRequest" },
    { name: "bans_get", number: 75, kind: "message", mode: "variant", of: "BansGetRequest" },
    { name: "invites_get", number: 76, kind: "message", mode: "variant", of: "InvitesGetRequest" },
    { name: "invite_delete", number: 77, kind: "message", mode: "variant", of: "InviteDeleteRequest" },
    { name: "members_get", number: 78, kind: "message", mode: "variant", of: "MembersGetRequest" },
    { name: "messages_delete", number: 79, kind: "message", mode: "variant", of: "MessagesDeleteRequest" },
    { name: "pins_get", number: 80, kind: "message", mode: "variant", of: "PinsGetRequest" },
    { name: "space_create", number: 81, kind: "message", mode: "variant", of: "SpaceCreateRequest" },
    { name: "space_update", number: 82, kind: "message", mode: "variant", of: "SpaceUpdateRequest" },
    { name: "space_leave", number: 83, kind: "message", mode: "variant", of: "SpaceLeaveRequest" },
    { name: "role_move", number: 84, kind: "message", mode: "variant", of: "RoleMoveRequest" },
    { name: "automod_set", number: 85, kind: "message", mode: "variant", of: "AutomodSetRequest" },
    { name: "notification_set", number: 86, kind: "message", mode: "variant", of: "NotificationSetRequest" },
    { name: "push_subscribe", number: 87, kind: "message", mode: "variant", of: "PushSubscribeRequest" },
    { name: "push_unsubscribe", number: 88, kind: "message", mode: "variant", of: "PushUnsubscribeRequest" },
    { name: "webhooks_get", number: 89, kind: "message", mode: "variant", of: "WebhooksGetRequest" },
    { name: "webhook_update", number: 90, kind: "message", mode: "variant", of: "WebhookUpdateRequest" },
    { name: "webhook_rotate", number: 91, kind: "message", mode: "variant", of: "WebhookRotateRequest" },
    { name: "command_unregister", number: 92, kind: "message", mode: "variant", of: "CommandUnregisterRequest" },
    { name: "command_answer", number: 93, kind: "message", mode: "variant", of: "CommandAnswerRequest" },
    { name: "edits_get", number: 94, kind: "message", mode: "variant", of: "EditsGetRequest" },
    { name: "permission_explain", number: 95, kind: "message", mode: "variant", of: "PermissionExplainRequest" },
    { name: "member_update", number: 96, kind: "message", mode: "variant", of: "MemberUpdateRequest" },
    { name: "threads_get", number: 97, kind: "message", mode: "variant", of: "ThreadsGetRequest" },
    { name: "poll_get", number: 98, kind: "message", mode: "variant", of: "PollGetRequest" },
    { name: "retention_count", number: 101, kind: "message", mode: "variant", of: "RetentionCountRequest" },
    { name: "pings_get", number: 102, kind: "message", mode: "variant", of: "PingsGetRequest" },
    { name: "pings_clear", number: 103, kind: "message", mode: "variant", of: "PingsClearRequest" },
    { name: "automod_test", number: 100, kind: "message", mode: "variant", of: "AutomodTestRequest" },
    { name: "webhook_deliveries_get", number: 111, kind: "message", mode: "variant", of: "WebhookDeliveriesGetRequest" },
    { name: "webhook_retry", number: 112, kind: "message", mode: "variant", of: "WebhookRetryRequest" },
    { name: "previews_remove", number: 118, kind: "message", mode: "variant", of: "PreviewsRemoveRequest" },
    { name: "push_devices_get", number: 113, kind: "message", mode: "variant", of: "PushDevicesGetRequest" },
    { name: "spaces_get", number: 110, kind: "message", mode: "variant", of: "SpacesGetRequest" },
    { name: "backends_get", number: 114, kind: "message", mode: "variant", of: "BackendsGetRequest" },
    { name: "backend_link", number: 115, kind: "message", mode: "variant", of: "BackendLinkRequest" },
    { name: "backend_unlink", number: 116, kind: "message", mode: "variant", of: "BackendUnlinkRequest" },
    { name: "backend_restart", number: 117, kind: "message", mode: "variant", of: "BackendRestartRequest" },
    { name: "backend_room_create", number: 120, kind: "message", mode: "variant", of: "BackendRoomCreateRequest" },
    { name: "identities_get", number: 123, kind: "message", mode: "variant", of: "IdentitiesGetRequest" },
    { name: "identity_claim", number: 121, kind: "message", mode: "variant", of: "IdentityClaimRequest" },
    { name: "identity_release", number: 122, kind: "message", mode: "variant", of: "IdentityReleaseRequest" },
    { name: "instance_health_get", number: 119, kind: "message", mode: "variant", of: "InstanceHealthGetRequest" },
  ],
  GatewayServerEvent: [
    { name: "request_id", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "stream", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "seq", number: 12, kind: "uint64", mode: "plain", of: "" },
    { name: "message", number: 1, kind: "string", mode: "variant", of: "" },
    { name: "ready", number: 13, kind: "message", mode: "variant", of: "ReadyEvent" },
    { name: "resumed", number: 14, kind: "message", mode: "variant", of: "ResumedEvent" },
    { name: "ok", number: 15, kind: "message", mode: "variant", of: "Ok" },
    { name: "error", number: 16, kind: "message", mode: "variant", of: "Error" },
    { name: "message_create", number: 17, kind: "message", mode: "variant", of: "MessageCreateEvent" },
    { name: "message_update", number: 18, kind: "message", mode: "variant", of: "MessageUpdateEvent" },
    { name: "message_delete", number: 19, kind: "message", mode: "variant", of: "MessageDeleteEvent" },
    { name: "reaction_add", number: 20, kind: "message", mode: "variant", of: "ReactionAddEvent" },
    { name: "reaction_remove", number: 21, kind: "message", mode: "variant", of: "ReactionRemoveEvent" },
    { name: "pin_update", number: 22, kind: "message", mode: "variant", of: "PinUpdateEvent" },
    { name: "typing_start", number: 23, kind: "message", mode: "variant", of: "TypingStartEvent" },
    { name: "typing_stop", number: 24, kind: "message", mode: "variant", of: "TypingStopEvent" },
    { name: "receipt_update", number: 25, kind: "message", mode: "variant", of: "ReceiptUpdateEvent" },
    { name: "presence_update", number: 26, kind: "message", mode: "variant", of: "PresenceUpdateEvent" },
    { name: "room_create", number: 27, kind: "message", mode: "variant", of: "RoomCreateEvent" },
    { name: "room_update", number: 28, kind: "message", mode: "variant", of: "RoomUpdateEvent" },
    { name: "room_delete", number: 29, kind: "message", mode: "variant", of: "RoomDeleteEvent" },
    { name: "thread_update", number: 30, kind: "message", mode: "variant", of: "ThreadUpdateEvent" },
    { name: "member_join", number: 31, kind: "message", mode: "variant", of: "MemberJoinEvent" },
    { name: "member_update", number: 32, kind: "message", mode: "variant", of: "MemberUpdateEvent" },
    { name: "member_leave", number: 33, kind: "message", mode: "variant", of: "MemberLeaveEvent" },
    { name: "role_create", number: 34, kind: "message", mode: "variant", of: "RoleCreateEvent" },
    { name: "role_update", number: 35, kind: "message", mode: "variant", of: "RoleUpdateEvent" },
    { name: "role_delete", number: 36, kind: "message", mode: "variant", of: "RoleDeleteEvent" },
    { name: "emoji_create", number: 37, kind: "message", mode: "variant", of: "EmojiCreateEvent" },
    { name: "emoji_update", number: 38, kind: "message", mode: "variant", of: "EmojiUpdateEvent" },
    { name: "emoji_delete", number: 39, kind: "message", mode: "variant", of: "EmojiDeleteEvent" },
    { name: "ban_update", number: 40, kind: "message", mode: "variant", of: "BanUpdateEvent" },
    { name: "poll_update", number: 41, kind: "message", mode: "variant", of: "PollUpdateEvent" },
    { name: "webhook_update", number: 42, kind: "message", mode: "variant", of: "WebhookUpdateEvent" },
    { name: "command_call", number: 43, kind: "message", mode: "variant", of: "CommandCallEvent" },
    { name: "voice_state", number: 44, kind: "message", mode: "variant", of: "VoiceStateEvent" },
    { name: "voice_signal", number: 45, kind: "message", mode: "variant", of: "VoiceSignalEvent" },
    { name: "call_update", number: 46, kind: "message", mode: "variant", of: "CallUpdateEvent" },
    { name: "backend_update", number: 47, kind: "message", mode: "variant", of: "BackendUpdateEvent" },
    { name: "server_update", number: 48, kind: "message", mode: "variant", of: "ServerUpdateEvent" },
    { name: "going_down", number: 49, kind: "message", mode: "variant", of: "GoingDownEvent" },
    { name: "thread_create", number: 50, kind: "message", mode: "variant", of: "ThreadCreateEvent" },
    { name: "user_update", number: 51, kind: "message", mode: "variant", of: "UserUpdateEvent" },
    { name: "report_update", number: 52, kind: "message", mode: "variant", of: "ReportUpdateEvent" },
    { name: "audit_entry", number: 53, kind: "message", mode: "variant", of: "AuditEntryEvent" },
    { name: "invite_update", number: 54, kind: "message", mode: "variant", of: "InviteUpdateEvent" },
    { name: "thread_join", number: 56, kind: "message", mode: "variant", of: "ThreadJoinEvent" },
    { name: "poll_vote", number: 58, kind: "message", mode: "variant", of: "PollVoteEvent" },
    { name: "thread_leave", number: 57, kind: "message", mode: "variant", of: "ThreadLeaveEvent" },
    { name: "automod_update", number: 55, kind: "message", mode: "variant", of: "AutomodUpdateEvent" },
    { name: "space_join", number: 70, kind: "message", mode: "variant", of: "SpaceJoinEvent" },
    { name: "space_leave", number: 71, kind: "message", mode: "variant", of: "SpaceLeaveEvent" },
    { name: "command_update", number: 72, kind: "message", mode: "variant", of: "CommandUpdateEvent" },
    { name: "command_end", number: 73, kind: "message", mode: "variant", of: "CommandEndEvent" },
  ],
  ReadyEvent: [
    { name: "session_id", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "resume_token", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "user", number: 3, kind: "message", mode: "plain", of: "User" },
    { name: "space", number: 4, kind: "message", mode: "plain", of: "Space" },
    { name: "rooms", number: 5, kind: "message", mode: "repeated", of: "Room" },
    { name: "members", number: 6, kind: "message", mode: "repeated", of: "Member" },
    { name: "roles", number: 7, kind: "message", mode: "repeated", of: "Role" },
    { name: "emojis", number: 8, kind: "message", mode: "repeated", of: "Emoji" },
    { name: "receipts", number: 9, kind: "message", mode: "repeated", of: "Receipt" },
    { name: "positions", number: 10, kind: "message", mode: "repeated", of: "Position" },
    { name: "resync", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "more", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "presences", number: 13, kind: "message", mode: "repeated", of: "Presence" },
    { name: "voice_states", number: 14, kind: "message", mode: "repeated", of: "VoiceState" },
    { name: "calls", number: 15, kind: "message", mode: "repeated", of: "Call" },
    { name: "settings", number: 16, kind: "message", mode: "plain", of: "Settings" },
    { name: "instance", number: 17, kind: "message", mode: "plain", of: "Instance" },
    { name: "commands", number: 18, kind: "message", mode: "repeated", of: "SlashCommand" },
    { name: "spaces", number: 30, kind: "message", mode: "repeated", of: "Space" },
  ],
  ResumedEvent: [
    { name: "presences", number: 1, kind: "message", mode: "repeated", of: "Presence" },
    { name: "voice_states", number: 2, kind: "message", mode: "repeated", of: "VoiceState" },
    { name: "calls", number: 10, kind: "message", mode: "repeated", of: "Call" },
    { name: "session_id", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "resume_token", number: 12, kind: "string", mode: "plain", of: "" },
  ],
  Ok: [
    { name: "message", number: 10, kind: "message", mode: "plain", of: "Message" },
    { name: "messages", number: 11, kind: "message", mode: "repeated", of: "Message" },
    { name: "room", number: 12, kind: "message", mode: "plain", of: "Room" },
    { name: "rooms", number: 13, kind: "message", mode: "repeated", of: "Room" },
    { name: "user", number: 14, kind: "message", mode: "plain", of: "User" },
    { name: "users", number: 15, kind: "message", mode: "repeated", of: "User" },
    { name: "member", number: 16, kind: "message", mode: "plain", of: "Member" },
    { name: "members", number: 17, kind: "message", mode: "repeated", of: "Member" },
    { name: "role", number: 18, kind: "message", mode: "plain", of: "Role" },
    { name: "roles", number: 19, kind: "message", mode: "repeated", of: "Role" },
    { name: "emoji", number: 20, kind: "message", mode: "plain", of: "Emoji" },
    { name: "emojis", number: 21, kind: "message", mode: "repeated", of: "Emoji" },
    { name: "receipt", number: 22, kind: "message", mode: "plain", of: "Receipt" },
    { name: "receipts", number: 23, kind: "message", mode: "repeated", of: "Receipt" },
    { name: "presences", number: 24, kind: "message", mode: "repeated", of: "Presence" },
    { name: "ban", number: 25, kind: "message", mode: "plain", of: "Ban" },
    { name: "bans", number: 26, kind: "message", mode: "repeated", of: "Ban" },
    { name: "invite", number: 27, kind: "message", mode: "plain", of: "Invite" },
    { name: "invites", number: 28, kind: "message", mode: "repeated", of: "Invite" },
    { name: "report", number: 29, kind: "message", mode: "plain", of: "Report" },
    { name: "reports", number: 30, kind: "message", mode: "repeated", of: "Report" },
    { name: "entries", number: 31, kind: "message", mode: "repeated", of: "AuditEntry" },
    { name: "webhook", number: 32, kind: "message", mode: "plain", of: "Webhook" },
    { name: "webhooks", number: 33, kind: "message", mode: "repeated", of: "Webhook" },
    { name: "poll", number: 34, kind: "message", mode: "plain", of: "Poll" },
    { name: "command", number: 35, kind: "message", mode: "plain", of: "SlashCommand" },
    { name: "commands", number: 36, kind: "message", mode: "repeated", of: "SlashCommand" },
    { name: "voice_state", number: 37, kind: "message", mode: "plain", of: "VoiceState" },
    { name: "voice_states", number: 38, kind: "message", mode: "repeated", of: "VoiceState" },
    { name: "call", number: 39, kind: "message", mode: "plain", of: "Call" },
    { name: "ice_servers", number: 40, kind: "message", mode: "repeated", of: "IceServer" },
    { name: "space", number: 41, kind: "message", mode: "plain", of: "Space" },
    { name: "spaces", number: 42, kind: "message", mode: "repeated", of: "Space" },
    { name: "rule", number: 43, kind: "message", mode: "plain", of: "AutomodRule" },
    { name: "rules", number: 44, kind: "message", mode: "repeated", of: "AutomodRule" },
    { name: "settings", number: 45, kind: "message", mode: "plain", of: "Settings" },
    { name: "attachment", number: 46, kind: "message", mode: "plain", of: "Attachment" },
    { name: "devices", number: 47, kind: "message", mode: "repeated", of: "PushDevice" },
    { name: "more", number: 48, kind: "bool", mode: "plain", of: "" },
    { name: "call_id", number: 49, kind: "fixed64", mode: "plain", of: "" },
    { name: "next_before", number: 50, kind: "fixed64", mode: "plain", of: "" },
    { name: "revisions", number: 51, kind: "message", mode: "repeated", of: "Revision" },
    { name: "decision", number: 52, kind: "message", mode: "plain", of: "Decision" },
    { name: "matches", number: 60, kind: "message", mode: "repeated", of: "AutomodMatch" },
    { name: "count", number: 61, kind: "uint32", mode: "plain", of: "" },
    { name: "deliveries", number: 63, kind: "message", mode: "repeated", of: "WebhookDelivery" },
    { name: "pings", number: 62, kind: "message", mode: "repeated", of: "Ping" },
    { name: "backends", number: 64, kind: "message", mode: "repeated", of: "Backend" },
    { name: "link", number: 65, kind: "message", mode: "plain", of: "BackendLink" },
    { name: "health", number: 66, kind: "message", mode: "plain", of: "InstanceHealth" },
    { name: "claim", number: 67, kind: "message", mode: "plain", of: "IdentityPhrase" },
    { name: "identities", number: 68, kind: "message", mode: "repeated", of: "User" },
  ],
  Error: [
    { name: "code", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "message", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "retry_after_ms", number: 3, kind: "uint32", mode: "plain", of: "" },
  ],
  HeartbeatRequest: [
  ],
  GoingDownEvent: [
    { name: "in_ms", number: 1, kind: "uint32", mode: "plain", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  User: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "handle", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "name", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "avatar", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "bot", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "backend", number: 12, kind: "string", mode: "plain", of: "" },
    { name: "remote_id", number: 13, kind: "string", mode: "plain", of: "" },
    { name: "bio", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "status_text", number: 15, kind: "string", mode: "plain", of: "" },
    { name: "created", number: 16, kind: "uint64", mode: "plain", of: "" },
    { name: "deleted", number: 17, kind: "uint64", mode: "plain", of: "" },
    { name: "fields", number: 18, kind: "message", mode: "repeated", of: "ProfileField" },
    { name: "banner", number: 19, kind: "string", mode: "plain", of: "" },
    { name: "color", number: 20, kind: "uint32", mode: "plain", of: "" },
    { name: "owner_id", number: 21, kind: "fixed64", mode: "plain", of: "" },
    { name: "email_verified", number: 22, kind: "bool", mode: "plain", of: "" },
    { name: "person_id", number: 23, kind: "fixed64", mode: "plain", of: "" },
  ],
  ProfileField: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "value", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  Presence: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "status", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "text", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "last_seen", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "fields", number: 12, kind: "message", mode: "repeated", of: "ProfileField" },
  ],
  Settings: [
    { name: "blocked_ids", number: 10, kind: "fixed64", mode: "repeated", of: "" },
    { name: "notifications", number: 11, kind: "message", mode: "repeated", of: "NotificationSetting" },
    { name: "quiet_hours", number: 12, kind: "message", mode: "plain", of: "QuietHours" },
    { name: "pings_cleared_id", number: 13, kind: "fixed64", mode: "plain", of: "" },
  ],
  NotificationSetting: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "level", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "muted_until", number: 10, kind: "uint64", mode: "plain", of: "" },
  ],
  QuietHours: [
    { name: "from_minute", number: 1, kind: "uint32", mode: "plain", of: "" },
    { name: "to_minute", number: 2, kind: "uint32", mode: "plain", of: "" },
    { name: "time_zone", number: 3, kind: "string", mode: "plain", of: "" },
  ],
  PushDevice: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "kind", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "name", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "created", number: 10, kind: "uint64", mode: "plain", of: "" },
    { name: "last_used", number: 11, kind: "uint64", mode: "plain", of: "" },
  ],
  ProfileUpdateRequest: [
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "bio", number: 11, kind: "string", mode: "optional", of: "" },
    { name: "avatar_id", number: 12, kind: "fixed64", mode: "optional", of: "" },
    { name: "status_text", number: 13, kind: "string", mode: "optional", of: "" },
    { name: "nickname", number: 14, kind: "string", mode: "optional", of: "" },
    { name: "color", number: 15, kind: "uint32", mode: "optional", of: "" },
    { name: "banner_id", number: 16, kind: "fixed64", mode: "optional", of: "" },
    { name: "fields", number: 17, kind: "message", mode: "repeated", of: "ProfileField" },
    { name: "cleared", number: 18, kind: "string", mode: "repeated", of: "" },
  ],
  PresenceSetRequest: [
    { name: "status", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "text", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "fields", number: 11, kind: "message", mode: "repeated", of: "ProfileField" },
    { name: "until", number: 12, kind: "uint64", mode: "plain", of: "" },
  ],
  SubscribePresenceRequest: [
    { name: "user_ids", number: 1, kind: "fixed64", mode: "repeated", of: "" },
  ],
  UserBlockRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  UserUnblockRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  NotificationSetRequest: [
    { name: "setting", number: 10, kind: "message", mode: "plain", of: "NotificationSetting" },
    { name: "quiet_hours", number: 11, kind: "message", mode: "plain", of: "QuietHours" },
    { name: "no_quiet_hours", number: 12, kind: "bool", mode: "plain", of: "" },
  ],
  PushSubscribeRequest: [
    { name: "kind", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "endpoint", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "p256dh", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "auth", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "name", number: 12, kind: "string", mode: "plain", of: "" },
  ],
  PushDevicesGetRequest: [
  ],
  PushUnsubscribeRequest: [
    { name: "device_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "endpoint", number: 11, kind: "string", mode: "plain", of: "" },
  ],
  PresenceUpdateEvent: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "status", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "text", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "last_seen", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "fields", number: 12, kind: "message", mode: "repeated", of: "ProfileField" },
  ],
  UserUpdateEvent: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 10, kind: "message", mode: "plain", of: "User" },
    { name: "settings", number: 11, kind: "message", mode: "plain", of: "Settings" },
    { name: "deleted", number: 12, kind: "bool", mode: "plain", of: "" },
  ],
  Message: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "channel_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "n", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "author", number: 11, kind: "message", mode: "plain", of: "User" },
    { name: "kind", number: 12, kind: "string", mode: "plain", of: "" },
    { name: "reply_to", number: 13, kind: "message", mode: "plain", of: "Quote" },
    { name: "forwarded_from", number: 14, kind: "message", mode: "plain", of: "Forward" },
    { name: "attachments", number: 15, kind: "message", mode: "repeated", of: "Attachment" },
    { name: "embeds", number: 16, kind: "message", mode: "repeated", of: "Embed" },
    { name: "mentions", number: 17, kind: "message", mode: "plain", of: "Mentions" },
    { name: "reactions", number: 18, kind: "message", mode: "repeated", of: "Reaction" },
    { name: "poll", number: 19, kind: "message", mode: "plain", of: "Poll" },
    { name: "thread", number: 20, kind: "message", mode: "plain", of: "Thread" },
    { name: "pinned", number: 21, kind: "bool", mode: "plain", of: "" },
    { name: "nonce", number: 22, kind: "string", mode: "plain", of: "" },
    { name: "created", number: 23, kind: "uint64", mode: "plain", of: "" },
    { name: "edited", number: 24, kind: "uint64", mode: "plain", of: "" },
    { name: "deleted", number: 25, kind: "uint64", mode: "plain", of: "" },
    { name: "call", number: 26, kind: "message", mode: "plain", of: "Call" },
    { name: "system", number: 27, kind: "message", mode: "plain", of: "SystemNote" },
    { name: "webhook_id", number: 28, kind: "fixed64", mode: "plain", of: "" },
    { name: "only_for", number: 29, kind: "fixed64", mode: "plain", of: "" },
    { name: "command_call_id", number: 30, kind: "fixed64", mode: "plain", of: "" },
    { name: "command_name", number: 31, kind: "string", mode: "plain", of: "" },
    { name: "command_user", number: 32, kind: "message", mode: "plain", of: "User" },
  ],
  Quote: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "author", number: 2, kind: "message", mode: "plain", of: "User" },
    { name: "text", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "deleted", number: 4, kind: "bool", mode: "plain", of: "" },
  ],
  Forward: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "author", number: 3, kind: "message", mode: "plain", of: "User" },
    { name: "created", number: 10, kind: "uint64", mode: "plain", of: "" },
    { name: "room_name", number: 11, kind: "string", mode: "plain", of: "" },
  ],
  Attachment: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "media_type", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "size", number: 4, kind: "uint64", mode: "plain", of: "" },
    { name: "url", number: 5, kind: "string", mode: "plain", of: "" },
    { name: "width", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "height", number: 11, kind: "uint32", mode: "plain", of: "" },
    { name: "duration_ms", number: 12, kind: "uint32", mode: "plain", of: "" },
    { name: "thumbnail_url", number: 13, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "spoiler", number: 15, kind: "bool", mode: "plain", of: "" },
  ],
  Embed: [
    { name: "kind", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "url", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "title", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "site_name", number: 12, kind: "string", mode: "plain", of: "" },
    { name: "author_name", number: 13, kind: "string", mode: "plain", of: "" },
    { name: "author_url", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "image_url", number: 15, kind: "string", mode: "plain", of: "" },
    { name: "image_width", number: 16, kind: "uint32", mode: "plain", of: "" },
    { name: "image_height", number: 17, kind: "uint32", mode: "plain", of: "" },
    { name: "thumbnail_url", number: 18, kind: "string", mode: "plain", of: "" },
    { name: "video_url", number: 19, kind: "string", mode: "plain", of: "" },
    { name: "color", number: 20, kind: "uint32", mode: "plain", of: "" },
    { name: "footer", number: 21, kind: "string", mode: "plain", of: "" },
    { name: "created", number: 22, kind: "uint64", mode: "plain", of: "" },
    { name: "fields", number: 23, kind: "message", mode: "repeated", of: "EmbedField" },
    { name: "link", number: 24, kind: "string", mode: "plain", of: "" },
  ],
  EmbedField: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "value", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "inline", number: 10, kind: "bool", mode: "plain", of: "" },
  ],
  Mentions: [
    { name: "users", number: 10, kind: "message", mode: "repeated", of: "User" },
    { name: "role_ids", number: 11, kind: "fixed64", mode: "repeated", of: "" },
    { name: "room_ids", number: 12, kind: "fixed64", mode: "repeated", of: "" },
    { name: "everyone", number: 13, kind: "bool", mode: "plain", of: "" },
  ],
  Reaction: [
    { name: "emoji", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "count", number: 2, kind: "uint32", mode: "plain", of: "" },
    { name: "me", number: 10, kind: "bool", mode: "optional", of: "" },
  ],
  SystemNote: [
    { name: "what", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "users", number: 10, kind: "message", mode: "repeated", of: "User" },
    { name: "text", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "message_id", number: 12, kind: "fixed64", mode: "plain", of: "" },
  ],
  MessageSendRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "nonce", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "reply_to", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "reply_ping", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "attachment_ids", number: 13, kind: "fixed64", mode: "repeated", of: "" },
    { name: "embeds", number: 14, kind: "message", mode: "repeated", of: "Embed" },
    { name: "no_previews", number: 15, kind: "bool", mode: "plain", of: "" },
  ],
  MessageEditRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  MessageDeleteRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  PreviewsRemoveRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  MessageForwardRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "nonce", number: 11, kind: "string", mode: "plain", of: "" },
  ],
  ReactionAddRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "emoji", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  ReactionRemoveRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "emoji", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "user_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  PinAddRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  PinRemoveRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  PinsGetRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "before", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 11, kind: "uint32", mode: "plain", of: "" },
  ],
  EditsGetRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "before", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "limit", number: 11, kind: "uint32", mode: "plain", of: "" },
  ],
  Revision: [
    { name: "number", number: 1, kind: "uint32", mode: "plain", of: "" },
    { name: "created", number: 2, kind: "uint64", mode: "plain", of: "" },
    { name: "content", number: 3, kind: "string", mode: "plain", of: "" },
  ],
  HistoryGetRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "before", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "after", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "around", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 13, kind: "uint32", mode: "plain", of: "" },
  ],
  SearchRequest: [
    { name: "query", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "author_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "before", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "after", number: 13, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 14, kind: "uint32", mode: "plain", of: "" },
    { name: "pinned", number: 15, kind: "bool", mode: "plain", of: "" },
    { name: "with_attachment", number: 16, kind: "bool", mode: "plain", of: "" },
    { name: "mentions_me", number: 17, kind: "bool", mode: "plain", of: "" },
  ],
  TypingStartRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  TypingStopRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  ReceiptMarkRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "kind", number: 3, kind: "string", mode: "plain", of: "" },
  ],
  MessagesDeleteRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_ids", number: 2, kind: "fixed64", mode: "repeated", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  MessageCreateEvent: [
    { name: "message", number: 1, kind: "message", mode: "plain", of: "Message" },
  ],
  MessageUpdateEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "edited", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "mentions", number: 12, kind: "message", mode: "plain", of: "Mentions" },
    { name: "attachments", number: 13, kind: "message", mode: "repeated", of: "Attachment" },
    { name: "embeds", number: 14, kind: "message", mode: "repeated", of: "Embed" },
    { name: "thread", number: 15, kind: "message", mode: "plain", of: "Thread" },
    { name: "call", number: 16, kind: "message", mode: "plain", of: "Call" },
    { name: "cleared", number: 17, kind: "string", mode: "repeated", of: "" },
  ],
  MessageDeleteEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 10, kind: "message", mode: "plain", of: "User" },
  ],
  ReactionAddEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 3, kind: "message", mode: "plain", of: "User" },
    { name: "emoji", number: 4, kind: "string", mode: "plain", of: "" },
  ],
  ReactionRemoveEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 3, kind: "message", mode: "plain", of: "User" },
    { name: "emoji", number: 4, kind: "string", mode: "plain", of: "" },
  ],
  PinUpdateEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "pinned", number: 3, kind: "bool", mode: "plain", of: "" },
    { name: "user", number: 10, kind: "message", mode: "plain", of: "User" },
  ],
  TypingStartEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 2, kind: "message", mode: "plain", of: "User" },
  ],
  TypingStopEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 2, kind: "message", mode: "plain", of: "User" },
  ],
  Receipt: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "read_id", number: 3, kind: "fixed64", mode: "plain", of: "" },
    { name: "read", number: 10, kind: "uint64", mode: "plain", of: "" },
    { name: "delivered_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "delivered", number: 12, kind: "uint64", mode: "plain", of: "" },
    { name: "unread", number: 13, kind: "uint32", mode: "plain", of: "" },
    { name: "mentions", number: 14, kind: "uint32", mode: "plain", of: "" },
    { name: "read_n", number: 15, kind: "uint32", mode: "plain", of: "" },
  ],
  ReceiptUpdateEvent: [
    { name: "receipt", number: 1, kind: "message", mode: "plain", of: "Receipt" },
  ],
  Room: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "kind", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "space_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "parent_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "position", number: 12, kind: "uint32", mode: "plain", of: "" },
    { name: "topic", number: 13, kind: "string", mode: "plain", of: "" },
    { name: "icon", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "slow_mode_ms", number: 15, kind: "uint32", mode: "plain", of: "" },
    { name: "archived", number: 16, kind: "bool", mode: "plain", of: "" },
    { name: "locked", number: 17, kind: "bool", mode: "plain", of: "" },
    { name: "overrides", number: 18, kind: "message", mode: "repeated", of: "Override" },
    { name: "tags", number: 19, kind: "string", mode: "repeated", of: "" },
    { name: "owner_id", number: 20, kind: "fixed64", mode: "plain", of: "" },
    { name: "members", number: 21, kind: "message", mode: "repeated", of: "User" },
    { name: "message_id", number: 22, kind: "fixed64", mode: "plain", of: "" },
    { name: "last_n", number: 23, kind: "uint32", mode: "plain", of: "" },
    { name: "last_message_id", number: 24, kind: "fixed64", mode: "plain", of: "" },
    { name: "last_activity", number: 25, kind: "uint64", mode: "plain", of: "" },
    { name: "message_count", number: 26, kind: "uint32", mode: "plain", of: "" },
    { name: "member_count", number: 27, kind: "uint32", mode: "plain", of: "" },
    { name: "user_limit", number: 28, kind: "uint32", mode: "plain", of: "" },
    { name: "retention_ms", number: 29, kind: "uint64", mode: "plain", of: "" },
    { name: "backend", number: 30, kind: "string", mode: "plain", of: "" },
    { name: "remote_id", number: 31, kind: "string", mode: "plain", of: "" },
    { name: "no_previews", number: 32, kind: "bool", mode: "plain", of: "" },
    { name: "created", number: 33, kind: "uint64", mode: "plain", of: "" },
    { name: "default_room", number: 34, kind: "bool", mode: "plain", of: "" },
    { name: "bitrate", number: 35, kind: "uint32", mode: "plain", of: "" },
    { name: "voice_states", number: 60, kind: "message", mode: "repeated", of: "VoiceState" },
    { name: "call", number: 61, kind: "message", mode: "plain", of: "Call" },
    { name: "archive_after_ms", number: 36, kind: "uint64", mode: "plain", of: "" },
    { name: "following", number: 37, kind: "bool", mode: "plain", of: "" },
  ],
  Thread: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "message_count", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "last_activity", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "archived", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "locked", number: 13, kind: "bool", mode: "plain", of: "" },
  ],
  Override: [
    { name: "role_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "allow", number: 12, kind: "string", mode: "repeated", of: "" },
    { name: "deny", number: 13, kind: "string", mode: "repeated", of: "" },
  ],
  RoomCreateRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "kind", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "parent_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "topic", number: 12, kind: "string", mode: "plain", of: "" },
    { name: "overrides", number: 13, kind: "message", mode: "repeated", of: "Override" },
    { name: "slow_mode_ms", number: 14, kind: "uint32", mode: "plain", of: "" },
    { name: "tags", number: 15, kind: "string", mode: "repeated", of: "" },
    { name: "user_limit", number: 16, kind: "uint32", mode: "plain", of: "" },
  ],
  RoomUpdateRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "topic", number: 11, kind: "string", mode: "optional", of: "" },
    { name: "slow_mode_ms", number: 12, kind: "uint32", mode: "optional", of: "" },
    { name: "archived", number: 13, kind: "bool", mode: "optional", of: "" },
    { name: "user_limit", number: 14, kind: "uint32", mode: "optional", of: "" },
    { name: "retention_ms", number: 15, kind: "uint64", mode: "optional", of: "" },
    { name: "no_previews", number: 16, kind: "bool", mode: "optional", of: "" },
    { name: "owner_id", number: 17, kind: "fixed64", mode: "optional", of: "" },
    { name: "icon_id", number: 18, kind: "fixed64", mode: "optional", of: "" },
    { name: "tags", number: 19, kind: "string", mode: "repeated", of: "" },
    { name: "cleared", number: 20, kind: "string", mode: "repeated", of: "" },
    { name: "bitrate", number: 21, kind: "uint32", mode: "optional", of: "" },
    { name: "archive_after_ms", number: 22, kind: "uint64", mode: "optional", of: "" },
  ],
  RoomDeleteRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  RoomMoveRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "position", number: 2, kind: "uint32", mode: "plain", of: "" },
    { name: "parent_id", number: 10, kind: "fixed64", mode: "optional", of: "" },
  ],
  ThreadCreateRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "message_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "tags", number: 12, kind: "string", mode: "repeated", of: "" },
    { name: "nonce", number: 13, kind: "string", mode: "plain", of: "" },
    { name: "attachment_ids", number: 14, kind: "fixed64", mode: "repeated", of: "" },
  ],
  ThreadUpdateRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "archived", number: 11, kind: "bool", mode: "optional", of: "" },
    { name: "locked", number: 12, kind: "bool", mode: "optional", of: "" },
    { name: "tags", number: 13, kind: "string", mode: "repeated", of: "" },
    { name: "cleared", number: 14, kind: "string", mode: "repeated", of: "" },
    { name: "slow_mode_ms", number: 15, kind: "uint32", mode: "optional", of: "" },
  ],
  ThreadsGetRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "archived", number: 10, kind: "bool", mode: "plain", of: "" },
    { name: "tag", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "before", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 13, kind: "uint32", mode: "plain", of: "" },
  ],
  DialogOpenRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  GroupCreateRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "user_ids", number: 2, kind: "fixed64", mode: "repeated", of: "" },
  ],
  MemberAddRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
  ],
  MemberRemoveRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
  ],
  RoomCreateEvent: [
    { name: "room", number: 1, kind: "message", mode: "plain", of: "Room" },
    { name: "head", number: 10, kind: "uint64", mode: "plain", of: "" },
  ],
  RoomUpdateEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "topic", number: 11, kind: "string", mode: "optional", of: "" },
    { name: "slow_mode_ms", number: 12, kind: "uint32", mode: "optional", of: "" },
    { name: "archived", number: 13, kind: "bool", mode: "optional", of: "" },
    { name: "user_limit", number: 14, kind: "uint32", mode: "optional", of: "" },
    { name: "retention_ms", number: 15, kind: "uint64", mode: "optional", of: "" },
    { name: "no_previews", number: 16, kind: "bool", mode: "optional", of: "" },
    { name: "owner_id", number: 17, kind: "fixed64", mode: "optional", of: "" },
    { name: "icon", number: 18, kind: "string", mode: "optional", of: "" },
    { name: "tags", number: 19, kind: "string", mode: "repeated", of: "" },
    { name: "cleared", number: 20, kind: "string", mode: "repeated", of: "" },
    { name: "bitrate", number: 21, kind: "uint32", mode: "optional", of: "" },
    { name: "archive_after_ms", number: 22, kind: "uint64", mode: "optional", of: "" },
    { name: "parent_id", number: 23, kind: "fixed64", mode: "optional", of: "" },
    { name: "position", number: 24, kind: "uint32", mode: "optional", of: "" },
    { name: "overrides", number: 25, kind: "message", mode: "repeated", of: "Override" },
    { name: "default_room", number: 26, kind: "bool", mode: "optional", of: "" },
    { name: "backend", number: 27, kind: "string", mode: "optional", of: "" },
  ],
  RoomDeleteEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  ThreadCreateEvent: [
    { name: "room", number: 1, kind: "message", mode: "plain", of: "Room" },
  ],
  ThreadJoinEvent: [
    { name: "room", number: 1, kind: "message", mode: "plain", of: "Room" },
    { name: "user", number: 2, kind: "message", mode: "plain", of: "User" },
  ],
  ThreadLeaveEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "parent_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "user", number: 3, kind: "message", mode: "plain", of: "User" },
    { name: "member_count", number: 10, kind: "uint32", mode: "plain", of: "" },
  ],
  ThreadUpdateEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "parent_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "archived", number: 11, kind: "bool", mode: "optional", of: "" },
    { name: "locked", number: 12, kind: "bool", mode: "optional", of: "" },
    { name: "tags", number: 13, kind: "string", mode: "repeated", of: "" },
    { name: "cleared", number: 14, kind: "string", mode: "repeated", of: "" },
    { name: "slow_mode_ms", number: 15, kind: "uint32", mode: "optional", of: "" },
    { name: "message_count", number: 16, kind: "uint32", mode: "optional", of: "" },
    { name: "last_activity", number: 17, kind: "uint64", mode: "optional", of: "" },
    { name: "deleted", number: 18, kind: "bool", mode: "plain", of: "" },
  ],
  Space: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "slug", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "name", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "icon", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "owner_id", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "staff_stream_id", number: 13, kind: "fixed64", mode: "plain", of: "" },
    { name: "member_count", number: 14, kind: "uint32", mode: "plain", of: "" },
    { name: "default_room_id", number: 15, kind: "fixed64", mode: "plain", of: "" },
    { name: "locked_down", number: 16, kind: "bool", mode: "plain", of: "" },
    { name: "retention_ms", number: 17, kind: "uint64", mode: "plain", of: "" },
    { name: "created", number: 18, kind: "uint64", mode: "plain", of: "" },
    { name: "legal_hold", number: 19, kind: "bool", mode: "plain", of: "" },
  ],
  Instance: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "registration", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "push_key", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "max_upload", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "max_content", number: 12, kind: "uint32", mode: "plain", of: "" },
  ],
  Member: [
    { name: "user", number: 1, kind: "message", mode: "plain", of: "User" },
    { name: "role_ids", number: 2, kind: "fixed64", mode: "repeated", of: "" },
    { name: "nickname", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "joined", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "timeout_until", number: 12, kind: "uint64", mode: "plain", of: "" },
  ],
  Role: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "position", number: 3, kind: "uint32", mode: "plain", of: "" },
    { name: "permissions", number: 4, kind: "string", mode: "repeated", of: "" },
    { name: "color", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "hoisted", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "mentionable", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "self_assignable", number: 13, kind: "bool", mode: "plain", of: "" },
    { name: "category", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "icon", number: 15, kind: "string", mode: "plain", of: "" },
    { name: "exclusive", number: 16, kind: "bool", mode: "plain", of: "" },
  ],
  Emoji: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "url", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "media_type", number: 4, kind: "string", mode: "plain", of: "" },
    { name: "width", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "height", number: 11, kind: "uint32", mode: "plain", of: "" },
    { name: "animated", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "room_ids", number: 13, kind: "fixed64", mode: "repeated", of: "" },
    { name: "creator", number: 14, kind: "message", mode: "plain", of: "User" },
    { name: "created", number: 15, kind: "uint64", mode: "plain", of: "" },
  ],
  SpaceCreateRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "slug", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  SpaceUpdateRequest: [
    { name: "space_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 11, kind: "string", mode: "optional", of: "" },
    { name: "description", number: 12, kind: "string", mode: "optional", of: "" },
    { name: "icon_id", number: 13, kind: "fixed64", mode: "optional", of: "" },
    { name: "locked_down", number: 14, kind: "bool", mode: "optional", of: "" },
    { name: "default_room_id", number: 15, kind: "fixed64", mode: "optional", of: "" },
    { name: "retention_ms", number: 16, kind: "uint64", mode: "optional", of: "" },
    { name: "owner_id", number: 17, kind: "fixed64", mode: "optional", of: "" },
    { name: "legal_hold", number: 18, kind: "bool", mode: "optional", of: "" },
    { name: "slug", number: 19, kind: "string", mode: "optional", of: "" },
  ],
  SpaceLeaveRequest: [
    { name: "space_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  SpacesGetRequest: [
  ],
  MemberUpdateRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "nickname", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  MembersGetRequest: [
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "space_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "after", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 13, kind: "uint32", mode: "plain", of: "" },
    { name: "prefix", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "role_id", number: 15, kind: "fixed64", mode: "plain", of: "" },
  ],
  RoleCreateRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "permissions", number: 10, kind: "string", mode: "repeated", of: "" },
    { name: "color", number: 11, kind: "uint32", mode: "plain", of: "" },
    { name: "hoisted", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "mentionable", number: 13, kind: "bool", mode: "plain", of: "" },
    { name: "self_assignable", number: 14, kind: "bool", mode: "plain", of: "" },
    { name: "category", number: 15, kind: "string", mode: "plain", of: "" },
    { name: "exclusive", number: 16, kind: "bool", mode: "plain", of: "" },
  ],
  RoleUpdateRequest: [
    { name: "role_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "permissions", number: 11, kind: "string", mode: "repeated", of: "" },
    { name: "color", number: 12, kind: "uint32", mode: "optional", of: "" },
    { name: "hoisted", number: 13, kind: "bool", mode: "optional", of: "" },
    { name: "mentionable", number: 14, kind: "bool", mode: "optional", of: "" },
    { name: "self_assignable", number: 15, kind: "bool", mode: "optional", of: "" },
    { name: "category", number: 16, kind: "string", mode: "optional", of: "" },
    { name: "cleared", number: 17, kind: "string", mode: "repeated", of: "" },
    { name: "icon_id", number: 18, kind: "fixed64", mode: "optional", of: "" },
    { name: "exclusive", number: 19, kind: "bool", mode: "optional", of: "" },
  ],
  RoleDeleteRequest: [
    { name: "role_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  RoleMoveRequest: [
    { name: "role_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "position", number: 2, kind: "uint32", mode: "plain", of: "" },
  ],
  RoleAssignRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "role_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
  ],
  RoleUnassignRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "role_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
  ],
  PermissionOverrideSetRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "role_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "allow", number: 12, kind: "string", mode: "repeated", of: "" },
    { name: "deny", number: 13, kind: "string", mode: "repeated", of: "" },
  ],
  EmojiCreateRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "image", number: 10, kind: "bytes", mode: "plain", of: "" },
    { name: "attachment_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_ids", number: 12, kind: "fixed64", mode: "repeated", of: "" },
  ],
  EmojiUpdateRequest: [
    { name: "emoji_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "room_ids", number: 11, kind: "fixed64", mode: "repeated", of: "" },
    { name: "cleared", number: 12, kind: "string", mode: "repeated", of: "" },
  ],
  EmojiDeleteRequest: [
    { name: "emoji_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  MemberJoinEvent: [
    { name: "member", number: 1, kind: "message", mode: "plain", of: "Member" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  MemberUpdateEvent: [
    { name: "member", number: 1, kind: "message", mode: "plain", of: "Member" },
  ],
  MemberLeaveEvent: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "reason", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  RoleCreateEvent: [
    { name: "role", number: 1, kind: "message", mode: "plain", of: "Role" },
  ],
  RoleUpdateEvent: [
    { name: "role", number: 1, kind: "message", mode: "plain", of: "Role" },
  ],
  RoleDeleteEvent: [
    { name: "role_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  EmojiCreateEvent: [
    { name: "emoji", number: 1, kind: "message", mode: "plain", of: "Emoji" },
  ],
  EmojiUpdateEvent: [
    { name: "emoji", number: 1, kind: "message", mode: "plain", of: "Emoji" },
  ],
  EmojiDeleteEvent: [
    { name: "emoji_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  SpaceJoinEvent: [
    { name: "space", number: 1, kind: "message", mode: "plain", of: "Space" },
  ],
  SpaceLeaveEvent: [
    { name: "space_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  ServerUpdateEvent: [
    { name: "space", number: 10, kind: "message", mode: "plain", of: "Space" },
    { name: "instance", number: 11, kind: "message", mode: "plain", of: "Instance" },
  ],
  Ban: [
    { name: "user", number: 1, kind: "message", mode: "plain", of: "User" },
    { name: "reason", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "moderator", number: 10, kind: "message", mode: "plain", of: "User" },
    { name: "created", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "until", number: 12, kind: "uint64", mode: "plain", of: "" },
  ],
  Invite: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "code", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "uses", number: 3, kind: "uint32", mode: "plain", of: "" },
    { name: "max_uses", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "expires", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "role_ids", number: 12, kind: "fixed64", mode: "repeated", of: "" },
    { name: "creator", number: 13, kind: "message", mode: "plain", of: "User" },
    { name: "created", number: 14, kind: "uint64", mode: "plain", of: "" },
    { name: "room_id", number: 15, kind: "fixed64", mode: "plain", of: "" },
  ],
  Report: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "state", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "reason", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "reporter", number: 10, kind: "message", mode: "plain", of: "User" },
    { name: "user", number: 11, kind: "message", mode: "plain", of: "User" },
    { name: "message", number: 12, kind: "message", mode: "plain", of: "Message" },
    { name: "created", number: 13, kind: "uint64", mode: "plain", of: "" },
    { name: "closed", number: 14, kind: "uint64", mode: "plain", of: "" },
    { name: "moderator", number: 15, kind: "message", mode: "plain", of: "User" },
    { name: "note", number: 16, kind: "string", mode: "plain", of: "" },
    { name: "message_id", number: 17, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 18, kind: "fixed64", mode: "plain", of: "" },
    { name: "rule_id", number: 19, kind: "fixed64", mode: "plain", of: "" },
  ],
  PermissionExplainRequest: [
    { name: "permission", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
  ],
  Decision: [
    { name: "allowed", number: 1, kind: "bool", mode: "plain", of: "" },
    { name: "because", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  AuditEntry: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "action", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "created", number: 3, kind: "uint64", mode: "plain", of: "" },
    { name: "actor", number: 10, kind: "message", mode: "plain", of: "User" },
    { name: "target_kind", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "target_id", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "changes", number: 13, kind: "message", mode: "repeated", of: "AuditChange" },
    { name: "reason", number: 14, kind: "string", mode: "plain", of: "" },
  ],
  AuditChange: [
    { name: "field", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "before", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "after", number: 3, kind: "string", mode: "plain", of: "" },
  ],
  AutomodRule: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "enabled", number: 3, kind: "bool", mode: "plain", of: "" },
    { name: "action", number: 4, kind: "string", mode: "plain", of: "" },
    { name: "words", number: 10, kind: "string", mode: "repeated", of: "" },
    { name: "links", number: 11, kind: "string", mode: "repeated", of: "" },
    { name: "allowed_links", number: 12, kind: "string", mode: "repeated", of: "" },
    { name: "dry_run", number: 13, kind: "bool", mode: "plain", of: "" },
    { name: "timeout_ms", number: 14, kind: "uint32", mode: "plain", of: "" },
    { name: "room_ids", number: 15, kind: "fixed64", mode: "repeated", of: "" },
    { name: "exempt_role_ids", number: 16, kind: "fixed64", mode: "repeated", of: "" },
    { name: "max_mentions", number: 17, kind: "uint32", mode: "plain", of: "" },
    { name: "exempt_room_ids", number: 18, kind: "fixed64", mode: "repeated", of: "" },
    { name: "names", number: 19, kind: "bool", mode: "plain", of: "" },
  ],
  AutomodMatch: [
    { name: "rule_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "rule", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "action", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "matched", number: 4, kind: "string", mode: "plain", of: "" },
    { name: "message_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  RetentionCountRequest: [
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "retention_ms", number: 11, kind: "uint64", mode: "plain", of: "" },
  ],
  Ping: [
    { name: "message", number: 1, kind: "message", mode: "plain", of: "Message" },
    { name: "unread", number: 2, kind: "bool", mode: "plain", of: "" },
  ],
  PingsGetRequest: [
    { name: "before", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 11, kind: "uint32", mode: "plain", of: "" },
    { name: "unread_only", number: 12, kind: "bool", mode: "plain", of: "" },
  ],
  PingsClearRequest: [
    { name: "up_to_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  AutomodTestRequest: [
    { name: "rule", number: 10, kind: "message", mode: "plain", of: "AutomodRule" },
    { name: "content", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 13, kind: "uint32", mode: "plain", of: "" },
  ],
  BanAddRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "until", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "delete_messages_ms", number: 12, kind: "uint64", mode: "plain", of: "" },
  ],
  BanRemoveRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  BansGetRequest: [
    { name: "after", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 11, kind: "uint32", mode: "plain", of: "" },
  ],
  TimeoutSetRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "until", number: 2, kind: "uint64", mode: "plain", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  KickRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "reason", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  InviteCreateRequest: [
    { name: "max_uses", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "expires", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "role_ids", number: 12, kind: "fixed64", mode: "repeated", of: "" },
    { name: "room_id", number: 13, kind: "fixed64", mode: "plain", of: "" },
  ],
  InviteUseRequest: [
    { name: "code", number: 1, kind: "string", mode: "plain", of: "" },
  ],
  InviteDeleteRequest: [
    { name: "invite_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  InvitesGetRequest: [
    { name: "before", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 11, kind: "uint32", mode: "plain", of: "" },
  ],
  ReportCreateRequest: [
    { name: "reason", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "message_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
  ],
  ReportResolveRequest: [
    { name: "report_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "state", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "note", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  ReportsGetRequest: [
    { name: "state", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "before", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 12, kind: "uint32", mode: "plain", of: "" },
  ],
  AuditGetRequest: [
    { name: "before", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 11, kind: "uint32", mode: "plain", of: "" },
    { name: "user_id", number: 12, kind: "fixed64", mode: "plain", of: "" },
    { name: "action", number: 13, kind: "string", mode: "plain", of: "" },
  ],
  AutomodSetRequest: [
    { name: "rule", number: 10, kind: "message", mode: "plain", of: "AutomodRule" },
    { name: "remove_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
  ],
  BanUpdateEvent: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "banned", number: 2, kind: "bool", mode: "plain", of: "" },
  ],
  ReportUpdateEvent: [
    { name: "report_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "state", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  AuditEntryEvent: [
    { name: "entry_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  InviteUpdateEvent: [
    { name: "invite_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "deleted", number: 10, kind: "bool", mode: "plain", of: "" },
  ],
  AutomodUpdateEvent: [
    { name: "rule_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "deleted", number: 10, kind: "bool", mode: "plain", of: "" },
  ],
  BackendUpdateEvent: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "state", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "text", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "since", number: 11, kind: "uint64", mode: "plain", of: "" },
  ],
  Backend: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "state", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "since", number: 3, kind: "uint64", mode: "plain", of: "" },
    { name: "text", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "memory", number: 11, kind: "uint64", mode: "plain", of: "" },
    { name: "portals", number: 12, kind: "uint32", mode: "plain", of: "" },
    { name: "links", number: 13, kind: "message", mode: "repeated", of: "BackendLink" },
    { name: "asked", number: 14, kind: "message", mode: "repeated", of: "BackendRoom" },
  ],
  BackendRoom: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "text", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  BackendLink: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "remote_id", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "sendable", number: 10, kind: "bool", mode: "plain", of: "" },
    { name: "portal", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "text", number: 12, kind: "string", mode: "plain", of: "" },
  ],
  BackendsGetRequest: [
  ],
  BackendLinkRequest: [
    { name: "backend", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 3, kind: "string", mode: "plain", of: "" },
  ],
  BackendUnlinkRequest: [
    { name: "backend", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
  ],
  BackendRoomCreateRequest: [
    { name: "backend", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "parent_id", number: 3, kind: "fixed64", mode: "plain", of: "" },
  ],
  IdentitiesGetRequest: [
  ],
  IdentityClaimRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  IdentityPhrase: [
    { name: "text", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "expires", number: 2, kind: "uint64", mode: "plain", of: "" },
  ],
  IdentityReleaseRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  BackendRestartRequest: [
    { name: "backend", number: 1, kind: "string", mode: "plain", of: "" },
  ],
  InstanceHealthGetRequest: [
  ],
  InstanceHealth: [
    { name: "software", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "uptime", number: 2, kind: "uint64", mode: "plain", of: "" },
    { name: "memory", number: 3, kind: "uint64", mode: "plain", of: "" },
    { name: "database", number: 10, kind: "uint64", mode: "plain", of: "" },
    { name: "files", number: 11, kind: "uint32", mode: "plain", of: "" },
    { name: "file_bytes", number: 12, kind: "uint64", mode: "plain", of: "" },
    { name: "disk_free", number: 13, kind: "uint64", mode: "plain", of: "" },
    { name: "disk_total", number: 14, kind: "uint64", mode: "plain", of: "" },
    { name: "wires", number: 15, kind: "message", mode: "repeated", of: "WireHealth" },
    { name: "queues", number: 16, kind: "message", mode: "repeated", of: "QueueHealth" },
    { name: "backends", number: 17, kind: "message", mode: "repeated", of: "Backend" },
  ],
  WireHealth: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "connections", number: 2, kind: "uint32", mode: "plain", of: "" },
  ],
  QueueHealth: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "waiting", number: 2, kind: "uint32", mode: "plain", of: "" },
    { name: "dead", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "oldest", number: 11, kind: "uint64", mode: "plain", of: "" },
  ],
  Poll: [
    { name: "question", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "options", number: 2, kind: "message", mode: "repeated", of: "PollOption" },
    { name: "voters", number: 3, kind: "uint32", mode: "plain", of: "" },
    { name: "multiple", number: 10, kind: "bool", mode: "plain", of: "" },
    { name: "anonymous", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "ends", number: 12, kind: "uint64", mode: "plain", of: "" },
    { name: "ended", number: 13, kind: "uint64", mode: "plain", of: "" },
  ],
  PollOption: [
    { name: "id", number: 1, kind: "uint32", mode: "plain", of: "" },
    { name: "text", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "votes", number: 3, kind: "uint32", mode: "plain", of: "" },
    { name: "voter_ids", number: 10, kind: "fixed64", mode: "repeated", of: "" },
    { name: "me", number: 11, kind: "bool", mode: "optional", of: "" },
  ],
  PollCreateRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "question", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "options", number: 3, kind: "string", mode: "repeated", of: "" },
    { name: "multiple", number: 10, kind: "bool", mode: "plain", of: "" },
    { name: "anonymous", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "ends", number: 12, kind: "uint64", mode: "plain", of: "" },
    { name: "nonce", number: 13, kind: "string", mode: "plain", of: "" },
  ],
  PollVoteRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "option_ids", number: 2, kind: "uint32", mode: "repeated", of: "" },
  ],
  PollEndRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  PollUpdateEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "poll", number: 3, kind: "message", mode: "plain", of: "Poll" },
  ],
  PollVoteEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "message_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "option_ids", number: 10, kind: "uint32", mode: "repeated", of: "" },
  ],
  PollGetRequest: [
    { name: "message_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "option_id", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "after", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 12, kind: "uint32", mode: "plain", of: "" },
  ],
  Webhook: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "kind", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "avatar", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "url", number: 12, kind: "string", mode: "plain", of: "" },
    { name: "events", number: 13, kind: "string", mode: "repeated", of: "" },
    { name: "secret", number: 14, kind: "string", mode: "plain", of: "" },
    { name: "disabled", number: 15, kind: "bool", mode: "plain", of: "" },
    { name: "failures", number: 16, kind: "uint32", mode: "plain", of: "" },
    { name: "creator", number: 17, kind: "message", mode: "plain", of: "User" },
    { name: "created", number: 18, kind: "uint64", mode: "plain", of: "" },
    { name: "last_used", number: 19, kind: "uint64", mode: "plain", of: "" },
  ],
  SlashCommand: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "options", number: 10, kind: "message", mode: "repeated", of: "CommandOption" },
    { name: "permission", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "bot", number: 12, kind: "message", mode: "plain", of: "User" },
    { name: "room_ids", number: 13, kind: "fixed64", mode: "repeated", of: "" },
  ],
  CommandOption: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "kind", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "required", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "choices", number: 12, kind: "message", mode: "repeated", of: "CommandChoice" },
    { name: "min", number: 13, kind: "string", mode: "plain", of: "" },
    { name: "max", number: 14, kind: "string", mode: "plain", of: "" },
  ],
  CommandChoice: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "value", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  CommandArgument: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "value", number: 2, kind: "string", mode: "plain", of: "" },
  ],
  WebhookCreateRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "kind", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "url", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "events", number: 12, kind: "string", mode: "repeated", of: "" },
    { name: "avatar_id", number: 13, kind: "fixed64", mode: "plain", of: "" },
  ],
  WebhookUpdateRequest: [
    { name: "webhook_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 10, kind: "string", mode: "optional", of: "" },
    { name: "room_id", number: 11, kind: "fixed64", mode: "optional", of: "" },
    { name: "url", number: 12, kind: "string", mode: "optional", of: "" },
    { name: "events", number: 13, kind: "string", mode: "repeated", of: "" },
    { name: "avatar_id", number: 14, kind: "fixed64", mode: "optional", of: "" },
    { name: "disabled", number: 15, kind: "bool", mode: "optional", of: "" },
    { name: "cleared", number: 16, kind: "string", mode: "repeated", of: "" },
  ],
  WebhookDeleteRequest: [
    { name: "webhook_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  WebhookRotateRequest: [
    { name: "webhook_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  WebhooksGetRequest: [
    { name: "room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
    { name: "after", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 12, kind: "uint32", mode: "plain", of: "" },
  ],
  WebhookDelivery: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "stream", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "seq", number: 3, kind: "uint64", mode: "plain", of: "" },
    { name: "attempts", number: 10, kind: "uint32", mode: "plain", of: "" },
    { name: "failure", number: 11, kind: "string", mode: "plain", of: "" },
  ],
  WebhookDeliveriesGetRequest: [
    { name: "webhook_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "after", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "limit", number: 12, kind: "uint32", mode: "plain", of: "" },
  ],
  WebhookRetryRequest: [
    { name: "webhook_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "delivery_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  CommandRegisterRequest: [
    { name: "name", number: 1, kind: "string", mode: "plain", of: "" },
    { name: "description", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "options", number: 10, kind: "message", mode: "repeated", of: "CommandOption" },
    { name: "permission", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "room_ids", number: 12, kind: "fixed64", mode: "repeated", of: "" },
  ],
  CommandUnregisterRequest: [
    { name: "command_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  CommandCallRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "arguments", number: 10, kind: "message", mode: "repeated", of: "CommandArgument" },
    { name: "command_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
    { name: "nonce", number: 12, kind: "string", mode: "plain", of: "" },
  ],
  CommandAnswerRequest: [
    { name: "call_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "content", number: 2, kind: "string", mode: "plain", of: "" },
    { name: "only_caller", number: 10, kind: "bool", mode: "plain", of: "" },
    { name: "embeds", number: 11, kind: "message", mode: "repeated", of: "Embed" },
    { name: "attachment_ids", number: 12, kind: "fixed64", mode: "repeated", of: "" },
  ],
  WebhookUpdateEvent: [
    { name: "webhook_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "deleted", number: 10, kind: "bool", mode: "plain", of: "" },
  ],
  CommandCallEvent: [
    { name: "call_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "user", number: 4, kind: "message", mode: "plain", of: "User" },
    { name: "arguments", number: 5, kind: "message", mode: "repeated", of: "CommandArgument" },
    { name: "deadline", number: 10, kind: "uint64", mode: "plain", of: "" },
    { name: "command_id", number: 11, kind: "fixed64", mode: "plain", of: "" },
  ],
  CommandUpdateEvent: [
    { name: "command_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "command", number: 10, kind: "message", mode: "plain", of: "SlashCommand" },
  ],
  CommandEndEvent: [
    { name: "call_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "name", number: 3, kind: "string", mode: "plain", of: "" },
  ],
  VoiceState: [
    { name: "user", number: 1, kind: "message", mode: "plain", of: "User" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "session_id", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "self_muted", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "self_deafened", number: 12, kind: "bool", mode: "plain", of: "" },
    { name: "muted", number: 13, kind: "bool", mode: "plain", of: "" },
    { name: "deafened", number: 14, kind: "bool", mode: "plain", of: "" },
    { name: "streaming", number: 15, kind: "bool", mode: "plain", of: "" },
    { name: "camera", number: 16, kind: "bool", mode: "plain", of: "" },
    { name: "joined", number: 17, kind: "uint64", mode: "plain", of: "" },
  ],
  Call: [
    { name: "id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "state", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "caller", number: 10, kind: "message", mode: "plain", of: "User" },
    { name: "video", number: 11, kind: "bool", mode: "plain", of: "" },
    { name: "participants", number: 12, kind: "message", mode: "repeated", of: "User" },
    { name: "started", number: 13, kind: "uint64", mode: "plain", of: "" },
    { name: "answered", number: 14, kind: "uint64", mode: "plain", of: "" },
    { name: "ended", number: 15, kind: "uint64", mode: "plain", of: "" },
    { name: "duration_ms", number: 16, kind: "uint32", mode: "plain", of: "" },
    { name: "message_id", number: 17, kind: "fixed64", mode: "plain", of: "" },
    { name: "declined_ids", number: 18, kind: "fixed64", mode: "repeated", of: "" },
  ],
  IceServer: [
    { name: "urls", number: 1, kind: "string", mode: "repeated", of: "" },
    { name: "username", number: 10, kind: "string", mode: "plain", of: "" },
    { name: "credential", number: 11, kind: "string", mode: "plain", of: "" },
    { name: "expires", number: 12, kind: "uint64", mode: "plain", of: "" },
  ],
  VoiceJoinRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "self_muted", number: 10, kind: "bool", mode: "plain", of: "" },
    { name: "self_deafened", number: 11, kind: "bool", mode: "plain", of: "" },
  ],
  VoiceLeaveRequest: [
  ],
  VoiceUpdateRequest: [
    { name: "self_muted", number: 10, kind: "bool", mode: "optional", of: "" },
    { name: "self_deafened", number: 11, kind: "bool", mode: "optional", of: "" },
    { name: "streaming", number: 12, kind: "bool", mode: "optional", of: "" },
    { name: "camera", number: 13, kind: "bool", mode: "optional", of: "" },
  ],
  VoiceMoveRequest: [
    { name: "user_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "room_id", number: 10, kind: "fixed64", mode: "optional", of: "" },
    { name: "muted", number: 11, kind: "bool", mode: "optional", of: "" },
    { name: "deafened", number: 12, kind: "bool", mode: "optional", of: "" },
  ],
  VoiceSignalRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "kind", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "data", number: 4, kind: "string", mode: "plain", of: "" },
    { name: "session_id", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  CallStartRequest: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "video", number: 10, kind: "bool", mode: "plain", of: "" },
  ],
  CallAcceptRequest: [
    { name: "call_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  CallDeclineRequest: [
    { name: "call_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  CallEndRequest: [
    { name: "call_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
  ],
  VoiceStateEvent: [
    { name: "state", number: 1, kind: "message", mode: "plain", of: "VoiceState" },
    { name: "left_room_id", number: 10, kind: "fixed64", mode: "plain", of: "" },
  ],
  VoiceSignalEvent: [
    { name: "room_id", number: 1, kind: "fixed64", mode: "plain", of: "" },
    { name: "user_id", number: 2, kind: "fixed64", mode: "plain", of: "" },
    { name: "kind", number: 3, kind: "string", mode: "plain", of: "" },
    { name: "data", number: 4, kind: "string", mode: "plain", of: "" },
    { name: "session_id", number: 10, kind: "string", mode: "plain", of: "" },
  ],
  CallUpdateEvent: [
    { name: "call", number: 1, kind: "message", mode: "plain", of: "Call" },
  ],
};
