import { effect } from "@preact/signals";
import { render } from "preact";
import { App, type Running } from "./app/App";
import { keepChosen } from "./app/settings";
import { keepTheme } from "./app/theme";
import { fail } from "./app/trouble";
import { Kept } from "./data/keep";
import { served } from "./data/served";
import { connect } from "./engine/connect";
import { Session } from "./engine/session";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/dashboard.css";
import "./styles/page.css";

const root = document.getElementById("page")!;

async function start(): Promise<Running> {
  const keep = new Kept();
  const engine = await connect();
  // A browser that keeps nothing (a private window, say) is no reason not to work.
  await Promise.all([keepTheme(keep), keepChosen(keep)]).catch(fail);
  const store = await served().catch(fail);
  const session = store
    ? await Session.openServed(engine, keep, store.name, store.snapshot)
    : await Session.open(engine, keep, fail);
  effect(() => {
    const why = session.unkept.value;
    if (why !== undefined) fail(new Error(`The data is here, but could not be kept for the next visit: ${why}`));
  });
  addEventListener("pagehide", () => {
    if (session.unsaved) void session.keepNow();
  });
  return { engine, session, keep };
}

render(<App running={undefined} />, root);
start().then((running) => render(<App running={running} />, root), fail);
