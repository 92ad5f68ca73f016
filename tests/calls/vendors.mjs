/**
 * Stand-ins for the vendors' scripts, and the snippets that sites paste. A stand-in takes the queue over as the real script does and writes
 * down in `window.heard.<family>` every command in the order in which it gets it. Leaves: for each family its grants, its gate, what it
 * serves, and how its commands read as words. Absent: requests.
 */

/** Grants by family, as `countersign build` writes them for a site with the purposes analytics, chat and marketing. */
export const grants = {
  google: ["marketing", "marketing", "marketing", "analytics", "chat", "chat", ""],
  uet: ["marketing"],
  clarity: ["marketing", "analytics"],
  meta: ["marketing"],
  tiktok: ["marketing"],
  matomo: ["analytics"],
  sensors: ["analytics"],
};

/** The purpose whose gate holds each vendor's snippet. */
export const purpose = { google: "analytics", uet: "marketing", clarity: "analytics", meta: "marketing", tiktok: "marketing", matomo: "analytics", sensors: "analytics" };

const load = (family) => `<script src="/v/${family}.js"></script>`;

/** What a site pastes, in the forms that the vendors give. */
export const snippets = {
  google: `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag("js", 1); gtag("config", "G-1");</script>${load("google")}`,
  uet: `<script>window.uetq = window.uetq || [];</script>${load("uet")}<script>window.uetq = new UET({ q: window.uetq }); window.uetq.push("pageLoad");</script>`,
  clarity: `<script>window.clarity = window.clarity || function () { (clarity.q = clarity.q || []).push(arguments); };</script>${load("clarity")}`,
  meta: `<script>!function (f, n) { if (f.fbq) return; n = f.fbq = function () { n.callMethod ? n.callMethod.apply(n, arguments) : n.queue.push(arguments); };
    if (!f._fbq) f._fbq = n; n.push = n; n.loaded = true; n.queue = []; }(window); fbq("init", "1"); fbq("track", "PageView");</script>${load("meta")}`,
  tiktok: `<script>!function (w, t) { var ttq = w[t] = w[t] || []; ttq.methods = ["page", "track", "holdConsent", "revokeConsent", "grantConsent"];
    ttq.setAndDefer = function (to, name) { to[name] = function () { to.push([name].concat([].slice.call(arguments))); }; };
    ttq.methods.forEach(function (name) { ttq.setAndDefer(ttq, name); }); }(window, "ttq"); ttq.page();</script>${load("tiktok")}`,
  matomo: `<script>var _paq = window._paq = window._paq || []; _paq.push(["trackPageView"]);</script>${load("matomo")}`,
  sensors: `${load("sensors")}<script>sensors.init({ server_url: "https://example.org/sa" });</script>`,
};

/** The stand-ins' scripts. */
export const scripts = {
  google: `heard.google = []; for (const entry of dataLayer) heard.google.push(entry); dataLayer.push = (...entries) => heard.google.push(...entries);`,
  uet: `heard.uet = []; window.UET = function ({ q }) { heard.uet.push(...q); this.push = (...items) => heard.uet.push(...items); };`,
  clarity: `heard.clarity = [...(window.clarity.q || [])]; window.clarity = function () { heard.clarity.push(arguments); }; clarity("start");`,
  meta: `heard.meta = [...fbq.queue]; fbq.callMethod = function () { heard.meta.push(arguments); };`,
  tiktok: `heard.tiktok = [...ttq]; for (const name of ttq.methods) ttq[name] = (...words) => heard.tiktok.push([name, ...words]);`,
  matomo: `heard.matomo = [..._paq]; window._paq = { push: (...commands) => heard.matomo.push(...commands) };`,
  // The real one has these methods only once \`init\` was called, and is called nothing before that where the page asked it to wait.
  sensors: `heard.sensors = [["waits", (window.sensors_data_pre_config || {}).is_compliance_enabled === true]]; window.sensorsDataAnalytic201505 = window.sensors = { init() {
    heard.sensors.push(["init"]); for (const name of ["disableSDK", "enableSDK"]) this[name] = () => heard.sensors.push([name]); } };`,
};

/** Runs on the page: each family's commands so far, as words. What no stand-in has taken over is read from the queue. */
export function words() {
  const { heard } = window;
  const bit = (value) => (value === "granted" ? 1 : value === "denied" ? 0 : "?");
  const said = (command) => [...command].map((word) => (word && typeof word === "object" ? Object.entries(word).map(([key, value]) => `${key}=${bit(value)}`).join() : String(word))).join(" ");
  const live = (list) => list.map((entry) => (Object.prototype.toString.call(entry) === "[object Arguments]" ? said(entry) : `ignored ${JSON.stringify(entry)}`));
  const triples = (items) => {
    const out = [];
    for (let at = 0; at < items.length; at += items[at] === "consent" ? 3 : 1) out.push(said(items[at] === "consent" ? items.slice(at, at + 3) : [items[at]]));
    return out;
  };
  return {
    google: live(heard.google || [...window.dataLayer]),
    uet: triples(heard.uet || [...window.uetq]),
    clarity: live(heard.clarity || [...window.clarity.q]),
    meta: live(heard.meta || (window.fbq ? [...window.fbq.queue] : [])),
    tiktok: (heard.tiktok || [...window.ttq]).map(said),
    matomo: (heard.matomo || [...window._paq]).map(said),
    sensors: heard.sensors ? heard.sensors.map(said) : [`asked to wait ${window.sensors_data_pre_config.is_compliance_enabled}`],
  };
}

const types = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage", "security_storage"];

/** What each family has to be told when exactly these purposes are open. */
export function told(kind, open) {
  const bit = (id) => (open.includes(id) ? 1 : 0);
  return {
    google: `consent ${kind} ${types.map((type, place) => `${type}=${bit(grants.google[place])}`).join()}`,
    uet: `consent ${kind} ad_storage=${bit("marketing")}`,
    clarity: `consentv2 ad_Storage=${bit("marketing")},analytics_Storage=${bit("analytics")}`,
    meta: `consent ${bit("marketing") ? "grant" : "revoke"}`,
    tiktok: bit("marketing") ? "grantConsent" : "revokeConsent",
    matomo: bit("analytics") ? "setConsentGiven" : "forgetConsentGiven",
  };
}
