/** The first steps of whoever owns the space: its name and picture, rooms, an invite. */

import { Check, Copy, Hash, Plus } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { upload } from "../../../sdk/src/upload.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { Mark } from "../parts/Mark.tsx";
import { PictureButton } from "../parts/PictureButton.tsx";
import { inviteAddress } from "../state/invites.ts";
import { useStore, useView } from "../state/react.ts";
import { explain } from "../state/store.ts";
import { t } from "../texts/texts.ts";

const SUGGESTED = ["announcements", "introductions", "random", "help"];

const STEPS = 3;

export function FirstRun({ onDone }: { readonly onDone: () => void }) {
  const [step, setStep] = useState(1);
  const next = (): void => setStep(step + 1);
  const card = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step begins with what is to be done in it
  useEffect(() => {
    if (!matchMedia("(hover: hover)").matches) return;
    card.current?.querySelector<HTMLElement>("input:not([type=file]), button")?.focus();
  }, [step]);
  return (
    <main className="entry">
      <div className="entry-card wide" ref={card}>
        <div className="entry-mark">
          <Mark />
          <span>Koine</span>
        </div>
        <div className="steps" role="img" aria-label={t.step(step, STEPS)}>
          {[1, 2, 3].map((one) => (
            <i key={one} className={one <= step ? "done" : ""} />
          ))}
        </div>
        {step === 1 && <SpaceStep onNext={next} />}
        {step === 2 && <RoomsStep onNext={next} />}
        {step === 3 && <InviteStep onNext={onDone} />}
      </div>
    </main>
  );
}

function SpaceStep({ onNext }: { readonly onNext: () => void }) {
  const store = useStore();
  const space = useView(({ known }) => known.space);
  const [name, setName] = useState(space?.name ?? "");
  const [file, setFile] = useState<File | null>(null);
  const [picture, setPicture] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (file === null) return setPicture("");
    const address = URL.createObjectURL(file);
    setPicture(address);
    return () => URL.revokeObjectURL(address);
  }, [file]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError("");
    try {
      const { server: url, token } = store.account;
      const icon = file === null ? null : await upload({ url, token, file, name: file.name });
      await store.request({
        type: "space_update",
        name: name.trim(),
        ...(icon === null ? {} : { icon_id: icon.id }),
      });
      onNext();
    } catch (refused) {
      setError(explain(refused));
      setBusy(false);
    }
  };

  return (
    <form className="entry-form" onSubmit={submit}>
      <header className="entry-head">
        <h1>{t.firstSpaceTitle}</h1>
        <p>{t.firstSpaceLead}</p>
      </header>
      {error !== "" && (
        <p className="error-text" role="alert">
          {error}
        </p>
      )}
      <div className="picture-choice">
        <Avatar id={space?.id ?? 0} name={name || "?"} picture={picture} />
        <div className="field">
          <PictureButton onChosen={setFile} />
        </div>
      </div>
      <div className="field">
        <label htmlFor="space-name">{t.spaceName}</label>
        <input
          className="input"
          id="space-name"
          value={name}
          maxLength={64}
          required
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <div className="entry-actions">
        <button className="button primary" type="submit" disabled={busy}>
          {t.goOn}
        </button>
      </div>
    </form>
  );
}

function RoomsStep({ onNext }: { readonly onNext: () => void }) {
  const store = useStore();
  const present = useView(({ known }) =>
    Object.values(known.rooms)
      .filter(({ kind }) => kind === "text")
      .map(({ name }) => name),
  );
  const [names, setNames] = useState(SUGGESTED);
  const [chosen, setChosen] = useState<readonly string[]>(["announcements", "random"]);
  const [own, setOwn] = useState("");
  const [busy, setBusy] = useState(false);

  const add = (): void => {
    const name = own.trim().toLowerCase().replace(/\s+/g, "-");
    if (name === "") return;
    if (!names.includes(name)) setNames([...names, name]);
    if (!chosen.includes(name)) setChosen([...chosen, name]);
    setOwn("");
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    for (const name of names.filter((one) => chosen.includes(one) && !present.includes(one))) {
      if ((await store.act({ type: "room_create", name, kind: "text" })) === null) return setBusy(false);
    }
    onNext();
  };
  return (
    <form className="entry-form" onSubmit={submit}>
      <header className="entry-head">
        <h1>{t.firstRoomsTitle}</h1>
        <p>{t.firstRoomsLead}</p>
      </header>
      <div className="room-choice">
        {names.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={({ target }) =>
                setChosen(target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
              }
            />
            <Hash aria-hidden="true" />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <div className="copy-row">
        <input
          className="input"
          aria-label={t.addRoom}
          placeholder={t.addRoom}
          value={own}
          maxLength={64}
          onChange={({ target }) => setOwn(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || own.trim() === "") return;
            event.preventDefault();
            add();
          }}
        />
        <button className="button" type="button" onClick={add} aria-label={t.addRoom}>
          <Plus size={18} aria-hidden="true" />
        </button>
      </div>
      <div className="entry-actions">
        <button className="button quiet" type="button" onClick={onNext}>
          {t.skip}
        </button>
        <button className="button primary" type="submit" disabled={busy}>
          {t.goOn}
        </button>
      </div>
    </form>
  );
}

function InviteStep({ onNext }: { readonly onNext: () => void }) {
  const store = useStore();
  const [address, setAddress] = useState("");
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    void store.act({ type: "invite_create" }).then((ok) => {
      if (ok?.invite !== undefined) setAddress(inviteAddress(store.account.server, ok.invite.code));
    });
  }, [store]);

  return (
    <div className="entry-form">
      <header className="entry-head">
        <h1>{t.firstInviteTitle}</h1>
        <p>{t.firstInviteLead}</p>
      </header>
      <div className="copy-row">
        {address !== "" && <input className="input" readOnly value={address} aria-label={t.inviteLink} />}
        <button
          className="button"
          type="button"
          onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}
        >
          {copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          {copied ? t.copied : t.copy}
        </button>
      </div>
      <div className="entry-actions">
        <button className="button primary" type="button" onClick={onNext}>
          {t.finish}
        </button>
      </div>
    </div>
  );
}
