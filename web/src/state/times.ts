/** Times as people read them, in their language. All take milliseconds since the Unix epoch. */

import { language, t } from "../texts/texts.ts";

const spoken = language === "rtl" ? "en" : language;

/** The browser's own variant of the language, where it has one: en-GB writes other times than en-US. */
const locale = navigator.languages.find((one) => one.startsWith(spoken)) ?? spoken;

const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "2-digit" });
const whole = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

export function timeOf(at: number): string {
  return time.format(at);
}

export function wholeTimeOf(at: number): string {
  return whole.format(at);
}

export function dateOf(at: number): string {
  return dayWithYear.format(at);
}

/** The heading of a day in a conversation. */
export function dayOf(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? day.format(at) : dayWithYear.format(at);
}

/** Beside a message: the time, and the day unless it is today. */
export function stampOf(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return timeOf(at);
  return days === 1 ? `${t.yesterday}, ${timeOf(at)}` : `${short.format(at)}, ${timeOf(at)}`;
}

/** "3 days, 4 hours", "5 minutes": the two largest parts; at least a minute. */
export function durationOf(millis: number): string {
  const minutes = Math.max(1, Math.floor(millis / 60_000));
  const parts = [
    ["day", Math.floor(minutes / 1_440)],
    ["hour", Math.floor(minutes / 60) % 24],
    ["minute", minutes % 60],
  ] as const;
  const first = parts.findIndex(([, n]) => n > 0);
  return parts
    .slice(first, first + 2)
    .filter(([, n]) => n > 0)
    .map(([unit, n]) => n.toLocaleString(locale, { style: "unit", unit, unitDisplay: "long" }))
    .join(", ");
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

function daysBetween(at: number, now: number): number {
  const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}
