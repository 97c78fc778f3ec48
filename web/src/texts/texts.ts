/** The texts of the client, in the language chosen, or the browser's, or English. */

import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

/** "rtl" is English laid out from right to left, to see that the page holds: chosen by hand alone. */
const LANGUAGES: Readonly<Record<string, Texts>> = { en, de, rtl: en };

const KEY = "koine.language";

function choose(): string {
  const chosen = localStorage.getItem(KEY);
  if (chosen !== null && Object.hasOwn(LANGUAGES, chosen)) return chosen;
  return (
    navigator.languages
      .map((one) => one.slice(0, 2).toLowerCase())
      .find((one) => Object.hasOwn(LANGUAGES, one)) ?? "en"
  );
}

/** "en", "de" or "rtl". */
export const language = choose();

export const direction = language === "rtl" ? "rtl" : "ltr";

/** Every text that is shown. */
export const t: Texts = LANGUAGES[language] ?? en;

/** The names of the languages, in themselves. */
export const languages: readonly (readonly [string, string])[] = Object.entries(LANGUAGES)
  .filter(([code]) => code !== "rtl")
  .map(([code, { languageName }]) => [code, languageName]);

/** Takes effect with a reload. */
export function chooseLanguage(code: string): void {
  localStorage.setItem(KEY, code);
  location.reload();
}
