/** Roles that one may take and leave oneself (docs/handbook.md). */

import { Switch } from "../../parts/Switch.tsx";
import { useStore, useView } from "../../state/react.ts";
import { p } from "../../texts/personal.ts";

export function OwnRoles() {
  const store = useStore();
  const user = useView(({ known }) => known.user?.id ?? 0);
  const held = useView(({ known }) => known.members[user]?.role_ids ?? []);
  const roles = useView(({ known }) =>
    Object.values(known.roles)
      .filter(({ self_assignable }) => self_assignable === true)
      .sort((a, b) => (a.category ?? "").localeCompare(b.category ?? "") || b.position - a.position),
  );
  if (roles.length === 0) return null;
  return (
    <section className="form" aria-labelledby="own-roles">
      <h3 id="own-roles">{p.ownRoles}</h3>
      <p className="hint">{p.ownRolesLead}</p>
      {roles.map(({ id, name, category = "" }) => (
        <Switch
          key={id}
          label={name}
          hint={category}
          checked={held.includes(id)}
          onChange={(take) =>
            void store.act({ type: take ? "role_assign" : "role_unassign", user_id: user, role_id: id })
          }
        />
      ))}
    </section>
  );
}
