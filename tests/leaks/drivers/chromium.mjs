/**
 * Chromium as a person has it: Puppeteer turns off what it does unasked, and here it must do it.
 */
import { drive, program } from "./puppeteer.mjs";

const executablePath = program(process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

/** Starts it. */
export const start = () =>
  drive({ executablePath, args: ["--no-sandbox"], ignoreDefaultArgs: ["--disable-back-forward-cache", "--disable-background-networking"] });
