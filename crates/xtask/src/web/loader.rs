//! Builds the loader: TypeScript in, one classic script out.
//!
//! The script still holds the free name `__CS_TABLES__`, which `countersign build` replaces by a site's tables.
//! Enters: `src/loader/main.ts`. Leaves: `target/web/countersign.js`.

use super::stamp::Stamp;
use crate::{project::Project, run};
use anyhow::{Context, Result, bail};
use std::fs;

/// The name that stands for a site's tables until they are known.
const PLACEHOLDER: &str = "__CS_TABLES__";

/// Checks the types, then bundles and minifies.
pub(super) fn build(project: &Project, chain: &Stamp) -> Result<()> {
    let output = super::assets(project).join("countersign.js");
    let mut inputs = chain.step("loader");
    inputs.folder(&project.at("src/loader"))?;
    inputs.file(&project.at("tsconfig.json"))?;
    inputs.file(&project.at("package-lock.json"))?;
    inputs.unless_fresh(project, std::slice::from_ref(&output), || {
        run::check(run::node_tool(project, "typescript/bin/tsc").arg("--noEmit"))?;
        let mut bundle = run::node_tool(project, "esbuild/bin/esbuild");
        bundle.arg(project.at("src/loader/main.ts")).arg(format!("--outfile={}", output.display()));
        bundle.args(["--bundle", "--format=iife", "--minify", "--target=es2019", "--charset=utf8"]);
        run::check(bundle.args(["--legal-comments=none", "--log-level=warning"]))?;
        let script = fs::read_to_string(&output).context("the bundled loader cannot be read")?;
        match script.matches(PLACEHOLDER).count() {
            1 => Ok(()),
            found => bail!("the bundled loader names {PLACEHOLDER} {found} times: src/loader has to use it exactly once"),
        }
    })
}
