/** What a moderator does with somebody in a voice room: silencing, making deaf, moving, putting out. */

import { MoreHorizontal } from "lucide-react";
import type { Room, VoiceState } from "../../../../sdk/src/gen/protocol.ts";
import { type Entry, Menu } from "../../parts/Menu.tsx";
import { nameOf } from "../../state/names.ts";
import { may, rankOf } from "../../state/permissions.ts";
import { useStore, useView } from "../../state/react.ts";
import { v } from "../../texts/voice.ts";

export function VoiceMenu({ room, state }: { readonly room: Room; readonly state: VoiceState }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const { user, muted = false, deafened = false } = state;
  const self = known.user?.id ?? 0;
  if (user.id === self || rankOf(known, self) <= rankOf(known, user.id)) return null;
  const mayMute = may(known, "mute_members", room);
  const mayMove = may(known, "move_members", room);
  if (!mayMute && !mayMove) return null;
  const elsewhere = Object.values(known.rooms).filter(({ kind, id }) => kind === "voice" && id !== room.id);
  const act = (change: { muted?: boolean; deafened?: boolean; room_id?: number }): void =>
    void store.act({ type: "voice_move", user_id: user.id, ...change });
  const entries: Entry[] = [
    ...(mayMute
      ? [
          { label: muted ? v.unhush : v.hush, onSelect: () => act({ muted: !muted }) },
          { label: deafened ? v.undeafenOther : v.deafenOther, onSelect: () => act({ deafened: !deafened }) },
        ]
      : []),
    ...(mayMove
      ? [
          null,
          ...elsewhere.map(({ id, name }) => ({
            label: v.moveTo(name),
            onSelect: () => act({ room_id: id }),
          })),
          { label: v.putOut, danger: true, onSelect: () => act({ room_id: 0 }) },
        ]
      : []),
  ];
  return (
    <Menu entries={entries}>
      <button type="button" className="icon-button voice-menu" aria-label={v.moderate(nameOf(known, user))}>
        <MoreHorizontal aria-hidden="true" />
      </button>
    </Menu>
  );
}
