/** Making a further space, or joining one by an invite. */

import { type FormEvent, useState } from "react";
import { Dialog } from "../parts/Dialog.tsx";
import { useStore } from "../state/react.ts";
import { useShell } from "../state/shell.ts";
import { p } from "../texts/personal.ts";
import { t } from "../texts/texts.ts";

interface SpaceFormProps {
  readonly kind: "new" | "join";
  /** The invite that one came by; "" = none. */
  readonly code: string;
  readonly onClose: () => void;
}

export default function SpaceForm({ kind, code, onClose }: SpaceFormProps) {
  const store = useStore();
  const { enterSpace } = useShell();
  const [busy, setBusy] = useState(false);
  const isNew = kind === "new";
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    setBusy(true);
    const ok = await store.act(
      isNew
        ? { type: "space_create", name: text("name"), slug: text("slug") }
        : { type: "invite_use", code: text("code").replace(/^.*#invite=/, "") },
    );
    setBusy(false);
    if (ok === null) return;
    onClose();
    if (ok.space !== undefined) enterSpace(ok.space.slug);
  };
  return (
    <Dialog
      title={isNew ? p.newSpace : p.joinSpace}
      lead={isNew ? p.newSpaceLead : p.joinSpaceLead}
      onClose={onClose}
    >
      <form className="form" onSubmit={submit}>
        {isNew ? (
          <>
            <div className="field">
              <label htmlFor="new-space-name">{t.spaceName}</label>
              <input
                className="input"
                id="new-space-name"
                name="name"
                maxLength={64}
                required
                autoComplete="off"
              />
            </div>
            <div className="field">
              <label htmlFor="new-space-slug">{p.slug}</label>
              <input
                className="input"
                id="new-space-slug"
                name="slug"
                pattern="[a-z0-9\-]{2,32}"
                required
                autoComplete="off"
                autoCapitalize="none"
                aria-describedby="new-space-hint"
              />
              <p className="hint" id="new-space-hint">
                {p.slugHint}
              </p>
            </div>
          </>
        ) : (
          <div className="field">
            <label htmlFor="join-code">{t.inviteLink}</label>
            <input
              className="input"
              id="join-code"
              name="code"
              defaultValue={code}
              required
              autoComplete="off"
            />
          </div>
        )}
        <footer className="dialog-actions">
          <button type="submit" className="button primary" disabled={busy}>
            {isNew ? t.create : p.join}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
