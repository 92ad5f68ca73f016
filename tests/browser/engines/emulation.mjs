/**
 * What Playwright emulates and a stock Firefox has no command for: colors, paper, motion, and pages without scripts. Firefox's developer tools
 * set the same on a tab (`BrowsingContext` in its sources), and so does this, by a script in the browser's own window.
 *
 * Enters: commands of the driver. `emulation.setMediaFeaturesOverride` is Playwright's own; what it leaves out comes as the header `HEADER` of
 * `network.setExtraHeaders`, a JSON object, which `browser.mjs` writes and no server sees. Leaves: the same settings in the tabs.
 * Deliberately absent: tabs that a page opens by itself, and forced colors.
 */

/** The header that carries settings. */
export const HEADER = "x-emulate-here";

/** Sets one tab; runs in the browser's own window. */
const SET = `(id, settings) => {
  const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  const tab = NavigableManager.getBrowsingContextById(id).top;
  if ("color" in settings) tab.prefersColorSchemeOverride = settings.color ?? "none";
  if ("media" in settings) tab.mediumOverride = settings.media ?? "";
  if ("motion" in settings) tab.prefersReducedMotionOverride = settings.motion ?? "none";
  if ("scripts" in settings) tab.allowJavascript = settings.scripts;
}`;

/** The settings of one browser's tabs. */
export class Emulation {
  /** `send` is a command to the browser. */
  constructor(send) {
    this.send = send;
    /** What the tabs of a user context start with. */
    this.standing = new Map();
  }

  /** A promise of the answer where the command is one of these, else undefined. */
  take(method, params) {
    if (method === "emulation.setMediaFeaturesOverride") return this.set({ color: params.features?.["prefers-color-scheme"] }, params);
    if (method === "network.setExtraHeaders") {
      const { value } = params.headers.find(({ name }) => name === HEADER) ?? {};
      if (!value) return undefined;
      const headers = params.headers.filter(({ name }) => name !== HEADER);
      return this.set(JSON.parse(value.value), params).then(() => this.send(method, { ...params, headers }));
    }
    if (method === "browsingContext.create" && this.standing.has(params.userContext)) return this.create(params);
    return undefined;
  }

  /** Sets tabs, and what those of a user context will start with. */
  async set(settings, { contexts = [], userContexts = [] }) {
    for (const one of userContexts) this.standing.set(one, { ...this.standing.get(one), ...settings });
    for (const one of contexts) await this.apply(one, settings);
  }

  /** Opens a tab and sets it before anything is opened in it. */
  async create(params) {
    const made = await this.send("browsingContext.create", params);
    await this.apply(made.context, this.standing.get(params.userContext));
    return made;
  }

  /** Sets one tab. */
  async apply(tab, settings) {
    const { contexts } = await this.send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 });
    const expression = `(${SET})(${JSON.stringify(tab)}, ${JSON.stringify(settings)})`;
    const ran = await this.send("script.evaluate", { expression, target: { context: contexts[0].context }, awaitPromise: false });
    if (ran.type === "exception") throw { message: ran.exceptionDetails.text };
  }
}
