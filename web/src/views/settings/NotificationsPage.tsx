/** What one is notified of, and when not. */

import { type FormEvent, useState } from "react";
import { Switch } from "../../parts/Switch.tsx";
import { roomTitle } from "../../state/names.ts";
import { isNotifying, type Level, levelOf, setNotifying } from "../../state/notify.ts";
import { useStore, useView } from "../../state/react.ts";
import { p } from "../../texts/personal.ts";
import { t } from "../../texts/texts.ts";

const LEVELS = ["all", "mentions", "none"] as const;

export default function NotificationsPage() {
  const store = useStore();
  const known = useView(({ known }) => known);
  const [on, setOn] = useState(isNotifying);
  const turn = async (wanted: boolean): Promise<void> => {
    const now = await setNotifying(wanted);
    setOn(now);
    if (wanted && !now) store.notify(p.onDeviceRefused, "error");
  };
  const choose = (room_id: number, level: Level): void =>
    void store.act({ type: "notification_set", setting: { room_id, level } });
  const own = (known.settings.notifications ?? []).filter(
    ({ room_id = 0 }) => known.rooms[room_id] !== undefined,
  );
  const general = levelOf(known, 0);
  return (
    <div className="form">
      <Switch
        label={p.onDevice}
        hint={p.onDeviceHint}
        checked={on}
        onChange={(wanted) => void turn(wanted)}
      />
      <div className="field">
        <label htmlFor="notify-level">{p.level}</label>
        <select
          className="input"
          id="notify-level"
          value={general ?? ""}
          aria-describedby="notify-hint"
          onChange={({ target }) => choose(0, target.value as Level)}
        >
          {general === null && <option value="">{p.levelUsual}</option>}
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {p.levels[level]}
            </option>
          ))}
        </select>
        <p className="hint" id="notify-hint">
          {p.levelHint}
        </p>
      </div>
      {own.length > 0 && (
        <section aria-label={p.ownLevels}>
          <h3>{p.ownLevels}</h3>
          <ul className="words">
            {own.map(({ room_id, level }) => {
              const room = known.rooms[room_id];
              const name = room === undefined ? "" : roomTitle(known, room);
              return (
                <li key={room_id}>
                  <span>{name}</span>
                  <select
                    className="input"
                    aria-label={name}
                    value={level}
                    onChange={({ target }) => choose(room_id, target.value as Level)}
                  >
                    {LEVELS.map((one) => (
                      <option key={one} value={one}>
                        {p.levels[one]}
                      </option>
                    ))}
                  </select>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <QuietHours />
    </div>
  );
}

function QuietHours() {
  const store = useStore();
  const hours = useView(({ known }) => known.settings.quiet_hours);
  const [on, setOn] = useState(hours !== undefined);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ok = await store.act({
      type: "notification_set",
      quiet_hours: {
        from_minute: minuteOf(String(form.get("begin"))),
        to_minute: minuteOf(String(form.get("end"))),
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
    });
    if (ok !== null) store.notify(t.saved);
  };
  const turn = (wanted: boolean): void => {
    setOn(wanted);
    if (!wanted && hours !== undefined) void store.act({ type: "notification_set", no_quiet_hours: true });
  };
  return (
    <form className="form" onSubmit={save}>
      <Switch label={p.quietHours} hint={p.quietHoursHint} checked={on} onChange={turn} />
      {on && (
        <div className="form-row">
          <div className="field">
            <label htmlFor="quiet-begin">{p.from}</label>
            <input
              className="input"
              id="quiet-begin"
              name="begin"
              type="time"
              required
              defaultValue={timeText(hours?.from_minute ?? 22 * 60)}
            />
          </div>
          <div className="field">
            <label htmlFor="quiet-end">{p.to}</label>
            <input
              className="input"
              id="quiet-end"
              name="end"
              type="time"
              required
              defaultValue={timeText(hours?.to_minute ?? 7 * 60)}
            />
          </div>
          <button type="submit" className="button">
            {t.save}
          </button>
        </div>
      )}
    </form>
  );
}

function minuteOf(text: string): number {
  const [hour, minute] = text.split(":");
  return Number(hour) * 60 + Number(minute);
}

function timeText(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
