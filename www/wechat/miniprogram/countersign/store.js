/**
 * The mini program's storage, where every refusal of WeChat is a value.
 *
 * In: keys and JSON values. Out: what is stored. Where nothing can be stored, values hold until the mini program is closed.
 */

/** @type {Map<string, unknown>} */
const memory = new Map();

/**
 * @param {string} key
 * @returns {any} The value; undefined where there is none.
 */
function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    const value = wx.getStorageSync(key);
    return value === "" ? undefined : value;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 * @returns {boolean} Whether it outlives the mini program.
 */
function write(key, value) {
  try {
    wx.setStorageSync(key, value);
    memory.delete(key);
    return true;
  } catch {
    memory.set(key, value);
    return false;
  }
}

module.exports = { read, write };
