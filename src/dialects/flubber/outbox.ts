/**
 * What is said here, told to a backend: a room's stream after its link's position, one thing at a time
 * (docs/protocols/flubber.md, 3b and 6).
 */

import type { Step } from "../../core/bridge-outward.ts";
import type { Log } from "../../core/log.ts";
import type { Id, StreamId } from "../../core/model/ids.ts";
import type { BridgeLink } from "../../core/model/outside.ts";
import type { Node } from "../../core/node.ts";
import { koineOf } from "./extra.ts";
import type { Files } from "./files.ts";
import { requestOf } from "./outbound.ts";
import type { Talk } from "./talk.ts";
import type { Message } from "./wire.ts";

/** Most messages of a room that wait for one of ours that is being sent there. */
const MAX_HELD = 500;

interface Around {
  readonly node: Node;
  readonly files: Files;
  readonly log: Log;
  readonly talk: Talk;
  readonly backend: string;
  /** The handle of the account here whose account on the network it is. */
  readonly account: string | null;
  /** Scheme and host by which others reach this server; "" where nobody said. */
  readonly origin: string;
  /** By the room here. */
  readonly links: ReadonlyMap<Id, BridgeLink>;
  /** The backend has said who it is, and is still there. */
  isOpen(): boolean;
  /** It knows our keys, and what `extra.koine` says. */
  understands(): boolean;
  /** Takes in what waited. */
  take(said: Message): Promise<void>;
}

export interface Outbox {
  /** Tells what the room's stream holds after the link's position. */
  tell(room: Id): void;
  /** Something was stored in these streams. */
  rung(streams: ReadonlySet<StreamId>): void;
  /** Whether a message waits now: while one of ours is on its way to its room, it may be that one's echo. */
  hold(said: Message): boolean;
  /** A message is gone there. */
  forget(id: string): void;
}

/** The network's id of what was told; an edit is of the message as it was. */
function toldAs(step: Step, answer: unknown): string | null {
  if (step.type === "edit") return step.of;
  return step.type === "send" ? String(answer) : null;
}

export function createOutbox(around: Around): Outbox {
  const { node, files, log, talk, backend, account, origin, links, isOpen, take } = around;
  /** Rooms whose stream is being told, and those where something came meanwhile. */
  const telling = new Map<Id, Promise<void>>();
  const rung = new Set<Id>();
  /** By the network's id of the room: what came while one of ours was on its way there. */
  const sending = new Map<string, Message[]>();

  function tell(id: Id): void {
    rung.add(id);
    if (!isOpen() || telling.has(id)) return;
    const done = drain(id)
      .catch((error: unknown) =>
        log.warn("what was said could not be told", { room: id, reason: String(error) }),
      )
      .finally(() => {
        telling.delete(id);
        if (rung.has(id) && links.has(id)) tell(id);
      });
    telling.set(id, done);
  }

  async function drain(id: Id): Promise<void> {
    while (isOpen() && links.has(id)) {
      rung.delete(id);
      const next = await node.ask(null, { type: "bridge_next", input: { backend, room: id } });
      if (next === null) {
        if (rung.has(id)) continue;
        return;
      }
      const { step, upTo } = next;
      const link = links.get(id);
      if (link?.remoteId === null || link?.remoteId === undefined) return;
      const settle = (message: Id | null, remoteId: string | null, failed: string | null) => {
        const edited = step !== null && "said" in step ? (step.said.edited ?? 0) : 0;
        const input = { backend, room: id, seq: upTo, message, remoteId, edited, failed };
        return node.ask(null, { type: "bridge_settle", input });
      };
      if (step === null) {
        await settle(null, null, null);
        continue;
      }
      const understands = around.understands();
      if (step.begun && !understands) {
        await settle(step.message, null, `This may not have arrived on ${backend}: the connection broke.`);
        continue;
      }
      if (!link.sendable) {
        await settle(step.message, null, `This did not cross: nothing can be said there on ${backend}.`);
        continue;
      }
      const body = await requestOf(step, link.remoteId, { understands, account, files, origin });
      if (body === null) {
        await settle(null, null, null);
        continue;
      }
      // Who has the key recognises what comes twice; of the others nobody would know.
      if (!understands)
        await node.ask(null, { type: "bridge_begin", input: { backend, room: id, seq: step.seq } });
      const held: Message[] = [];
      sending.set(link.remoteId, held);
      const outcome = await talk.request(body);
      try {
        if (outcome.is === "broken") return;
        if (outcome.is === "answered") await settle(step.message, toldAs(step, outcome.body.value), null);
        else {
          const doubt = outcome.is === "unanswered" ? "This may not have arrived" : "This did not arrive";
          await settle(step.message, null, `${doubt} on ${backend}: ${outcome.reason.slice(0, 300)}`);
        }
      } finally {
        await release(link.remoteId, held);
      }
    }
  }

  /** Takes in what waited; what comes meanwhile waits behind it. */
  async function release(remoteId: string, held: Message[]): Promise<void> {
    for (let said = held.shift(); said !== undefined; said = held.shift()) {
      await take(said).catch((error: unknown) =>
        log.warn("what the backend told was not taken", { reason: String(error) }),
      );
    }
    sending.delete(remoteId);
  }

  return {
    tell,
    rung(streams) {
      for (const id of links.keys()) if (streams.has(id)) tell(id);
    },
    hold(said) {
      const held = sending.get(said.recipient);
      if (held === undefined || held.length >= MAX_HELD || koineOf(said.extra).key !== undefined)
        return false;
      held.push(said);
      return true;
    },
    forget(id) {
      for (const held of sending.values()) {
        const kept = held.filter((said) => said.id !== id);
        held.splice(0, held.length, ...kept);
      }
    },
  };
}
