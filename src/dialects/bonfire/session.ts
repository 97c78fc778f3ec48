/**
 * One connection of the gateway: handshake, identify, then requests and answers
 * (`docs/protocols/bonfire.md` sections 1 and 3).
 */

import { commands, type Reply } from "../../core/commands.ts";
import type { Conn, EndReason, Frame, Link } from "../../core/dialect.ts";
import { Fault, type FaultData } from "../../core/faults.ts";
import type { Answer, Node } from "../../core/node.ts";
import type { Beginner, Session, Sessions } from "../../core/session.ts";
import type { Secrets } from "../../core/sign-in.ts";
import { type Surroundings, saidBesides } from "./besides.ts";
import { decodeClientEvent, decodeIdentify, encodeHandshake, encodeServer } from "./codec.ts";
import type { GatewayClientEvent, GatewayIdentify, Ok } from "./gen/gateway.ts";
import { capabilities, toCommand } from "./inbound.ts";
import { make } from "./make.ts";
import { toCall, toVoiceState } from "./nouns/calls.ts";
import { toPresence } from "./nouns/people.ts";
import { encodeEvent, toLine } from "./outbound.ts";
import { readyFrames } from "./ready.ts";
import { NEWEST, variantOf } from "./version.ts";

/** Longest frame of a client, in bytes. */
export const MAX_FRAME_BYTES = 1024 * 1024;

/** How long a client may take to identify. */
export const IDENTIFY_MILLIS = 10_000;

/** Undecodable frames that are answered: in all before identify, in a minute after it. */
const MAX_UNDECODABLE = 5;
const UNDECODABLE_MILLIS = 60_000;

/** Refusals for speed in a row before the connection is closed. */
const MAX_REFUSALS = 20;

/** Most users whose presence a session asks for besides those in sight. */
const MAX_SUBSCRIBED = 200;

/** How long a planned stop is told ahead. */
const GOING_DOWN_MILLIS = 0;

/** What a connection needs of the server. */
export interface Services extends Surroundings {
  readonly node: Node;
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly now: () => number;
  /** Calls back after a time, unless cancelled. */
  readonly after: (millis: number, callback: () => void) => () => void;
  /** By which push services know the server; browsers ask for it. */
  readonly pushKey: string;
}

const closeCodes: { readonly [R in EndReason]: readonly [number, string] } = {
  "too-slow": [4008, "too slow"],
  silent: [4008, "two pings without an answer"],
  "going-down": [1001, "going down"],
  revoked: [4004, "session revoked"],
  replaced: [4004, "session replaced"],
  banned: [4010, "banned"],
  "rate-limited": [4009, "rate limited"],
};

export function connectSession(services: Services, conn: Conn, variant: string): Link {
  const { node, sessions, secrets, now } = services;
  const { encoding, version } = variantOf(variant);
  const publicOnly = version === "0.0.0";
  const encoder = { name: "bonfire", encode: encodeEvent };

  let state: "greeted" | "identifying" | "live" | "closed" = "greeted";
  let session: Session | null = null;
  let undecodable: number[] = [];
  let refusals = 0;
  let openReads = 0;
  let readsDone: (() => void) | null = null;

  conn.send(
    encodeHandshake(
      make("GatewayHandshake", {
        version: NEWEST,
        capabilities: [...capabilities],
        protocol_version: version,
        server: services.software,
      }),
      encoding,
    ),
  );
  const cancelDeadline = services.after(IDENTIFY_MILLIS, () => conn.close(4003, "no identify in time"));

  const close = (code: number, reason: string): void => conn.close(code, reason);

  function receive(frame: Frame): Promise<void> | undefined {
    if (state === "closed") return undefined;
    if (byteLength(frame) > MAX_FRAME_BYTES) {
      conn.closeAnswered(1009, "frame too long", null);
      return undefined;
    }
    if (session !== null) return take(frame, session);
    const identify = decodeIdentify(frame);
    if ("malformed" in identify) {
      countUndecodable(identify.malformed, identify.requestId, Number.POSITIVE_INFINITY);
      return undefined;
    }
    if ("notIdentify" in identify) {
      close(4003, "identify first");
      return undefined;
    }
    state = "identifying";
    return begin(identify);
  }

  async function begin({ token, resume }: GatewayIdentify): Promise<void> {
    cancelDeadline();
    const resumeToken = secrets.newToken();
    const beginner: Beginner = {
      conn,
      encoder,
      variant,
      follows: publicOnly ? "default-room" : "all",
      ready: (beginning) =>
        publicOnly ? [] : readyFrames(beginning, resumeToken, encoding, services.pushKey),
      resumed: (presences, { rooms, direct }) =>
        answerFrame(0, {
          $case: "resumed",
          value: make("ResumedEvent", {
            presences: presences.map(toPresence),
            voice_states: rooms.flatMap(({ voice }) => voice.map(toVoiceState)),
            calls: direct.flatMap(({ call }) => (call === null ? [] : [toCall(call)])),
          }),
        }),
      end,
    };
    try {
      const begun = await sessions.begin(beginner, {
        token: secrets.hashToken(token),
        space: conn.space,
        newResumeHash: secrets.hashToken(resumeToken),
        resume:
          resume === undefined
            ? null
            : { hash: secrets.hashToken(resume.resume_token), positions: resume.positions },
      });
      if (begun === null) return;
      if (state === "closed") return sessions.closed(begun);
      session = begun;
      state = "live";
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code === "unauthenticated") close(4001, "authentication failed");
      else if (error.code === "banned") close(4010, "banned");
      else if (error.code === "bad_resume") close(4007, "bad resume");
      else close(4000, error.message);
    }
  }

  /** A frame of somebody signed in. */
  function take(frame: Frame, at: Session): Promise<void> | undefined {
    const event = decodeClientEvent(frame);
    if ("secondIdentify" in event) {
      conn.closeAnswered(4005, "already identified", null);
      return undefined;
    }
    if ("malformed" in event) {
      countUndecodable(event.malformed, event.requestId, UNDECODABLE_MILLIS);
      return undefined;
    }
    if ("unknownVariant" in event) {
      refuse(conn.reserve(), event.requestId, notAvailable(event.unknownVariant));
      return undefined;
    }
    return carryOut(event, at);
  }

  function carryOut({ request_id, event }: GatewayClientEvent, at: Session): Promise<void> | undefined {
    if (event === undefined) return undefined;
    if (event.$case === "heartbeat") {
      conn.reserve()(okFrame(request_id, {}));
      return undefined;
    }
    if (event.$case === "subscribe_presence") {
      subscribePresence(request_id, event.value.user_ids, at);
      return undefined;
    }
    const translated = toCommand(event, at);
    if (translated === null) {
      refuse(conn.reserve(), request_id, notAvailable(event.$case));
      return undefined;
    }
    const { command } = translated;
    const ok = (reply: unknown): Partial<Ok> =>
      saidBesides(services, event.$case, at.user.id, translated.ok(reply));
    const isRead = commands[command.type].kind === "read";
    const run = (): void => {
      const answer = conn.reserve();
      if (isRead) openReads += 1;
      node.submit(at.actor, "bonfire", command, (result) => {
        if (isRead) readDone();
        settle(answer, request_id, result, ok);
      });
    };
    // What a change makes known must not overtake the answers to reads before it.
    if (!isRead && openReads > 0) return new Promise<void>((resolve) => (readsDone = resolve)).then(run);
    run();
    return undefined;
  }

  function readDone(): void {
    openReads -= 1;
    if (openReads > 0 || readsDone === null) return;
    readsDone();
    readsDone = null;
  }

  function settle(
    answer: (frame: Frame | null) => void,
    requestId: number,
    result: Answer,
    ok: (reply: unknown) => Partial<Ok>,
  ): void {
    if (!result.ok) return refuse(answer, requestId, result.fault);
    refusals = 0;
    answer(okFrame(requestId, ok(result.reply)));
  }

  function refuse(
    answer: (frame: Frame | null) => void,
    requestId: number,
    fault: FaultData | WireFault,
  ): void {
    answer(errorFrame(requestId, fault));
    if (fault.code === "unauthenticated") end("revoked");
    refusals = fault.code === "rate_limited" ? refusals + 1 : 0;
    if (refusals >= MAX_REFUSALS) conn.closeAnswered(...closeCodes["rate-limited"], null);
  }

  function subscribePresence(requestId: number, users: readonly number[], at: Session): void {
    const answer = conn.reserve();
    if (users.length > MAX_SUBSCRIBED)
      return refuse(answer, requestId, wireFault("invalid", `At most ${MAX_SUBSCRIBED} users`));
    const input = { users: [...users], space: at.space };
    node.submit(at.actor, "bonfire", { type: "presences_known", input }, (result) => {
      const told = (reply: unknown): Partial<Ok> => ({
        presences: sessions.subscribePresence(at, reply as Reply<"presences_known">).map(toPresence),
      });
      settle(answer, requestId, result, told);
    });
  }

  function countUndecodable(reason: string, requestId: number, millis: number): void {
    const time = now();
    undecodable = [...undecodable.filter((at) => Math.abs(time - at) < millis), time];
    if (undecodable.length > MAX_UNDECODABLE) return conn.closeAnswered(4002, "undecodable", null);
    conn.reserve()(errorFrame(requestId, wireFault("undecodable", `This frame cannot be read: ${reason}`)));
  }

  /** Answers carry the request's number; a request without one wants no `ok`, but hears what went wrong. */
  function okFrame(requestId: number, values: Partial<Ok>): Frame | null {
    if (requestId === 0 || publicOnly) return null;
    return answerFrame(requestId, { $case: "ok", value: make("Ok", values) });
  }

  function errorFrame(requestId: number, { code, message, retryAfter }: FaultData | WireFault): Frame {
    if (publicOnly) return encodeServer(toLine(`error: ${message}`), encoding);
    return answerFrame(requestId, {
      $case: "error",
      value: { code, message, retry_after_ms: Math.ceil(retryAfter) },
    });
  }

  function answerFrame(requestId: number, event: ServerEvent): Frame {
    return encodeServer({ request_id: requestId, stream: 0, seq: 0, event }, encoding);
  }

  function end(reason: EndReason): void {
    if (reason === "going-down" && state !== "greeted" && !publicOnly) {
      const value = make("GoingDownEvent", { in_ms: GOING_DOWN_MILLIS, reason: "The server is going down" });
      conn.send(answerFrame(0, { $case: "going_down", value }));
    }
    close(...closeCodes[reason]);
  }

  return {
    receive,
    end,
    closed() {
      state = "closed";
      cancelDeadline();
      if (session !== null) sessions.closed(session);
      session = null;
    },
  };
}

type ServerEvent = Parameters<typeof encodeServer>[0]["event"];

/** Refusals that only the wire knows. */
interface WireFault {
  readonly code: "undecodable" | "not_available" | "invalid";
  readonly message: string;
  readonly retryAfter: number;
}

function wireFault(code: WireFault["code"], message: string): WireFault {
  return { code, message, retryAfter: 0 };
}

function notAvailable(variant: string): WireFault {
  return wireFault("not_available", `This server has no ${variant} yet`);
}

function byteLength(frame: Frame): number {
  if (typeof frame !== "string") return frame.length;
  // A code unit takes at most three bytes: short texts need no counting.
  return frame.length * 3 <= MAX_FRAME_BYTES ? frame.length : Buffer.byteLength(frame);
}
