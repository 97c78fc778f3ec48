/**
 * `npm run mesh`: a full voice room of the web client in one Chromium, with fake devices. Eight join, and each hears the
 * seven others; a ninth is told that the room is full; one leaves, and the others go on; then there is room for the
 * ninth. Says how long each step took, and ends with 1 when something does not become true.
 *
 * Not among the tests: 56 streams of sound are more than a shared machine does beside other work.
 */

import type { Browser } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { openBrowser, openWindow, program, type Window } from "../web/browser.ts";
import { ARRIVED, HEARD, KEEP } from "../web/voice-pages.ts";

/** As many as the web client connects with one another. */
const MESH = 8;

/** Sound that costs next to nothing to pack: 56 streams of what is mostly used are more than two cores pack and unpack. */
const CHEAP = `const add = RTCPeerConnection.prototype.addTransceiver;
RTCPeerConnection.prototype.addTransceiver = function (...all) {
  const way = add.apply(this, all);
  const { codecs } = RTCRtpReceiver.getCapabilities("audio");
  if (all[0] === "audio") way.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === "audio/PCMU"));
  return way;
};`;

/** Longest wait for one step. */
const STEP_MILLIS = 90_000;

const PASSWORD = "correct horse";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

if (program === null) {
  say("No Chromium is installed");
  process.exit(2);
}
const began = performance.now();
const koine = await startKoine({
  environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
});
const browser = await openBrowser();
let owner: Client | null = null;
try {
  const { token } = await register(koine.url, { handle: "owner", password: PASSWORD });
  owner = createClient({ url: koine.url, token, agent: "mesh" });
  await owner.online();
  await run(koine, browser, owner);
  say(`mesh: all of it holds, ${seconds(began)}`);
} catch (error) {
  say(`mesh: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  owner?.close();
  await browser.close();
  await koine.stop();
  removeDirectories();
}

async function run({ url }: Koine, browser: Browser, owner: Client): Promise<void> {
  const room = (await owner.request({ type: "room_create", name: "kitchen", kind: "voice" })).room?.id ?? 0;
  const enter = (handle: string) => entered(browser, url, room, handle);
  const guests: Window[] = [];
  await step(`${MESH} have the room open`, async () => {
    for (let i = 1; i <= MESH; i += 1) guests.push(await enter(`guest${i}`));
  });
  await step(`${MESH} have joined`, async () => {
    for (const guest of guests) await join(guest);
  });
  await step(`each hears ${MESH - 1} others, by ${(MESH * (MESH - 1)) / 2} connections`, () => hear(guests));

  const ninth = await enter("ninth");
  await step("a ninth is told that the room is full", async () => {
    await ninth.page.getByRole("button", { name: "Join", exact: true }).click();
    await ninth.page.getByText("This voice room is full").waitFor({ timeout: STEP_MILLIS });
    const there = Object.values(owner.state.voices).filter(({ room_id }) => room_id === room).length;
    if (there !== MESH) throw new Error(`${there} are in the room`);
  });

  const [first, ...others] = guests;
  await step("one leaves, and the others go on", async () => {
    await first?.page.getByRole("button", { name: "Leave" }).first().click();
    await hear(others);
    for (const { page } of others) {
      const before = JSON.stringify(await page.evaluate(ARRIVED));
      await until(page, `${ARRIVED}.then((now) => ${before}.every((one, i) => now[i] > one))`);
    }
  });
  await step("the ninth has their place", async () => {
    await join(ninth);
    await hear([...others, ninth]);
  });
  const errors = [...guests, ninth].flatMap((one) => one.errors);
  if (errors.length > 0) throw new Error(errors.join("\n"));
}

/** Somebody with the room open. */
async function entered(browser: Browser, url: string, room: number, handle: string): Promise<Window> {
  const { token } = await register(url, { handle, password: PASSWORD });
  const window = await openWindow(browser, "about:blank", {
    viewport: { width: 480, height: 720 },
    // What moves is drawn by the processor here, nine times.
    reducedMotion: "reduce",
  });
  await window.context.grantPermissions(["microphone"], { origin: url });
  const account = JSON.stringify({ server: url, token, handle, space: "" });
  await window.context.addInitScript(`${CHEAP} ${KEEP} localStorage.setItem("koine.account", '${account}');`);
  await window.page.goto(`${url}/#/${room}`, { timeout: STEP_MILLIS });
  await window.page.getByRole("button", { name: "Join", exact: true }).waitFor({ timeout: STEP_MILLIS });
  return window;
}

async function join({ page }: Window): Promise<void> {
  await page.getByRole("button", { name: "Join", exact: true }).click({ timeout: STEP_MILLIS });
  await page.getByRole("button", { name: "Leave" }).first().waitFor({ timeout: STEP_MILLIS });
}

/** Until each of them hears all others of them. */
async function hear(windows: readonly Window[]): Promise<void> {
  for (const { page } of windows)
    await until(page, `${HEARD}.then((heard) => heard === ${windows.length - 1})`);
}

async function until(page: Window["page"], expression: string): Promise<void> {
  const end = performance.now() + STEP_MILLIS;
  while ((await page.evaluate(expression)) !== true) {
    if (performance.now() > end)
      throw new Error(`Somebody hears ${JSON.stringify(await page.evaluate(HEARD))} others`);
    await Bun.sleep(100);
  }
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const from = performance.now();
  await work().catch((error: unknown) => {
    throw new Error(`"${name}" does not hold: ${error instanceof Error ? error.message : String(error)}`);
  });
  say(`mesh: ${name}, ${seconds(from)}`);
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1_000).toFixed(1)} s`;
}
