/** Menus, opened by a button or by the secondary mouse button: the same entries for both. */

import * as Context from "@radix-ui/react-context-menu";
import * as Drop from "@radix-ui/react-dropdown-menu";
import type { LucideIcon } from "lucide-react";
import { type ReactNode, type TouchEvent, useRef } from "react";
import { direction } from "../texts/texts.ts";

/** Null is a line between entries. */
export type Entry = {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly danger?: boolean;
  readonly checked?: boolean;
  readonly onSelect: () => void;
} | null;

interface MenuProps {
  readonly entries: readonly Entry[];
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  readonly onOpenChange?: (open: boolean) => void;
}

/** What was chosen is done when the menu has given the focus back: what opens then can give it back there, too. */
function useChoice() {
  const chosen = useRef<(() => void) | null>(null);
  return {
    choose: (entry: NonNullable<Entry>): void => {
      chosen.current = entry.onSelect;
    },
    closed: (): void => {
      const work = chosen.current;
      chosen.current = null;
      if (work !== null) setTimeout(work, 0);
    },
  };
}

/** Opened by its child, a button. */
export function Menu({ entries, children, align = "end", onOpenChange }: MenuProps) {
  const { choose, closed } = useChoice();
  return (
    <Drop.Root modal={false} dir={direction} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Drop.Trigger asChild>{children}</Drop.Trigger>
      <Drop.Portal>
        <Drop.Content
          className="menu"
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={closed}
        >
          {entries.map((entry, i) =>
            entry === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to tell them apart
              <Drop.Separator className="menu-line" key={i} />
            ) : (
              <Drop.Item
                className={entry.danger ? "menu-entry danger" : "menu-entry"}
                key={entry.label}
                onSelect={() => choose(entry)}
              >
                <Face entry={entry} />
              </Drop.Item>
            ),
          )}
        </Drop.Content>
      </Drop.Portal>
    </Drop.Root>
  );
}

/** Opened on its child by the secondary mouse button, the menu key or a long touch. */
export function ContextMenu({ entries, children }: MenuProps) {
  const { choose, closed } = useChoice();
  const isOpen = useRef(false);
  const changed = (open: boolean): void => {
    isOpen.current = open;
  };
  // The finger that opened it is lifted: that is no click on what lies under it.
  const lifted = (event: TouchEvent): void => {
    if (isOpen.current) event.preventDefault();
  };
  return (
    <Context.Root modal={false} dir={direction} onOpenChange={changed}>
      <Context.Trigger asChild onTouchEnd={lifted}>
        {children}
      </Context.Trigger>
      <Context.Portal>
        <Context.Content className="menu" collisionPadding={8} onCloseAutoFocus={closed}>
          {entries.map((entry, i) =>
            entry === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to tell them apart
              <Context.Separator className="menu-line" key={i} />
            ) : (
              <Context.Item
                className={entry.danger ? "menu-entry danger" : "menu-entry"}
                key={entry.label}
                onSelect={() => choose(entry)}
              >
                <Face entry={entry} />
              </Context.Item>
            ),
          )}
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  );
}

function Face({ entry }: { readonly entry: NonNullable<Entry> }) {
  const { icon: Icon, label, checked } = entry;
  return (
    <>
      {Icon !== undefined && <Icon aria-hidden="true" />}
      <span>{label}</span>
      {checked === true && <span aria-hidden="true">✓</span>}
    </>
  );
}
