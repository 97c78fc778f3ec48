/** The texts of the owner's settings, which most people never load. */

import { staffDe } from "./staff-de.ts";
import { type StaffTexts, staffEn } from "./staff-en.ts";
import { language } from "./texts.ts";

const LANGUAGES: Readonly<Record<string, StaffTexts>> = { en: staffEn, de: staffDe };

export const s: StaffTexts = LANGUAGES[language] ?? staffEn;
