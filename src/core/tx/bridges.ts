/** What handlers need of ghosts, portals and the bridges behind them. */

import type { Id, Millis } from "../model/ids.ts";
import type { Bridge, BridgeLink } from "../model/outside.ts";
import type { User } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** A message here and what a network calls it. */
export interface BridgedMessage {
  readonly backend: string;
  readonly remoteId: string;
  readonly message: Id;
  /** Of the text that both sides have: when it was edited here or, of a ghost's, there; 0 = never. */
  readonly edited: Millis;
}

export interface BridgesTx {
  ghostOf(backend: string, remoteId: string): Awaitable<User | null>;
  portalOf(space: Id, backend: string, remoteId: string): Awaitable<Id | null>;
  /** How many rooms of a backend are portals. */
  portalsOf(backend: string): Awaitable<number>;
  bridge(name: string): Awaitable<Bridge | null>;
  bridgesOf(space: Id): Awaitable<Bridge[]>;
  setBridge(bridge: Bridge): Awaitable<void>;
  /** Only those of rooms that exist. */
  linksOf(backend: string): Awaitable<BridgeLink[]>;
  linksIn(room: Id): Awaitable<BridgeLink[]>;
  linkTo(backend: string, remoteId: string): Awaitable<BridgeLink | null>;
  /** Whether the room was linked with one of ours that was deleted since. */
  wasDeleted(backend: string, remoteId: string): Awaitable<boolean>;
  /** Remembers that somebody here ended the link with a network's room, or that it is linked again. */
  setEnded(backend: string, remoteId: string, ended: boolean): Awaitable<void>;
  wasEnded(backend: string, remoteId: string): Awaitable<boolean>;
  /** Makes it, or changes the one between the same room and backend. A deleted room's makes place for it. */
  setLink(link: BridgeLink): Awaitable<void>;
  deleteLink(room: Id, backend: string): Awaitable<void>;
  bridgedMessage(backend: string, remoteId: string): Awaitable<BridgedMessage | null>;
  /** What backends call a message. */
  bridgedAs(message: Id): Awaitable<BridgedMessage[]>;
  /** Nothing happens when the network's id is known; else it is remembered. */
  addBridged(bridged: BridgedMessage): Awaitable<void>;
  setBridgedEdit(backend: string, remoteId: string, edited: Millis): Awaitable<void>;
}
