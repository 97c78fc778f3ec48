/** What lies over the main view, and what opens it. */

import { createContext, use } from "react";

/** `room` where it is about one. */
export type Overlay =
  | {
      readonly kind:
        | "switcher"
        | "keys"
        | "new_message"
        | "mentions"
        | "invite"
        | "new_category"
        | "new_space";
    }
  /** `code`: of the invite that one came by; "" = it is still to be typed. */
  | { readonly kind: "join_space"; readonly code: string }
  | { readonly kind: "new_room"; readonly category: number }
  | { readonly kind: "new_poll"; readonly room: number }
  /** `message`: the one it is opened under; 0 = none. */
  | { readonly kind: "new_thread"; readonly room: number; readonly message: number }
  | { readonly kind: "edit_room"; readonly room: number }
  /** A page of the settings by its id; "" = the first. */
  | { readonly kind: "settings"; readonly page: string };

export interface Shell {
  readonly open: (overlay: Overlay) => void;
  readonly signOut: () => void;
  /** Go to another space of the server, by its name in addresses. */
  readonly enterSpace: (slug: string) => void;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = use(ShellContext);
  if (shell === null) throw new Error("There is no main view around this");
  return shell;
}
