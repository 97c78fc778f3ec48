/** The space's rooms by category, one's dialogs and groups, and oneself. */

import {
  AtSign,
  ChevronDown,
  CirclePlus,
  FolderPlus,
  House,
  Keyboard,
  LogIn,
  MessageSquarePlus,
  Plus,
  Search,
  Settings,
  SquarePlus,
  UserPlus,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { type Entry, Menu } from "../parts/Menu.tsx";
import { addressOf } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { placeIn } from "../state/room-moves.ts";
import { categoriesOf, directRooms, unreadOf } from "../state/rooms.ts";
import { useShell } from "../state/shell.ts";
import { p } from "../texts/personal.ts";
import { t } from "../texts/texts.ts";
import { stepWithin } from "./areas.ts";
import { useDropOn, useRoomMove } from "./dragging.ts";
import { RoomLink } from "./RoomLink.tsx";
import { Self } from "./Self.tsx";
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rooms in it */}
      <div className="sidebar-rooms" onKeyDown={(event) => stepWithin(event, ".room-link")}>
        {categoriesOf(known).map(({ category, rooms }) =>
          category === null ? (
            <ul key={0}>{links(rooms)}</ul>
          ) : (
            <Group
              key={category.id}
              category={category.id}
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
          {direct.length === 0 ? <li className="sidebar-none">{t.directNone}</li> : links(direct)}
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
    { label: p.joinSpace, icon: LogIn, onSelect: () => open({ kind: "join_space", code: "" }) },
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
        title={p.mentions}
        aria-label={p.mentions}
        onClick={() => open({ kind: "mentions" })}
      >
        <AtSign aria-hidden="true" />
      </button>
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
  /** Where rooms can be dropped; absent = nowhere. */
  readonly category?: number;
  readonly label: string;
  /** Rooms in it with something unread: told while it is folded. */
  readonly unread: number;
  /** What the button beside the heading makes. */
  readonly add?: string;
  readonly onAdd?: () => void;
  readonly children: ReactNode;
}

function Group({ category, label, unread, add, onAdd, children }: GroupProps) {
  const moveRoom = useRoomMove();
  const [folded, setFolded] = useState(false);
  const drop = useDropOn((id) => moveRoom(id, placeIn(category ?? 0)));
  return (
    <section className="room-group" aria-label={label}>
      <header {...(category === undefined ? {} : drop)}>
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
