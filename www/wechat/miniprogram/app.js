/**
 * The sample mini program: what it starts before any page is shown.
 *
 * In: nothing. Out: the listener for WeChat's privacy guide, and choices that wait to be sent.
 */

const guide = require("./countersign/guide");
const send = require("./countersign/send");

App({
  onLaunch() {
    // Before the first page, because an interface that asks for the guide waits for whoever listens then.
    guide.listen();
  },
  onShow() {
    send.flush();
  },
});
