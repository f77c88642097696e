/** Typing over a selection. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Left to itself, a browser that types over coloured text gives what it types
 * that colour in a `style` of its own, which a strict policy refuses and tells
 * of as an error. So text that replaces a selection is put in here.
 */
export const typingOver: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    const { inputType, data } = event as InputEvent;
    if (inputType !== "insertText" || data === null || main.empty || ranges.length > 1 || view.composing) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, main.from, main.to, data, insert));
    if (!taken) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});
