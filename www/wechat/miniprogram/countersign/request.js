/**
 * One request of the mini program, answered by a value in every case.
 *
 * In: method, address, JSON. Out: status and JSON; the status is 0 where no server answered.
 */

const config = require("./config");

const TIMEOUT_MS = 10000;

/**
 * @param {"GET" | "POST"} method
 * @param {string} url
 * @param {object} [body]
 * @param {string} [session]
 * @returns {Promise<{ status: number, json: any }>}
 */
function request(method, url, body, session) {
  return new Promise((resolve) => {
    wx.request({
      url,
      method,
      data: body,
      header: { "content-type": "application/json", ...(session ? { authorization: `Bearer ${session}` } : {}) },
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data }) => resolve({ status: statusCode, json: data }),
      fail: () => resolve({ status: 0, json: undefined }),
    });
  });
}

/**
 * The same to the mini program's own server.
 * @param {string} path
 * @param {object} body
 */
const tell = (path, body) => request("POST", `${config.server}${path}`, body, config.session());

module.exports = { request, tell };
