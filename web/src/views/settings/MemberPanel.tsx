/** One member: nickname, roles, timeout, kick, ban, and why they may or may not do something. */

import { type FormEvent, useState } from "react";
import type { Member } from "../../../../sdk/src/gen/protocol.ts";
import { Switch } from "../../parts/Switch.tsx";
import { nameOf } from "../../state/names.ts";
import { may, outranks, rankOf } from "../../state/permissions.ts";
import { useStore, useView } from "../../state/react.ts";
import { dateOf, wholeTimeOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";
import { Explain } from "./Explain.tsx";
import { type Measure, MeasureDialog } from "./MeasureDialog.tsx";

export function MemberPanel({ member }: { readonly member: Member }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const [measure, setMeasure] = useState<Measure | null>(null);
  const { user, timeout_until: until = 0 } = member;
  const isSelf = user.id === known.user?.id;
  const stands = isSelf || outranks(known, member);
  const measures = (["timeout", "kick", "ban"] as const).filter(
    (one) => !isSelf && stands && may(known, one),
  );
  const mayName = isSelf ? may(known, "change_nickname") : stands && may(known, "manage_members");
  const name = nameOf(known, user);
  return (
    <div className="panel">
      {member.joined !== undefined && <p className="hint">{s.joined(dateOf(member.joined))}</p>}
      {!stands && <p className="hint">{s.outrank}</p>}
      {mayName && <Nickname key={member.nickname} member={member} />}
      {may(known, "manage_roles") && stands && <Roles member={member} />}
      {until > Date.now() && (
        <p className="error-text">
          <span>{s.timedOut(wholeTimeOf(until))}</span>
          {stands && may(known, "timeout") && (
            <button
              type="button"
              className="button small"
              onClick={() => void store.act({ type: "timeout_set", user_id: user.id, until: 0 })}
            >
              {s.timeoutEnd}
            </button>
          )}
        </p>
      )}
      {(isSelf || may(known, "manage_roles")) && <Explain user={user} />}
      {measures.length > 0 && (
        <div className="panel-actions">
          {measures.map((one) => (
            <button
              key={one}
              type="button"
              className={one === "ban" ? "button small danger" : "button small"}
              onClick={() => setMeasure(one)}
            >
              {s[one]}
            </button>
          ))}
        </div>
      )}
      {measure !== null && (
        <MeasureDialog user={user} name={name} measure={measure} onClose={() => setMeasure(null)} />
      )}
    </div>
  );
}

function Nickname({ member }: { readonly member: Member }) {
  const store = useStore();
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const nickname = String(new FormData(event.currentTarget).get("nickname")).trim();
    const own = member.user.id === store.view.known.user?.id;
    const ok = await store.act(
      own
        ? { type: "profile_update", nickname }
        : { type: "member_update", user_id: member.user.id, nickname },
    );
    if (ok !== null) store.notify(t.saved);
  };
  const id = `nickname-${member.user.id}`;
  return (
    <form className="field" onSubmit={save}>
      <label htmlFor={id}>{s.nickname}</label>
      <div className="copy-row">
        <input
          className="input"
          id={id}
          name="nickname"
          defaultValue={member.nickname ?? ""}
          maxLength={64}
          autoComplete="off"
          aria-describedby={`${id}-hint`}
        />
        <button type="submit" className="button">
          {t.save}
        </button>
      </div>
      <p className="hint" id={`${id}-hint`}>
        {s.nicknameHint}
      </p>
    </form>
  );
}

function Roles({ member }: { readonly member: Member }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const own = rankOf(known, known.user?.id ?? 0);
  const roles = Object.values(known.roles)
    .filter(({ position }) => position > 0)
    .sort((a, b) => b.position - a.position);
  return (
    <fieldset className="switches">
      <legend className="label">{s.rolesOf}</legend>
      {roles.length === 0 && <p className="hint">{s.noRoles}</p>}
      {roles.map(({ id, name, position }) => (
        <Switch
          key={id}
          label={name}
          checked={member.role_ids.includes(id)}
          disabled={position >= own}
          onChange={(held) =>
            void store.act({
              type: held ? "role_assign" : "role_unassign",
              user_id: member.user.id,
              role_id: id,
            })
          }
        />
      ))}
    </fieldset>
  );
}
