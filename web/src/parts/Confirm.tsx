/** Asks before something that cannot be undone. */

import { t } from "../texts/texts.ts";
import { Dialog } from "./Dialog.tsx";

interface ConfirmProps {
  readonly title: string;
  readonly question: string;
  /** On the button. */
  readonly action: string;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

export function Confirm({ title, question, action, onClose, onConfirm }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{question}</p>
      <footer className="dialog-actions">
        <button type="button" className="button quiet" onClick={onClose}>
          {t.cancel}
        </button>
        <button
          type="button"
          className="button danger"
          onClick={() => {
            onConfirm();
            onClose();
          }}
        >
          {action}
        </button>
      </footer>
    </Dialog>
  );
}
