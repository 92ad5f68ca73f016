/**
 * The element `<countersign-layers>`: layers 1 and 2 on a native page, in the words of the web pages.
 *
 * In: the notice. Out: choices, and the event `change` with the allowed purposes. It shows itself while somebody has to be asked, and
 * `open()` shows layer 2. Nothing is on before it was switched on; closing leaves everything as it was. What is asked for on a page of
 * its own is asked on the web page, because its words are there.
 */

const choices = require("../choices");
const config = require("../config");
const notices = require("../notice");
const send = require("../send");

/** @typedef {import("../types").Answers} Answers */
/** @typedef {import("../types").Language} Language */
/** @typedef {import("../types").Notice} Notice */

Component({
  properties: {
    /** The language to show; empty: WeChat's own. */
    lang: { type: String, value: "" },
  },

  data: {
    view: /** @type {"none" | "banner" | "preferences"} */ ("none"),
    shown: /** @type {Language | null} */ (null),
    languages: /** @type {{ tag: string, name: string }[]} */ ([]),
    switches: /** @type {(import("../types").Purpose & { on: boolean })[]} */ ([]),
    apart: /** @type {import("../types").Purpose[]} */ ([]),
    core: /** @type {import("../types").Purpose[]} */ ([]),
    status: "",
  },

  lifetimes: {
    attached() {
      this.start();
    },
  },

  pageLifetimes: {
    show() {
      this.refresh();
    },
  },

  methods: {
    /** Loads the notice, and asks where somebody has to be asked. */
    async start() {
      const notice = await notices.load();
      // Without a notice nobody can be asked, and everything optional stays off.
      if (!notice) return;
      this.speak(notices.language(notice, this.data.lang || undefined), notice);
      if (this.data.view === "none") this.setData({ view: choices.asks(notice) ? "banner" : "none" });
    },

    /** Another page, or the web pages, may have answered meanwhile. */
    async refresh() {
      const notice = await notices.load();
      if (!notice || !this.data.shown) return;
      if (this.data.view === "banner" && !choices.asks(notice)) this.setData({ view: "none" });
      if (this.data.view === "none" && choices.asks(notice)) this.setData({ view: "banner" });
    },

    /**
     * @param {Language} shown
     * @param {Notice} notice
     */
    speak(shown, notice) {
      const allowed = choices.allowed(notice);
      /** @param {string} kind */
      const of = (kind) => shown.purposes.filter((purpose) => purpose.kind === kind);
      this.setData({
        shown,
        languages: notice.languages.map(({ lang, name }) => ({ tag: lang, name: name ?? lang })),
        switches: of("switch").map((purpose) => ({ ...purpose, on: allowed.includes(purpose.id) })),
        apart: of("apart"),
        core: of("core"),
      });
    },

    /** Layer 2, from a button of the page's own. */
    async open() {
      const notice = await notices.load();
      if (!notice) return;
      this.speak(this.data.shown ?? notices.language(notice, this.data.lang || undefined), notice);
      this.setData({ view: "preferences", status: "" });
    },

    /** Back to layer 1 while there is no answer; nothing is chosen. */
    async close() {
      const notice = await notices.load();
      this.setData({ view: notice && choices.asks(notice) ? "banner" : "none", status: "" });
    },

    /** @param {{ currentTarget: { dataset: { lang: string } } }} event */
    async changeLanguage(event) {
      const notice = await notices.load();
      if (notice) this.speak(notices.language(notice, event.currentTarget.dataset.lang), notice);
    },

    /** @param {{ detail: { value: boolean }, currentTarget: { dataset: { id: string } } }} event */
    turn(event) {
      const { id } = event.currentTarget.dataset;
      this.setData({ switches: this.data.switches.map((one) => (one.id === id ? { ...one, on: event.detail.value } : one)) });
    },

    accept() {
      return this.choose("accept-all", () => true);
    },

    refuse() {
      return this.choose("refuse-all", () => false);
    },

    save() {
      const on = this.data.switches.filter((one) => one.on).map(({ id }) => id);
      return this.choose("save", (id) => on.includes(id));
    },

    /**
     * Everything that has a switch is answered; what is asked apart stays as it was, and is refused with all the rest.
     * @param {string} control
     * @param {(id: string) => boolean} given
     */
    async choose(control, given) {
      const notice = await notices.load();
      const { shown, view } = this.data;
      if (!notice || !shown) return;
      /** @type {Answers} */
      const answers = { ...choices.current(notice)?.purposes };
      for (const { id } of this.data.switches) answers[id] = given(id) ? "granted" : "refused";
      if (control === "refuse-all") for (const { id } of this.data.apart) answers[id] = "refused";
      const { kept } = choices.save(notice, shown, answers, control, view === "banner" ? 1 : 2);
      this.setData({ view: "none", status: shown.words[kept ? "saved" : "not-kept"] });
      this.speak(shown, notice);
      this.triggerEvent("change", { allowed: choices.allowed(notice) });
      const sent = await send.flush();
      if (kept && !sent && this.data.view === "none") this.setData({ status: shown.words["not-sent"] });
    },

    /** The full policy, and what is asked apart, are web pages. */
    readPolicy() {
      const policy = this.data.shown?.policy ?? "/";
      wx.navigateTo({ url: `${config.webPage}?path=${encodeURIComponent(policy)}` });
    },

    openPage() {
      wx.navigateTo({ url: `${config.webPage}?path=${encodeURIComponent("/")}&ask=1` });
    },
  },
});
