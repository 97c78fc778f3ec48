/**
 * One connection of the gateway: 100, 110, 140, then events of one channel at a time
 * (`docs/protocols/i386chat.md` sections 1 to 5 and 8).
 */

import type { Reply } from "../../core/commands.ts";
import type { Conn, Encoder, EndReason, Frame, Link } from "../../core/dialect.ts";
import type { BanUpdated } from "../../core/events/staff.ts";
import type { Event } from "../../core/events.ts";
import { Fault } from "../../core/faults.ts";
import type { Limiter } from "../../core/limits.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
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
import { createMoving } from "./moving.ts";
import { type IsAdministrator, toUser } from "./nouns.ts";
import { encodeEvent } from "./outbound.ts";
import { createOwnNonces } from "./own-nonces.ts";
import { codeOfFault } from "./refusals.ts";
import { createRefusing } from "./refusing.ts";
import { newSessionNumber } from "./session-number.ts";
import { API_VERSION, ERROR, type ErrorCode } from "./wire.ts";

/** How often a client says that it is alive; two times without end the connection. */
export const HEARTBEAT_MILLIS = 20_000;

/** How long a client may take to present itself. */
export const PRESENT_MILLIS = 10_000;

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
  let closed = false;
  const refuse = createRefusing(conn, now);
  /** Changes without an answer, and who waits for there to be none. */
  let openChanges = 0;
  let settled: (() => void)[] = [];
  const nonces = createOwnNonces(isAdministrator);
  const moving = createMoving({
    conn,
    sessions,
    isAdministrator,
    onFault: (fault) => refuse.fault(conn.reserve(), fault, ERROR.noRoom),
  });

  conn.send(encodeIntroduce(HEARTBEAT_MILLIS));
  let cancelDeadline = services.after(PRESENT_MILLIS, () =>
    refuse.fail(ERROR.timeout, "No 110 within ten seconds"),
  );

  function receive(frame: Frame): Promise<void> | undefined {
    if (closed) return undefined;
    const said = decode(frame);
    if ("malformed" in said) return takeMalformed(said);
    if (session === null) {
      if (said.f !== 110) refuse.fail(ERROR.notPresented, "Present yourself first, with 110");
      else return present(said);
      return undefined;
    }
    return take(said, session);
  }

  function takeMalformed(said: Malformed): undefined {
    if (said.tooLong) refuse.failAnswered(codeOf(said), said.malformed);
    else refuse.invalid(said.malformed);
  }

  function take(said: ClientFrame, at: Session): Promise<void> | undefined {
    if (said.f === 120) {
      beat();
      // Somebody who says nothing but that they are alive may not say it all the time.
      const wait = services.limit("i386chat", `heartbeat ${conn.id}`, now());
      if (wait > 0) refuse.speed(conn.reserve(), wait);
      else conn.reserve()(HEARTBEAT);
      return undefined;
    }
    if (said.f === 110) {
      refuse.invalid("you have presented yourself already");
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
      refuse.fail(ERROR.timeout, "No heartbeat for two intervals"),
    );
  }

  async function present({ token, resume }: Present): Promise<void> {
    cancelDeadline();
    const claim = services.signing.open(token);
    if (claim === null)
      return refuse.fail(ERROR.invalidToken, "The token is none of this server's, or has ended");
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
      await moving.first(begun, resume);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Whoever is no member any more has a token that is good for nothing here.
      const code =
        error.code === "forbidden" ? ERROR.invalidToken : codeOfFault(error.code, ERROR.invalidToken);
      refuse.fail(code, error.message);
    }
  }

  async function begin({ id, issued }: SignedClaim, resume: Present["resume"]): Promise<Session | null> {
    const fresh = newSessionNumber(secrets);
    const hash = (number: number): string => secrets.hashToken(`i386chat session ${number}`);
    const beginner: Beginner = {
      conn,
      encoder,
      variant: "",
      follows: { own, lostRoom: (gone) => moving.lost(session, gone), banned },
      ready({ snapshot, resync }) {
        everyone = snapshot.roles.find((role) => role.position === 0)?.id ?? 0;
        const number = resume === null || resync ? fresh : resume.session;
        return [encodeReady(API_VERSION, number, secrets.newToken())];
      },
      resumed: () => {
        throw new Error("A session that chooses its room takes it up on entering");
      },
      link: { end },
    };
    return await sessions.begin(beginner, {
      token: { user: id, issued },
      space: conn.space,
      newResumeHash: hash(fresh),
      resume: resume === null ? null : { hash: hash(resume.session), positions: [] },
    });
  }

  function moveAsked(said: Execute, at: Session): Promise<void> | undefined {
    const wished = roomOfMove(said);
    if (wished === null) {
      refuse.invalid("cnf.room of CHANNEL_MOVE is an id");
      return undefined;
    }
    const wait = services.limit("i386chat", at.user.id, now());
    if (wait > 0) {
      refuse.speed(conn.reserve(), wait);
      return undefined;
    }
    // What was said in the channel of before is told there before it is left.
    return moving.move(at, wished, async () => {
      if (openChanges > 0) await new Promise<void>((resolve) => settled.push(resolve));
    });
  }

  function carryOut(said: Execute, at: Session): void {
    const here: Here = {
      session: at.id,
      user: at.user.id,
      space: at.space,
      room: moving.room,
      everyone,
      hash: secrets.hashToken,
    };
    const translated = toCommand(said, here);
    if (typeof translated === "string") return refuse.invalid(translated);
    const { command, missing } = translated;
    const answer = conn.reserve();
    const more = said.nonce === null ? {} : { nonce: toNumber(said.nonce) };
    if (command === null) return answer(encodeError(missing, false, "You are in no channel", more));
    if (command.type === "message_send") nonces.keep(command.input.nonce, said.nonce);
    openChanges += 1;
    node.submit(at.actor, "i386chat", command, (result) => {
      openChanges -= 1;
      if (!result.ok) refuse.fault(answer, result.fault, missing, more);
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

  /** In the channel the message itself confirms, in its place among the others; a repeated one and one elsewhere is told at once. */
  function confirmed({ reply, events }: Answer & { ok: true }): Frame | null {
    if (events.length > 0) return told(events);
    return nonces.frame(reply as Message, 0);
  }

  /** What the client did elsewhere than in its channel. */
  function told(events: readonly object[]): Frame | null {
    for (const event of events as readonly Event[]) {
      if (event.type !== "message_create" && event.type !== "message_delete") continue;
      if (event.stream === moving.room) return null;
      return event.type === "message_create"
        ? nonces.frame(event.message, 0)
        : encodeEvent({ ...event, seq: 0 }, isAdministrator);
    }
    return null;
  }

  /** The client's own typing, and its own coming and going, are told to the others only. */
  function own(event: Event, frame: Frame | null): Frame | null {
    if (event.type === "typing_start" || event.type.startsWith("occupant_")) return null;
    if (event.type === "message_create" && nonces.has(event.message.nonce)) {
      return nonces.frame(event.message, event.seq);
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

  function end(reason: EndReason): void {
    if (reason === "going-down" && presented) {
      conn.send(encodeSaid("GATEWAY_DOWN", { in: GOING_DOWN_MILLIS }, null));
    }
    refuse.fail(...ends[reason]);
  }

  return {
    receive,
    end,
    closed() {
      closed = true;
      moving.close();
      cancelDeadline();
      if (session !== null) sessions.closed(session);
      session = null;
    },
  };
}
