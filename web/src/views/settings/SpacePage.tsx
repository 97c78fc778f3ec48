/** The space itself: name, picture, where newcomers arrive, and the lock for emergencies. */

import { type FormEvent, useState } from "react";
import { Avatar } from "../../parts/Avatar.tsx";
import { PictureButton, putPicture } from "../../parts/PictureButton.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { addressOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { r } from "../../texts/running.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";
import { Retention } from "./Retention.tsx";

export default function SpacePage() {
  const store = useStore();
  const space = useView(({ known }) => known.space);
  const rooms = useView(({ known }) =>
    Object.values(known.rooms).filter(({ kind, space_id = 0 }) => kind === "text" && space_id !== 0),
  );
  const isOwner = useView(({ known }) => known.space?.owner_id === known.user?.id);
  const [busy, setBusy] = useState(false);
  const { server } = store.account;
  if (space === null) return null;

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const room = Number(form.get("room"));
    setBusy(true);
    const ok = await store.act({
      type: "space_update",
      name: String(form.get("name")).trim(),
      description: String(form.get("description")).trim(),
      ...(room === 0 ? {} : { default_room_id: room }),
    });
    setBusy(false);
    if (ok !== null) store.notify(t.saved);
  };
  return (
    <form className="form" onSubmit={save}>
      <div className="picture-choice">
        <Avatar id={space.id} name={space.name} picture={addressOf(server, space.icon)} size={4.5} />
        <PictureButton
          onChosen={(file) =>
            void putPicture(store, file, (icon_id) => store.request({ type: "space_update", icon_id }))
          }
        />
      </div>
      <div className="field">
        <label htmlFor="space-name">{t.spaceName}</label>
        <input
          className="input"
          id="space-name"
          name="name"
          defaultValue={space.name}
          maxLength={64}
          required
          autoComplete="off"
        />
      </div>
      <div className="field">
        <label htmlFor="space-description">{s.description}</label>
        <textarea
          className="input"
          id="space-description"
          name="description"
          rows={3}
          defaultValue={space.description ?? ""}
          maxLength={1000}
        />
      </div>
      <div className="field">
        <label htmlFor="space-room">{s.defaultRoom}</label>
        <select className="input" id="space-room" name="room" defaultValue={space.default_room_id ?? 0}>
          {rooms.map(({ id, name }) => (
            <option key={id} value={id}>
              #{name}
            </option>
          ))}
        </select>
      </div>
      <div className="dialog-actions">
        <button type="submit" className="button primary" disabled={busy}>
          {t.save}
        </button>
      </div>
      <Switch
        label={s.lockedDown}
        hint={s.lockedDownHint}
        checked={space.locked_down === true}
        onChange={(locked_down) => void store.act({ type: "space_update", locked_down })}
      />
      <Retention room={0} value={space.retention_ms ?? 0} />
      {isOwner && (
        <Switch
          label={r.legalHold}
          hint={r.legalHoldHint}
          checked={space.legal_hold === true}
          onChange={(legal_hold) => void store.act({ type: "space_update", legal_hold })}
        />
      )}
    </form>
  );
}
