/**
 * While a code is on its way nobody is asked what may be answered already: the banner, if there is one, stays unseen for a moment. In: how
 * long at most. Out: what ends it. Absent: anything else of the page, which goes on meanwhile, and any gate, which stays shut.
 */

/** Keeps the banner unseen for so many milliseconds, or until what it answers is called. */
export function veil(patience: number): () => void {
  const paint = (visibility: string): void => {
    const banner = document.getElementById("countersign");
    if (banner) banner.style.visibility = visibility;
  };
  // Right behind the banner's insertion, and before a frame shows it.
  const observer = new MutationObserver(() => paint("hidden"));
  observer.observe(document, { childList: true, subtree: true });
  paint("hidden");
  const lift = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    paint("");
  };
  const timer = setTimeout(lift, patience);
  return lift;
}
