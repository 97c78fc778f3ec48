/** The space's rooms by category, one's dialogs and groups, and oneself. */

import { ChevronDown, Hash, LogOut, MessagesSquare, NotebookPen, Users, Volume2 } from "lucide-react";
import { useState } from "react";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { Menu } from "../parts/Menu.tsx";
import { addressOf, nameOf, partnerOf, roomName } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { categoriesOf, directRooms, unreadOf } from "../state/rooms.ts";
import { roomAddress } from "../state/route.ts";
import { t } from "../texts/texts.ts";

interface SidebarProps {
  /** The room that is open. */
  readonly room: number;
  readonly onSignOut: () => void;
  /** The open room was chosen again. */
  readonly onOpen: () => void;
}

const ICONS = { voice: Volume2, forum: MessagesSquare } as const;

export function Sidebar({ room, onSignOut, onOpen }: SidebarProps) {
  const known = useView(({ known }) => known);
  const { server } = useStore().account;
  const { space } = known;
  const direct = directRooms(known);
  return (
    <nav className="sidebar" aria-label={t.rooms}>
      <header className="sidebar-head">
        <Avatar
          id={space?.id ?? 0}
          name={space?.name ?? ""}
          picture={addressOf(server, space?.icon)}
          size={2}
        />
        <h1>{space?.name}</h1>
      </header>
      <div className="sidebar-rooms">
        {categoriesOf(known).map(({ category, rooms }) => (
          <Group
            key={category?.id ?? 0}
            label={category?.name ?? ""}
            isOpen={rooms.some(({ id }) => id === room)}
          >
            {rooms.map((one) => (
              <RoomLink key={one.id} room={one} isOpen={one.id === room} onOpen={onOpen} />
            ))}
          </Group>
        ))}
        <Group label={t.directMessages} isOpen={direct.some(({ id }) => id === room)}>
          {direct.map((one) => (
            <RoomLink key={one.id} room={one} isOpen={one.id === room} onOpen={onOpen} />
          ))}
        </Group>
      </div>
      <Self onSignOut={onSignOut} />
    </nav>
  );
}

interface GroupProps {
  /** "" = without a heading. */
  readonly label: string;
  /** Holds the open room. */
  readonly isOpen: boolean;
  readonly children: readonly React.ReactNode[];
}

function Group({ label, children }: GroupProps) {
  const [folded, setFolded] = useState(false);
  if (label === "") return <ul>{children}</ul>;
  return (
    <section className="room-group" aria-label={label}>
      <h2>
        <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          <ChevronDown aria-hidden="true" />
          <span>{label}</span>
        </button>
      </h2>
      {!folded && <ul>{children}</ul>}
    </section>
  );
}

interface RoomLinkProps {
  readonly room: Room;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function RoomLink({ room, isOpen, onOpen }: RoomLinkProps) {
  const known = useView(({ known }) => known);
  const { unread, mentions } = unreadOf(known, room);
  const name = roomName(known, room);
  const said = [mentions > 0 ? t.mentions(mentions) : "", unread > 0 ? t.unread(unread) : ""]
    .filter((one) => one !== "")
    .join(", ");
  return (
    <li>
      <a
        className={unread > 0 ? "room-link unread" : "room-link"}
        href={roomAddress(room.id)}
        aria-current={isOpen ? "page" : undefined}
        onClick={onOpen}
      >
        <RoomSign room={room} />
        <span className="room-name">{name}</span>
        {said !== "" && <span className="hidden-visually">, {said}</span>}
        {mentions > 0 && (
          <span className="badge" aria-hidden="true">
            {mentions > 99 ? "99+" : mentions}
          </span>
        )}
      </a>
    </li>
  );
}

/** What stands before a room's name: a sign of its kind, or the picture of whom it is with. */
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
  if (room.kind === "group") return <Users className="room-sign" aria-hidden="true" />;
  if (room.kind === "notes") return <NotebookPen className="room-sign" aria-hidden="true" />;
  const Icon = ICONS[room.kind as keyof typeof ICONS] ?? Hash;
  return <Icon className="room-sign" aria-hidden="true" />;
}

function Self({ onSignOut }: { readonly onSignOut: () => void }) {
  const known = useView(({ known }) => known);
  const { server } = useStore().account;
  const { user } = known;
  if (user === null) return null;
  const status = known.presences[user.id]?.status ?? "online";
  return (
    <footer className="self">
      <Menu align="start" entries={[{ label: t.signOut, icon: LogOut, onSelect: onSignOut }]}>
        <button type="button" className="self-button">
          <Avatar
            id={user.id}
            name={nameOf(known, user)}
            picture={addressOf(server, user.avatar)}
            size={2}
            status={status}
          />
          <span className="self-name">
            <b>{nameOf(known, user)}</b>
            <span>@{user.handle}</span>
          </span>
        </button>
      </Menu>
    </footer>
  );
}
