/**
 * Keeps Turbo's copies of pages honest. Turbo shows a copy of a page when a visitor comes back to it; such a copy holds a lifeless banner, and
 * whatever gates had opened, whether or not that is still allowed. In: Turbo, and the pages that it shows. Out: copies without surfaces of
 * Countersign, and none from before a change. Deliberately absent: opening gates, which the loader does in every body.
 */

/** What of Turbo is used (Turbo 7.2 and later). */
export interface TurboLike {
  readonly cache: {
    /** Forgets all copies. */
    clear(): void;
    /** Has no copy made of the page that is shown. */
    exemptPageFromCache(): void;
  };
}

/** What the loader and the widget put into a body: the loader shows its surface again in every new one. */
const SURFACES = "#countersign,#countersign-button,#countersign-dialog,#countersign-status";

/** Follows Turbo from now on; one call is enough, before the first visit. Answers a function that ends it. */
export function follow(turbo: TurboLike): () => void {
  const render = (event: Event): void => {
    const { newBody } = (event as CustomEvent<{ newBody?: Element }>).detail;
    newBody?.querySelectorAll(SURFACES).forEach((surface) => surface.remove());
  };
  const change = (): void => {
    turbo.cache.clear();
    turbo.cache.exemptPageFromCache();
  };
  document.addEventListener("turbo:before-render", render);
  document.addEventListener("countersign:change", change);
  return () => {
    document.removeEventListener("turbo:before-render", render);
    document.removeEventListener("countersign:change", change);
  };
}
