/** The emojis of the space. */

import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Emoji } from "../../../../sdk/src/gen/protocol.ts";
import { upload } from "../../../../sdk/src/upload.ts";
import { Confirm } from "../../parts/Confirm.tsx";
import { addressOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { explain } from "../../state/store.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";

export default function EmojisPage() {
  const store = useStore();
  const emojis = useView(({ known }) =>
    Object.values(known.emojis).sort((a, b) => a.name.localeCompare(b.name)),
  );
  const [gone, setGone] = useState<Emoji | null>(null);
  return (
    <>
      <p className="hint">{s.emojisLead}</p>
      <Add />
      {emojis.length === 0 ? (
        <p className="empty">{s.emojiNone}</p>
      ) : (
        <ul className="rows" aria-label={s.emojisPage}>
          {emojis.map((emoji) => (
            <Row key={emoji.id} emoji={emoji} onDelete={() => setGone(emoji)} />
          ))}
        </ul>
      )}
      {gone !== null && (
        <Confirm
          title={s.emojiDelete(gone.name)}
          question={s.emojiDeleteSure(gone.name)}
          action={t.remove}
          onClose={() => setGone(null)}
          onConfirm={() => void store.act({ type: "emoji_delete", emoji_id: gone.id })}
        />
      )}
    </>
  );
}

function Add() {
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const { server, token } = store.account;
  const choose = (chosen: File | undefined): void => {
    setFile(chosen ?? null);
    if (chosen !== undefined && name === "") setName(nameFor(chosen.name));
  };
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (file === null) return;
    setBusy(true);
    try {
      const { id } = await upload({ url: server, token, file, name: file.name });
      await store.request({ type: "emoji_create", name, attachment_id: id });
      setFile(null);
      setName("");
    } catch (refused) {
      store.notify(explain(refused), "error");
    }
    setBusy(false);
  };
  return (
    <form className="field" onSubmit={add}>
      <div className="filter-row">
        <label className="button">
          {file === null ? t.choosePicture : file.name.slice(0, 24)}
          <input
            className="hidden-visually"
            type="file"
            accept="image/png,image/gif,image/webp,image/jpeg"
            onChange={({ target }) => choose(target.files?.[0])}
          />
        </label>
        <input
          className="input"
          value={name}
          aria-label={s.emojiName}
          placeholder={s.emojiName}
          aria-describedby="emoji-hint"
          pattern="[a-z0-9_]{2,32}"
          required
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button primary" disabled={busy || file === null}>
          {s.emojiUpload}
        </button>
      </div>
      <p className="hint" id="emoji-hint">
        {s.emojiNameHint}
      </p>
    </form>
  );
}

function Row({ emoji, onDelete }: { readonly emoji: Emoji; readonly onDelete: () => void }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const rename = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    if (name === emoji.name) return;
    if ((await store.act({ type: "emoji_update", emoji_id: emoji.id, name })) !== null) store.notify(t.saved);
  };
  return (
    <li className="row">
      <img className="emoji-shown" src={addressOf(store.account.server, emoji.url)} alt="" loading="lazy" />
      <form className="row-text" onSubmit={rename}>
        <input
          className="input quiet"
          name="name"
          key={emoji.name}
          defaultValue={emoji.name}
          aria-label={`${s.emojiName}: ${emoji.name}`}
          pattern="[a-z0-9_]{2,32}"
          required
          autoComplete="off"
        />
      </form>
      {emoji.creator !== undefined && <span className="hint">{s.by(nameOf(known, emoji.creator))}</span>}
      <button
        type="button"
        className="icon-button"
        aria-label={s.emojiDelete(emoji.name)}
        title={s.emojiDelete(emoji.name)}
        onClick={onDelete}
      >
        <Trash2 aria-hidden="true" />
      </button>
    </li>
  );
}

/** "party parrot.GIF" is first called "party_parrot". */
function nameFor(file: string): string {
  return file
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 32);
}
