/** A part of a list, and whether it goes on. */

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** A page of what was read with a limit of one more than the page holds. */
export function cut<T>(found: readonly T[], limit: number): Page<T> {
  return { items: found.slice(0, limit), more: found.length > limit };
}
