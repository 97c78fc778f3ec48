/** Signing in and registering. */

import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { login, register } from "../../../sdk/src/http.ts";
import { Mark } from "../parts/Mark.tsx";
import type { Account } from "../state/account.ts";
import { useRoute } from "../state/route.ts";
import { explain } from "../state/store.ts";
import { t } from "../texts/texts.ts";

interface EntryProps {
  /** Why one is here again; "" = nothing to say. */
  readonly notice: string;
  readonly onEnter: (account: Account, registered: boolean) => void;
}

/** What the list of one's sign-ins shows. */
const CLIENT = "Koine web";

export function Entry({ notice, onEnter }: EntryProps) {
  const { route } = useRoute();
  const brought = route.kind === "setup" || route.kind === "invite";
  const [mode, setMode] = useState<"in" | "new">(brought ? "new" : "in");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const servers = useServers();
  const isNew = mode === "new" || brought;

  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another form begins with its first field
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) form.current?.querySelector("input")?.focus();
  }, [isNew]);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "");
    const [handle, password] = [text("handle").trim().replace(/^@/, ""), text("password")];
    setBusy(true);
    setError("");
    try {
      const server = (brought ? "" : text("server")) || location.origin;
      const invite = brought
        ? route.code
        : text("invite")
            .trim()
            .replace(/^.*#invite=/, "");
      const wish = { handle, password, name: text("name").trim(), client: CLIENT, invite };
      const { token, user } = isNew ? await register(server, wish) : await login(server, wish);
      onEnter({ server, token, handle: user.handle, space: "" }, isNew);
    } catch (refused) {
      setError(explain(refused));
      setBusy(false);
    }
  };

  const isSetup = route.kind === "setup";
  const title = isSetup ? t.setupTitle : isNew ? t.registerTitle : t.signInTitle;
  const lead = isSetup
    ? t.setupLead
    : route.kind === "invite"
      ? t.inviteLead
      : isNew
        ? t.registerLead
        : t.signInLead;
  return (
    <main className="entry">
      <div className="entry-card">
        <div className="entry-mark">
          <Mark />
          <span>Koine</span>
        </div>
        <header className="entry-head">
          <h1>{title}</h1>
          <p>{lead}</p>
        </header>
        {(error || notice) && (
          <p className="error-text" role="alert">
            {error || notice}
          </p>
        )}
        <form className="entry-form" onSubmit={submit} ref={form} key={isNew ? "new" : "in"}>
          {!brought && servers.length > 0 && <ServerField servers={servers} />}
          <TextField
            name="handle"
            label={t.handle}
            hint={isNew ? t.handleHint : ""}
            autoComplete="username"
            required
          />
          {isNew && <TextField name="name" label={t.name} hint={t.nameHint} autoComplete="name" />}
          <PasswordField isNew={isNew} />
          {isNew && !brought && (
            <TextField name="invite" label={t.inviteCode} hint={t.inviteCodeHint} autoComplete="off" />
          )}
          <button className="button primary" type="submit" disabled={busy}>
            {isNew ? t.register : t.signIn}
          </button>
        </form>
        {!isSetup && (
          <p className="entry-foot">
            <span>
              {isNew ? t.toSignIn : t.toRegister}{" "}
              <button
                type="button"
                onClick={() => {
                  if (brought) history.replaceState(null, "", location.pathname);
                  if (brought) dispatchEvent(new HashChangeEvent("hashchange"));
                  setMode(isNew ? "in" : "new");
                  setError("");
                }}
              >
                {isNew ? t.signIn : t.register}
              </button>
            </span>
          </p>
        )}
      </div>
    </main>
  );
}

/** Which server one signs in to; the first is the page's own. */
function ServerField({ servers }: { readonly servers: readonly string[] }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t.server}</label>
      <select className="input" id={id} name="server">
        {[location.origin, ...servers].map((origin) => (
          <option key={origin} value={origin}>
            {origin.replace(/^https?:\/\//, "")}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Further servers that the page may be used with, as the operator of its own says. */
function useServers(): readonly string[] {
  const [servers, setServers] = useState<readonly string[]>([]);
  useEffect(() => {
    fetch("/servers.json")
      .then((response) => response.json())
      .then((said: { readonly servers: readonly string[] }) => setServers(said.servers))
      .catch(() => undefined); // Then there is this one alone.
  }, []);
  return servers;
}

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  /** Under the field; "" = none. */
  readonly hint: string;
  readonly autoComplete: string;
  readonly required?: boolean;
}

function TextField({ name, label, hint, autoComplete, required = false }: TextFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        className="input"
        id={id}
        name={name}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        required={required}
        aria-describedby={hint === "" ? undefined : `${id}-hint`}
      />
      {hint !== "" && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function PasswordField({ isNew }: { readonly isNew: boolean }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className="field">
      <label htmlFor={id}>{t.password}</label>
      <div className="with-button">
        <input
          className="input"
          id={id}
          name="password"
          type={shown ? "text" : "password"}
          autoComplete={isNew ? "new-password" : "current-password"}
          required
          minLength={isNew ? 8 : undefined}
          aria-describedby={isNew ? `${id}-hint` : undefined}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={shown ? t.hidePassword : t.showPassword}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </button>
      </div>
      {isNew && (
        <p className="hint" id={`${id}-hint`}>
          {t.passwordHint}
        </p>
      )}
    </div>
  );
}
