/** The connections to everybody else in a voice room or call: each with each. */

import type { Store } from "../state/store.ts";
import { type Flags, Peer, type PeerOptions, type PeerView, type SignalKind, type Tracks } from "./peer.ts";

/** Most participants, oneself among them, that everybody is connected with. */
export const MESH = 8;

interface Surroundings {
  /** Null while one takes part nowhere. */
  readonly place: () => { readonly room: number } | null;
  /** What a connection begins with. */
  readonly beginning: () => Pick<PeerOptions, "iceServers" | "tracks" | "flags" | "deafened">;
  /** By user. */
  readonly onChange: (peers: Readonly<Record<number, PeerView>>) => void;
  /** There are more participants than can be connected. */
  readonly onFull: () => void;
}

export class Mesh {
  readonly #store: Store;
  readonly #around: Surroundings;
  readonly #peers = new Map<number, Peer>();

  constructor(store: Store, around: Surroundings) {
    this.#store = store;
    this.#around = around;
  }

  /** Connect with somebody who is there. */
  async offer(user: number, session: string): Promise<void> {
    if (this.#peers.size >= MESH - 1) return this.#around.onFull();
    await this.#begin(user, session)
      .offer()
      .catch(() => undefined); // The place was left meanwhile.
  }

  /** Somebody there signals. */
  async heard(user: number, session: string, kind: string, data: string): Promise<void> {
    const known = this.#peers.get(user);
    if (kind !== "offer" || known?.goesOnWith(data)) return known?.heard(kind, data);
    // Both have offered: the one with the smaller id goes on.
    if (known?.isOffering && (this.#store.view.known.user?.id ?? 0) < user) return;
    if (known === undefined && this.#peers.size >= MESH - 1) return this.#around.onFull();
    await this.#begin(user, session).heard(kind, data);
  }

  /** Tell everybody of one's own tracks. */
  async set(tracks: Tracks, flags: Flags): Promise<void> {
    for (const peer of this.#peers.values()) await peer.set(tracks, flags).catch(() => undefined);
  }

  deafen(deafened: boolean): void {
    for (const peer of this.#peers.values()) peer.deafen(deafened);
  }

  async speakerChanged(): Promise<void> {
    for (const peer of this.#peers.values()) await peer.speakerChanged();
  }

  /** A connection with another session of the user is over. */
  keepOnly(user: number, session: string): void {
    const known = this.#peers.get(user);
    if (known !== undefined && known.session !== session) this.drop(user);
  }

  drop(user: number): void {
    this.#drop(user, this.#peers.get(user));
  }

  dropAll(): void {
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#changed();
  }

  #begin(user: number, session: string): Peer {
    this.#peers.get(user)?.close();
    const place = this.#around.place();
    const signal = (kind: SignalKind, data: string): void => {
      if (place === null || this.#around.place()?.room !== place.room) return;
      // Who left meanwhile is not told anything.
      this.#store
        .request({ type: "voice_signal", room_id: place.room, user_id: user, kind, data })
        .catch(() => undefined);
    };
    const peer = new Peer({
      user,
      session,
      ...this.#around.beginning(),
      signal,
      onChange: () => this.#changed(),
      onGone: () => this.#drop(user, peer),
    });
    this.#peers.set(user, peer);
    this.#changed();
    return peer;
  }

  #drop(user: number, peer: Peer | undefined): void {
    if (peer === undefined || this.#peers.get(user) !== peer) return;
    peer.close();
    this.#peers.delete(user);
    this.#changed();
  }

  #changed(): void {
    this.#around.onChange(Object.fromEntries([...this.#peers].map(([user, { view }]) => [user, view])));
  }
}
