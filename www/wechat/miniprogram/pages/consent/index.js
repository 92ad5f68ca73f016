/**
 * The page of privacy: WeChat's guide, the permissions of WeChat, and the kit's layers. Web pages come back to it with their answer.
 *
 * In: presses; a code of the web page in the page's address. Out: answers in WeChat, choices. What a code refuses is refused at once.
 */

const choices = require("../../countersign/choices");
const guide = require("../../countersign/guide");
const handover = require("../../countersign/handover");
const notices = require("../../countersign/notice");
const scopes = require("../../countersign/scopes");

Component({
  data: {
    words: /** @type {Record<string, string>} */ ({}),
    agreed: false,
    line: "",
    readLabel: "",
    taken: "",
    rows: /** @type {{ id: string, title: string, answer: string }[]} */ ([]),
  },

  methods: {
    /** @param {Record<string, string | undefined>} query */
    async onLoad(query) {
      const notice = await notices.load();
      if (!notice) return;
      const shown = notices.language(notice);
      this.setData({ words: shown.words });
      const answers = await handover.redeem(notice, query);
      const changed = choices.takeOver(notice, shown, answers, "handover");
      if (changed) this.setData({ taken: shown.words["taken-over"] });
      await this.look();
    },

    onShow() {
      return this.look();
    },

    /** How things stand in WeChat. */
    async look() {
      const { words } = this.data;
      const { needed, name } = await guide.standing();
      const answers = await scopes.permissions();
      const rows = scopes.SCOPES.filter(({ id }) => answers[id]).map(({ id }) => ({ id, title: words[id] ?? "", answer: words[answers[id]] ?? "" }));
      /** @param {string} key */
      const say = (key) => (words[key] ?? "").replace("{guide}", () => name);
      this.setData({ rows, agreed: !needed, line: say(needed ? "guide-open" : "guide-agreed"), readLabel: say("guide-read") });
    },

    async ask() {
      await guide.ask();
      await this.look();
    },

    async read() {
      if (!(await guide.read())) this.setData({ line: this.data.words["guide-lost"] });
    },

    choices() {
      this.selectComponent("#layers")?.open();
    },
  },
});
