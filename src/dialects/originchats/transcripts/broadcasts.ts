/** What each command tells others (`docs/protocols/originchats.md` sections 6 and 9), for `coverage.test.ts`. */

interface Broadcast {
  /** The packet that others get. */
  readonly packet: string;
  /** "view": a transcript shows somebody else who gets it, and somebody who does not. */
  readonly audience: "all" | "view";
}

const toAll = (packet: string): Broadcast => ({ packet, audience: "all" });
const toViewers = (packet: string): Broadcast => ({ packet, audience: "view" });

export const broadcasts: Readonly<Record<string, Broadcast>> = {
  message_new: toViewers("message_new"),
  typing: toViewers("typing"),
  message_edit: toViewers("message_edit"),
  message_delete: toViewers("message_delete"),
  message_react_add: toViewers("message_react_add"),
  message_react_remove: toViewers("message_react_remove"),
  message_pin: toViewers("message_pin"),
  message_unpin: toViewers("message_unpin"),
  status_set: toAll("status_get"),
  server_update: toAll("server_update"),
  user_update: toAll("nickname_update"),
  user_roles_set: toAll("user_roles_get"),
  user_roles_add: toAll("user_roles_get"),
  user_roles_remove: toAll("user_roles_get"),
  user_leave: toAll("user_leave"),
  user_delete: toAll("user_leave"),
  user_ban: toAll("user_leave"),
  user_timeout: toViewers("rate_limit"),
  role_create: toAll("roles_list"),
  role_update: toAll("roles_list"),
  role_set: toAll("roles_list"),
  role_delete: toAll("roles_list"),
  role_reorder: toAll("roles_list"),
  role_permissions_set: toAll("roles_list"),
  thread_create: toViewers("thread_create"),
  thread_update: toViewers("thread_update"),
  thread_delete: toViewers("thread_delete"),
  thread_join: toViewers("thread_join"),
  thread_leave: toViewers("thread_leave"),
  slash_register: toAll("slash_add"),
  slash_call: toViewers("slash_call"),
  slash_response: toViewers("message_new"),
  poll_create: toViewers("message_new"),
  poll_vote: toViewers("poll_vote_update"),
  poll_end: toViewers("poll_end"),
  self_role_add: toAll("user_roles_get"),
  self_role_remove: toAll("user_roles_get"),
  emoji_add: toAll("emoji_add"),
  emoji_update: toAll("emoji_update"),
  emoji_delete: toAll("emoji_delete"),
  attachment_delete: toViewers("attachment_deleted"),
  voice_join: toViewers("voice_user_joined"),
  voice_leave: toViewers("voice_user_left"),
  voice_mute: toViewers("voice_user_updated"),
  voice_unmute: toViewers("voice_user_updated"),
};
