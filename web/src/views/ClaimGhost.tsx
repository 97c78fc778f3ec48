/** On the card of somebody on another network: showing that one is they (docs/backends.md). */

import { useState } from "react";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function ClaimGhost({ user }: { readonly user: number }) {
  const store = useStore();
  const [phrase, setPhrase] = useState("");
  const claim = async (): Promise<void> => {
    const ok = await store.act({ type: "identity_claim", user_id: user });
    if (ok?.claim !== undefined) setPhrase(ok.claim.text);
  };
  if (phrase === "")
    return (
      <button type="button" className="button" onClick={() => void claim()}>
        {t.thatsMe}
      </button>
    );
  return (
    <div role="status">
      <p className="hint">{t.thatsMeHow}</p>
      <p>
        <code>{phrase}</code>
      </p>
    </div>
  );
}
