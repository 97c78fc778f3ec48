/** How long messages are kept, in a room or in the whole space: told before anything is removed. */

import { useId, useState } from "react";
import { Confirm } from "../../parts/Confirm.tsx";
import { useStore } from "../../state/react.ts";
import { r } from "../../texts/running.ts";
import { t } from "../../texts/texts.ts";

const DAY = 24 * 3_600_000;
const YEAR = 365 * DAY;

/** In milliseconds. */
const AGES: readonly (readonly [number, string])[] = [
  [DAY, t.days(1)],
  [7 * DAY, t.days(7)],
  [30 * DAY, t.days(30)],
  [90 * DAY, t.days(90)],
  [YEAR, r.years(1)],
  [5 * YEAR, r.years(5)],
];

interface RetentionProps {
  /** 0 = the space. */
  readonly room: number;
  /** In milliseconds; 0 = none of its own. */
  readonly value: number;
}

export function Retention({ room, value }: RetentionProps) {
  const store = useStore();
  const id = useId();
  const [asked, setAsked] = useState<{ readonly age: number; readonly count: number } | null>(null);
  const isKnown = value === 0 || AGES.some(([age]) => age === value);
  const apply = (age: number): void =>
    void store.act(
      room === 0
        ? { type: "space_update", retention_ms: age }
        : { type: "room_update", room_id: room, retention_ms: age },
    );
  const choose = async (age: number): Promise<void> => {
    if (age === 0) return apply(0);
    const ok = await store.act({ type: "retention_count", room_id: room, retention_ms: age });
    if (ok === null) return;
    if ((ok.count ?? 0) === 0) apply(age);
    else setAsked({ age, count: ok.count ?? 0 });
  };
  return (
    <div className="field">
      <label htmlFor={id}>{r.retention}</label>
      <select
        className="input"
        id={id}
        value={value}
        onChange={({ target }) => void choose(Number(target.value))}
      >
        <option value={0}>{room === 0 ? r.retentionNever : r.retentionAsSpace}</option>
        {!isKnown && <option value={value}>{t.days(Math.max(1, Math.round(value / DAY)))}</option>}
        {AGES.map(([age, label]) => (
          <option key={age} value={age}>
            {label}
          </option>
        ))}
      </select>
      {asked !== null && (
        <Confirm
          title={r.retention}
          question={r.retentionSure(asked.count.toLocaleString())}
          action={r.retentionApply}
          onClose={() => setAsked(null)}
          onConfirm={() => apply(asked.age)}
        />
      )}
    </div>
  );
}
