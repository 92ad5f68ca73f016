/**
 * Interfaces that read something of a person: the table of them, and one way to call each.
 *
 * In: the id of a row and a call. Out: its value, or why there is none. Three answers stand before each call: the visitor's choice for the
 * purpose that it serves (`serves` in `config.js`), WeChat's privacy guide, and the permission of WeChat where there is one.
 * What is refused in WeChat is refused for the purpose too; what is allowed in WeChat allows no purpose.
 */

const choices = require("./choices");
const config = require("./config");

/**
 * `api` is the interface, `scope` its permission, `guide` what WeChat's administration page calls the data; an interface whose data are
 * not declared there fails for everybody.
 * @type {{ id: string, api: string, scope?: string, guide: string }[]}
 */
const SCOPES = [
  { id: "location", api: "wx.getLocation", scope: "scope.userLocation", guide: "位置信息" },
  { id: "area", api: "wx.getFuzzyLocation", scope: "scope.userFuzzyLocation", guide: "位置信息" },
  { id: "camera", api: "<camera>, wx.createCameraContext", scope: "scope.camera", guide: "摄像头" },
  { id: "microphone", api: "wx.getRecorderManager", scope: "scope.record", guide: "麦克风" },
  { id: "bluetooth", api: "wx.openBluetoothAdapter", scope: "scope.bluetooth", guide: "蓝牙" },
  { id: "album", api: "wx.saveImageToPhotosAlbum", scope: "scope.writePhotosAlbum", guide: "相册（仅写入）权限" },
  { id: "add-contact", api: "wx.addPhoneContact", scope: "scope.addPhoneContact", guide: "通讯录（仅写入）权限" },
  { id: "calendar", api: "wx.addPhoneCalendar", scope: "scope.addPhoneCalendar", guide: "日历（仅写入）权限" },
  { id: "address", api: "wx.chooseAddress", guide: "通讯地址" },
  { id: "phone", api: '<button open-type="getPhoneNumber">', guide: "手机号" },
  { id: "photos", api: "wx.chooseMedia", guide: "选中的照片或视频信息" },
  { id: "clipboard", api: "wx.getClipboardData", guide: "剪切板" },
];

/** @typedef {"purpose" | "guide" | "scope" | "cancelled" | "undeclared" | "failed"} Why */

/**
 * Calls an interface.
 * @template T
 * @param {import("./types").Notice} notice
 * @param {string} id
 * @param {(callbacks: { success: (value: T) => void, fail: (error: { errMsg: string, errno?: number }) => void }) => void} call
 * @returns {Promise<{ value: T } | { why: Why }>}
 */
async function use(notice, id, call) {
  const purpose = config.serves[id];
  if (purpose && !choices.allowed(notice).includes(purpose)) return { why: "purpose" };
  /** @type {{ value: T } | { why: Why }} */
  const outcome = await new Promise((resolve) => {
    call({ success: (value) => resolve({ value }), fail: (error) => resolve({ why: reason(error) }) });
  });
  if (!("why" in outcome)) return outcome;
  if (outcome.why === "undeclared") console.error("CS-GUIDE", `declare the data of "${id}" in the privacy guide on the administration page`);
  if (purpose && (outcome.why === "guide" || outcome.why === "scope")) {
    choices.takeOver(notice, choices.current(notice) ?? first(notice), { [purpose]: "refused" }, "platform");
  }
  return outcome;
}

/** @param {import("./types").Notice} notice */
const first = (notice) => notice.languages[0];

/**
 * Why an interface failed, as far as WeChat says.
 * @param {{ errMsg: string, errno?: number }} error
 * @returns {Why}
 */
function reason({ errMsg, errno }) {
  if (errno === 112 || /scope is not declared/.test(errMsg)) return "undeclared";
  if (errno === 104 || /privacy permission is not authorized/.test(errMsg)) return "guide";
  if (errno === 103 || /auth den(y|ied)|authorize no response/.test(errMsg)) return "scope";
  return /cancel/.test(errMsg) ? "cancelled" : "failed";
}

/** How each permission stands. @returns {Promise<Record<string, "allowed" | "denied" | "unasked">>} */
function permissions() {
  return new Promise((resolve) => {
    /** @param {Record<string, boolean>} known */
    const rows = (known) =>
      SCOPES.filter(({ scope }) => scope).map(({ id, scope }) => {
        const answer = known[scope ?? ""];
        return [id, answer === undefined ? "unasked" : answer ? "allowed" : "denied"];
      });
    wx.getSetting({
      success: ({ authSetting }) => resolve(Object.fromEntries(rows(/** @type {Record<string, boolean>} */ (authSetting)))),
      fail: () => resolve(Object.fromEntries(rows({}))),
    });
  });
}

module.exports = { SCOPES, permissions, reason, use };
