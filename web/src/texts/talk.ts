/** The texts of what goes with a conversation: commands, previews, reports, keys. */

import { talkDe } from "./talk-de.ts";
import { type TalkTexts, talkEn } from "./talk-en.ts";
import { language } from "./texts.ts";

const LANGUAGES: Readonly<Record<string, TalkTexts>> = { en: talkEn, de: talkDe };

export const talk: TalkTexts = LANGUAGES[language] ?? talkEn;
