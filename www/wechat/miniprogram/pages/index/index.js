/**
 * A native page: it asks by the kit's elements, and uses an interface only where that is allowed.
 *
 * In: presses. Out: the place of the person, where the choice, WeChat's guide and WeChat's permission allow it; else the reason, and the
 * page works without it.
 */

const config = require("../../countersign/config");
const notices = require("../../countersign/notice");
const scopes = require("../../countersign/scopes");

Component({
  data: {
    words: /** @type {Record<string, string>} */ ({}),
    status: "",
    place: "",
  },

  methods: {
    async onLoad() {
      const notice = await notices.load();
      if (notice) this.setData({ words: notices.language(notice).words });
    },

    async locate() {
      const notice = await notices.load();
      if (!notice) return;
      const outcome = await scopes.use(notice, "location", (callbacks) => wx.getLocation({ type: "gcj02", ...callbacks }));
      if ("value" in outcome) {
        const { latitude, longitude } = /** @type {{ latitude: number, longitude: number }} */ (outcome.value);
        return this.setData({ place: `${latitude.toFixed(3)}, ${longitude.toFixed(3)}`, status: "" });
      }
      // Who has changed their mind needs no reason.
      const key = outcome.why === "undeclared" ? "failed" : outcome.why;
      this.setData({ place: "", status: this.data.words[`stop-${key}`] ?? "" });
    },

    choices() {
      this.selectComponent("#layers")?.open();
    },

    page() {
      wx.navigateTo({ url: config.webPage });
    },

    privacy() {
      wx.navigateTo({ url: config.consentPage });
    },
  },
});
