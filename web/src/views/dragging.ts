/** Dragging rooms in the list of rooms. */

import { type DragEvent, useRef } from "react";
import { useStore } from "../state/react.ts";
import type { RoomPlace } from "../state/room-moves.ts";
import { talk } from "../texts/talk.ts";

/** What is dragged is one of our rooms, and nothing from elsewhere. */
const KIND = "application/x-koine-room";

/** Begin to drag a room. */
export function drag({ dataTransfer }: DragEvent, room: number): void {
  dataTransfer.setData(KIND, String(room));
  dataTransfer.effectAllowed = "move";
}

/** Moves a room; the place is told to readers of the screen. */
export function useRoomMove(): (room: number, place: RoomPlace) => void {
  const store = useStore();
  return (room, { position, parent }) => {
    const name = store.view.known.rooms[room]?.name ?? "";
    void store
      .act({ type: "room_move", room_id: room, position, parent_id: parent })
      .then((ok) => ok !== null && store.notify(talk.moved(name)));
  };
}

/** Handlers for what a room can be dropped on: told with the room, and whether it was below the middle. */
export function useDropOn(onDrop: (room: number, after: boolean) => void) {
  const over = useRef<Element | null>(null);
  const isAfter = ({ clientY, currentTarget }: DragEvent): boolean => {
    const { top, height } = currentTarget.getBoundingClientRect();
    return clientY > top + height / 2;
  };
  const leave = (): void => {
    over.current?.removeAttribute("data-drop");
    over.current = null;
  };
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND)) return;
      event.preventDefault();
      over.current = event.currentTarget;
      over.current.setAttribute("data-drop", isAfter(event) ? "after" : "before");
    },
    onDragLeave: leave,
    onDrop: (event: DragEvent) => {
      const room = Number(event.dataTransfer.getData(KIND));
      leave();
      if (room === 0) return;
      event.preventDefault();
      onDrop(room, isAfter(event));
    },
  };
}
