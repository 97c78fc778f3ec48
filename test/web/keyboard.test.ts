/** Everything by keyboard alone: no pointer touches these pages. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Locator, Page } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { login } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { openBrowser, openWindow, program, told, type Window } from "./browser.ts";
import { Keys } from "./keyboard.ts";

const PASSWORD = "correct horse";

describe.skipIf(program === null)("by keyboard alone", () => {
  let koine: Koine;
  let browser: Browser;
  let owner: Window;
  let ada: Keys;
  let page: Page;
  let watcher: Client;
  let invite = "";

  beforeAll(async () => {
    koine = await startKoine({
      environment: {
        KOINE_REGISTRATION: "invite",
        KOINE_LIMITS_BONFIRE: "10000/1s",
        KOINE_LIMITS_SIGN_IN: "1000/1s",
      },
    });
    browser = await openBrowser();
    const link = await koine.terminal((text) => /http:\S+#setup=\S+/.exec(text)?.[0] ?? null);
    owner = await openWindow(browser, link, {
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
    });
    await owner.context.grantPermissions(["microphone"], { origin: koine.url });
    page = owner.page;
    ada = new Keys(page);
  });
  afterAll(async () => {
    watcher?.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const button = (name: string | RegExp, within: Page | Locator = page): Locator =>
    within.getByRole("button", { name, exact: true });
  const composer = () => page.locator("#composer");
  const row = (text: string) => ada.message(text);
  const heading = (name: string) => page.getByRole("heading", { name, exact: true, level: 2 });
  const say = async (text: string): Promise<void> => {
    await ada.to(composer());
    await ada.type(text);
    await ada.press("Enter");
    await row(text).waitFor();
  };

  test("the set-up link to a first room, an invite, and somebody who comes by it", async () => {
    await ada.rests(page.getByLabel("Handle"));
    await ada.type("ada");
    await ada.to(page.getByLabel("Password", { exact: true }));
    await ada.type(PASSWORD);
    await ada.press("Enter");
    await ada.rests(page.getByLabel("Name", { exact: true }));
    await ada.press("Control+a");
    await ada.type("Engines");
    await ada.use(button("Continue"));
    await ada.rests(page.getByRole("checkbox").first());
    await ada.to(page.getByLabel("help"));
    await ada.press("Space");
    await ada.use(button("Continue"));
    await ada.use(button("Start chatting"));
    await ada.rests(composer());

    await ada.press("F6");
    await ada.rests(page.getByRole("link", { name: "general" }));
    await ada.use(page.getByTitle("Menu of the space"), "Shift+Tab");
    await ada.choose("Invite people");
    const field = page.getByRole("dialog").getByLabel("Invite link");
    await ada.to(page.getByLabel("Ends after"));
    await ada.to(field, "Shift+Tab");
    invite = await field.inputValue();
    await ada.press("Escape");
    await ada.rests(page.getByTitle("Menu of the space"));

    const guest = await openWindow(browser, invite, { reducedMotion: "reduce" });
    const bob = new Keys(guest.page);
    await bob.rests(guest.page.getByLabel("Handle"));
    await bob.type("bob");
    await bob.to(guest.page.getByLabel("Password", { exact: true }));
    await bob.type(PASSWORD);
    await bob.press("Enter");
    await bob.rests(guest.page.locator("#composer"));
    await bob.type("Hello from Bob");
    await bob.press("Enter");
    await row("Hello from Bob").waitFor();
    // Out, and in again.
    await bob.to(guest.page.getByTitle("Your status"));
    await bob.press("Enter");
    await bob.choose("Sign out");
    await bob.rests(guest.page.getByLabel("Handle"));
    await bob.type("bob");
    await bob.to(guest.page.getByLabel("Password", { exact: true }));
    await bob.type(PASSWORD);
    await bob.press("Enter");
    await bob.rests(guest.page.locator("#composer"));
    expect(guest.errors).toEqual([]);
    await guest.context.close();
    const { token } = await login(koine.url, { handle: "ada", password: PASSWORD });
    watcher = createClient({ url: koine.url, token, agent: "test" });
    await watcher.online();
  });

  test("messages: reply, react, edit, pin, forward, delete, a thread, a poll, a file", async () => {
    await ada.toMessage("Hello from Bob");
    await ada.press("r");
    await ada.rests(composer());
    await ada.type("Welcome, Bob");
    await ada.press("Enter");
    await row("Welcome, Bob").getByRole("link", { name: "Jump to the message" }).waitFor();

    await ada.toMessage("Hello from Bob");
    await ada.use(button("React", row("Hello from Bob")));
    await ada.rests(page.getByPlaceholder("Search emojis"));
    await ada.type("thumbs up");
    await page
      .getByRole("gridcell", { name: /thumbs up/i })
      .first()
      .waitFor();
    await ada.press("ArrowDown", "Enter");
    await row("Hello from Bob")
      .getByRole("button", { name: /1 reaction, yours among them/ })
      .waitFor();
    await ada.rests(button("React", row("Hello from Bob")));

    await ada.to(composer());
    await ada.press("ArrowUp");
    await ada.rests(page.getByRole("textbox", { name: "Edit" }));
    await ada.type(" Baker");
    await ada.press("Enter");
    await row("Welcome, Bob Baker").getByText("(edited)").waitFor();
    await ada.rests(composer());
    await ada.toMessage("Welcome, Bob Baker");
    await ada.press("e");
    await ada.rests(page.getByRole("textbox", { name: "Edit" }));
    await ada.press("Escape");
    await ada.rests(row("Welcome, Bob Baker"));

    await ada.menuOf("Hello from Bob", "Pin");
    await row("Hello from Bob").getByLabel("Pinned").waitFor();
    await ada.rests(button("More actions", row("Hello from Bob")));

    await ada.menuOf("Hello from Bob", "Forward");
    await ada.inside("dialog");
    await ada.press("Escape");
    await ada.rests(button("More actions", row("Hello from Bob")));
    await ada.menuOf("Hello from Bob", "Forward");
    await ada.use(page.getByRole("dialog").getByRole("button", { name: "help" }));
    await ada.use(button("Forward", page.getByRole("dialog")));
    await ada.rests(button("More actions", row("Hello from Bob")));

    await say("Not for long");
    await ada.menuOf("Not for long", "Delete message");
    await ada.use(button("Delete", page.getByRole("dialog")));
    await row("Not for long").waitFor({ state: "detached" });
    await ada.rests(row("Welcome, Bob Baker"));

    await ada.menuOf("Hello from Bob", "Start a thread");
    await ada.to(page.getByLabel("Title"));
    await ada.type("Greetings");
    await ada.press("Enter");
    await heading("Greetings").waitFor();
    await ada.rests(composer());
    await say("First in the thread");
    await ada.use(page.getByRole("link", { name: "Back to general" }), "Shift+Tab");
    await heading("general").waitFor();
    await ada.rests(composer());

    await ada.use(button("Create a poll"));
    await ada.to(page.getByLabel("Question"));
    await ada.type("Tea or coffee?");
    for (const [i, option] of ["Tea", "Coffee"].entries()) {
      await ada.to(page.getByLabel(`Option ${i + 1}`));
      await ada.type(option);
    }
    await ada.press("Enter");
    await ada.toMessage("Tea or coffee?");
    await ada.use(row("Tea or coffee?").getByRole("button", { name: /^Tea/ }));
    await row("Tea or coffee?").getByText("1 · 100 %").waitFor();
    await ada.rests(row("Tea or coffee?").getByRole("button", { name: /^Tea/ }));

    const chooser = page.waitForEvent("filechooser");
    await ada.to(page.getByLabel("Attach files"));
    await ada.press("Enter");
    const files = ["one.txt", "two.txt"].map((name) => ({
      name,
      mimeType: "text/plain",
      buffer: Buffer.from("by hand"),
    }));
    await (await chooser).setFiles(files);
    await ada.use(button("Remove one.txt"), "Shift+Tab");
    await ada.rests(composer());
    await button("Send").and(page.locator(":enabled")).waitFor();
    await ada.press("Enter");
    await row("two.txt").waitFor();
  });

  test("from part to part, the switcher, search, members and profiles, the keys, and out of each", async () => {
    await ada.press("F6");
    await ada.rests(page.getByRole("link", { name: "general" }));
    await ada.press("ArrowDown");
    await ada.rests(page.getByRole("link", { name: "announcements" }));
    await ada.press("Enter");
    await heading("announcements").waitFor();
    await ada.rests(composer());
    await ada.press("Control+k");
    await ada.inside("dialog");
    await ada.press("Escape");
    await ada.rests(composer());
    await ada.press("Control+k");
    await ada.rests(page.getByRole("combobox"));
    await ada.type("gen");
    await ada.press("Enter");
    await heading("general").waitFor();
    await ada.rests(composer());
    await ada.press("Alt+ArrowDown");
    await heading("announcements").waitFor();
    await ada.press("Alt+ArrowUp");
    await heading("general").waitFor();

    await ada.press("Control+Shift+f");
    await ada.rests(page.getByRole("searchbox"));
    await ada.type("Bob");
    await ada.to(page.getByLabel("From"));
    await ada.type("bob");
    await ada.press("Enter");
    const found = page.getByRole("complementary", { name: "Search" });
    await found.getByText("1 result").waitFor();
    await ada.use(found.getByRole("link", { name: "#general" }));
    await ada.rests(row("Hello from Bob"));
    await ada.press("Shift+F6");
    await ada.rests(page.getByRole("searchbox"));
    await ada.press("Escape");
    await found.waitFor({ state: "detached" });

    const people = page.getByRole("complementary", { name: "Members" });
    await ada.press("Control+Shift+u");
    await ada.rests(button("Close", people));
    await ada.to(people.getByRole("button", { name: /ada/ }));
    await ada.press("ArrowDown");
    await ada.rests(people.getByRole("button", { name: /bob/ }));
    await ada.press("Enter");
    const profile = page.getByRole("dialog", { name: "Profile of bob" });
    await ada.to(button("Message", profile));
    await ada.press("Escape");
    await profile.waitFor({ state: "detached" });
    await ada.rests(people.getByRole("button", { name: /bob/ }));
    await ada.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await ada.press("Escape");
    await ada.rests(people.getByRole("button", { name: /bob/ }));
    await ada.press("Escape");
    await people.waitFor({ state: "detached" });
    await ada.rests(composer());

    await ada.use(button("Insert an emoji"));
    await ada.rests(page.getByPlaceholder("Search emojis"));
    await ada.press("Escape");
    await ada.rests(button("Insert an emoji"));
    await ada.press("Enter");
    await ada.rests(page.getByPlaceholder("Search emojis"));
    await ada.type("rocket");
    await page
      .getByRole("gridcell", { name: /rocket/i })
      .first()
      .waitFor();
    await ada.press("ArrowDown", "Enter");
    await ada.rests(composer());
    expect(await composer().inputValue()).toBe("🚀");
    await ada.press("Control+a", "Delete");
  });

  test("the owner's settings: a role's right, a room's exception, the order of rooms", async () => {
    const dialog = page.getByRole("dialog");
    await ada.use(button("Settings"));
    await ada.use(button("Roles", dialog));
    await ada.use(dialog.getByRole("button", { name: /Everyone/ }));
    const pin = dialog.getByRole("switch", { name: "Pin and unpin messages" });
    const everyone = () => Object.values(watcher.state.roles).find(({ position }) => position === 0);
    expect(everyone()?.permissions).not.toContain("pin");
    await ada.to(pin);
    await ada.press("Space");
    await told(() => everyone()?.permissions.includes("pin") ?? false);

    await ada.use(button("Rooms", dialog), "Shift+Tab");
    await ada.use(dialog.getByRole("button", { name: "help", exact: true }));
    await ada.use(dialog.getByRole("button", { name: /^Add:/ }));
    await ada.choose("Everyone");
    const rule = dialog.getByRole("combobox", { name: "Send messages" });
    await ada.to(rule);
    await ada.press("End");
    const help = () => Object.values(watcher.state.rooms).find(({ name }) => name === "help");
    await told(() => help()?.overrides?.some(({ deny }) => deny?.includes("send")) ?? false);
    const order = (): string[] =>
      Object.values(watcher.state.rooms)
        .filter(({ space_id = 0 }) => space_id > 0)
        .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
        .map(({ name }) => name);
    const grip = dialog.getByRole("button", { name: "Move help", exact: false });
    await ada.to(grip, "Shift+Tab");
    const before = order().indexOf("help");
    await ada.press("ArrowUp");
    await told(() => order().indexOf("help") === before - 1);
    await ada.rests(grip);
    await ada.press("Escape");
    await ada.rests(button("Settings"));

    // The same where one sees the rooms.
    await ada.to(page.getByRole("link", { name: "help" }), "Shift+Tab");
    await ada.press("Control+Shift+ArrowDown");
    await told(() => order().indexOf("help") === before);
    await ada.rests(page.getByRole("link", { name: "help" }));
  });

  test("a voice room: made, joined, muted and left", async () => {
    await ada.use(page.getByTitle("Menu of the space"), "Shift+Tab");
    await ada.choose("New room");
    await ada.to(page.getByLabel("Kind"));
    await ada.type("Voice");
    await ada.to(page.getByLabel("Name", { exact: true }));
    await ada.type("kitchen");
    await ada.use(button("Create"));
    await heading("kitchen").waitFor();
    const stage = page.getByRole("region", { name: "Participants" });
    await ada.use(button("Join", stage), "Shift+Tab");
    await ada.rests(button("Mute", stage));
    await ada.press("Enter");
    await ada.rests(button("Unmute", stage));
    await ada.use(button("Leave", stage));
    await ada.rests(button("Join", stage));
    expect(owner.errors).toEqual([]);
  });
});
