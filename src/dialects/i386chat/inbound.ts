/** What a client asks for, as commands of the core (`docs/protocols/i386chat.md` section 5). */

import { type Static, type TSchema, Type } from "typebox";
import type { Command } from "../../core/commands.ts";
import type { Id } from "../../core/model/ids.ts";
import { schemaCheck } from "../../core/schema-check.ts";
import type { Execute } from "./codec.ts";
import { keyOf } from "./nouns.ts";
import { type ClientEventName, ERROR, type ErrorCode } from "./wire.ts";

/** For how long a nonce counts, in milliseconds (section 6). */
export const NONCE_MILLIS = 60_000;

/** Where the client is when it asks. */
export interface Here {
  readonly session: Id;
  readonly user: Id;
  readonly space: Id;
  /** The channel that the connection is in; null while it is in none. */
  readonly room: Id | null;
  /** The role of everyone, which private channels are closed to. */
  readonly everyone: Id;
  readonly hash: (text: string) => string;
}

interface Row<S extends TSchema> {
  readonly fits: (cnf: unknown) => boolean;
  /** Null where there is no channel that is meant. */
  readonly command: (cnf: Static<S>, nonce: string | null, here: Here) => Command | null;
  /** The code for what does not exist, or is not to be seen. */
  readonly missing: ErrorCode;
}

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

function row<S extends TSchema>(cnf: S, command: Row<S>["command"], missing: ErrorCode): Row<S> {
  return { fits: schemaCheck(cnf).fits, command, missing };
}

const table = {
  MESSAGE_CREATE: row(
    Type.Object({ content: Type.String(), room: Type.Optional(id) }),
    ({ content, room }, nonce, here) => sendTo(room ?? here.room, content, nonce, here.session, here.hash),
    ERROR.noRoom,
  ),
  MESSAGE_DELETE: row(
    Type.Object({ id }),
    ({ id: message }) => ({ type: "message_delete", input: { message } }),
    ERROR.invalid,
  ),
  START_TYPING: row(
    Type.Object({ room: Type.Optional(id) }),
    (cnf, _nonce, here) => {
      const room = cnf.room ?? here.room;
      return room === null ? null : { type: "typing_start", input: { room } };
    },
    ERROR.noRoom,
  ),
  SYSTEM_BAN_ADD: row(
    Type.Object({ user: id, reason: Type.Optional(Type.String()) }),
    ({ user, reason = "" }, _nonce, { space }) => ({
      type: "ban_add",
      input: { space, user, reason, until: 0 },
    }),
    ERROR.noUser,
  ),
  CHANNEL_ADD: row(
    Type.Object({
      name: Type.String(),
      description: Type.Optional(Type.String()),
      visibility: Type.Optional(Type.Boolean()),
    }),
    ({ name, description = "", visibility = true }, _nonce, { space, user, everyone }) => ({
      type: "room_create",
      input: {
        space,
        kind: "text",
        name,
        topic: description,
        parent: null,
        overrides: visibility
          ? []
          : [
              { of: "role", target: everyone, allow: [], deny: ["view"] },
              { of: "user", target: user, allow: ["view"], deny: [] },
            ],
        slowMode: 0,
        userLimit: 0,
      },
    }),
    ERROR.invalid,
  ),
} as const;

/** The events that a client may send, for the documentation. */
export const takes: readonly ClientEventName[] = [
  ...(Object.keys(table) as (keyof typeof table)[]),
  "CHANNEL_MOVE",
];

/** A command of the core, and the code for what it cannot find. */
export interface Translated {
  readonly command: Command | null;
  readonly missing: ErrorCode;
}

/** The command of an event that is not the session's own; a sentence when it does not fit. */
export function toCommand({ t, cnf, nonce }: Execute, here: Here): Translated | string {
  if (!Object.hasOwn(table, t)) return `there is no event ${JSON.stringify(t.slice(0, 64))} for clients`;
  const found = table[t as keyof typeof table] as Row<TSchema>;
  if (!found.fits(cnf)) return `cnf of ${t} lacks a field, or one has the wrong type`;
  return { command: found.command(cnf as never, nonce, here), missing: found.missing };
}

/** A message as a command; null where there is no channel. */
export function sendTo(
  room: Id | null,
  content: string,
  nonce: string | null,
  session: Id | string,
  hash: (text: string) => string,
): Command<"message_send"> | null {
  if (room === null) return null;
  const text = content.toWellFormed();
  const key = nonce === null ? null : keyOf(hash, session, nonce, text);
  return {
    type: "message_send",
    input: { room, text, nonce: key, nonceWindow: NONCE_MILLIS, replyTo: null },
  };
}

const moveCnf = schemaCheck(Type.Object({ room: id }));

/** The channel that a CHANNEL_MOVE goes to; null when it does not say. */
export function roomOfMove({ cnf }: Execute): Id | null {
  return moveCnf.fits(cnf) ? cnf.room : null;
}
