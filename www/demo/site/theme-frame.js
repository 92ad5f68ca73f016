/**
 * One state of Countersign in a page of its own, which the theme page frames: the real loader and the real widget, brought there by their
 * public hooks alone, as a visitor and the page's scripts would.
 *
 * Enters: the address; `show` is the state, `lang` the language, `look` a theme, `lines` the direction of lines, `cs` a state cookie. Leaves: that state on the screen, and
 * `html[data-shown]` when it is there, `yes`, or `no` with the reason in the console.
 * Deliberately absent: the visitor's own cookies, stores and receipts. What is stored here is gone with the page, what is sent goes nowhere.
 */
(() => {
  const asked = new URLSearchParams(location.search);
  const show = asked.get("show") || "banner";
  const root = document.documentElement;
  // These need a notice that asks apart, or that had a version before: a variant of the demo's, which the build leaves beside the pages.
  const apart = ["banner-apart", "separate", "age", "guardian", "preferences-child", "scope", "prompt-code", "transfers", "incidents", "updates"].includes(show);
  root.lang = asked.get("lang") || "en";
  const look = asked.get("look");
  if (look && /^[a-z]+$/.test(look)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `theme-${look}.css` }));

  // Stores that live as long as the page.
  const jar = new Map();
  if (asked.get("cs")) jar.set("cs", asked.get("cs"));
  Object.defineProperty(document, "cookie", {
    configurable: true,
    get: () => [...jar].map((pair) => pair.join("=")).join("; "),
    set(text) {
      const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(text) || [];
      if (name) /max-age=0|1970/i.test(text) ? jar.delete(name) : jar.set(name, value);
    },
  });
  const methods = {
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; },
    setItem(key, value) { this[key] = String(value); },
    removeItem(key) { delete this[key]; },
  };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: Object.create(methods) });
  Object.defineProperty(window, "indexedDB", { value: undefined });

  // Nothing is sent; each answer stands for a backend that took the receipt, refused it, or could not be reached.
  const answers = [204, 400, 503];
  let sent = 0;
  const fetched = window.fetch.bind(window);
  window.fetch = async (address, options = {}) => {
    if (options.method === "POST") return new Response(null, { status: answers[Math.min(sent++, 2)] });
    if (String(address).includes("/v1/requests/")) return Response.json({ state: "identified", due_on: "2027-01-04" });
    return show === "policy-failed" && String(address).includes("/text.") ? new Response(null, { status: 404 }) : fetched(address, options);
  };
  // What this browser has allowed this site is no matter of a picture.
  if (navigator.permissions) navigator.permissions.query = async ({ name }) => Object.assign(new EventTarget(), { state: name === "camera" ? "granted" : "prompt" });
  if (show.includes("signal")) Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { configurable: true, get: () => true });
  if (show === "preferences-plain") delete window.WebAssembly;

  // A frame takes the focus of the page around it only when somebody works in it.
  const focus = HTMLElement.prototype.focus;
  if (window !== window.top) {
    HTMLElement.prototype.focus = function (options) {
      if (navigator.userActivation?.hasBeenActive) focus.call(this, options);
    };
  }

  /** The dialog's content, a control or element in it, and what stands in the page. */
  const dialog = () => document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
  const inside = (selector) => appears(selector, () => dialog()?.querySelector(selector));
  const control = (hook) => inside(`[data-cs=${hook}]`);

  /** Waits for what a function finds, so many milliseconds. */
  async function comes(find, patience) {
    for (const end = performance.now() + patience; performance.now() < end; ) {
      const found = find();
      if (found) return found;
      await new Promise((done) => setTimeout(done, 16));
    }
    return undefined;
  }

  async function appears(what, find) {
    const found = await comes(find, 25_000);
    if (!found) throw new Error(`${what} does not appear`);
    return found;
  }

  const api = () => appears("window.countersign", () => window.countersign?.open && window.countersign);

  /** On a busy machine what was asked for is given up: then it is asked for again, as a visitor would. */
  async function preferences(sign = "save") {
    await appears("the banner or the button", () => document.querySelector("#countersign, #countersign-button"));
    for (let round = 0; round < 8; round++) {
      (await api()).open();
      if (await comes(() => dialog()?.querySelector(`[data-cs=${sign}]`), 5_000)) return;
    }
    throw new Error("the preferences do not appear");
  }

  async function leaveTo(hook, sign) {
    await preferences();
    (await control(hook)).click();
    await inside(sign);
  }

  /** Starts again with a choice that is made already. */
  async function chosen(...open) {
    if (asked.get("cs")) return;
    (await api()).refuseAll();
    await appears("the state cookie", () => jar.get("cs"));
    asked.set("cs", jar.get("cs") + open.join("~"));
    location.replace(`?${asked}`);
    await new Promise(() => {});
  }

  /** Asks as a page's script does, and leaves it at that. */
  async function prompt(field) {
    (await api()).request(field);
    await control("yes");
  }

  /** The banner where a site may put it: the style that such a site's loader has behind that of the banner. */
  async function placed(position) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await (await fetched(`/countersign/theme/${position}.css`)).text());
    await STATES.banner();
    document.adoptedStyleSheets.push(sheet);
  }

  /** How each state is reached. */
  const STATES = {
    banner: () => appears("the banner", () => document.querySelector("#countersign")),
    "banner-apart": () => STATES.banner(),
    "banner-bar": () => placed("bar"),
    "banner-corner": () => placed("corner"),
    "banner-dialog": () => placed("dialog"),
    button: async () => {
      (await api()).refuseAll();
      await appears("the button", () => document.querySelector("#countersign-button"));
    },
    "button-signal": () => appears("the button", () => document.querySelector("#countersign-button")),
    saved: async () => {
      await preferences();
      (await control("refuse")).click();
      await appears("the line", () => document.querySelector("#countersign-status")?.textContent);
    },
    placeholder: async () => {
      await STATES.button();
      await appears("the placeholder", () => !document.querySelector(".map iframe").checkVisibility?.({ visibilityProperty: true }) || document.querySelector(".map > :not(iframe)"));
    },
    preferences,
    "preferences-on": async () => {
      await preferences();
      dialog().querySelectorAll("input[name=purpose]")[1].click();
      for (const fold of dialog().querySelectorAll("details")) fold.open = true;
      await appears("what is in the folds", () => !dialog().querySelector("[data-cs-more]"));
    },
    "preferences-plain": preferences,
    "preferences-signal": preferences,
    "preferences-chosen": async () => {
      await chosen("analytics");
      await preferences();
    },
    "preferences-untracked": async () => {
      await preferences();
      dialog().querySelector("input[value=do_not_track]").click();
    },
    prompt: () => prompt("geolocation"),
    "prompt-explained": () => prompt("document"),
    permissions: () => leaveTo("permissions", "[part=permission]"),
    "preferences-child": async () => {
      localStorage["cs.age"] = "child.99999";
      await preferences("refuse");
    },
    separate: async () => {
      await preferences();
      dialog().querySelector("[data-cs-page]").click();
      await inside("[data-cs-separate]");
    },
    "prompt-code": () => prompt("relative"),
    scope: () => leaveTo("scope", "[data-cs-role]"),
    transfers: () => leaveTo("transfers", "table"),
    incidents: () => leaveTo("incidents", "[part=incident]"),
    age: async () => {
      (await api()).request("age");
      await inside("[data-cs-age]");
    },
    guardian: () => leaveTo("guardian", "[data-cs-guardian]"),
    policy: () => leaveTo("policy", "[data-cs-text]"),
    "policy-failed": async () => {
      await preferences();
      (await control("policy")).click();
      await appears("the line", () => dialog()?.querySelector("[role=status]")?.textContent);
    },
    rights: async () => {
      await leaveTo("rights", "[data-cs-right]");
      for (const right of ["delete", "deceased"]) {
        dialog().querySelector(`[data-cs-right=${right}]`).open = true;
        await inside(`[data-cs-right=${right}] form`);
      }
    },
    "rights-asked": async () => {
      await leaveTo("rights", "[data-cs-right]");
      dialog().querySelector("[data-cs-right=access]").open = true;
      const form = await inside("[data-cs-right=access] form");
      form.elements.contact.value = "mei.tan@post.example";
      form.querySelector("button").click();
      await appears("the day of the answer", () => dialog().querySelector("[data-cs-fact=due] time"));
    },
    updates: async () => {
      localStorage["cs.age"] = "grown.99999";
      localStorage["cs.news"] = JSON.stringify({ since: "0.9", ask: ["analytics"], shown: true });
      await leaveTo("updates", "[data-cs-again]");
    },
    channels: async () => {
      await leaveTo("channels", "input[name=channel]");
      dialog().querySelectorAll("input[name=channel]")[1].focus();
    },
    // The page of an account: the element stands in the page itself.
    "channels-embedded": async () => {
      await STATES.button();
      const element = document.querySelector("main .wrap").appendChild(document.createElement("countersign-channels"));
      document.head.append(Object.assign(document.createElement("script"), { src: "/countersign/countersign.channels.js" }));
      await appears("the switches", () => element.shadowRoot?.querySelector("input"));
      element.scrollIntoView();
    },
    "receipts-none": () => leaveTo("receipts", "[data-cs=back]"),
    receipts: async () => {
      for (let choice = 1; choice <= 3; choice++) {
        (await api()).refuseAll();
        await appears("the receipt", () => sent >= choice);
      }
      await leaveTo("receipts", ".cs-receipt");
    },
  };

  /** Turns what is shown around, as a language that runs from right to left would. */
  function turn() {
    const sheets = dialog()?.querySelectorAll("[part=sheet]") ?? [];
    for (const surface of [...document.querySelectorAll("#countersign, #countersign-button, #countersign-status"), ...sheets]) surface.dir = "rtl";
  }

  document.write(`<script src="/${apart ? "apart" : "countersign"}/countersign.js"></${"script"}>`);
  document.addEventListener("DOMContentLoaded", async () => {
    try {
      await (STATES[show] || STATES.banner)();
      if (asked.get("lines") === "rtl") turn();
      root.dataset.shown = "yes";
    } catch (cause) {
      console.error(cause);
      root.dataset.shown = "no";
    }
  });
})();
