import { expect, test } from "bun:test";
import { partFinder, threesOf } from "./parts.ts";

test("a part is asked for by its threes, each once and as data", () => {
  expect(threesOf(["ephyr"])).toBe('"eph" "phy" "hyr"');
  expect(threesOf(["nana na"])).toBe('"nan" "ana" "na " "a n" " na"');
  expect(threesOf(['a"b'])).toBe('"a""b"');
  expect(threesOf(["Müll", "🎉🎉🎉"])).toBe('"Mül" "üll" "🎉🎉🎉"');
});

test("threes with a mark that no letter takes up are left out, and nothing is asked for when none is left", () => {
  expect(threesOf(["Mu\u0308ll"])).toBe('"Mül" "üll"');
  expect(threesOf(["abcx\u0301y"])).toBe('"abc" "bcx"');
  expect(threesOf(["ax\u0301"])).toBeNull();
  expect(threesOf(["whole", "ax\u0301"])).toBeNull();
});

test("a part is found whatever its case and its marks, and only where it stands together", () => {
  const has = partFinder(["Crème Brû"]);
  expect(has("A CREME BRULEE, please")).toBe(true);
  expect(has("creme, then brulee")).toBe(false);
  expect(partFinder(["ΟΔΟΣ"])("στην οδος μας")).toBe(true);
  expect(partFinder(["한국어"])("나는 한국어를 배운다")).toBe(true);
});
