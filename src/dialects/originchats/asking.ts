/**
 * A session's commands on their way to the core, and what comes back: the reply, and the session's own copy of what
 * others are told, which is the reply to many of them (`docs/protocols/originchats.md` section 6).
 */

import type { Command, CommandType, Reply } from "../../core/commands.ts";
import type { Conn, Frame } from "../../core/dialect.ts";
import type { Event } from "../../core/events.ts";
import type { Fault } from "../../core/faults.ts";
import type { Node } from "../../core/node.ts";
import type { Session } from "../../core/session.ts";
import type { Names } from "./names.ts";
import { encodeEvent } from "./outbound.ts";
import { OtherAnswer, Refusal, type Refusals } from "./row.ts";
import { inSeconds } from "./speed.ts";
import { TEXTS, text } from "./texts.ts";
import { withListener } from "./wire.ts";

/** An event that is the reply to the command in hand. */
interface Echo {
  readonly event: Event;
  readonly listener: string | null;
}

/** What came of a command: `told` when the caller had the reply with an event. */
interface Done<T extends CommandType> {
  readonly reply: Reply<T>;
  readonly events: readonly Event[];
  readonly told: boolean;
}

interface How {
  readonly refusals: Refusals | undefined;
  /** Of the command in hand. */
  readonly listener: string | null;
  /** The event whose copy is the reply. */
  readonly echoed?: Event["type"];
}

export interface Asking {
  /** Carry out a command of the core. Throws a `Refusal`, or an `OtherAnswer`. */
  submit<T extends CommandType>(session: Session, command: Command<T>, how: How): Promise<Done<T>>;
  /** The session's own copy of what its command made: with the `listener`, where it is the reply; null for none. */
  own(event: Event, told: Frame | null): Frame | null;
}

export function createAsking(node: Node, names: Names, conn: Conn): Asking {
  let echo: Echo | null = null;
  /** Whose answer went out before they were told, and are not told again. */
  const early = new Set<Event>();

  function submit<T extends CommandType>(
    { actor }: Session,
    command: Command<T>,
    { refusals = {}, listener: wanted, echoed }: How,
  ): Promise<Done<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Done<T>>();
    node.submit(actor, "originchats", command as Command, (result) => {
      if (!result.ok) return reject(refusalOf(result.fault, refusals));
      const events = result.events as readonly Event[];
      const event = echoed === undefined ? undefined : events.find(({ type }) => type === echoed);
      const reply = result.reply as Reply<T>;
      if (event === undefined) return queueMicrotask(() => resolve({ reply, events, told: false }));
      echo = { event, listener: wanted };
      // The events go out after this; an event that waits for others of its stream is answered before them.
      queueMicrotask(() => {
        if (echo?.event === event) {
          echo = null;
          early.add(event);
          const frame = encodeEvent(event, names);
          if (frame === null) return resolve({ reply, events, told: false });
          conn.send(withListener(frame, wanted));
        }
        resolve({ reply, events, told: true });
      });
    });
    return promise;
  }

  function own(event: Event, told: Frame | null): Frame | null {
    const isSame = (other: Event): boolean =>
      other === event || (event.seq > 0 && other.seq === event.seq && other.stream === event.stream);
    for (const answered of early) {
      if (!isSame(answered)) continue;
      early.delete(answered);
      return null;
    }
    // The reply says one's own status; that one is here again is told.
    if (event.type === "presence_update" && event.before !== "offline" && event.presence.status !== "offline")
      return null;
    if (echo === null || !isSame(echo.event) || typeof told !== "string") return told;
    const frame = withListener(told, echo.listener);
    echo = null;
    return frame;
  }

  return { submit, own };
}

/** A fault of the core as the refusal of the wire. */
function refusalOf(
  { code, message, retryAfter }: { code: Fault["code"]; message: string; retryAfter: number },
  refusals: Refusals,
): Error {
  if (code === "rate_limited") {
    const reason = text(TEXTS.tooFast, { seconds: inSeconds(retryAfter) });
    return new OtherAnswer({ cmd: "rate_limit", reason, length: retryAfter });
  }
  return new Refusal(refusals[code] ?? (code === "internal" ? TEXTS.internal : message));
}
