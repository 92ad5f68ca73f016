/**
 * Countersign for React components. In: the package `countersign`, and the loader in the page. Out: what is open as a hook, and two ways to hold
 * something back. Absent: anything that could accept.
 */
import { shut, state, subscribe } from "countersign";
import { memo, useSyncExternalStore } from "react";

/** What is open; whoever calls this renders again when that changes. A server renders as if nothing were. */
export const useCountersign = () => useSyncExternalStore(subscribe, state, () => shut);

/** Renders its children while a purpose is open, and something else otherwise. For whatever React renders itself, such as a frame. */
export function Allowed({ purpose, otherwise = null, children }) {
  return useCountersign().open.includes(purpose) ? children : otherwise;
}

/**
 * Holds the markup of a vendor as it is, scripts included, until its purposes are open. The gate replaces itself when it opens, so React
 * is given an element around it and never sees the gate. It opens once for as long as it stands in the page: put it above whatever routes.
 * Where a server rendered it, it may have opened before React comes, which is nothing to warn of.
 */
export const Gate = memo(({ purpose, markup }) => (
  <div hidden suppressHydrationWarning dangerouslySetInnerHTML={{ __html: `<template data-cs-purpose="${purpose}"><!--${markup}--></template>` }} />
));
