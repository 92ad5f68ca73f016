import("{{analytics}}/m.mjs").catch(() => {});
