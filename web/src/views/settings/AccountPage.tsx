/** One's own name, picture and password. */

import { type FormEvent, useState } from "react";
import { Avatar } from "../../parts/Avatar.tsx";
import { PictureButton, putPicture } from "../../parts/PictureButton.tsx";
import { addressOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { explain } from "../../state/store.ts";
import { t } from "../../texts/texts.ts";
import { Identities } from "./Identities.tsx";
import { OwnRoles } from "./OwnRoles.tsx";

export default function AccountPage() {
  return (
    <div className="form">
      <Profile />
      <OwnRoles />
      <Password />
      <Identities />
    </div>
  );
}

function Profile() {
  const store = useStore();
  const user = useView(({ known }) => known.user);
  const shown = useView(({ known }) => nameOf(known, known.user ?? undefined));
  const { server } = store.account;
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const ok = await store.act({
      type: "profile_update",
      name: String(form.get("name")).trim(),
      bio: String(form.get("bio")).trim(),
    });
    setBusy(false);
    if (ok !== null) store.notify(t.saved);
  };
  if (user === null) return null;
  return (
    <form className="form" onSubmit={save}>
      <div className="picture-choice">
        <Avatar id={user.id} name={shown} picture={addressOf(server, user.avatar)} size={4.5} />
        <PictureButton
          onChosen={(file) =>
            void putPicture(store, file, (avatar_id) => store.request({ type: "profile_update", avatar_id }))
          }
        />
      </div>
      <div className="field">
        <label htmlFor="profile-name">{t.name}</label>
        <input className="input" id="profile-name" name="name" defaultValue={user.name} maxLength={64} />
      </div>
      <div className="field">
        <label htmlFor="profile-bio">{t.bio}</label>
        <textarea
          className="input"
          id="profile-bio"
          name="bio"
          rows={3}
          defaultValue={user.bio}
          maxLength={1000}
        />
      </div>
      <div className="dialog-actions">
        <button type="submit" className="button primary" disabled={busy}>
          {t.save}
        </button>
      </div>
    </form>
  );
}

function Password() {
  const store = useStore();
  const [error, setError] = useState("");
  const change = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const { currentTarget } = event;
    const form = new FormData(currentTarget);
    try {
      await store.call("POST", "/api/v1/password", { old: form.get("old"), new: form.get("new") });
      setError("");
      currentTarget.reset();
      store.notify(t.passwordChanged);
    } catch (refused) {
      setError(explain(refused));
    }
  };
  return (
    <form className="form" onSubmit={change}>
      <h3>{t.changePassword}</h3>
      {error !== "" && (
        <p className="error-text" role="alert">
          {error}
        </p>
      )}
      <div className="field">
        <label htmlFor="password-old">{t.oldPassword}</label>
        <input
          className="input"
          id="password-old"
          name="old"
          type="password"
          autoComplete="current-password"
          required
        />
      </div>
      <div className="field">
        <label htmlFor="password-new">{t.newPassword}</label>
        <input
          className="input"
          id="password-new"
          name="new"
          type="password"
          autoComplete="new-password"
          minLength={8}
          required
        />
      </div>
      <div className="dialog-actions">
        <button type="submit" className="button">
          {t.changePassword}
        </button>
      </div>
    </form>
  );
}
