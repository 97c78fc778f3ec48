/** The web client's page, and coming in: the first run, signing in and out, two people talking. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { brotliDecompressSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { createClient } from "../../sdk/src/client.ts";
import { register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { holds, openBrowser, openWindow, program, registerIn, signInAs } from "./browser.ts";
import { badge } from "./sky.ts";

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
  });
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

/** Compressed script that the page needs before it shows anything. */
const MAX_FIRST_LOAD = 250 * 1024;

describe("the page", () => {
  test("runs nothing but its own script, and may be kept as long as it does not change", async () => {
    const page = await fetch(koine.url);
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("Cache-Control")).toBe("no-cache");
    expect(page.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const policy = page.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain("unsafe");
    const again = await fetch(koine.url, { headers: { "If-None-Match": page.headers.get("ETag") ?? "" } });
    expect(again.status).toBe(304);
    const [, script = ""] = /src="([^"]+)"/.exec(await page.text()) ?? [];
    const asset = await fetch(koine.url + script);
    expect(asset.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect((await fetch(`${koine.url}/assets/none.js`)).status).toBe(404);
  });

  test("needs at most 250 KiB of compressed script to begin", async () => {
    const html = await (await fetch(koine.url)).text();
    const [, script = ""] = /src="([^"]+)"/.exec(html) ?? [];
    const response = await fetch(koine.url + script, {
      headers: { "Accept-Encoding": "br" },
      decompress: false,
    });
    expect(response.headers.get("Content-Encoding")).toBe("br");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(brotliDecompressSync(bytes).length).toBeGreaterThan(bytes.length);
    expect(bytes.length).toBeLessThan(MAX_FIRST_LOAD);
  });
});

describe.skipIf(program === null)("in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("the set-up link leads to an owner, a space, rooms, an invite, and a second person", async () => {
    const fresh = await startKoine({
      environment: { KOINE_LISTEN: "0.0.0.0:0", KOINE_REGISTRATION: "invite" },
    });
    const link = await fresh.terminal((text) => /http:\S+#setup=\S+/.exec(text)?.[0] ?? null);
    const owner = await openWindow(browser, link.replace("0.0.0.0", "127.0.0.1"));
    const { page } = owner;
    await page.getByLabel("Handle").fill("Ada");
    await page.getByLabel("Password", { exact: true }).fill("correct horse");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Analytical Engines");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByLabel("help").check();
    await page.getByRole("button", { name: "Continue" }).click();
    const invite = page.getByLabel("Invite link");
    const address = (await invite.inputValue()).replace("0.0.0.0", "127.0.0.1");
    await page.getByRole("button", { name: "Start chatting" }).click();
    await page.getByRole("link", { name: "help" }).waitFor();
    await page.getByRole("heading", { name: "Analytical Engines" }).waitFor();

    const guest = await openWindow(browser, address);
    await guest.page.getByLabel("Handle").fill("Bob");
    await guest.page.getByLabel("Password", { exact: true }).fill("correct horse");
    await guest.page.getByRole("button", { name: "Create account" }).click();
    await guest.page.getByLabel("Message #general").fill("Hello from Bob");
    await guest.page.keyboard.press("Enter");
    await page.getByRole("log").getByText("Hello from Bob").waitFor();
    expect([...owner.errors, ...guest.errors]).toEqual([]);
    await owner.context.close();
    await guest.context.close();
    await fresh.stop();
  });

  test("a wrong password is said so; signing out in one tab signs out in all", async () => {
    const window = await openWindow(browser, koine.url);
    await registerIn(window, "carol");
    await window.page.getByRole("button", { name: "Continue" }).waitFor();
    await window.page.reload(); // The first steps can be left.
    const second = await window.context.newPage();
    await second.goto(koine.url);
    await second.getByRole("log").waitFor();
    await window.page.getByRole("button", { name: /@carol/ }).click();
    await window.page.getByRole("menuitem", { name: "Sign out" }).click();
    await second.getByRole("heading", { name: "Welcome back" }).waitFor();
    await window.page.getByLabel("Handle").fill("carol");
    await window.page.getByLabel("Password", { exact: true }).fill("wrong horse");
    await window.page.getByRole("button", { name: "Sign in" }).click();
    expect(await window.page.getByRole("alert").textContent()).toBe("Handle or password is wrong.");
    await window.page.getByLabel("Password", { exact: true }).fill("correct horse");
    await window.page.getByRole("button", { name: "Sign in" }).click();
    await second.getByRole("log").waitFor();
    expect(window.errors).toEqual([]);
    await window.context.close();
  });

  test("the page is pointed at another server, where both name each other, and works there", async () => {
    const limits = { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" };
    const free = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
    const { port } = free;
    free.stop(true);
    const there = await startKoine({
      environment: { ...limits, KOINE_WEB_ALLOWED_ORIGINS: `http://127.0.0.1:${port}` },
    });
    const here = await startKoine({ port, environment: { ...limits, KOINE_WEB_SERVERS: there.url } });
    const { token } = await register(there.url, { handle: "zoe", password: "correct horse", name: "Zoe" });
    const zoe = createClient({ url: there.url, token, agent: "test" });
    await zoe.online();
    const window = await openWindow(browser, here.url);
    const { page } = window;
    await page.getByLabel("Server").selectOption(there.url.replace("http://", ""));
    await signInAs(window, "zoe", "correct horse");
    const room = zoe.state.space?.default_room_id ?? 0;
    await page.evaluate(`location.hash = "#/${room}"`);
    await zoe.send(room, "From the other side");
    await page.getByRole("log").getByText("From the other side").waitFor();
    // Files go there, and are shown from there.
    await page.getByLabel("Attach files").setInputFiles({
      name: "lights.png",
      mimeType: "image/png",
      buffer: Buffer.from(await badge([18, 40, 70], [250, 224, 150]).arrayBuffer()),
    });
    await page.getByRole("button", { name: "Remove lights.png" }).waitFor();
    await page.locator("#composer").fill("A picture");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const picture = page.getByRole("log").getByRole("button", { name: "Open lights.png" }).locator("img");
    await picture.waitFor();
    expect(await picture.getAttribute("src")).toStartWith(there.url);
    await holds(page, `[...document.querySelectorAll('[role=log] img')].some((one) => one.naturalWidth > 0)`);
    await page.reload();
    await page.getByRole("log").getByText("From the other side").waitFor();
    expect(window.errors).toEqual([]);
    // A page that is not named cannot, and this one connects to nothing else.
    expect((await fetch(here.url)).headers.get("Content-Security-Policy")).toContain(
      `connect-src 'self' ${there.url} ${there.url.replace("http", "ws")};`,
    );
    const stranger = await openWindow(browser, koine.url);
    expect(await stranger.page.getByLabel("Server").count()).toBe(0);
    const tried = `fetch("${there.url}/api/v1/tokens").then(() => "read", () => "refused")`;
    expect(await stranger.page.evaluate(tried)).toBe("refused");
    zoe.close();
    await stranger.context.close();
    await window.context.close();
    await here.stop();
    await there.stop();
  });

  test("German for those whose browser speaks it; a phone shows one pane at a time", async () => {
    const window = await openWindow(browser, koine.url, {
      locale: "de-DE",
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    const { page } = window;
    await page.getByRole("button", { name: "Konto anlegen" }).click();
    await page.getByLabel("Kürzel").fill("doris");
    await page.getByLabel("Passwort", { exact: true }).fill("correct horse");
    await page.getByRole("button", { name: "Konto anlegen" }).click();
    const rooms = page.getByRole("navigation", { name: "Räume" });
    await rooms.getByRole("link", { name: "general" }).tap();
    await page.getByRole("log").waitFor();
    expect(await rooms.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Zurück" }).tap();
    await rooms.waitFor();
    expect(await page.getByRole("log").isVisible()).toBe(false);
    expect(window.errors).toEqual([]);
    await window.context.close();
  });
});
