/** Making a room or a category, or changing one. */

import { type FormEvent, useState } from "react";
import { Confirm } from "../parts/Confirm.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { useStore, useView } from "../state/react.ts";
import { categoriesOf } from "../state/rooms.ts";
import { go } from "../state/route.ts";
import { t } from "../texts/texts.ts";

interface RoomFormProps {
  /** The room to change; 0 = a new one. */
  readonly room: number;
  /** The category of a new one; 0 = none. */
  readonly category: number;
  /** What a new one is at first. */
  readonly kind?: string;
  readonly onClose: () => void;
}

export default function RoomForm({ room: id, category, kind: first = "text", onClose }: RoomFormProps) {
  const store = useStore();
  const room = useView(({ known }) => known.rooms[id]);
  const categories = useView(({ known }) => categoriesOf(known).flatMap(({ category }) => category ?? []));
  const [kind, setKind] = useState<string>(room?.kind ?? first);
  const [asking, setAsking] = useState(false);

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, topic] = [String(form.get("name")).trim(), String(form.get("topic") ?? "").trim()];
    if (room !== undefined) {
      const cleared = topic === "" && room.topic !== "" ? { cleared: ["topic"] } : {};
      const told = topic === "" ? {} : { topic };
      if ((await store.act({ type: "room_update", room_id: id, name, ...told, ...cleared })) !== null)
        onClose();
      return;
    }
    const parent = Number(form.get("parent") ?? 0);
    const ok = await store.act({
      type: "room_create",
      name,
      kind,
      ...(topic === "" ? {} : { topic }),
      ...(parent === 0 || kind === "category" ? {} : { parent_id: parent }),
    });
    if (ok?.room === undefined) return;
    onClose();
    if (kind !== "category") go(ok.room.id);
  };
  return (
    <Dialog title={room === undefined ? t.newRoom : t.editRoom} onClose={onClose}>
      <form className="form" onSubmit={save}>
        {room === undefined && (
          <div className="field">
            <label htmlFor="room-kind">{t.roomKind}</label>
            <select
              className="input"
              id="room-kind"
              value={kind}
              onChange={({ target }) => setKind(target.value)}
            >
              {Object.entries(t.kinds).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="field">
          <label htmlFor="room-name">{t.roomName}</label>
          <input
            className="input"
            id="room-name"
            name="name"
            defaultValue={room?.name ?? ""}
            maxLength={64}
            required
            autoComplete="off"
          />
          {kind !== "category" && <p className="hint">{t.roomNameHint}</p>}
        </div>
        {kind !== "category" && (
          <div className="field">
            <label htmlFor="room-topic">{t.roomTopic}</label>
            <textarea
              className="input"
              id="room-topic"
              name="topic"
              rows={2}
              defaultValue={room?.topic ?? ""}
              maxLength={1024}
            />
            <p className="hint">{t.roomTopicHint}</p>
          </div>
        )}
        {room === undefined && kind !== "category" && categories.length > 0 && (
          <div className="field">
            <label htmlFor="room-parent">{t.inCategory}</label>
            <select className="input" id="room-parent" name="parent" defaultValue={category}>
              <option value={0}>{t.noCategory}</option>
              {categories.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <footer className="dialog-actions">
          {room !== undefined && (
            <button type="button" className="button danger" onClick={() => setAsking(true)}>
              {t.deleteRoom}
            </button>
          )}
          <button type="submit" className="button primary">
            {room === undefined ? t.create : t.save}
          </button>
        </footer>
      </form>
      {asking && room !== undefined && (
        <Confirm
          title={t.deleteRoom}
          question={t.deleteRoomSure(room.name)}
          action={t.remove}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            void store.act({ type: "room_delete", room_id: id });
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
