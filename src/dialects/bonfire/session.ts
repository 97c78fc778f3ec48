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
import { answerFrame, errorFrame, notAvailable, okFrame, type WireFault, wireFault } from "./answering.ts";
import { type Surroundings, saidBesides } from "./besides.ts";
import { decodeClientEvent, decodeIdentify, encodeHandshake } from "./codec.ts";
import type { GatewayClientEvent, GatewayIdentify, Ok } from "./gen/gateway.ts";
import { capabilities, toCommand } from "./inbound.ts";
import { make } from "./make.ts";
import { toCall, toVoiceState } from "./nouns/calls.ts";
import { toPresence } from "./nouns/people.ts";
import { encodeEvent } from "./outbound.ts";
import { readyFrames } from "./ready.ts";
import { NEWEST, type Variant, variantOf } from "./version.ts";

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

const encoder = { name: "bonfire", encode: encodeEvent };

export function connectSession(services: Services, conn: Conn, variant: string): Link {
  return new GatewayLink(services, conn, variant);
}

/**
 * A class, for the thousands that say nothing: their methods are shared, where closures would be made for each.
 * What only some need is made when it is needed.
 */
class GatewayLink implements Link {
  readonly #services: Services;
  readonly #conn: Conn;
  readonly #lane: string;
  readonly #variant: Variant;
  #state: "greeted" | "identifying" | "live" | "closed" = "greeted";
  #session: Session | null = null;
  /** When the last undecodable frames came. */
  #undecodable: readonly number[] | null = null;
  #refusals = 0;
  #openReads = 0;
  #readsDone: (() => void) | null = null;
  /** Null once it has identified. */
  #cancelDeadline: (() => void) | null;

  constructor(services: Services, conn: Conn, lane: string) {
    this.#services = services;
    this.#conn = conn;
    this.#lane = lane;
    this.#variant = variantOf(lane);
    conn.send(handshakeOf(services, lane, this.#variant));
    this.#cancelDeadline = services.after(IDENTIFY_MILLIS, () => conn.close(4003, "no identify in time"));
  }

  receive(frame: Frame): Promise<void> | undefined {
    if (this.#state === "closed") return undefined;
    if (byteLength(frame) > MAX_FRAME_BYTES) {
      this.#conn.closeAnswered(1009, "frame too long", null);
      return undefined;
    }
    if (this.#session !== null) return this.#take(frame, this.#session);
    const identify = decodeIdentify(frame);
    if ("malformed" in identify) {
      this.#countUndecodable(identify.malformed, identify.requestId, Number.POSITIVE_INFINITY);
      return undefined;
    }
    if ("notIdentify" in identify) {
      this.#conn.close(4003, "identify first");
      return undefined;
    }
    this.#state = "identifying";
    return this.#begin(identify);
  }

  end(reason: EndReason): void {
    if (reason === "going-down" && this.#state !== "greeted" && !this.#publicOnly) {
      const value = make("GoingDownEvent", { in_ms: GOING_DOWN_MILLIS, reason: "The server is going down" });
      this.#conn.send(answerFrame(0, { $case: "going_down", value }, this.#variant));
    }
    this.#conn.close(...closeCodes[reason]);
  }

  closed(): void {
    this.#state = "closed";
    this.#endDeadline();
    if (this.#session !== null) this.#services.sessions.closed(this.#session);
    this.#session = null;
  }

  get #publicOnly(): boolean {
    return this.#variant.version === "0.0.0";
  }

  #endDeadline(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = null;
  }

  async #begin({ token, resume }: GatewayIdentify): Promise<void> {
    this.#endDeadline();
    const { sessions, secrets } = this.#services;
    const resumeToken = secrets.newToken();
    try {
      const begun = await sessions.begin(this.#beginner(resumeToken), {
        token: secrets.hashToken(token),
        space: this.#conn.space,
        newResumeHash: secrets.hashToken(resumeToken),
        resume:
          resume === undefined
            ? null
            : { hash: secrets.hashToken(resume.resume_token), positions: resume.positions },
      });
      if (begun === null) return;
      if (this.#state === "closed") return sessions.closed(begun);
      this.#session = begun;
      this.#state = "live";
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code === "unauthenticated") this.#conn.close(4001, "authentication failed");
      else if (error.code === "banned") this.#conn.close(4010, "banned");
      else if (error.code === "bad_resume") this.#conn.close(4007, "bad resume");
      else this.#conn.close(4000, error.message);
    }
  }

  #beginner(resumeToken: string): Beginner {
    const variant = this.#variant;
    const { pushKey } = this.#services;
    return {
      conn: this.#conn,
      encoder,
      variant: this.#lane,
      link: this,
      follows: this.#publicOnly ? "default-room" : "all",
      ready: (beginning) =>
        variant.version === "0.0.0" ? [] : readyFrames(beginning, resumeToken, variant.encoding, pushKey),
      resumed: (presences, { rooms, direct }) => {
        const value = make("ResumedEvent", {
          presences: presences.map(toPresence),
          voice_states: rooms.flatMap(({ voice }) => voice.map(toVoiceState)),
          calls: direct.flatMap(({ call }) => (call === null ? [] : [toCall(call)])),
        });
        return answerFrame(0, { $case: "resumed", value }, variant);
      },
    };
  }

  /** A frame of somebody signed in. */
  #take(frame: Frame, at: Session): Promise<void> | undefined {
    const event = decodeClientEvent(frame);
    if ("secondIdentify" in event) {
      this.#conn.closeAnswered(4005, "already identified", null);
      return undefined;
    }
    if ("malformed" in event) {
      this.#countUndecodable(event.malformed, event.requestId, UNDECODABLE_MILLIS);
      return undefined;
    }
    if ("unknownVariant" in event) {
      this.#refuse(this.#conn.reserve(), event.requestId, notAvailable(event.unknownVariant));
      return undefined;
    }
    return this.#carryOut(event, at);
  }

  #carryOut({ request_id, event }: GatewayClientEvent, at: Session): Promise<void> | undefined {
    if (event === undefined) return undefined;
    if (event.$case === "heartbeat") {
      this.#conn.reserve()(okFrame(request_id, {}, this.#variant));
      return undefined;
    }
    if (event.$case === "subscribe_presence") {
      this.#subscribePresence(request_id, event.value.user_ids, at);
      return undefined;
    }
    const translated = toCommand(event, at);
    if (translated === null) {
      this.#refuse(this.#conn.reserve(), request_id, notAvailable(event.$case));
      return undefined;
    }
    const { command } = translated;
    const ok = (reply: unknown): Partial<Ok> =>
      saidBesides(this.#services, event.$case, at.user.id, translated.ok(reply));
    const isRead = commands[command.type].kind === "read";
    const run = (): void => {
      const answer = this.#conn.reserve();
      if (isRead) this.#openReads += 1;
      this.#services.node.submit(at.actor, "bonfire", command, (result) => {
        if (isRead) this.#readDone();
        this.#settle(answer, request_id, result, ok);
      });
    };
    // What a change makes known must not overtake the answers to reads before it.
    if (!isRead && this.#openReads > 0)
      return new Promise<void>((resolve) => (this.#readsDone = resolve)).then(run);
    run();
    return undefined;
  }

  #readDone(): void {
    this.#openReads -= 1;
    if (this.#openReads > 0 || this.#readsDone === null) return;
    this.#readsDone();
    this.#readsDone = null;
  }

  #settle(
    answer: (frame: Frame | null) => void,
    requestId: number,
    result: Answer,
    ok: (reply: unknown) => Partial<Ok>,
  ): void {
    if (!result.ok) return this.#refuse(answer, requestId, result.fault);
    this.#refusals = 0;
    answer(okFrame(requestId, ok(result.reply), this.#variant));
  }

  #refuse(answer: (frame: Frame | null) => void, requestId: number, fault: FaultData | WireFault): void {
    answer(errorFrame(requestId, fault, this.#variant));
    if (fault.code === "unauthenticated") this.end("revoked");
    this.#refusals = fault.code === "rate_limited" ? this.#refusals + 1 : 0;
    if (this.#refusals >= MAX_REFUSALS) this.#conn.closeAnswered(...closeCodes["rate-limited"], null);
  }

  #subscribePresence(requestId: number, users: readonly number[], at: Session): void {
    const { node, sessions } = this.#services;
    const answer = this.#conn.reserve();
    if (users.length > MAX_SUBSCRIBED)
      return this.#refuse(answer, requestId, wireFault("invalid", `At most ${MAX_SUBSCRIBED} users`));
    const input = { users: [...users], space: at.space };
    node.submit(at.actor, "bonfire", { type: "presences_known", input }, (result) => {
      const told = (reply: unknown): Partial<Ok> => ({
        presences: sessions.subscribePresence(at, reply as Reply<"presences_known">).map(toPresence),
      });
      this.#settle(answer, requestId, result, told);
    });
  }

  #countUndecodable(reason: string, requestId: number, millis: number): void {
    const time = this.#services.now();
    const lately = (this.#undecodable ?? []).filter((at) => Math.abs(time - at) < millis);
    this.#undecodable = [...lately, time];
    if (this.#undecodable.length > MAX_UNDECODABLE)
      return this.#conn.closeAnswered(4002, "undecodable", null);
    const fault = wireFault("undecodable", `This frame cannot be read: ${reason}`);
    this.#conn.reserve()(errorFrame(requestId, fault, this.#variant));
  }
}

/** By variant; each is the same for everybody. */
const handshakes = new WeakMap<Services, Map<string, Frame>>();

function handshakeOf(services: Services, lane: string, { encoding, version }: Variant): Frame {
  const made = handshakes.get(services) ?? new Map<string, Frame>();
  handshakes.set(services, made);
  const known = made.get(lane);
  if (known !== undefined) return known;
  const handshake = make("GatewayHandshake", {
    version: NEWEST,
    capabilities: [...capabilities],
    protocol_version: version,
    server: services.software,
  });
  const frame = encodeHandshake(handshake, encoding);
  made.set(lane, frame);
  return frame;
}

function byteLength(frame: Frame): number {
  if (typeof frame !== "string") return frame.length;
  // A code unit takes at most three bytes: short texts need no counting.
  return frame.length * 3 <= MAX_FRAME_BYTES ? frame.length : Buffer.byteLength(frame);
}
