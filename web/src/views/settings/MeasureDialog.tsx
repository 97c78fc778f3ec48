/** Time out, kick or ban somebody: for how long, and why. */

import { type FormEvent, useState } from "react";
import type { User } from "../../../../sdk/src/gen/protocol.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { useStore } from "../../state/react.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";

export type Measure = "timeout" | "kick" | "ban";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In milliseconds; 0 = for ever. */
const SPANS: Readonly<Record<Measure, readonly (readonly [number, string])[]>> = {
  timeout: [
    [5 * MINUTE, s.minutes(5)],
    [HOUR, t.hours(1)],
    [DAY, t.days(1)],
    [7 * DAY, t.days(7)],
  ],
  kick: [],
  ban: [
    [0, t.never],
    [DAY, t.days(1)],
    [7 * DAY, t.days(7)],
    [30 * DAY, t.days(30)],
  ],
};

/** What a ban deletes of the last time, in milliseconds. */
const DELETED: readonly (readonly [number, string])[] = [
  [0, s.banDeleteNone],
  [HOUR, s.banDeleteLast(t.hours(1))],
  [DAY, s.banDeleteLast(t.days(1))],
  [7 * DAY, s.banDeleteLast(t.days(7))],
];

interface MeasureDialogProps {
  readonly user: User;
  readonly name: string;
  readonly measure: Measure;
  readonly onClose: () => void;
}

export function MeasureDialog({ user, name, measure, onClose }: MeasureDialogProps) {
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const lead = { timeout: s.timeoutHint, kick: s.kickSure(name), ban: s.banSure(name) }[measure];
  const spans = SPANS[measure];

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = String(form.get("reason")).trim();
    const span = Number(form.get("span") ?? 0);
    const about = { user_id: user.id, reason };
    setBusy(true);
    const until = span === 0 ? {} : { until: Date.now() + span };
    const ok = await store.act(
      measure === "kick"
        ? { type: "kick", ...about }
        : measure === "timeout"
          ? { type: "timeout_set", ...about, ...until }
          : { type: "ban_add", ...about, ...until, delete_messages_ms: Number(form.get("deleted") ?? 0) },
    );
    setBusy(false);
    if (ok !== null) onClose();
  };
  return (
    <Dialog title={`${s[measure]}: ${name}`} lead={lead} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {spans.length > 0 && (
          <div className="field">
            <label htmlFor="measure-span">{measure === "ban" ? s.banUntil : s.timeoutFor}</label>
            <select className="input" id="measure-span" name="span">
              {spans.map(([millis, text]) => (
                <option key={millis} value={millis}>
                  {millis === 0 ? s.banForEver : text}
                </option>
              ))}
            </select>
          </div>
        )}
        {measure === "ban" && (
          <div className="field">
            <label htmlFor="measure-deleted">{s.banDelete}</label>
            <select className="input" id="measure-deleted" name="deleted">
              {DELETED.map(([millis, text]) => (
                <option key={millis} value={millis}>
                  {text}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="field">
          <label htmlFor="measure-reason">{s.reason}</label>
          <input className="input" id="measure-reason" name="reason" maxLength={500} autoComplete="off" />
        </div>
        <footer className="dialog-actions">
          <button type="button" className="button quiet" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button danger" disabled={busy}>
            {s[measure]}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
