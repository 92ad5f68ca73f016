//! Makes the npm package: `www/npm` bundled as ES modules, CommonJS and a classic script, with types, and packed.
//!
//! Enters: `www/npm`, the types and the element of `src/`. Leaves: `target/package/countersign-VERSION.tgz`.
//! Deliberately absent: the widget and the loader, which `countersign build` makes for each site, and publishing.

use crate::{files, install, project::Project, report, run};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What can be imported, each from `www/npm/NAME.ts`; it is there in both forms of modules.
const ENTRIES: [&str; 3] = ["index", "elements", "turbo"];
/// What stands in the package as it stands in the checkout.
const TEXTS: [&str; 3] = ["www/npm/README.md", "LICENSE-APACHE", "LICENSE-MIT"];
/// The version in `www/npm/manifest.json`, which becomes that of the workspace.
const UNVERSIONED: &str = "\"version\": \"0.0.0\"";
/// Where the sources take the loader's types from.
const LOADER_TYPES: &str = "../../src/loader/countersign";
/// What compilers leave of an import that brings no types.
const ELEMENT: &str = "../../src/channels/element";

/// Builds and packs it; answers the file.
pub(crate) fn package(project: &Project) -> Result<PathBuf> {
    install::npm(project)?;
    let folder = project.built("package");
    files::empty(&folder)?;
    let content = folder.join("content");
    files::empty(&content)?;
    report::timed("packing the npm package", || {
        scripts(project, &content)?;
        types(project, &folder, &content)?;
        texts(project, &content)?;
        let mut pack = run::command(project, "npm");
        pack.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(&folder);
        let name = run::capture(pack.current_dir(&content))?;
        Ok(folder.join(name.trim()))
    })
}

/// The scripts: each entry as a module of either form, and the classic one.
fn scripts(project: &Project, content: &Path) -> Result<()> {
    for (format, ending) in [("esm", "js"), ("cjs", "cjs")] {
        let mut bundle = esbuild(project);
        bundle.args(ENTRIES.map(|entry| format!("www/npm/{entry}.ts")));
        bundle.args([format!("--format={format}"), format!("--out-extension:.js=.{ending}"), format!("--outdir={}", content.display())]);
        run::check(&mut bundle)?;
    }
    let classic = format!("--outfile={}", content.join("classic.js").display());
    run::check(esbuild(project).args(["www/npm/classic.ts", "--format=iife", "--minify", &classic]))
}

fn esbuild(project: &Project) -> std::process::Command {
    let mut bundle = run::node_tool(project, "esbuild/bin/esbuild");
    bundle.args(["--bundle", "--target=es2019", "--charset=utf8", "--legal-comments=none", "--log-level=warning", "--tsconfig-raw={}"]);
    bundle
}

/// The types as the compiler reads them out of the sources, for either form of modules.
fn types(project: &Project, folder: &Path, content: &Path) -> Result<()> {
    let made = folder.join("types");
    run::check(run::node_tool(project, "typescript/bin/tsc").args(["--project", "www/npm", "--outDir"]).arg(&made))?;
    let loader = project.at("src/loader/countersign.d.ts");
    let entries = ENTRIES.map(|entry| (entry, made.join(format!("www/npm/{entry}.d.ts"))));
    for (name, path) in entries.into_iter().chain([("countersign", loader)]) {
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        for (module, ending) in [("js", "d.ts"), ("cjs", "d.cts")] {
            write(&content.join(format!("{name}.{ending}")), &within(&text, module))?;
        }
    }
    Ok(())
}

/// Types that name nothing outside the package.
fn within(text: &str, module: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("import \"") || !line.contains(ELEMENT));
    lines.map(|line| line.replace(LOADER_TYPES, &format!("./countersign.{module}")) + "\n").collect()
}

/// The manifest with the version of the workspace, and what is to be read.
fn texts(project: &Project, content: &Path) -> Result<()> {
    let manifest = fs::read_to_string(project.at("www/npm/manifest.json")).context("www/npm/manifest.json cannot be read")?;
    let versioned = manifest.replace(UNVERSIONED, &format!("\"version\": {:?}", env!("CARGO_PKG_VERSION")));
    anyhow::ensure!(versioned != manifest, "www/npm/manifest.json needs the line {UNVERSIONED}, in which the version is put");
    write(&content.join("package.json"), &versioned)?;
    for text in TEXTS {
        let name = Path::new(text).file_name().unwrap_or_default();
        fs::copy(project.at(text), content.join(name)).with_context(|| format!("{text} cannot be copied"))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn types_name_nothing_outside_the_package() {
        let check = |text: &str, expected: &str| assert_eq!(within(text, "cjs"), expected);
        check("export type { A } from \"../../src/loader/countersign\";\n", "export type { A } from \"./countersign.cjs\";\n");
        check("import \"../../src/channels/element\";\nexport {};\n", "export {};\n");
        check("declare const a: 1;\n", "declare const a: 1;\n");
    }
}
