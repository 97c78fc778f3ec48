/** The texts of webhooks, of how long messages are kept, and of the server's health. */

import { runningDe } from "./running-de.ts";
import { type RunningTexts, runningEn } from "./running-en.ts";
import { language } from "./texts.ts";

const LANGUAGES: Readonly<Record<string, RunningTexts>> = { en: runningEn, de: runningDe };

export const r: RunningTexts = LANGUAGES[language] ?? runningEn;
