/** Whom one is on other networks, and being it no longer (docs/backends.md). */

import { useState } from "react";
import type { User } from "../../../sdk/src/gen/protocol.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { type Paged, useList } from "../state/answers.ts";
import { useStore } from "../state/react.ts";
import { p } from "../texts/personal.ts";

/** Those whom one is, as their networks name them. */
export function useIdentities(): Paged<User> {
  return useList<User>(
    "",
    // It is told as a new name of the guest.
    ["user_update"],
    () => ({ type: "identities_get" }),
    (ok) => ok.identities,
  );
}

interface UndoIdentityProps {
  readonly ghost: User;
  /** This button is about to go: the focus needs a place. */
  readonly onUndone: () => void;
}

export function UndoIdentity({ ghost, onUndone }: UndoIdentityProps) {
  const store = useStore();
  const [asking, setAsking] = useState(false);
  const undo = async (): Promise<void> => {
    if ((await store.act({ type: "identity_release", user_id: ghost.id })) === null) return;
    onUndone();
    store.notify(p.twoAgain(ghost.name));
  };
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-label={p.undoIdentity(ghost.name)}
        onClick={() => setAsking(true)}
      >
        {p.undo}
      </button>
      {asking && (
        <Confirm
          title={p.undoIdentity(ghost.name)}
          question={p.undoSure(ghost.name)}
          action={p.undo}
          onClose={() => setAsking(false)}
          onConfirm={() => void undo()}
        />
      )}
    </>
  );
}
