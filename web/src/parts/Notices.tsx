/** Short notices in the corner, which go by themselves. */

import { X } from "lucide-react";
import { useStore, useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function Notices() {
  const store = useStore();
  const notices = useView(({ notices }) => notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map(({ id, text, kind }) => (
        <div className={`notice ${kind}`} key={id}>
          <span>{text}</span>
          <button
            className="icon-button"
            type="button"
            aria-label={t.close}
            onClick={() => store.dismiss(id)}
          >
            <X />
          </button>
        </div>
      ))}
    </div>
  );
}
