/** Voice states as packets (`docs/protocols/originchats.md` section 9.15): the sound goes between the clients. */

import type { EventOf } from "../../core/events.ts";
import type { VoiceState } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import { usernameOf } from "./ids.ts";
import type { Names } from "./names.ts";
import type { Packet } from "./wire.ts";

/** How clients of this wire are called by each other, by their sessions; of others there is nothing to call. */
export type Peers = Map<Id, string>;

/** Somebody in a channel; `reachable` for who takes part, and is told how to call them. */
export function toParticipant(voice: VoiceState, reachable: boolean, peers: Peers) {
  const username = usernameOf(voice.user);
  const peer = reachable ? { peer_id: peers.get(voice.session) ?? null } : {};
  return { id: username, username, muted: voice.selfMuted || voice.muted, ...peer };
}

/** How an event is told: coming, changing and leaving; as `cmd` and as `type`, for clients look at either. */
export function voicePacket(
  { user, voice, stream, at }: EventOf<"voice_state">,
  reachable: boolean,
  peers: Peers,
  names: Names,
): Packet | null {
  const channel = names.room(stream)?.name;
  if (channel === undefined) return null;
  const packet = (cmd: string, more: object): Packet => ({ cmd, type: cmd, channel, ...more, global: true });
  if (voice === null) return packet("voice_user_left", { username: usernameOf(user) });
  const cmd = voice.joined === at ? "voice_user_joined" : "voice_user_updated";
  return packet(cmd, { user: toParticipant(voice, reachable, peers) });
}
