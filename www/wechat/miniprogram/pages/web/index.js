/**
 * The page with the `<web-view>`: it opens a page of the site with what was chosen here, and takes what the page answers.
 *
 * In: `path`, a path of the site and nothing else; `ask`, where the page is to come back after a choice. Out: choices. What pages post arrives all at once when the `<web-view>` is left, so
 * nothing waits for it.
 */

const choices = require("../../countersign/choices");
const config = require("../../countersign/config");
const handover = require("../../countersign/handover");
const notices = require("../../countersign/notice");

Component({
  data: {
    src: "",
    failed: "",
    again: "",
    /** The choice that the address hands over. */
    handed: "",
    /** Whether every page so far was one of the site: others on business domains can post as well. */
    own: true,
    path: "/",
    rid: "",
  },

  methods: {
    /** @param {{ path?: string, ask?: string }} query */
    async onLoad({ path = "/", ask }) {
      this.setData({ path: handover.decoded(path), rid: ask ? handover.ask() : "" });
      await this.open();
    },

    async open() {
      const notice = await notices.load();
      const { src, handed } = await handover.address(notice, this.data.path, this.data.rid);
      this.setData({ src, handed, failed: "" });
    },

    /** @param {{ detail: { src: string } }} event */
    loaded({ detail: { src } }) {
      const rest = src.startsWith(config.origin) ? src.slice(config.origin.length, config.origin.length + 1) : "x";
      if (!["", "/", "?", "#"].includes(rest)) return this.setData({ own: false });
      handover.arrived(this.data.handed);
    },

    /** @param {{ detail: { data: unknown } }} event */
    async messages({ detail: { data } }) {
      const notice = await notices.load();
      if (!notice) return;
      const answers = handover.posted(notice, data, this.data.own);
      choices.takeOver(notice, notices.language(notice), answers, "handover");
    },

    async lost() {
      const notice = await notices.load();
      const words = notice ? notices.language(notice).words : {};
      this.setData({ src: "", failed: words["page-failed"] ?? "", again: words["try-again"] ?? "" });
    },
  },
});
