/** On the card of somebody on another network: showing that one is they, or that one is not (docs/backends.md). */

import { useRef, useState } from "react";
import { useStore } from "../state/react.ts";
import { p } from "../texts/personal.ts";
import { t } from "../texts/texts.ts";
import { UndoIdentity, useIdentities } from "./UndoIdentity.tsx";

export function ClaimGhost({ user }: { readonly user: number }) {
  const store = useStore();
  const [phrase, setPhrase] = useState("");
  const { list, busy } = useIdentities();
  const place = useRef<HTMLDivElement>(null);
  const own = list.find(({ id }) => id === user);
  const claim = async (): Promise<void> => {
    const ok = await store.act({ type: "identity_claim", user_id: user });
    if (ok?.claim !== undefined) setPhrase(ok.claim.text);
  };
  return (
    <div className="claim" ref={place} tabIndex={-1}>
      {own !== undefined && (
        <>
          <p className="hint">{p.thatsYou(own.name)}</p>
          <UndoIdentity
            ghost={own}
            onUndone={() => {
              setPhrase("");
              place.current?.focus();
            }}
          />
        </>
      )}
      {own === undefined && phrase === "" && !busy && (
        <button type="button" className="button" onClick={() => void claim()}>
          {t.thatsMe}
        </button>
      )}
      {own === undefined && phrase !== "" && (
        <div role="status">
          <p className="hint">{t.thatsMeHow}</p>
          <p>
            <code>{phrase}</code>
          </p>
        </div>
      )}
    </div>
  );
}
