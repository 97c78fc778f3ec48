/** The texts of the client, in the language chosen, or the browser's, or English. */

import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

const LANGUAGES: Readonly<Record<string, Texts>> = { en, de };

const KEY = "koine.language";

function choose(): string {
  const chosen = localStorage.getItem(KEY);
  const wished = chosen === null ? navigator.languages : [chosen];
  return (
    wished.map((one) => one.slice(0, 2).toLowerCase()).find((one) => Object.hasOwn(LANGUAGES, one)) ?? "en"
  );
}

/** "en" or "de". */
export const language = choose();

/** Every text that is shown. */
export const t: Texts = LANGUAGES[language] ?? en;

/** The names of the languages, in themselves. */
export const languages: readonly (readonly [string, string])[] = Object.entries(LANGUAGES).map(
  ([code, { languageName }]) => [code, languageName],
);

/** Takes effect with a reload. */
export function chooseLanguage(code: string): void {
  localStorage.setItem(KEY, code);
  location.reload();
}
