/** What the glue of `crates/verify-page` exports. */
export default function init(options: { module_or_path: URL | string }): Promise<unknown>;
export function judge(files: string, base: string): string;
