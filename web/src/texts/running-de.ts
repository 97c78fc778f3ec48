/** German: webhooks and how long messages are kept. */

import type { RunningTexts } from "./running-en.ts";

export const runningDe: RunningTexts = {
  // Webhooks
  webhooks: "Webhooks",
  webhooksLead:
    "Andere Programme schreiben hier durch einen eingehenden Webhook und erfahren durch einen ausgehenden, was geschieht.",
  webhooksNone: "Es gibt noch keine Webhooks.",
  newWebhook: "Neuer Webhook",
  webhookName: "Name",
  webhookKind: "Art",
  webhookKinds: {
    incoming: "Eingehend: schreibt in einen Raum",
    outgoing: "Ausgehend: erfährt von Ereignissen",
  },
  incoming: "eingehend",
  outgoing: "ausgehend",
  webhookRoom: "Raum",
  allRooms: "Alle Räume",
  webhookUrl: "Adresse, an die Ereignisse gehen",
  webhookEvents: "Ereignisse (keins gewählt: alle)",
  postTo: "Adresse, an die geschrieben wird",
  signingKey: "Schlüssel, mit dem Anfragen signiert werden",
  once: "Jetzt aufbewahren: er wird nicht wieder gezeigt. Wer ihn kennt, kann den Webhook benutzen.",
  rotate: "Neues Geheimnis",
  rotateSure: (name) => `${name} ein neues Geheimnis geben? Das alte gilt sofort nicht mehr.`,
  deleteWebhook: "Webhook löschen",
  deleteWebhookSure: (name) => `Den Webhook ${name} löschen? Was er geschrieben hat, bleibt.`,
  switchedOn: "Eingeschaltet",
  off: "aus",
  failing: (n) => `${n} in Folge fehlgeschlagen`,
  lastUsed: (when) => `zuletzt benutzt ${when}`,
  neverUsed: "nie benutzt",
  undelivered: "Konnte nicht zugestellt werden",
  undeliveredNone: "Alles wurde zugestellt.",
  attempts: (n) => (n === 1 ? "1 Versuch" : `${n} Versuche`),
  retryOne: "Noch einmal zustellen",
  retryAll: "Alle noch einmal zustellen",
  retrying: (n) => `${n} werden noch einmal zugestellt.`,
  // Backends
  backends: "Andere Netze",
  backendsLead:
    "Programme, die Räume anderer Netze hereinholen. Sie stehen in der Konfiguration des Servers.",
  backendsNone: "Kein anderes Netz ist verbunden.",
  backendStates: { starting: "startet", running: "läuft", failing: "gestört", stopped: "angehalten" },
  since: (when) => `seit ${when}`,
  memory: (mebibytes) => `${mebibytes} MiB`,
  restart: "Neu starten",
  // Keeping
  retention: "Nachrichten werden entfernt nach",
  retentionAsSpace: "Wie im Space",
  retentionNever: "Nie",
  retentionSure: (n) =>
    `Das entfernt jetzt ${n} Nachrichten und lässt sich nicht rückgängig machen. Angeheftete bleiben.`,
  retentionApply: "Entfernen",
  years: (n) => (n === 1 ? "1 Jahr" : `${n} Jahre`),
  legalHold: "Aufbewahrungspflicht",
  legalHoldHint: "Solange das an ist, wird nichts wegen seines Alters entfernt.",
};
