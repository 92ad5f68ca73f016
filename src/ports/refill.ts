/**
 * What `replaceChildren` does, which Chrome 75 and Safari 13 lack. In: a place and nodes, which may stand in it already.
 */

/** Puts these nodes in the place of what it holds. */
export function refill(place: Element | ShadowRoot, nodes: Iterable<Node>): void {
  const all = [...nodes];
  place.textContent = "";
  place.append(...all);
}
