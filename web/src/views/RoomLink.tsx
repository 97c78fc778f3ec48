/** One room in the list: going there, its menu, and its place, which those who may change by dragging or by keys. */

import { ArrowDown, ArrowUp, Bell, Pencil } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { ContextMenu, type Entry } from "../parts/Menu.tsx";
import { isDirect, roomName } from "../state/names.ts";
import { levelOf } from "../state/notify.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { placeBeside, placeBeyond } from "../state/room-moves.ts";
import { unreadOf } from "../state/rooms.ts";
import { roomAddress } from "../state/route.ts";
import { useShell } from "../state/shell.ts";
import { p } from "../texts/personal.ts";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";
import { drag, useDropOn, useRoomMove } from "./dragging.ts";
import { RoomSign } from "./RoomSign.tsx";
import { InRoom } from "./voice/InRoom.tsx";

/** A finger that rests on a room opens its menu, which moves it, too; the browser's own dragging would get in its way. */
const HAS_MOUSE = matchMedia("(hover: hover)").matches;

/** The room that is moved by keyboard; 0 = none. In another category it is drawn anew, and keeps the focus. */
let carried = 0;

interface RoomLinkProps {
  readonly room: Room;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

export function RoomLink({ room, isOpen, onOpen }: RoomLinkProps) {
  const store = useStore();
  const { open } = useShell();
  const name = useView(({ known }) => roomName(known, room));
  const [unread, mentions] = useView(({ known }) => {
    const counts = unreadOf(known, room);
    return [counts.unread, counts.mentions] as const;
  });
  const level = useView(({ known }) => levelOf(known, room.id));
  const mayChange = useView(({ known }) => !isDirect(room) && may(known, "manage_room", room));
  const mayMove = useView(({ known }) => !isDirect(room) && may(known, "manage_rooms"));
  const moveRoom = useRoomMove();
  const step = (by: -1 | 1): void => {
    const place = placeBeyond(store.view.known, room, by);
    if (place !== null) moveRoom(room.id, place);
  };
  const drop = useDropOn((id, after) => moveRoom(id, placeBeside(store.view.known, id, room, after)));
  const keys = (event: KeyboardEvent): void => {
    if (!event.ctrlKey || !event.shiftKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    carried = room.id;
    step(event.key === "ArrowUp" ? -1 : 1);
  };
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (carried === room.id && document.activeElement === document.body) link.current?.focus();
  }, [room.id]);
  useEffect(() => {
    // Gone to by a link or the switcher, it may be far from what is in sight.
    if (isOpen) link.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
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
    ...(mayMove
      ? [
          null,
          { label: talk.moveUp, icon: ArrowUp, onSelect: () => step(-1) },
          { label: talk.moveDown, icon: ArrowDown, onSelect: () => step(1) },
        ]
      : []),
    ...(mayChange
      ? [{ label: t.editRoom, icon: Pencil, onSelect: () => open({ kind: "edit_room", room: room.id }) }]
      : []),
  ];
  return (
    <li {...(isDirect(room) ? {} : drop)}>
      <ContextMenu entries={entries}>
        <a
          ref={link}
          onBlur={() => {
            carried = 0;
          }}
          className={unread > 0 ? "room-link unread" : "room-link"}
          href={roomAddress(room.id)}
          aria-current={isOpen ? "page" : undefined}
          onClick={onOpen}
          draggable={mayMove && HAS_MOUSE}
          {...(mayMove ? { onKeyDown: keys, onDragStart: (event) => drag(event, room.id) } : {})}
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
