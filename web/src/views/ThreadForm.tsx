/** Opening a thread, or a post in a forum. */

import { type FormEvent, useState } from "react";
import { Dialog } from "../parts/Dialog.tsx";
import { emojiNames, isSpellable, withEmojis } from "../state/emojis.ts";
import { useStore, useView } from "../state/react.ts";
import { go } from "../state/route.ts";
import { t } from "../texts/texts.ts";

interface ThreadFormProps {
  readonly room: number;
  /** The message that it is opened under; 0 = none. */
  readonly message: number;
  readonly onClose: () => void;
}

export default function ThreadForm({ room: id, message, onClose }: ThreadFormProps) {
  const store = useStore();
  const room = useView(({ known }) => known.rooms[id]);
  const [tags, setTags] = useState<readonly string[]>([]);
  const isForum = room?.kind === "forum";

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = String(form.get("content")).trim();
    if (!isSpellable(typed)) await emojiNames();
    const content = withEmojis(store.view.known, typed);
    const ok = await store.act({
      type: "thread_create",
      room_id: id,
      name: String(form.get("name")).trim(),
      nonce: crypto.randomUUID(),
      ...(message === 0 ? {} : { message_id: message }),
      ...(content === "" ? {} : { content }),
      ...(tags.length === 0 ? {} : { tags: [...tags] }),
    });
    if (ok?.room === undefined) return;
    onClose();
    go(ok.room.id);
  };
  return (
    <Dialog title={isForum ? t.newPost : t.newThread} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="thread-name">{t.threadTitle}</label>
          <input className="input" id="thread-name" name="name" maxLength={100} required autoComplete="off" />
        </div>
        <div className="field">
          <label htmlFor="thread-content">{isForum ? t.postText : t.threadText}</label>
          <textarea className="input" id="thread-content" name="content" rows={4} required={isForum} />
        </div>
        {(room?.tags ?? []).length > 0 && (
          <div className="chips">
            {room?.tags?.map((tag) => (
              <label className="chip" key={tag}>
                <input
                  type="checkbox"
                  checked={tags.includes(tag)}
                  onChange={({ target }) =>
                    setTags(target.checked ? [...tags, tag] : tags.filter((one) => one !== tag))
                  }
                />
                <span>{tag}</span>
              </label>
            ))}
          </div>
        )}
        <footer className="dialog-actions">
          <button type="submit" className="button primary">
            {t.create}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
