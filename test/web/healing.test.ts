/** Interruptions: two tabs agree, and a server that was killed and started again is no reason to reload. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";
import { openBrowser, openWindow, program, signInAs, type Window } from "./browser.ts";

const PASSWORD = "correct horse";
const environment = { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" };

describe.skipIf(program === null)("interruptions", () => {
  let koine: Koine;
  let browser: Browser;
  let window: Window;
  let second: Page;

  beforeAll(async () => {
    koine = await startKoine({ directory: temporaryDirectory(), environment });
    browser = await openBrowser();
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    window = await openWindow(browser, koine.url);
    await signInAs(window, "ann", PASSWORD);
    second = await window.context.newPage();
    await second.goto(koine.url);
    await second.locator("#composer").waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const write = async (page: Page, text: string): Promise<void> => {
    await page.locator("#composer").fill(text);
    await page.locator("#composer").press("Enter");
  };
  const rows = (page: Page, text: string) =>
    page.getByRole("log").getByRole("article").filter({ hasText: text });

  test("two tabs show the same: messages, edits, reads", async () => {
    await write(window.page, "From the first tab");
    await rows(second, "From the first tab").waitFor();
    await write(second, "From the second tab");
    await rows(window.page, "From the second tab").waitFor();
    await second.locator("#composer").press("ArrowUp");
    await second.getByRole("textbox", { name: "Edit" }).fill("Changed in the second");
    await second.keyboard.press("Enter");
    await rows(window.page, "Changed in the second").waitFor();
  });

  test("a killed server is said so; what is written meanwhile arrives once, in every tab, without a reload", async () => {
    const { directory } = koine;
    const port = Number(new URL(koine.url).port);
    await koine.kill();
    await window.page.getByText("No connection.").waitFor();
    await write(window.page, "Written while offline");
    await rows(window.page, "Written while offline").getByLabel("Sending").waitFor();
    koine = await startKoine({ directory, port, environment });
    await window.page.getByText("No connection.").waitFor({ state: "hidden", timeout: 60_000 });
    await rows(window.page, "Written while offline").getByLabel("Sending").waitFor({ state: "detached" });
    await rows(second, "Written while offline").waitFor({ timeout: 60_000 });
    expect(await rows(window.page, "Written while offline").count()).toBe(1);
    expect(await rows(second, "Written while offline").count()).toBe(1);
    await rows(second, "From the first tab").waitFor();
    expect(window.errors).toEqual([]);
  });

  test("what was on its way when the page was closed is sent by the next one", async () => {
    const { page } = window;
    const { directory } = koine;
    const port = Number(new URL(koine.url).port);
    await koine.kill();
    await page.getByText("No connection.").waitFor();
    await write(page, "Written and closed");
    await rows(page, "Written and closed").getByLabel("Sending").waitFor();
    await page.close();
    koine = await startKoine({ directory, port, environment });
    const next = await window.context.newPage();
    await next.goto(koine.url);
    await rows(next, "Written and closed").waitFor();
    await rows(next, "Written and closed").getByLabel("Sending").waitFor({ state: "detached" });
    await rows(second, "Written and closed").waitFor({ timeout: 60_000 });
    expect(await rows(second, "Written and closed").count()).toBe(1);
  });

  test("the page opens while the server is away, and goes on when it is back", async () => {
    const { directory } = koine;
    const port = Number(new URL(koine.url).port);
    const kept = await openWindow(browser, koine.url, { serviceWorkers: "allow" });
    await signInAs(kept, "ann", PASSWORD);
    // The second time it comes by way of the service worker, which keeps its parts.
    await kept.page.evaluate("navigator.serviceWorker.ready.then(() => null)");
    await kept.page.reload();
    await kept.page.getByRole("log").waitFor();
    await koine.kill();
    await kept.page.reload();
    await kept.page.getByText("No connection.").waitFor();
    koine = await startKoine({ directory, port, environment });
    await kept.page.getByRole("log").waitFor({ timeout: 60_000 });
    await kept.context.close();
  });
});
