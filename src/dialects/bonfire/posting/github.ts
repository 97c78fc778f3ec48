/**
 * GitHub's events as messages for people (https://docs.github.com/webhooks/webhook-events-and-payloads). What others
 * worded is escaped, so that a title cannot mention or format anything.
 */

import { escapeMarkup } from "../../../core/markup-escape.ts";
import { isFields } from "./said.ts";

/** Most commits that a push lists. */
const MAX_COMMITS = 10;
/** Longest title or name that is shown, in UTF-16 code units; and the beginning of a comment. */
const MAX_TITLE = 200;
const MAX_COMMENT = 400;

/** The part of a body that a path of names leads to; null when it is not there. */
function at(body: unknown, path: string): unknown {
  let here: unknown = body;
  for (const name of path.split(".")) here = isFields(here) ? here[name] : null;
  return here ?? null;
}

function text(body: unknown, path: string, length = MAX_TITLE): string {
  const value = at(body, path);
  const all = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
  return all.length > length ? `${all.slice(0, length)}…` : all;
}

/** As it reads, on one line, with nothing in it that Markdown would take for its own. */
function plain(body: unknown, path: string, length = MAX_TITLE): string {
  const line = text(body, path, length).split("\n", 1)[0] ?? "";
  return escapeMarkup(line);
}

/** A link, where the address is one that can stand in Markdown. */
function link(words: string, address: string): string {
  return /^https?:\/\/[^\s<>()\\]+$/i.test(address) ? `[${words}](${address})` : words;
}

type Render = (body: unknown) => string | null;

const events: Readonly<Record<string, Render>> = {
  ping: (body) => `${repository(body)}: the webhook works. ${plain(body, "zen")}`.trim(),
  push(body) {
    const ref = text(body, "ref").replace(/^refs\/(heads|tags)\//, "");
    const branch = plain({ ref }, "ref");
    const head = `${repository(body)}: ${who(body)}`;
    if (at(body, "deleted") === true) return `${head} deleted ${branch}`;
    const commits = at(body, "commits");
    const list = Array.isArray(commits) ? commits : [];
    const done =
      at(body, "forced") === true ? "force-pushed" : at(body, "created") === true ? "created" : "pushed to";
    const count = list.length === 1 ? "1 commit" : `${list.length} commits`;
    const lines = list.slice(0, MAX_COMMITS).map((commit) => {
      const id = `\`${text(commit, "id", 40)
        .replace(/[^0-9a-f]/gi, "")
        .slice(0, 7)}\``;
      return `- ${link(id, text(commit, "url", 500))} ${plain(commit, "message")}`;
    });
    const more = list.length > MAX_COMMITS ? [`… and ${list.length - MAX_COMMITS} more`] : [];
    return [`${head} ${done} ${link(branch, text(body, "compare", 500))} (${count})`, ...lines, ...more].join(
      "\n",
    );
  },
  pull_request: (body) =>
    titled(body, at(body, "pull_request.merged") === true ? "merged" : null, "pull_request", "pull request"),
  issues: (body) => titled(body, null, "issue", "issue"),
  issue_comment: (body) => commented(body, "issue"),
  pull_request_review(body) {
    const state = text(body, "review.state").replace("_", " ");
    if (at(body, "action") !== "submitted" || state === "") return null;
    const subject = `#${text(body, "pull_request.number")} ${plain(body, "pull_request.title")}`;
    const said = quoted(body, "review.body");
    return `${repository(body)}: ${who(body)} reviewed ${link(subject, text(body, "review.html_url", 500))}: ${state}${said}`;
  },
  release(body) {
    if (at(body, "action") !== "published") return null;
    const name = plain(body, "release.name") || plain(body, "release.tag_name");
    return `${repository(body)}: ${who(body)} published ${link(name, text(body, "release.html_url", 500))}`;
  },
  workflow_run(body) {
    if (at(body, "action") !== "completed") return null;
    const run = link(plain(body, "workflow_run.name"), text(body, "workflow_run.html_url", 500));
    const end = plain(body, "workflow_run.conclusion") || "ended";
    return `${repository(body)}: ${run} on ${plain(body, "workflow_run.head_branch")}: ${end}`;
  },
  create: (body) =>
    `${repository(body)}: ${who(body)} created the ${plain(body, "ref_type")} ${plain(body, "ref")}`,
  delete: (body) =>
    `${repository(body)}: ${who(body)} deleted the ${plain(body, "ref_type")} ${plain(body, "ref")}`,
  star: (body) => (at(body, "action") === "created" ? `${repository(body)}: a star from ${who(body)}` : null),
  fork: (body) => `${repository(body)}: forked by ${who(body)}`,
};

/** Actions of issues and pull requests that are worth a message. */
const TOLD: ReadonlySet<string> = new Set(["opened", "closed", "reopened", "ready_for_review", "merged"]);

function titled(body: unknown, instead: string | null, key: string, noun: string): string | null {
  const action = instead ?? text(body, "action");
  if (!TOLD.has(action)) return null;
  const subject = `#${text(body, `${key}.number`)} ${plain(body, `${key}.title`)}`;
  const address = text(body, `${key}.html_url`, 500);
  return `${repository(body)}: ${who(body)} ${action.replaceAll("_", " ")} the ${noun} ${link(subject, address)}`;
}

function commented(body: unknown, key: string): string | null {
  if (at(body, "action") !== "created") return null;
  const subject = `#${text(body, `${key}.number`)} ${plain(body, `${key}.title`)}`;
  const address = text(body, "comment.html_url", 500);
  return `${repository(body)}: ${who(body)} commented on ${link(subject, address)}${quoted(body, "comment.body")}`;
}

function quoted(body: unknown, path: string): string {
  const said = plain(body, path, MAX_COMMENT);
  return said === "" ? "" : `\n> ${said}`;
}

function repository(body: unknown): string {
  return `**${plain(body, "repository.full_name") || "GitHub"}**`;
}

function who(body: unknown): string {
  return plain(body, "sender.login") || plain(body, "pusher.name") || "somebody";
}

/** The message of an event; null for one that is worth none (then nothing is posted, and the sender is not told off). */
export function gitHubText(event: string, body: unknown): string | null {
  const render = Object.hasOwn(events, event) ? events[event] : undefined;
  return render === undefined ? null : render(body);
}
