/** How this device shows things. */

import { useState } from "react";
import { changeAppearance, type Density, readAppearance, type Theme } from "../../state/appearance.ts";
import { chooseLanguage, language, languages, t } from "../../texts/texts.ts";

export default function AppearancePage() {
  const [appearance, setAppearance] = useState(readAppearance);
  const change = (by: Parameters<typeof changeAppearance>[0]): void => {
    changeAppearance(by);
    setAppearance(readAppearance());
  };
  return (
    <div className="form">
      <Choice<Theme>
        label={t.theme}
        value={appearance.theme}
        options={t.themes}
        onChange={(theme) => change({ theme })}
      />
      <Choice<Density>
        label={t.density}
        value={appearance.density}
        options={t.densities}
        onChange={(density) => change({ density })}
      />
      <div className="field">
        <label htmlFor="language">{t.language}</label>
        <select
          className="input"
          id="language"
          value={language}
          onChange={({ target }) => chooseLanguage(target.value)}
        >
          {languages.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Texts by value. */
  readonly options: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="choice">
      <legend className="label">{label}</legend>
      {(Object.keys(options) as T[]).map((one) => (
        <label key={one}>
          <input type="radio" name={label} checked={one === value} onChange={() => onChange(one)} />
          <span>{options[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
