/** Somebody's picture, or their initials on a colour of their own. */

import type { CSSProperties } from "react";
import { initials } from "../state/names.ts";
import { t } from "../texts/texts.ts";

export interface AvatarProps {
  readonly id: number;
  readonly name: string;
  /** Complete; "" = none. */
  readonly picture: string;
  /** In rem. */
  readonly size?: number;
  /** Shown as a dot; undefined = not shown. */
  readonly status?: string | undefined;
}

const HUES = 8;

/** For the eye only: the name stands beside it. */
export function Avatar({ id, name, picture, size = 2.5, status }: AvatarProps) {
  const style = { "--size": `${size}rem` } as CSSProperties;
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {picture === "" ? (
        <span className={`avatar-picture hue-${hueOf(id)}`}>{initials(name)}</span>
      ) : (
        <img className="avatar-picture" src={picture} alt="" loading="lazy" decoding="async" />
      )}
      {status !== undefined && (
        <span
          className={`presence ${status}`}
          title={t.presence[status as keyof typeof t.presence] ?? t.presence.offline}
        />
      )}
    </span>
  );
}

/** Ids of people who came one after another are multiples of each other: their digits are mixed. */
function hueOf(id: number): number {
  let mixed = 7;
  for (const digit of String(id)) mixed = (mixed * 31 + digit.charCodeAt(0)) % 9973;
  return mixed % HUES;
}
