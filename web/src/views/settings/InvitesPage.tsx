/** The invites of the space, and withdrawing them. */

import { Copy, Plus } from "lucide-react";
import type { Invite } from "../../../../sdk/src/gen/protocol.ts";
import { useList } from "../../state/answers.ts";
import { inviteAddress } from "../../state/invites.ts";
import { nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { useShell } from "../../state/shell.ts";
import { wholeTimeOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";

export default function InvitesPage() {
  const store = useStore();
  const { open } = useShell();
  const known = useView(({ known }) => known);
  const { list, busy, more, onMore } = useList<Invite>(
    "",
    ["invite_update"],
    (last) => ({ type: "invites_get", ...(last === undefined ? {} : { before: last.id }) }),
    (ok) => ok.invites,
  );
  const copy = (code: string): void =>
    void navigator.clipboard
      .writeText(inviteAddress(store.account.server, code))
      .then(() => store.notify(t.copied));
  return (
    <>
      <div>
        <button type="button" className="button small" onClick={() => open({ kind: "invite" })}>
          <Plus size={16} aria-hidden="true" />
          {s.inviteNew}
        </button>
      </div>
      {list.length === 0 && !busy && <p className="empty">{s.invitesNone}</p>}
      <ul className="rows" aria-label={s.invitesPage}>
        {list.map(({ id, code, uses, max_uses = 0, expires = 0, creator }) => (
          <li className="row" key={id}>
            <span className="row-text">
              <code>{code}</code>
              <span className="hint">
                {[
                  creator === undefined ? "" : s.by(nameOf(known, creator)),
                  s.inviteUsed(uses, max_uses === 0 ? "∞" : String(max_uses)),
                  expires === 0 ? s.inviteNeverEnds : s.inviteEnds(wholeTimeOf(expires)),
                ]
                  .filter((one) => one !== "")
                  .join(" · ")}
              </span>
            </span>
            <span className="row-actions">
              <button
                type="button"
                className="icon-button"
                aria-label={`${t.copy}: ${code}`}
                title={t.copy}
                onClick={() => copy(code)}
              >
                <Copy aria-hidden="true" />
              </button>
              <button
                type="button"
                className="button small"
                onClick={() => void store.act({ type: "invite_delete", invite_id: id })}
              >
                {s.inviteDelete}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" className="button" onClick={onMore}>
          {s.more}
        </button>
      )}
    </>
  );
}
