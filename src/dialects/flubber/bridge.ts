/**
 * One backend and its rooms here: what it tells becomes commands, what its rooms' streams hold becomes requests
 * (docs/protocols/flubber.md, 3b to 5).
 */

import type { Step } from "../../core/bridge-outward.ts";
import type { Log } from "../../core/log.ts";
import type { BridgeLink, Id, StreamId } from "../../core/model.ts";
import type { Node } from "../../core/node.ts";
import { koineOf } from "./extra.ts";
import { type Files, takeMessage } from "./inbound.ts";
import { requestOf } from "./outbound.ts";
import { pacer } from "./pace.ts";
import { createTalk, type Talk } from "./talk.ts";
import { Violation } from "./violation.ts";
import { type InitInfo, KOINE_1, type Message, type Update } from "./wire.ts";

/** Most messages of a room that wait for one of ours that is being sent there. */
const MAX_HELD = 500;

export interface BridgeSettings {
  readonly name: string;
  readonly space: string | null;
  readonly rooms: readonly string[];
  readonly account: string | null;
}

/** The program at the other end. */
export interface BridgeLine {
  /** False when it does not read what it was sent. */
  write(line: string): boolean;
  fail(reason: string): void;
  greeted(): void;
  alive(): void;
}

export interface BridgeDeps {
  readonly node: Node;
  readonly files: Files;
  readonly after: (millis: number, callback: () => void) => () => void;
  /** Milliseconds of a clock that nobody sets. */
  readonly clock: () => number;
  readonly log: Log;
}

export interface Bridge {
  receive(bytes: Uint8Array): Promise<void>;
  closed(): void;
  /** Something was stored in these streams. */
  rung(streams: ReadonlySet<StreamId>): void;
  /** Its links have changed. */
  relinked(): void;
}

/** The network's id of what was told; an edit is of the message as it was. */
function toldAs(step: Step, answer: unknown): string | null {
  if (step.type === "edit") return step.of;
  return step.type === "send" ? String(answer) : null;
}

export function createBridge(settings: BridgeSettings, line: BridgeLine, deps: BridgeDeps): Bridge {
  const { node, after, clock, log } = deps;
  const { name: backend, account } = settings;
  const pace = pacer(after, clock);
  let init: InitInfo | null = null;
  /** The space of its rooms; it is asked for once, when the backend has said who it is. */
  let space: Id = 0;
  const links = new Map<Id, BridgeLink>();
  /** Rooms whose stream is being told, and those where something came meanwhile. */
  const telling = new Map<Id, Promise<void>>();
  const rung = new Set<Id>();
  /** By the network's id of the room: what came while one of ours was on its way there. */
  const sending = new Map<string, Message[]>();
  let isClosed = false;
  let inTurn: Promise<void> = Promise.resolve();

  const talk: Talk = createTalk({
    write(text) {
      if (!line.write(text)) throw new Violation("it does not read what it is sent");
    },
    after,
    greeted(said) {
      init = said;
      line.greeted();
      enqueue(begin);
    },
    updated: (update) => updated(update),
    alive: line.alive,
    violated,
    log,
  });

  function violated({ message, value }: Violation): void {
    log.warn("the backend broke the protocol", { reason: message, value });
    line.fail(`it broke the protocol: ${message}`);
  }

  /** One after another, each told when it fails. */
  function enqueue(work: () => Promise<void>): void {
    inTurn = inTurn.then(work).catch((error: unknown) => {
      if (!isClosed) log.warn("the bridge could not do something", { reason: String(error) });
    });
  }

  async function begin(): Promise<void> {
    await readLinks();
    for (const name of settings.rooms) {
      const id = await findRoom(name);
      if (typeof id === "string") await room({ id, parent: null, name, sendable: true });
    }
    for (const link of links.values()) tell(link.room);
  }

  async function readLinks(): Promise<void> {
    space = await spaceOf();
    const found = await node.ask(null, { type: "bridge_links_get", input: { backend } });
    links.clear();
    for (const link of found) {
      if (link.remoteId === null) await resolve(link);
      else links.set(link.room, link);
    }
  }

  async function spaceOf(): Promise<Id> {
    const at = { slug: settings.space };
    return (await node.ask(null, { type: "operator_space", input: at })).space.id;
  }

  /** Looks a room up and joins it: its id there, or why there is none. */
  async function findRoom(name: string): Promise<string | { readonly reason: string }> {
    const looked = await talk.request({ type: "RoomLookup", value: name });
    if (looked.is !== "answered") return { reason: looked.is === "broken" ? "" : looked.reason };
    const id = String(looked.body.value);
    const joined = await talk.request({ type: "RoomJoin", value: id });
    if (joined.is === "answered") return id;
    return { reason: joined.is === "broken" ? "" : joined.reason };
  }

  /** A link that somebody asked for. */
  async function resolve({ room: id, name }: BridgeLink): Promise<void> {
    const found = await findRoom(name);
    if (isClosed) return;
    const input =
      typeof found === "string"
        ? { room: id, backend, remoteId: found, reason: "" }
        : { room: id, backend, remoteId: null, reason: found.reason };
    await node.ask(null, { type: "bridge_found", input });
    const all = await node.ask(null, { type: "bridge_links_get", input: { backend } });
    const link = all.find((one) => one.room === id);
    if (link === undefined || link.remoteId === null) return;
    links.set(id, link);
    tell(id);
  }

  async function updated(update: Update): Promise<void> {
    await pace();
    if (space === 0) space = await spaceOf();
    try {
      await take(update);
    } catch (error) {
      // What one message may not do is no reason to end the others.
      log.warn("what the backend told was not taken", { update: update.type, reason: String(error) });
    }
  }

  async function take(update: Update): Promise<void> {
    switch (update.type) {
      case "RoomUpsert":
        await room(update.value);
        return tellAll();
      case "RoomDelete":
        await node.ask(null, { type: "bridge_room_gone", input: { backend, remoteId: update.value } });
        for (const link of links.values()) if (link.remoteId === update.value) links.delete(link.room);
        return;
      case "MessageDelete":
        await node.ask(null, { type: "bridge_erase", input: { backend, id: update.value } });
        return;
      case "MessageUpsert":
        return await message(update.value);
    }
  }

  async function room({
    id,
    name,
    sendable,
  }: {
    id: string;
    parent: string | null;
    name: string;
    sendable: boolean;
  }) {
    const input = { space, backend, remoteId: id, name: name === "" ? id : name, sendable };
    const link = await node.ask(null, { type: "bridge_room", input });
    links.set(link.room, link);
  }

  /** While one of ours is on its way to the room, what comes from there waits: it may be that one's echo. */
  async function message(said: Message): Promise<void> {
    const held = sending.get(said.recipient);
    if (held !== undefined && held.length < MAX_HELD && koineOf(said.extra).key === undefined)
      held.push(said);
    else await takeMessage({ ...deps, backend, space }, said);
  }

  function tellAll(): void {
    for (const id of links.keys()) tell(id);
  }

  /** Tells what the room's stream holds after the link's position. */
  function tell(id: Id): void {
    rung.add(id);
    if (init === null || isClosed || telling.has(id)) return;
    const done = drain(id)
      .catch((error: unknown) =>
        log.warn("what was said could not be told", { room: id, reason: String(error) }),
      )
      .finally(() => {
        telling.delete(id);
        if (rung.has(id) && !isClosed && links.has(id)) tell(id);
      });
    telling.set(id, done);
  }

  async function drain(id: Id): Promise<void> {
    while (!isClosed && links.has(id)) {
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
      const understands = init?.extensions?.includes(KOINE_1) === true;
      if (step.begun && !understands) {
        await settle(step.message, null, `This may not have arrived on ${backend}: the connection broke.`);
        continue;
      }
      if (!link.sendable) {
        await settle(step.message, null, `This did not cross: nothing can be said there on ${backend}.`);
        continue;
      }
      const body = await requestOf(step, link.remoteId, { understands, account, files: deps.files });
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
      await takeMessage({ ...deps, backend, space }, said).catch((error: unknown) =>
        log.warn("what the backend told was not taken", { reason: String(error) }),
      );
    }
    sending.delete(remoteId);
  }

  return {
    async receive(bytes) {
      try {
        await talk.receive(bytes);
      } catch (error) {
        if (!(error instanceof Violation)) throw error;
        violated(error);
        throw new Error(`it broke the protocol: ${error.message}`);
      }
    },
    closed() {
      isClosed = true;
      talk.closed();
    },
    rung(streams) {
      for (const id of links.keys()) if (streams.has(id)) tell(id);
    },
    relinked() {
      if (init === null) return;
      enqueue(async () => {
        await readLinks();
        tellAll();
      });
    },
  };
}
