/** Passing a message on to another room. */

import { useState } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { roomName } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { roomsInOrder } from "../state/rooms.ts";
import { t } from "../texts/texts.ts";
import { RoomSign } from "./RoomSign.tsx";

export function Forward({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const [wanted, setWanted] = useState("");
  const [comment, setComment] = useState("");
  const [room, setRoom] = useState(0);
  const rooms = roomsInOrder(known)
    .filter((one) => one.kind !== "forum" && may(known, "send", one))
    .filter((one) => roomName(known, one).toLowerCase().includes(wanted.trim().toLowerCase()));

  const forward = async (): Promise<void> => {
    const content = comment.trim();
    const ok = await store.act({
      type: "message_forward",
      message_id: message.id,
      room_id: room,
      nonce: crypto.randomUUID(),
      ...(content === "" ? {} : { content }),
    });
    if (ok === null) return;
    store.notify(t.forwardDone);
    onClose();
  };
  return (
    <Dialog title={t.forwardTo} onClose={onClose}>
      <input
        className="input"
        value={wanted}
        placeholder={t.search}
        aria-label={t.search}
        onChange={({ target }) => setWanted(target.value)}
      />
      <ul className="choice-list">
        {rooms.map((one) => (
          <li key={one.id}>
            <button type="button" aria-pressed={one.id === room} onClick={() => setRoom(one.id)}>
              <RoomSign room={one} />
              <span>{roomName(known, one)}</span>
            </button>
          </li>
        ))}
      </ul>
      <input
        className="input"
        value={comment}
        placeholder={t.addComment}
        aria-label={t.addComment}
        onChange={({ target }) => setComment(target.value)}
      />
      <footer className="dialog-actions">
        <button type="button" className="button quiet" onClick={onClose}>
          {t.cancel}
        </button>
        <button type="button" className="button primary" disabled={room === 0} onClick={() => void forward()}>
          {t.forward}
        </button>
      </footer>
    </Dialog>
  );
}
