/** The audit log: who did what, when, and what was different before. */

import { useState } from "react";
import type { AuditEntry } from "../../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../../sdk/src/state.ts";
import { Avatar } from "../../parts/Avatar.tsx";
import { useList } from "../../state/answers.ts";
import { addressOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { stampOf, wholeTimeOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";

export default function AuditPage() {
  const [action, setAction] = useState("");
  const { list, busy, more, onMore } = useList<AuditEntry>(
    action,
    ["audit_entry"],
    (last) => ({ type: "audit_get", action, ...(last === undefined ? {} : { before: last.id }) }),
    (ok) => ok.entries,
  );
  return (
    <>
      <div className="field">
        <label htmlFor="audit-action">{s.auditAction}</label>
        <select
          className="input"
          id="audit-action"
          value={action}
          onChange={({ target }) => setAction(target.value)}
        >
          <option value="">{s.auditAll}</option>
          {Object.entries(s.auditActions).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </div>
      {list.length === 0 && !busy && <p className="empty">{s.auditNone}</p>}
      <ul className="rows" aria-label={s.auditPage}>
        {list.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </ul>
      {more && (
        <button type="button" className="button" onClick={onMore}>
          {s.more}
        </button>
      )}
    </>
  );
}

function Row({ entry }: { readonly entry: AuditEntry }) {
  const { server } = useStore().account;
  const known = useView(({ known }) => known);
  const { actor, action, created, changes = [], reason = "" } = entry;
  const target = targetName(known, entry);
  return (
    <li className="row audit">
      <Avatar
        id={actor?.id ?? 0}
        name={nameOf(known, actor)}
        picture={addressOf(server, actor?.avatar)}
        size={2}
      />
      <span className="row-text">
        <span>
          <b>{nameOf(known, actor)}</b> {s.auditActions[action] ?? action}
          {target !== "" && <b> {target}</b>}
        </span>
        {reason !== "" && <span>{s.auditReason(reason)}</span>}
        {changes.length > 0 && (
          <span className="hint changes">
            {changes.map(({ field, before, after }) => (
              <span key={field}>
                {field}: <del>{shown(before)}</del> <ins>{shown(after)}</ins>
              </span>
            ))}
          </span>
        )}
      </span>
      <time className="hint" dateTime={new Date(created).toISOString()} title={wholeTimeOf(created)}>
        {stampOf(created, Date.now())}
      </time>
    </li>
  );
}

/** Longest value that is shown of a change, in characters. */
const SHOWN = 120;

/** A value of a change, without the quotes of a text. */
function shown(json: string): string {
  if (json === "" || json === "null") return "–";
  const text = /^"(.*)"$/s.exec(json)?.[1] ?? json;
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
}

function targetName(known: State, { target_kind, target_id = 0 }: AuditEntry): string {
  switch (target_kind) {
    case "user":
      return known.members[target_id] === undefined ? "" : nameOf(known, known.members[target_id]?.user);
    case "room":
      return known.rooms[target_id] === undefined ? "" : `#${known.rooms[target_id]?.name}`;
    case "role":
      return known.roles[target_id]?.name ?? "";
    case "emoji":
      return known.emojis[target_id] === undefined ? "" : `:${known.emojis[target_id]?.name}:`;
    default:
      return "";
  }
}
