/**
 * Events on their way to one client (`docs/protocols/big.md` section 7.3): oldest first, sent again until they are
 * acknowledged, never more than `MAX_OUTSTANDING` at a time.
 */

import type { StreamId } from "../../core/model/ids.ts";
import { encodeEvent } from "./codec.ts";
import { type EventType, MAX_OUTSTANDING } from "./wire.ts";

/** An event to be told. */
export interface Packet {
  readonly id: number;
  readonly at: number;
  readonly eventType: EventType;
  readonly payload: unknown;
  /** A newer one with the same key stands in the place of this one. */
  readonly key?: string;
  /** The row of the log that it tells of. */
  readonly row?: { readonly stream: StreamId; readonly seq: number };
}

interface Outstanding extends Packet {
  readonly text: string;
  sent: number;
}

export interface Outbox {
  put(packet: Packet): void;
  /** Told once, without waiting for an ack. */
  say(packet: Packet): void;
  /** The packet with the id, which is outstanding no more; null for any other id. */
  ack(id: string): Packet | null;
  /** While it is held back, nothing leaves. */
  hold(): void;
  release(): void;
  /** Sends again what waits for an ack so long. */
  resend(): void;
}

interface Deps {
  readonly send: (text: string) => void;
  /** Called once, when there is too much without an ack. */
  readonly overflow: () => void;
  /** The packet will not be acknowledged: a newer one took its place. */
  readonly superseded: (packet: Packet) => void;
  readonly now: () => number;
  readonly resendMillis: number;
}

export function createOutbox({ send, overflow, superseded, now, resendMillis }: Deps): Outbox {
  const outstanding = new Map<string, Outstanding>();
  const keys = new Map<string, string>();
  let held: (Outstanding | string)[] | null = null;
  let overflowed = false;

  const leave = (what: Outstanding | string): void => {
    if (held !== null) return void held.push(what);
    if (typeof what === "string") return send(what);
    // It may have been superseded or acknowledged while it was held back.
    if (outstanding.get(String(what.id)) !== what) return;
    what.sent = now();
    send(what.text);
  };

  const forget = (id: string): Outstanding | undefined => {
    const packet = outstanding.get(id);
    outstanding.delete(id);
    if (packet?.key !== undefined && keys.get(packet.key) === id) keys.delete(packet.key);
    return packet;
  };

  return {
    put(packet) {
      // The connection is ending.
      if (overflowed) return;
      const { id, at, eventType, payload, key } = packet;
      const text = encodeEvent(id, at, eventType, payload);
      if (key !== undefined) {
        const older = keys.get(key);
        const gone = older === undefined ? undefined : forget(older);
        if (gone !== undefined) superseded(gone);
        keys.set(key, String(id));
      }
      const one: Outstanding = { ...packet, text, sent: now() };
      outstanding.set(String(id), one);
      if (outstanding.size > MAX_OUTSTANDING) {
        overflowed = true;
        return overflow();
      }
      leave(one);
    },
    say({ id, at, eventType, payload }) {
      leave(encodeEvent(id, at, eventType, payload));
    },
    ack: (id) => forget(id) ?? null,
    hold() {
      held ??= [];
    },
    release() {
      const waiting = held ?? [];
      held = null;
      for (const what of waiting) leave(what);
    },
    resend() {
      if (held !== null || overflowed) return;
      const before = now() - resendMillis;
      for (const one of outstanding.values()) if (one.sent <= before) leave(one);
    },
  };
}
