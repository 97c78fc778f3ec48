/** The parts of the main view, and the focus going from one to the next. */

interface Area {
  readonly part: string;
  /** What takes the focus there: the first of these that is there. */
  readonly takers: readonly string[];
}

const MESSAGES: Area = {
  part: ".messages, .forum",
  takers: ['.message[tabindex="0"]', ".message[id]", ".post", "button"],
};

/** In the order in which they stand. */
const AREAS: readonly Area[] = [
  { part: ".sidebar", takers: [".room-link[aria-current]", ".room-link", "button"] },
  { part: ".stage", takers: ["button"] },
  { part: ".side", takers: ["input", '.person[tabindex="0"]', "a", "button"] },
  MESSAGES,
  { part: ".composer", takers: ["#composer"] },
];

/** To the next part or the one before, round and round; from nowhere to the messages. */
export function focusArea(by: 1 | -1): void {
  const { activeElement } = document;
  const here = AREAS.findIndex(({ part }) => activeElement?.closest(part) !== null);
  if (activeElement === null || here === -1) return focusMessages();
  for (let i = 1; i < AREAS.length; i += 1) {
    const next = AREAS[(here + by * i + AREAS.length * i) % AREAS.length];
    if (next !== undefined && enter(next)) return;
  }
}

/** To the messages; where there are none, to where one writes. */
export function focusMessages(): void {
  if (!enter(MESSAGES)) document.getElementById("composer")?.focus();
}

/** To where one writes, when what had the focus is gone; it stays where it is otherwise. */
export function catchFocus(): void {
  if (document.activeElement === document.body) document.getElementById("composer")?.focus();
}

function enter({ part, takers }: Area): boolean {
  const place = document.querySelector(part);
  for (const taker of takers) {
    const found = place?.querySelector<HTMLElement>(taker);
    if (found === null || found === undefined || found.getClientRects().length === 0) continue;
    found.focus();
    return true;
  }
  return false;
}

/**
 * The arrow keys from one to the next of a list's elements. Whoever has the list's key handler calls it; true when
 * the key was for it.
 */
export function stepWithin(event: React.KeyboardEvent<HTMLElement>, each: string): boolean {
  const { key, currentTarget, target } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const all = [...currentTarget.querySelectorAll<HTMLElement>(each)];
  const at = target instanceof HTMLElement ? all.indexOf(target) : -1;
  if (at === -1) return false;
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return false;
  event.preventDefault();
  all[to]?.focus();
  return true;
}
