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

import { keepText, textOf } from "../written.ts";

// A writer gives a message's fields without the braces. Where the first field is always written there
// is no comma before it; where it may be missing there is one before each.

export function writeGatewayHandshake(m: GatewayHandshake): string {
  let t = "";
  t += '"version":' + JSON.stringify(m.version);
  if (m.capabilities.length > 0) t += ',"capabilities":[' + m.capabilities.map((one) => JSON.stringify(one)).join() + "]";
  if (m.protocol_version) t += ',"protocol_version":' + JSON.stringify(m.protocol_version);
  if (m.server) t += ',"server":' + JSON.stringify(m.server);
  return t;
}

export function writeGatewayIdentify(m: GatewayIdentify): string {
  let t = "";
  t += '"token":' + JSON.stringify(m.token);
  t += ',"client_type":' + m.client_type;
  t += ',"client_agent":' + JSON.stringify(m.client_agent);
  if (m.resume !== undefined) t += ',"resume":' + "{" + writeResume(m.resume) + "}";
  return t;
}

export function writeResume(m: Resume): string {
  let t = "";
  t += '"resume_token":' + JSON.stringify(m.resume_token);
  t += ',"positions":[' + m.positions.map((one) => "{" + writePosition(one) + "}").join() + "]";
  return t;
}

export function writePosition(m: Position): string {
  let t = "";
  t += '"stream":' + m.stream;
  t += ',"seq":' + m.seq;
  return t;
}

export function writeGatewayClientEvent(m: GatewayClientEvent): string {
  let t = "";
  if (m.request_id) t += ',"request_id":' + m.request_id;
  const e = m.event;
  switch (e?.$case) {
    case "message": return t + ',"event":{"type":"message","message":' + JSON.stringify(e.value) + "}";
    case "message_send": return t + ',"event":{"type":"message_send",' + writeMessageSendRequest(e.value) + "}";
    case "message_edit": return t + ',"event":{"type":"message_edit",' + writeMessageEditRequest(e.value) + "}";
    case "message_delete": return t + ',"event":{"type":"message_delete",' + writeMessageDeleteRequest(e.value) + "}";
    case "message_forward": return t + ',"event":{"type":"message_forward",' + writeMessageForwardRequest(e.value) + "}";
    case "reaction_add": return t + ',"event":{"type":"reaction_add",' + writeReactionAddRequest(e.value) + "}";
    case "reaction_remove": return t + ',"event":{"type":"reaction_remove",' + writeReactionRemoveRequest(e.value) + "}";
    case "pin_add": return t + ',"event":{"type":"pin_add",' + writePinAddRequest(e.value) + "}";
    case "pin_remove": return t + ',"event":{"type":"pin_remove",' + writePinRemoveRequest(e.value) + "}";
    case "history_get": return t + ',"event":{"type":"history_get",' + writeHistoryGetRequest(e.value) + "}";
    case "search": return t + ',"event":{"type":"search",' + writeSearchRequest(e.value) + "}";
    case "typing_start": return t + ',"event":{"type":"typing_start",' + writeTypingStartRequest(e.value) + "}";
    case "typing_stop": return t + ',"event":{"type":"typing_stop",' + writeTypingStopRequest(e.value) + "}";
    case "receipt_mark": return t + ',"event":{"type":"receipt_mark",' + writeReceiptMarkRequest(e.value) + "}";
    case "room_create": return t + ',"event":{"type":"room_create",' + writeRoomCreateRequest(e.value) + "}";
    case "room_update": return t + ',"event":{"type":"room_update",' + writeRoomUpdateRequest(e.value) + "}";
    case "room_delete": return t + ',"event":{"type":"room_delete",' + writeRoomDeleteRequest(e.value) + "}";
    case "room_move": return t + ',"event":{"type":"room_move",' + writeRoomMoveRequest(e.value) + "}";
    case "thread_create": return t + ',"event":{"type":"thread_create",' + writeThreadCreateRequest(e.value) + "}";
    case "thread_update": return t + ',"event":{"type":"thread_update",' + writeThreadUpdateRequest(e.value) + "}";
    case "dialog_open": return t + ',"event":{"type":"dialog_open",' + writeDialogOpenRequest(e.value) + "}";
    case "group_create": return t + ',"event":{"type":"group_create",' + writeGroupCreateRequest(e.value) + "}";
    case "member_add": return t + ',"event":{"type":"member_add",' + writeMemberAddRequest(e.value) + "}";
    case "member_remove": return t + ',"event":{"type":"member_remove",' + writeMemberRemoveRequest(e.value) + "}";
    case "role_create": return t + ',"event":{"type":"role_create",' + writeRoleCreateRequest(e.value) + "}";
    case "role_update": return t + ',"event":{"type":"role_update",' + writeRoleUpdateRequest(e.value) + "}";
    case "role_delete": return t + ',"event":{"type":"role_delete",' + writeRoleDeleteRequest(e.value) + "}";
    case "role_assign": return t + ',"event":{"type":"role_assign",' + writeRoleAssignRequest(e.value) + "}";
    case "role_unassign": return t + ',"event":{"type":"role_unassign",' + writeRoleUnassignRequest(e.value) + "}";
    case "permission_override_set": return t + ',"event":{"type":"permission_override_set",' + writePermissionOverrideSetRequest(e.value) + "}";
    case "emoji_create": return t + ',"event":{"type":"emoji_create",' + writeEmojiCreateRequest(e.value) + "}";
    case "emoji_update": return t + ',"event":{"type":"emoji_update",' + writeEmojiUpdateRequest(e.value) + "}";
    case "emoji_delete": return t + ',"event":{"type":"emoji_delete",' + writeEmojiDeleteRequest(e.value) + "}";
    case "profile_update": return t + ',"event":{"type":"profile_update"' + writeProfileUpdateRequest(e.value) + "}";
    case "presence_set": return t + ',"event":{"type":"presence_set",' + writePresenceSetRequest(e.value) + "}";
    case "ban_add": return t + ',"event":{"type":"ban_add",' + writeBanAddRequest(e.value) + "}";
    case "ban_remove": return t + ',"event":{"type":"ban_remove",' + writeBanRemoveRequest(e.value) + "}";
    case "timeout_set": return t + ',"event":{"type":"timeout_set",' + writeTimeoutSetRequest(e.value) + "}";
    case "kick": return t + ',"event":{"type":"kick",' + writeKickRequest(e.value) + "}";
    case "invite_create": return t + ',"event":{"type":"invite_create"' + writeInviteCreateRequest(e.value) + "}";
    case "invite_use": return t + ',"event":{"type":"invite_use",' + writeInviteUseRequest(e.value) + "}";
    case "poll_create": return t + ',"event":{"type":"poll_create",' + writePollCreateRequest(e.value) + "}";
    case "poll_vote": return t + ',"event":{"type":"poll_vote",' + writePollVoteRequest(e.value) + "}";
    case "poll_end": return t + ',"event":{"type":"poll_end",' + writePollEndRequest(e.value) + "}";
    case "webhook_create": return t + ',"event":{"type":"webhook_create",' + writeWebhookCreateRequest(e.value) + "}";
    case "webhook_delete": return t + ',"event":{"type":"webhook_delete",' + writeWebhookDeleteRequest(e.value) + "}";
    case "command_register": return t + ',"event":{"type":"command_register",' + writeCommandRegisterRequest(e.value) + "}";
    case "command_call": return t + ',"event":{"type":"command_call",' + writeCommandCallRequest(e.value) + "}";
    case "voice_join": return t + ',"event":{"type":"voice_join",' + writeVoiceJoinRequest(e.value) + "}";
    case "voice_leave": return t + ',"event":{"type":"voice_leave"' + writeVoiceLeaveRequest(e.value) + "}";
    case "voice_update": return t + ',"event":{"type":"voice_update"' + writeVoiceUpdateRequest(e.value) + "}";
    case "voice_move": return t + ',"event":{"type":"voice_move",' + writeVoiceMoveRequest(e.value) + "}";
    case "voice_signal": return t + ',"event":{"type":"voice_signal",' + writeVoiceSignalRequest(e.value) + "}";
    case "call_start": return t + ',"event":{"type":"call_start",' + writeCallStartRequest(e.value) + "}";
    case "call_accept": return t + ',"event":{"type":"call_accept",' + writeCallAcceptRequest(e.value) + "}";
    case "call_decline": return t + ',"event":{"type":"call_decline",' + writeCallDeclineRequest(e.value) + "}";
    case "call_end": return t + ',"event":{"type":"call_end",' + writeCallEndRequest(e.value) + "}";
    case "subscribe_presence": return t + ',"event":{"type":"subscribe_presence",' + writeSubscribePresenceRequest(e.value) + "}";
    case "heartbeat": return t + ',"event":{"type":"heartbeat"' + writeHeartbeatRequest(e.value) + "}";
    case "user_block": return t + ',"event":{"type":"user_block",' + writeUserBlockRequest(e.value) + "}";
    case "user_unblock": return t + ',"event":{"type":"user_unblock",' + writeUserUnblockRequest(e.value) + "}";
    case "report_create": return t + ',"event":{"type":"report_create",' + writeReportCreateRequest(e.value) + "}";
    case "report_resolve": return t + ',"event":{"type":"report_resolve",' + writeReportResolveRequest(e.value) + "}";
    case "reports_get": return t + ',"event":{"type":"reports_get"' + writeReportsGetRequest(e.value) + "}";
    case "audit_get": return t + ',"event":{"type":"audit_get"' + writeAuditGetRequest(e.value) + "}";
    case "bans_get": return t + ',"event":{"type":"bans_get"' + writeBansGetRequest(e.value) + "}";
    case "invites_get": return t + ',"event":{"type":"invites_get"' + writeInvitesGetRequest(e.value) + "}";
    case "invite_delete": return t + ',"event":{"type":"invite_delete",' + writeInviteDeleteRequest(e.value) + "}";
    case "members_get": return t + ',"event":{"type":"members_get"' + writeMembersGetRequest(e.value) + "}";
    case "messages_delete": return t + ',"event":{"type":"messages_delete",' + writeMessagesDeleteRequest(e.value) + "}";
    case "pins_get": return t + ',"event":{"type":"pins_get",' + writePinsGetRequest(e.value) + "}";
    case "space_create": return t + ',"event":{"type":"space_create",' + writeSpaceCreateRequest(e.value) + "}";
    case "space_update": return t + ',"event":{"type":"space_update"' + writeSpaceUpdateRequest(e.value) + "}";
    case "space_leave": return t + ',"event":{"type":"space_leave"' + writeSpaceLeaveRequest(e.value) + "}";
    case "role_move": return t + ',"event":{"type":"role_move",' + writeRoleMoveRequest(e.value) + "}";
    case "automod_set": return t + ',"event":{"type":"automod_set"' + writeAutomodSetRequest(e.value) + "}";
    case "notification_set": return t + ',"event":{"type":"notification_set"' + writeNotificationSetRequest(e.value) + "}";
    case "push_subscribe": return t + ',"event":{"type":"push_subscribe",' + writePushSubscribeRequest(e.value) + "}";
    case "push_unsubscribe": return t + ',"event":{"type":"push_unsubscribe"' + writePushUnsubscribeRequest(e.value) + "}";
    case "webhooks_get": return t + ',"event":{"type":"webhooks_get"' + writeWebhooksGetRequest(e.value) + "}";
    case "webhook_update": return t + ',"event":{"type":"webhook_update",' + writeWebhookUpdateRequest(e.value) + "}";
    case "webhook_rotate": return t + ',"event":{"type":"webhook_rotate",' + writeWebhookRotateRequest(e.value) + "}";
    case "command_unregister": return t + ',"event":{"type":"command_unregister",' + writeCommandUnregisterRequest(e.value) + "}";
    case "command_answer": return t + ',"event":{"type":"command_answer",' + writeCommandAnswerRequest(e.value) + "}";
    case "edits_get": return t + ',"event":{"type":"edits_get",' + writeEditsGetRequest(e.value) + "}";
    case "permission_explain": return t + ',"event":{"type":"permission_explain",' + writePermissionExplainRequest(e.value) + "}";
    case "member_update": return t + ',"event":{"type":"member_update",' + writeMemberUpdateRequest(e.value) + "}";
    case "threads_get": return t + ',"event":{"type":"threads_get",' + writeThreadsGetRequest(e.value) + "}";
    case "poll_get": return t + ',"event":{"type":"poll_get",' + writePollGetRequest(e.value) + "}";
    case "retention_count": return t + ',"event":{"type":"retention_count"' + writeRetentionCountRequest(e.value) + "}";
    case "pings_get": return t + ',"event":{"type":"pings_get"' + writePingsGetRequest(e.value) + "}";
    case "pings_clear": return t + ',"event":{"type":"pings_clear"' + writePingsClearRequest(e.value) + "}";
    case "automod_test": return t + ',"event":{"type":"automod_test"' + writeAutomodTestRequest(e.value) + "}";
    case "webhook_deliveries_get": return t + ',"event":{"type":"webhook_deliveries_get",' + writeWebhookDeliveriesGetRequest(e.value) + "}";
    case "webhook_retry": return t + ',"event":{"type":"webhook_retry",' + writeWebhookRetryRequest(e.value) + "}";
    case "previews_remove": return t + ',"event":{"type":"previews_remove",' + writePreviewsRemoveRequest(e.value) + "}";
    case "push_devices_get": return t + ',"event":{"type":"push_devices_get"' + writePushDevicesGetRequest(e.value) + "}";
    case "spaces_get": return t + ',"event":{"type":"spaces_get"' + writeSpacesGetRequest(e.value) + "}";
    case "backends_get": return t + ',"event":{"type":"backends_get"' + writeBackendsGetRequest(e.value) + "}";
    case "backend_link": return t + ',"event":{"type":"backend_link",' + writeBackendLinkRequest(e.value) + "}";
    case "backend_unlink": return t + ',"event":{"type":"backend_unlink",' + writeBackendUnlinkRequest(e.value) + "}";
    case "backend_restart": return t + ',"event":{"type":"backend_restart",' + writeBackendRestartRequest(e.value) + "}";
    case "backend_room_create": return t + ',"event":{"type":"backend_room_create",' + writeBackendRoomCreateRequest(e.value) + "}";
    case "identities_get": return t + ',"event":{"type":"identities_get"' + writeIdentitiesGetRequest(e.value) + "}";
    case "identity_claim": return t + ',"event":{"type":"identity_claim",' + writeIdentityClaimRequest(e.value) + "}";
    case "identity_release": return t + ',"event":{"type":"identity_release",' + writeIdentityReleaseRequest(e.value) + "}";
    case "instance_health_get": return t + ',"event":{"type":"instance_health_get"' + writeInstanceHealthGetRequest(e.value) + "}";
  }
  return t;
}

export function writeGatewayServerEvent(m: GatewayServerEvent): string {
  let t = "";
  if (m.request_id) t += ',"request_id":' + m.request_id;
  if (m.stream) t += ',"stream":' + m.stream;
  if (m.seq) t += ',"seq":' + m.seq;
  const e = m.event;
  switch (e?.$case) {
    case "message": return t + ',"event":{"type":"message","message":' + JSON.stringify(e.value) + "}";
    case "ready": return t + ',"event":{"type":"ready",' + writeReadyEvent(e.value) + "}";
    case "resumed": return t + ',"event":{"type":"resumed",' + writeResumedEvent(e.value) + "}";
    case "ok": return t + ',"event":{"type":"ok"' + writeOk(e.value) + "}";
    case "error": return t + ',"event":{"type":"error",' + writeError(e.value) + "}";
    case "message_create": return t + ',"event":{"type":"message_create"' + writeMessageCreateEvent(e.value) + "}";
    case "message_update": return t + ',"event":{"type":"message_update",' + writeMessageUpdateEvent(e.value) + "}";
    case "message_delete": return t + ',"event":{"type":"message_delete",' + writeMessageDeleteEvent(e.value) + "}";
    case "reaction_add": return t + ',"event":{"type":"reaction_add",' + writeReactionAddEvent(e.value) + "}";
    case "reaction_remove": return t + ',"event":{"type":"reaction_remove",' + writeReactionRemoveEvent(e.value) + "}";
    case "pin_update": return t + ',"event":{"type":"pin_update",' + writePinUpdateEvent(e.value) + "}";
    case "typing_start": return t + ',"event":{"type":"typing_start",' + writeTypingStartEvent(e.value) + "}";
    case "typing_stop": return t + ',"event":{"type":"typing_stop",' + writeTypingStopEvent(e.value) + "}";
    case "receipt_update": return t + ',"event":{"type":"receipt_update"' + writeReceiptUpdateEvent(e.value) + "}";
    case "presence_update": return t + ',"event":{"type":"presence_update",' + writePresenceUpdateEvent(e.value) + "}";
    case "room_create": return t + ',"event":{"type":"room_create"' + writeRoomCreateEvent(e.value) + "}";
    case "room_update": return t + ',"event":{"type":"room_update",' + writeRoomUpdateEvent(e.value) + "}";
    case "room_delete": return t + ',"event":{"type":"room_delete",' + writeRoomDeleteEvent(e.value) + "}";
    case "thread_update": return t + ',"event":{"type":"thread_update",' + writeThreadUpdateEvent(e.value) + "}";
    case "member_join": return t + ',"event":{"type":"member_join"' + writeMemberJoinEvent(e.value) + "}";
    case "member_update": return t + ',"event":{"type":"member_update"' + writeMemberUpdateEvent(e.value) + "}";
    case "member_leave": return t + ',"event":{"type":"member_leave",' + writeMemberLeaveEvent(e.value) + "}";
    case "role_create": return t + ',"event":{"type":"role_create"' + writeRoleCreateEvent(e.value) + "}";
    case "role_update": return t + ',"event":{"type":"role_update"' + writeRoleUpdateEvent(e.value) + "}";
    case "role_delete": return t + ',"event":{"type":"role_delete",' + writeRoleDeleteEvent(e.value) + "}";
    case "emoji_create": return t + ',"event":{"type":"emoji_create"' + writeEmojiCreateEvent(e.value) + "}";
    case "emoji_update": return t + ',"event":{"type":"emoji_update"' + writeEmojiUpdateEvent(e.value) + "}";
    case "emoji_delete": return t + ',"event":{"type":"emoji_delete",' + writeEmojiDeleteEvent(e.value) + "}";
    case "ban_update": return t + ',"event":{"type":"ban_update",' + writeBanUpdateEvent(e.value) + "}";
    case "poll_update": return t + ',"event":{"type":"poll_update",' + writePollUpdateEvent(e.value) + "}";
    case "webhook_update": return t + ',"event":{"type":"webhook_update",' + writeWebhookUpdateEvent(e.value) + "}";
    case "command_call": return t + ',"event":{"type":"command_call",' + writeCommandCallEvent(e.value) + "}";
    case "voice_state": return t + ',"event":{"type":"voice_state"' + writeVoiceStateEvent(e.value) + "}";
    case "voice_signal": return t + ',"event":{"type":"voice_signal",' + writeVoiceSignalEvent(e.value) + "}";
    case "call_update": return t + ',"event":{"type":"call_update"' + writeCallUpdateEvent(e.value) + "}";
    case "backend_update": return t + ',"event":{"type":"backend_update",' + writeBackendUpdateEvent(e.value) + "}";
    case "server_update": return t + ',"event":{"type":"server_update"' + writeServerUpdateEvent(e.value) + "}";
    case "going_down": return t + ',"event":{"type":"going_down",' + writeGoingDownEvent(e.value) + "}";
    case "thread_create": return t + ',"event":{"type":"thread_create"' + writeThreadCreateEvent(e.value) + "}";
    case "user_update": return t + ',"event":{"type":"user_update",' + writeUserUpdateEvent(e.value) + "}";
    case "report_update": return t + ',"event":{"type":"report_update",' + writeReportUpdateEvent(e.value) + "}";
    case "audit_entry": return t + ',"event":{"type":"audit_entry",' + writeAuditEntryEvent(e.value) + "}";
    case "invite_update": return t + ',"event":{"type":"invite_update",' + writeInviteUpdateEvent(e.value) + "}";
    case "thread_join": return t + ',"event":{"type":"thread_join"' + writeThreadJoinEvent(e.value) + "}";
    case "poll_vote": return t + ',"event":{"type":"poll_vote",' + writePollVoteEvent(e.value) + "}";
    case "thread_leave": return t + ',"event":{"type":"thread_leave",' + writeThreadLeaveEvent(e.value) + "}";
    case "automod_update": return t + ',"event":{"type":"automod_update",' + writeAutomodUpdateEvent(e.value) + "}";
    case "space_join": return t + ',"event":{"type":"space_join"' + writeSpaceJoinEvent(e.value) + "}";
    case "space_leave": return t + ',"event":{"type":"space_leave",' + writeSpaceLeaveEvent(e.value) + "}";
    case "command_update": return t + ',"event":{"type":"command_update",' + writeCommandUpdateEvent(e.value) + "}";
    case "command_end": return t + ',"event":{"type":"command_end",' + writeCommandEndEvent(e.value) + "}";
  }
  return t;
}

export function writeReadyEvent(m: ReadyEvent): string {
  let t = "";
  t += '"session_id":' + JSON.stringify(m.session_id);
  t += ',"resume_token":' + JSON.stringify(m.resume_token);
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  if (m.space !== undefined) t += ',"space":' + "{" + writeSpace(m.space) + "}";
  t += ',"rooms":[' + m.rooms.map((one) => textOf(one) ?? keepText(one, "{" + writeRoom(one) + "}")).join() + "]";
  t += ',"members":[' + m.members.map((one) => textOf(one) ?? keepText(one, "{" + writeMember(one).slice(1) + "}")).join() + "]";
  t += ',"roles":[' + m.roles.map((one) => textOf(one) ?? keepText(one, "{" + writeRole(one) + "}")).join() + "]";
  t += ',"emojis":[' + m.emojis.map((one) => textOf(one) ?? keepText(one, "{" + writeEmoji(one) + "}")).join() + "]";
  t += ',"receipts":[' + m.receipts.map((one) => textOf(one) ?? keepText(one, "{" + writeReceipt(one) + "}")).join() + "]";
  if (m.positions.length > 0) t += ',"positions":[' + m.positions.map((one) => textOf(one) ?? keepText(one, "{" + writePosition(one) + "}")).join() + "]";
  if (m.resync) t += ',"resync":' + m.resync;
  if (m.more) t += ',"more":' + m.more;
  if (m.presences.length > 0) t += ',"presences":[' + m.presences.map((one) => textOf(one) ?? keepText(one, "{" + writePresence(one) + "}")).join() + "]";
  if (m.voice_states.length > 0) t += ',"voice_states":[' + m.voice_states.map((one) => textOf(one) ?? keepText(one, "{" + writeVoiceState(one).slice(1) + "}")).join() + "]";
  if (m.calls.length > 0) t += ',"calls":[' + m.calls.map((one) => textOf(one) ?? keepText(one, "{" + writeCall(one) + "}")).join() + "]";
  if (m.settings !== undefined) t += ',"settings":' + "{" + writeSettings(m.settings).slice(1) + "}";
  if (m.instance !== undefined) t += ',"instance":' + "{" + writeInstance(m.instance) + "}";
  if (m.commands.length > 0) t += ',"commands":[' + m.commands.map((one) => textOf(one) ?? keepText(one, "{" + writeSlashCommand(one) + "}")).join() + "]";
  if (m.spaces.length > 0) t += ',"spaces":[' + m.spaces.map((one) => textOf(one) ?? keepText(one, "{" + writeSpace(one) + "}")).join() + "]";
  return t;
}

export function writeResumedEvent(m: ResumedEvent): string {
  let t = "";
  t += '"presences":[' + m.presences.map((one) => "{" + writePresence(one) + "}").join() + "]";
  t += ',"voice_states":[' + m.voice_states.map((one) => "{" + writeVoiceState(one).slice(1) + "}").join() + "]";
  if (m.calls.length > 0) t += ',"calls":[' + m.calls.map((one) => "{" + writeCall(one) + "}").join() + "]";
  if (m.session_id) t += ',"session_id":' + JSON.stringify(m.session_id);
  if (m.resume_token) t += ',"resume_token":' + JSON.stringify(m.resume_token);
  return t;
}

export function writeOk(m: Ok): string {
  let t = "";
  if (m.message !== undefined) t += ',"message":' + "{" + writeMessage(m.message) + "}";
  if (m.messages.length > 0) t += ',"messages":[' + m.messages.map((one) => "{" + writeMessage(one) + "}").join() + "]";
  if (m.room !== undefined) t += ',"room":' + "{" + writeRoom(m.room) + "}";
  if (m.rooms.length > 0) t += ',"rooms":[' + m.rooms.map((one) => "{" + writeRoom(one) + "}").join() + "]";
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  if (m.users.length > 0) t += ',"users":[' + m.users.map((one) => "{" + writeUser(one) + "}").join() + "]";
  if (m.member !== undefined) t += ',"member":' + "{" + writeMember(m.member).slice(1) + "}";
  if (m.members.length > 0) t += ',"members":[' + m.members.map((one) => "{" + writeMember(one).slice(1) + "}").join() + "]";
  if (m.role !== undefined) t += ',"role":' + "{" + writeRole(m.role) + "}";
  if (m.roles.length > 0) t += ',"roles":[' + m.roles.map((one) => "{" + writeRole(one) + "}").join() + "]";
  if (m.emoji !== undefined) t += ',"emoji":' + "{" + writeEmoji(m.emoji) + "}";
  if (m.emojis.length > 0) t += ',"emojis":[' + m.emojis.map((one) => "{" + writeEmoji(one) + "}").join() + "]";
  if (m.receipt !== undefined) t += ',"receipt":' + "{" + writeReceipt(m.receipt) + "}";
  if (m.receipts.length > 0) t += ',"receipts":[' + m.receipts.map((one) => "{" + writeReceipt(one) + "}").join() + "]";
  if (m.presences.length > 0) t += ',"presences":[' + m.presences.map((one) => "{" + writePresence(one) + "}").join() + "]";
  if (m.ban !== undefined) t += ',"ban":' + "{" + writeBan(m.ban).slice(1) + "}";
  if (m.bans.length > 0) t += ',"bans":[' + m.bans.map((one) => "{" + writeBan(one).slice(1) + "}").join() + "]";
  if (m.invite !== undefined) t += ',"invite":' + "{" + writeInvite(m.invite) + "}";
  if (m.invites.length > 0) t += ',"invites":[' + m.invites.map((one) => "{" + writeInvite(one) + "}").join() + "]";
  if (m.report !== undefined) t += ',"report":' + "{" + writeReport(m.report) + "}";
  if (m.reports.length > 0) t += ',"reports":[' + m.reports.map((one) => "{" + writeReport(one) + "}").join() + "]";
  if (m.entries.length > 0) t += ',"entries":[' + m.entries.map((one) => "{" + writeAuditEntry(one) + "}").join() + "]";
  if (m.webhook !== undefined) t += ',"webhook":' + "{" + writeWebhook(m.webhook) + "}";
  if (m.webhooks.length > 0) t += ',"webhooks":[' + m.webhooks.map((one) => "{" + writeWebhook(one) + "}").join() + "]";
  if (m.poll !== undefined) t += ',"poll":' + "{" + writePoll(m.poll) + "}";
  if (m.command !== undefined) t += ',"command":' + "{" + writeSlashCommand(m.command) + "}";
  if (m.commands.length > 0) t += ',"commands":[' + m.commands.map((one) => "{" + writeSlashCommand(one) + "}").join() + "]";
  if (m.voice_state !== undefined) t += ',"voice_state":' + "{" + writeVoiceState(m.voice_state).slice(1) + "}";
  if (m.voice_states.length > 0) t += ',"voice_states":[' + m.voice_states.map((one) => "{" + writeVoiceState(one).slice(1) + "}").join() + "]";
  if (m.call !== undefined) t += ',"call":' + "{" + writeCall(m.call) + "}";
  if (m.ice_servers.length > 0) t += ',"ice_servers":[' + m.ice_servers.map((one) => "{" + writeIceServer(one) + "}").join() + "]";
  if (m.space !== undefined) t += ',"space":' + "{" + writeSpace(m.space) + "}";
  if (m.spaces.length > 0) t += ',"spaces":[' + m.spaces.map((one) => "{" + writeSpace(one) + "}").join() + "]";
  if (m.rule !== undefined) t += ',"rule":' + "{" + writeAutomodRule(m.rule) + "}";
  if (m.rules.length > 0) t += ',"rules":[' + m.rules.map((one) => "{" + writeAutomodRule(one) + "}").join() + "]";
  if (m.settings !== undefined) t += ',"settings":' + "{" + writeSettings(m.settings).slice(1) + "}";
  if (m.attachment !== undefined) t += ',"attachment":' + "{" + writeAttachment(m.attachment) + "}";
  if (m.devices.length > 0) t += ',"devices":[' + m.devices.map((one) => "{" + writePushDevice(one) + "}").join() + "]";
  if (m.more) t += ',"more":' + m.more;
  if (m.call_id) t += ',"call_id":' + m.call_id;
  if (m.next_before) t += ',"next_before":' + m.next_before;
  if (m.revisions.length > 0) t += ',"revisions":[' + m.revisions.map((one) => "{" + writeRevision(one) + "}").join() + "]";
  if (m.decision !== undefined) t += ',"decision":' + "{" + writeDecision(m.decision) + "}";
  if (m.matches.length > 0) t += ',"matches":[' + m.matches.map((one) => "{" + writeAutomodMatch(one) + "}").join() + "]";
  if (m.count) t += ',"count":' + m.count;
  if (m.deliveries.length > 0) t += ',"deliveries":[' + m.deliveries.map((one) => "{" + writeWebhookDelivery(one) + "}").join() + "]";
  if (m.pings.length > 0) t += ',"pings":[' + m.pings.map((one) => "{" + writePing(one).slice(1) + "}").join() + "]";
  if (m.backends.length > 0) t += ',"backends":[' + m.backends.map((one) => "{" + writeBackend(one) + "}").join() + "]";
  if (m.link !== undefined) t += ',"link":' + "{" + writeBackendLink(m.link) + "}";
  if (m.health !== undefined) t += ',"health":' + "{" + writeInstanceHealth(m.health) + "}";
  if (m.claim !== undefined) t += ',"claim":' + "{" + writeIdentityPhrase(m.claim) + "}";
  if (m.identities.length > 0) t += ',"identities":[' + m.identities.map((one) => "{" + writeUser(one) + "}").join() + "]";
  return t;
}

export function writeError(m: Error): string {
  let t = "";
  t += '"code":' + JSON.stringify(m.code);
  t += ',"message":' + JSON.stringify(m.message);
  t += ',"retry_after_ms":' + m.retry_after_ms;
  return t;
}

export function writeHeartbeatRequest(_m: HeartbeatRequest): string {
  const t = "";
  return t;
}

export function writeGoingDownEvent(m: GoingDownEvent): string {
  let t = "";
  t += '"in_ms":' + m.in_ms;
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writeUser(m: User): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"handle":' + JSON.stringify(m.handle);
  t += ',"name":' + JSON.stringify(m.name);
  if (m.avatar) t += ',"avatar":' + JSON.stringify(m.avatar);
  if (m.bot) t += ',"bot":' + m.bot;
  if (m.backend) t += ',"backend":' + JSON.stringify(m.backend);
  if (m.remote_id) t += ',"remote_id":' + JSON.stringify(m.remote_id);
  if (m.bio) t += ',"bio":' + JSON.stringify(m.bio);
  if (m.status_text) t += ',"status_text":' + JSON.stringify(m.status_text);
  if (m.created) t += ',"created":' + m.created;
  if (m.deleted) t += ',"deleted":' + m.deleted;
  if (m.fields.length > 0) t += ',"fields":[' + m.fields.map((one) => "{" + writeProfileField(one) + "}").join() + "]";
  if (m.banner) t += ',"banner":' + JSON.stringify(m.banner);
  if (m.color) t += ',"color":' + m.color;
  if (m.owner_id) t += ',"owner_id":' + m.owner_id;
  if (m.email_verified) t += ',"email_verified":' + m.email_verified;
  if (m.person_id) t += ',"person_id":' + m.person_id;
  return t;
}

export function writeProfileField(m: ProfileField): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"value":' + JSON.stringify(m.value);
  return t;
}

export function writePresence(m: Presence): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"status":' + JSON.stringify(m.status);
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  if (m.last_seen) t += ',"last_seen":' + m.last_seen;
  if (m.fields.length > 0) t += ',"fields":[' + m.fields.map((one) => "{" + writeProfileField(one) + "}").join() + "]";
  return t;
}

export function writeSettings(m: Settings): string {
  let t = "";
  if (m.blocked_ids.length > 0) t += ',"blocked_ids":[' + m.blocked_ids.map((one) => one).join() + "]";
  if (m.notifications.length > 0) t += ',"notifications":[' + m.notifications.map((one) => "{" + writeNotificationSetting(one) + "}").join() + "]";
  if (m.quiet_hours !== undefined) t += ',"quiet_hours":' + "{" + writeQuietHours(m.quiet_hours) + "}";
  if (m.pings_cleared_id) t += ',"pings_cleared_id":' + m.pings_cleared_id;
  return t;
}

export function writeNotificationSetting(m: NotificationSetting): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"level":' + JSON.stringify(m.level);
  if (m.muted_until) t += ',"muted_until":' + m.muted_until;
  return t;
}

export function writeQuietHours(m: QuietHours): string {
  let t = "";
  t += '"from_minute":' + m.from_minute;
  t += ',"to_minute":' + m.to_minute;
  t += ',"time_zone":' + JSON.stringify(m.time_zone);
  return t;
}

export function writePushDevice(m: PushDevice): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"kind":' + JSON.stringify(m.kind);
  t += ',"name":' + JSON.stringify(m.name);
  if (m.created) t += ',"created":' + m.created;
  if (m.last_used) t += ',"last_used":' + m.last_used;
  return t;
}

export function writeProfileUpdateRequest(m: ProfileUpdateRequest): string {
  let t = "";
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.bio !== undefined) t += ',"bio":' + JSON.stringify(m.bio);
  if (m.avatar_id !== undefined) t += ',"avatar_id":' + m.avatar_id;
  if (m.status_text !== undefined) t += ',"status_text":' + JSON.stringify(m.status_text);
  if (m.nickname !== undefined) t += ',"nickname":' + JSON.stringify(m.nickname);
  if (m.color !== undefined) t += ',"color":' + m.color;
  if (m.banner_id !== undefined) t += ',"banner_id":' + m.banner_id;
  if (m.fields.length > 0) t += ',"fields":[' + m.fields.map((one) => "{" + writeProfileField(one) + "}").join() + "]";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  return t;
}

export function writePresenceSetRequest(m: PresenceSetRequest): string {
  let t = "";
  t += '"status":' + JSON.stringify(m.status);
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  if (m.fields.length > 0) t += ',"fields":[' + m.fields.map((one) => "{" + writeProfileField(one) + "}").join() + "]";
  if (m.until) t += ',"until":' + m.until;
  return t;
}

export function writeSubscribePresenceRequest(m: SubscribePresenceRequest): string {
  let t = "";
  t += '"user_ids":[' + m.user_ids.map((one) => one).join() + "]";
  return t;
}

export function writeUserBlockRequest(m: UserBlockRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  return t;
}

export function writeUserUnblockRequest(m: UserUnblockRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  return t;
}

export function writeNotificationSetRequest(m: NotificationSetRequest): string {
  let t = "";
  if (m.setting !== undefined) t += ',"setting":' + "{" + writeNotificationSetting(m.setting) + "}";
  if (m.quiet_hours !== undefined) t += ',"quiet_hours":' + "{" + writeQuietHours(m.quiet_hours) + "}";
  if (m.no_quiet_hours) t += ',"no_quiet_hours":' + m.no_quiet_hours;
  return t;
}

export function writePushSubscribeRequest(m: PushSubscribeRequest): string {
  let t = "";
  t += '"kind":' + JSON.stringify(m.kind);
  t += ',"endpoint":' + JSON.stringify(m.endpoint);
  if (m.p256dh) t += ',"p256dh":' + JSON.stringify(m.p256dh);
  if (m.auth) t += ',"auth":' + JSON.stringify(m.auth);
  if (m.name) t += ',"name":' + JSON.stringify(m.name);
  return t;
}

export function writePushDevicesGetRequest(_m: PushDevicesGetRequest): string {
  const t = "";
  return t;
}

export function writePushUnsubscribeRequest(m: PushUnsubscribeRequest): string {
  let t = "";
  if (m.device_id) t += ',"device_id":' + m.device_id;
  if (m.endpoint) t += ',"endpoint":' + JSON.stringify(m.endpoint);
  return t;
}

export function writePresenceUpdateEvent(m: PresenceUpdateEvent): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"status":' + JSON.stringify(m.status);
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  if (m.last_seen) t += ',"last_seen":' + m.last_seen;
  if (m.fields.length > 0) t += ',"fields":[' + m.fields.map((one) => "{" + writeProfileField(one) + "}").join() + "]";
  return t;
}

export function writeUserUpdateEvent(m: UserUpdateEvent): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  if (m.settings !== undefined) t += ',"settings":' + "{" + writeSettings(m.settings).slice(1) + "}";
  if (m.deleted) t += ',"deleted":' + m.deleted;
  return t;
}

export function writeMessage(m: Message): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"channel_id":' + m.channel_id;
  t += ',"content":' + JSON.stringify(m.content);
  if (m.n) t += ',"n":' + m.n;
  if (m.author !== undefined) t += ',"author":' + "{" + writeUser(m.author) + "}";
  if (m.kind) t += ',"kind":' + JSON.stringify(m.kind);
  if (m.reply_to !== undefined) t += ',"reply_to":' + "{" + writeQuote(m.reply_to) + "}";
  if (m.forwarded_from !== undefined) t += ',"forwarded_from":' + "{" + writeForward(m.forwarded_from) + "}";
  if (m.attachments.length > 0) t += ',"attachments":[' + m.attachments.map((one) => "{" + writeAttachment(one) + "}").join() + "]";
  if (m.embeds.length > 0) t += ',"embeds":[' + m.embeds.map((one) => "{" + writeEmbed(one) + "}").join() + "]";
  if (m.mentions !== undefined) t += ',"mentions":' + "{" + writeMentions(m.mentions).slice(1) + "}";
  if (m.reactions.length > 0) t += ',"reactions":[' + m.reactions.map((one) => "{" + writeReaction(one) + "}").join() + "]";
  if (m.poll !== undefined) t += ',"poll":' + "{" + writePoll(m.poll) + "}";
  if (m.thread !== undefined) t += ',"thread":' + "{" + writeThread(m.thread) + "}";
  if (m.pinned) t += ',"pinned":' + m.pinned;
  if (m.nonce) t += ',"nonce":' + JSON.stringify(m.nonce);
  if (m.created) t += ',"created":' + m.created;
  if (m.edited) t += ',"edited":' + m.edited;
  if (m.deleted) t += ',"deleted":' + m.deleted;
  if (m.call !== undefined) t += ',"call":' + "{" + writeCall(m.call) + "}";
  if (m.system !== undefined) t += ',"system":' + "{" + writeSystemNote(m.system) + "}";
  if (m.webhook_id) t += ',"webhook_id":' + m.webhook_id;
  if (m.only_for) t += ',"only_for":' + m.only_for;
  if (m.command_call_id) t += ',"command_call_id":' + m.command_call_id;
  if (m.command_name) t += ',"command_name":' + JSON.stringify(m.command_name);
  if (m.command_user !== undefined) t += ',"command_user":' + "{" + writeUser(m.command_user) + "}";
  return t;
}

export function writeQuote(m: Quote): string {
  let t = "";
  t += '"id":' + m.id;
  if (m.author !== undefined) t += ',"author":' + "{" + writeUser(m.author) + "}";
  t += ',"text":' + JSON.stringify(m.text);
  t += ',"deleted":' + m.deleted;
  return t;
}

export function writeForward(m: Forward): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  t += ',"room_id":' + m.room_id;
  if (m.author !== undefined) t += ',"author":' + "{" + writeUser(m.author) + "}";
  if (m.created) t += ',"created":' + m.created;
  if (m.room_name) t += ',"room_name":' + JSON.stringify(m.room_name);
  return t;
}

export function writeAttachment(m: Attachment): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"media_type":' + JSON.stringify(m.media_type);
  t += ',"size":' + m.size;
  t += ',"url":' + JSON.stringify(m.url);
  if (m.width) t += ',"width":' + m.width;
  if (m.height) t += ',"height":' + m.height;
  if (m.duration_ms) t += ',"duration_ms":' + m.duration_ms;
  if (m.thumbnail_url) t += ',"thumbnail_url":' + JSON.stringify(m.thumbnail_url);
  if (m.description) t += ',"description":' + JSON.stringify(m.description);
  if (m.spoiler) t += ',"spoiler":' + m.spoiler;
  return t;
}

export function writeEmbed(m: Embed): string {
  let t = "";
  t += '"kind":' + JSON.stringify(m.kind);
  t += ',"url":' + JSON.stringify(m.url);
  if (m.title) t += ',"title":' + JSON.stringify(m.title);
  if (m.description) t += ',"description":' + JSON.stringify(m.description);
  if (m.site_name) t += ',"site_name":' + JSON.stringify(m.site_name);
  if (m.author_name) t += ',"author_name":' + JSON.stringify(m.author_name);
  if (m.author_url) t += ',"author_url":' + JSON.stringify(m.author_url);
  if (m.image_url) t += ',"image_url":' + JSON.stringify(m.image_url);
  if (m.image_width) t += ',"image_width":' + m.image_width;
  if (m.image_height) t += ',"image_height":' + m.image_height;
  if (m.thumbnail_url) t += ',"thumbnail_url":' + JSON.stringify(m.thumbnail_url);
  if (m.video_url) t += ',"video_url":' + JSON.stringify(m.video_url);
  if (m.color) t += ',"color":' + m.color;
  if (m.footer) t += ',"footer":' + JSON.stringify(m.footer);
  if (m.created) t += ',"created":' + m.created;
  if (m.fields.length > 0) t += ',"fields":[' + m.fields.map((one) => "{" + writeEmbedField(one) + "}").join() + "]";
  if (m.link) t += ',"link":' + JSON.stringify(m.link);
  return t;
}

export function writeEmbedField(m: EmbedField): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"value":' + JSON.stringify(m.value);
  if (m.inline) t += ',"inline":' + m.inline;
  return t;
}

export function writeMentions(m: Mentions): string {
  let t = "";
  if (m.users.length > 0) t += ',"users":[' + m.users.map((one) => "{" + writeUser(one) + "}").join() + "]";
  if (m.role_ids.length > 0) t += ',"role_ids":[' + m.role_ids.map((one) => one).join() + "]";
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  if (m.everyone) t += ',"everyone":' + m.everyone;
  return t;
}

export function writeReaction(m: Reaction): string {
  let t = "";
  t += '"emoji":' + JSON.stringify(m.emoji);
  t += ',"count":' + m.count;
  if (m.me !== undefined) t += ',"me":' + m.me;
  return t;
}

export function writeSystemNote(m: SystemNote): string {
  let t = "";
  t += '"what":' + JSON.stringify(m.what);
  if (m.users.length > 0) t += ',"users":[' + m.users.map((one) => "{" + writeUser(one) + "}").join() + "]";
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  if (m.message_id) t += ',"message_id":' + m.message_id;
  return t;
}

export function writeMessageSendRequest(m: MessageSendRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"content":' + JSON.stringify(m.content);
  if (m.nonce) t += ',"nonce":' + JSON.stringify(m.nonce);
  if (m.reply_to) t += ',"reply_to":' + m.reply_to;
  if (m.reply_ping) t += ',"reply_ping":' + m.reply_ping;
  if (m.attachment_ids.length > 0) t += ',"attachment_ids":[' + m.attachment_ids.map((one) => one).join() + "]";
  if (m.embeds.length > 0) t += ',"embeds":[' + m.embeds.map((one) => "{" + writeEmbed(one) + "}").join() + "]";
  if (m.no_previews) t += ',"no_previews":' + m.no_previews;
  return t;
}

export function writeMessageEditRequest(m: MessageEditRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  t += ',"content":' + JSON.stringify(m.content);
  return t;
}

export function writeMessageDeleteRequest(m: MessageDeleteRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writePreviewsRemoveRequest(m: PreviewsRemoveRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  return t;
}

export function writeMessageForwardRequest(m: MessageForwardRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  t += ',"room_id":' + m.room_id;
  if (m.content) t += ',"content":' + JSON.stringify(m.content);
  if (m.nonce) t += ',"nonce":' + JSON.stringify(m.nonce);
  return t;
}

export function writeReactionAddRequest(m: ReactionAddRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  t += ',"emoji":' + JSON.stringify(m.emoji);
  return t;
}

export function writeReactionRemoveRequest(m: ReactionRemoveRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  t += ',"emoji":' + JSON.stringify(m.emoji);
  if (m.user_id) t += ',"user_id":' + m.user_id;
  return t;
}

export function writePinAddRequest(m: PinAddRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  return t;
}

export function writePinRemoveRequest(m: PinRemoveRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  return t;
}

export function writePinsGetRequest(m: PinsGetRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeEditsGetRequest(m: EditsGetRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeRevision(m: Revision): string {
  let t = "";
  t += '"number":' + m.number;
  t += ',"created":' + m.created;
  t += ',"content":' + JSON.stringify(m.content);
  return t;
}

export function writeHistoryGetRequest(m: HistoryGetRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.before) t += ',"before":' + m.before;
  if (m.after) t += ',"after":' + m.after;
  if (m.around) t += ',"around":' + m.around;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeSearchRequest(m: SearchRequest): string {
  let t = "";
  t += '"query":' + JSON.stringify(m.query);
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.author_id) t += ',"author_id":' + m.author_id;
  if (m.before) t += ',"before":' + m.before;
  if (m.after) t += ',"after":' + m.after;
  if (m.limit) t += ',"limit":' + m.limit;
  if (m.pinned) t += ',"pinned":' + m.pinned;
  if (m.with_attachment) t += ',"with_attachment":' + m.with_attachment;
  if (m.mentions_me) t += ',"mentions_me":' + m.mentions_me;
  return t;
}

export function writeTypingStartRequest(m: TypingStartRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  return t;
}

export function writeTypingStopRequest(m: TypingStopRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  return t;
}

export function writeReceiptMarkRequest(m: ReceiptMarkRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  t += ',"kind":' + JSON.stringify(m.kind);
  return t;
}

export function writeMessagesDeleteRequest(m: MessagesDeleteRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_ids":[' + m.message_ids.map((one) => one).join() + "]";
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writeMessageCreateEvent(m: MessageCreateEvent): string {
  let t = "";
  if (m.message !== undefined) t += ',"message":' + "{" + writeMessage(m.message) + "}";
  return t;
}

export function writeMessageUpdateEvent(m: MessageUpdateEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  if (m.content !== undefined) t += ',"content":' + JSON.stringify(m.content);
  if (m.edited) t += ',"edited":' + m.edited;
  if (m.mentions !== undefined) t += ',"mentions":' + "{" + writeMentions(m.mentions).slice(1) + "}";
  if (m.attachments.length > 0) t += ',"attachments":[' + m.attachments.map((one) => "{" + writeAttachment(one) + "}").join() + "]";
  if (m.embeds.length > 0) t += ',"embeds":[' + m.embeds.map((one) => "{" + writeEmbed(one) + "}").join() + "]";
  if (m.thread !== undefined) t += ',"thread":' + "{" + writeThread(m.thread) + "}";
  if (m.call !== undefined) t += ',"call":' + "{" + writeCall(m.call) + "}";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  return t;
}

export function writeMessageDeleteEvent(m: MessageDeleteEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  return t;
}

export function writeReactionAddEvent(m: ReactionAddEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  t += ',"emoji":' + JSON.stringify(m.emoji);
  return t;
}

export function writeReactionRemoveEvent(m: ReactionRemoveEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  t += ',"emoji":' + JSON.stringify(m.emoji);
  return t;
}

export function writePinUpdateEvent(m: PinUpdateEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  t += ',"pinned":' + m.pinned;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  return t;
}

export function writeTypingStartEvent(m: TypingStartEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  return t;
}

export function writeTypingStopEvent(m: TypingStopEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  return t;
}

export function writeReceipt(m: Receipt): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"user_id":' + m.user_id;
  t += ',"read_id":' + m.read_id;
  if (m.read) t += ',"read":' + m.read;
  if (m.delivered_id) t += ',"delivered_id":' + m.delivered_id;
  if (m.delivered) t += ',"delivered":' + m.delivered;
  if (m.unread) t += ',"unread":' + m.unread;
  if (m.mentions) t += ',"mentions":' + m.mentions;
  if (m.read_n) t += ',"read_n":' + m.read_n;
  return t;
}

export function writeReceiptUpdateEvent(m: ReceiptUpdateEvent): string {
  let t = "";
  if (m.receipt !== undefined) t += ',"receipt":' + "{" + writeReceipt(m.receipt) + "}";
  return t;
}

export function writeRoom(m: Room): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"kind":' + JSON.stringify(m.kind);
  if (m.space_id) t += ',"space_id":' + m.space_id;
  if (m.parent_id) t += ',"parent_id":' + m.parent_id;
  if (m.position) t += ',"position":' + m.position;
  if (m.topic) t += ',"topic":' + JSON.stringify(m.topic);
  if (m.icon) t += ',"icon":' + JSON.stringify(m.icon);
  if (m.slow_mode_ms) t += ',"slow_mode_ms":' + m.slow_mode_ms;
  if (m.archived) t += ',"archived":' + m.archived;
  if (m.locked) t += ',"locked":' + m.locked;
  if (m.overrides.length > 0) t += ',"overrides":[' + m.overrides.map((one) => "{" + writeOverride(one).slice(1) + "}").join() + "]";
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.owner_id) t += ',"owner_id":' + m.owner_id;
  if (m.members.length > 0) t += ',"members":[' + m.members.map((one) => "{" + writeUser(one) + "}").join() + "]";
  if (m.message_id) t += ',"message_id":' + m.message_id;
  if (m.last_n) t += ',"last_n":' + m.last_n;
  if (m.last_message_id) t += ',"last_message_id":' + m.last_message_id;
  if (m.last_activity) t += ',"last_activity":' + m.last_activity;
  if (m.message_count) t += ',"message_count":' + m.message_count;
  if (m.member_count) t += ',"member_count":' + m.member_count;
  if (m.user_limit) t += ',"user_limit":' + m.user_limit;
  if (m.retention_ms) t += ',"retention_ms":' + m.retention_ms;
  if (m.backend) t += ',"backend":' + JSON.stringify(m.backend);
  if (m.remote_id) t += ',"remote_id":' + JSON.stringify(m.remote_id);
  if (m.no_previews) t += ',"no_previews":' + m.no_previews;
  if (m.created) t += ',"created":' + m.created;
  if (m.default_room) t += ',"default_room":' + m.default_room;
  if (m.bitrate) t += ',"bitrate":' + m.bitrate;
  if (m.voice_states.length > 0) t += ',"voice_states":[' + m.voice_states.map((one) => "{" + writeVoiceState(one).slice(1) + "}").join() + "]";
  if (m.call !== undefined) t += ',"call":' + "{" + writeCall(m.call) + "}";
  if (m.archive_after_ms) t += ',"archive_after_ms":' + m.archive_after_ms;
  if (m.following) t += ',"following":' + m.following;
  return t;
}

export function writeThread(m: Thread): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  if (m.message_count) t += ',"message_count":' + m.message_count;
  if (m.last_activity) t += ',"last_activity":' + m.last_activity;
  if (m.archived) t += ',"archived":' + m.archived;
  if (m.locked) t += ',"locked":' + m.locked;
  return t;
}

export function writeOverride(m: Override): string {
  let t = "";
  if (m.role_id) t += ',"role_id":' + m.role_id;
  if (m.user_id) t += ',"user_id":' + m.user_id;
  if (m.allow.length > 0) t += ',"allow":[' + m.allow.map((one) => JSON.stringify(one)).join() + "]";
  if (m.deny.length > 0) t += ',"deny":[' + m.deny.map((one) => JSON.stringify(one)).join() + "]";
  return t;
}

export function writeRoomCreateRequest(m: RoomCreateRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  if (m.kind) t += ',"kind":' + JSON.stringify(m.kind);
  if (m.parent_id) t += ',"parent_id":' + m.parent_id;
  if (m.topic) t += ',"topic":' + JSON.stringify(m.topic);
  if (m.overrides.length > 0) t += ',"overrides":[' + m.overrides.map((one) => "{" + writeOverride(one).slice(1) + "}").join() + "]";
  if (m.slow_mode_ms) t += ',"slow_mode_ms":' + m.slow_mode_ms;
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.user_limit) t += ',"user_limit":' + m.user_limit;
  return t;
}

export function writeRoomUpdateRequest(m: RoomUpdateRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.topic !== undefined) t += ',"topic":' + JSON.stringify(m.topic);
  if (m.slow_mode_ms !== undefined) t += ',"slow_mode_ms":' + m.slow_mode_ms;
  if (m.archived !== undefined) t += ',"archived":' + m.archived;
  if (m.user_limit !== undefined) t += ',"user_limit":' + m.user_limit;
  if (m.retention_ms !== undefined) t += ',"retention_ms":' + m.retention_ms;
  if (m.no_previews !== undefined) t += ',"no_previews":' + m.no_previews;
  if (m.owner_id !== undefined) t += ',"owner_id":' + m.owner_id;
  if (m.icon_id !== undefined) t += ',"icon_id":' + m.icon_id;
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  if (m.bitrate !== undefined) t += ',"bitrate":' + m.bitrate;
  if (m.archive_after_ms !== undefined) t += ',"archive_after_ms":' + m.archive_after_ms;
  return t;
}

export function writeRoomDeleteRequest(m: RoomDeleteRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  return t;
}

export function writeRoomMoveRequest(m: RoomMoveRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"position":' + m.position;
  if (m.parent_id !== undefined) t += ',"parent_id":' + m.parent_id;
  return t;
}

export function writeThreadCreateRequest(m: ThreadCreateRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  if (m.message_id) t += ',"message_id":' + m.message_id;
  if (m.content) t += ',"content":' + JSON.stringify(m.content);
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.nonce) t += ',"nonce":' + JSON.stringify(m.nonce);
  if (m.attachment_ids.length > 0) t += ',"attachment_ids":[' + m.attachment_ids.map((one) => one).join() + "]";
  return t;
}

export function writeThreadUpdateRequest(m: ThreadUpdateRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.archived !== undefined) t += ',"archived":' + m.archived;
  if (m.locked !== undefined) t += ',"locked":' + m.locked;
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  if (m.slow_mode_ms !== undefined) t += ',"slow_mode_ms":' + m.slow_mode_ms;
  return t;
}

export function writeThreadsGetRequest(m: ThreadsGetRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.archived) t += ',"archived":' + m.archived;
  if (m.tag) t += ',"tag":' + JSON.stringify(m.tag);
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeDialogOpenRequest(m: DialogOpenRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  return t;
}

export function writeGroupCreateRequest(m: GroupCreateRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"user_ids":[' + m.user_ids.map((one) => one).join() + "]";
  return t;
}

export function writeMemberAddRequest(m: MemberAddRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"user_id":' + m.user_id;
  return t;
}

export function writeMemberRemoveRequest(m: MemberRemoveRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"user_id":' + m.user_id;
  return t;
}

export function writeRoomCreateEvent(m: RoomCreateEvent): string {
  let t = "";
  if (m.room !== undefined) t += ',"room":' + "{" + writeRoom(m.room) + "}";
  if (m.head) t += ',"head":' + m.head;
  return t;
}

export function writeRoomUpdateEvent(m: RoomUpdateEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.topic !== undefined) t += ',"topic":' + JSON.stringify(m.topic);
  if (m.slow_mode_ms !== undefined) t += ',"slow_mode_ms":' + m.slow_mode_ms;
  if (m.archived !== undefined) t += ',"archived":' + m.archived;
  if (m.user_limit !== undefined) t += ',"user_limit":' + m.user_limit;
  if (m.retention_ms !== undefined) t += ',"retention_ms":' + m.retention_ms;
  if (m.no_previews !== undefined) t += ',"no_previews":' + m.no_previews;
  if (m.owner_id !== undefined) t += ',"owner_id":' + m.owner_id;
  if (m.icon !== undefined) t += ',"icon":' + JSON.stringify(m.icon);
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  if (m.bitrate !== undefined) t += ',"bitrate":' + m.bitrate;
  if (m.archive_after_ms !== undefined) t += ',"archive_after_ms":' + m.archive_after_ms;
  if (m.parent_id !== undefined) t += ',"parent_id":' + m.parent_id;
  if (m.position !== undefined) t += ',"position":' + m.position;
  if (m.overrides.length > 0) t += ',"overrides":[' + m.overrides.map((one) => "{" + writeOverride(one).slice(1) + "}").join() + "]";
  if (m.default_room !== undefined) t += ',"default_room":' + m.default_room;
  if (m.backend !== undefined) t += ',"backend":' + JSON.stringify(m.backend);
  return t;
}

export function writeRoomDeleteEvent(m: RoomDeleteEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  return t;
}

export function writeThreadCreateEvent(m: ThreadCreateEvent): string {
  let t = "";
  if (m.room !== undefined) t += ',"room":' + "{" + writeRoom(m.room) + "}";
  return t;
}

export function writeThreadJoinEvent(m: ThreadJoinEvent): string {
  let t = "";
  if (m.room !== undefined) t += ',"room":' + "{" + writeRoom(m.room) + "}";
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  return t;
}

export function writeThreadLeaveEvent(m: ThreadLeaveEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"parent_id":' + m.parent_id;
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  if (m.member_count) t += ',"member_count":' + m.member_count;
  return t;
}

export function writeThreadUpdateEvent(m: ThreadUpdateEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"parent_id":' + m.parent_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.archived !== undefined) t += ',"archived":' + m.archived;
  if (m.locked !== undefined) t += ',"locked":' + m.locked;
  if (m.tags.length > 0) t += ',"tags":[' + m.tags.map((one) => JSON.stringify(one)).join() + "]";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  if (m.slow_mode_ms !== undefined) t += ',"slow_mode_ms":' + m.slow_mode_ms;
  if (m.message_count !== undefined) t += ',"message_count":' + m.message_count;
  if (m.last_activity !== undefined) t += ',"last_activity":' + m.last_activity;
  if (m.deleted) t += ',"deleted":' + m.deleted;
  return t;
}

export function writeSpace(m: Space): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"slug":' + JSON.stringify(m.slug);
  t += ',"name":' + JSON.stringify(m.name);
  if (m.icon) t += ',"icon":' + JSON.stringify(m.icon);
  if (m.description) t += ',"description":' + JSON.stringify(m.description);
  if (m.owner_id) t += ',"owner_id":' + m.owner_id;
  if (m.staff_stream_id) t += ',"staff_stream_id":' + m.staff_stream_id;
  if (m.member_count) t += ',"member_count":' + m.member_count;
  if (m.default_room_id) t += ',"default_room_id":' + m.default_room_id;
  if (m.locked_down) t += ',"locked_down":' + m.locked_down;
  if (m.retention_ms) t += ',"retention_ms":' + m.retention_ms;
  if (m.created) t += ',"created":' + m.created;
  if (m.legal_hold) t += ',"legal_hold":' + m.legal_hold;
  return t;
}

export function writeInstance(m: Instance): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"registration":' + JSON.stringify(m.registration);
  if (m.push_key) t += ',"push_key":' + JSON.stringify(m.push_key);
  if (m.max_upload) t += ',"max_upload":' + m.max_upload;
  if (m.max_content) t += ',"max_content":' + m.max_content;
  return t;
}

export function writeMember(m: Member): string {
  let t = "";
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  t += ',"role_ids":[' + m.role_ids.map((one) => one).join() + "]";
  if (m.nickname) t += ',"nickname":' + JSON.stringify(m.nickname);
  if (m.joined) t += ',"joined":' + m.joined;
  if (m.timeout_until) t += ',"timeout_until":' + m.timeout_until;
  return t;
}

export function writeRole(m: Role): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"position":' + m.position;
  t += ',"permissions":[' + m.permissions.map((one) => JSON.stringify(one)).join() + "]";
  if (m.color) t += ',"color":' + m.color;
  if (m.hoisted) t += ',"hoisted":' + m.hoisted;
  if (m.mentionable) t += ',"mentionable":' + m.mentionable;
  if (m.self_assignable) t += ',"self_assignable":' + m.self_assignable;
  if (m.category) t += ',"category":' + JSON.stringify(m.category);
  if (m.icon) t += ',"icon":' + JSON.stringify(m.icon);
  if (m.exclusive) t += ',"exclusive":' + m.exclusive;
  return t;
}

export function writeEmoji(m: Emoji): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"url":' + JSON.stringify(m.url);
  t += ',"media_type":' + JSON.stringify(m.media_type);
  if (m.width) t += ',"width":' + m.width;
  if (m.height) t += ',"height":' + m.height;
  if (m.animated) t += ',"animated":' + m.animated;
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  if (m.creator !== undefined) t += ',"creator":' + "{" + writeUser(m.creator) + "}";
  if (m.created) t += ',"created":' + m.created;
  return t;
}

export function writeSpaceCreateRequest(m: SpaceCreateRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"slug":' + JSON.stringify(m.slug);
  if (m.description) t += ',"description":' + JSON.stringify(m.description);
  return t;
}

export function writeSpaceUpdateRequest(m: SpaceUpdateRequest): string {
  let t = "";
  if (m.space_id) t += ',"space_id":' + m.space_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.description !== undefined) t += ',"description":' + JSON.stringify(m.description);
  if (m.icon_id !== undefined) t += ',"icon_id":' + m.icon_id;
  if (m.locked_down !== undefined) t += ',"locked_down":' + m.locked_down;
  if (m.default_room_id !== undefined) t += ',"default_room_id":' + m.default_room_id;
  if (m.retention_ms !== undefined) t += ',"retention_ms":' + m.retention_ms;
  if (m.owner_id !== undefined) t += ',"owner_id":' + m.owner_id;
  if (m.legal_hold !== undefined) t += ',"legal_hold":' + m.legal_hold;
  if (m.slug !== undefined) t += ',"slug":' + JSON.stringify(m.slug);
  return t;
}

export function writeSpaceLeaveRequest(m: SpaceLeaveRequest): string {
  let t = "";
  if (m.space_id) t += ',"space_id":' + m.space_id;
  return t;
}

export function writeSpacesGetRequest(_m: SpacesGetRequest): string {
  const t = "";
  return t;
}

export function writeMemberUpdateRequest(m: MemberUpdateRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"nickname":' + JSON.stringify(m.nickname);
  return t;
}

export function writeMembersGetRequest(m: MembersGetRequest): string {
  let t = "";
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.space_id) t += ',"space_id":' + m.space_id;
  if (m.after) t += ',"after":' + m.after;
  if (m.limit) t += ',"limit":' + m.limit;
  if (m.prefix) t += ',"prefix":' + JSON.stringify(m.prefix);
  if (m.role_id) t += ',"role_id":' + m.role_id;
  return t;
}

export function writeRoleCreateRequest(m: RoleCreateRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  if (m.permissions.length > 0) t += ',"permissions":[' + m.permissions.map((one) => JSON.stringify(one)).join() + "]";
  if (m.color) t += ',"color":' + m.color;
  if (m.hoisted) t += ',"hoisted":' + m.hoisted;
  if (m.mentionable) t += ',"mentionable":' + m.mentionable;
  if (m.self_assignable) t += ',"self_assignable":' + m.self_assignable;
  if (m.category) t += ',"category":' + JSON.stringify(m.category);
  if (m.exclusive) t += ',"exclusive":' + m.exclusive;
  return t;
}

export function writeRoleUpdateRequest(m: RoleUpdateRequest): string {
  let t = "";
  t += '"role_id":' + m.role_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.permissions.length > 0) t += ',"permissions":[' + m.permissions.map((one) => JSON.stringify(one)).join() + "]";
  if (m.color !== undefined) t += ',"color":' + m.color;
  if (m.hoisted !== undefined) t += ',"hoisted":' + m.hoisted;
  if (m.mentionable !== undefined) t += ',"mentionable":' + m.mentionable;
  if (m.self_assignable !== undefined) t += ',"self_assignable":' + m.self_assignable;
  if (m.category !== undefined) t += ',"category":' + JSON.stringify(m.category);
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  if (m.icon_id !== undefined) t += ',"icon_id":' + m.icon_id;
  if (m.exclusive !== undefined) t += ',"exclusive":' + m.exclusive;
  return t;
}

export function writeRoleDeleteRequest(m: RoleDeleteRequest): string {
  let t = "";
  t += '"role_id":' + m.role_id;
  return t;
}

export function writeRoleMoveRequest(m: RoleMoveRequest): string {
  let t = "";
  t += '"role_id":' + m.role_id;
  t += ',"position":' + m.position;
  return t;
}

export function writeRoleAssignRequest(m: RoleAssignRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"role_id":' + m.role_id;
  return t;
}

export function writeRoleUnassignRequest(m: RoleUnassignRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"role_id":' + m.role_id;
  return t;
}

export function writePermissionOverrideSetRequest(m: PermissionOverrideSetRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.role_id) t += ',"role_id":' + m.role_id;
  if (m.user_id) t += ',"user_id":' + m.user_id;
  if (m.allow.length > 0) t += ',"allow":[' + m.allow.map((one) => JSON.stringify(one)).join() + "]";
  if (m.deny.length > 0) t += ',"deny":[' + m.deny.map((one) => JSON.stringify(one)).join() + "]";
  return t;
}

export function writeEmojiCreateRequest(m: EmojiCreateRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  if (m.image.length > 0) t += ',"image":' + '"' + m.image.toBase64() + '"';
  if (m.attachment_id) t += ',"attachment_id":' + m.attachment_id;
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  return t;
}

export function writeEmojiUpdateRequest(m: EmojiUpdateRequest): string {
  let t = "";
  t += '"emoji_id":' + m.emoji_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  return t;
}

export function writeEmojiDeleteRequest(m: EmojiDeleteRequest): string {
  let t = "";
  t += '"emoji_id":' + m.emoji_id;
  return t;
}

export function writeMemberJoinEvent(m: MemberJoinEvent): string {
  let t = "";
  if (m.member !== undefined) t += ',"member":' + "{" + writeMember(m.member).slice(1) + "}";
  if (m.room_id) t += ',"room_id":' + m.room_id;
  return t;
}

export function writeMemberUpdateEvent(m: MemberUpdateEvent): string {
  let t = "";
  if (m.member !== undefined) t += ',"member":' + "{" + writeMember(m.member).slice(1) + "}";
  return t;
}

export function writeMemberLeaveEvent(m: MemberLeaveEvent): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"reason":' + JSON.stringify(m.reason);
  if (m.room_id) t += ',"room_id":' + m.room_id;
  return t;
}

export function writeRoleCreateEvent(m: RoleCreateEvent): string {
  let t = "";
  if (m.role !== undefined) t += ',"role":' + "{" + writeRole(m.role) + "}";
  return t;
}

export function writeRoleUpdateEvent(m: RoleUpdateEvent): string {
  let t = "";
  if (m.role !== undefined) t += ',"role":' + "{" + writeRole(m.role) + "}";
  return t;
}

export function writeRoleDeleteEvent(m: RoleDeleteEvent): string {
  let t = "";
  t += '"role_id":' + m.role_id;
  return t;
}

export function writeEmojiCreateEvent(m: EmojiCreateEvent): string {
  let t = "";
  if (m.emoji !== undefined) t += ',"emoji":' + "{" + writeEmoji(m.emoji) + "}";
  return t;
}

export function writeEmojiUpdateEvent(m: EmojiUpdateEvent): string {
  let t = "";
  if (m.emoji !== undefined) t += ',"emoji":' + "{" + writeEmoji(m.emoji) + "}";
  return t;
}

export function writeEmojiDeleteEvent(m: EmojiDeleteEvent): string {
  let t = "";
  t += '"emoji_id":' + m.emoji_id;
  return t;
}

export function writeSpaceJoinEvent(m: SpaceJoinEvent): string {
  let t = "";
  if (m.space !== undefined) t += ',"space":' + "{" + writeSpace(m.space) + "}";
  return t;
}

export function writeSpaceLeaveEvent(m: SpaceLeaveEvent): string {
  let t = "";
  t += '"space_id":' + m.space_id;
  return t;
}

export function writeServerUpdateEvent(m: ServerUpdateEvent): string {
  let t = "";
  if (m.space !== undefined) t += ',"space":' + "{" + writeSpace(m.space) + "}";
  if (m.instance !== undefined) t += ',"instance":' + "{" + writeInstance(m.instance) + "}";
  return t;
}

export function writeBan(m: Ban): string {
  let t = "";
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  t += ',"reason":' + JSON.stringify(m.reason);
  if (m.moderator !== undefined) t += ',"moderator":' + "{" + writeUser(m.moderator) + "}";
  if (m.created) t += ',"created":' + m.created;
  if (m.until) t += ',"until":' + m.until;
  return t;
}

export function writeInvite(m: Invite): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"code":' + JSON.stringify(m.code);
  t += ',"uses":' + m.uses;
  if (m.max_uses) t += ',"max_uses":' + m.max_uses;
  if (m.expires) t += ',"expires":' + m.expires;
  if (m.role_ids.length > 0) t += ',"role_ids":[' + m.role_ids.map((one) => one).join() + "]";
  if (m.creator !== undefined) t += ',"creator":' + "{" + writeUser(m.creator) + "}";
  if (m.created) t += ',"created":' + m.created;
  if (m.room_id) t += ',"room_id":' + m.room_id;
  return t;
}

export function writeReport(m: Report): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"state":' + JSON.stringify(m.state);
  t += ',"reason":' + JSON.stringify(m.reason);
  if (m.reporter !== undefined) t += ',"reporter":' + "{" + writeUser(m.reporter) + "}";
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  if (m.message !== undefined) t += ',"message":' + "{" + writeMessage(m.message) + "}";
  if (m.created) t += ',"created":' + m.created;
  if (m.closed) t += ',"closed":' + m.closed;
  if (m.moderator !== undefined) t += ',"moderator":' + "{" + writeUser(m.moderator) + "}";
  if (m.note) t += ',"note":' + JSON.stringify(m.note);
  if (m.message_id) t += ',"message_id":' + m.message_id;
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.rule_id) t += ',"rule_id":' + m.rule_id;
  return t;
}

export function writePermissionExplainRequest(m: PermissionExplainRequest): string {
  let t = "";
  t += '"permission":' + JSON.stringify(m.permission);
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.user_id) t += ',"user_id":' + m.user_id;
  return t;
}

export function writeDecision(m: Decision): string {
  let t = "";
  t += '"allowed":' + m.allowed;
  t += ',"because":' + JSON.stringify(m.because);
  return t;
}

export function writeAuditEntry(m: AuditEntry): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"action":' + JSON.stringify(m.action);
  t += ',"created":' + m.created;
  if (m.actor !== undefined) t += ',"actor":' + "{" + writeUser(m.actor) + "}";
  if (m.target_kind) t += ',"target_kind":' + JSON.stringify(m.target_kind);
  if (m.target_id) t += ',"target_id":' + m.target_id;
  if (m.changes.length > 0) t += ',"changes":[' + m.changes.map((one) => "{" + writeAuditChange(one) + "}").join() + "]";
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writeAuditChange(m: AuditChange): string {
  let t = "";
  t += '"field":' + JSON.stringify(m.field);
  t += ',"before":' + JSON.stringify(m.before);
  t += ',"after":' + JSON.stringify(m.after);
  return t;
}

export function writeAutomodRule(m: AutomodRule): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"enabled":' + m.enabled;
  t += ',"action":' + JSON.stringify(m.action);
  if (m.words.length > 0) t += ',"words":[' + m.words.map((one) => JSON.stringify(one)).join() + "]";
  if (m.links.length > 0) t += ',"links":[' + m.links.map((one) => JSON.stringify(one)).join() + "]";
  if (m.allowed_links.length > 0) t += ',"allowed_links":[' + m.allowed_links.map((one) => JSON.stringify(one)).join() + "]";
  if (m.dry_run) t += ',"dry_run":' + m.dry_run;
  if (m.timeout_ms) t += ',"timeout_ms":' + m.timeout_ms;
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  if (m.exempt_role_ids.length > 0) t += ',"exempt_role_ids":[' + m.exempt_role_ids.map((one) => one).join() + "]";
  if (m.max_mentions) t += ',"max_mentions":' + m.max_mentions;
  if (m.exempt_room_ids.length > 0) t += ',"exempt_room_ids":[' + m.exempt_room_ids.map((one) => one).join() + "]";
  if (m.names) t += ',"names":' + m.names;
  return t;
}

export function writeAutomodMatch(m: AutomodMatch): string {
  let t = "";
  t += '"rule_id":' + m.rule_id;
  t += ',"rule":' + JSON.stringify(m.rule);
  t += ',"action":' + JSON.stringify(m.action);
  t += ',"matched":' + JSON.stringify(m.matched);
  if (m.message_id) t += ',"message_id":' + m.message_id;
  return t;
}

export function writeRetentionCountRequest(m: RetentionCountRequest): string {
  let t = "";
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.retention_ms) t += ',"retention_ms":' + m.retention_ms;
  return t;
}

export function writePing(m: Ping): string {
  let t = "";
  if (m.message !== undefined) t += ',"message":' + "{" + writeMessage(m.message) + "}";
  t += ',"unread":' + m.unread;
  return t;
}

export function writePingsGetRequest(m: PingsGetRequest): string {
  let t = "";
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  if (m.unread_only) t += ',"unread_only":' + m.unread_only;
  return t;
}

export function writePingsClearRequest(m: PingsClearRequest): string {
  let t = "";
  if (m.up_to_id) t += ',"up_to_id":' + m.up_to_id;
  return t;
}

export function writeAutomodTestRequest(m: AutomodTestRequest): string {
  let t = "";
  if (m.rule !== undefined) t += ',"rule":' + "{" + writeAutomodRule(m.rule) + "}";
  if (m.content) t += ',"content":' + JSON.stringify(m.content);
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeBanAddRequest(m: BanAddRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  if (m.until) t += ',"until":' + m.until;
  if (m.delete_messages_ms) t += ',"delete_messages_ms":' + m.delete_messages_ms;
  return t;
}

export function writeBanRemoveRequest(m: BanRemoveRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writeBansGetRequest(m: BansGetRequest): string {
  let t = "";
  if (m.after) t += ',"after":' + m.after;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeTimeoutSetRequest(m: TimeoutSetRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"until":' + m.until;
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writeKickRequest(m: KickRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  if (m.reason) t += ',"reason":' + JSON.stringify(m.reason);
  return t;
}

export function writeInviteCreateRequest(m: InviteCreateRequest): string {
  let t = "";
  if (m.max_uses) t += ',"max_uses":' + m.max_uses;
  if (m.expires) t += ',"expires":' + m.expires;
  if (m.role_ids.length > 0) t += ',"role_ids":[' + m.role_ids.map((one) => one).join() + "]";
  if (m.room_id) t += ',"room_id":' + m.room_id;
  return t;
}

export function writeInviteUseRequest(m: InviteUseRequest): string {
  let t = "";
  t += '"code":' + JSON.stringify(m.code);
  return t;
}

export function writeInviteDeleteRequest(m: InviteDeleteRequest): string {
  let t = "";
  t += '"invite_id":' + m.invite_id;
  return t;
}

export function writeInvitesGetRequest(m: InvitesGetRequest): string {
  let t = "";
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeReportCreateRequest(m: ReportCreateRequest): string {
  let t = "";
  t += '"reason":' + JSON.stringify(m.reason);
  if (m.message_id) t += ',"message_id":' + m.message_id;
  if (m.user_id) t += ',"user_id":' + m.user_id;
  return t;
}

export function writeReportResolveRequest(m: ReportResolveRequest): string {
  let t = "";
  t += '"report_id":' + m.report_id;
  t += ',"state":' + JSON.stringify(m.state);
  if (m.note) t += ',"note":' + JSON.stringify(m.note);
  return t;
}

export function writeReportsGetRequest(m: ReportsGetRequest): string {
  let t = "";
  if (m.state) t += ',"state":' + JSON.stringify(m.state);
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeAuditGetRequest(m: AuditGetRequest): string {
  let t = "";
  if (m.before) t += ',"before":' + m.before;
  if (m.limit) t += ',"limit":' + m.limit;
  if (m.user_id) t += ',"user_id":' + m.user_id;
  if (m.action) t += ',"action":' + JSON.stringify(m.action);
  return t;
}

export function writeAutomodSetRequest(m: AutomodSetRequest): string {
  let t = "";
  if (m.rule !== undefined) t += ',"rule":' + "{" + writeAutomodRule(m.rule) + "}";
  if (m.remove_id) t += ',"remove_id":' + m.remove_id;
  return t;
}

export function writeBanUpdateEvent(m: BanUpdateEvent): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  t += ',"banned":' + m.banned;
  return t;
}

export function writeReportUpdateEvent(m: ReportUpdateEvent): string {
  let t = "";
  t += '"report_id":' + m.report_id;
  t += ',"state":' + JSON.stringify(m.state);
  return t;
}

export function writeAuditEntryEvent(m: AuditEntryEvent): string {
  let t = "";
  t += '"entry_id":' + m.entry_id;
  return t;
}

export function writeInviteUpdateEvent(m: InviteUpdateEvent): string {
  let t = "";
  t += '"invite_id":' + m.invite_id;
  if (m.deleted) t += ',"deleted":' + m.deleted;
  return t;
}

export function writeAutomodUpdateEvent(m: AutomodUpdateEvent): string {
  let t = "";
  t += '"rule_id":' + m.rule_id;
  if (m.deleted) t += ',"deleted":' + m.deleted;
  return t;
}

export function writeBackendUpdateEvent(m: BackendUpdateEvent): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"state":' + JSON.stringify(m.state);
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  if (m.since) t += ',"since":' + m.since;
  return t;
}

export function writeBackend(m: Backend): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"state":' + JSON.stringify(m.state);
  t += ',"since":' + m.since;
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  if (m.memory) t += ',"memory":' + m.memory;
  if (m.portals) t += ',"portals":' + m.portals;
  if (m.links.length > 0) t += ',"links":[' + m.links.map((one) => "{" + writeBackendLink(one) + "}").join() + "]";
  if (m.asked.length > 0) t += ',"asked":[' + m.asked.map((one) => "{" + writeBackendRoom(one) + "}").join() + "]";
  return t;
}

export function writeBackendRoom(m: BackendRoom): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  return t;
}

export function writeBackendLink(m: BackendLink): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"remote_id":' + JSON.stringify(m.remote_id);
  if (m.sendable) t += ',"sendable":' + m.sendable;
  if (m.portal) t += ',"portal":' + m.portal;
  if (m.text) t += ',"text":' + JSON.stringify(m.text);
  return t;
}

export function writeBackendsGetRequest(_m: BackendsGetRequest): string {
  const t = "";
  return t;
}

export function writeBackendLinkRequest(m: BackendLinkRequest): string {
  let t = "";
  t += '"backend":' + JSON.stringify(m.backend);
  t += ',"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  return t;
}

export function writeBackendUnlinkRequest(m: BackendUnlinkRequest): string {
  let t = "";
  t += '"backend":' + JSON.stringify(m.backend);
  t += ',"room_id":' + m.room_id;
  return t;
}

export function writeBackendRoomCreateRequest(m: BackendRoomCreateRequest): string {
  let t = "";
  t += '"backend":' + JSON.stringify(m.backend);
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"parent_id":' + m.parent_id;
  return t;
}

export function writeIdentitiesGetRequest(_m: IdentitiesGetRequest): string {
  const t = "";
  return t;
}

export function writeIdentityClaimRequest(m: IdentityClaimRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  return t;
}

export function writeIdentityPhrase(m: IdentityPhrase): string {
  let t = "";
  t += '"text":' + JSON.stringify(m.text);
  t += ',"expires":' + m.expires;
  return t;
}

export function writeIdentityReleaseRequest(m: IdentityReleaseRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  return t;
}

export function writeBackendRestartRequest(m: BackendRestartRequest): string {
  let t = "";
  t += '"backend":' + JSON.stringify(m.backend);
  return t;
}

export function writeInstanceHealthGetRequest(_m: InstanceHealthGetRequest): string {
  const t = "";
  return t;
}

export function writeInstanceHealth(m: InstanceHealth): string {
  let t = "";
  t += '"software":' + JSON.stringify(m.software);
  t += ',"uptime":' + m.uptime;
  t += ',"memory":' + m.memory;
  if (m.database) t += ',"database":' + m.database;
  if (m.files) t += ',"files":' + m.files;
  if (m.file_bytes) t += ',"file_bytes":' + m.file_bytes;
  if (m.disk_free) t += ',"disk_free":' + m.disk_free;
  if (m.disk_total) t += ',"disk_total":' + m.disk_total;
  if (m.wires.length > 0) t += ',"wires":[' + m.wires.map((one) => "{" + writeWireHealth(one) + "}").join() + "]";
  if (m.queues.length > 0) t += ',"queues":[' + m.queues.map((one) => "{" + writeQueueHealth(one) + "}").join() + "]";
  if (m.backends.length > 0) t += ',"backends":[' + m.backends.map((one) => "{" + writeBackend(one) + "}").join() + "]";
  return t;
}

export function writeWireHealth(m: WireHealth): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"connections":' + m.connections;
  return t;
}

export function writeQueueHealth(m: QueueHealth): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"waiting":' + m.waiting;
  if (m.dead) t += ',"dead":' + m.dead;
  if (m.oldest) t += ',"oldest":' + m.oldest;
  return t;
}

export function writePoll(m: Poll): string {
  let t = "";
  t += '"question":' + JSON.stringify(m.question);
  t += ',"options":[' + m.options.map((one) => "{" + writePollOption(one) + "}").join() + "]";
  t += ',"voters":' + m.voters;
  if (m.multiple) t += ',"multiple":' + m.multiple;
  if (m.anonymous) t += ',"anonymous":' + m.anonymous;
  if (m.ends) t += ',"ends":' + m.ends;
  if (m.ended) t += ',"ended":' + m.ended;
  return t;
}

export function writePollOption(m: PollOption): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"text":' + JSON.stringify(m.text);
  t += ',"votes":' + m.votes;
  if (m.voter_ids.length > 0) t += ',"voter_ids":[' + m.voter_ids.map((one) => one).join() + "]";
  if (m.me !== undefined) t += ',"me":' + m.me;
  return t;
}

export function writePollCreateRequest(m: PollCreateRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"question":' + JSON.stringify(m.question);
  t += ',"options":[' + m.options.map((one) => JSON.stringify(one)).join() + "]";
  if (m.multiple) t += ',"multiple":' + m.multiple;
  if (m.anonymous) t += ',"anonymous":' + m.anonymous;
  if (m.ends) t += ',"ends":' + m.ends;
  if (m.nonce) t += ',"nonce":' + JSON.stringify(m.nonce);
  return t;
}

export function writePollVoteRequest(m: PollVoteRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  t += ',"option_ids":[' + m.option_ids.map((one) => one).join() + "]";
  return t;
}

export function writePollEndRequest(m: PollEndRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  return t;
}

export function writePollUpdateEvent(m: PollUpdateEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  if (m.poll !== undefined) t += ',"poll":' + "{" + writePoll(m.poll) + "}";
  return t;
}

export function writePollVoteEvent(m: PollVoteEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"message_id":' + m.message_id;
  if (m.option_ids.length > 0) t += ',"option_ids":[' + m.option_ids.map((one) => one).join() + "]";
  return t;
}

export function writePollGetRequest(m: PollGetRequest): string {
  let t = "";
  t += '"message_id":' + m.message_id;
  if (m.option_id) t += ',"option_id":' + m.option_id;
  if (m.after) t += ',"after":' + m.after;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeWebhook(m: Webhook): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"kind":' + JSON.stringify(m.kind);
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.avatar) t += ',"avatar":' + JSON.stringify(m.avatar);
  if (m.url) t += ',"url":' + JSON.stringify(m.url);
  if (m.events.length > 0) t += ',"events":[' + m.events.map((one) => JSON.stringify(one)).join() + "]";
  if (m.secret) t += ',"secret":' + JSON.stringify(m.secret);
  if (m.disabled) t += ',"disabled":' + m.disabled;
  if (m.failures) t += ',"failures":' + m.failures;
  if (m.creator !== undefined) t += ',"creator":' + "{" + writeUser(m.creator) + "}";
  if (m.created) t += ',"created":' + m.created;
  if (m.last_used) t += ',"last_used":' + m.last_used;
  return t;
}

export function writeSlashCommand(m: SlashCommand): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"name":' + JSON.stringify(m.name);
  t += ',"description":' + JSON.stringify(m.description);
  if (m.options.length > 0) t += ',"options":[' + m.options.map((one) => "{" + writeCommandOption(one) + "}").join() + "]";
  if (m.permission) t += ',"permission":' + JSON.stringify(m.permission);
  if (m.bot !== undefined) t += ',"bot":' + "{" + writeUser(m.bot) + "}";
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  return t;
}

export function writeCommandOption(m: CommandOption): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"kind":' + JSON.stringify(m.kind);
  if (m.description) t += ',"description":' + JSON.stringify(m.description);
  if (m.required) t += ',"required":' + m.required;
  if (m.choices.length > 0) t += ',"choices":[' + m.choices.map((one) => "{" + writeCommandChoice(one) + "}").join() + "]";
  if (m.min) t += ',"min":' + JSON.stringify(m.min);
  if (m.max) t += ',"max":' + JSON.stringify(m.max);
  return t;
}

export function writeCommandChoice(m: CommandChoice): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"value":' + JSON.stringify(m.value);
  return t;
}

export function writeCommandArgument(m: CommandArgument): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"value":' + JSON.stringify(m.value);
  return t;
}

export function writeWebhookCreateRequest(m: WebhookCreateRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"kind":' + JSON.stringify(m.kind);
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.url) t += ',"url":' + JSON.stringify(m.url);
  if (m.events.length > 0) t += ',"events":[' + m.events.map((one) => JSON.stringify(one)).join() + "]";
  if (m.avatar_id) t += ',"avatar_id":' + m.avatar_id;
  return t;
}

export function writeWebhookUpdateRequest(m: WebhookUpdateRequest): string {
  let t = "";
  t += '"webhook_id":' + m.webhook_id;
  if (m.name !== undefined) t += ',"name":' + JSON.stringify(m.name);
  if (m.room_id !== undefined) t += ',"room_id":' + m.room_id;
  if (m.url !== undefined) t += ',"url":' + JSON.stringify(m.url);
  if (m.events.length > 0) t += ',"events":[' + m.events.map((one) => JSON.stringify(one)).join() + "]";
  if (m.avatar_id !== undefined) t += ',"avatar_id":' + m.avatar_id;
  if (m.disabled !== undefined) t += ',"disabled":' + m.disabled;
  if (m.cleared.length > 0) t += ',"cleared":[' + m.cleared.map((one) => JSON.stringify(one)).join() + "]";
  return t;
}

export function writeWebhookDeleteRequest(m: WebhookDeleteRequest): string {
  let t = "";
  t += '"webhook_id":' + m.webhook_id;
  return t;
}

export function writeWebhookRotateRequest(m: WebhookRotateRequest): string {
  let t = "";
  t += '"webhook_id":' + m.webhook_id;
  return t;
}

export function writeWebhooksGetRequest(m: WebhooksGetRequest): string {
  let t = "";
  if (m.room_id) t += ',"room_id":' + m.room_id;
  if (m.after) t += ',"after":' + m.after;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeWebhookDelivery(m: WebhookDelivery): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"stream":' + m.stream;
  t += ',"seq":' + m.seq;
  if (m.attempts) t += ',"attempts":' + m.attempts;
  if (m.failure) t += ',"failure":' + JSON.stringify(m.failure);
  return t;
}

export function writeWebhookDeliveriesGetRequest(m: WebhookDeliveriesGetRequest): string {
  let t = "";
  t += '"webhook_id":' + m.webhook_id;
  if (m.after) t += ',"after":' + m.after;
  if (m.limit) t += ',"limit":' + m.limit;
  return t;
}

export function writeWebhookRetryRequest(m: WebhookRetryRequest): string {
  let t = "";
  t += '"webhook_id":' + m.webhook_id;
  if (m.delivery_id) t += ',"delivery_id":' + m.delivery_id;
  return t;
}

export function writeCommandRegisterRequest(m: CommandRegisterRequest): string {
  let t = "";
  t += '"name":' + JSON.stringify(m.name);
  t += ',"description":' + JSON.stringify(m.description);
  if (m.options.length > 0) t += ',"options":[' + m.options.map((one) => "{" + writeCommandOption(one) + "}").join() + "]";
  if (m.permission) t += ',"permission":' + JSON.stringify(m.permission);
  if (m.room_ids.length > 0) t += ',"room_ids":[' + m.room_ids.map((one) => one).join() + "]";
  return t;
}

export function writeCommandUnregisterRequest(m: CommandUnregisterRequest): string {
  let t = "";
  t += '"command_id":' + m.command_id;
  return t;
}

export function writeCommandCallRequest(m: CommandCallRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  if (m.arguments.length > 0) t += ',"arguments":[' + m.arguments.map((one) => "{" + writeCommandArgument(one) + "}").join() + "]";
  if (m.command_id) t += ',"command_id":' + m.command_id;
  if (m.nonce) t += ',"nonce":' + JSON.stringify(m.nonce);
  return t;
}

export function writeCommandAnswerRequest(m: CommandAnswerRequest): string {
  let t = "";
  t += '"call_id":' + m.call_id;
  t += ',"content":' + JSON.stringify(m.content);
  if (m.only_caller) t += ',"only_caller":' + m.only_caller;
  if (m.embeds.length > 0) t += ',"embeds":[' + m.embeds.map((one) => "{" + writeEmbed(one) + "}").join() + "]";
  if (m.attachment_ids.length > 0) t += ',"attachment_ids":[' + m.attachment_ids.map((one) => one).join() + "]";
  return t;
}

export function writeWebhookUpdateEvent(m: WebhookUpdateEvent): string {
  let t = "";
  t += '"webhook_id":' + m.webhook_id;
  if (m.deleted) t += ',"deleted":' + m.deleted;
  return t;
}

export function writeCommandCallEvent(m: CommandCallEvent): string {
  let t = "";
  t += '"call_id":' + m.call_id;
  t += ',"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  t += ',"arguments":[' + m.arguments.map((one) => "{" + writeCommandArgument(one) + "}").join() + "]";
  if (m.deadline) t += ',"deadline":' + m.deadline;
  if (m.command_id) t += ',"command_id":' + m.command_id;
  return t;
}

export function writeCommandUpdateEvent(m: CommandUpdateEvent): string {
  let t = "";
  t += '"command_id":' + m.command_id;
  if (m.command !== undefined) t += ',"command":' + "{" + writeSlashCommand(m.command) + "}";
  return t;
}

export function writeCommandEndEvent(m: CommandEndEvent): string {
  let t = "";
  t += '"call_id":' + m.call_id;
  t += ',"room_id":' + m.room_id;
  t += ',"name":' + JSON.stringify(m.name);
  return t;
}

export function writeVoiceState(m: VoiceState): string {
  let t = "";
  if (m.user !== undefined) t += ',"user":' + "{" + writeUser(m.user) + "}";
  t += ',"room_id":' + m.room_id;
  if (m.session_id) t += ',"session_id":' + JSON.stringify(m.session_id);
  if (m.self_muted) t += ',"self_muted":' + m.self_muted;
  if (m.self_deafened) t += ',"self_deafened":' + m.self_deafened;
  if (m.muted) t += ',"muted":' + m.muted;
  if (m.deafened) t += ',"deafened":' + m.deafened;
  if (m.streaming) t += ',"streaming":' + m.streaming;
  if (m.camera) t += ',"camera":' + m.camera;
  if (m.joined) t += ',"joined":' + m.joined;
  return t;
}

export function writeCall(m: Call): string {
  let t = "";
  t += '"id":' + m.id;
  t += ',"room_id":' + m.room_id;
  t += ',"state":' + JSON.stringify(m.state);
  if (m.caller !== undefined) t += ',"caller":' + "{" + writeUser(m.caller) + "}";
  if (m.video) t += ',"video":' + m.video;
  if (m.participants.length > 0) t += ',"participants":[' + m.participants.map((one) => "{" + writeUser(one) + "}").join() + "]";
  if (m.started) t += ',"started":' + m.started;
  if (m.answered) t += ',"answered":' + m.answered;
  if (m.ended) t += ',"ended":' + m.ended;
  if (m.duration_ms) t += ',"duration_ms":' + m.duration_ms;
  if (m.message_id) t += ',"message_id":' + m.message_id;
  if (m.declined_ids.length > 0) t += ',"declined_ids":[' + m.declined_ids.map((one) => one).join() + "]";
  return t;
}

export function writeIceServer(m: IceServer): string {
  let t = "";
  t += '"urls":[' + m.urls.map((one) => JSON.stringify(one)).join() + "]";
  if (m.username) t += ',"username":' + JSON.stringify(m.username);
  if (m.credential) t += ',"credential":' + JSON.stringify(m.credential);
  if (m.expires) t += ',"expires":' + m.expires;
  return t;
}

export function writeVoiceJoinRequest(m: VoiceJoinRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.self_muted) t += ',"self_muted":' + m.self_muted;
  if (m.self_deafened) t += ',"self_deafened":' + m.self_deafened;
  return t;
}

export function writeVoiceLeaveRequest(_m: VoiceLeaveRequest): string {
  const t = "";
  return t;
}

export function writeVoiceUpdateRequest(m: VoiceUpdateRequest): string {
  let t = "";
  if (m.self_muted !== undefined) t += ',"self_muted":' + m.self_muted;
  if (m.self_deafened !== undefined) t += ',"self_deafened":' + m.self_deafened;
  if (m.streaming !== undefined) t += ',"streaming":' + m.streaming;
  if (m.camera !== undefined) t += ',"camera":' + m.camera;
  return t;
}

export function writeVoiceMoveRequest(m: VoiceMoveRequest): string {
  let t = "";
  t += '"user_id":' + m.user_id;
  if (m.room_id !== undefined) t += ',"room_id":' + m.room_id;
  if (m.muted !== undefined) t += ',"muted":' + m.muted;
  if (m.deafened !== undefined) t += ',"deafened":' + m.deafened;
  return t;
}

export function writeVoiceSignalRequest(m: VoiceSignalRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"user_id":' + m.user_id;
  t += ',"kind":' + JSON.stringify(m.kind);
  t += ',"data":' + JSON.stringify(m.data);
  if (m.session_id) t += ',"session_id":' + JSON.stringify(m.session_id);
  return t;
}

export function writeCallStartRequest(m: CallStartRequest): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  if (m.video) t += ',"video":' + m.video;
  return t;
}

export function writeCallAcceptRequest(m: CallAcceptRequest): string {
  let t = "";
  t += '"call_id":' + m.call_id;
  return t;
}

export function writeCallDeclineRequest(m: CallDeclineRequest): string {
  let t = "";
  t += '"call_id":' + m.call_id;
  return t;
}

export function writeCallEndRequest(m: CallEndRequest): string {
  let t = "";
  t += '"call_id":' + m.call_id;
  return t;
}

export function writeVoiceStateEvent(m: VoiceStateEvent): string {
  let t = "";
  if (m.state !== undefined) t += ',"state":' + "{" + writeVoiceState(m.state).slice(1) + "}";
  if (m.left_room_id) t += ',"left_room_id":' + m.left_room_id;
  return t;
}

export function writeVoiceSignalEvent(m: VoiceSignalEvent): string {
  let t = "";
  t += '"room_id":' + m.room_id;
  t += ',"user_id":' + m.user_id;
  t += ',"kind":' + JSON.stringify(m.kind);
  t += ',"data":' + JSON.stringify(m.data);
  if (m.session_id) t += ',"session_id":' + JSON.stringify(m.session_id);
  return t;
}

export function writeCallUpdateEvent(m: CallUpdateEvent): string {
  let t = "";
  if (m.call !== undefined) t += ',"call":' + "{" + writeCall(m.call) + "}";
  return t;
}
