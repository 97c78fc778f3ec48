/** What a room allows and denies to roles and to people, apart from what they may elsewhere. */

import { Plus } from "lucide-react";
import { useState } from "react";
import type { Override, Room, User } from "../../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../../sdk/src/state.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { type Entry, Menu } from "../../parts/Menu.tsx";
import { nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { ROOM_PERMISSIONS } from "../../state/room-permissions.ts";
import { s } from "../../texts/staff.ts";
import { PersonSearch } from "../PersonSearch.tsx";

export function Overrides({ room }: { readonly room: Room }) {
  const known = useView(({ known }) => known);
  const [chosen, setChosen] = useState(0);
  const [adding, setAdding] = useState<{ readonly id: number; readonly isUser: boolean } | null>(null);
  const [finding, setFinding] = useState(false);
  const told = room.overrides ?? [];
  const isNew = adding !== null && !told.some((one) => targetOf(one) === adding.id);
  const all: readonly Override[] = isNew
    ? [
        ...told,
        {
          allow: [],
          deny: [],
          role_id: adding.isUser ? 0 : adding.id,
          user_id: adding.isUser ? adding.id : 0,
        },
      ]
    : told;
  const open = all.find((one) => targetOf(one) === chosen);
  const add = (id: number, isUser: boolean): void => {
    setAdding({ id, isUser });
    setChosen(id);
    setFinding(false);
  };
  const roles = Object.values(known.roles)
    .filter(({ id }) => !all.some(({ role_id = 0 }) => role_id === id))
    .sort((a, b) => b.position - a.position);
  const entries: Entry[] = [
    ...roles.map(({ id, name, position }) => ({
      label: position === 0 ? s.everyoneRole : name,
      onSelect: () => add(id, false),
    })),
    null,
    { label: s.overrideAddPerson, onSelect: () => setFinding(true) },
  ];
  return (
    <section className="form" aria-label={s.overrides}>
      <header>
        <h3>{s.overrides}</h3>
        <p className="hint">{s.overridesLead}</p>
      </header>
      <div className="picks">
        {all.map((one) => (
          <button
            key={targetOf(one)}
            type="button"
            className="pick"
            aria-pressed={targetOf(one) === chosen}
            onClick={() => setChosen(targetOf(one) === chosen ? 0 : targetOf(one))}
          >
            {targetName(known, one)}
          </button>
        ))}
        <Menu align="start" entries={entries}>
          <button type="button" className="pick" aria-label={`${s.add}: ${s.overrideFor}`}>
            <Plus size={14} aria-hidden="true" />
            {s.add}
          </button>
        </Menu>
      </div>
      {open !== undefined && <OverrideForm room={room} override={open} />}
      {finding && (
        <Dialog title={s.overrideAddPerson} onClose={() => setFinding(false)}>
          <PersonSearch chosen={[]} onChoose={([user]: readonly User[]) => user && add(user.id, true)} />
        </Dialog>
      )}
    </section>
  );
}

interface OverrideFormProps {
  readonly room: Room;
  readonly override: Override;
}

type Word = "allow" | "inherit" | "deny";

function OverrideForm({ room, override }: OverrideFormProps) {
  const store = useStore();
  const { allow = [], deny = [], role_id = 0, user_id = 0 } = override;
  const set = (change: { allow: readonly string[]; deny: readonly string[] }): void =>
    void store.act({
      type: "permission_override_set",
      room_id: room.id,
      ...(role_id === 0 ? { user_id } : { role_id }),
      allow: [...change.allow],
      deny: [...change.deny],
    });
  const say = (name: string, word: Word): void => {
    const others = (list: readonly string[]): readonly string[] => list.filter((one) => one !== name);
    set({
      allow: word === "allow" ? [...others(allow), name] : others(allow),
      deny: word === "deny" ? [...others(deny), name] : others(deny),
    });
  };
  return (
    <div className="panel">
      <ul className="words">
        {ROOM_PERMISSIONS.map((name) => {
          const word: Word = allow.includes(name) ? "allow" : deny.includes(name) ? "deny" : "inherit";
          const label = s.permissionNames[name] ?? name;
          return (
            <li key={name}>
              <span>{label}</span>
              <select
                className="input"
                data-word={word}
                aria-label={label}
                value={word}
                onChange={({ target }) => say(name, target.value as Word)}
              >
                <option value="inherit">{s.asElsewhere}</option>
                <option value="allow">{s.allow}</option>
                <option value="deny">{s.deny}</option>
              </select>
            </li>
          );
        })}
      </ul>
      <div className="panel-actions">
        <button type="button" className="button small" onClick={() => set({ allow: [], deny: [] })}>
          {s.overrideRemove}
        </button>
      </div>
    </div>
  );
}

function targetOf({ role_id = 0, user_id = 0 }: Override): number {
  return role_id === 0 ? user_id : role_id;
}

function targetName(known: State, { role_id = 0, user_id = 0 }: Override): string {
  if (role_id === 0) return nameOf(known, known.members[user_id]?.user);
  const role = known.roles[role_id];
  return role?.position === 0 ? s.everyoneRole : (role?.name ?? "?");
}
