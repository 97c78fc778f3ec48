/**
 * Taking part in a voice room or a call: the own devices, and a connection to everybody else there
 * (docs/protocols/bonfire.md, "Voice and calls"). Who is there is the SDK's state; here is what only this
 * window has.
 */

import type { IceServer } from "../../../sdk/src/gen/protocol.ts";
import type { Packet } from "../../../sdk/src/packet.ts";
import type { Store } from "../state/store.ts";
import { v } from "../texts/voice.ts";
import { openCamera, openMicrophone, openScreen } from "./devices.ts";
import { Speaking, watchLevel } from "./level.ts";
import { MESH, Mesh } from "./mesh.ts";
import type { Flags, Tracks } from "./peer.ts";
import type { Place, VoiceView } from "./view.ts";

const OFF: Tracks = { sound: null, camera: null, screen: null };

export class Voice {
  readonly #store: Store;
  readonly #hearers = new Set<() => void>();
  readonly #mesh: Mesh;
  readonly #end: () => void;
  #tracks: Tracks = OFF;
  #ice: readonly IceServer[] = [];
  #stopLevel = (): void => undefined;
  #wasOnline = true;
  #view: VoiceView = {
    place: null,
    muted: false,
    deafened: false,
    speaking: false,
    camera: null,
    screen: null,
    peers: {},
    problem: "",
  };

  constructor(store: Store) {
    this.#store = store;
    this.#mesh = new Mesh(store, {
      place: () => this.#view.place,
      beginning: () => ({
        iceServers: this.#ice,
        tracks: this.#tracks,
        flags: this.#flags(),
        deafened: this.#view.deafened,
      }),
      onChange: (peers) => this.#change({ peers }),
      onFull: () => this.#change({ problem: v.tooMany(MESH) }),
    });
    const ends = [store.onPacket((packet) => this.#heard(packet)), store.subscribe(() => this.#looked())];
    this.#end = () => {
      for (const end of ends) end();
    };
  }

  get view(): VoiceView {
    return this.#view;
  }

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Enter a voice room, and leave where one is. Where as many are as can be connected, one is told so instead. */
  async join(room: number): Promise<void> {
    const { voices, user } = this.#store.view.known;
    const others = Object.values(voices).filter((one) => one.room_id === room && one.user.id !== user?.id);
    if (others.length >= MESH) return this.#store.notify(v.roomFull(MESH), "error");
    await this.leave();
    await this.#begin({ room, call: 0 });
  }

  /** Ring in a dialog or group. */
  async ring(room: number, video: boolean): Promise<void> {
    await this.leave();
    const ok = await this.#store.act({ type: "call_start", room_id: room, video });
    if (ok?.call === undefined) return;
    this.#ice = ok.ice_servers ?? [];
    await this.#prepare({ room, call: ok.call.id });
    if (video) await this.toggleCamera();
  }

  /** Answer a call, or come into one that runs. */
  async accept(room: number, call: number): Promise<void> {
    await this.leave();
    await this.#begin({ room, call });
  }

  async decline(call: number): Promise<void> {
    await this.#store.act({ type: "call_decline", call_id: call });
  }

  async leave(): Promise<void> {
    const { place } = this.#view;
    if (place === null) return;
    this.#stop();
    await this.#store
      .request(place.call === 0 ? { type: "voice_leave" } : { type: "call_end", call_id: place.call })
      .catch(() => undefined); // It was over already.
  }

  async setMuted(muted: boolean): Promise<void> {
    this.#change({ muted, ...(muted ? { speaking: false } : { deafened: false }) });
    await this.#tell();
  }

  async setDeafened(deafened: boolean): Promise<void> {
    this.#change({ deafened, ...(deafened ? { muted: true, speaking: false } : {}) });
    this.#mesh.deafen(deafened);
    await this.#tell();
  }

  async toggleCamera(): Promise<void> {
    await this.#toggle("camera", openCamera, v.noCamera);
  }

  async toggleScreen(): Promise<void> {
    await this.#toggle("screen", openScreen, v.noScreen);
  }

  /** Other devices were chosen. */
  async devicesChanged(): Promise<void> {
    if (this.#view.place === null) return;
    await this.#openSound();
    await this.#send();
    await this.#mesh.speakerChanged();
  }

  close(): void {
    void this.leave();
    this.#end();
  }

  async #begin(place: Place): Promise<void> {
    const { muted, deafened } = this.#view;
    const ok = await this.#store.act(
      place.call === 0
        ? { type: "voice_join", room_id: place.room, self_muted: muted, self_deafened: deafened }
        : { type: "call_accept", call_id: place.call },
    );
    if (ok === null) return;
    this.#ice = ok.ice_servers ?? [];
    await this.#prepare(place);
    const me = this.#store.view.known.user?.id;
    const there =
      place.call === 0
        ? (ok.voice_states ?? []).map(({ user, session_id = "" }) => ({ id: user.id, session: session_id }))
        : (ok.call?.participants ?? []).map(({ id }) => ({ id, session: "" }));
    for (const { id, session } of there.filter((one) => one.id !== me)) await this.#mesh.offer(id, session);
  }

  async #prepare(place: Place): Promise<void> {
    this.#change({ place, problem: "" });
    await this.#openSound();
  }

  async #openSound(): Promise<void> {
    this.#stopLevel();
    this.#tracks.sound?.stop();
    try {
      const sound = await openMicrophone();
      this.#tracks = { ...this.#tracks, sound };
      const voice = new Speaking();
      this.#stopLevel = watchLevel(sound, (level) => {
        const speaking = voice.heard(level, performance.now()) && sound.enabled;
        if (speaking !== this.#view.speaking) this.#change({ speaking });
      });
    } catch {
      // One can still hear, and be seen to be there.
      this.#tracks = { ...this.#tracks, sound: null };
      this.#change({ problem: v.noMicrophone });
    }
    this.#silence();
  }

  async #toggle(
    what: "camera" | "screen",
    open: () => Promise<MediaStreamTrack>,
    refused: string,
  ): Promise<void> {
    const old = this.#tracks[what];
    old?.stop();
    let track: MediaStreamTrack | null = null;
    if (old === null) {
      try {
        track = await open();
        track.onended = () => void this.#toggle(what, open, refused);
      } catch {
        this.#store.notify(refused, "error");
      }
    }
    if (this.#view.place === null) return track?.stop();
    this.#tracks = { ...this.#tracks, [what]: track };
    this.#change({ [what]: track === null ? null : new MediaStream([track]) });
    await this.#send();
    await this.#tell();
  }

  /** The server is told of voice rooms; participants tell one another as well, also in calls. */
  async #tell(): Promise<void> {
    this.#silence();
    const { place, muted, deafened } = this.#view;
    if (place === null) return;
    await this.#send();
    if (place.call !== 0) return;
    const { camera, screen } = this.#flags();
    await this.#store.act({
      type: "voice_update",
      self_muted: muted,
      self_deafened: deafened,
      camera,
      streaming: screen,
    });
  }

  #silence(): void {
    const { sound } = this.#tracks;
    if (sound !== null) sound.enabled = !this.#view.muted && !this.#own()?.muted;
  }

  #own() {
    const { known } = this.#store.view;
    return this.#view.place?.call === 0 ? known.voices[known.user?.id ?? 0] : undefined;
  }

  #flags(): Flags {
    return {
      muted: this.#view.muted,
      camera: this.#tracks.camera !== null,
      screen: this.#tracks.screen !== null,
    };
  }

  async #send(): Promise<void> {
    await this.#mesh.set(this.#tracks, this.#flags());
  }

  #heard({ event }: Packet): void {
    const { place } = this.#view;
    if (place === null || event === undefined) return;
    const me = this.#store.view.known.user?.id;
    if (event.type === "voice_signal" && event.room_id === place.room) {
      void this.#mesh
        .heard(event.user_id, event.session_id ?? "", event.kind, event.data)
        .catch(() => undefined);
    } else if (event.type === "voice_state" && place.call === 0) {
      const { user, room_id = 0, session_id = "" } = event.state;
      if (user.id === me) this.#ownState(room_id, session_id);
      else if (room_id !== place.room) this.#mesh.drop(user.id);
      else this.#mesh.keepOnly(user.id, session_id);
    } else if (event.type === "call_update" && event.call.id === place.call) {
      if (event.call.state !== "ringing" && event.call.state !== "active") this.#stop();
    }
  }

  /** One's own state, as a moderator or another window of one's own changed it. */
  #ownState(room: number, session: string): void {
    const { place } = this.#view;
    const { known } = this.#store.view;
    if (room === 0 || session !== known.sessionId) return this.#stop();
    this.#silence();
    if (room === place?.room) return;
    // Moved: the newcomer offers to those who are there.
    this.#mesh.dropAll();
    this.#change({ place: { room, call: 0 } });
    for (const { user, room_id, session_id = "" } of Object.values(known.voices))
      if (room_id === room && user.id !== known.user?.id) void this.#mesh.offer(user.id, session_id);
  }

  /** After an interruption the server has taken one out: one enters again, and everybody connects anew. */
  #looked(): void {
    const isOnline = this.#store.view.status === "online";
    const isBack = isOnline && !this.#wasOnline;
    this.#wasOnline = isOnline;
    const { place } = this.#view;
    if (!isBack || place === null) return;
    this.#mesh.dropAll();
    void this.#begin(place).then(async () => {
      await this.#tell();
      if (
        this.#view.place !== null &&
        place.call !== 0 &&
        this.#store.view.known.calls[place.room] === undefined
      )
        this.#stop();
    });
  }

  #stop(): void {
    this.#stopLevel();
    this.#stopLevel = () => undefined;
    for (const track of Object.values(this.#tracks)) track?.stop();
    this.#tracks = OFF;
    this.#change({ place: null, speaking: false, camera: null, screen: null, problem: "" });
    this.#mesh.dropAll();
  }

  #change(by: Partial<VoiceView>): void {
    this.#view = { ...this.#view, ...by };
    for (const hear of this.#hearers) hear();
  }
}
