/**
 * The connection to one other participant: sound, camera and screen both ways, and a channel that says what is
 * on. There are always the same three ways in the same order, so nothing is negotiated when one is switched.
 */

import type { IceServer } from "../../../sdk/src/gen/protocol.ts";
import { toSpeaker } from "./devices.ts";
import { ReceivedLevel, Speaking } from "./level.ts";

/** What one sends; null = off. */
export interface Tracks {
  readonly sound: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly screen: MediaStreamTrack | null;
}

/** What one says of oneself to the others. */
export interface Flags {
  readonly muted: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

export interface PeerView {
  readonly status: "connecting" | "connected" | "failed";
  readonly flags: Flags;
  readonly speaking: boolean;
  /** Null while it is off. */
  readonly camera: MediaStream | null;
  readonly screen: MediaStream | null;
}

export type SignalKind = "offer" | "answer" | "candidate";

export interface PeerOptions {
  readonly user: number;
  /** The participant's connection: when that is another one, this peer is over. */
  readonly session: string;
  readonly iceServers: readonly IceServer[];
  readonly tracks: Tracks;
  readonly flags: Flags;
  readonly deafened: boolean;
  readonly signal: (kind: SignalKind, data: string) => void;
  readonly onChange: () => void;
  /** The other side has hung up. */
  readonly onGone: () => void;
}

/** How often a connection that failed is tried again. */
const RESTARTS = 2;

const LEVEL_MILLIS = 200;

export class Peer {
  readonly session: string;
  readonly connection: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #sound = new Audio();
  readonly #channel: RTCDataChannel;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #level = new ReceivedLevel();
  readonly #speaking = new Speaking();
  /** Candidates that came before the description that they belong to. */
  #early: RTCIceCandidateInit[] = [];
  #tracks: Tracks;
  #flags: Flags;
  #restarts = 0;
  #closed = false;
  /** One made the first offer oneself: then one also makes those of another try. */
  #offers = false;
  view: PeerView;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.session = options.session;
    this.#tracks = options.tracks;
    this.#flags = options.flags;
    this.view = {
      status: "connecting",
      flags: { muted: false, camera: false, screen: false },
      speaking: false,
      camera: null,
      screen: null,
    };
    this.connection = new RTCPeerConnection({ iceServers: options.iceServers.map(toIce) });
    this.#channel = this.connection.createDataChannel("state", { negotiated: true, id: 0 });
    this.#channel.onopen = () => this.#tell();
    this.#channel.onmessage = ({ data }) => this.#toldFlags(String(data));
    this.#channel.onclose = () => this.#closed || options.onGone();
    this.connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null) options.signal("candidate", JSON.stringify(candidate));
    };
    this.connection.onconnectionstatechange = () => this.#stateChanged();
    this.deafen(options.deafened);
    this.#timer = setInterval(() => void this.#listen(), LEVEL_MILLIS);
  }

  /** Begin: the newcomer offers to those who are there. */
  async offer(): Promise<void> {
    this.#offers = true;
    for (const kind of ["audio", "video", "video"] as const)
      this.connection.addTransceiver(kind, { direction: "sendrecv" });
    await this.#send();
    await this.#describe({});
  }

  /** Whether one's own offer has no answer yet. */
  get isOffering(): boolean {
    return this.connection.signalingState === "have-local-offer";
  }

  /** Whether an offer is one more of the same connection on the other side. */
  goesOnWith(sdp: string): boolean {
    const origin = (text: string | undefined): string => /^o=\S+ (\d+)/m.exec(text ?? "")?.[1] ?? "";
    return origin(sdp) !== "" && origin(sdp) === origin(this.connection.remoteDescription?.sdp);
  }

  async heard(kind: string, data: string): Promise<void> {
    if (kind === "candidate") return this.#candidate(JSON.parse(data) as RTCIceCandidateInit);
    if (kind !== "offer" && kind !== "answer") return;
    await this.connection.setRemoteDescription({ type: kind, sdp: data });
    for (const candidate of this.#early.splice(0)) await this.#candidate(candidate);
    if (kind === "offer") {
      for (const way of this.connection.getTransceivers()) way.direction = "sendrecv";
      await this.#send();
      await this.connection.setLocalDescription();
      this.#options.signal("answer", this.connection.localDescription?.sdp ?? "");
    }
    this.#show();
  }

  async set(tracks: Tracks, flags: Flags): Promise<void> {
    this.#tracks = tracks;
    this.#flags = flags;
    await this.#send();
    this.#tell();
  }

  deafen(deafened: boolean): void {
    this.#sound.muted = deafened;
  }

  async speakerChanged(): Promise<void> {
    await toSpeaker(this.#sound);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#sound.srcObject = null;
    this.connection.close();
  }

  async #candidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.connection.remoteDescription === null) this.#early.push(candidate);
    // One of a connection that is over says nothing about this one.
    else await this.connection.addIceCandidate(candidate).catch(() => undefined);
  }

  async #send(): Promise<void> {
    const wanted = [this.#tracks.sound, this.#tracks.camera, this.#tracks.screen];
    const ways = this.connection.getTransceivers();
    await Promise.all(ways.map(({ sender }, i) => sender.replaceTrack(wanted[i] ?? null)));
  }

  async #describe(options: RTCOfferOptions): Promise<void> {
    await this.connection.setLocalDescription(await this.connection.createOffer(options));
    this.#options.signal("offer", this.connection.localDescription?.sdp ?? "");
  }

  #stateChanged(): void {
    const { connectionState } = this.connection;
    if (connectionState === "connected") this.#change({ status: "connected" });
    if (connectionState !== "failed") return;
    this.#change({ status: "failed" });
    if (!this.#offers || this.#restarts === RESTARTS) return;
    this.#restarts += 1;
    this.#change({ status: "connecting" });
    void this.#describe({ iceRestart: true }).catch(() => undefined);
  }

  #show(): void {
    const [sound, camera, screen] = this.connection.getTransceivers().map(({ receiver }) => receiver.track);
    if (sound !== undefined && this.#sound.srcObject === null) {
      this.#sound.srcObject = new MediaStream([sound]);
      void toSpeaker(this.#sound).then(() => this.#sound.play().catch(() => undefined));
    }
    const { flags } = this.view;
    const stream = (on: boolean, track: MediaStreamTrack | undefined, old: MediaStream | null) =>
      on && track !== undefined ? (old ?? new MediaStream([track])) : null;
    this.#change({
      camera: stream(flags.camera, camera, this.view.camera),
      screen: stream(flags.screen, screen, this.view.screen),
    });
  }

  #tell(): void {
    if (this.#channel.readyState === "open") this.#channel.send(JSON.stringify(this.#flags));
  }

  #toldFlags(text: string): void {
    try {
      const said = JSON.parse(text) as Partial<Record<keyof Flags, unknown>>;
      const flags = {
        muted: said.muted === true,
        camera: said.camera === true,
        screen: said.screen === true,
      };
      this.#change({ flags });
      this.#show();
    } catch {
      // Another program's words: its sound is heard all the same.
    }
  }

  async #listen(): Promise<void> {
    const [receiver] = this.connection.getReceivers();
    const level = receiver === undefined ? 0 : await this.#level.since(receiver);
    const speaking = this.#speaking.heard(level, performance.now());
    if (!this.#closed && speaking !== this.view.speaking) this.#change({ speaking });
  }

  #change(by: Partial<PeerView>): void {
    this.view = { ...this.view, ...by };
    this.#options.onChange();
  }
}

function toIce({ urls, username = "", credential = "" }: IceServer): RTCIceServer {
  return username === "" ? { urls: [...urls] } : { urls: [...urls], username, credential };
}
