/** One connection: requests in order, events until they are acknowledged (`docs/protocols/big.md` sections 1, 2, 5 and 7). */

import type { Conn, Encoder, EndReason, Frame, Link } from "../../core/dialect.ts";
import type { Event } from "../../core/events.ts";
import { Fault } from "../../core/faults.ts";
import type { Limiter } from "../../core/limits.ts";
import type { Id, Millis } from "../../core/model/ids.ts";
import type { Node } from "../../core/node.ts";
import type { Beginning, Session, Sessions } from "../../core/session.ts";
import type { Secrets } from "../../core/sign-in.ts";
import { type Asked, decode, encodeError, encodeResponse, PONG } from "./codec.ts";
import type { CursorBook, Cursors } from "./cursors.ts";
import { answer, isClientEvent, isRequest, type } from "./inbound.ts";
import { createEar, type Ear } from "./listening.ts";
import { createOutbox } from "./outbox.ts";
import { requirePayload } from "./payloads.ts";
import { type Asking, toError } from "./requests.ts";
import { BigError, CLOSE, MAX_REQUEST_IDS, SAID, TYPING_MILLIS } from "./wire.ts";

/** What a connection needs of the server. */
export interface Services {
  readonly node: Node;
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly limit: Limiter;
  readonly isOnline: (user: Id) => boolean;
  readonly now: () => number;
  /** Calls back after a time, unless cancelled. */
  readonly after: (millis: number, callback: () => void) => () => void;
  /** Time without a frame after which a connection ends (section 1.3). */
  readonly silenceMillis: Millis;
  /** Time without an ack after which an event is sent again (section 7.3). */
  readonly resendMillis: Millis;
}

/** What the upgrade said. */
export interface Ticket {
  readonly user: Id;
  readonly issued: Millis;
  readonly origin: string;
  /** Of the device; null for none. */
  readonly fingerprint: string | null;
}

/** What the connections of one server have in common. */
export interface Common {
  readonly cursors: CursorBook;
  /** Ids of events that stand in no log. */
  readonly newId: () => number;
}

/** How often silence is looked for (section 1.3: at least once a second). */
const LOOK_MILLIS = 1_000;

const codes: { readonly [R in EndReason]: readonly [number, string] } = {
  "too-slow": [CLOSE.tryLater, "too slow"],
  silent: [CLOSE.failed, "silent"],
  "going-down": [CLOSE.goingAway, "going down"],
  revoked: [CLOSE.policy, "Unauthorized"],
  banned: [CLOSE.policy, "banned"],
  replaced: [CLOSE.goingAway, "replaced"],
  "rate-limited": [CLOSE.policy, SAID.tooFast],
};

export function connectSession(
  services: Services,
  common: Common,
  encoder: Encoder,
  conn: Conn,
  ticket: Ticket,
): Link {
  const { node, sessions, secrets, now } = services;
  let session: Session | null = null;
  let ear: Ear | null = null;
  let cursors: Cursors | null = null;
  let closed = false;
  let resting = false;
  let quiet = 0;
  let lastFrame = now();
  /** What is heard before the beginning is told. */
  const early: Event[] = [];
  const requestIds = new Set<string>();
  const typed = new Map<string, number>();

  const outbox = createOutbox({
    send: (text) => conn.send(text),
    overflow() {
      // The client reads the state anew: what it never acknowledged must not fill its next connection too.
      cursors?.dropAll();
      conn.close(CLOSE.tryLater, "too many events without an ack");
    },
    superseded: ({ row }) => {
      if (row !== undefined) cursors?.acked(row.stream, row.seq);
    },
    now,
    resendMillis: services.resendMillis,
  });

  const ready = begin().catch((error: unknown) => {
    if (closed) return;
    if (!(error instanceof Fault)) {
      conn.close(CLOSE.failed, "internal error");
      throw error;
    }
    conn.close(CLOSE.policy, toError(error).message);
  });
  let cancelLook = services.after(LOOK_MILLIS, look);

  async function begin(): Promise<void> {
    let beginning: Beginning | null = null;
    const begun = await sessions.begin(
      {
        conn,
        encoder,
        variant: "",
        follows: "all",
        takes: (event) => void (ear === null ? early.push(event) : ear.hear(event)),
        ready(given) {
          beginning = given;
          return [];
        },
        resumed: () => {
          throw new Error("A session of this wire is never resumed");
        },
        link: { end },
      },
      {
        token: { user: ticket.user, issued: ticket.issued },
        space: conn.space,
        newResumeHash: secrets.hashToken(secrets.newToken()),
        resume: null,
      },
    );
    if (begun === null) return;
    if (closed) return sessions.closed(begun);
    session = begun;
    cursors = await common.cursors.open(ticket.user);
    if (closed) return common.cursors.close(ticket.user);
    await listen(begun, cursors, beginning);
  }

  async function listen(at: Session, own: Cursors, beginning: Beginning | null): Promise<void> {
    const { newId } = common;
    const fail = (): void => conn.close(CLOSE.failed, "internal error");
    const made = createEar({
      asking: asking(at),
      outbox,
      cursors: own,
      newId,
      now,
      after: services.after,
      fail,
    });
    ear = made;
    const { commonPositions = [], ownPositions = [] } = (beginning as Beginning | null)?.snapshot ?? {};
    const { presences = [] } = (beginning as Beginning | null) ?? {};
    const begun = made.begin(
      [...commonPositions, ...ownPositions],
      presences.map(({ user }) => user),
    );
    for (const event of early.splice(0)) made.hear(event);
    await begun;
    // Section 9.2; whoever is invisible gives no sign.
    if ((beginning as Beginning | null)?.snapshot.presence.status !== "invisible")
      await node.ask(at.actor, { type: "receipts_collect", input: {} });
  }

  function asking({ actor, space }: Session): Asking {
    return { node, actor, space, isOnline: services.isOnline, origin: ticket.origin };
  }

  function look(): void {
    quiet += LOOK_MILLIS;
    if (quiet > services.silenceMillis) {
      conn.close(CLOSE.failed, `last ping: ${lastFrame}, now: ${now()}`);
      return;
    }
    outbox.resend();
    cancelLook = services.after(LOOK_MILLIS, look);
  }

  function receive(frame: Frame): Promise<void> | undefined {
    if (closed) return undefined;
    quiet = 0;
    lastFrame = now();
    const said = decode(frame);
    switch (said.type) {
      case "ping":
        conn.send(PONG);
        return undefined;
      case "tooBig":
        conn.closeAnswered(CLOSE.tooBig, "frame too large", null);
        return undefined;
      case "ack":
        ack(said.id);
        return undefined;
      case "malformed":
        conn.reserve()(encodeError(said.id, frame, said.says));
        return undefined;
      default:
        return ready.then(() => (session === null ? undefined : take(said, frame, session)));
    }
  }

  function ack(id: string): void {
    const packet = outbox.ack(id);
    if (packet?.row !== undefined) cursors?.acked(packet.row.stream, packet.row.seq);
  }

  async function take(said: Asked, frame: Frame, at: Session): Promise<void> {
    if (closed) return;
    const done = conn.reserve();
    // What was heard before is told before; what follows from the request, after the answer.
    await ear?.settled();
    outbox.hold();
    try {
      done(said.type === "event" ? await hearClient(said, at) : await request(said, frame, at));
    } catch (error) {
      const known = isKnown(error) ? toError(error) : null;
      done(known === null ? null : encodeError(said.id, frame, known.message));
      if (known === null) throw error;
    } finally {
      outbox.release();
    }
  }

  async function request(said: Asked, frame: Frame, at: Session): Promise<string> {
    const id = said.id ?? "";
    if (requestIds.has(id)) return encodeError(id, frame, SAID.duplicate, "warning");
    if (services.limit("big", `connection ${conn.id}`, now()) > 0)
      return encodeError(id, frame, SAID.tooFast);
    if (!isRequest(said.payloadType)) return encodeError(id, frame, SAID.unknownPayload);
    remember(id);
    rouse(at);
    const { payload, reached } = await answer(asking(at), said.payloadType, said.payload);
    if (reached !== undefined) ear?.counts.counted(reached.room, reached.reach);
    return encodeResponse(id, now(), payload);
  }

  function remember(id: string): void {
    requestIds.add(id);
    if (requestIds.size > MAX_REQUEST_IDS) requestIds.delete(requestIds.values().next().value ?? "");
  }

  /** Section 2.6: never answered, but for what is no event at all. */
  async function hearClient(said: Asked, at: Session): Promise<string | null> {
    if (!isClientEvent(said.payloadType)) throw new BigError(400, SAID.unknownPayload);
    if (said.payloadType === "offline") {
      resting = true;
      sessions.rest(at);
      return null;
    }
    const payload = requirePayload("typing", said.payload);
    rouse(at);
    const since = now() - (typed.get(payload.chatId) ?? 0);
    if (payload.stop !== true && since >= 0 && since < TYPING_MILLIS) return null;
    if (services.limit("big", `connection ${conn.id}`, now()) > 0) return null;
    typed.set(payload.chatId, payload.stop === true ? 0 : now());
    if (typed.size > MAX_REQUEST_IDS) typed.clear();
    await type(asking(at), payload).catch((error: unknown) => {
      if (!isKnown(error)) throw error; // An unknown chat is ignored.
    });
    return null;
  }

  function rouse(at: Session): void {
    if (!resting) return;
    resting = false;
    sessions.rouse(at);
  }

  function end(reason: EndReason): void {
    conn.close(...codes[reason]);
  }

  return {
    receive,
    end,
    closed() {
      closed = true;
      cancelLook();
      ear?.close();
      if (session !== null) sessions.closed(session);
      if (cursors !== null) common.cursors.close(ticket.user);
    },
  };
}

function isKnown(error: unknown): boolean {
  return error instanceof BigError || error instanceof Fault;
}
