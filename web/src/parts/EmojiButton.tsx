/** A button that opens the emoji picker, which is loaded then. */

import * as Popover from "@radix-ui/react-popover";
import { type ReactNode, type RefObject, Suspense, useRef, useState } from "react";
import { t } from "../texts/texts.ts";
import { lazily } from "./lazily.ts";

const Picker = lazily(() => import("./EmojiPicker.tsx"));

interface EmojiButtonProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
  readonly tabIndex?: number;
  /** Takes the focus after a choice; the button does when it is absent. */
  readonly after?: RefObject<HTMLElement | null>;
  /** A character, or ":name:id". */
  readonly onPick: (emoji: string) => void;
  readonly onOpenChange?: (open: boolean) => void;
}

export function EmojiButton(props: EmojiButtonProps) {
  const { label, className, children, tabIndex, after, onPick, onOpenChange } = props;
  const [open, setOpen] = useState(false);
  const picked = useRef(false);
  const closed = (event: Event): void => {
    if (!picked.current || after?.current == null) return;
    event.preventDefault();
    after.current.focus();
  };
  const change = (next: boolean): void => {
    setOpen(next);
    if (next) picked.current = false;
    onOpenChange?.(next);
  };
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger
        className={className}
        aria-label={label}
        title={label}
        {...(tabIndex === undefined ? {} : { tabIndex })}
      >
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover picker"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={closed}
        >
          <Suspense fallback={<p className="picker-empty">{t.emojiLoading}</p>}>
            <Picker
              onPick={(emoji) => {
                picked.current = true;
                change(false);
                onPick(emoji);
              }}
            />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
