import { render } from "preact";
import { App } from "./app/App";

const root = document.getElementById("page");
if (root) render(<App />, root);
