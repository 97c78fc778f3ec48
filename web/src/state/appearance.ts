/** What this device shows: light or dark, and how close together. */

export type Theme = "system" | "light" | "dark";
export type Density = "cosy" | "compact";

const KEY = "koine.appearance";

export interface Appearance {
  readonly theme: Theme;
  readonly density: Density;
}

export function readAppearance(): Appearance {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Appearance>;
    return { theme: kept.theme ?? "system", density: kept.density ?? "cosy" };
  } catch {
    return { theme: "system", density: "cosy" };
  }
}

export function changeAppearance(change: Partial<Appearance>): void {
  localStorage.setItem(KEY, JSON.stringify({ ...readAppearance(), ...change }));
  applyAppearance();
}

/** Puts it on the page, where the styles look for it. */
export function applyAppearance(): void {
  const { theme, density } = readAppearance();
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  dataset.density = density;
}
