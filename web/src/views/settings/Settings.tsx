/** The settings: a list of pages, and the one that is open. */

import { LogOut } from "lucide-react";
import { Suspense, useState } from "react";
import { Dialog } from "../../parts/Dialog.tsx";
import { useView } from "../../state/react.ts";
import { useShell } from "../../state/shell.ts";
import { t } from "../../texts/texts.ts";
import { pages } from "./pages.ts";

interface SettingsProps {
  /** The page to begin with; "" = the first. */
  readonly page: string;
  readonly onClose: () => void;
}

export default function Settings({ page, onClose }: SettingsProps) {
  const { signOut } = useShell();
  const known = useView(({ known }) => known);
  const [chosen, setChosen] = useState(page);
  const offered = pages.filter(({ isFor }) => isFor(known));
  const open = offered.find(({ id }) => id === chosen) ?? offered[0];
  const sections = [
    { id: "you", label: nameOfSelf(known.user?.handle ?? "") },
    { id: "space", label: known.space?.name ?? "" },
  ] as const;
  return (
    <Dialog title={t.settings} onClose={onClose} shape="settings">
      <div className="settings-body">
        <nav className="settings-nav" aria-label={t.settings}>
          {sections.map(({ id, label }) => {
            const list = offered.filter(({ section }) => section === id);
            if (list.length === 0) return null;
            return (
              <section key={id} aria-label={label}>
                <h3>{label}</h3>
                <ul>
                  {list.map((one) => (
                    <li key={one.id}>
                      <button
                        type="button"
                        aria-current={one === open ? "page" : undefined}
                        onClick={() => setChosen(one.id)}
                      >
                        <one.icon aria-hidden="true" />
                        {one.label}
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            );
          })}
          <button type="button" className="settings-leave" onClick={signOut}>
            <LogOut aria-hidden="true" />
            {t.signOut}
          </button>
        </nav>
        <section className="settings-page" aria-label={open?.label}>
          <h2>{open?.label}</h2>
          <Suspense fallback={<span className="spinner" role="status" aria-label={t.connecting} />}>
            {open !== undefined && <open.Page />}
          </Suspense>
        </section>
      </div>
    </Dialog>
  );
}

function nameOfSelf(handle: string): string {
  return `@${handle}`;
}
