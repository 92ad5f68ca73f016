/**
 * The element `<countersign-guide>`: the question about WeChat's privacy guide, on every page whose interfaces may ask for it.
 *
 * In: calls that wait (`../guide.js`). Out: the answer to them. Both buttons look alike; leaving the page refuses.
 */

const guide = require("../guide");
const notices = require("../notice");

Component({
  properties: { lang: { type: String, value: "" } },

  data: {
    shown: false,
    lost: false,
    text: "",
    changed: "",
    readLabel: "",
    words: /** @type {Record<string, string>} */ ({}),
  },

  lifetimes: {
    attached() {
      /** @type {any} */ (this).leave = guide.attach({
        show: (asked) => this.show(asked),
        hide: () => this.setData({ shown: false }),
      });
    },
    detached() {
      /** @type {any} */ (this).leave?.();
    },
  },

  methods: {
    /** @param {{ name: string, changed: boolean }} asked */
    async show({ name, changed }) {
      const notice = await notices.load();
      if (!notice) return false;
      const { words } = notices.language(notice, this.data.lang || undefined);
      /** @param {string} key */
      const say = (key) => (words[key] ?? "").replace("{guide}", () => name);
      this.setData({
        shown: true,
        lost: false,
        words,
        text: say("guide-text"),
        changed: changed ? say("guide-new") : "",
        readLabel: say("guide-read"),
      });
      return true;
    },

    async read() {
      this.setData({ lost: !(await guide.read()) });
    },

    agree() {
      guide.agree("cs-agree");
    },

    refuse() {
      guide.refuse();
    },
  },
});
