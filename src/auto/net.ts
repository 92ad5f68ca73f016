/**
 * The net under the guards: an observer that sees what the parser makes, before its scripts run, and addresses that were set past the
 * guards. In: a document. Out: the same document with held elements disarmed. Absent: the request of a parser-made element that the
 * browser asked for ahead, which only a Content-Security-Policy stops; and shadow roots, where the guards alone work.
 */
import { done, held, hold, mark, marked, neededBy, ready } from "./hold";
import { plainName, selector } from "./names";
import { bless, keepOrder, reload, reopen, sweep } from "./release";
import { isElement } from "./values";
import { host, shut } from "./wall";
import { watch } from "./watch";

/** An element like this one that nothing has started, with what is held set aside. */
function successor(element: HTMLElement): HTMLElement {
  const fresh = element.ownerDocument.createElementNS(element.namespaceURI, element.localName) as HTMLElement;
  for (const { name, value } of [...element.attributes]) {
    try {
      fresh.setAttribute(name, bless(name, value));
    } catch {
      // The parser allows names that no script may set.
    }
  }
  fresh.nonce = element.nonce!;
  return fresh;
}

/** Takes up one element that came by markup. */
function adopt(element: HTMLElement): void {
  if (done.has(element)) return;
  const live = element.ownerDocument.defaultView;
  for (const { name, value } of [...element.attributes]) {
    const plain = plainName(name);
    if (!plain || !shut(neededBy(element, plain, value), value)) continue;
    if (live && /^(script|i?frame)$/.test(element.localName)) {
      const fresh = successor(element);
      keepOrder(fresh);
      element.replaceWith(fresh);
      // A script whose document is another one when its turn comes never runs, though its request has left.
      document.implementation.createHTMLDocument("").adoptNode(element);
      return;
    }
    element.removeAttribute(name);
    hold(element, plain, value);
    reload(element);
  }
  if (!live || !marked(element)) return;
  if (!held.has(element)) keepOrder(element);
  if (ready(element)) reopen(element);
  else mark(element);
}

/** What fails is reported, and keeps nothing else from being taken up. */
function safely(element: Element): void {
  try {
    adopt(element as HTMLElement);
  } catch (cause) {
    host.report("CS-GATE", cause);
  }
}

// A form answers with one of its fields where a page asks it for a method, so the methods come from the prototype.
const { matches, querySelectorAll } = Element.prototype;

/** Takes up a node and all below it. */
export function adoptTree(node: Node): void {
  if (isElement(node)) {
    if (matches.call(node, selector)) safely(node);
    if (node.firstChild) querySelectorAll.call(node, selector).forEach(safely);
  } else if (node.firstChild) (node as ParentNode & Node).querySelectorAll(selector).forEach(safely);
}

/** Takes up what a document has, and what it gets. */
export function spread(page: Document): void {
  watch(page, (records) => {
    for (const { target, addedNodes, type } of records) {
      if (type === "attributes") safely(target as Element);
      else addedNodes.forEach(adoptTree);
    }
    sweep();
  });
  adoptTree(page);
}
