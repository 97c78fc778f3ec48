/** Whether everybody can use each view: what axe finds. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { violations } from "./axe.ts";
import { openBrowser, openWindow, program, settingsPages, signInAs } from "./browser.ts";
import { type Demo, fillDemo } from "./demo.ts";

describe.skipIf(program === null)("everybody can use", () => {
  let koine: Koine;
  let browser: Browser;
  let demo: Demo;

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    browser = await openBrowser();
    demo = await fillDemo(koine.url);
  });
  afterAll(async () => {
    demo.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`every main view, ${colorScheme}`, async () => {
      const window = await openWindow(browser, koine.url, {
        viewport: { width: 1400, height: 900 },
        colorScheme,
        reducedMotion: "reduce",
      });
      const { page } = window;
      const wrong: Record<string, string[]> = {};
      const look = async (name: string, part = "document", ...except: string[]): Promise<void> => {
        // In the dark only the colours differ.
        const only = colorScheme === "dark" ? "color-contrast" : "";
        const found = await violations(page, part, only, except);
        if (found.length > 0) wrong[name] = found;
      };
      await page.getByLabel("Handle").waitFor();
      await look("sign in");
      await page.getByRole("button", { name: "Create account" }).click();
      await look("register");
      await page.getByRole("button", { name: "Sign in" }).click();
      await signInAs(window, demo.owner.handle, demo.owner.password);
      await page.evaluate(`location.hash = "#/${demo.rooms.observing}"`);
      await page.getByText("Of course! Warm jackets").first().waitFor();
      await page.getByRole("complementary", { name: "Members" }).getByText("Ruth Okafor").waitFor();
      await look("conversation");
      for (const name of ["Pinned messages", "Search messages", "Threads"]) {
        await page.getByRole("button", { name, exact: true }).click();
        await look(name);
      }
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByLabel("Display name").waitFor();
      for (const button of await settingsPages(page)) {
        await button.click();
        await page.locator(".settings-page > .spinner").waitFor({ state: "detached" });
        // A row that opens: a member, a role, a room, a rule.
        const row = page.locator(".settings-page .row-button:visible").first();
        if ((await row.count()) > 0) await row.click();
        await look(`settings: ${await button.textContent()}`, "'.settings-page'");
      }
      await page.keyboard.press("Escape");
      await page.getByRole("link", { name: "control-room" }).click();
      await page.getByRole("button", { name: "Join" }).click();
      await page.getByRole("button", { name: "Turn the camera on" }).click();
      await page.getByLabel(/^Camera of/).waitFor();
      await look("voice");
      await page.getByRole("button", { name: "Moderate Ilya", exact: false }).click();
      await page.getByRole("menu").waitFor();
      await look("voice menu", "document", "region");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Leave" }).first().click();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").waitFor();
      await look("switcher");
      await page.keyboard.press("Escape");
      await page.evaluate(`location.hash = "#/${demo.rooms.forum}"`);
      await page.getByText("Best eyepiece").waitFor();
      await look("forum");
      await page.evaluate(`location.hash = "#/${demo.rooms.kitchen}"`);
      await page.getByRole("log").getByText("out of coffee").waitFor();
      await page.locator("#composer").fill("/mute ");
      await page.getByRole("region", { name: "Arguments of the command" }).waitFor();
      await look("arguments of a command");
      await page.locator("#composer").fill("/help");
      await page.keyboard.press("Enter");
      await page.getByText("Only you can see this").waitFor();
      await look("an answer for oneself");
      const asked = page.getByRole("article").filter({ hasText: "out of coffee" });
      await asked.hover();
      await asked.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Report" }).click();
      await page.getByRole("dialog", { name: "Report" }).waitFor();
      // What lies behind is out of reach while the dialog is open.
      await look("reporting", "'[role=dialog]'");
      await page.keyboard.press("Escape");
      await page.evaluate(`location.hash = "#/${demo.rooms.dialog}"`);
      await page.getByText("Order it").first().waitFor();
      await page.getByRole("article").first().hover();
      await page.getByRole("button", { name: "More actions" }).first().click();
      await page.getByRole("menu").waitFor();
      // A menu is no part of the page's regions: it has the focus until it closes.
      await look("menu", "document", "region");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Insert an emoji" }).click();
      await page.getByRole("gridcell").first().waitFor();
      await look("emoji picker");
      expect(wrong).toEqual({});
      await window.context.close();
    });
  }
});
