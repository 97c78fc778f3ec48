/** The words of the i386chat gateway (`docs/protocols/i386chat.md` sections 1 to 5). Knows nothing of the core. */

/** Longest frame, in bytes of UTF-8, both ways (section 1). */
export const MAX_FRAME_BYTES = 4_096;

/** What 140 calls the version of the API (section 3). */
export const API_VERSION = 6;

/** Function codes (section 3). */
export const F = {
  introduce: 100,
  present: 110,
  heartbeat: 120,
  execute: 130,
  ready: 140,
  error: 150,
} as const;

/** Error codes (section 4). */
export const ERROR = {
  invalidToken: 0,
  noUser: 1,
  noRoom: 3,
  noBot: 4,
  banned: 5,
  storage: 99,
  teapot: 544_541,
  tooLong: 4_000,
  timeout: 4_001,
  rateLimited: 4_002,
  shuttingDown: 4_003,
  invalid: 4_004,
  notPresented: 4_005,
} as const;

export type ErrorCode = (typeof ERROR)[keyof typeof ERROR];

/** Events that a client may send (section 5). */
export type ClientEventName =
  | "MESSAGE_CREATE"
  | "MESSAGE_DELETE"
  | "START_TYPING"
  | "SYSTEM_BAN_ADD"
  | "CHANNEL_ADD"
  | "CHANNEL_MOVE";

export type EventName = ClientEventName | "ROOM_USER_ADD" | "ROOM_USER_REMOVE" | "GATEWAY_DOWN";

/** The close code for a fatal error: the error's own where it is a legal one (section 4). */
export function closeCodeOf(code: ErrorCode): number {
  return code >= 4_000 && code <= 4_999 ? code : ERROR.invalid;
}
