/** The words of OriginChats (`docs/protocols/originchats.md` sections 2 to 7 and 17). Knows nothing of the core. */

/** Longest frame of a client, in bytes of UTF-8 (section 2). */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Deepest nesting of arrays and objects in a frame. */
export const MAX_DEPTH = 64;

/** The version of the protocol (section 3). */
export const PROTOCOL_VERSION = "1.1.0";

/** Between two pings of the server, in milliseconds (section 5.4). */
export const HEARTBEAT_MILLIS = 30_000;

/** Longest text of a message, in characters, and most results of a search: `limits` of the handshake (section 3). */
export const POST_CONTENT = 2_000;
export const SEARCH_RESULTS = 30;

/** Most messages of one answer (section 9.3). */
export const MAX_PAGE = 200;

export type AuthMode = "cracked-only" | "cracked" | "rotur";

/** The permission names of the handshake, in its order (section 7.1). */
export const PERMISSION_NAMES = [
  "administrator",
  "manage_server",
  "view_audit_log",
  "manage_roles",
  "manage_channels",
  "manage_threads",
  "manage_users",
  "manage_messages",
  "read_message_history",
  "send_messages",
  "embed_links",
  "attach_files",
  "add_reactions",
  "external_emojis",
  "connect",
  "speak",
  "stream",
  "use_voice_activity",
  "mention_everyone",
  "use_slash_commands",
] as const;

/** The actions that a channel's `permissions` lists roles for (section 7.4). */
export const CHANNEL_ACTIONS = [
  "view",
  "send",
  "delete",
  "create_thread",
  "delete_own",
  "edit_own",
  "react",
  "pin",
] as const;

export type ChannelAction = (typeof CHANNEL_ACTIONS)[number];

/** Capabilities that are no command after login. */
export const OTHER_CAPABILITIES = [
  "auth",
  "attachment_upload",
  "events",
  "nickname_remove",
  "nickname_update",
] as const;

/** A packet, either way: what it is called, and its fields. */
export interface Packet {
  readonly cmd: string;
  readonly [field: string]: unknown;
}

/** A packet as a frame. */
export function encode(packet: Packet): string {
  return JSON.stringify(packet);
}

/** The caller's copy of a frame: with the `listener` that it asked with (section 5.1). */
export function withListener(frame: string, listener: string | null): string {
  return listener === null ? frame : `${frame.slice(0, -1)},"listener":${JSON.stringify(listener)}}`;
}
