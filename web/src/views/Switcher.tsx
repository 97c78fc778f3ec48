/** Going to a room or a person by typing a few letters (Ctrl K). */

import { useMemo, useState } from "react";
import { Dialog } from "../parts/Dialog.tsx";
import { roomName } from "../state/names.ts";
import { useView } from "../state/react.ts";
import { roomsInOrder, unreadOf } from "../state/rooms.ts";
import { go } from "../state/route.ts";
import { t } from "../texts/texts.ts";
import { RoomSign } from "./RoomSign.tsx";

const MAX_SHOWN = 12;

export default function Switcher({ onClose }: { readonly onClose: () => void }) {
  const known = useView(({ known }) => known);
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const words = wanted.trim().toLowerCase();
    return roomsInOrder(known)
      .map((room) => ({ room, rank: rankOf(roomName(known, room).toLowerCase(), words) }))
      .filter(({ rank }) => rank > 0)
      .map(({ room, rank }) => {
        const { unread, mentions } = unreadOf(known, room);
        return { room, rank: rank + (mentions > 0 ? 0.5 : 0) + (unread > 0 ? 0.3 : 0) };
      })
      .sort((a, b) => b.rank - a.rank || (b.room.last_activity ?? 0) - (a.room.last_activity ?? 0))
      .slice(0, MAX_SHOWN)
      .map(({ room }) => room);
  }, [known, wanted]);

  const choose = (index: number): void => {
    const room = found[index];
    if (room === undefined) return;
    onClose();
    go(room.id);
  };
  const keys = (event: React.KeyboardEvent): void => {
    const { length } = found;
    if (event.key === "ArrowDown") setAt((at + 1) % Math.max(1, length));
    else if (event.key === "ArrowUp") setAt((at + length - 1) % Math.max(1, length));
    else if (event.key === "Enter") choose(at);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t.switcher} onClose={onClose} shape="top" hideTitle>
      <input
        className="switcher-input"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="switcher-list"
        aria-activedescendant={found.length > 0 ? `switch-${at}` : undefined}
        aria-label={t.switcher}
        placeholder={t.switcherHint}
        value={wanted}
        onChange={({ target }) => {
          setWanted(target.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <div className="choice-list switcher-list" id="switcher-list" role="listbox" aria-label={t.rooms}>
        {found.map((room, i) => (
          <button
            type="button"
            key={room.id}
            id={`switch-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onPointerMove={() => setAt(i)}
            onClick={() => choose(i)}
          >
            <RoomSign room={room} />
            <span>{roomName(known, room)}</span>
            {unreadOf(known, room).unread > 0 && (
              <span className="hint">{t.unread(unreadOf(known, room).unread)}</span>
            )}
          </button>
        ))}
      </div>
      {found.length === 0 && <p className="picker-empty">{t.switcherNone}</p>}
    </Dialog>
  );
}

/** How well a name fits: 3 begins so, 2 has a word that begins so, 1 holds the letters; 0 not at all. */
function rankOf(name: string, wanted: string): number {
  if (wanted === "" || name.startsWith(wanted)) return 3;
  if (name.split(/[\s_-]+/).some((word) => word.startsWith(wanted))) return 2;
  return name.includes(wanted) ? 1 : 0;
}
