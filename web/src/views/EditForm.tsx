/** Changing a message of one's own, in its place. */

import { useEffect, useRef, useState } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";
import { emojiNames, isSpellable, withEmojis } from "../state/emojis.ts";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function EditForm({ message, onDone }: { readonly message: Message; readonly onDone: () => void }) {
  const store = useStore();
  const [text, setText] = useState(message.content);
  const field = useRef<HTMLTextAreaElement>(null);

  const opener = useRef(document.activeElement);
  useEffect(() => {
    const { current } = opener;
    return () => {
      if (document.activeElement !== document.body) return;
      const isThere = current instanceof HTMLElement && current.isConnected && current !== document.body;
      (isThere ? current : document.getElementById(`message-${message.id}`))?.focus();
    };
  }, [message.id]);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(message.content.length, message.content.length);
  }, [message.content]);

  const save = async (): Promise<void> => {
    if (!isSpellable(text)) await emojiNames();
    const content = withEmojis(store.view.known, text.trim());
    if (content === "" || content === message.content) return onDone();
    if ((await store.act({ type: "message_edit", message_id: message.id, content })) !== null) onDone();
  };
  return (
    <div className="edit-form">
      <textarea
        ref={field}
        className="input"
        dir="auto"
        aria-label={t.edit}
        aria-describedby={`edit-hint-${message.id}`}
        value={text}
        rows={Math.min(12, text.split("\n").length)}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") onDone();
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void save();
        }}
      />
      <p className="hint" id={`edit-hint-${message.id}`}>
        {t.editing}
      </p>
    </div>
  );
}
