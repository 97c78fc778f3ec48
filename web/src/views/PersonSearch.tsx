/** Finding people of the space by the beginning of a name. */

import { useEffect, useState } from "react";
import type { User } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { addressOf, nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";

interface PersonSearchProps {
  readonly chosen: readonly User[];
  readonly onChoose: (chosen: readonly User[]) => void;
}

const SHOWN = 30;

export function PersonSearch({ chosen, onChoose }: PersonSearchProps) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const { server } = store.account;
  const [wanted, setWanted] = useState("");
  const [found, setFound] = useState<readonly User[]>([]);

  useEffect(() => {
    let isLatest = true;
    store.client.members({ prefix: wanted.trim().replace(/^@/, ""), limit: SHOWN }).then(
      ({ members }) => {
        if (!isLatest) return;
        setFound(members.map(({ user }) => user).filter(({ id }) => id !== store.view.known.user?.id));
      },
      () => undefined,
    );
    return () => {
      isLatest = false;
    };
  }, [store, wanted]);

  const toggle = (user: User): void =>
    onChoose(
      chosen.some(({ id }) => id === user.id) ? chosen.filter(({ id }) => id !== user.id) : [...chosen, user],
    );
  return (
    <>
      <input
        className="input"
        value={wanted}
        placeholder={t.findPeople}
        aria-label={t.findPeople}
        onChange={({ target }) => setWanted(target.value)}
      />
      <ul className="choice-list" aria-label={t.people}>
        {found.map((user) => (
          <li key={user.id}>
            <button
              type="button"
              aria-pressed={chosen.some(({ id }) => id === user.id)}
              onClick={() => toggle(user)}
            >
              <Avatar
                id={user.id}
                name={nameOf(known, user)}
                picture={addressOf(server, user.avatar)}
                size={1.75}
              />
              <span>{nameOf(known, user)}</span>
              <span className="hint">@{user.handle}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && <li className="picker-empty">{t.nobodyFound}</li>}
      </ul>
    </>
  );
}
