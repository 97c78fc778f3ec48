/** The pages of the settings. A new one is a file with a component as its default export, and a row here. */

import { type LucideIcon, Palette, UserRound } from "lucide-react";
import type { ComponentType, LazyExoticComponent } from "react";
import type { State } from "../../../../sdk/src/state.ts";
import { lazily } from "../../parts/lazily.ts";
import { t } from "../../texts/texts.ts";

export interface SettingsPage {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Above which heading it stands. */
  readonly section: "you" | "space";
  /** Whether it is offered. */
  readonly isFor: (known: State) => boolean;
  /** Loaded when it is opened. */
  readonly Page: LazyExoticComponent<ComponentType>;
}

const everybody = (): boolean => true;

export const pages: readonly SettingsPage[] = [
  {
    id: "account",
    label: t.account,
    icon: UserRound,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./AccountPage.tsx")),
  },
  {
    id: "appearance",
    label: t.appearance,
    icon: Palette,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./AppearancePage.tsx")),
  },
];
