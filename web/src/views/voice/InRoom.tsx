/** Who is in a voice room, under its name in the list of rooms. */

import { MicOff, ScreenShare, Video } from "lucide-react";
import type { Room } from "../../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../../parts/Avatar.tsx";
import { addressOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { v } from "../../texts/voice.ts";
import { useVoiceView } from "../../voice/react.ts";
import { VoiceMenu } from "./VoiceMenu.tsx";

export function InRoom({ room }: { readonly room: Room }) {
  const { server } = useStore().account;
  const known = useView(({ known }) => known);
  const view = useVoiceView((view) => view);
  const there = Object.values(known.voices)
    .filter(({ room_id }) => room_id === room.id)
    .sort((a, b) => (a.joined ?? 0) - (b.joined ?? 0));
  if (there.length === 0) return null;
  const speaks = (id: number): boolean =>
    id === known.user?.id ? view.speaking : (view.peers[id]?.speaking ?? false);
  return (
    <ul className="in-room" aria-label={v.inVoice(there.length)}>
      {there.map((state) => {
        const { user, self_muted, muted, camera, streaming } = state;
        return (
          <li key={user.id} data-speaking={speaks(user.id) || undefined}>
            <Avatar
              id={user.id}
              name={nameOf(known, user)}
              picture={addressOf(server, user.avatar)}
              size={1.375}
            />
            <span>{nameOf(known, user)}</span>
            {camera && <Video aria-hidden="true" />}
            {streaming && <ScreenShare aria-hidden="true" />}
            {(self_muted || muted) && <MicOff role="img" aria-label={v.muted} />}
            <VoiceMenu room={room} state={state} />
          </li>
        );
      })}
    </ul>
  );
}
