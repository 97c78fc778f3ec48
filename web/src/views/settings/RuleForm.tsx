/** Making or changing an automatic rule. */

import { type FormEvent, useState } from "react";
import type { AutomodRule } from "../../../../sdk/src/gen/protocol.ts";
import { Switch } from "../../parts/Switch.tsx";
import { useStore } from "../../state/react.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";

/** How long a rule's timeout lasts unless the rule says otherwise, in milliseconds. */
const TIMEOUT_MILLIS = 10 * 60_000;

interface RuleFormProps {
  /** Its id is 0 for a new one. */
  readonly rule: AutomodRule;
  readonly onClose: () => void;
}

export function RuleForm({ rule, onClose }: RuleFormProps) {
  const store = useStore();
  const [flags, setFlags] = useState({
    enabled: rule.enabled,
    names: rule.names === true,
    dry_run: rule.dry_run === true,
  });
  const key = (name: string): string => `rule-${rule.id}-${name}`;

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const lines = (name: string): string[] =>
      String(form.get(name) ?? "")
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    const ok = await store.act({
      type: "automod_set",
      rule: {
        ...rule,
        ...flags,
        name: String(form.get("name")).trim(),
        action: String(form.get("action")),
        words: lines("words"),
        links: lines("links"),
        allowed_links: lines("allowed"),
        max_mentions: Number(form.get("mentions")),
        timeout_ms: form.get("action") === "timeout" ? rule.timeout_ms || TIMEOUT_MILLIS : 0,
      },
    });
    if (ok !== null) onClose();
  };
  const remove = async (): Promise<void> => {
    if ((await store.act({ type: "automod_set", remove_id: rule.id })) !== null) onClose();
  };
  return (
    <form className="panel" onSubmit={save}>
      <div className="field">
        <label htmlFor={key("name")}>{s.ruleName}</label>
        <input
          className="input"
          id={key("name")}
          name="name"
          defaultValue={rule.name}
          maxLength={64}
          required
          autoComplete="off"
        />
      </div>
      <div className="field">
        <label htmlFor={key("action")}>{s.ruleAction}</label>
        <select className="input" id={key("action")} name="action" defaultValue={rule.action}>
          {Object.entries(s.ruleActions).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
      <Lines id={key("words")} name="words" label={s.ruleWords} hint={s.ruleWordsHint} lines={rule.words} />
      <Lines id={key("links")} name="links" label={s.ruleLinks} hint={s.ruleLinksHint} lines={rule.links} />
      <Lines
        id={key("allowed")}
        name="allowed"
        label={s.ruleAllowedLinks}
        hint=""
        lines={rule.allowed_links}
      />
      <div className="field">
        <label htmlFor={key("mentions")}>{s.ruleMentions}</label>
        <input
          className="input"
          id={key("mentions")}
          name="mentions"
          type="number"
          min={0}
          max={100}
          defaultValue={rule.max_mentions ?? 0}
        />
      </div>
      <div className="switches">
        <Switch
          label={s.ruleEnabled}
          checked={flags.enabled}
          onChange={(enabled) => setFlags({ ...flags, enabled })}
        />
        <Switch
          label={s.ruleDryRun}
          checked={flags.dry_run}
          onChange={(dry_run) => setFlags({ ...flags, dry_run })}
        />
        <Switch
          label={s.ruleNames}
          checked={flags.names}
          onChange={(names) => setFlags({ ...flags, names })}
        />
      </div>
      <footer className="dialog-actions">
        {rule.id !== 0 && (
          <button type="button" className="button small danger" onClick={() => void remove()}>
            {s.ruleDelete}
          </button>
        )}
        <button type="button" className="button small quiet" onClick={onClose}>
          {t.cancel}
        </button>
        <button type="submit" className="button small primary">
          {t.save}
        </button>
      </footer>
    </form>
  );
}

interface LinesProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** Under the field; "" = none. */
  readonly hint: string;
  readonly lines: readonly string[] | undefined;
}

function Lines({ id, name, label, hint, lines = [] }: LinesProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        className="input"
        id={id}
        name={name}
        rows={2}
        defaultValue={lines.join("\n")}
        spellCheck={false}
        aria-describedby={hint === "" ? undefined : `${id}-hint`}
      />
      {hint !== "" && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
