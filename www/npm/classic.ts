/**
 * The package as a classic script, for pages without modules: mounts the loader and defines the custom elements.
 * In: `data-cs-base` of its own `<script>` element, where the built files do not lie under `/countersign/`. Deliberately absent: anything
 * global of its own; what pages call is the loader's `window.countersign`.
 */
import "./elements";
import { mount } from "./index";

const own = document.currentScript as HTMLScriptElement | null;
mount({ base: own?.dataset.csBase, nonce: own?.nonce });
