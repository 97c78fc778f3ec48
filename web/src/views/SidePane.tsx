/** The frame of what stands beside the messages. */

import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { t } from "../texts/texts.ts";

interface SidePaneProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SidePane({ title, wide = false, onClose, children }: SidePaneProps) {
  const opener = useRef(document.activeElement);
  const close = (): void => {
    const { current } = opener;
    const isThere = current instanceof HTMLElement && current.isConnected && current !== document.body;
    const button = document.querySelector<HTMLElement>(".head-actions [aria-pressed=true]");
    onClose();
    (isThere ? current : button)?.focus();
  };
  return (
    <aside
      className={wide ? "side wide" : "side"}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        close();
      }}
    >
      <header className="side-head">
        <h3>{title}</h3>
        <button type="button" className="icon-button" aria-label={t.close} onClick={close}>
          <X aria-hidden="true" />
        </button>
      </header>
      {children}
    </aside>
  );
}
