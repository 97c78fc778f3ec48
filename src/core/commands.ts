/** The one table of commands: from it come dispatch and what dialects may ask for. */

import type { Static } from "typebox";
import {
  accountCheck,
  accountCreate,
  accountGet,
  credentialsGet,
  passwordCodeCreate,
  passwordCodeUse,
  passwordRenew,
  passwordSet,
  setupBegin,
} from "./accounts.ts";
import { acksGet, acksNote } from "./acks.ts";
import { administratorsGet } from "./administrators.ts";
import {
  attachmentCreate,
  attachmentDelete,
  attachmentFind,
  blobsLoose,
  blobsSettled,
  blobsUnused,
  fileFind,
  uploadBegin,
  uploadCancel,
  uploadCheck,
  uploadGet,
  uploadProgress,
  uploadResult,
  uploadsByKey,
  uploadsExpire,
  uploadsKnown,
} from "./attachments.ts";
import { auditGet } from "./audit.ts";
import { automodSet, automodTest } from "./automod-rules.ts";
import { banAdd, banRemove, bansGet } from "./bans.ts";
import { userBlock, userUnblock } from "./blocks.ts";
import { botCreate, botsGet, botTokenRotate } from "./bots.ts";
import { bridgePlace } from "./bridge-categories.ts";
import { bridgeEmoji } from "./bridge-emojis.ts";
import { bridgeErase, bridgeNames, bridgeReact, bridgeSender, bridgeTake } from "./bridge-inward.ts";
import {
  backendLink,
  backendRestart,
  backendsGet,
  backendUnlink,
  bridgeFound,
  bridgeLinksGet,
  bridgeState,
} from "./bridge-links.ts";
import { bridgeBegin, bridgeNext, bridgeSettle } from "./bridge-outward.ts";
import { bridgeIsNew, bridgeRoom, bridgeRoomGone, bridgeTopic } from "./bridge-portals.ts";
import { backendRoomCreate, bridgeRoomMade, bridgeRoomsAsked } from "./bridge-rooms.ts";
import { ghostUpsert, portalUpsert } from "./bridges.ts";
import { callAccept, callClose, callDecline, callEnd, callStart } from "./calls.ts";
import { serviceCallClose, serviceCallStart } from "./calls-elsewhere.ts";
import { chatFind, chatGet, chatsGet, conversationGet, entriesGet } from "./chats.ts";
import {
  contactDelete,
  contactPut,
  contactsGet,
  mutualNumbers,
  phoneBookPut,
  phoneFind,
} from "./contacts.ts";
import { accountDelete, accountExport, messagesErase, ownsSpace } from "./departure.ts";
import { dialogOpen } from "./dialogs.ts";
import { drawerFill, drawersGet } from "./drawers.ts";
import { emojiCreate, emojiDelete, emojiFind, emojisKnown, emojiUpdate } from "./emojis.ts";
import { roomEnter } from "./entering.ts";
import { permissionExplain } from "./explain.ts";
import { followersGet, outboxDue, outboxOpen, outboxSettle, readerStep } from "./followers.ts";
import { messageForward } from "./forward.ts";
import { groupCreate, memberAdd, memberRemove } from "./groups.ts";
import { editsGet, historyGet } from "./history.ts";
import { identitiesGet, identityClaim, identityRelease } from "./identities.ts";
import { instanceHealthGet } from "./instance.ts";
import { inviteCreate, inviteDelete, invitesGet, inviteUse } from "./invites.ts";
import { kick, spaceLeave } from "./leaving.ts";
import { membersGet, memberUpdate } from "./members.ts";
import { messageDelete, messagesDelete } from "./message-removal.ts";
import { messageEdit, messageSend } from "./messages.ts";
import { spaceCreate } from "./new-space.ts";
import { notificationSet } from "./notifications.ts";
import { operatorMembers, operatorOwner, operatorSpace, operatorUser } from "./operator.ts";
import { permissionOverrideSet } from "./overrides.ts";
import { spacesGet } from "./own-spaces.ts";
import { avatarFind, nameParts, peopleGet, personFind } from "./people.ts";
import { phoneCodePut, phoneEnter, refreshPut, refreshRotate } from "./phones.ts";
import { pingsClear, pingsGet } from "./pings.ts";
import { pinAdd, pinRemove, pinsGet } from "./pins.ts";
import { pollCreate, pollEnd, pollGet, pollVote } from "./polls.ts";
import {
  webhookFind,
  webhookHashes,
  webhookMessageDelete,
  webhookMessageEdit,
  webhookMessageGet,
  webhookPost,
} from "./posting.ts";
import {
  lastSeenNote,
  presenceAudience,
  presenceSet,
  presencesInSight,
  presencesKnown,
} from "./presences.ts";
import { pageKeep, pagesGet, previewsRemove, previewsSet } from "./previews.ts";
import { profileUpdate } from "./profiles.ts";
import { pushDevicesGet, pushKeysTake, pushSubscribe, pushUnsubscribe } from "./push-devices.ts";
import { receiptReach, receiptsCollect, unreadGet } from "./reach.ts";
import { reactionAdd, reactionRemove } from "./reactions.ts";
import { messagesCount, reactorsGet, roomGet } from "./reading.ts";
import { receiptMark, receiptsDelivered } from "./receipts.ts";
import { backlogGet, headsGet } from "./replay.ts";
import { reportCreate, reportResolve, reportsGet } from "./reports.ts";
import { retentionCount } from "./retention.ts";
import { roleAssign, roleUnassign } from "./role-holders.ts";
import { roleCreate, roleDelete, roleMove, roleUpdate } from "./roles.ts";
import { roomMove } from "./room-order.ts";
import { roomCreate, roomDelete, roomUpdate } from "./rooms.ts";
import { search, searchIndex } from "./search.ts";
import {
  sessionOpen,
  sessionPlace,
  sessionRenew,
  sessionsSeen,
  sightGet,
  snapshotGet,
  whereaboutsGet,
} from "./sight.ts";
import { commandAnswer, commandCall } from "./slash-calls.ts";
import { commandRegister, commandUnregister } from "./slash-register.ts";
import { spaceCard } from "./space-card.ts";
import { spaceUpdate } from "./spaces.ts";
import { roomsSweep } from "./sweeping.ts";
import { takenAccount, takenBefore, takenMessages, takenThread, takenWebhook } from "./takeover.ts";
import { threadCreate, threadsGet, threadUpdate } from "./threads.ts";
import { timeoutSet } from "./timeouts.ts";
import { timerPostpone, timerRun, timersDue } from "./timers.ts";
import {
  logout,
  logoutEverywhere,
  signedUser,
  tokenCreate,
  tokenEnd,
  tokensGet,
  tokenUser,
} from "./tokens.ts";
import { typingStart, typingStop, typingTo } from "./typing.ts";
import { voiceJoin, voiceLeave, voiceUpdate } from "./voice.ts";
import { voiceMove } from "./voice-moves.ts";
import { voiceSignal } from "./voice-signal.ts";
import { voiceTidy } from "./voice-tidy.ts";
import {
  webhookCreate,
  webhookDelete,
  webhookDeliveriesGet,
  webhookRetry,
  webhookRotate,
  webhooksGet,
  webhookUpdate,
} from "./webhooks.ts";

export const commands = {
  message_send: messageSend,
  message_edit: messageEdit,
  message_delete: messageDelete,
  messages_delete: messagesDelete,
  previews_remove: previewsRemove,
  message_forward: messageForward,
  history_get: historyGet,
  edits_get: editsGet,
  room_get: roomGet,
  reactors_get: reactorsGet,
  messages_count: messagesCount,
  pin_add: pinAdd,
  pin_remove: pinRemove,
  pins_get: pinsGet,
  search,
  reaction_add: reactionAdd,
  reaction_remove: reactionRemove,
  poll_create: pollCreate,
  poll_vote: pollVote,
  poll_end: pollEnd,
  poll_get: pollGet,
  receipt_mark: receiptMark,
  receipt_reach: receiptReach,
  receipts_collect: receiptsCollect,
  unread_get: unreadGet,
  chats_get: chatsGet,
  chat_get: chatGet,
  chat_find: chatFind,
  conversation_get: conversationGet,
  entries_get: entriesGet,
  people_get: peopleGet,
  person_find: personFind,
  name_parts: nameParts,
  contact_put: contactPut,
  contact_delete: contactDelete,
  contacts_get: contactsGet,
  phone_find: phoneFind,
  phone_book_put: phoneBookPut,
  mutual_numbers: mutualNumbers,
  presence_set: presenceSet,
  typing_start: typingStart,
  typing_stop: typingStop,
  typing_to: typingTo,
  room_create: roomCreate,
  room_update: roomUpdate,
  room_move: roomMove,
  room_delete: roomDelete,
  thread_create: threadCreate,
  thread_update: threadUpdate,
  threads_get: threadsGet,
  permission_override_set: permissionOverrideSet,
  role_create: roleCreate,
  role_update: roleUpdate,
  role_move: roleMove,
  role_delete: roleDelete,
  role_assign: roleAssign,
  role_unassign: roleUnassign,
  member_update: memberUpdate,
  profile_update: profileUpdate,
  voice_join: voiceJoin,
  voice_leave: voiceLeave,
  voice_update: voiceUpdate,
  voice_move: voiceMove,
  voice_signal: voiceSignal,
  voice_tidy: voiceTidy,
  call_start: callStart,
  call_accept: callAccept,
  call_decline: callDecline,
  call_end: callEnd,
  call_close: callClose,
  service_call_start: serviceCallStart,
  service_call_close: serviceCallClose,
  notification_set: notificationSet,
  webhook_create: webhookCreate,
  webhooks_get: webhooksGet,
  webhook_update: webhookUpdate,
  webhook_rotate: webhookRotate,
  webhook_delete: webhookDelete,
  webhook_deliveries_get: webhookDeliveriesGet,
  webhook_retry: webhookRetry,
  space_create: spaceCreate,
  spaces_get: spacesGet,
  space_update: spaceUpdate,
  space_leave: spaceLeave,
  kick,
  ban_add: banAdd,
  ban_remove: banRemove,
  bans_get: bansGet,
  timeout_set: timeoutSet,
  audit_get: auditGet,
  report_create: reportCreate,
  report_resolve: reportResolve,
  reports_get: reportsGet,
  automod_set: automodSet,
  automod_test: automodTest,
  retention_count: retentionCount,
  pings_get: pingsGet,
  pings_clear: pingsClear,
  permission_explain: permissionExplain,
  members_get: membersGet,
  dialog_open: dialogOpen,
  group_create: groupCreate,
  member_add: memberAdd,
  member_remove: memberRemove,
  user_block: userBlock,
  user_unblock: userUnblock,
  command_register: commandRegister,
  command_unregister: commandUnregister,
  command_call: commandCall,
  command_answer: commandAnswer,
  invite_create: inviteCreate,
  invites_get: invitesGet,
  invite_delete: inviteDelete,
  invite_use: inviteUse,
  account_get: accountGet,
  tokens_get: tokensGet,
  token_end: tokenEnd,
  push_subscribe: pushSubscribe,
  push_unsubscribe: pushUnsubscribe,
  push_devices_get: pushDevicesGet,
  bot_create: botCreate,
  bots_get: botsGet,
  bot_token_rotate: botTokenRotate,
  password_code_create: passwordCodeCreate,
  drawer_fill: drawerFill,
  emoji_create: emojiCreate,
  emoji_update: emojiUpdate,
  emoji_delete: emojiDelete,
  upload_check: uploadCheck,
  upload_begin: uploadBegin,
  upload_get: uploadGet,
  upload_progress: uploadProgress,
  upload_cancel: uploadCancel,
  upload_result: uploadResult,
  attachment_delete: attachmentDelete,
  uploads_by_key: uploadsByKey,
  attachment_create: attachmentCreate,
  logout,
  logout_everywhere: logoutEverywhere,
  backends_get: backendsGet,
  backend_link: backendLink,
  backend_unlink: backendUnlink,
  backend_restart: backendRestart,
  backend_room_create: backendRoomCreate,
  identities_get: identitiesGet,
  identity_claim: identityClaim,
  identity_release: identityRelease,
  instance_health_get: instanceHealthGet,
  // What the server itself asks.
  account_create: accountCreate,
  account_check: accountCheck,
  account_delete: accountDelete,
  account_export: accountExport,
  messages_erase: messagesErase,
  owns_space: ownsSpace,
  setup_begin: setupBegin,
  password_set: passwordSet,
  password_code_use: passwordCodeUse,
  credentials_get: credentialsGet,
  token_create: tokenCreate,
  token_user: tokenUser,
  ghost_upsert: ghostUpsert,
  portal_upsert: portalUpsert,
  bridge_state: bridgeState,
  bridge_links_get: bridgeLinksGet,
  bridge_emoji: bridgeEmoji,
  bridge_place: bridgePlace,
  bridge_room: bridgeRoom,
  bridge_rooms_asked: bridgeRoomsAsked,
  bridge_room_made: bridgeRoomMade,
  bridge_room_gone: bridgeRoomGone,
  bridge_topic: bridgeTopic,
  bridge_is_new: bridgeIsNew,
  bridge_found: bridgeFound,
  bridge_sender: bridgeSender,
  bridge_take: bridgeTake,
  bridge_erase: bridgeErase,
  bridge_react: bridgeReact,
  bridge_names: bridgeNames,
  bridge_next: bridgeNext,
  bridge_begin: bridgeBegin,
  bridge_settle: bridgeSettle,
  signed_user: signedUser,
  administrators_get: administratorsGet,
  receipts_delivered: receiptsDelivered,
  acks_note: acksNote,
  acks_get: acksGet,
  presences_known: presencesKnown,
  presences_in_sight: presencesInSight,
  presence_audience: presenceAudience,
  last_seen_note: lastSeenNote,
  session_open: sessionOpen,
  session_renew: sessionRenew,
  session_place: sessionPlace,
  room_enter: roomEnter,
  sessions_seen: sessionsSeen,
  whereabouts_get: whereaboutsGet,
  space_card: spaceCard,
  sight_get: sightGet,
  snapshot_get: snapshotGet,
  search_index: searchIndex,
  rooms_sweep: roomsSweep,
  timers_due: timersDue,
  timer_run: timerRun,
  timer_postpone: timerPostpone,
  webhook_find: webhookFind,
  webhook_hashes: webhookHashes,
  webhook_post: webhookPost,
  webhook_message_edit: webhookMessageEdit,
  webhook_message_delete: webhookMessageDelete,
  webhook_message_get: webhookMessageGet,
  followers_get: followersGet,
  reader_step: readerStep,
  outbox_due: outboxDue,
  outbox_open: outboxOpen,
  outbox_settle: outboxSettle,
  pages_get: pagesGet,
  page_keep: pageKeep,
  previews_set: previewsSet,
  backlog_get: backlogGet,
  heads_get: headsGet,
  operator_space: operatorSpace,
  operator_members: operatorMembers,
  operator_user: operatorUser,
  operator_owner: operatorOwner,
  taken_account: takenAccount,
  taken_thread: takenThread,
  taken_before: takenBefore,
  taken_messages: takenMessages,
  taken_webhook: takenWebhook,
  password_renew: passwordRenew,
  push_keys_take: pushKeysTake,
  drawers_get: drawersGet,
  avatar_find: avatarFind,
  phone_code_put: phoneCodePut,
  phone_enter: phoneEnter,
  refresh_put: refreshPut,
  refresh_rotate: refreshRotate,
  emoji_find: emojiFind,
  emojis_known: emojisKnown,
  file_find: fileFind,
  attachment_find: attachmentFind,
  uploads_expire: uploadsExpire,
  uploads_known: uploadsKnown,
  blobs_loose: blobsLoose,
  blobs_unused: blobsUnused,
  blobs_settled: blobsSettled,
} as const;

export type CommandType = keyof typeof commands;

type Input<T extends CommandType> = Static<(typeof commands)[T]["input"]>;

/** A command as data: its name and its input. */
export type Command<T extends CommandType = CommandType> = {
  readonly [K in T]: { readonly type: K; readonly input: Input<K> };
}[T];

/** What a command answers with. */
export type Reply<T extends CommandType> = Awaited<ReturnType<(typeof commands)[T]["run"]>>["reply"];
