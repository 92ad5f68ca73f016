/**
 * A courier's pages in Vue. In: `index.html`, and what `countersign build site.toml -o public/countersign` left. The loader comes with the
 * bundle here; a tag in the head of `index.html`, as in the example for React, brings it earlier.
 */
import { mount } from "countersign";
import { createApp } from "vue";
import App from "./App.vue";

mount({ base: "/countersign/" });
createApp(App).mount("#app");
