/** What stands before a room's name: a sign of its kind, or the picture of whom it is with. */

import { Hash, MessagesSquare, NotebookPen, Spool, Users, Volume2 } from "lucide-react";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { addressOf, nameOf, partnerOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";

const ICONS = {
  voice: Volume2,
  forum: MessagesSquare,
  group: Users,
  notes: NotebookPen,
  thread: Spool,
} as const;

/** `size` is a picture's, in rem. */
export function RoomSign({ room, size = 1.5 }: { readonly room: Room; readonly size?: number }) {
  const { server } = useStore().account;
  const known = useView(({ known }) => known);
  const partner = partnerOf(known, room);
  if (partner !== undefined) {
    return (
      <Avatar
        id={partner.id}
        name={nameOf(known, partner)}
        picture={addressOf(server, partner.avatar)}
        size={size}
        status={known.presences[partner.id]?.status ?? "offline"}
      />
    );
  }
  const Icon = ICONS[room.kind as keyof typeof ICONS] ?? Hash;
  return <Icon className="room-sign" aria-hidden="true" />;
}
