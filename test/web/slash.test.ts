/** Slash commands in the web client: completed, explained, answered for all or for oneself, and not answered. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { call, register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { openBrowser, openWindow, program, signInAs, type Window } from "./browser.ts";

const PASSWORD = "correct horse";

describe.skipIf(program === null)("slash commands", () => {
  let koine: Koine;
  let browser: Browser;
  let ann: Window;
  let bot: Client;
  /** What the bot was asked, in order. */
  const asked: { readonly id: number; readonly given: Record<string, string> }[] = [];

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    const { token } = await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    const made = (await call(
      koine.url,
      "POST",
      "/api/v1/bots",
      { handle: "weather", name: "Weather" },
      token,
    )) as { token: string };
    bot = createClient({
      url: koine.url,
      token: made.token,
      agent: "test",
      onPacket: ({ event }) => {
        if (event?.type !== "command_call") return;
        const given = Object.fromEntries(event.arguments.map(({ name, value }) => [name, value]));
        asked.push({ id: event.call_id, given });
      },
    });
    await bot.online();
    await bot.request({
      type: "command_register",
      name: "forecast",
      description: "The weather of a place",
      options: [
        { name: "place", kind: "string", description: "where", required: true },
        {
          name: "unit",
          kind: "choice",
          description: "of temperature",
          choices: [
            { name: "Celsius", value: "c" },
            { name: "Fahrenheit", value: "f" },
          ],
        },
      ],
    });
    browser = await openBrowser();
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 800 } });
    await signInAs(ann, "ann", PASSWORD);
  });
  afterAll(async () => {
    bot.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const log = () => ann.page.getByRole("log");
  const use = (nth: number): Promise<(typeof asked)[number]> =>
    new Promise((resolve) => {
      const timer = setInterval(() => {
        const found = asked[nth];
        if (found === undefined) return;
        clearInterval(timer);
        resolve(found);
      }, 20);
    });

  test("a command is completed and its arguments explained, by keyboard alone, and answered for all", async () => {
    const { page } = ann;
    await page.locator("#composer").pressSequentially("/fore");
    await page.getByRole("option", { name: /\/forecast.*The weather of a place.*Weather/ }).waitFor();
    await page.keyboard.press("Tab");
    const help = page.getByRole("region", { name: "Arguments of the command" });
    await help.getByText("where · text").waitFor();
    await page.keyboard.press("Enter");
    await help.getByRole("alert").getByText("/forecast still needs: place").waitFor();
    await page.keyboard.type("New York unit:");
    await page.getByRole("option", { name: /Fahrenheit/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await log().getByText("Waiting for Weather …").waitFor();
    const { id, given } = await use(0);
    expect(given).toEqual({ place: "New York", unit: "f" });
    await bot.request({ type: "command_answer", call_id: id, content: "Sunny, 80 °F" });
    await log().getByText("Ann used /forecast").waitFor();
    await log().getByText("Sunny, 80 °F").waitFor();
    await log().getByText("Waiting for Weather …").waitFor({ state: "detached" });
  });

  test("what is for oneself alone says so and is dismissed; a refusal can be tried again", async () => {
    const { page } = ann;
    await page.locator("#composer").fill("/forecast Atlantis");
    await page.keyboard.press("Enter");
    const { id } = await use(1);
    await bot.request({ type: "command_answer", call_id: id, content: "No such place", only_caller: true });
    const answer = log().getByRole("article").filter({ hasText: "No such place" });
    await answer.getByText("Only you can see this").waitFor();
    await answer.getByRole("button", { name: "Dismiss" }).click();
    await answer.waitFor({ state: "detached" });

    await page.locator("#composer").fill("/help");
    await page.keyboard.press("Enter");
    const help = log().getByRole("article").filter({ hasText: "Only you can see this" });
    await help.getByText("/forecast", { exact: false }).first().waitFor();
    await help.getByRole("button", { name: "Dismiss" }).click();

    await page.locator("#composer").fill("/mute @nobody 60");
    await page.keyboard.press("Enter");
    const failed = log().getByRole("alert").filter({ hasText: "That does not exist" });
    await failed.getByRole("button", { name: "Try again" }).click();
    await failed.getByRole("button", { name: "Dismiss" }).click();
    await failed.waitFor({ state: "detached" });
    expect(ann.errors).toEqual([]);
  });

  test("a bot that says nothing is not waited for beyond its deadline", async () => {
    const { page } = ann;
    await page.clock.install();
    await page.locator("#composer").fill("/forecast Nowhere");
    await page.keyboard.press("Enter");
    await use(2);
    await log().getByText("Waiting for Weather …").waitFor();
    await page.clock.fastForward(66_000);
    await log().getByText("There was no answer in time.").waitFor();
  });
});
