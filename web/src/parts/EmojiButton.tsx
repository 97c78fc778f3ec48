/** A button that opens the emoji picker, which is loaded then. */

import * as Popover from "@radix-ui/react-popover";
import { type ReactNode, Suspense, useState } from "react";
import { t } from "../texts/texts.ts";
import { lazily } from "./lazily.ts";

const Picker = lazily(() => import("./EmojiPicker.tsx"));

interface EmojiButtonProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
  /** A character, or ":name:id". */
  readonly onPick: (emoji: string) => void;
  readonly onOpenChange?: (open: boolean) => void;
}

export function EmojiButton({ label, className, children, onPick, onOpenChange }: EmojiButtonProps) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean): void => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger className={className} aria-label={label} title={label}>
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover picker" sideOffset={6} collisionPadding={8} aria-label={label}>
          <Suspense fallback={<p className="picker-empty">{t.emojiLoading}</p>}>
            <Picker
              onPick={(emoji) => {
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
