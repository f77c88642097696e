// Debian's Chromium through playwright-core. VEYL_CHROMIUM says where it is.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const CHROMIUM = process.env.VEYL_CHROMIUM ?? "/usr/bin/chromium";
export const found = existsSync(CHROMIUM);

export function launch(args = []) {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });
}
