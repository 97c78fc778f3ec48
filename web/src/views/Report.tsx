/** Telling the moderators of a message. */

import { type FormEvent, useState } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { useStore } from "../state/react.ts";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";

export function Report({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason")).trim();
    setBusy(true);
    const ok = await store.act({ type: "report_create", message_id: message.id, reason });
    setBusy(false);
    if (ok === null) return;
    store.notify(talk.reported);
    onClose();
  };
  return (
    <Dialog title={talk.report} lead={talk.reportLead} onClose={onClose}>
      <form className="form" onSubmit={send}>
        <div className="field">
          <label htmlFor="report-reason">{talk.reportReason}</label>
          <textarea className="input" id="report-reason" name="reason" rows={3} maxLength={512} required />
        </div>
        <footer className="dialog-actions">
          <button type="button" className="button quiet" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button danger" disabled={busy}>
            {talk.report}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
