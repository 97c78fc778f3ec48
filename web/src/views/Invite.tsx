/** A link that brings people in. */

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Dialog } from "../parts/Dialog.tsx";
import { inviteAddress } from "../state/invites.ts";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long it lasts, in milliseconds; 0 = for ever. */
const LASTS: readonly (readonly [number, string])[] = [
  [HOUR, t.hours(1)],
  [DAY, t.days(1)],
  [7 * DAY, t.days(7)],
  [30 * DAY, t.days(30)],
  [0, t.never],
];
const USES = [0, 1, 5, 25, 100];

export default function Invite({ onClose }: { readonly onClose: () => void }) {
  const store = useStore();
  const [lasts, setLasts] = useState(7 * DAY);
  const [uses, setUses] = useState(0);
  const [address, setAddress] = useState("");
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    let isLatest = true;
    setAddress("");
    setCopied(false);
    const expires = lasts === 0 ? {} : { expires: Date.now() + lasts };
    void store
      .act({ type: "invite_create", ...expires, ...(uses === 0 ? {} : { max_uses: uses }) })
      .then((ok) => {
        if (isLatest && ok?.invite !== undefined)
          setAddress(inviteAddress(store.account.server, ok.invite.code));
      });
    return () => {
      isLatest = false;
    };
  }, [store, lasts, uses]);

  return (
    <Dialog title={t.inviteTitle} lead={t.firstInviteLead} onClose={onClose}>
      <div className="copy-row">
        <input className="input" readOnly value={address} aria-label={t.inviteLink} />
        <button
          type="button"
          className="button primary"
          disabled={address === ""}
          onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}
        >
          {copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          {copied ? t.copied : t.copy}
        </button>
      </div>
      <div className="form-row">
        <div className="field">
          <label htmlFor="invite-lasts">{t.inviteExpires}</label>
          <select
            className="input"
            id="invite-lasts"
            value={lasts}
            onChange={({ target }) => setLasts(Number(target.value))}
          >
            {LASTS.map(([millis, text]) => (
              <option key={millis} value={millis}>
                {text}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="invite-uses">{t.inviteUses}</label>
          <select
            className="input"
            id="invite-uses"
            value={uses}
            onChange={({ target }) => setUses(Number(target.value))}
          >
            {USES.map((n) => (
              <option key={n} value={n}>
                {n === 0 ? t.unlimited : t.times(n)}
              </option>
            ))}
          </select>
        </div>
      </div>
    </Dialog>
  );
}
