/** German: what goes with a conversation. */

import type { TalkTexts } from "./talk-en.ts";

export const talkDe: TalkTexts = {
  // Tasten
  keyList: {
    areas: "Von Teil zu Teil: Räume, Mitglieder, Nachrichten, Schreiben (mit Umschalt zurück)",
    moveRoom: "Den Raum mit dem Fokus verschieben (wer darf)",
    switcher: "Zu einem Raum oder einer Person",
    search: "Suchen",
    help: "Diese Übersicht",
    roomUp: "Raum darüber",
    roomDown: "Raum darunter",
    unreadUp: "Ungelesener Raum darüber",
    unreadDown: "Ungelesener Raum darunter",
    editLast: "Letzte eigene Nachricht bearbeiten (im leeren Textfeld)",
    newline: "Neue Zeile",
    send: "Senden",
    escape: "Raum als gelesen markieren und zum Neuesten",
    messages: "Von Nachricht zu Nachricht (wenn eine den Fokus hat)",
    replyKey: "Auf die Nachricht mit dem Fokus antworten",
    editKey: "Sie bearbeiten",
    reactKey: "Darauf reagieren",
    members: "Mitglieder zeigen oder verbergen",
  },
  // Slash commands
  ofServer: "von diesem Server",
  optional: "freiwillig",
  optionKinds: {
    string: "Text",
    integer: "ganze Zahl",
    number: "Zahl",
    boolean: "true oder false",
    user: "eine Person: @…",
    room: "ein Raum: #…",
    role: "eine Rolle: @…",
    choice: "eins aus einer Liste",
  },
  between: (min, max) =>
    max === "" ? `mindestens ${min}` : min === "" ? `höchstens ${max}` : `${min} bis ${max}`,
  needsMore: (command, names) => `${command} braucht noch: ${names.join(", ")}`,
  tooMuch: (command, extra) => `${command} kennt kein „${extra}“`,
  commandHelp: "Argumente des Befehls",
  waitingFor: (name) => `Warten auf ${name} …`,
  noAnswer: "Es kam keine rechtzeitige Antwort.",
  commandFailed: "Hat nicht geklappt",
  onlyYou: "Nur du siehst das",
  dismiss: "Ausblenden",
  // Previews
  embeds: "Kästen unter der Nachricht",
  removePreviews: "Vorschauen entfernen",
  // Reports
  report: "Melden",
  reportLead: "Die Moderation sieht die Nachricht und was du schreibst. Niemand sonst erfährt davon.",
  reportReason: "Was ist damit nicht in Ordnung?",
  reported: "Gemeldet. Danke.",
  // Moving rooms
  moveUp: "Nach oben",
  moveDown: "Nach unten",
  moved: (name) => `${name} wurde verschoben`,
  used: (who, command) => `${who} hat /${command} benutzt`,
};
