/** The words of the BIG wire (`docs/protocols/big.md`). Knows nothing of the core. */

/** Longest frame, in bytes of UTF-8 (section 2.7). */
export const MAX_FRAME_BYTES = 256 * 1024;

/** A text frame of at most so many characters is a ping (section 1.3). */
export const PING_CHARACTERS = 5;

/** Most of a frame that an error gives back, in characters (section 2.8). */
export const MAX_ECHO = 1_024;

/** Most events without an ack on one connection (section 7.3). */
export const MAX_OUTSTANDING = 1_000;

/** Request ids of a connection that are remembered (section 2.7). */
export const MAX_REQUEST_IDS = 10_000;

/** Most messages of one page, and how many without a wish (section 4.5). */
export const MAX_COUNT = 500;
export const DEFAULT_COUNT = 300;

/** Most attachments of one message (section 20). */
export const MAX_ATTACHMENTS = 32;

/** Most members that a call's end names (section 20, of a group), and the longest call that it tells of, in seconds. */
export const MAX_MEMBERS = 1_000;
export const MAX_CALL_SECONDS = 7 * 24 * 3_600;

/** Longest preview in a chat list, and what is left of a longer one (section 8.8). */
export const MAX_PREVIEW = 133;
export const CUT_PREVIEW = 130;

/** Most members of a space's room that a chat lists (section 0). */
export const MAX_PARTICIPANTS = 100;

/** At most one typing per chat and so many milliseconds (section 11.2). */
export const TYPING_MILLIS = 1_500;

/** How long somebody may be away before others hear of it, in milliseconds (section 11.1). */
export const OFFLINE_MILLIS = 1_000;

/** What stands for "never seen" (section 11.1). */
export const NEVER_SEEN = 1_719_781_200_000;

/** Close codes (sections 1.3, 2.7 and 7.3). */
export const CLOSE = {
  failed: 1011,
  tooBig: 1009,
  policy: 1008,
  goingAway: 1001,
  tryLater: 1013,
} as const;

/** Texts of error frames (sections 2.8 and 20). */
export const SAID = {
  duplicate: "Duplicate request id",
  noMessage: "messageId is not exists",
  noChat: "Chat not found",
  noCall: "Call not found",
  forbidden: "Forbidden",
  tooFast: "Too many requests",
  unauthorized: "Unauthorized",
  badToken: "Failed to fetch profile",
  noUser: "User not found",
  bothIds: "startId and endId are mutually exclusive",
  unknownType: "Unknown type",
  unknownPayload: "Unknown payloadType",
  notJson: "The frame is not a JSON object",
  noId: "id is missing",
} as const;

/** An error of the wire: its text, and the status that HTTP gives it (section 17). */
export class BigError extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export type RequestType =
  | "new"
  | "edit"
  | "delete"
  | "dlvrd"
  | "read"
  | "messages"
  | "chat"
  | "chats"
  | "newCall"
  | "closeCall";

export type EventType =
  | "new"
  | "edit"
  | "delete"
  | "dlvrd"
  | "read"
  | "chats"
  | "newCall"
  | "closeCall"
  | "online"
  | "offline"
  | "typing";

/** Section 8.1. */
export type MessageStatus = "undelivered" | "unread" | "read" | "deleted";
