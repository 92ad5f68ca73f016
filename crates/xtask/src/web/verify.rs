//! Builds what reads and verifies receipts in a browser, the same Rust as `countersign verify` in one wasm: the widget's module for the
//! visitor's own, and the page on which anybody verifies files; each with the same Rust as JavaScript beside it.
//!
//! Enters: `crates/verify-page` with what it uses, `src/receipts/` and `www/verify/`. Leaves: `target/web/receipts.{js,wasm,fallback.js}`,
//! and `target/web/verify/`, five files that any static host serves.

use super::{fallback, stamp::Stamp, widget};
use crate::{project::Project, report, run};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The widget's module.
pub(super) const MODULE: [&str; 3] = ["receipts.js", "receipts.wasm", "receipts.fallback.js"];

/// Where the page lies once it is built.
pub(super) fn folder(project: &Project) -> PathBuf {
    super::assets(project).join("verify")
}

/// Compiles the wasm and, when anything changed, runs the rest of the chain.
pub(super) fn build(project: &Project, chain: &Stamp) -> Result<()> {
    let compiled = report::timed("compiling the verifier to wasm", || widget::compile(project, "countersign-verify-page"))?;
    let (source, out) = (project.at("www/verify"), folder(project));
    let [module, wasm, translated] = MODULE.map(|name| super::assets(project).join(name));
    let (page, page_wasm) = (out.join("verify.js"), out.join("verify.wasm"));
    let steps = project.built("web-steps");
    let [bound, glue] = ["receipts.wasm", "receipts.js"].map(|name| steps.join(name));
    let mut inputs = chain.step("receipts and verifying page");
    inputs.file(&compiled)?;
    inputs.file(&project.at("package-lock.json"))?;
    for folder in ["src/receipts", "src/ports", "www/verify"] {
        inputs.folder(&project.at(folder))?;
    }
    let outputs = [module.clone(), wasm.clone(), page.clone(), page_wasm.clone(), out.join("index.html"), out.join("style.css")];
    inputs.unless_fresh(project, &outputs, || {
        for folder in [&steps, &out] {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be created", folder.display()))?;
        }
        widget::bind(&compiled, &bound, &glue)?;
        widget::optimize(project, &bound, &wasm)?;
        fs::copy(&wasm, &page_wasm).context("the verifier cannot be copied")?;
        bundle(project, &project.at("src/receipts/main.ts"), &glue, &module)?;
        bundle(project, &source.join("main.ts"), &glue, &page)?;
        for name in ["index.html", "style.css"] {
            fs::copy(source.join(name), out.join(name)).with_context(|| format!("{name} cannot be copied"))?;
        }
        Ok(())
    })?;
    fallback::make(project, chain.step("fallback of the receipts"), &[bound, glue], MODULE[2])?;
    fs::copy(translated, out.join("verify.fallback.js")).map(drop).context("the translated verifier cannot be copied")
}

/// Bundles a script with the glue of the wasm.
fn bundle(project: &Project, entry: &Path, glue: &Path, to: &Path) -> Result<()> {
    let mut esbuild = run::node_tool(project, "esbuild/bin/esbuild");
    esbuild.arg(entry).arg(format!("--outfile={}", to.display())).arg(format!("--alias:receipts-glue={}", glue.display()));
    run::check(esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2019", "--charset=utf8", "--log-level=warning"]))
}
