/** `docs/protocols/originchats.md` section 9.15. */

import type { RoomView } from "../../../core/model/rooms.ts";
import { type Fields, type Here, isMissing, Refusal, type Row, type Rows, stringIn } from "../row.ts";
import { TEXTS } from "../texts.ts";
import { toParticipant } from "../voice.ts";

/** Longest name of a peer, in code units. */
const MAX_PEER = 200;

export const voice: Rows = {
  voice_join: async (fields, here) => {
    const peer = stringIn(fields, "peer_id") ?? "";
    if (peer === "" || peer.length > MAX_PEER) throw new Refusal(TEXTS.peerRequired);
    const room = await voiceChannel(fields, here);
    const { id, user } = here.session;
    const before = here.peers.get(id);
    // Before it is told that they are there.
    here.peers.set(id, peer);
    try {
      const input = { room: room.id, selfMuted: false, selfDeafened: false };
      const { others } = await here.ask({ type: "voice_join", input }, { forbidden: TEXTS.noVoice });
      const participants = others
        .filter((one) => one.user.id !== user.id)
        .map((one) => {
          const { username, muted, peer_id } = toParticipant(one, true, here.peers) as ParticipantWithPeer;
          return { username, peer_id, muted };
        });
      return { cmd: "voice_join", channel: room.name, participants };
    } catch (error) {
      if (before === undefined) here.peers.delete(id);
      else here.peers.set(id, before);
      throw error;
    }
  },

  voice_leave: async (_fields, here) => {
    const { room } = here.voice;
    if (room === null) throw new Refusal(TEXTS.notInVoice);
    const channel = here.names.room(room)?.name;
    await here.ask({ type: "voice_leave", input: {} });
    here.peers.delete(here.session.id);
    return { cmd: "voice_leave", channel };
  },

  voice_mute: mute(true),
  voice_unmute: mute(false),

  voice_state: async (fields, here) => {
    const { id, name, voice: all } = await voiceChannel(fields, here);
    const reachable = here.voice.room === id;
    const participants = all.map((one) => toParticipant(one, reachable, here.peers));
    return { cmd: "voice_state", channel: name, participants };
  },
};

interface ParticipantWithPeer {
  readonly username: string;
  readonly muted: boolean;
  readonly peer_id: string | null;
}

function mute(muted: boolean): Row {
  return async (_fields, here) => {
    if (here.voice.room === null) throw new Refusal(TEXTS.notInVoice);
    const input = { selfMuted: muted, selfDeafened: null, streaming: null, camera: null };
    const { room } = await here.ask({ type: "voice_update", input }, { invalid: TEXTS.notInVoice });
    const cmd = muted ? "voice_mute" : "voice_unmute";
    return { cmd, channel: here.names.room(room)?.name, muted };
  };
}

/** A voice channel that the caller sees. One that is not there is told like one that they may not enter. */
async function voiceChannel(fields: Fields, here: Here): Promise<RoomView> {
  if (isMissing(fields, "channel") || fields.channel === "") throw new Refusal(TEXTS.channelNameRequired);
  const found = typeof fields.channel === "string" ? here.names.roomNamed(here.space, fields.channel) : null;
  if (found === null) throw new Refusal(TEXTS.noVoice);
  const room = await here.ask({ type: "room_get", input: { room: found.id } }, { not_found: TEXTS.noVoice });
  if (room.kind !== "voice") throw new Refusal(TEXTS.noVoiceChannel);
  return room;
}
