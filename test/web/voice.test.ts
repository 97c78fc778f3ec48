/** Voice between two browsers with fake devices: rooms, calls, and what is shown of them. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { login, register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { holds, openBrowser, openWindow, program, signInAs, type Window } from "./browser.ts";
import { HEARD, KEEP } from "./voice-pages.ts";

const PASSWORD = "correct horse";

/** Bytes of sound or pictures that arrived by connections that stand. */
const BYTES = (kind: "audio" | "video") => `(async () => {
  let sum = 0;
  for (const connection of window.connections)
    for (const report of (await connection.getStats()).values())
      if (report.type === "inbound-rtp" && report.kind === "${kind}") sum += report.bytesReceived;
  return sum;
})()`;

describe.skipIf(program === null)("voice", () => {
  let koine: Koine;
  let browser: Browser;
  let ann: Window;
  let bob: Window;
  let cid: Client;
  let voiceRoom = 0;

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    browser = await openBrowser();
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    await register(koine.url, { handle: "bob", password: PASSWORD, name: "Bob Baker" });
    const { token } = await login(koine.url, { handle: "ann", password: PASSWORD });
    cid = createClient({ url: koine.url, token, agent: "test" });
    await cid.online();
    const made = await cid.request({ type: "room_create", name: "kitchen", kind: "voice" });
    voiceRoom = made.room?.id ?? 0;
    ann = await enter("ann");
    bob = await enter("bob");
  });
  afterAll(async () => {
    cid.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  async function enter(handle: string): Promise<Window> {
    const window = await openWindow(browser, "about:blank", { viewport: { width: 1280, height: 800 } });
    await window.context.addInitScript(KEEP);
    await window.context.grantPermissions(["microphone", "camera"], { origin: koine.url });
    await window.page.goto(koine.url);
    await signInAs(window, handle, PASSWORD);
    return window;
  }
  const stage = ({ page }: Window) => page.getByRole("region", { name: "Participants" });
  const tile = (window: Window, name: string) =>
    stage(window).getByRole("listitem").filter({ hasText: name });
  const heard = (page: Page, kind: "audio" | "video"): Promise<unknown> =>
    holds(page, `${BYTES(kind)}.then((sum) => sum > 2000)`);

  test("two browsers hear each other in a voice room, and see who speaks, is silent and shows a picture", async () => {
    for (const window of [ann, bob]) {
      await window.page.evaluate(`location.hash = "#/${voiceRoom}"`);
      await stage(window).getByRole("button", { name: "Join" }).click();
      await stage(window).getByRole("button", { name: "Leave" }).waitFor();
    }
    await Promise.all([heard(ann.page, "audio"), heard(bob.page, "audio")]);
    await tile(ann, "Bob Baker").and(ann.page.locator("[data-speaking]")).waitFor();

    await stage(bob).getByRole("button", { name: "Mute" }).click();
    await tile(ann, "Bob Baker").getByText("muted").waitFor({ state: "attached" });
    await ann.page.getByRole("navigation").getByRole("img", { name: "muted" }).waitFor();
    await stage(bob).getByRole("button", { name: "Turn the camera on" }).click();
    await ann.page.getByLabel("Camera of Bob Baker").waitFor();
    await heard(ann.page, "video");
    expect(cid.state.voices[userOf("bob")]).toMatchObject({ self_muted: true, camera: true });
    await stage(bob).getByRole("button", { name: "Turn the camera off" }).click();
    await ann.page.getByLabel("Camera of Bob Baker").waitFor({ state: "detached" });

    await stage(bob).getByRole("button", { name: "Leave" }).click();
    await tile(ann, "Bob Baker").waitFor({ state: "detached" });
    // Elsewhere it stays in sight that one is here, and one can leave from there.
    await ann.page.getByRole("link", { name: "general" }).click();
    const bar = ann.page.getByRole("region", { name: "In kitchen" });
    await bar.getByRole("button", { name: "Leave" }).click();
    await bar.waitFor({ state: "detached" });
    const link = bob.page.getByRole("navigation").getByRole("list", { name: /here/ });
    await link.waitFor({ state: "detached" });
  });

  function userOf(handle: string): number {
    return Object.values(cid.state.voices).find(({ user }) => user.handle === handle)?.user.id ?? 0;
  }

  test("a call rings, is declined, then answered, heard, and ended; each leaves a line", async () => {
    const people = await cid.members();
    const id = people.members.find(({ user }) => user.handle === "bob")?.user.id ?? 0;
    const { room } = await cid.request({ type: "dialog_open", user_id: id });
    await ann.page.evaluate(`location.hash = "#/${room?.id}"`);
    await ann.page.getByRole("heading", { name: "Bob Baker" }).first().waitFor();
    const ringing = bob.page.getByRole("alertdialog", { name: "Ann is calling" });

    await ann.page.getByRole("button", { name: "Call", exact: true }).click();
    await ringing.getByRole("button", { name: "Decline" }).click();
    await ann.page.getByRole("log").getByText("Call by Ann was declined").waitFor();
    await stage(ann).waitFor({ state: "detached" });

    await ann.page.getByRole("button", { name: "Call", exact: true }).click();
    await stage(ann).getByText("Ringing …").waitFor();
    await ringing.getByRole("button", { name: "Accept" }).click();
    await ann.page.evaluate("window.connections.splice(0, window.connections.length - 1)");
    await Promise.all([heard(ann.page, "audio"), heard(bob.page, "audio")]);
    await stage(bob).getByRole("button", { name: "Hang up" }).click();
    await ann.page
      .getByRole("log")
      .getByText(/Call by Ann, \d+ s/)
      .waitFor();

    await ann.page.getByRole("button", { name: "Call", exact: true }).click();
    await ringing.waitFor();
    await stage(ann).getByRole("button", { name: "Hang up" }).click();
    await ringing.waitFor({ state: "detached" });
    await bob.page.getByRole("log").getByText("Missed call from Ann").waitFor();
    expect(ann.errors).toEqual([]);
    expect(bob.errors).toEqual([]);
  });

  test("three in a room hear one another, each by a connection of its own", async () => {
    await register(koine.url, { handle: "dan", password: PASSWORD, name: "Dan" });
    const dan = await enter("dan");
    for (const window of [ann, bob, dan]) {
      await window.page.evaluate(`location.hash = "#/${voiceRoom}"`);
      await stage(window).getByRole("button", { name: "Join" }).click();
      await stage(window).getByRole("button", { name: "Leave" }).waitFor();
    }
    await Promise.all(
      [ann, bob, dan].map(({ page }) => holds(page, `${HEARD}.then((heard) => heard === 2)`)),
    );
    await stage(dan).getByRole("button", { name: "Leave" }).click();
    await tile(ann, "Dan").waitFor({ state: "detached" });
    await holds(ann.page, `${HEARD}.then((heard) => heard === 1)`);
    for (const window of [ann, bob]) await stage(window).getByRole("button", { name: "Leave" }).click();
    await dan.context.close();
  });

  test("where eight are, a ninth is told that the room is full", async () => {
    const made = await cid.request({ type: "room_create", name: "cellar", kind: "voice" });
    const room = made.room?.id ?? 0;
    const inRoom = () => Object.values(cid.state.voices).filter(({ room_id }) => room_id === room).length;
    const others = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const { token } = await register(koine.url, { handle: `guest${i}`, password: PASSWORD });
        const client = createClient({ url: koine.url, token, agent: "test" });
        await client.online();
        await client.request({ type: "voice_join", room_id: room });
        return client;
      }),
    );
    await ann.page.evaluate(`location.hash = "#/${room}"`);
    await stage(ann).getByRole("listitem").nth(7).waitFor();
    await stage(ann).getByRole("button", { name: "Join" }).click();
    await ann.page.getByText("This voice room is full: 8 can take part here.").waitFor();
    expect(inRoom()).toBe(8);
    await others[0]?.request({ type: "voice_leave" });
    await stage(ann).getByRole("listitem").nth(7).waitFor({ state: "detached" });
    await stage(ann).getByRole("button", { name: "Join" }).click();
    await stage(ann).getByRole("button", { name: "Leave" }).click();
    await stage(ann).getByRole("button", { name: "Join" }).waitFor();
    for (const client of others) client.close();
  });

  test("the self-test goes through every step, and says which one fails", async () => {
    await ann.page.getByRole("button", { name: "Settings" }).click();
    await ann.page.getByRole("button", { name: "Voice and video" }).click();
    const run = ann.page.getByRole("region", { name: "Self-test" });
    await run.getByRole("button", { name: "Run the test" }).click();
    await run
      .getByRole("listitem")
      .filter({ hasText: "Sound arrives at the other end" })
      .getByText("works")
      .waitFor();
    expect(await run.getByText("fails").count()).toBe(0);
    await ann.page.evaluate(
      "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    );
    await run.getByRole("button", { name: "Run it again" }).click();
    const microphone = run.getByRole("listitem").filter({ hasText: "The microphone opens" });
    await microphone.getByText("fails").waitFor();
    await microphone.getByText("Allow the microphone for this page").waitFor();
  });
});
