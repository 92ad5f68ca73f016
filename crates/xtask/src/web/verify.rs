//! Builds the page on which anybody verifies receipts in a browser: the same Rust as `countersign verify`, in wasm.
//!
//! Enters: `crates/verify-page` with what it uses, and `www/verify/`. Leaves: `target/web/verify/`, four files that any static host serves.

use super::{stamp::Stamp, widget};
use crate::{project::Project, report, run};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

/// Where the page lies once it is built.
pub(super) fn folder(project: &Project) -> PathBuf {
    super::assets(project).join("verify")
}

/// Compiles the module and, when anything changed, runs the rest of the chain.
pub(super) fn build(project: &Project, chain: &Stamp) -> Result<()> {
    let compiled = report::timed("compiling the verifier to wasm", || widget::compile(project, "countersign-verify-page"))?;
    let (source, out) = (project.at("www/verify"), folder(project));
    let (wasm, script) = (out.join("verify.wasm"), out.join("verify.js"));
    let mut inputs = chain.step("verifying page");
    inputs.file(&compiled)?;
    inputs.file(&project.at("package-lock.json"))?;
    inputs.folder(&source)?;
    inputs.unless_fresh(project, &[wasm.clone(), script.clone(), out.join("index.html"), out.join("style.css")], || {
        let steps = project.built("web-steps");
        for folder in [&steps, &out] {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be created", folder.display()))?;
        }
        let (bound, glue) = (steps.join("verify.wasm"), steps.join("verify.js"));
        widget::bind(&compiled, &bound, &glue)?;
        widget::optimize(project, &bound, &wasm)?;
        let mut esbuild = run::node_tool(project, "esbuild/bin/esbuild");
        esbuild.arg(source.join("main.ts")).arg(format!("--outfile={}", script.display()));
        esbuild.arg(format!("--alias:verify-glue={}", glue.display()));
        run::check(esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2020", "--charset=utf8", "--log-level=warning"]))?;
        for name in ["index.html", "style.css"] {
            fs::copy(source.join(name), out.join(name)).with_context(|| format!("{name} cannot be copied"))?;
        }
        Ok(())
    })
}
