/** On a phone one pane is shown at a time: a finger drawn across goes from one to the other. */

import { type RefObject, useEffect } from "react";

/** So far a finger has to be drawn, in CSS pixels. */
const FAR = 70;

/** Less across than along is scrolling. */
const SLOPE = 1.8;

/** `isThere`: the frame is on the page. Calls back when a finger is drawn across: "start" towards the beginning of the line, "end" to its end. */
export function useSwipe(
  frame: RefObject<HTMLElement | null>,
  isThere: boolean,
  onSwipe: (to: "start" | "end") => void,
): void {
  useEffect(() => {
    const element = isThere ? frame.current : null;
    if (element === null) return;
    let began: { readonly x: number; readonly y: number } | null = null;
    const start = ({ touches, target }: TouchEvent): void => {
      const [touch] = touches;
      // What is scrolled across itself, or written in, keeps its gesture.
      const keeps = target instanceof Element && target.closest("pre, table, input, textarea, [role=dialog]");
      began =
        touch === undefined || touches.length > 1 || keeps ? null : { x: touch.clientX, y: touch.clientY };
    };
    const end = ({ changedTouches }: TouchEvent): void => {
      const [touch] = changedTouches;
      if (began === null || touch === undefined) return;
      const [x, y] = [touch.clientX - began.x, touch.clientY - began.y];
      began = null;
      if (Math.abs(x) < FAR || Math.abs(x) < Math.abs(y) * SLOPE) return;
      const isRtl = document.documentElement.dir === "rtl";
      onSwipe(x > 0 === isRtl ? "start" : "end");
    };
    element.addEventListener("touchstart", start, { passive: true });
    element.addEventListener("touchend", end, { passive: true });
    return () => {
      element.removeEventListener("touchstart", start);
      element.removeEventListener("touchend", end);
    };
  }, [frame, isThere, onSwipe]);
}
