/**
 * Firefox ESR as a person has it: Puppeteer turns off what it does unasked, and here it must do it. In: whether it sends its signals.
 */
import { drive, program } from "./puppeteer.mjs";

const executablePath = program(process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox");

const EAGER = { "network.http.speculative-parallel-limit": 20, "network.prefetch-next": true, "network.dns.disablePrefetch": false };

/** What a person sets on the browser's page "Privacy & Security". */
const SIGNALS = { "privacy.globalprivacycontrol.enabled": true, "privacy.donottrackheader.enabled": true };

/** Starts it. */
export const start = ({ signals = false } = {}) =>
  drive({ browser: "firefox", executablePath, extraPrefsFirefox: { ...EAGER, ...(signals && SIGNALS) } });
