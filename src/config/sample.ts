/** The annotated sample: every key with its default, what it is for and what happens at a limit. */

import { BACKENDS_SAMPLE } from "./backends.ts";
import { type Key, keys, sections } from "./keys.ts";

/** Longest line of the text. */
const WIDTH = 100;

const HEAD = `Koine's configuration. Every key stands here with its default, so this file changes nothing: keep what
you change. "koine serve" reads the file named by --config or KOINE_CONFIG, else koine.toml in the
working directory, else /etc/koine/koine.toml; without any, the defaults hold.

Each key is a variable too, which goes before the file: [limits] bonfire is KOINE_LIMITS_BONFIRE.
Times have a unit (ms, s, m, h, d), sizes may have one (KiB, MiB, GiB, TiB). Paths are as seen from the
working directory. On SIGHUP a running server takes what is marked "reloads" and says what it cannot.`;

/** The text of koine.toml.sample. */
export function sampleText(): string {
  const top = keys.filter(({ section }) => section === null).map(entry);
  const rest = [...sections].map(([name, description]) => {
    const entries = keys.filter(({ section }) => section === name).map(entry);
    return [`${comment(description)}\n[${name}]\n`, ...entries].join("\n");
  });
  return [
    HEAD.replaceAll(/^(?=.)/gm, "# ").replaceAll(/^$/gm, "#"),
    "",
    ...top,
    ...rest,
    BACKENDS_SAMPLE,
  ].join("\n");
}

function entry({ name, byDefault, about }: Key): string {
  const { description, example, reloads } = about;
  const said = [
    description,
    example === undefined ? "" : `For example ${example}.`,
    reloads ? "(reloads)" : "",
  ];
  return `${comment(said.filter((part) => part !== "").join(" "))}\n${name} = ${JSON.stringify(byDefault)}\n`;
}

function comment(words: string): string {
  const lines: string[] = [];
  let line = "#";
  for (const word of words.split(" ")) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = "#";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}
