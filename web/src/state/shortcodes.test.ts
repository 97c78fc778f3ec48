import { expect, test } from "bun:test";
import { hasShortcode, spelledOut } from "./shortcodes.ts";

const common = new Map([
  ["rocket", "🚀"],
  ["+1", "👍"],
  ["heart", "❤️"],
]);
const own = new Map([
  ["koine", 7],
  ["heart", 8],
]);

test.each([
  ["alone", ":rocket:", "🚀"],
  ["in a sentence", "Off we go :rocket:!", "Off we go 🚀!"],
  ["several, without a space between", ":rocket::+1:", "🚀👍"],
  ["whatever its case", ":Rocket:", "🚀"],
  ["a server's own", "the :koine: way", "the <:koine:7> way"],
  ["a server's own goes before the other of its name", ":heart:", "<:heart:8>"],
  ["within markup", "**:rocket:** ||:rocket:||", "**🚀** ||🚀||"],
  ["in a quote", "> :rocket:", "> 🚀"],
  ["after a block of code", "```\n:rocket:\n```\n:rocket:", "```\n:rocket:\n```\n🚀"],
  ["after code", "`:rocket:` :rocket:", "`:rocket:` 🚀"],
  ["beside a backtick that opens nothing", "it`s :rocket:", "it`s 🚀"],
])("%s", (_name, text, sent) => {
  expect(spelledOut(text, own, common)).toBe(sent);
});

test.each([
  ["a name that nothing has", ":rokcet:"],
  ["a name that is not closed", ":rocket"],
  ["code", "`:rocket:`"],
  ["code between two backticks each", "``a ` :rocket: ``"],
  ["a block of code", "```js\n:rocket:\n```"],
  ["a time of day and a ratio", "10:30:15 and 1:+1:2"],
  ["a word goes before it", "a:rocket:"],
  ["an address", "https://example.org/:rocket:/x"],
  ["the address of a link", "[there](https://example.org/:rocket:)"],
  ["an escaped one", "\\:rocket:"],
  ["an emoji with its id", "<:koine:7> :heart:9"],
  ["what every object has", ":constructor:"],
])("%s stays", (_name, text) => {
  expect(spelledOut(text, own, common)).toBe(text);
});

test("only a text with a name between colons is looked at", () => {
  expect(hasShortcode("at 10: we :meet")).toBe(false);
  expect(hasShortcode("go :rocket:")).toBe(true);
});
