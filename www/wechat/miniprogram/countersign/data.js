/**
 * The notice in the package: copy `dist/mini-program.js` of your build over this file.
 *
 * As it stands there is none, and the notice is fetched before it is shown for the first time.
 */

module.exports = /** @type {import("./types").Notice | null} */ (null);
