import { expect, test } from "bun:test";
import type { Settings } from "./model/settings.ts";
import { isQuiet, wants } from "./notifications.ts";

const plain: Settings = { blocked: [], pingsCleared: 0, notifications: [], quiet: null };
const said = { room: 7, kind: "text", mentioned: false } as const;
const called = { ...said, mentioned: true };
const NOON = Date.UTC(2026, 5, 1, 12);

test("without a setting: mentions in a space's rooms, everything in dialogs and groups", () => {
  expect(wants(plain, said, NOON)).toBe(false);
  expect(wants(plain, called, NOON)).toBe(true);
  expect(wants(plain, { ...said, kind: "dialog" }, NOON)).toBe(true);
  expect(wants(plain, { ...said, kind: "group" }, NOON)).toBe(true);
});

test("a room's own level goes before the general one", () => {
  const general = { room: 0, level: "all", mutedUntil: 0 } as const;
  expect(wants({ ...plain, notifications: [general] }, said, NOON)).toBe(true);
  const own = { room: 7, level: "none", mutedUntil: 0 } as const;
  expect(wants({ ...plain, notifications: [general, own] }, called, NOON)).toBe(false);
  expect(wants({ ...plain, notifications: [general, own] }, { ...said, room: 8 }, NOON)).toBe(true);
});

test("a muted room says nothing until its time", () => {
  const muted = { ...plain, notifications: [{ room: 7, level: "all", mutedUntil: NOON + 1 } as const] };
  expect(wants(muted, called, NOON)).toBe(false);
  expect(wants(muted, said, NOON + 1)).toBe(true);
});

test("quiet hours are those of their time zone, over midnight and when the clocks change", () => {
  const night = { from: 22 * 60, to: 7 * 60, zone: "Europe/Athens" };
  expect(isQuiet(night, Date.UTC(2026, 5, 1, 18, 59))).toBe(false); // 21:59 in summer
  expect(isQuiet(night, Date.UTC(2026, 5, 1, 19, 0))).toBe(true); // 22:00
  expect(isQuiet(night, Date.UTC(2026, 5, 2, 3, 59))).toBe(true); // 06:59
  expect(isQuiet(night, Date.UTC(2026, 5, 2, 4, 0))).toBe(false); // 07:00
  expect(isQuiet(night, Date.UTC(2026, 0, 2, 4, 30))).toBe(true); // 06:30 in winter
  expect(isQuiet({ from: 60, to: 120, zone: "UTC" }, Date.UTC(2026, 0, 1, 1, 30))).toBe(true);
  expect(wants({ ...plain, quiet: night }, called, Date.UTC(2026, 5, 1, 23))).toBe(false);
});
