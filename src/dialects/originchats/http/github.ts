/** GitHub's pushes as the embed that section 11.5 describes. */

import { type EmbedsInput, MAX_EMBED_TITLE } from "../../../core/embeds.ts";
import { type Fields, isFields, textIn } from "./reading.ts";

const COLOR = 2_369_838;

/** Most commits, and longest first line of one, in UTF-16 code units: an embed has its bounds. */
const MAX_COMMITS = 20;
const MAX_LINE = 120;

export function gitHubPush(body: Fields, now: number): EmbedsInput[number] {
  const repository = isFields(body.repository) ? body.repository : {};
  const sender = isFields(body.sender) ? body.sender : {};
  const branch = (textIn(body, "ref") ?? "").replace(/^refs\/(?:heads|tags)\//, "");
  const commits = Array.isArray(body.commits) ? body.commits.filter(isFields) : [];
  const count = `${commits.length} ${commits.length === 1 ? "commit" : "commits"}`;
  const how = body.deleted === true ? " deleted" : body.created === true ? " created" : null;
  const title = `${branch}${how ?? (body.forced === true ? " force-pushed" : `: ${count}`)}`;
  return {
    url: addressIn(body, "compare"),
    title: title.slice(0, MAX_EMBED_TITLE),
    description: commits.slice(0, MAX_COMMITS).map(lineOf).join("\n"),
    authorName:
      `${textIn(sender, "login") ?? "somebody"} - ${textIn(repository, "full_name") ?? "GitHub"}`.slice(
        0,
        MAX_EMBED_TITLE,
      ),
    authorUrl: addressIn(sender, "html_url"),
    color: COLOR,
    footer: "",
    at: now,
    fields: [],
  };
}

function lineOf(commit: Fields): string {
  const id = (textIn(commit, "id") ?? "").replaceAll(/[^0-9a-f]/gi, "").slice(0, 7);
  const [first = ""] = (textIn(commit, "message") ?? "").split("\n", 1);
  const address = addressIn(commit, "url");
  const named = address === "" ? `\`${id}\`` : `[\`${id}\`](${address})`;
  return `${named} ${first.slice(0, MAX_LINE)}`;
}

/** One that can stand in Markdown; else "". */
function addressIn(fields: Fields, name: string): string {
  const address = textIn(fields, name) ?? "";
  return address.length <= 300 && /^https?:\/\/[^\s<>"()\\]+$/i.test(address) ? address : "";
}
