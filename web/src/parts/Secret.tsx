/** Something that is shown once: what it is, the text, and a button that copies it. */

import { Copy } from "lucide-react";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function Secret({ label, value }: { readonly label: string; readonly value: string }) {
  const store = useStore();
  return (
    <div className="copy-row">
      <input className="input" readOnly value={value} aria-label={label} title={label} />
      <button
        type="button"
        className="button primary"
        onClick={() => void navigator.clipboard.writeText(value).then(() => store.notify(t.copied))}
      >
        <Copy size={18} aria-hidden="true" />
        {t.copy}
      </button>
    </div>
  );
}
