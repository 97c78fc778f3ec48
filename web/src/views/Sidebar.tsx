/** The space's rooms by category, one's dialogs and groups, and oneself. */

import {
  Bell,
  ChevronDown,
  CirclePlus,
  FolderPlus,
  House,
  Keyboard,
  LogIn,
  MessageSquarePlus,
  Pencil,
  Plus,
  Search,
  Settings,
  SquarePlus,
  UserPlus,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { ContextMenu, type Entry, Menu } from "../parts/Menu.tsx";
import { addressOf, isDirect, roomName } from "../state/names.ts";
import { levelOf } from "../state/notify.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { categoriesOf, directRooms, unreadOf } from "../state/rooms.ts";
import { roomAddress } from "../state/route.ts";
import { useShell } from "../state/shell.ts";
import { p } from "../texts/personal.ts";
import { t } from "../texts/texts.ts";
import { RoomSign } from "./RoomSign.tsx";
import { Self } from "./Self.tsx";
import { InRoom } from "./voice/InRoom.tsx";
import { VoiceBar } from "./voice/VoiceBar.tsx";

interface SidebarProps {
  /** The room that is open. */
  readonly room: number;
  /** A room was chosen, perhaps the open one. */
  readonly onOpen: () => void;
}

export function Sidebar({ room, onOpen }: SidebarProps) {
  const known = useView(({ known }) => known);
  const { open } = useShell();
  const direct = directRooms(known);
  const mayMake = may(known, "manage_rooms");
  const links = (rooms: readonly Room[]): ReactNode[] =>
    rooms.map((one) => <RoomLink key={one.id} room={one} isOpen={one.id === room} onOpen={onOpen} />);
  return (
    <nav className="sidebar" aria-label={t.rooms}>
      <SpaceHead />
      <div className="sidebar-rooms">
        {categoriesOf(known).map(({ category, rooms }) =>
          category === null ? (
            <ul key={0}>{links(rooms)}</ul>
          ) : (
            <Group
              key={category.id}
              label={category.name}
              unread={rooms.filter((one) => unreadOf(known, one).unread > 0).length}
              {...(mayMake
                ? { add: t.newRoom, onAdd: () => open({ kind: "new_room", category: category.id }) }
                : {})}
            >
              {links(rooms)}
            </Group>
          ),
        )}
        <Group
          label={t.directMessages}
          unread={direct.filter((one) => unreadOf(known, one).unread > 0).length}
          add={t.newMessage}
          onAdd={() => open({ kind: "new_message" })}
        >
          {links(direct)}
        </Group>
      </div>
      <VoiceBar />
      <Self />
    </nav>
  );
}

function SpaceHead() {
  const { open, enterSpace } = useShell();
  const { server } = useStore().account;
  const space = useView(({ known }) => known.space);
  const can = useView(({ known }) => [
    may(known, "create_invite"),
    may(known, "manage_rooms"),
    may(known, "create_space"),
  ]);
  const [mayInvite, mayMake, mayFound] = can;
  const spaces = useView(({ known }) => Object.values(known.spaces).sort((a, b) => a.id - b.id));
  const entries: Entry[] = [
    ...(spaces.length > 1
      ? [
          ...spaces.map((one) => ({
            label: one.name,
            icon: House,
            checked: one.id === space?.id,
            onSelect: () => one.id !== space?.id && enterSpace(one.slug),
          })),
          null,
        ]
      : []),
    ...(mayInvite
      ? [{ label: t.invitePeople, icon: UserPlus, onSelect: () => open({ kind: "invite" }) }]
      : []),
    ...(mayMake
      ? [
          { label: t.newRoom, icon: SquarePlus, onSelect: () => open({ kind: "new_room", category: 0 }) },
          { label: t.newCategory, icon: FolderPlus, onSelect: () => open({ kind: "new_category" }) },
        ]
      : []),
    { label: t.newMessage, icon: MessageSquarePlus, onSelect: () => open({ kind: "new_message" }) },
    null,
    { label: p.joinSpace, icon: LogIn, onSelect: () => open({ kind: "join_space" }) },
    ...(mayFound
      ? [{ label: p.newSpace, icon: CirclePlus, onSelect: () => open({ kind: "new_space" }) }]
      : []),
    null,
    { label: t.settings, icon: Settings, onSelect: () => open({ kind: "settings", page: "" }) },
    { label: t.keys, icon: Keyboard, onSelect: () => open({ kind: "keys" }) },
  ];
  return (
    <header className="sidebar-head">
      <Menu align="start" entries={entries}>
        <button type="button" className="space-button" title={t.spaceMenu}>
          <Avatar
            id={space?.id ?? 0}
            name={space?.name ?? ""}
            picture={addressOf(server, space?.icon)}
            size={2}
          />
          <h1>{space?.name}</h1>
          <ChevronDown aria-hidden="true" />
        </button>
      </Menu>
      <button
        type="button"
        className="icon-button"
        title={`${t.switcher} (Ctrl K)`}
        aria-label={t.switcher}
        onClick={() => open({ kind: "switcher" })}
      >
        <Search aria-hidden="true" />
      </button>
    </header>
  );
}

interface GroupProps {
  readonly label: string;
  /** Rooms in it with something unread: told while it is folded. */
  readonly unread: number;
  /** What the button beside the heading makes. */
  readonly add?: string;
  readonly onAdd?: () => void;
  readonly children: ReactNode;
}

function Group({ label, unread, add, onAdd, children }: GroupProps) {
  const [folded, setFolded] = useState(false);
  return (
    <section className="room-group" aria-label={label}>
      <header>
        <h2>
          <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            <ChevronDown aria-hidden="true" />
            <span>{label}</span>
            {folded && unread > 0 && <span className="badge">{unread}</span>}
          </button>
        </h2>
        {add !== undefined && (
          <button type="button" className="icon-button" title={add} aria-label={add} onClick={onAdd}>
            <Plus aria-hidden="true" />
          </button>
        )}
      </header>
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
  const store = useStore();
  const { open } = useShell();
  const name = useView(({ known }) => roomName(known, room));
  const [unread, mentions] = useView(({ known }) => {
    const counts = unreadOf(known, room);
    return [counts.unread, counts.mentions] as const;
  });
  const level = useView(({ known }) => levelOf(known, room.id));
  const mayChange = useView(({ known }) => !isDirect(room) && may(known, "manage_room", room));
  const said = [mentions > 0 ? t.mentions(mentions) : "", unread > 0 ? t.unread(unread) : ""]
    .filter((one) => one !== "")
    .join(", ");
  const entries: Entry[] = [
    {
      label: t.markRead,
      onSelect: () =>
        void store.act({
          type: "receipt_mark",
          room_id: room.id,
          message_id: room.last_message_id ?? 0,
          kind: "read",
        }),
    },
    {
      label: t.copyLink,
      onSelect: () =>
        void navigator.clipboard
          .writeText(`${store.account.server}/${roomAddress(room.id)}`)
          .then(() => store.notify(t.copied)),
    },
    null,
    ...(["all", "mentions", "none"] as const).map((one) => ({
      label: p.roomLevel(p.levels[one]),
      icon: Bell,
      checked: level === one,
      onSelect: () => void store.act({ type: "notification_set", setting: { room_id: room.id, level: one } }),
    })),
    ...(mayChange
      ? [{ label: t.editRoom, icon: Pencil, onSelect: () => open({ kind: "edit_room", room: room.id }) }]
      : []),
  ];
  return (
    <li>
      <ContextMenu entries={entries}>
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
      </ContextMenu>
      {room.kind === "voice" && <InRoom room={room} />}
    </li>
  );
}
