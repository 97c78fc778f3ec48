/**
 * One backend and its rooms here: what it tells becomes commands, what its rooms' streams hold becomes requests
 * (docs/protocols/flubber.md, 3b to 5).
 */

import type { Log } from "../../core/log.ts";
import type { Id, StreamId } from "../../core/model/ids.ts";
import type { BridgeLink } from "../../core/model/outside.ts";
import type { Node } from "../../core/node.ts";
import { createArrivals } from "./arrivals.ts";
import { createBackfill } from "./backfill.ts";
import type { KnownEmotes } from "./emotes.ts";
import type { Files } from "./files.ts";
import { takeMessage } from "./inbound.ts";
import { makeRooms } from "./made.ts";
import { createOutbox } from "./outbox.ts";
import { pacer } from "./pace.ts";
import { createParents } from "./parents.ts";
import { createTalk, type Talk, type Times } from "./talk.ts";
import { Violation } from "./violation.ts";
import { type InitInfo, KOINE_1, type Message, type Room, type Update } from "./wire.ts";

export interface BridgeSettings {
  readonly name: string;
  readonly space: string | null;
  readonly rooms: readonly string[];
  readonly account: string | null;
  readonly times: Times;
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
  readonly proxied: (url: string) => string;
  /** Scheme and host by which others reach this server; "" where nobody said. */
  readonly origin: string;
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

/** The place of a room that has one. */
const NOWHERE = async (): Promise<void> => undefined;

export function createBridge(settings: BridgeSettings, line: BridgeLine, deps: BridgeDeps): Bridge {
  const { node, after, clock, log } = deps;
  const { name: backend, account } = settings;
  const pace = pacer(after, clock);
  let init: InitInfo | null = null;
  /** The space of its rooms; it is asked for once, when the backend has said who it is. */
  let space: Id = 0;
  const links = new Map<Id, BridgeLink>();
  /** Our rooms whose links this run of the program was asked to join. */
  const joined = new Set<Id>();
  /** By the network's id: portals whose links somebody here ended, left in this run. */
  const left = new Set<string>();
  const emotes: KnownEmotes = new Map();
  let isClosed = false;
  let inTurn: Promise<void> = Promise.resolve();

  const talk: Talk = createTalk({
    times: settings.times,
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

  const outbox = createOutbox({
    ...deps,
    talk,
    backend,
    account,
    links,
    isOpen: () => init !== null && !isClosed,
    understands: () => init?.extensions?.includes(KOINE_1) === true,
    take: accept,
  });
  const backfill = createBackfill({
    ...deps,
    talk,
    isNew: (remoteId) => node.ask(null, { type: "bridge_is_new", input: { backend, room: remoteId } }),
    take: accept,
  });

  const arrivals = createArrivals({
    isLinked: (remoteId) => [...links.values()].some((link) => link.remoteId === remoteId),
    take: place,
    log,
  });

  const parents = createParents({
    node,
    talk,
    backend,
    take: (told) => enqueue(() => upserted(told)),
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
      await findRoom(name, (id) => room({ id, name, sendable: true }));
    }
    await make();
    tellAll();
  }

  async function readLinks(): Promise<void> {
    space = await spaceOf();
    const found = await node.ask(null, { type: "bridge_links_get", input: { backend } });
    const linked = new Set(found.map(({ remoteId }) => remoteId));
    // Nobody here hears any more what is said there. A network that cannot be left is left alone.
    for (const { remoteId } of links.values())
      if (remoteId !== null && !linked.has(remoteId))
        void talk.request({ type: "RoomLeave", value: remoteId });
    links.clear();
    for (const link of found) {
      // The program began anew, and is in none of the rooms that somebody here asked for.
      if (link.asked && link.remoteId !== null && !joined.has(link.room)) await findRoom(link.name, NOWHERE);
      if (link.remoteId === null) await resolve(link);
      else links.set(link.room, link);
      if (link.asked) joined.add(link.room);
    }
  }

  async function spaceOf(): Promise<Id> {
    const at = { slug: settings.space };
    return (await node.ask(null, { type: "operator_space", input: at })).space.id;
  }

  /** Looks a room up, joins it, and gives it its place: its id there, or why there is none. */
  async function findRoom(
    name: string,
    place: (id: string) => Promise<void>,
  ): Promise<string | { readonly reason: string }> {
    const looked = await talk.request({ type: "RoomLookup", value: name });
    if (looked.is !== "answered") return { reason: looked.is === "broken" ? "" : looked.reason };
    const id = String(looked.body.value);
    return await arrivals.during(async () => {
      const joined = await talk.request({ type: "RoomJoin", value: id });
      if (joined.is !== "answered") return { reason: joined.is === "broken" ? "" : joined.reason };
      await place(id);
      return id;
    });
  }

  /** A link that somebody asked for. */
  async function resolve({ room: id, name }: BridgeLink): Promise<void> {
    const settle = async (remoteId: string | null, reason: string): Promise<void> => {
      if (isClosed) return;
      await node.ask(null, { type: "bridge_found", input: { room: id, backend, remoteId, reason } });
      const all = await node.ask(null, { type: "bridge_links_get", input: { backend } });
      const link = all.find((one) => one.room === id);
      if (link === undefined || link.remoteId === null) return;
      links.set(id, link);
      outbox.tell(id);
    };
    const found = await findRoom(name, (remoteId) => settle(remoteId, ""));
    if (typeof found !== "string") await settle(null, found.reason);
  }

  async function updated(update: Update): Promise<void> {
    if (isClosed) return;
    await pace();
    if (isClosed) return;
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
        await upserted(update.value);
        return tellAll();
      case "RoomDelete":
        await node.ask(null, { type: "bridge_room_gone", input: { backend, remoteId: update.value } });
        return forget(update.value);
      case "MessageDelete":
        arrivals.forget(update.value);
        outbox.forget(update.value);
        backfill.forget(update.value);
        await node.ask(null, { type: "bridge_erase", input: { backend, id: update.value } });
        return;
      case "MessageUpsert":
        return await message(update.value);
    }
  }

  function forget(remoteId: string): void {
    for (const link of links.values()) if (link.remoteId === remoteId) links.delete(link.room);
  }

  async function upserted(told: Room): Promise<void> {
    await room(told);
    await parents.told(space, told);
  }

  /** What somebody here asked the network for. */
  async function make(): Promise<void> {
    await arrivals.during(async () => {
      const made = await makeRooms({ node, talk, backend, space });
      for (const told of made) {
        await upserted(told);
        for (const link of links.values()) if (link.remoteId === told.id) joined.add(link.room);
      }
    });
  }

  async function room({ id, name, sendable }: Omit<Room, "parent">): Promise<void> {
    const input = { space, backend, remoteId: id, name: name === "" ? id : name, sendable };
    const link = await node.ask(null, { type: "bridge_room", input });
    if (link !== null) {
      links.set(link.room, link);
      return;
    }
    forget(id);
    if (!left.has(id)) {
      left.add(id);
      void talk.request({ type: "RoomLeave", value: id });
    }
  }

  async function message(said: Message): Promise<void> {
    if (!arrivals.hold(said)) await place(said);
  }

  async function place(said: Message): Promise<void> {
    if (!outbox.hold(said) && !(await backfill.hold(said))) await accept(said);
  }

  function accept(said: Message): Promise<void> {
    return takeMessage({ ...deps, backend, space, emotes }, said);
  }

  function tellAll(): void {
    for (const id of links.keys()) outbox.tell(id);
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
    rung: outbox.rung,
    relinked() {
      if (init === null) return;
      enqueue(async () => {
        await readLinks();
        await make();
        tellAll();
      });
    },
  };
}
