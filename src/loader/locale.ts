/**
 * The language of layer 1. In: what the visitor picked, the page's `lang`, the browser's languages (BCP 47). Out: a tag of the tables.
 * Absent: guessing from the address or the country.
 */
import { storage } from "./storage";
import { tables } from "./tables";

const tags = Object.keys(tables.l);
let picked = "";

/** What must be equal: the language, and for Chinese the script, which regions imply. */
const language = (tag: string): string | undefined => tag.toLowerCase().replace(/^zh-(hant|tw|hk|mo)/, "zht").split("-")[0];

/**
 * The locale in use; remembers `pick`. Reads the page's `lang` anew each time, since pages change it. For the small button alone the
 * store is left unread.
 */
export function locale(pick?: string, button?: boolean): string {
  if (!button) picked = storage("cs.locale", pick) || pick || picked;
  const wanted = [picked, document.documentElement.lang, ...navigator.languages, tags[0]!];
  // The last one wanted is there.
  return wanted.map((one) => tags.find((tag) => language(tag) === language(one))).find((tag) => tag)!;
}
