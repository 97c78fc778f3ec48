/** The rooms of the space in their order, and the one that is being changed. */

import { useState } from "react";
import type { Room } from "../../../../sdk/src/gen/protocol.ts";
import { Sortable } from "../../parts/Sortable.tsx";
import { useStore, useView } from "../../state/react.ts";
import { categoriesOf } from "../../state/rooms.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";
import { RoomSign } from "../RoomSign.tsx";
import { RoomPanel } from "./RoomPanel.tsx";

export default function RoomsPage() {
  const groups = useView(({ known }) => known.rooms);
  const known = useView(({ known }) => known);
  const [chosen, setChosen] = useState(0);
  const open = groups[chosen];
  const all = categoriesOf(known);
  const categories = all.flatMap(({ category }) => category ?? []);
  return (
    <>
      <p className="hint">{s.roomsLead}</p>
      <div className="beside">
        <div>
          {all.map(({ category, rooms }) => (
            <section key={category?.id ?? 0} className="room-order">
              {category !== null && <h3>{category.name}</h3>}
              <Order label={category?.name ?? t.rooms} rooms={rooms} chosen={chosen} onChoose={setChosen} />
            </section>
          ))}
          {categories.length > 1 && (
            <section className="room-order">
              <h3>{t.kinds.category}</h3>
              <Order label={t.kinds.category} rooms={categories} chosen={chosen} onChoose={setChosen} />
            </section>
          )}
        </div>
        {open !== undefined && <RoomPanel key={open.id} room={open} categories={categories} />}
      </div>
    </>
  );
}

interface OrderProps {
  readonly label: string;
  readonly rooms: readonly Room[];
  readonly chosen: number;
  readonly onChoose: (id: number) => void;
}

function Order({ label, rooms, chosen, onChoose }: OrderProps) {
  const store = useStore();
  const known = useView(({ known }) => known);
  /** Rooms and categories without a parent share their positions: the place is counted among them all. */
  const move = (id: number, index: number): void => {
    const room = known.rooms[id];
    const target = rooms.filter((one) => one.id !== id)[index];
    const siblings = Object.values(known.rooms)
      .filter((one) => one.id !== id && one.kind !== "thread" && (one.space_id ?? 0) !== 0)
      .filter(({ parent_id = 0 }) => parent_id === (room?.parent_id ?? 0))
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);
    const last = rooms.findLast((one) => one.id !== id);
    const position =
      target === undefined
        ? siblings.findIndex((one) => one.id === last?.id) + 1
        : siblings.findIndex((one) => one.id === target.id);
    void store.act({ type: "room_move", room_id: id, position });
  };
  return (
    <Sortable
      label={label}
      onMove={move}
      rows={rooms.map((room) => ({
        id: room.id,
        name: room.name,
        content: (
          <button
            type="button"
            className="row-button"
            aria-current={room.id === chosen}
            onClick={() => onChoose(room.id)}
          >
            <RoomSign room={room} />
            <span className="row-text">
              <b>{room.name}</b>
            </span>
          </button>
        ),
      }))}
    />
  );
}
