/** The texts of voice rooms and calls. */

import { language } from "./texts.ts";
import { voiceDe } from "./voice-de.ts";
import { type VoiceTexts, voiceEn } from "./voice-en.ts";

const LANGUAGES: Readonly<Record<string, VoiceTexts>> = { en: voiceEn, de: voiceDe };

export const v: VoiceTexts = LANGUAGES[language] ?? voiceEn;
