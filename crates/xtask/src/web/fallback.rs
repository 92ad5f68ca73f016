//! Builds the fallbacks: the Rust of the widget and of its receipts as JavaScript, for browsers in which WebAssembly is missing, forbidden or
//! does not start.
//!
//! Chain: a module as wasm-bindgen bound it -> wasm2js -> the module's own glue without what loads wasm -> esbuild.
//! Enters: the bound module and its glue. Leaves: `target/web/widget.fallback.js` or another of that name, an ES module that exports what the
//! glue exports.
//! Deliberately absent: a second compilation, so that both forms are the same Rust to the instruction.

use super::{stamp::Stamp, widget};
use crate::{project::Project, run};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The widget's.
pub(super) const OUTPUT: &str = "widget.fallback.js";

/// Where the glue begins to load wasm. Nothing behind it is of use here.
const LOADING: &str = "let wasmModule, wasmInstance, wasm;";

/// What ends the translated module: it starts itself there, with imports that would be modules.
const STARTING: &str = "var retasmFunc = asmFunc(";

/// Builds the widget's.
pub(super) fn build(project: &Project, chain: &Stamp) -> Result<()> {
    make(project, chain.step("fallback"), &widget::bound(project), OUTPUT)
}

/// Builds one of a bound module and its glue, unless what it is made of is what it was made of.
pub(super) fn make(project: &Project, mut inputs: Stamp, [bound, glue]: &[PathBuf; 2], name: &str) -> Result<()> {
    let out = super::assets(project).join(name);
    for file in [bound, glue, &project.at("package-lock.json")] {
        inputs.file(file)?;
    }
    inputs.unless_fresh(project, std::slice::from_ref(&out), || {
        let steps = project.built("web-steps");
        let translated = name.replace(".fallback.", ".asm.");
        let (module, entry) = (steps.join(&translated), steps.join(name));
        translate(project, bound, &module)?;
        edit(&module, &module, startable)?;
        edit(glue, &entry, |glue| without_loading(glue, &translated))?;
        bundle(project, &entry, &out)
    })
}

/// Reads a file, changes its text and writes it.
fn edit(from: &Path, to: &Path, change: impl Fn(&str) -> Result<String>) -> Result<()> {
    let text = fs::read_to_string(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let text = change(&text).with_context(|| format!("{} is not what it was: adapt crates/xtask/src/web/fallback.rs", from.display()))?;
    fs::write(to, text).with_context(|| format!("{} cannot be written", to.display()))
}

/// WebAssembly to JavaScript.
fn translate(project: &Project, from: &Path, to: &Path) -> Result<()> {
    let mut translator = run::node_tool(project, "binaryen/bin/wasm2js");
    run::check(translator.arg(from).arg("-o").arg(to).arg("-Oz"))
}

/// The translated module as one that is started by whoever imports it, with the imports that it is given.
fn startable(script: &str) -> Result<String> {
    let [body, _] = parted(script, STARTING)?;
    let body: Vec<&str> = body.lines().filter(|line| !line.starts_with("import ")).collect();
    Ok(format!("{}\nexport {{ asmFunc as default }};\n", body.join("\n")))
}

/// The glue around the translated module of this name.
///
/// Memory that grows is another buffer here and leaves the old one as it is, whereas wasm takes that away: what the glue keeps of memory has
/// to be held against the buffer, or it would go on in the old one without a word.
fn without_loading(glue: &str, module: &str) -> Result<String> {
    let [glue, _] = parted(glue, LOADING)?;
    let [_, after] = parted(glue, "new DataView(wasm.")?;
    let (memory, _) = after.split_once(".buffer)").context("no view of memory")?;
    let (bytes, view) = ("cachedUint8ArrayMemory0", "cachedDataViewMemory0");
    let stale = |kept: &str| format!("{kept}.buffer !== wasm.{memory}.buffer");
    let glue = replaced(glue, &format!("{bytes}.byteLength === 0"), &stale(bytes))?;
    let told = format!("{view}.buffer.detached === true || ({view}.buffer.detached === undefined && {})", stale(view));
    let glue = replaced(&glue, &told, &stale(view))?;
    Ok(format!(
        "import start from \"./{module}\";\n{glue}let wasm;\nexport default () => {{ wasm = wasm || start(__wbg_get_imports()); }};\n"
    ))
}

/// What is before and behind the one place of a text.
fn parted<'a>(text: &'a str, place: &str) -> Result<[&'a str; 2]> {
    match text.split(place).collect::<Vec<_>>().as_slice() {
        [before, after] => Ok([before, after]),
        found => bail!("`{place}` stands there {} times instead of once", found.len() - 1),
    }
}

/// The text with its one place changed.
fn replaced(text: &str, place: &str, by: &str) -> Result<String> {
    let [before, after] = parted(text, place)?;
    Ok([before, by, after].concat())
}

/// One ES module for the oldest browsers that load modules on demand.
fn bundle(project: &Project, entry: &Path, to: &Path) -> Result<()> {
    let mut esbuild = run::node_tool(project, "esbuild/bin/esbuild");
    esbuild.arg(entry).arg(format!("--outfile={}", to.display()));
    run::check(esbuild.args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2019",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
    ]))
}

#[cfg(test)]
mod tests {
    use super::{startable, without_loading};

    /// Glue with the places that matter, its memory under this name.
    fn glue(memory: &str) -> String {
        format!(
            "export function sync() {{ wasm.f(); }}\n\
             if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || \
             (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.{memory}.buffer)) \
             cachedDataViewMemory0 = new DataView(wasm.{memory}.buffer);\n\
             if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) more();\n\
             let wasmModule, wasmInstance, wasm;\nasync function __wbg_load() {{}}\nexport {{ __wbg_init as default }};"
        )
    }

    #[test]
    fn the_glue_starts_the_translation_and_sees_memory_grow() {
        let made = without_loading(&glue("a"), "widget.asm.js").unwrap();
        assert_eq!(
            made,
            "import start from \"./widget.asm.js\";\n\
             export function sync() { wasm.f(); }\n\
             if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer !== wasm.a.buffer) \
             cachedDataViewMemory0 = new DataView(wasm.a.buffer);\n\
             if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.buffer !== wasm.a.buffer) more();\n\
             let wasm;\nexport default () => { wasm = wasm || start(__wbg_get_imports()); };\n"
        );
    }

    #[test]
    fn other_glue_stops_the_build_and_is_named() {
        for (lost, by) in [
            ("cachedUint8ArrayMemory0.byteLength === 0", "false"),
            (".detached === true", ".detached"),
            ("let wasmModule, wasmInstance, wasm;", "let wasm;"),
            ("new DataView(wasm.", "dataView(wasm."),
        ] {
            let error = without_loading(&glue("memory").replacen(lost, by, 1), "widget.asm.js").unwrap_err().to_string();
            assert!(error.contains("0 times instead of once"), "{lost}: {error}");
        }
    }

    #[test]
    fn the_translation_leaves_its_start_to_the_glue() {
        let script = "import * as a from 'a';\n\nvar x = 1;\nfunction asmFunc(imports) {\n return imports;\n}\n\
                      var retasmFunc = asmFunc({\n  \"a\": a,\n});\nexport var boot = retasmFunc.boot;\n";
        let made = startable(script).unwrap();
        assert_eq!(made, "\nvar x = 1;\nfunction asmFunc(imports) {\n return imports;\n}\nexport { asmFunc as default };\n");
        assert!(startable("function other() {}").is_err());
    }
}
