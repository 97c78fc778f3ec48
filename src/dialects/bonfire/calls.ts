/**
 * Which HTTP call stands for which variant: each command of the gateway has its call.
 *
 * Fields named in the path come from there; the others from the query of GET and DELETE, and from the JSON
 * body of the other methods.
 */

import type { VariantName } from "./inbound/entry.ts";

/** Method and path, as "POST /api/v1/rooms/{room_id}/messages". */
export type Call = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/v1/${string}`;

/** What only makes sense while a connection is open. */
const GATEWAY_ONLY = "gateway only";

const ROOM = "/api/v1/rooms/{room_id}";
const MESSAGE = "/api/v1/messages/{message_id}";
const ROLE = "/api/v1/roles/{role_id}";
const WEBHOOK = "/api/v1/webhooks/{webhook_id}";

/** The compiler asks for an entry for every variant. */
export const calls: { readonly [V in VariantName]: Call | typeof GATEWAY_ONLY } = {
  message: GATEWAY_ONLY,
  heartbeat: GATEWAY_ONLY,
  presence_set: GATEWAY_ONLY,
  subscribe_presence: GATEWAY_ONLY,
  message_send: `POST ${ROOM}/messages`,
  history_get: `GET ${ROOM}/messages`,
  messages_delete: `POST ${ROOM}/messages/delete`,
  message_edit: `PATCH ${MESSAGE}`,
  message_delete: `DELETE ${MESSAGE}`,
  edits_get: `GET ${MESSAGE}/edits`,
  message_forward: `POST ${MESSAGE}/forward`,
  reaction_add: `PUT ${MESSAGE}/reactions/{emoji}`,
  reaction_remove: `DELETE ${MESSAGE}/reactions/{emoji}`,
  previews_remove: `DELETE ${MESSAGE}/previews`,
  pin_add: `PUT ${MESSAGE}/pin`,
  pin_remove: `DELETE ${MESSAGE}/pin`,
  pins_get: `GET ${ROOM}/pins`,
  search: "GET /api/v1/search",
  typing_start: `PUT ${ROOM}/typing`,
  typing_stop: `DELETE ${ROOM}/typing`,
  receipt_mark: `POST ${ROOM}/receipts`,
  room_create: "POST /api/v1/rooms",
  room_update: `PATCH ${ROOM}`,
  room_delete: `DELETE ${ROOM}`,
  room_move: `POST ${ROOM}/move`,
  thread_create: "POST /api/v1/threads",
  thread_update: "PATCH /api/v1/threads/{room_id}",
  threads_get: `GET ${ROOM}/threads`,
  dialog_open: "PUT /api/v1/dialogs/{user_id}",
  group_create: "POST /api/v1/groups",
  member_add: `PUT ${ROOM}/members/{user_id}`,
  member_remove: `DELETE ${ROOM}/members/{user_id}`,
  members_get: "GET /api/v1/members",
  role_create: "POST /api/v1/roles",
  role_update: `PATCH ${ROLE}`,
  role_delete: `DELETE ${ROLE}`,
  role_move: `POST ${ROLE}/move`,
  role_assign: `PUT ${ROLE}/members/{user_id}`,
  role_unassign: `DELETE ${ROLE}/members/{user_id}`,
  permission_override_set: `PUT ${ROOM}/override`,
  emoji_create: "POST /api/v1/emojis",
  emoji_update: "PATCH /api/v1/emojis/{emoji_id}",
  emoji_delete: "DELETE /api/v1/emojis/{emoji_id}",
  profile_update: "PATCH /api/v1/profile",
  member_update: "PATCH /api/v1/members/{user_id}",
  ban_add: "PUT /api/v1/bans/{user_id}",
  ban_remove: "DELETE /api/v1/bans/{user_id}",
  bans_get: "GET /api/v1/bans",
  timeout_set: "PUT /api/v1/members/{user_id}/timeout",
  kick: "POST /api/v1/members/{user_id}/kick",
  invite_create: "POST /api/v1/invites",
  invite_use: "POST /api/v1/invites/use",
  invites_get: "GET /api/v1/invites",
  invite_delete: "DELETE /api/v1/invites/{invite_id}",
  poll_create: `POST ${ROOM}/polls`,
  poll_vote: `PUT ${MESSAGE}/vote`,
  poll_end: `POST ${MESSAGE}/poll/end`,
  poll_get: `GET ${MESSAGE}/poll`,
  webhook_create: "POST /api/v1/webhooks",
  webhooks_get: "GET /api/v1/webhooks",
  webhook_update: `PATCH ${WEBHOOK}`,
  webhook_delete: `DELETE ${WEBHOOK}`,
  webhook_rotate: `POST ${WEBHOOK}/rotate`,
  webhook_deliveries_get: `GET ${WEBHOOK}/deliveries`,
  webhook_retry: `POST ${WEBHOOK}/retry`,
  command_register: "POST /api/v1/commands",
  command_unregister: "DELETE /api/v1/commands/{command_id}",
  command_call: "POST /api/v1/commands/{command_id}/call",
  command_answer: "POST /api/v1/command-calls/{call_id}/answer",
  voice_join: GATEWAY_ONLY,
  voice_leave: GATEWAY_ONLY,
  voice_update: GATEWAY_ONLY,
  voice_move: "POST /api/v1/voice/{user_id}/move",
  voice_signal: GATEWAY_ONLY,
  call_start: GATEWAY_ONLY,
  call_accept: GATEWAY_ONLY,
  call_decline: GATEWAY_ONLY,
  call_end: GATEWAY_ONLY,
  user_block: "PUT /api/v1/blocks/{user_id}",
  user_unblock: "DELETE /api/v1/blocks/{user_id}",
  report_create: "POST /api/v1/reports",
  report_resolve: "POST /api/v1/reports/{report_id}/resolve",
  reports_get: "GET /api/v1/reports",
  audit_get: "GET /api/v1/audit",
  backends_get: "GET /api/v1/backends",
  backend_link: "PUT /api/v1/backends/{backend}/links/{room_id}",
  backend_unlink: "DELETE /api/v1/backends/{backend}/links/{room_id}",
  backend_room_create: "POST /api/v1/backends/{backend}/rooms",
  identities_get: "GET /api/v1/identities",
  identity_claim: "PUT /api/v1/users/{user_id}/claim",
  identity_release: "DELETE /api/v1/users/{user_id}/claim",
  backend_restart: "POST /api/v1/backends/{backend}/restart",
  instance_health_get: "GET /api/v1/instance/health",
  permission_explain: "GET /api/v1/permissions/explain",
  space_create: "POST /api/v1/spaces",
  spaces_get: "GET /api/v1/spaces",
  space_update: "PATCH /api/v1/spaces/{space_id}",
  space_leave: "POST /api/v1/spaces/{space_id}/leave",
  automod_set: "PUT /api/v1/automod",
  retention_count: "GET /api/v1/retention",
  pings_get: "GET /api/v1/pings",
  pings_clear: "POST /api/v1/pings/clear",
  automod_test: "POST /api/v1/automod/test",
  notification_set: "PUT /api/v1/notifications",
  push_devices_get: "GET /api/v1/push",
  push_subscribe: "POST /api/v1/push",
  push_unsubscribe: "POST /api/v1/push/forget",
};

export interface HttpCall {
  readonly variant: VariantName;
  readonly method: string;
  readonly path: string;
}

/** The table without what only the gateway has. */
export const httpCalls: readonly HttpCall[] = Object.entries(calls).flatMap(([variant, call]) => {
  if (call === GATEWAY_ONLY) return [];
  const [method = "", path = ""] = call.split(" ");
  return [{ variant: variant as VariantName, method, path }];
});
