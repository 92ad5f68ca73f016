//! Measures Countersign beside other widgets, in the bench that lies beside the checkout.
//!
//! Enters: `../shared/bench`, `tests/bench`, and arguments for the bench's `run.mjs`. Leaves: its tables.
//! The bench itself is copied first, because it is shared and must not change.

mod marketing;
mod memory;
mod receiver;
mod surfaces;

use crate::{files, install, project::Project, report, run, web};
use anyhow::{Context, Result};
use serde_json::json;
use std::{fs, path::Path};

/// The two ways to embed the loader: name of the contestant and its page.
const CONTESTANTS: [(&str, &str); 2] = [("countersign", "external.html"), ("countersign-inline", "inline.html")];

/// Where the inline page wants the loader.
const LOADER_SLOT: &str = "/*@loader*/";

/// Adds our contestants to a copy of the bench and runs it.
///
/// With `marketing`, `receiver`, `interactions`, `lighthouse` or `fallback` as the first argument it measures lists, the receiver or the
/// surfaces instead, which needs no harness.
pub(crate) fn bench(project: &Project, arguments: &[String]) -> Result<()> {
    if let Some((first, rest)) = arguments.split_first() {
        match first.as_str() {
            "marketing" => return marketing::marketing(project, rest),
            "receiver" => return receiver::receiver(project, rest),
            "interactions" => return surfaces::interactions(project, rest),
            "lighthouse" => return surfaces::lighthouse(project, rest),
            "fallback" => return surfaces::fallback(project, rest),
            _ => {}
        }
    }
    let Some(shared) = project.shared("bench") else {
        report::result("The bench is not at hand: it is looked for at ../shared/bench, beside the checkout.");
        return Ok(());
    };
    let browser = install::browser(project)?;
    web::web(project)?;
    let dist = project.built("bench-dist");
    web::site(project, &project.at("tests/bench/site.toml"), &dist)?;
    let bench = project.built("bench");
    files::copy(&shared, &bench, &["node_modules", ".site"], &|bytes| bytes)?;
    for (name, page) in CONTESTANTS {
        contestant(project, &dist, &bench.join("contestants").join(name), page)?;
    }
    install::npm_in(project, &bench)?;
    let mut node = run::command(project, "node");
    node.current_dir(&bench).arg("run.mjs").args(arguments).env("CHROMIUM", &browser.chromium);
    report::timed("measuring", || run::check(&mut node))
}

/// Writes the folder of one contestant.
fn contestant(project: &Project, dist: &Path, folder: &Path, page: &str) -> Result<()> {
    files::empty(folder)?;
    let template = project.at("tests/bench").join(page);
    let html = fs::read_to_string(&template).with_context(|| format!("{} cannot be read", template.display()))?;
    let loader = fs::read_to_string(dist.join("countersign.js")).context("the built loader cannot be read")?;
    let manifest = json!({
        "kind": "candidate",
        "version": env!("CARGO_PKG_VERSION"),
        "files": [{ "from": dist, "to": "." }],
        "banner": "#countersign",
        "accept": "#countersign [data-cs=accept]",
        "reject": "#countersign [data-cs=refuse]",
        "manage": "#countersign [data-cs=choose]",
        "panel": "#countersign-dialog > div >>> .cs-sheet",
    });
    let write =
        |name: &str, text: String| fs::write(folder.join(name), text).with_context(|| format!("{name} of a contestant cannot be written"));
    write("manifest.json", manifest.to_string())?;
    write("index.html", html.replace(LOADER_SLOT, &inline(&loader)))
}

/// A script as it may stand inside a `<script>` element: the strings that would end or confuse the element are broken up.
fn inline(script: &str) -> String {
    script.trim().replace("</script", "<\\/script").replace("<!--", "\\x3c!--")
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn an_inline_script_never_ends_its_element() {
        for (script, expected) in [("a('</script>');\n", "a('<\\/script>');"), ("a('<!-- b')", "a('\\x3c!-- b')"), ("plain()", "plain()")] {
            assert_eq!(inline(script), expected);
        }
    }
}
