/** How Vite builds the example. */
import vue from "@vitejs/plugin-vue";

export default { plugins: [vue()] };
