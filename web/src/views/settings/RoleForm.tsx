/** Changing a role. Switches take effect at once, texts with the button. */

import { type FormEvent, useState } from "react";
import type { Role } from "../../../../sdk/src/gen/protocol.ts";
import { Confirm } from "../../parts/Confirm.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { colorText } from "../../state/names.ts";
import { may } from "../../state/permissions.ts";
import { useStore, useView } from "../../state/react.ts";
import { ROOM_PERMISSIONS } from "../../state/room-permissions.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";

interface RoleFormProps {
  readonly role: Role;
  /** One may not change it. */
  readonly fixed: boolean;
  readonly onDeleted: () => void;
}

const SPACE_PERMISSIONS = Object.keys(s.permissionNames).filter((name) => !ROOM_PERMISSIONS.includes(name));

export function RoleForm({ role, fixed, onDeleted }: RoleFormProps) {
  const store = useStore();
  const [asking, setAsking] = useState(false);
  const ordinary = role.position > 0;
  const change = (by: { hoisted?: boolean; mentionable?: boolean; self_assignable?: boolean }): void =>
    void store.act({ type: "role_update", role_id: role.id, ...by });
  return (
    <section className="form" aria-label={ordinary ? role.name : s.everyoneRole}>
      {ordinary && (
        <>
          <Head role={role} fixed={fixed} />
          <div className="switches">
            <Switch
              label={s.hoisted}
              checked={role.hoisted === true}
              disabled={fixed}
              onChange={(hoisted) => change({ hoisted })}
            />
            <Switch
              label={s.mentionable}
              checked={role.mentionable === true}
              disabled={fixed}
              onChange={(mentionable) => change({ mentionable })}
            />
            <Switch
              label={s.selfAssignable}
              checked={role.self_assignable === true}
              disabled={fixed}
              onChange={(self_assignable) => change({ self_assignable })}
            />
          </div>
        </>
      )}
      <Permissions label={s.inRooms} names={ROOM_PERMISSIONS} role={role} fixed={fixed} />
      <Permissions label={s.inSpace} names={SPACE_PERMISSIONS} role={role} fixed={fixed} />
      {ordinary && !fixed && (
        <div className="panel-actions">
          <button type="button" className="button small danger" onClick={() => setAsking(true)}>
            {s.deleteRole}
          </button>
        </div>
      )}
      {asking && (
        <Confirm
          title={s.deleteRole}
          question={s.deleteRoleSure(role.name)}
          action={t.remove}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            void store.act({ type: "role_delete", role_id: role.id });
            onDeleted();
          }}
        />
      )}
    </section>
  );
}

function Head({ role, fixed }: { readonly role: Role; readonly fixed: boolean }) {
  const store = useStore();
  const [color, setColor] = useState(role.color ?? 0);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ok = await store.act({
      type: "role_update",
      role_id: role.id,
      name: String(form.get("name")).trim(),
      category: String(form.get("category") ?? "").trim(),
      color,
    });
    if (ok !== null) store.notify(t.saved);
  };
  return (
    <form className="form" onSubmit={save}>
      <div className="field">
        <label htmlFor="role-name">{s.roleName}</label>
        <input
          className="input"
          id="role-name"
          name="name"
          defaultValue={role.name}
          maxLength={64}
          disabled={fixed}
          required
          autoComplete="off"
        />
      </div>
      <div className="field">
        <label htmlFor="role-color">{s.colour}</label>
        <div className="colour-row">
          <input
            id="role-color"
            type="color"
            value={color === 0 ? "#8b857a" : colorText(color)}
            disabled={fixed}
            onChange={({ target }) => setColor(Number.parseInt(target.value.slice(1), 16))}
          />
          <button type="button" className="button small quiet" disabled={fixed} onClick={() => setColor(0)}>
            {s.noColour}
          </button>
          {color !== 0 && <code>{colorText(color)}</code>}
        </div>
      </div>
      {role.self_assignable === true && (
        <div className="field">
          <label htmlFor="role-category">{s.category}</label>
          <input
            className="input"
            id="role-category"
            name="category"
            defaultValue={role.category ?? ""}
            maxLength={64}
            disabled={fixed}
            autoComplete="off"
          />
        </div>
      )}
      <div className="dialog-actions">
        <button type="submit" className="button primary small" disabled={fixed}>
          {t.save}
        </button>
      </div>
    </form>
  );
}

interface PermissionsProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly role: Role;
  readonly fixed: boolean;
}

function Permissions({ label, names, role, fixed }: PermissionsProps) {
  const store = useStore();
  // Nobody grants what they do not hold.
  const held = useView(({ known }) => names.filter((name) => may(known, name)));
  const set = (name: string, on: boolean): void => {
    const permissions = on
      ? [...role.permissions, name]
      : role.permissions.filter((permission) => permission !== name);
    const cleared = permissions.length === 0 ? { cleared: ["permissions"] } : {};
    void store.act({ type: "role_update", role_id: role.id, permissions, ...cleared });
  };
  return (
    <fieldset className="switches">
      <legend className="label">{`${s.permissionsOf}: ${label}`}</legend>
      {names.map((name) => (
        <Switch
          key={name}
          label={s.permissionNames[name] ?? name}
          checked={role.permissions.includes(name)}
          disabled={fixed || !held.includes(name)}
          onChange={(on) => set(name, on)}
        />
      ))}
    </fieldset>
  );
}
