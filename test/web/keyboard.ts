/** A person without a mouse: keys alone, who sees where the focus is at each step. */

import { expect } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { holds, STEP_MILLIS } from "./browser.ts";

/** More stops than this on the way to anything are none that somebody makes. */
const MOST_STOPS = 60;

interface Stop {
  readonly isWanted: boolean;
  /** Something shows it: an outline, a shadow, or the box around a field. */
  readonly isSeen: boolean;
  readonly what: string;
}

/** Where the focus is: run in the page, with what is wanted. Made of a text, for tests have no types of a page. */
const look = new Function(
  "wanted",
  `
  const on = document.activeElement;
  const what = on === null ? "nothing" : on.tagName + " " + (on.getAttribute("aria-label") ?? on.id) + " " + on.textContent.slice(0, 30);
  const marked = (one) => {
    if (one === null || one === undefined) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const { width = 0, height = 0 } = on?.getBoundingClientRect() ?? {};
  const around = [on?.closest("label"), on?.closest(".composer-box")];
  return {
    isWanted: wanted.includes(on),
    isSeen: (marked(on) && width > 1 && height > 1) || around.some(marked),
    what,
  };`,
) as (wanted: unknown) => Stop;

export class Keys {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Press keys, one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Go on with the tab key until this has the focus; every stop on the way is seen. */
  async to(wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await wanted.first().waitFor({ state: "attached" });
    const passed: string[] = [];
    for (let i = 0; i < MOST_STOPS; i += 1) {
      const { isWanted, isSeen, what } = await this.#look(wanted);
      if (what.startsWith("BODY") || what.startsWith("DIV")) passed.push(what);
      else expect({ what, isSeen }).toEqual({ what, isSeen: true });
      if (isWanted) return;
      passed.push(what);
      await this.press(key);
    }
    throw new Error(`The tab key does not come to ${wanted}; it came to ${passed.slice(-12).join(" | ")}`);
  }

  /** Go there, and press it. */
  async use(wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await this.to(wanted, key);
    await this.press("Enter");
  }

  /** Choose an entry of the menu that is open. */
  async choose(name: string): Promise<void> {
    const entry = this.page.getByRole("menuitem", { name });
    await entry.waitFor();
    for (let i = 0; i < MOST_STOPS && !(await this.#look(entry)).isWanted; i += 1)
      await this.press("ArrowDown");
    await this.press("Enter");
    await this.page.getByRole("menu").waitFor({ state: "detached" });
  }

  /** Until this has the focus, by itself: given back by what closed, or taken by what opened. */
  async rests(wanted: Locator): Promise<void> {
    const end = Date.now() + STEP_MILLIS;
    for (;;) {
      const { isWanted, isSeen, what } = await this.#look(wanted);
      if (isWanted) return expect({ what, isSeen }).toEqual({ what, isSeen: true });
      if (Date.now() > end) throw new Error(`${wanted} has not the focus, but ${what}`);
      await Bun.sleep(20);
    }
  }

  /** Until the dialog or menu that has just opened has the focus. */
  async inside(role: "dialog" | "menu"): Promise<void> {
    await this.page.getByRole(role).last().waitFor();
    await holds(this.page, `document.activeElement.closest("[role=${role}]") !== null`);
  }

  /** By what it says, not by what it answers. */
  message(text: string): Locator {
    const rows = this.page.getByRole("log").getByRole("article");
    return rows.filter({ has: this.page.locator(".message-main", { hasText: text }) });
  }

  /** From wherever one is to a message: to the messages, to the last one, and up. */
  async toMessage(text: string): Promise<void> {
    const wanted = this.message(text);
    await wanted.waitFor();
    const log = this.page.getByRole("log");
    for (let i = 0; i < 6 && !(await this.#isOn(log.locator("*"))); i += 1) await this.press("Shift+F6");
    if (await this.#isOn(log.getByRole("button"))) await this.press("Escape");
    await this.press("End");
    for (let i = 0; i < MOST_STOPS && !(await this.#isOn(wanted)); i += 1) await this.press("ArrowUp");
    await this.rests(wanted);
  }

  /** Choose an entry of a message's menu. */
  async menuOf(text: string, entry: string): Promise<void> {
    await this.toMessage(text);
    await this.use(this.message(text).getByRole("button", { name: "More actions" }));
    await this.choose(entry);
  }

  async #isOn(wanted: Locator): Promise<boolean> {
    return (await this.#look(wanted)).isWanted;
  }

  async #look(wanted: Locator): Promise<Stop> {
    return await wanted.evaluateAll(look);
  }
}
