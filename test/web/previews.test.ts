/** Link previews in the web client: shown when they come, and taken away. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { type PageServer, pageOf, startPageServer } from "../page-server.ts";
import { violations } from "./axe.ts";
import { holds, openBrowser, openWindow, program, signInAs, type Window } from "./browser.ts";

const PASSWORD = "correct horse";

describe.skipIf(program === null)("link previews", () => {
  let koine: Koine;
  let web: PageServer;
  let browser: Browser;
  let ann: Window;

  beforeAll(async () => {
    web = startPageServer();
    koine = await startKoine({
      environment: {
        KOINE_LIMITS_BONFIRE: "10000/1s",
        KOINE_LIMITS_SIGN_IN: "1000/1s",
        KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
      },
    });
    browser = await openBrowser();
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 800 } });
    await signInAs(ann, "ann", PASSWORD);
  });
  afterAll(async () => {
    await browser.close();
    await koine.stop();
    web.stop();
    removeDirectories();
  });

  test("what a page says of itself comes under the message as text, and its author takes it away", async () => {
    const { page } = ann;
    web.put(
      "/dome",
      pageOf(
        `<meta property="og:title" content="The dome &lt;img src=x onerror=ran=1&gt;">
         <meta property="og:site_name" content="Polaris"><meta property="og:image" content="/picture.png">
         <meta property="og:description" content="How it **turns** ||secretly||">`,
      ),
    );
    await page.locator("#composer").fill(`Look: ${web.url}/dome`);
    await page.keyboard.press("Enter");
    const boxes = page.getByRole("log").getByRole("list", { name: "Boxes under the message" });
    const title = boxes.getByRole("link", { name: "The dome <img src=x onerror=ran=1>" });
    await title.waitFor();
    expect(await title.getAttribute("rel")).toContain("noopener");
    const picture = boxes.locator("img");
    expect(await picture.getAttribute("src")).toStartWith(`${koine.url}/proxy/`);
    await holds(page, `document.querySelector(".embeds img").naturalWidth > 0`);
    expect(await page.evaluate("typeof ran")).toBe("undefined");
    const remove = boxes.getByRole("button", { name: "Remove the previews" });
    await remove.focus();
    expect(await violations(page, "'.embeds'", "", [])).toEqual([]);
    await remove.press("Enter");
    await boxes.waitFor({ state: "detached" });
    expect(ann.errors).toEqual([]);
  });
});
