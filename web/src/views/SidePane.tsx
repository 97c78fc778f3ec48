/** The frame of what stands beside the messages. */

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../texts/texts.ts";

interface SidePaneProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SidePane({ title, wide = false, onClose, children }: SidePaneProps) {
  return (
    <aside className={wide ? "side wide" : "side"} aria-label={title}>
      <header className="side-head">
        <h3>{title}</h3>
        <button type="button" className="icon-button" aria-label={t.close} onClick={onClose}>
          <X aria-hidden="true" />
        </button>
      </header>
      {children}
    </aside>
  );
}
