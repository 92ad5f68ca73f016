/**
 * Countersign for Vue components. In: the package `countersign`. Out: what is open as a ref, and two ways to hold something back.
 * Absent: anything that could accept.
 */
import { shut, state, subscribe } from "countersign";
import { h, onMounted, onScopeDispose, readonly, shallowRef } from "vue";

/** What is open, as a ref. A server renders as if nothing were, and so does the first rendering in the browser. */
export function useCountersign() {
  const now = shallowRef(shut);
  let end = () => {};
  onMounted(() => (end = subscribe(() => (now.value = state()))));
  onScopeDispose(() => end());
  return readonly(now);
}

/** Renders its content while a purpose is open, and the slot `otherwise` if not. For whatever Vue renders itself, such as a frame. */
export const Allowed = {
  props: { purpose: { type: String, required: true } },
  setup({ purpose }, { slots }) {
    const now = useCountersign();
    return () => (now.value.open.includes(purpose) ? slots.default?.() : slots.otherwise?.());
  },
};

/**
 * Holds the markup of a vendor as it is, scripts included, until its purposes are open. The gate replaces itself when it opens, so Vue is
 * given an element around it and never sees the gate. It opens once for as long as it stands in the page: put it above whatever routes.
 */
export const Gate = {
  props: { purpose: { type: String, required: true }, markup: { type: String, required: true } },
  setup: ({ purpose, markup }) => () => h("div", { hidden: true, innerHTML: `<template data-cs-purpose="${purpose}"><!--${markup}--></template>` }),
};
