/** Beginning a dialog, or a group of several. */

import { useState } from "react";
import type { User } from "../../../sdk/src/gen/protocol.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { useStore } from "../state/react.ts";
import { go } from "../state/route.ts";
import { t } from "../texts/texts.ts";
import { PersonSearch } from "./PersonSearch.tsx";

export default function NewMessage({ onClose }: { readonly onClose: () => void }) {
  const store = useStore();
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [name, setName] = useState("");
  const isGroup = chosen.length > 1;

  const start = async (): Promise<void> => {
    const [first] = chosen;
    if (first === undefined) return;
    const ok = isGroup
      ? await store.act({
          type: "group_create",
          name:
            name.trim() ||
            chosen
              .map((user) => user.name || user.handle)
              .join(", ")
              .slice(0, 64),
          user_ids: chosen.map(({ id }) => id),
        })
      : await store.act({ type: "dialog_open", user_id: first.id });
    if (ok?.room === undefined) return;
    onClose();
    go(ok.room.id);
  };
  return (
    <Dialog title={t.newMessage} lead={t.newMessageLead} onClose={onClose}>
      <PersonSearch chosen={chosen} onChoose={setChosen} />
      {isGroup && (
        <div className="field">
          <label htmlFor="group-name">{t.groupName}</label>
          <input
            className="input"
            id="group-name"
            value={name}
            maxLength={64}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
      )}
      <footer className="dialog-actions">
        <button type="button" className="button quiet" onClick={onClose}>
          {t.cancel}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={chosen.length === 0}
          onClick={() => void start()}
        >
          {t.start}
        </button>
      </footer>
    </Dialog>
  );
}
