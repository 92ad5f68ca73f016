/**
 * What a site sets: everything else in this folder stays as it is.
 *
 * `origin` is the business domain of the `<web-view>`; `receiver` and `server` are among the request domains of the mini program's
 * administration page.
 */

module.exports = {
  /** `id` of `[site]` in `site.toml`. */
  site: "layang-express",
  /** Scheme, host and port of the web pages. */
  origin: "https://layang.example",
  /** Where the notice is fetched; `countersign build` writes it. Empty: the one in `data.js` alone. */
  notice: "https://layang.example/countersign/mini-program.json",
  /** The receiver that keeps hand-over codes. */
  receiver: "https://layang.example",
  /**
   * The mini program's own server, which takes choices and asks the receiver for codes with its API key (`server.mjs`).
   * Empty: the receiver is asked without a key, and a code then carries refusals only.
   */
  server: "",
  /** What that server knows a session of the mini program by, which begins with `wx.login`; it gets it as a bearer token. */
  session: () => /** @type {string} */ (wx.getStorageSync("session")),
  /** `code` of `[wechat]` in `site.toml`: what a code is called in an address. */
  code: "cs",
  /** The page that shows the notice and runs WeChat's privacy interfaces. */
  consentPage: "/pages/consent/index",
  /** The page with the `<web-view>`. */
  webPage: "/pages/web/index",
  /**
   * Which of the site's additional purposes an interface serves, by the ids of `scopes.js`.
   * Such an interface is called only where that purpose is allowed, and what WeChat's user refuses there is refused for the purpose.
   * @type {Record<string, string>}
   */
  serves: { location: "maps" },
};
