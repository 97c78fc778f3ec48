/** A dialog over the page: keeps the focus, closes with Escape, gives the focus back. */

import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { t } from "../texts/texts.ts";

export interface DialogProps {
  readonly title: string;
  /** Under the title. */
  readonly lead?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** "wide" for lists beside forms, "top" for what one types into at once. */
  readonly shape?: "narrow" | "wide" | "top" | "viewer" | "settings";
  /** For what says by itself what it is; readers of the screen still hear the title. */
  readonly hideTitle?: boolean;
}

// The veil is our own: the library's would add styles that the Content-Security-Policy refuses.
export function Dialog({ title, lead, onClose, children, shape = "narrow", hideTitle = false }: DialogProps) {
  const opener = useRef(document.activeElement);
  // The library gives the focus back to a trigger, and ours are many. A menu's entry is gone by then.
  const giveBack = (event: Event): void => {
    event.preventDefault();
    const { current } = opener;
    const isThere = current instanceof HTMLElement && current.isConnected && current !== document.body;
    (isThere ? current : document.getElementById("composer"))?.focus();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <div className={`veil ${shape}`}>
          <Radix.Content
            className={`dialog ${shape}`}
            aria-describedby={undefined}
            onCloseAutoFocus={giveBack}
          >
            <header className={hideTitle ? "hidden-visually" : "dialog-head"}>
              <Radix.Title>{title}</Radix.Title>
              {lead !== undefined && <p>{lead}</p>}
            </header>
            {!hideTitle && (
              <Radix.Close className="icon-button dialog-close" aria-label={t.close}>
                <X />
              </Radix.Close>
            )}
            {children}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
