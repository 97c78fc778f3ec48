import { expect, test } from "bun:test";
import { domainsOf, finder, hostsIn, needleOf } from "./word-match.ts";

const finds = (pattern: string, text: string): boolean => {
  const needle = needleOf(pattern);
  return needle !== null && finder([needle])(text) === 0;
};

const MATCHING: readonly (readonly [string, string])[] = [
  ["bad", "a bad word"],
  ["bad", "BAD!"],
  ["bad", "**bad**"],
  ["bad", "_bad_"],
  ["bad", "b\u200bad"],
  ["bad", "b\u00adad"],
  ["bad", "ｂａｄ"],
  ["bad", "bаd"], // With a Cyrillic letter.
  ["bad", "bäd"],
  ["Bäd", "bad"],
  ["bad*", "badness"],
  ["*bad", "notbad"],
  ["*bad*", "unbaddest"],
  ["buy now", "Buy... NOW, friends"],
  ["🍆", "look 🍆🍆"],
  ["bad", "badbad bad"],
];

test.each(MATCHING)("%s is found in %j", (pattern, text) => {
  expect(finds(pattern, text)).toBe(true);
});

const DIFFERENT: readonly (readonly [string, string])[] = [
  ["bad", "badge"],
  ["bad", "forbad"],
  ["bad*", "forbad"],
  ["*bad", "badge"],
  ["buy now", "buy it now"],
  ["bad", "b ad"],
  ["bad", ""],
  ["*", "anything"],
  ["...", "..."],
  ["*a*", "bad"],
];

test.each(DIFFERENT)("%s is not found in %j", (pattern, text) => {
  expect(finds(pattern, text)).toBe(false);
});

test("among many words the first to end is told, also where one is part of another", () => {
  const needles = ["cat", "*concat*", "she", "*hers", "his"].map((word) => needleOf(word) ?? "");
  const find = finder(needles);
  expect(["a cat", "xconcatenate", "she", "ushers", "this his", "nothing"].map(find)).toEqual([
    0, 1, 2, 3, 4, -1,
  ]);
});

test("hosts are found with scheme and without", () => {
  const named = (text: string) => hostsIn(text).map(({ host, link }) => (link ? `${host}!` : host));
  expect(named("see https://Evil.example/path and (http://a.b.org:80/x)")).toEqual([
    "evil.example!",
    "a.b.org!",
  ]);
  expect(named("discord.gg/abc")).toEqual(["discord.gg"]);
  expect(named("[click](https://user:word@evil.example/)")).toEqual(["evil.example!"]);
  expect(named("https:\\\\evil.example")).toEqual(["evil.example!"]);
  expect(named("https://e\u200bvil.example.")).toEqual(["evil.example!"]);
  expect(named("https://good.example/?to=https://evil.example")).toEqual(["good.example!", "evil.example!"]);
  expect(named("www.evil.example")).toEqual(["www.evil.example!"]);
  expect(named("no hosts... here: 3.")).toEqual([]);
  expect(domainsOf("a.b.org")).toEqual(["a.b.org", "b.org", "org"]);
});

test("class 17: a hostile text of four million characters is gone through at once, whatever the words", () => {
  // Looking again from each letter would be 10^11 steps here, and going back in the text would not end.
  const needles = Array.from({ length: 1_000 }, (_, i) => needleOf(`*${"a".repeat(60)}${i}*`) ?? "");
  expect(finder(needles)("a".repeat(4_000_000))).toBe(-1);
  expect(hostsIn(`${"a.".repeat(2_000_000)}//${"@".repeat(2_000_000)}`)).toEqual([]);
});
