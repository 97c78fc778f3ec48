/**
 * One connection of the gateway: 100, 110, 140, then events of one channel at a time
 * (`docs/protocols/i386chat.md` sections 1 to 5 and 8).
 */

import type { Reply } from "../../core/commands.ts";
import type { Conn, Encoder, EndReason, Frame, Link } from "../../core/dialect.ts";
import type { BanUpdated, Event } from "../../core/events.ts";
import { Fault, type FaultData } from "../../core/faults.ts";
import type { Limiter } from "../../core/limits.ts";
import type { Id, Message } from "../../core/model.ts";
import type { Answer, Node } from "../../core/node.ts";
import type { Beginner, Session, Sessions } from "../../core/session.ts";
import type { Secrets } from "../../core/sign-in.ts";
import type { SignedClaim, Signing } from "../../core/signing.ts";
import {
  type ClientFrame,
  codeOf,
  decode,
  type Execute,
  encodeError,
  encodeIntroduce,
  encodeReady,
  encodeEvent as encodeSaid,
  HEARTBEAT,
  type Malformed,
  type Present,
} from "./codec.ts";
import { fitting } from "./cutting.ts";
import { toNumber } from "./digits.ts";
import { type Here, roomOfMove, toCommand } from "./inbound.ts";
import { type IsAdministrator, toUser } from "./nouns.ts";
import { encodeEvent, messageFrame, stateFrames } from "./outbound.ts";
import { codeOfFault } from "./refusals.ts";
import { API_VERSION, closeCodeOf, ERROR, type ErrorCode } from "./wire.ts";

/** How often a client says that it is alive; two times without end the connection. */
export const HEARTBEAT_MILLIS = 20_000;

/** How long a client may take to present itself. */
export const PRESENT_MILLIS = 10_000;

/** Newest messages told on moving into a channel. */
export const HISTORY = 50;

/** Frames that say nothing, in a minute, before the connection is closed for them. */
const MAX_INVALID = 5;
const INVALID_MILLIS = 60_000;

/** Refusals for speed, in ten seconds, before the connection is closed for them. */
const MAX_REFUSALS = 10;
const REFUSAL_MILLIS = 10_000;

/** How long a planned stop is told ahead. */
const GOING_DOWN_MILLIS = 0;

/** What a connection needs of the server. */
export interface Services {
  readonly node: Node;
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly signing: Signing;
  readonly limit: Limiter;
  readonly isAdministrator: IsAdministrator;
  readonly now: () => number;
  /** Calls back after a time, unless cancelled. */
  readonly after: (millis: number, callback: () => void) => () => void;
}

const ends: { readonly [R in EndReason]: readonly [ErrorCode, string] } = {
  "too-slow": [ERROR.timeout, "You read too slowly"],
  silent: [ERROR.timeout, "Nothing was heard of you"],
  "going-down": [ERROR.shuttingDown, "The gateway is going down"],
  revoked: [ERROR.invalidToken, "The token has ended, or you are no member any more"],
  banned: [ERROR.banned, "You are banned"],
  replaced: [ERROR.timeout, "The session goes on in another connection"],
  "rate-limited": [ERROR.rateLimited, "Too fast"],
};

export function connectSession(services: Services, encoder: Encoder, conn: Conn): Link {
  const { node, sessions, secrets, isAdministrator, now } = services;
  let session: Session | null = null;
  /** The token is good; the session may still be beginning. */
  let presented = false;
  let everyone: Id = 0;
  /** The channel that the connection is in, or is moving into. */
  let room: Id | null = null;
  /** Moves go one after another. */
  let moving: Promise<void> = Promise.resolve();
  let closed = false;
  let invalid: number[] = [];
  let refusals: number[] = [];
  /** Changes without an answer, and who waits for there to be none. */
  let openChanges = 0;
  let settled: (() => void)[] = [];
  /** Nonces whose digits their keys do not carry, by key. */
  const long = new Map<string, string>();

  conn.send(encodeIntroduce(HEARTBEAT_MILLIS));
  let cancelDeadline = services.after(PRESENT_MILLIS, () => fail(ERROR.timeout, "No 110 within ten seconds"));

  /** Say why, and close. */
  function fail(code: ErrorCode, message: string): void {
    conn.send(encodeError(code, true, message));
    conn.close(closeCodeOf(code), message);
  }

  /** The same for what the client did: what is owed for what came before goes out first. */
  function failAnswered(code: ErrorCode, message: string): void {
    conn.closeAnswered(closeCodeOf(code), message, encodeError(code, true, message));
  }

  function receive(frame: Frame): Promise<void> | undefined {
    if (closed) return undefined;
    const said = decode(frame);
    if ("malformed" in said) return takeMalformed(said);
    if (session === null) {
      if (said.f !== 110) fail(ERROR.notPresented, "Present yourself first, with 110");
      else return present(said);
      return undefined;
    }
    return take(said, session);
  }

  function takeMalformed(said: Malformed): undefined {
    if (said.tooLong) failAnswered(codeOf(said), said.malformed);
    else countInvalid(said.malformed);
  }

  function take(said: ClientFrame, at: Session): Promise<void> | undefined {
    if (said.f === 120) {
      beat();
      // Somebody who says nothing but that they are alive may not say it all the time.
      const wait = services.limit("i386chat", `heartbeat ${conn.id}`, now());
      if (wait > 0) refuseSpeed(conn.reserve(), wait);
      else conn.reserve()(HEARTBEAT);
      return undefined;
    }
    if (said.f === 110) {
      countInvalid("you have presented yourself already");
      return undefined;
    }
    if (said.t === "CHANNEL_MOVE") return moveAsked(said, at);
    carryOut(said, at);
    return undefined;
  }

  /** Silence for two intervals after this ends the connection. */
  function beat(): void {
    cancelDeadline();
    cancelDeadline = services.after(2 * HEARTBEAT_MILLIS, () =>
      fail(ERROR.timeout, "No heartbeat for two intervals"),
    );
  }

  async function present({ token, resume }: Present): Promise<void> {
    cancelDeadline();
    const claim = services.signing.open(token);
    if (claim === null) return fail(ERROR.invalidToken, "The token is none of this server's, or has ended");
    presented = true;
    try {
      const begun = await begin(claim, resume).catch((error: unknown) => {
        // Somebody else's session is as good as an unknown one.
        if (error instanceof Fault && error.code === "bad_resume") return begin(claim, null);
        throw error;
      });
      if (begun === null) return;
      if (closed) return sessions.closed(begun);
      session = begun;
      beat();
      await enterFirst(begun, resume);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Whoever is no member any more has a token that is good for nothing here.
      const code =
        error.code === "forbidden" ? ERROR.invalidToken : codeOfFault(error.code, ERROR.invalidToken);
      fail(code, error.message);
    }
  }

  async function begin({ id, issued }: SignedClaim, resume: Present["resume"]): Promise<Session | null> {
    const fresh = newSessionId(secrets);
    const hash = (number: number): string => secrets.hashToken(`i386chat session ${number}`);
    const beginner: Beginner = {
      conn,
      encoder,
      variant: "",
      follows: { own, lostRoom, banned },
      ready({ snapshot, resync }) {
        everyone = snapshot.roles.find((role) => role.position === 0)?.id ?? 0;
        const number = resume === null || resync ? fresh : resume.session;
        return [encodeReady(API_VERSION, number, secrets.newToken())];
      },
      resumed: () => {
        throw new Error("A session that chooses its room takes it up on entering");
      },
      end,
    };
    return await sessions.begin(beginner, {
      token: { user: id, issued },
      space: conn.space,
      newResumeHash: hash(fresh),
      resume: resume === null ? null : { hash: hash(resume.session), positions: [] },
    });
  }

  /** After 140: back into the channel of before where the session goes on, else into the default one. */
  async function enterFirst(at: Session, resume: Present["resume"]): Promise<void> {
    const { lastRoom, defaultRoom } = at;
    if (lastRoom !== null) {
      const s = resume !== null && resume.room === lastRoom ? resume.s : null;
      if (await tryEnter(at, lastRoom, s)) return;
    }
    if (lastRoom === defaultRoom || !(await tryEnter(at, defaultRoom, null))) {
      conn.send(encodeError(ERROR.noRoom, false, "There is no channel that you may see; move into one"));
    }
  }

  /** False when there is no such channel to be seen: the connection stays where it was. */
  async function tryEnter(at: Session, wished: Id, s: number | null): Promise<boolean> {
    const before = room;
    room = wished;
    try {
      await sessions.enter(at, {
        room: wished,
        after: s,
        history: HISTORY,
        state: (entrance, occupants) =>
          stateFrames(
            entrance,
            occupants.some(({ id }) => id === at.user.id) ? occupants : [...occupants, at.user],
            isAdministrator,
          ),
      });
      return true;
    } catch (error) {
      room = before;
      if (error instanceof Fault && error.code === "not_found") return false;
      throw error;
    }
  }

  function moveAsked(said: Execute, at: Session): Promise<void> | undefined {
    const wished = roomOfMove(said);
    if (wished === null) {
      countInvalid("cnf.room of CHANNEL_MOVE is an id");
      return undefined;
    }
    const wait = services.limit("i386chat", at.user.id, now());
    if (wait > 0) {
      refuseSpeed(conn.reserve(), wait);
      return undefined;
    }
    return inTurn(async () => {
      // What was said in the channel of before is told there before it is left.
      if (openChanges > 0) await new Promise<void>((resolve) => settled.push(resolve));
      if (!(await tryEnter(at, wished, null))) {
        conn.send(encodeError(ERROR.noRoom, false, "There is no such channel, or you may not see it"));
      }
    });
  }

  /** The channel is gone: on to the default one, unless that was it. */
  function lostRoom(gone: Id): void {
    if (room === gone) room = null;
    const at = session;
    if (at === null || gone === at.defaultRoom) return;
    void inTurn(async () => {
      if (room === null && !closed) await tryEnter(at, at.defaultRoom, null);
    });
  }

  function inTurn(move: () => Promise<void>): Promise<void> {
    moving = moving.then(move).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      answerFault(conn.reserve(), error, ERROR.noRoom);
    });
    return moving;
  }

  function carryOut(said: Execute, at: Session): void {
    const here: Here = {
      session: at.id,
      user: at.user.id,
      space: at.space,
      room,
      everyone,
      hash: secrets.hashToken,
    };
    const translated = toCommand(said, here);
    if (typeof translated === "string") return countInvalid(translated);
    const { command, missing } = translated;
    const answer = conn.reserve();
    const more = said.nonce === null ? {} : { nonce: toNumber(said.nonce) };
    if (command === null) return answer(encodeError(missing, false, "You are in no channel", more));
    if (command.type === "message_send") keepDigits(command.input.nonce, said.nonce);
    openChanges += 1;
    node.submit(at.actor, "i386chat", command, (result) => {
      openChanges -= 1;
      if (!result.ok) answerFault(answer, result.fault, missing, more);
      else answer(command.type === "message_send" ? confirmed(result) : told(result.events));
      if (openChanges === 0) queueMicrotask(releaseMoves); // The events go out first.
    });
  }

  function releaseMoves(): void {
    if (openChanges > 0) return;
    const waiting = settled;
    settled = [];
    for (const resolve of waiting) resolve();
  }

  function keepDigits(key: string | null, digits: string | null): void {
    if (key !== null && digits !== null && !key.includes(".")) long.set(key, digits);
  }

  /** In the channel the message itself confirms, in its place among the others; a repeated one and one elsewhere is told at once. */
  function confirmed({ reply, events }: Answer & { ok: true }): Frame | null {
    if (events.length > 0) return told(events);
    return copyOf(reply as Message, 0);
  }

  /** What the client did elsewhere than in its channel. */
  function told(events: readonly object[]): Frame | null {
    for (const event of events as readonly Event[]) {
      if (event.type !== "message_create" && event.type !== "message_delete") continue;
      if (event.stream === room) return null;
      return event.type === "message_create"
        ? copyOf(event.message, 0)
        : encodeEvent({ ...event, seq: 0 }, isAdministrator);
    }
    return null;
  }

  /** A message of one's own, with the nonce as one wrote it. */
  function copyOf(message: Message, seq: number): Frame | null {
    const digits = long.get(message.nonce ?? "");
    if (digits === undefined) return messageFrame(message, seq, isAdministrator);
    long.delete(message.nonce ?? "");
    return messageFrame(message, seq, isAdministrator, { digits });
  }

  /** The client's own typing, and its own coming and going, are told to the others only. */
  function own(event: Event, frame: Frame | null): Frame | null {
    if (event.type === "typing_start" || event.type.startsWith("occupant_")) return null;
    if (event.type === "message_create" && long.has(event.message.nonce ?? "")) {
      return copyOf(event.message, event.seq);
    }
    return frame;
  }

  /** Told with the reason, which is fetched, to whoever may fetch it. */
  function banned({ user, banned: isBan }: BanUpdated): void {
    const at = session;
    if (!isBan || at === null) return;
    const input = { space: at.space, after: user > 1 ? user - 1 : null, limit: 1 };
    const tell = ({ items: [ban] }: Reply<"bans_get">): void => {
      if (ban?.user.id !== user) return;
      const who = toUser(ban.user, isAdministrator);
      conn.send(
        fitting(ban.reason, (reason, truncated) =>
          encodeSaid("SYSTEM_BAN_ADD", { user: who, reason, ...(truncated ? { truncated } : {}) }, null),
        ),
      );
    };
    // Whoever may not know the reason is not told.
    node.ask(at.actor, { type: "bans_get", input }).then(tell, () => undefined);
  }

  function answerFault(
    answer: (frame: Frame | null) => void,
    { code, message, retryAfter }: FaultData,
    missing: ErrorCode,
    more: object = {},
  ): void {
    if (code === "rate_limited") return refuseSpeed(answer, retryAfter, more);
    const error = codeOfFault(code, missing);
    if (code === "unauthenticated" || code === "banned") {
      answer(null);
      return fail(error, message);
    }
    answer(encodeError(error, false, message, more));
  }

  function refuseSpeed(answer: (frame: Frame | null) => void, wait: number, more: object = {}): void {
    const time = now();
    refusals = [...refusals.filter((at) => Math.abs(time - at) < REFUSAL_MILLIS), time];
    const goesOn = refusals.length > MAX_REFUSALS;
    if (!goesOn)
      return answer(encodeError(ERROR.rateLimited, false, `Too fast; wait ${Math.ceil(wait)} ms`, more));
    answer(null);
    failAnswered(ERROR.rateLimited, "Too fast, for too long");
  }

  function countInvalid(reason: string): void {
    const time = now();
    invalid = [...invalid.filter((at) => Math.abs(time - at) < INVALID_MILLIS), time];
    if (invalid.length > MAX_INVALID)
      return failAnswered(ERROR.invalid, `Too many invalid frames; the last: ${reason}`);
    conn.reserve()(encodeError(ERROR.invalid, false, `Invalid: ${reason}`));
  }

  function end(reason: EndReason): void {
    if (reason === "going-down" && presented) {
      conn.send(encodeSaid("GATEWAY_DOWN", { in: GOING_DOWN_MILLIS }, null));
    }
    fail(...ends[reason]);
  }

  return {
    receive,
    end,
    closed() {
      closed = true;
      cancelDeadline();
      if (session !== null) sessions.closed(session);
      session = null;
    },
  };
}

/** A random number of 53 bits: exact in a JavaScript number. */
function newSessionId(secrets: Secrets): number {
  const text = secrets.newToken();
  let number = 0;
  for (const letter of text.slice(0, 8)) number = number * 64 + ALPHABET.indexOf(letter);
  return number * 32 + (ALPHABET.indexOf(text.charAt(8)) >> 1);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
