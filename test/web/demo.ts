/** A lively community for screenshots and for looking at every view: the members of an observatory. */

import { type Client, createClient } from "../../sdk/src/client.ts";
import type { Ok } from "../../sdk/src/gen/protocol.ts";
import { register } from "../../sdk/src/http.ts";
import type { Request } from "../../sdk/src/packet.ts";
import { upload } from "../../sdk/src/upload.ts";
import { badge, sky } from "./sky.ts";

export interface Demo {
  /** Whom the screenshots are taken of. */
  readonly owner: { readonly handle: string; readonly password: string; readonly token: string };
  readonly rooms: Readonly<
    Record<"lounge" | "observing" | "forum" | "dialog" | "group" | "thread" | "voice" | "kitchen", number>
  >;
  close(): void;
}

const PASSWORD = "correct horse";

const PEOPLE = [
  ["maren", "Maren Solberg", "Keeps the dome oiled and the coffee hot."],
  ["ilya", "Ilya Petrov", "Spectra, mostly."],
  ["amina", "Amina Diallo", "Variable stars and late nights."],
  ["jonas", "Jonas Weber", "I point the big mirror."],
  ["sofia", "Sofía Marín", "Outreach. Ask me about school visits!"],
  ["kenji", "Kenji Mori", "Astrophotography."],
  ["ruth", "Ruth Okafor", ""],
  ["leila", "لیلا کریمی", "شب‌های روشن"],
] as const;

type Name = (typeof PEOPLE)[number][0];

/** Fill a new server. Its first account owns it. */
export async function fillDemo(url: string): Promise<Demo> {
  const entries: [Name, Client][] = [];
  const tokens = new Map<Name, string>();
  for (const [handle, name] of PEOPLE) {
    const { token } = await register(url, { handle, password: PASSWORD, name });
    const client = createClient({ url, token, agent: "demo" });
    await client.online();
    tokens.set(handle, token);
    entries.push([handle, client]);
  }
  const all = Object.fromEntries(entries) as Record<Name, Client>;
  const tokenOf = (name: Name): string => tokens.get(name) ?? "";
  const { maren, ilya, amina, jonas, sofia, kenji, ruth, leila } = all;
  const ask = (client: Client, request: Request): Promise<Ok> => client.request(request);
  const put = async (who: Name, file: Blob, name: string): Promise<number> =>
    (await upload({ url, token: tokenOf(who), file, name })).id;
  const idOf = (client: Client): number => client.state.user?.id ?? 0;

  await ask(maren, {
    type: "space_update",
    name: "Polaris Observatory",
    icon_id: await put("maren", badge([18, 40, 70], [250, 224, 150]), "icon.png"),
  });
  for (const [handle, , bio] of PEOPLE)
    if (bio !== "") await ask(all[handle], { type: "profile_update", bio });
  await ask(kenji, {
    type: "profile_update",
    avatar_id: await put("kenji", sky(160, 160), "me.png"),
  });
  await ask(sofia, {
    type: "profile_update",
    avatar_id: await put("sofia", badge([170, 70, 60], [255, 240, 220]), "me.png"),
  });
  await ask(jonas, { type: "presence_set", status: "dnd", text: "Calibrating the mirror" });
  await ask(ruth, { type: "presence_set", status: "idle", text: "Back after dinner" });

  const role = async (name: string, color: number, who: readonly Client[]): Promise<void> => {
    const made = await ask(maren, { type: "role_create", name, color, hoisted: true, mentionable: true });
    for (const one of who)
      await ask(maren, { type: "role_assign", user_id: idOf(one), role_id: made.role?.id ?? 0 });
  };
  await role("Astronomers", 0x2f9e8f, [ilya, amina]);
  await role("Telescope crew", 0xd9822b, [jonas]);

  const lounge = maren.state.space?.default_room_id ?? 0;
  await ask(maren, {
    type: "room_update",
    room_id: lounge,
    name: "lounge",
    topic: "Everything and nothing. Clear skies! ✨",
  });
  const make = async (name: string, kind: string, more: object = {}): Promise<number> =>
    (await ask(maren, { type: "room_create", name, kind, ...more })).room?.id ?? 0;
  await make("announcements", "text", { topic: "News of the house" });
  const science = await make("Science", "category");
  const observing = await make("observing-tonight", "text", {
    parent_id: science,
    topic: "Who observes what tonight. Seeing, weather, targets.",
  });
  await make("data-reduction", "text", { parent_id: science });
  const forum = await make("questions", "forum", {
    parent_id: science,
    tags: ["optics", "software", "beginners"],
  });
  const house = await make("House", "category");
  const voice = await make("control-room", "voice", { parent_id: house });
  await ask(ilya, { type: "voice_join", room_id: voice, self_muted: true });
  const kitchen = await make("kitchen", "text", { parent_id: house });

  const emoji = await put("maren", badge([30, 30, 60], [255, 214, 102]), "moon.png");
  const made = await ask(maren, { type: "emoji_create", name: "polaris", attachment_id: emoji });
  const polaris = `polaris:${made.emoji?.id ?? 0}`;

  // The room that is shown: what a day there looks like.
  await amina.send(
    observing,
    "Seeing is **0.8″** and steady. The dome opens at 21:40, I have booked the first slot for *RR Lyrae*.",
  );
  await amina.send(
    observing,
    "Finding charts are in the usual place, and here is the list:\n> 1. RR Lyrae\n> 2. V838 Mon\n> 3. Whatever the clouds leave us",
  );
  const first = await jonas.send(
    observing,
    `Mirror is at 4 °C and cooling. I'd wait until <@${idOf(ilya)}> has the spectrograph warm. <:${polaris}>`,
  );
  await ask(amina, { type: "reaction_add", message_id: first.id, emoji: "👍" });
  await ask(maren, { type: "reaction_add", message_id: first.id, emoji: "👍" });
  await ask(kenji, { type: "reaction_add", message_id: first.id, emoji: "❄️" });
  await ilya.send(
    observing,
    'It is. For the impatient, this is all the wavelength calibration does:\n```python\ndef calibrate(pixels, lamp):\n    """Fit the lamp\'s lines; returns Ångström per pixel."""\n    lines = find_peaks(lamp, height=0.2)\n    fit = Polynomial.fit(lines, ARGON[: len(lines)], deg=3)\n    return fit(pixels)  # residuals below 0.02 Å\n```',
    {
      reply_to: first.id,
    },
  );
  const picture = await put("kenji", sky(1200, 675), "aurora-over-the-dome.png");
  const photo = await kenji.send(observing, "Meanwhile, above the car park 😍", {
    attachment_ids: [picture],
  });
  for (const [who, what] of [
    [maren, "🤩"],
    [amina, "🤩"],
    [sofia, "🤩"],
    [ilya, "🔭"],
    [maren, `:${polaris}`],
    [leila, `:${polaris}`],
  ] as const)
    await ask(who, { type: "reaction_add", message_id: photo.id, emoji: what });
  await ask(maren, { type: "pin_add", message_id: photo.id });
  const opened = await ask(sofia, {
    type: "thread_create",
    room_id: observing,
    message_id: photo.id,
    name: "Prints for the open day?",
    content: "Could we print this large for the open day?",
  });
  const thread = opened.room?.id ?? 0;
  await kenji.send(thread, "Gladly. I have the raw file, A1 is no problem.");
  await ask(sofia, {
    type: "poll_create",
    room_id: observing,
    question: "Which target for the visitors on Saturday?",
    options: ["Saturn", "The Orion Nebula", "The Moon, it never fails"],
    ends: Date.now() + 20 * 3_600_000,
  }).then(async ({ message }) => {
    const vote = (who: Client, id: number): Promise<Ok> =>
      ask(who, { type: "poll_vote", message_id: message?.id ?? 0, option_ids: [id] });
    await Promise.all([vote(maren, 2), vote(ilya, 2), vote(amina, 1), vote(jonas, 3), vote(kenji, 2)]);
  });
  await leila.send(observing, "سلام! امشب آسمان فوق‌العاده است ✨");
  const asked = await ruth.send(
    observing,
    `<@${idOf(maren)}> may I bring two students tonight? They promise not to touch anything ||much||.`,
  );
  await maren.send(observing, "Of course! Warm jackets, and the red torches are by the door.", {
    reply_to: asked.id,
  });

  await sofia.send(lounge, "Good morning everybody ☕");
  await kenji.send(lounge, "It is 5 pm, Sofía.");
  await sofia.send(lounge, "*Astronomer's* morning.");
  await ruth.send(kitchen, `@maren we are out of coffee. This is not a drill.`);
  for (const [who, name, content, tags] of [
    [
      ruth,
      "How do I collimate the small Newtonian?",
      "The star test shows a comet tail.",
      ["optics", "beginners"],
    ],
    [amina, "Pipeline fails on FITS files with two headers", "`KeyError: EXPTIME`, any idea?", ["software"]],
    [leila, "Best eyepiece for double stars?", "Budget is modest.", ["optics"]],
  ] as const)
    await ask(who, { type: "thread_create", room_id: forum, name, content, tags: [...tags] });

  const hook = await ask(maren, {
    type: "webhook_create",
    kind: "incoming",
    name: "Dome weather",
    room_id: kitchen,
  });
  await fetch(new URL(hook.webhook?.url ?? "", url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      content: "Tonight over the dome",
      embeds: [
        {
          title: "Clear until 03:00",
          url: "https://example.org/weather/dome",
          description: "Thin cirrus in the west, **no rain** expected.",
          color: 0x2f9e8f,
          fields: [
            { name: "Wind", value: "3 m/s, north", inline: true },
            { name: "Humidity", value: "61 %", inline: true },
            { name: "Dew point", value: "-1 °C", inline: true },
          ],
          footer: { text: "Station on the roof" },
        },
      ],
    }),
  });

  const dialog = (await ask(kenji, { type: "dialog_open", user_id: idOf(maren) })).room?.id ?? 0;
  await kenji.send(dialog, "Do you have a minute for the dome camera?");
  await maren.send(dialog, "Sure. Is it the fogging again?");
  const last = await kenji.send(dialog, "Yes, a heater ring would fix it for good. 40 €.");
  const reply = await maren.send(dialog, "Order it, and one to spare.");
  await ask(kenji, { type: "receipt_mark", room_id: dialog, message_id: reply.id, kind: "read" });
  await ask(maren, { type: "receipt_mark", room_id: dialog, message_id: last.id, kind: "read" });
  const group =
    (
      await ask(sofia, {
        type: "group_create",
        name: "Open day crew",
        user_ids: [idOf(maren), idOf(amina), idOf(jonas)],
      })
    ).room?.id ?? 0;
  await sofia.send(group, "Posters are here!");

  return {
    owner: { handle: "maren", password: PASSWORD, token: tokenOf("maren") },
    rooms: { lounge, observing, forum, dialog, group, thread, voice, kitchen },
    close: () => {
      for (const client of Object.values(all)) client.close();
    },
  };
}
