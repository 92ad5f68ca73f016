//! Counts the instructions of the native side under callgrind: compiling a policy, and building a site from it.
//!
//! Enters: the demo's policy, and the real ones where they are at hand. Leaves: a table, which is the same on every run up to what the system
//! adds, so that a change of one percent shows on a busy machine too.
//! Deliberately absent: a budget, because another compiler makes other instructions; what is counted in wasm has one (`suites/light.rs`).

use crate::{files, install, project::Project, report, run, web};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The real policies that are counted: an English and a Chinese one.
const REAL: [&str; 2] = ["policies/nbexpress.en.txt", "policies/jd.zh.txt"];

/// Counts and prints.
pub(super) fn callgrind(project: &Project) -> Result<()> {
    if !install::program(project, "valgrind", &["valgrind"], "the count of instructions") {
        bail!("instructions cannot be counted without valgrind: install it");
    }
    web::web(project)?;
    report::timed("building the command, optimized", || {
        run::check(run::cargo(project).args(["build", "--quiet", "--release", "--package", "countersign-cli", "--bins"]))
    })?;
    let folder = project.built("bench-callgrind");
    files::empty(&folder)?;
    let mut rows = vec![["building a site", "bytes of policy", "instructions", "a byte"].map(str::to_owned).to_vec()];
    let demo = project.at("www/demo/policy/en.policy.md");
    for (name, site, text) in
        std::iter::once(("the bench's".to_owned(), project.at("tests/bench/site.toml"), project.at("tests/bench/policy.md")))
            .chain(std::iter::once(("the demo's English text".to_owned(), demo.clone(), demo)))
            .chain(REAL.iter().filter_map(|path| project.shared(path)).map(|path| (name(&path), path.clone(), path)))
    {
        let bytes = fs::metadata(&text).with_context(|| format!("{} cannot be read", text.display()))?.len();
        let counted = count(project, &site, &folder)?;
        rows.push(vec![name, bytes.to_string(), counted.to_string(), (counted / bytes.max(1)).to_string()]);
    }
    report::result(&report::table(&rows));
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// How many instructions one build takes.
fn count(project: &Project, source: &Path, folder: &Path) -> Result<u64> {
    let program: PathBuf = project.built("release").join("countersign");
    let mut valgrind = run::command(project, "valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).args(["build", "--replace"]).arg(source);
    valgrind.arg("-o").arg(folder.join("dist")).arg("--assets").arg(web::assets(project));
    let output = valgrind.output().context("valgrind cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("building {} under valgrind ended with {}\n{}", source.display(), output.status, said.trim());
    }
    collected(&said).with_context(|| format!("callgrind did not say what it counted:\n{}", said.trim()))
}

/// Reads `==123== Collected : 456`.
fn collected(said: &str) -> Option<u64> {
    said.lines().find_map(|line| line.split_once("Collected :"))?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_count_is_read_from_what_callgrind_says() {
        assert_eq!(collected("==7== Events    : Ir\n==7== Collected : 123456\n==7== \n"), Some(123_456));
        assert_eq!(collected("==7== Events    : Ir"), None);
    }
}
