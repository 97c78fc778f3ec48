/** Talking in the web client: everything that one does with messages, once. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { holds, openBrowser, openWindow, program, signInAs, told, type Window } from "./browser.ts";
import { sky } from "./sky.ts";

const PASSWORD = "correct horse";

describe.skipIf(program === null)("a conversation", () => {
  let koine: Koine;
  let browser: Browser;
  let ann: Window;
  let bob: Client;
  let room = 0;

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    browser = await openBrowser();
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    const { token } = await register(koine.url, { handle: "bob", password: PASSWORD, name: "Bob Baker" });
    bob = createClient({ url: koine.url, token, agent: "test" });
    await bob.online();
    room = bob.state.space?.default_room_id ?? 0;
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 800 } });
    await signInAs(ann, "ann", PASSWORD);
  });
  afterAll(async () => {
    bob.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const log = (page: Page = ann.page) => page.getByRole("log");
  const row = (text: string) => log().getByRole("article").filter({ hasText: text });
  const write = async (text: string): Promise<void> => {
    await ann.page.locator("#composer").fill(text);
    await ann.page.keyboard.press("Enter");
  };
  const action = async (text: string, name: string): Promise<void> => {
    await row(text).hover();
    await row(text).getByRole("button", { name, exact: true }).click();
  };
  const entry = async (text: string, name: string): Promise<void> => {
    await action(text, "More actions");
    await ann.page.getByRole("menuitem", { name }).click();
  };

  test("markup, mentions completed by name, and emojis completed by name", async () => {
    await ann.page.locator("#composer").pressSequentially("Hi @bo");
    await ann.page.getByRole("option", { name: /Bob Baker/ }).waitFor();
    await ann.page.keyboard.press("Tab");
    await ann.page.keyboard.type("**welcome** :rocket");
    await ann.page.getByRole("option", { name: /:rocket:/ }).waitFor();
    await ann.page.keyboard.press("Enter");
    await ann.page.keyboard.press("Enter");
    await row("@Bob Baker welcome 🚀").waitFor();
    expect(await row("welcome").locator("strong").textContent()).toBe("welcome");
    await told(
      () => bob.state.messages[room]?.some(({ mentions }) => mentions?.users?.length === 1) ?? false,
    );
  });

  test("what is chosen fits what was typed last, also before the suggestions for it are there", async () => {
    const field = ann.page.locator("#composer");
    await field.pressSequentially(":roc");
    await ann.page.getByRole("option", { name: /:rock:/ }).waitFor();
    await ann.page.getByRole("option", { name: /:rocket:/ }).waitFor();
    // In one breath: no answer comes between the letters and Enter.
    await ann.page.evaluate(`
      document.execCommand("insertText", false, "ket");
      const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(enter);
    `);
    expect(await field.inputValue()).toBe("🚀 ");
    await field.fill("");
  });

  test("an emoji that is typed by its whole name is sent as one, also when it was pasted; in code it stays", async () => {
    await ann.page.locator("#composer").pressSequentially("Lift-off :rocket: `:rocket:`");
    await ann.page.keyboard.press("Enter");
    await row("Lift-off 🚀 :rocket:").waitFor();
    const again = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 800 } });
    await signInAs(again, "ann", PASSWORD);
    await again.page.locator("#composer").fill("Seen :tada: from a new window");
    await again.page.keyboard.press("Enter");
    await row("Seen 🎉 from a new window").waitFor();
    await told(() => bob.state.messages[room]?.at(-1)?.content === "Seen 🎉 from a new window");
    await again.context.close();
  });

  test("a table is drawn as one, with markup in its cells", async () => {
    await ann.page
      .locator("#composer")
      .fill("Nights:\n| Day | Sky |\n| --- | ---: |\n| Mon | **clear** :rocket: |");
    await ann.page.keyboard.press("Enter");
    const table = row("Nights:").getByRole("table");
    await table.getByRole("columnheader", { name: "Sky" }).waitFor();
    expect(await table.getByRole("cell").allTextContents()).toEqual(["Mon", "clear 🚀"]);
    expect(await table.locator("strong").textContent()).toBe("clear");
  });

  test("a reply shows what it answers, and leads there", async () => {
    await bob.send(room, "What is the plan?");
    await action("What is the plan?", "Reply");
    await ann.page.getByText("Replying to Bob Baker").waitFor();
    await write("Lunch at noon");
    await row("Lunch at noon").getByRole("link", { name: "Jump to the message" }).click();
    await ann.page.waitForURL(/#\/\d+\/\d+$/);
    await row("What is the plan?").first().waitFor();
    expect(bob.state.messages[room]?.at(-1)?.reply_to?.text).toBe("What is the plan?");
  });

  test("editing with the arrow key, deleting with a question, reacting, pinning", async () => {
    await write("Tyop here");
    await row("Tyop here").waitFor();
    await ann.page.locator("#composer").press("ArrowUp");
    await ann.page.getByRole("textbox", { name: "Edit" }).fill("Typo here");
    await ann.page.keyboard.press("Enter");
    await row("Typo here").getByText("(edited)").waitFor();

    await action("Typo here", "React");
    await ann.page.getByPlaceholder("Search emojis").fill("thumbs up");
    await ann.page
      .getByRole("gridcell", { name: /thumbs up/i })
      .first()
      .click();
    const reaction = row("Typo here").getByRole("button", { name: /👍: 1 reaction, yours among them/ });
    await reaction.waitFor();
    const stored = bob.state.messages[room]?.find(({ content }) => content === "Typo here");
    await bob.request({ type: "reaction_add", message_id: stored?.id ?? 0, emoji: "👍" });
    await row("Typo here")
      .getByRole("button", { name: /👍: 2 reactions/ })
      .click();
    await row("Typo here").getByRole("button", { name: "👍: 1 reaction" }).waitFor();

    await entry("Typo here", "Pin");
    await ann.page.getByRole("button", { name: "Pinned messages" }).click();
    await ann.page.getByRole("complementary", { name: "Pinned messages" }).getByText("Typo here").waitFor();
    await ann.page.getByRole("button", { name: "Close" }).click();

    await entry("Typo here", "Delete message");
    await ann.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await row("Typo here").waitFor({ state: "detached" });
    await told(() => !bob.state.messages[room]?.some(({ content }) => content === "Typo here"));
  });

  test("files are uploaded with the message, pictures open in the viewer", async () => {
    const chooser = ann.page.getByLabel("Attach files");
    await chooser.setInputFiles([
      { name: "lights.png", mimeType: "image/png", buffer: Buffer.from(await sky(320, 180).arrayBuffer()) },
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("by hand") },
    ]);
    await ann.page.getByRole("button", { name: "Remove lights.png" }).waitFor();
    await ann.page.locator("#composer").fill("Two files");
    await ann.page.getByRole("button", { name: "Send", exact: true }).click();
    await row("Two files").getByText("notes.txt").waitFor();
    await row("Two files").getByRole("button", { name: "Open lights.png" }).click();
    const picture = ann.page.getByRole("dialog").getByRole("img", { name: "lights.png" });
    await picture.waitFor();
    await holds(ann.page, "document.querySelector('[role=dialog] img').naturalWidth === 320");
    // Keys are for it once it has the focus.
    await holds(ann.page, "document.activeElement.closest('[role=dialog]') !== null");
    await ann.page.keyboard.press("Escape");
    await picture.waitFor({ state: "detached" });
  });

  test("files are taken when they are pasted, and when they are dropped anywhere", async () => {
    await ann.page.evaluate(`{
      const holding = (name) => {
        const data = new DataTransfer();
        data.items.add(new File(["by hand"], name, { type: "text/plain" }));
        return data;
      };
      const paste = { clipboardData: holding("pasted.txt"), bubbles: true, cancelable: true };
      document.querySelector("#composer").dispatchEvent(new ClipboardEvent("paste", paste));
      const dataTransfer = holding("dropped.txt");
      for (const kind of ["dragenter", "dragover", "drop"])
        document.querySelector("[role=log]").dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await ann.page.getByRole("button", { name: "Remove pasted.txt" }).waitFor();
    await ann.page.getByRole("button", { name: "Remove dropped.txt" }).waitFor();
    await ann.page.getByRole("button", { name: "Send", exact: true }).click();
    await row("pasted.txt").getByText("dropped.txt").waitFor();
  });

  test("forwarding, searching with a filter, threads and polls", async () => {
    const { room: other } = await bobMakes();
    await write("Carry this over");
    await entry("Carry this over", "Forward");
    const dialog = ann.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Bob Baker" }).click();
    await dialog.getByRole("button", { name: "Forward" }).click();
    await told(
      () => bob.state.messages[other]?.some(({ forwarded_from }) => forwarded_from !== undefined) ?? false,
    );

    await ann.page.getByRole("button", { name: "Search messages" }).click();
    await ann.page.getByRole("searchbox").fill("plan");
    await ann.page.getByLabel("From").fill("bob");
    await ann.page.keyboard.press("Enter");
    await ann.page.getByText("1 result").waitFor();
    const pane = ann.page.getByRole("complementary", { name: "Search" });
    await pane.getByRole("button", { name: "Close" }).click();

    await entry("Carry this over", "Start a thread");
    await ann.page.getByLabel("Title").fill("Details");
    await ann.page.getByRole("button", { name: "Create", exact: true }).click();
    await ann.page.getByPlaceholder("Message #Details").waitFor();
    await write("First in the thread");
    await row("First in the thread").waitFor();
    await ann.page.getByRole("link", { name: "Back to general" }).click();
    const chip = row("Carry this over").getByRole("button", { name: /Details/ });
    await chip.getByText("1 message").waitFor();

    await ann.page.getByRole("button", { name: "Create a poll" }).click();
    await ann.page.getByLabel("Question").fill("Tea or coffee?");
    await ann.page.getByLabel("Option 1").fill("Tea");
    await ann.page.getByLabel("Option 2").fill("Coffee");
    await ann.page.getByRole("button", { name: "Create", exact: true }).click();
    await row("Tea or coffee?").getByRole("button", { name: /^Tea/ }).click();
    await row("Tea or coffee?").getByText("1 · 100 %").waitFor();
  });

  async function bobMakes(): Promise<{ room: number }> {
    const id = Object.values(bob.state.members).find(({ user }) => user.handle === "ann")?.user.id;
    const user_id =
      id ?? (await bob.members()).members.find(({ user }) => user.handle === "ann")?.user.id ?? 0;
    const { room } = await bob.request({ type: "dialog_open", user_id });
    return { room: room?.id ?? 0 };
  }

  test("dialogs show typing, presence and receipts; unread messages are counted", async () => {
    const { room: dialog } = await bobMakes();
    await bob.send(dialog, "Are you there?");
    const link = ann.page.getByRole("link", { name: /Bob Baker.*1 unread message/ });
    await link.click();
    await bob.request({ type: "typing_start", room_id: dialog });
    await ann.page.getByText("Bob Baker is typing …").waitFor();
    await write("Yes I am");
    await told(() => bob.state.messages[dialog]?.some(({ content }) => content === "Yes I am") ?? false);
    const last = bob.state.messages[dialog]?.at(-1);
    await bob.request({ type: "receipt_mark", room_id: dialog, message_id: last?.id ?? 0, kind: "read" });
    await row("Yes I am").getByText("Read").waitFor();
    await told(() => {
      const own = Object.values(bob.state.receipts[dialog] ?? {});
      return own.some(({ user_id, read_id }) => user_id !== bob.state.user?.id && read_id > 0);
    });
  });

  test("by keyboard: the switcher, the keys, from room to room, from message to message", async () => {
    await ann.page.keyboard.press("Control+k");
    await ann.page.getByRole("combobox").fill("gen");
    await ann.page.keyboard.press("Enter");
    await ann.page.getByRole("heading", { name: "general", exact: true }).waitFor();
    await ann.page.keyboard.press("Alt+ArrowUp");
    await ann.page.getByRole("heading", { name: "Bob Baker", exact: true }).first().waitFor();
    await ann.page.keyboard.press("Alt+ArrowDown");
    await row("Tea or coffee?").waitFor();
    await row("Tea or coffee?").focus();
    await ann.page.keyboard.press("ArrowUp");
    await row("Carry this over").waitFor();
    await holds(ann.page, "document.activeElement.textContent.includes('Carry this over')");
    await ann.page.keyboard.press("r");
    await ann.page.getByText("Replying to Ann").waitFor();
    await ann.page.keyboard.press("Escape");
    await row("Tea or coffee?").focus();
    await ann.page.keyboard.press("?");
    await ann.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await ann.page.keyboard.press("Escape");
  });

  test("drafts stay with their room, and nothing went wrong meanwhile", async () => {
    await ann.page.locator("#composer").fill("Half a thou");
    await ann.page.getByRole("navigation").getByRole("link", { name: "Bob Baker" }).click();
    await ann.page.getByPlaceholder("Message Bob Baker").waitFor();
    expect(await ann.page.locator("#composer").inputValue()).toBe("");
    await ann.page.getByRole("link", { name: "general" }).click();
    await ann.page.getByPlaceholder("Message #general").waitFor();
    expect(await ann.page.locator("#composer").inputValue()).toBe("Half a thou");
    await ann.page.reload();
    await ann.page.getByPlaceholder("Message #general").waitFor();
    expect(await ann.page.locator("#composer").inputValue()).toBe("Half a thou");
    expect(ann.errors).toEqual([]);
  });
});
