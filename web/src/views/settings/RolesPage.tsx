/** The roles of the space, highest first, and the one that is being changed. */

import { Plus } from "lucide-react";
import { useState } from "react";
import { Sortable } from "../../parts/Sortable.tsx";
import { colorText } from "../../state/names.ts";
import { rankOf } from "../../state/permissions.ts";
import { useStore, useView } from "../../state/react.ts";
import { s } from "../../texts/staff.ts";
import { RoleForm } from "./RoleForm.tsx";

export default function RolesPage() {
  const store = useStore();
  const roles = useView(({ known }) =>
    Object.values(known.roles)
      .filter(({ position }) => position > 0)
      .sort((a, b) => b.position - a.position),
  );
  const everyone = useView(({ known }) => Object.values(known.roles).find(({ position }) => position === 0));
  const own = useView(({ known }) => rankOf(known, known.user?.id ?? 0));
  const [chosen, setChosen] = useState(0);
  const open = [...roles, ...(everyone === undefined ? [] : [everyone])].find(({ id }) => id === chosen);

  const make = async (): Promise<void> => {
    const ok = await store.act({ type: "role_create", name: s.newRole });
    if (ok?.role !== undefined) setChosen(ok.role.id);
  };
  return (
    <>
      <p className="hint">{s.rolesLead}</p>
      <div>
        <button type="button" className="button small" onClick={() => void make()}>
          <Plus size={16} aria-hidden="true" />
          {s.newRole}
        </button>
      </div>
      <div className="beside">
        <div>
          <Sortable
            label={s.rolesPage}
            onMove={(id, index) =>
              void store.act({ type: "role_move", role_id: id, position: roles.length - index })
            }
            rows={roles.map(({ id, name, color = 0, position }) => ({
              id,
              name,
              fixed: position >= own,
              content: (
                <button
                  type="button"
                  className="row-button"
                  aria-current={id === chosen}
                  onClick={() => setChosen(id)}
                >
                  <i
                    className="role-dot"
                    style={color === 0 ? undefined : ({ "--dot": colorText(color) } as React.CSSProperties)}
                  />
                  <span className="row-text">
                    <b>{name}</b>
                  </span>
                </button>
              ),
            }))}
          />
          {everyone !== undefined && (
            <button
              type="button"
              className="row-button everyone"
              aria-current={everyone.id === chosen}
              onClick={() => setChosen(everyone.id)}
            >
              <i className="role-dot" />
              <span className="row-text">
                <b>{s.everyoneRole}</b>
                <span className="hint">{s.everyoneHint}</span>
              </span>
            </button>
          )}
        </div>
        {open !== undefined && (
          <RoleForm key={open.id} role={open} fixed={open.position >= own} onDeleted={() => setChosen(0)} />
        )}
      </div>
    </>
  );
}
