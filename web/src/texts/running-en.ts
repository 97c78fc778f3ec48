/** English, and what every other language has to say, about webhooks and how long messages are kept. */

export const runningEn = {
  // Webhooks
  webhooks: "Webhooks",
  webhooksLead: "Other programs post here by an incoming webhook, and hear what happens by an outgoing one.",
  webhooksNone: "There are no webhooks yet.",
  newWebhook: "New webhook",
  webhookName: "Name",
  webhookKind: "Kind",
  webhookKinds: {
    incoming: "Incoming: posts to a room",
    outgoing: "Outgoing: is told of events",
  } as Readonly<Record<string, string>>,
  incoming: "incoming",
  outgoing: "outgoing",
  webhookRoom: "Room",
  allRooms: "All rooms",
  webhookUrl: "Address that events are posted to",
  webhookEvents: "Events (none chosen: all)",
  postTo: "Address to post to",
  signingKey: "Key that requests are signed with",
  once: "Keep it now: it is not shown again. Whoever knows it can use the webhook.",
  rotate: "New secret",
  rotateSure: (name: string) => `Give ${name} a new secret? The old one stops at once.`,
  deleteWebhook: "Delete webhook",
  deleteWebhookSure: (name: string) => `Delete the webhook ${name}? What it posted stays.`,
  switchedOn: "Switched on",
  off: "off",
  failing: (n: number) => `${n} failed in a row`,
  lastUsed: (when: string) => `last used ${when}`,
  neverUsed: "never used",
  undelivered: "Could not be delivered",
  undeliveredNone: "Everything was delivered.",
  attempts: (n: number) => (n === 1 ? "1 attempt" : `${n} attempts`),
  retryOne: "Deliver again",
  retryAll: "Deliver all again",
  retrying: (n: number) => `${n} will be delivered again.`,
  // Backends
  backends: "Other networks",
  backendsLead:
    "Programs that bring rooms of other networks in. They are set up in the server's configuration.",
  backendsNone: "No other network is connected.",
  backendStates: {
    starting: "starting",
    running: "running",
    failing: "failing",
    stopped: "stopped",
  } as Readonly<Record<string, string>>,
  since: (when: string) => `since ${when}`,
  memory: (mebibytes: number) => `${mebibytes} MiB`,
  restart: "Restart",
  // Keeping
  retention: "Messages are removed after",
  retentionAsSpace: "As in the space",
  retentionNever: "Never",
  retentionSure: (n: string) => `This removes ${n} messages now, and cannot be undone. Pinned ones stay.`,
  retentionApply: "Remove them",
  years: (n: number) => (n === 1 ? "1 year" : `${n} years`),
  legalHold: "Legal hold",
  legalHoldHint: "Nothing is removed by age while this is on.",
};

export type RunningTexts = typeof runningEn;
