/**
 * `npm run screens`: pictures of the web client's main views for the documentation, taken of a demonstration
 * on a server of its own, in docs/screens/ or the folder given.
 */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { removeDirectories, startKoine } from "../test/koine.ts";
import { openBrowser, openWindow } from "../test/web/browser.ts";
import { type Demo, fillDemo } from "../test/web/demo.ts";

const folder = process.argv[2] ?? join(import.meta.dir, "../docs/screens");

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

interface View {
  readonly name: string;
  /** From the room that the demonstration shows. */
  readonly show: (page: Page, demo: Demo, isPhone: boolean) => Promise<void>;
}

const goTo = async (page: Page, room: number): Promise<void> => {
  await page.evaluate(`location.hash = "#/${room}"`);
};

const views: readonly View[] = [
  {
    name: "conversation",
    show: async (page, demo) => {
      await goTo(page, demo.rooms.observing);
      await page.getByText("Of course! Warm jackets").waitFor();
      await page.locator(".hljs-keyword").first().waitFor();
    },
  },
  {
    name: "rooms",
    show: async (page, _demo, isPhone) => {
      if (isPhone) await page.getByRole("button", { name: "Back" }).click();
      else {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox").waitFor();
      }
    },
  },
  {
    name: "dialog",
    show: async (page, demo) => {
      await goTo(page, demo.rooms.dialog);
      await page.getByText("Order it").first().waitFor();
    },
  },
  {
    name: "forum",
    show: async (page, demo) => {
      await goTo(page, demo.rooms.forum);
      await page.getByText("Best eyepiece").waitFor();
    },
  },
  {
    name: "search",
    show: async (page, demo) => {
      await goTo(page, demo.rooms.observing);
      await page.getByRole("button", { name: "Search messages" }).click();
      await page.getByRole("searchbox").fill("the");
      await page.keyboard.press("Enter");
      await page.getByRole("status").filter({ hasText: "result" }).waitFor();
    },
  },
  {
    name: "settings",
    show: async (page, _demo, isPhone) => {
      if (isPhone) {
        await page.getByRole("button", { name: "Close" }).click();
        await page.getByRole("button", { name: "Back" }).click();
      }
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByLabel("Display name").waitFor();
    },
  },
  {
    name: "roles",
    show: async (page) => {
      await page.getByRole("navigation", { name: "Settings" }).getByRole("button", { name: "Roles" }).click();
      await page.locator(".settings-page").getByRole("button", { name: "Astronomers", exact: true }).click();
      await page.getByRole("switch", { name: "Add reactions" }).waitFor();
    },
  },
  {
    name: "webhooks",
    show: async (page) => {
      await page
        .getByRole("navigation", { name: "Settings" })
        .getByRole("button", { name: "Webhooks" })
        .click();
      await page.getByRole("button", { name: /^Dome weather/ }).click();
      await page.getByRole("button", { name: "Delete webhook" }).waitFor();
    },
  },
  {
    name: "server",
    show: async (page) => {
      await page
        .getByRole("navigation", { name: "Settings" })
        .getByRole("button", { name: "Server" })
        .click();
      await page.getByRole("meter").waitFor();
    },
  },
  {
    name: "commands",
    show: async (page, demo, isPhone) => {
      await page.keyboard.press("Escape");
      await goTo(page, demo.rooms.kitchen);
      if (!isPhone) await page.getByRole("log").getByText("Dew point").waitFor();
      await page.locator("#composer").fill("/");
      await page.locator("#composer").press("End");
      await page.locator("#composer").pressSequentially("po");
      await page.getByRole("option", { name: /\/poll/ }).waitFor();
    },
  },
  {
    name: "voice",
    show: async (page, demo) => {
      await page.keyboard.press("Escape");
      await goTo(page, demo.rooms.voice);
      await page.getByRole("button", { name: "Join" }).click();
      await page
        .getByRole("region", { name: "Participants" })
        .getByRole("button", { name: "Leave" })
        .waitFor();
    },
  },
];

await mkdir(folder, { recursive: true });
const koine = await startKoine({
  environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
});
const browser = await openBrowser();
try {
  const demo = await fillDemo(koine.url);
  for (const [device, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const isPhone = device === "phone";
      const window = await openWindow(browser, koine.url, {
        viewport,
        colorScheme,
        hasTouch: isPhone,
        deviceScaleFactor: isPhone ? 2 : 1,
        reducedMotion: "reduce",
      });
      const { page } = window;
      const shoot = async (name: string): Promise<void> => {
        await page.waitForLoadState("networkidle");
        await page.screenshot({ path: join(folder, `${name}-${device}-${colorScheme}.png`) });
      };
      await shoot("sign-in");
      await page.getByLabel("Handle").fill(demo.owner.handle);
      await page.getByLabel("Password", { exact: true }).fill(demo.owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("link", { name: "observing-tonight" }).waitFor();
      for (const { name, show } of views) {
        await show(page, demo, isPhone);
        await shoot(name);
        if (!isPhone && name === "rooms") await page.keyboard.press("Escape");
      }
      if (window.errors.length > 0) process.stderr.write(`${window.errors.join("\n")}\n`);
      await window.context.close();
    }
  }
  demo.close();
} finally {
  await browser.close();
  await koine.stop();
  removeDirectories();
}
