/** The width and colours that drawings are made for. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** A text that changes when the element's width or the page's colours do. */
export function useLooks(place: RefObject<HTMLElement | null>): ReadonlySignal<string> {
  const looks = useSignal("");
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => {
      const style = getComputedStyle(element);
      // A scroll bar that comes and goes is no reason to draw again.
      looks.value = `${Math.round(element.clientWidth / 20)} ${style.color} ${document.documentElement.dataset.theme ?? ""}`;
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    const themes = new MutationObserver(look);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", look);
    look();
    return () => {
      sizes.disconnect();
      themes.disconnect();
      dark.removeEventListener("change", look);
    };
  }, []);
  return looks;
}
