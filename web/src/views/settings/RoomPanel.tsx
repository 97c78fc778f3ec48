/** Changing one room: texts, limits, its category, and the permissions that differ in it. */

import { type FormEvent, useState } from "react";
import type { Room } from "../../../../sdk/src/gen/protocol.ts";
import { Confirm } from "../../parts/Confirm.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { useStore } from "../../state/react.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";
import { Overrides } from "./Overrides.tsx";
import { Retention } from "./Retention.tsx";

const SECOND = 1_000;

/** In milliseconds; 0 = none. */
const SLOW: readonly (readonly [number, string])[] = [
  [0, s.slowModeNone],
  [5 * SECOND, s.seconds(5)],
  [30 * SECOND, s.seconds(30)],
  [60 * SECOND, s.minutes(1)],
  [600 * SECOND, s.minutes(10)],
];

interface RoomPanelProps {
  readonly room: Room;
  readonly categories: readonly Room[];
}

export function RoomPanel({ room, categories }: RoomPanelProps) {
  const store = useStore();
  const [asking, setAsking] = useState(false);
  const { id, kind } = room;
  const isCategory = kind === "category";
  const hasMessages = kind === "text" || kind === "forum";

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const parent = Number(form.get("parent") ?? 0);
    const ok = await store.act({
      type: "room_update",
      room_id: id,
      name: String(form.get("name")).trim(),
      ...(isCategory ? {} : { topic: String(form.get("topic") ?? "").trim() }),
      ...(hasMessages ? { slow_mode_ms: Number(form.get("slow")) } : {}),
      ...(kind === "voice" ? { user_limit: Number(form.get("limit")) } : {}),
    });
    if (ok === null) return;
    if (!isCategory && parent !== (room.parent_id ?? 0))
      if ((await store.act({ type: "room_move", room_id: id, position: 1000, parent_id: parent })) === null)
        return;
    store.notify(t.saved);
  };
  return (
    <section className="form" aria-label={room.name}>
      <form className="form" onSubmit={save}>
        <div className="field">
          <label htmlFor="room-panel-name">{t.roomName}</label>
          <input
            className="input"
            id="room-panel-name"
            name="name"
            defaultValue={room.name}
            maxLength={64}
            required
            autoComplete="off"
          />
        </div>
        {!isCategory && (
          <div className="field">
            <label htmlFor="room-panel-topic">{t.roomTopic}</label>
            <textarea
              className="input"
              id="room-panel-topic"
              name="topic"
              rows={2}
              defaultValue={room.topic ?? ""}
              maxLength={1024}
            />
          </div>
        )}
        {!isCategory && categories.length > 0 && (
          <Choice
            id="room-panel-parent"
            name="parent"
            label={t.inCategory}
            value={room.parent_id ?? 0}
            options={[[0, t.noCategory], ...categories.map((one) => [one.id, one.name] as const)]}
          />
        )}
        {hasMessages && (
          <Choice
            id="room-panel-slow"
            name="slow"
            label={s.slowMode}
            value={room.slow_mode_ms ?? 0}
            options={SLOW}
          />
        )}
        {kind === "voice" && (
          <div className="field">
            <label htmlFor="room-panel-limit">{s.userLimit}</label>
            <input
              className="input"
              id="room-panel-limit"
              name="limit"
              type="number"
              min={0}
              max={99}
              defaultValue={room.user_limit ?? 0}
            />
          </div>
        )}
        <div className="dialog-actions">
          <button type="button" className="button small danger" onClick={() => setAsking(true)}>
            {t.deleteRoom}
          </button>
          <button type="submit" className="button small primary">
            {t.save}
          </button>
        </div>
      </form>
      {hasMessages && (
        <div className="switches">
          <Switch
            label={s.archived}
            checked={room.archived === true}
            onChange={(archived) => void store.act({ type: "room_update", room_id: id, archived })}
          />
          <Switch
            label={s.noPreviews}
            checked={room.no_previews === true}
            onChange={(no_previews) => void store.act({ type: "room_update", room_id: id, no_previews })}
          />
        </div>
      )}
      {hasMessages && <Retention room={id} value={room.retention_ms ?? 0} />}
      <Overrides room={room} />
      {asking && (
        <Confirm
          title={t.deleteRoom}
          question={t.deleteRoomSure(room.name)}
          action={t.remove}
          onClose={() => setAsking(false)}
          onConfirm={() => void store.act({ type: "room_delete", room_id: id })}
        />
      )}
    </section>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly options: readonly (readonly [number, string])[];
}

function Choice({ id, name, label, value, options }: ChoiceProps) {
  const known = options.some(([one]) => one === value);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select className="input" id={id} name={name} defaultValue={value}>
        {!known && <option value={value}>{s.seconds(value / SECOND)}</option>}
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
