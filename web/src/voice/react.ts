/** Voice in React: as `state/react.ts` does it with the store. */

import { createContext, use, useRef, useSyncExternalStore } from "react";
import type { VoiceView } from "./view.ts";
import type { Voice } from "./voice.ts";

export const VoiceContext = createContext<Voice | null>(null);

export function useVoice(): Voice {
  const voice = use(VoiceContext);
  if (voice === null) throw new Error("There is no main view around this");
  return voice;
}

/** What `select` gives of the view. */
export function useVoiceView<T>(select: (view: VoiceView) => T): T {
  const voice = useVoice();
  const last = useRef<{ readonly value: T } | null>(null);
  return useSyncExternalStore(voice.subscribe, () => {
    const value = select(voice.view);
    if (last.current === null || !Object.is(last.current.value, value)) last.current = { value };
    return last.current.value;
  });
}
