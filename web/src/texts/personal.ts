/** The texts of one's notifications, sign-ins and spaces. */

import { personalDe } from "./personal-de.ts";
import { type PersonalTexts, personalEn } from "./personal-en.ts";
import { language } from "./texts.ts";

const LANGUAGES: Readonly<Record<string, PersonalTexts>> = { en: personalEn, de: personalDe };

export const p: PersonalTexts = LANGUAGES[language] ?? personalEn;
