/** Automatic rules: what is refused, deleted or reported, and trying them on a text. */

import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { AutomodMatch, AutomodRule } from "../../../../sdk/src/gen/protocol.ts";
import { useList } from "../../state/answers.ts";
import { useStore } from "../../state/react.ts";
import { s } from "../../texts/staff.ts";
import { RuleForm } from "./RuleForm.tsx";

/** What a rule is before anybody has said anything. */
const NEW: AutomodRule = {
  id: 0,
  name: "",
  enabled: true,
  action: "refuse",
  words: [],
  links: [],
  allowed_links: [],
  room_ids: [],
  exempt_role_ids: [],
  exempt_room_ids: [],
};

export default function AutomodPage() {
  const [open, setOpen] = useState<number | null>(null);
  const { list, busy } = useList<AutomodRule>(
    "",
    ["automod_update"],
    () => ({ type: "automod_set" }),
    (ok) => ok.rules,
  );
  return (
    <>
      <p className="hint">{s.automodLead}</p>
      <div>
        <button type="button" className="button small" onClick={() => setOpen(0)}>
          <Plus size={16} aria-hidden="true" />
          {s.newRule}
        </button>
      </div>
      {open === 0 && <RuleForm rule={NEW} onClose={() => setOpen(null)} />}
      {list.length === 0 && !busy && open !== 0 && <p className="empty">{s.automodNone}</p>}
      <ul className="rows" aria-label={s.automodPage}>
        {list.map((rule) => (
          <li key={rule.id}>
            <button
              type="button"
              className="row-button"
              aria-expanded={open === rule.id}
              onClick={() => setOpen(open === rule.id ? null : rule.id)}
            >
              <span className="row-text">
                <b>{rule.name}</b>
                <span className="hint">{s.ruleActions[rule.action]}</span>
              </span>
              {!rule.enabled && <span className="tag plain">{s.ruleOff}</span>}
              {rule.dry_run === true && <span className="tag warn">{s.ruleTrial}</span>}
            </button>
            {open === rule.id && <RuleForm rule={rule} onClose={() => setOpen(null)} />}
          </li>
        ))}
      </ul>
      {list.length > 0 && <Trial />}
    </>
  );
}

function Trial() {
  const store = useStore();
  const [matches, setMatches] = useState<readonly AutomodMatch[] | null>(null);
  const test = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const content = String(new FormData(event.currentTarget).get("content"));
    const ok = await store.act({ type: "automod_test", content });
    setMatches(ok === null ? null : (ok.matches ?? []));
  };
  return (
    <form className="field" onSubmit={test}>
      <label htmlFor="rule-trial">{s.ruleTest}</label>
      <div className="filter-row">
        <input className="input" id="rule-trial" name="content" required autoComplete="off" />
        <button type="submit" className="button">
          {s.ruleTest}
        </button>
      </div>
      <div role="status">
        {matches?.length === 0 && <p className="hint">{s.ruleTestNone}</p>}
        {matches?.map(({ rule_id, rule, matched, action }) => (
          <p key={rule_id}>{s.ruleTestHit(rule, matched, s.ruleActions[action] ?? action)}</p>
        ))}
      </div>
    </form>
  );
}
