/** Names, texts and files that try to run script in whoever looks at them. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import type { Ok } from "../../sdk/src/gen/protocol.ts";
import { call, register } from "../../sdk/src/http.ts";
import type { Request } from "../../sdk/src/packet.ts";
import { upload } from "../../sdk/src/upload.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { openBrowser, openWindow, program, settingsPages, signInAs } from "./browser.ts";

const PASSWORD = "correct horse";
const environment = { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" };

/** Each would set `window.ran` or open a dialog if it were more than a text. */
const SCRIPTS = [
  `<script>ran=1</script>`,
  `<img src=x onerror="ran=1">`,
  `"><svg onload=ran=1>`,
  `[press](javascript:ran=1)`,
  `[press](data:text/html,<script>ran=1</script>)`,
  `https://example.org/"onmouseover="ran=1`,
  `\`\`\`"><img src=x onerror=ran=1>\n</code><script>ran=1</script>\`\`\``,
  `||<iframe srcdoc="<script>parent.ran=1</script>"></iframe>||`,
  `<style>*{display:none}</style>`,
  `:x:999999999999 <:x"onerror=ran=1:1>`,
  `\u202Egnp.exe\u0000${"﷽".repeat(40)}`,
  `{{constructor.constructor('ran=1')()}} \${ran=1} %3Cscript%3Eran=1%3C/script%3E`,
];

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="ran=1"><script>top.ran=1;fetch('/api/v1/me')</script><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="top.ran=1"/></body></foreignObject></svg>`;

describe.skipIf(program === null)("hostile content", () => {
  let koine: Koine;
  let browser: Browser;

  beforeAll(async () => {
    koine = await startKoine({ environment });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  test("names, topics, messages, quotes, files, polls and threads run nothing in any view", async () => {
    const { token } = await register(koine.url, {
      handle: "mallory",
      password: PASSWORD,
      name: `<img src=x onerror=ran=1>`,
    });
    const mallory = createClient({ url: koine.url, token, agent: "test" });
    await mallory.online();
    const victim = await register(koine.url, { handle: "victim", password: PASSWORD });
    const ask = (request: Request): Promise<Ok> => mallory.request(request);
    const evil = SCRIPTS[1] ?? "";
    await ask({ type: "space_update", name: evil, description: SCRIPTS[0] ?? "" });
    await ask({ type: "profile_update", bio: SCRIPTS.join("\n") });
    await ask({ type: "presence_set", status: "online", text: evil });
    const made = await ask({ type: "room_create", name: `"><svg onload=ran=1>`, topic: SCRIPTS.join(" ") });
    const room = made.room?.id ?? 0;
    await ask({ type: "role_create", name: evil, color: 0xff0000, hoisted: true });
    for (const text of SCRIPTS) {
      const { id } = await mallory.send(room, text);
      await mallory.send(room, text, { reply_to: id });
      await ask({ type: "pin_add", message_id: id });
    }
    const put = async (body: string, type: string, name: string): Promise<number> =>
      (await upload({ url: koine.url, token, file: new Blob([body], { type }), name })).id;
    const files = [
      await put(SVG, "image/svg+xml", `"><img src=x onerror=ran=1>.svg`),
      await put(SVG, "image/png", "picture.png"),
      await put("<script>top.ran=1</script>", "text/html", "<script>ran=1</script>.html"),
    ];
    const last = await mallory.send(room, "files", { attachment_ids: files });
    await ask({
      type: "poll_create",
      room_id: room,
      question: evil,
      options: [SCRIPTS[0] ?? "", SCRIPTS[2] ?? ""],
    });
    await ask({
      type: "thread_create",
      room_id: room,
      message_id: last.id,
      name: SCRIPTS[2] ?? "",
      content: evil,
    });
    await fillStaff(mallory, koine.url, victim.user.id, room);
    const report = { message_id: last.id, reason: SCRIPTS.join(" ") };
    await call(koine.url, "POST", "/api/v1/reports", report, victim.token);
    const addresses = mallory.state.messages[room]?.flatMap(({ attachments }) => attachments ?? []) ?? [];

    const window = await openWindow(browser, koine.url, { viewport: { width: 1400, height: 900 } });
    const { page } = window;
    let opened = 0;
    page.on("dialog", () => {
      opened += 1;
    });
    await signInAs(window, "victim", PASSWORD);
    await page.evaluate(`location.hash = "#/${room}"`);
    const log = page.getByRole("log");
    await log.getByText("files", { exact: true }).waitFor();
    await page.evaluate(`document.querySelector('[role="log"]').scrollTo(0, 1e6)`);
    await log.locator(".embed-title").waitFor();
    await page.locator("#composer").pressSequentially("/ev");
    await page.getByRole("option", { name: /\/evil/ }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("region", { name: "Arguments of the command" }).waitFor();
    await page.locator("#composer").fill("");
    const spoilers = page.getByRole("button", { name: "Spoiler" });
    while ((await spoilers.count()) > 0) await spoilers.first().click();
    await log.hover();
    await page.mouse.wheel(0, -10_000);
    for (const name of ["Pinned messages", "Search messages", "Threads", "Members"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await page.getByRole("complementary").waitFor();
    }
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByLabel("Display name").waitFor();
    const pages = await settingsPages(page);
    expect(pages.length).toBeGreaterThan(12);
    for (const button of pages) {
      await button.click();
      await page.locator(".settings-page > .spinner").waitFor({ state: "detached" });
      for (const row of await page.locator(".settings-page .row-button:visible").all()) await row.click();
    }
    await page.keyboard.press("Escape");
    expect(await page.evaluate("typeof ran")).toBe("undefined");
    expect(await page.locator("script, iframe, style, svg [onload], [onerror]").count()).toBe(1); // Our own script.
    expect(await page.locator('a[href^="javascript"], a[href^="data"]').count()).toBe(0);
    expect(opened).toBe(0);
    expect(window.errors).toEqual([]);

    for (const { url } of addresses) {
      const tab = await window.context.newPage();
      await tab.goto(koine.url + url).catch(() => undefined); // A download is no page.
      expect(await tab.evaluate("typeof ran").catch(() => "undefined")).toBe("undefined");
      await tab.close();
    }
    await window.context.close();
    mallory.close();
  });
});

/** Hostile texts wherever the owner's settings show one, for a victim who may see them all. */
async function fillStaff(mallory: Client, url: string, victim: number, room: number): Promise<void> {
  const evil = SCRIPTS[1] ?? "";
  const administrator = Object.values(mallory.state.roles).find(({ permissions }) =>
    permissions.includes("administrator"),
  );
  const ask = (request: Request): Promise<Ok> => mallory.request(request);
  await ask({ type: "role_assign", user_id: victim, role_id: administrator?.id ?? 0 });
  await ask({ type: "member_update", user_id: victim, nickname: evil });
  await ask({ type: "timeout_set", user_id: victim, until: 0, reason: evil });
  await ask({ type: "invite_create" });
  const { webhook } = await ask({ type: "webhook_create", kind: "incoming", name: evil, room_id: room });
  await ask({
    type: "webhook_create",
    kind: "outgoing",
    name: SCRIPTS[2] ?? "",
    url: `https://example.org/"><script>ran=1</script>`,
  });
  const text = SCRIPTS.slice(0, 3).join(" ");
  const embed = {
    title: evil,
    description: SCRIPTS.slice(0, 10).join("\n"),
    url: "https://example.org/%22onclick=ran=1",
  };
  const posted = await fetch(new URL(webhook?.url ?? "", url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      username: evil,
      content: "embeds",
      embeds: [
        {
          ...embed,
          author: { name: evil, url: "https://example.org/%27onload=ran=1" },
          footer: { text },
          fields: [{ name: evil, value: text }],
        },
      ],
    }),
  });
  expect(await posted.text()).toBe("");
  const command = {
    name: "evil",
    description: evil,
    options: [{ name: "a", kind: "string", description: evil }],
  };
  await ask({ type: "command_register", ...command });
  await ask({
    type: "automod_set",
    rule: { id: 0, name: evil, enabled: false, action: "report", words: ["<script>"] },
  });
  await ask({ type: "permission_override_set", room_id: room, user_id: victim, allow: ["pin"] });
  await ask({ type: "room_create", name: evil, kind: "category" });
  await ask({ type: "room_create", name: `'"><b>voice`, kind: "voice" });
}
