/** Asking a room to choose. */

import { type FormEvent, useState } from "react";
import { Dialog } from "../parts/Dialog.tsx";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

const MAX_OPTIONS = 10;
const HOUR = 3_600_000;

export default function PollForm({ room, onClose }: { readonly room: number; readonly onClose: () => void }) {
  const store = useStore();
  const [options, setOptions] = useState<readonly string[]>(["", ""]);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const hours = Number(form.get("ends"));
    const ok = await store.act({
      type: "poll_create",
      room_id: room,
      question: String(form.get("question")).trim(),
      options: options.map((one) => one.trim()).filter((one) => one !== ""),
      multiple: form.has("multiple"),
      anonymous: form.has("anonymous"),
      nonce: crypto.randomUUID(),
      ...(hours === 0 ? {} : { ends: Date.now() + hours * HOUR }),
    });
    if (ok !== null) onClose();
  };
  return (
    <Dialog title={t.newPoll} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="poll-question">{t.pollQuestion}</label>
          <input className="input" id="poll-question" name="question" maxLength={300} required />
        </div>
        {options.map((option, i) => (
          <input
            // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place
            key={i}
            className="input"
            aria-label={t.pollOption(i + 1)}
            placeholder={t.pollOption(i + 1)}
            value={option}
            maxLength={100}
            required={i < 2}
            onChange={({ target }) => setOptions(options.map((one, j) => (j === i ? target.value : one)))}
          />
        ))}
        {options.length < MAX_OPTIONS && (
          <button type="button" className="button small" onClick={() => setOptions([...options, ""])}>
            {t.addOption}
          </button>
        )}
        <div>
          <label className="check">
            <input type="checkbox" name="multiple" /> {t.pollMultiple}
          </label>
          <label className="check">
            <input type="checkbox" name="anonymous" /> {t.pollAnonymous}
          </label>
        </div>
        <div className="field">
          <label htmlFor="poll-ends">{t.pollEnds}</label>
          <select className="input" id="poll-ends" name="ends" defaultValue={24}>
            <option value={1}>{t.hours(1)}</option>
            <option value={24}>{t.days(1)}</option>
            <option value={168}>{t.days(7)}</option>
            <option value={0}>{t.never}</option>
          </select>
        </div>
        <footer className="dialog-actions">
          <button type="submit" className="button primary">
            {t.create}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
