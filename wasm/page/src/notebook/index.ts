import type { MountNotebook } from "../context";

/** The SQL notebook. */
export const mountNotebook: MountNotebook = (root) => {
  const word = document.createElement("p");
  word.textContent = "The notebook is not part of this build.";
  root.append(word);
  return { unmount: () => root.replaceChildren() };
};
