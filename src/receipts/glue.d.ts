/** What the glue of `crates/verify-page` exports, for the receipts in the widget and for the page `www/verify/`. */
export default function init(options: { module_or_path: URL | string }): Promise<unknown>;
export function list(asked: string): string;
export function css(): string;
export function judge(files: string, base: string, locale: string): string;
