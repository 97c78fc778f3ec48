/** A setting that is on or off. */

import { type ReactNode, useId } from "react";

interface SwitchProps {
  readonly label: ReactNode;
  /** Under the label; "" = none. */
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, hint = "", checked, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <span>
        <label htmlFor={id}>{label}</label>
        {hint !== "" && (
          <span className="hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
      <input
        className="switch"
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-describedby={hint === "" ? undefined : `${id}-hint`}
        onChange={({ target }) => onChange(target.checked)}
      />
    </div>
  );
}
