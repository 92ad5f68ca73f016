//! The build chain of everything a browser loads, from source to `dist/`.
//!
//! Enters: the widget crate, the loader's TypeScript, a `site.toml`.
//! Leaves: the widget and its module for receipts, each with its fallback in JavaScript, and every other script in `target/web`, the verifying
//! page in `target/web/verify`, and the demo's `dist/` with all of them
//! and with its compressed siblings, beside it a variant that asks apart.
//! Each step is skipped when the bytes of its inputs are those of the last run.

mod apart;
mod compress;
mod fallback;
mod features;
mod oldest;
mod rename;
mod scripts;
mod stamp;
mod verify;
mod widget;

use crate::{install, project::Project, report, run};
use anyhow::{Context, Result};
use stamp::Stamp;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) use compress::brotli;

/// Positions of the banner that have a style of their own.
const POSITIONS: [&str; 3] = ["bar", "corner", "dialog"];

/// Builds the widget, the other scripts and the demo's `dist/`.
pub(crate) fn web(project: &Project) -> Result<()> {
    install::wasm_target(project)?;
    install::npm(project)?;
    fs::create_dir_all(assets(project)).context("target/web cannot be created")?;
    let chain = Stamp::of_this_program()?;
    widget::build(project, &chain)?;
    fallback::build(project, &chain)?;
    verify::build(project, &chain)?;
    scripts::build(project, &chain)?;
    commands(project)?;
    demo_site(project)
}

/// Where the widget and the other scripts lie once they are built.
pub(crate) fn assets(project: &Project) -> PathBuf {
    project.built("web")
}

/// The glue of the widget's wasm by itself, for whoever measures without the widget.
pub(crate) fn glue(project: &Project) -> PathBuf {
    let [_, glue] = widget::bound(project);
    glue
}

/// The widget's module, or that for receipts, as it ships but with the names of its functions.
pub(crate) fn with_names(project: &Project, package: &str) -> Result<PathBuf> {
    widget::with_names(project, &widget::compile(project, package)?)
}

/// Builds the commands `countersign` and `countersign-receiver`, in one go: alone, each would have libraries with other features, and
/// these would be compiled anew. What the tests compiled serves here too.
pub(crate) fn commands(project: &Project) -> Result<()> {
    report::timed("building the commands", || {
        run::check(run::dev_cargo(project).args(["build", "--quiet", "--package", "countersign-cli", "--package", "countersign-receiver"]))
    })
}

/// Runs `countersign build` from a `site.toml` or a policy text; the command itself replaces what was there, the same version with another
/// text too, because nobody but us has seen it.
pub(crate) fn site(project: &Project, source: &Path, dist: &Path) -> Result<()> {
    let mut build = run::command(project, project.program("countersign"));
    run::check(build.args(["build", "--replace"]).arg(source).arg("-o").arg(dist).arg("--assets").arg(assets(project)))
}

/// Lays the style of every position of the banner beside the demo's files, for its theme page; a site has the one that it wants.
fn positions(project: &Project, dist: &Path) -> Result<()> {
    fs::create_dir_all(dist.join("theme")).context("the folder for the theme page cannot be created")?;
    for name in POSITIONS {
        let source = project.at("crates/views/css").join(format!("position-{name}.css"));
        fs::copy(&source, dist.join(format!("theme/{name}.css"))).with_context(|| format!("{} cannot be copied", source.display()))?;
    }
    Ok(())
}

/// Builds `www/demo/dist` and compresses its files.
fn demo_site(project: &Project) -> Result<()> {
    let (demo, dist) = (project.at("www/demo"), project.at("www/demo/dist"));
    let mut inputs = Stamp::new("demo");
    inputs.file(&project.program("countersign"))?;
    for asset in scripts::outputs(&assets(project))
        .chain(["widget.js", "widget.wasm", fallback::OUTPUT].iter().chain(&verify::MODULE).map(|name| assets(project).join(name)))
    {
        inputs.file(&asset)?;
    }
    inputs.folder(&verify::folder(project))?;
    inputs.folder_except(&demo, &["dist", "site"])?;
    inputs.unless_fresh(
        project,
        &[dist.join("manifest.json"), dist.join("countersign.js.br"), apart::folder(&demo).join("manifest.json")],
        || {
            site(project, &demo.join("site.toml"), &dist)?;
            positions(project, &dist)?;
            apart::build(project, &demo)?;
            compress::siblings(&dist)
        },
    )
}
