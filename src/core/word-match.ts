/**
 * Finding words in texts for the automatic rules, in time linear in the length of the text, however many words
 * there are: no pattern repeats anything, and all are looked for in one pass.
 */

/** Stands between words, and in no text. */
const CUT = "\u0001";

/** Letters of other scripts that are taken for a Latin one. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    в: "b",
    е: "e",
    з: "3",
    і: "i",
    ј: "j",
    к: "k",
    м: "m",
    н: "h",
    о: "o",
    р: "p",
    с: "c",
    ѕ: "s",
    т: "t",
    у: "y",
    х: "x",
    ԁ: "d",
    ԛ: "q",
    ԝ: "w",
    α: "a",
    β: "b",
    ε: "e",
    η: "n",
    ι: "i",
    κ: "k",
    μ: "m",
    ν: "v",
    ο: "o",
    ρ: "p",
    τ: "t",
    υ: "u",
    χ: "x",
    ı: "i",
    ł: "l",
    ø: "o",
    đ: "d",
    ß: "ss",
  }),
);

/**
 * A text as it is compared: compatible forms are one, so are cases, accents and letters that look alike, and what
 * cannot be seen is gone.
 */
export function plain(text: string): string {
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}|\p{Cc}|\u034f|[\u115f\u1160\u3164]|[\ufe00-\ufe0f]/gu, (sign) =>
      /\s/.test(sign) ? " " : "",
    )
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
  return folded.replace(/[^\0-\x7f]/gu, (letter) => LOOKALIKES.get(letter) ?? letter);
}

/** The words of a text; a sign such as an emoji is one of its own. */
function words(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}\p{M}]+|\p{S}/gu) ?? [];
}

/** A word, or several, as they are looked for; `*` at either end stands for any rest. Null when it says nothing. */
export function needleOf(pattern: string): string | null {
  const trimmed = pattern.trim();
  const said = words(trimmed);
  const [before, after] = [trimmed.startsWith("*"), trimmed.endsWith("*")];
  if (said.length === 0 || ((before || after) && said.join("").length < 2)) return null;
  return `${before ? "" : CUT}${said.join(CUT)}${after ? "" : CUT}`;
}

/** Gives the place of the first needle that ends in the text, or -1. */
export type Finder = (text: string) => number;

/** Looks for all needles at once, as Aho and Corasick do. */
export function finder(needles: readonly string[]): Finder {
  const steps = new Map<number, number>();
  const found = [-1];
  const key = (node: number, code: number): number => node * 0x1_00_00 + code;
  for (const [i, needle] of needles.entries()) {
    let node = 0;
    for (let at = 0; at < needle.length; at++) {
      const step = key(node, needle.charCodeAt(at));
      const next = steps.get(step) ?? found.push(-1) - 1;
      steps.set(step, next);
      node = next;
    }
    if (found[node] === -1) found[node] = i;
  }
  const fallback = fallbacks(steps, found);
  return (text) => {
    const hay = `${CUT}${words(text).join(CUT)}${CUT}`;
    let node = 0;
    for (let at = 0; at < hay.length; at++) {
      const code = hay.charCodeAt(at);
      while (node !== 0 && !steps.has(key(node, code))) node = fallback[node] ?? 0;
      node = steps.get(key(node, code)) ?? 0;
      const hit = found[node] ?? -1;
      if (hit !== -1) return hit;
    }
    return -1;
  };
}

/** Of each node the one to go on from; fills in what is found there. Nodes come in the order of their making. */
function fallbacks(steps: ReadonlyMap<number, number>, found: number[]): number[] {
  const children: [number, number][][] = found.map(() => []);
  for (const [step, child] of steps) children[Math.floor(step / 0x1_00_00)]?.push([step % 0x1_00_00, child]);
  const fallback = found.map(() => 0);
  let level = [0];
  while (level.length > 0) {
    const below: number[] = [];
    for (const node of level) {
      for (const [code, child] of children[node] ?? []) {
        let from = node === 0 ? -1 : (fallback[node] ?? 0);
        while (from > 0 && !steps.has(from * 0x1_00_00 + code)) from = fallback[from] ?? 0;
        const target = from === -1 ? 0 : (steps.get(from * 0x1_00_00 + code) ?? 0);
        fallback[child] = target;
        if (found[child] === -1) found[child] = found[target] ?? -1;
        below.push(child);
      }
    }
    level = below;
  }
  return fallback;
}

/** A host that a text names; `link`: it is a link for sure, and not only two words with a dot. */
export interface NamedHost {
  readonly host: string;
  readonly link: boolean;
}

/** Longest name of a host, in characters. */
const MAX_HOST = 253;

/** The hosts that a text names, with scheme or without. */
export function hostsIn(text: string): NamedHost[] {
  const hosts: NamedHost[] = [];
  const seen = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}|\u034f/gu, "");
  for (const piece of seen.replaceAll("\\", "/").split(/[\s<>()[\]{}"'`|*,;]+/)) {
    const parts = piece.split("://");
    for (const [i, part] of parts.entries()) {
      const authority = (/^[^/?#]{0,512}/.exec(part)?.[0] ?? "").split("@").at(-1) ?? "";
      const host = (authority.split(":")[0] ?? "").replace(/[.。]+$/, "").replaceAll("。", ".");
      if (host.length > MAX_HOST || !/^[\p{L}\p{N}\p{M}_-]+(\.[\p{L}\p{N}\p{M}_-]+)+$/u.test(host)) continue;
      hosts.push({ host, link: i > 0 || host.startsWith("www.") });
    }
  }
  return hosts;
}

/** The host itself and every domain above it, e.g. "a.b.org", "b.org", "org". */
export function domainsOf(host: string): string[] {
  const labels = host.split(".");
  return labels.map((_, i) => labels.slice(i).join("."));
}
