/**
 * A screen reader without a voice: it says what the browser's own accessibility tree holds, in the order in which it is read, and works
 * what it has found by the keyboard.
 *
 * Enters: a page in Chromium. Leaves: phrases such as `heading 2, Your choice` or `switch, Map, off`. What is hidden from readers, or
 * inert behind a dialog, is not in the tree.
 */

import assert from "node:assert/strict";
import { until } from "../browser/harness.mjs";

/** Roles that are said with their names; text is said by itself, and the rest only holds other things. */
const SAID = new Set(["heading", "button", "link", "switch", "checkbox", "combobox", "dialog", "group", "region", "status", "DisclosureTriangle", "alert"]);

const property = (node, name) => node.properties?.find((one) => one.name === name)?.value.value;

/** The phrase for a node. */
function phrase(node) {
  const role = node.role.value === "DisclosureTriangle" ? "fold" : node.role.value;
  const parts = [role === "heading" ? `heading ${property(node, "level")}` : role, node.name?.value];
  if (["switch", "checkbox"].includes(role)) parts.push(property(node, "checked") === "true" ? "on" : "off");
  if (role === "fold") parts.push(property(node, "expanded") ? "open" : "closed");
  if (node.description?.value) parts.push(node.description.value);
  return parts.filter(Boolean).join(", ");
}

/** Begins to read a page. */
export async function reader(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Accessibility.enable");

  /** Everything that is read, each with the node behind it. */
  async function read() {
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const lines = [];
    const walk = (node) => {
      const role = node.role?.value;
      if (!node.ignored && SAID.has(role)) lines.push({ text: phrase(node), node: node.backendDOMNodeId });
      else if (!node.ignored && role === "StaticText" && node.name?.value.trim()) lines.push({ text: node.name.value, node: node.backendDOMNodeId });
      for (const id of node.childIds ?? []) if (byId.has(id)) walk(byId.get(id));
    };
    walk(nodes[0]);
    return lines;
  }

  const find = async (what) => {
    const found = await until(`something is read that fits ${what}`, read, (lines) => lines.some(({ text }) => what.test(text)));
    return found.find(({ text }) => what.test(text));
  };

  return {
    /** All phrases, in order. */
    all: async () => (await read()).map(({ text }) => text),
    /** Waits until something is read that fits, and answers the phrase. */
    hears: async (what) => (await find(what)).text,
    /** Goes to what fits and presses a key there. */
    async press(what, key = "Enter") {
      const { node } = await find(what);
      await session.send("DOM.focus", { backendNodeId: node });
      await page.keyboard.press(key);
    },
    /** Holds what is read to an order: each phrase fits one that comes behind the one before. */
    async hearsInOrder(...wanted) {
      const lines = await this.all();
      let at = 0;
      for (const what of wanted) {
        const place = lines.findIndex((text, index) => index >= at && what.test(text));
        assert.ok(place >= 0, `${what} is not read behind ${lines.slice(Math.max(0, at - 3), at).join(" | ")}; read is: ${lines.slice(at, at + 40).join(" | ")}`);
        at = place + 1;
      }
    },
  };
}
