//! Builds the widget: the root package as wasm, and the glue that loads it.
//!
//! Chain: rustc for the oldest wasm -> unused feature marks out -> wasm-bindgen in memory -> short names -> wasm-opt -> esbuild.
//! Enters: the root package. Leaves: `target/web/widget.wasm` and `target/web/widget.js`, the same bytes on every machine.
//! Deliberately absent: `--all-features` for wasm-opt, with which it writes modules that browsers refuse, and syntax newer than ES2019 with
//! `import()`, which Chrome 75 and Safari 13 do not parse.

use super::{features, oldest, rename, scripts::COMPILED_AT_ONCE, stamp::Stamp};
use crate::{install::WASM, project::Project, report, run};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

/// How rustc makes the widget small.
///
/// The oldest wasm with these features runs everywhere, and wasm-bindgen then needs no externref table.
/// SHA-256 with rolled loops is slower and 7 KB smaller; the widget hashes a few kilobytes.
const CODE_GENERATION: [&str; 4] =
    ["-Ctarget-cpu=mvp", "-Ctarget-feature=+mutable-globals,+sign-ext,+bulk-memory", "--cfg", "sha2_backend_soft=\"compact\""];

/// What wasm-opt does.
///
/// Functions with one caller stay apart unless they are tiny: inlined, they save bytes here and cost more behind brotli.
const OPTIMIZATION: [&str; 4] = ["-Oz", "--converge", "--one-caller-inline-max-function-size=10", "--strip-target-features"];

/// Compiles the widget and, when that changed anything, runs the rest of the chain.
pub(super) fn build(project: &Project, chain: &Stamp) -> Result<()> {
    let compiled = report::timed("compiling the widget to wasm", || compile(project, "countersign"))?;
    let out = super::assets(project);
    let (wasm, glue) = (out.join("widget.wasm"), out.join("widget.js"));
    let mut inputs = chain.step("widget");
    inputs.file(&compiled)?;
    inputs.file(&project.at("package-lock.json"))?;
    inputs.folder(&project.at("src/ports"))?;
    let [bound, script] = bound(project);
    inputs.unless_fresh(project, &[wasm.clone(), glue.clone(), bound.clone(), script.clone()], || {
        fs::create_dir_all(project.built("web-steps")).context("the folder for steps cannot be created")?;
        bind(&compiled, &bound, &script)?;
        optimize(project, &bound, &wasm)?;
        bundle(project, &script, &glue)
    })
}

/// Where the module lies once it is bound, and its glue; what else is made of the widget's Rust begins there.
pub(super) fn bound(project: &Project) -> [PathBuf; 2] {
    ["widget.wasm", "widget.js"].map(|name| project.built("web-steps").join(name))
}

/// Runs rustc on the library of a package and returns the module's path.
pub(super) fn compile(project: &Project, package: &str) -> Result<PathBuf> {
    let mut flags: Vec<String> = CODE_GENERATION.map(str::to_owned).to_vec();
    flags.extend(remapped_paths(project)?);
    let mut cargo = run::cargo(project);
    cargo.args(["build", "--quiet", "--package", package, "--lib", "--profile", "widget", "--target", WASM]);
    // The encoded form wins over every other source of flags and allows spaces in paths.
    run::check(cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))?;
    Ok(project.built(WASM).join("widget").join(format!("{}.wasm", package.replace('-', "_"))))
}

/// Flags that take this machine's paths out of panic messages, so that everybody gets the same bytes.
fn remapped_paths(project: &Project) -> Result<Vec<String>> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .context("neither CARGO_HOME nor a home folder is set")?;
    let mut flags =
        vec![format!("--remap-path-prefix={}=cargo", home.display()), format!("--remap-path-prefix={}=.", project.root.display())];
    // With the component rust-src, rustc names the standard library by where it lies here.
    let sysroot = run::capture(run::command(project, "rustc").args(["--print", "sysroot"]))?;
    let version = run::capture(run::command(project, "rustc").arg("-vV"))?;
    if let Some(commit) = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")) {
        flags.push(format!("--remap-path-prefix={}/lib/rustlib/src/rust=/rustc/{commit}", sysroot.trim()));
    }
    // Each registry has a folder of its own, whose name depends on where the registry is.
    if let Ok(registries) = fs::read_dir(home.join("registry/src")) {
        let mut folders: Vec<PathBuf> = registries.flatten().map(|entry| entry.path()).collect();
        folders.sort();
        flags.extend(folders.iter().map(|folder| format!("--remap-path-prefix={}=crates", folder.display())));
    }
    Ok(flags)
}

/// Takes a compiled library through the chain once more, this time with the names of its functions, and returns the module's path.
///
/// Beside these names it is what ships, so that what each of its functions weighs can be told.
pub(super) fn with_names(project: &Project, compiled: &Path) -> Result<PathBuf> {
    let steps = project.built("web-steps");
    let (bound, named) = (steps.join("bound-with-names.wasm"), steps.join("with-names.wasm"));
    bind_as(Names::Kept, compiled, &bound, &steps.join("with-names.js"))?;
    let mut optimizer = run::node_tool(project, "binaryen/bin/wasm-opt");
    run::check(optimizer.arg(&bound).arg("-o").arg(&named).args(OPTIMIZATION).arg("--debuginfo"))?;
    Ok(named)
}

/// Makes the glue and the module that fits it.
pub(super) fn bind(compiled: &Path, wasm: &Path, script: &Path) -> Result<()> {
    bind_as(Names::Dropped, compiled, wasm, script)
}

/// What becomes of the names of functions, which no browser needs.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Names {
    Dropped,
    Kept,
}

fn bind_as(names: Names, compiled: &Path, wasm: &Path, script: &Path) -> Result<()> {
    let module = fs::read(compiled).with_context(|| format!("{} cannot be read", compiled.display()))?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("widget", features::without_unused(&module)?);
    bindgen.web(true)?.typescript(false).omit_default_module_path(true).encode_into(EncodeInto::Never);
    bindgen.remove_name_section(names == Names::Dropped).remove_producers_section(true);
    let mut output = bindgen.generate_output().with_context(|| format!("wasm-bindgen cannot read {}", compiled.display()))?;
    if output.snippets().values().any(|inline| !inline.is_empty()) || !output.local_modules().is_empty() {
        bail!("the module brings JavaScript snippets of its own: it has to be one glue file, so write them as Rust or in TypeScript");
    }
    // Nobody starts the widget synchronously, and esbuild drops what is not exported.
    let glue = output.js().replace("export { initSync, ", "export { ");
    let glue = rename::shorten(output.wasm_mut(), &glue)?;
    fs::write(script, glue).with_context(|| format!("{} cannot be written", script.display()))?;
    fs::write(wasm, output.wasm_mut().emit_wasm()).with_context(|| format!("{} cannot be written", wasm.display()))
}

/// Shrinks the module; wasm-opt reads the allowed features from the module itself.
pub(super) fn optimize(project: &Project, from: &Path, to: &Path) -> Result<()> {
    let mut optimizer = run::node_tool(project, "binaryen/bin/wasm-opt");
    run::check(optimizer.arg(from).arg("-o").arg(to).args(OPTIMIZATION))?;
    let module = fs::read(to).with_context(|| format!("{} cannot be read", to.display()))?;
    oldest::check(&module).with_context(|| format!("{} is refused", to.display()))
}

/// Bundles the browser's ports with the glue and minifies them; the result is an ES module.
fn bundle(project: &Project, glue: &Path, to: &Path) -> Result<()> {
    let mut esbuild = run::node_tool(project, "esbuild/bin/esbuild");
    esbuild.arg(project.at("src/ports/main.ts")).arg(format!("--outfile={}", to.display()));
    esbuild.arg(format!("--alias:glue={}", glue.display()));
    run::check(esbuild.args([
        "--bundle",
        "--minify",
        "--tree-shaking=true",
        "--format=esm",
        "--target=es2019",
        "--charset=utf8",
        "--log-level=warning",
    ]))?;
    // Functions that are used once go where they are used.
    let mut terser = run::node_tool(project, "terser/bin/terser");
    terser.arg(to).arg("--output").arg(to).args(["--ecma", "2019", "--toplevel", "--mangle", "--module"]);
    terser.args(["--compress", "passes=3,unsafe_arrows=true,pure_getters=true"]);
    // A click on "Save" meets functions that nothing has called before: 5 of its 11 ms on a slow phone went to compiling them.
    run::check(terser.args(COMPILED_AT_ONCE))
}
