//! The race of whole pages: a copy of the bench beside the checkout with our contestants in it, and one run of it.
//!
//! Enters: `../shared/bench`, `tests/bench`, and for one contestant a long policy text where it is at hand. Leaves: the raw samples of a run.
//! The bench is copied first, because it is shared and must not change.

use crate::{files, install, project::Project, report, run, web};
use anyhow::{Context, Result};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The two ways to embed the loader: name of the contestant and its page.
const CONTESTANTS: [(&str, &str); 2] = [("countersign", "external.html"), ("countersign-inline", "inline.html")];

/// The contestant with a policy of full length, and the text.
const LONG: (&str, &str) = ("countersign-nbexpress", "policies/nbexpress.en.txt");

/// How `tests/bench/site.toml` names its policy.
const POLICY: &str = "policy = \"policy.md\"";

/// Where the inline page wants the loader.
const LOADER_SLOT: &str = "/*@loader*/";

/// A copy of the bench that is ready to run.
pub(super) struct Race {
    /// The copy.
    pub(super) folder: PathBuf,
    chromium: PathBuf,
}

impl Race {
    /// Builds our contestants into a copy of the bench; `None`, with a line that says so, where there is no bench.
    pub(super) fn prepare(project: &Project, name: &str) -> Result<Option<Self>> {
        let Some(shared) = project.shared("bench") else {
            report::result("The bench is not at hand: it is looked for at ../shared/bench, beside the checkout.");
            return Ok(None);
        };
        let browser = install::browser(project)?;
        web::web(project)?;
        let folder = project.built(name);
        files::copy(&shared, &folder, &["node_modules", ".site", "results.md"], &|bytes| bytes)?;
        let dist = project.built("bench-dist");
        web::site(project, &project.at("tests/bench/site.toml"), &dist)?;
        for (name, page) in CONTESTANTS {
            contestant(project, &dist, &folder.join("contestants").join(name), page)?;
        }
        long(project, &folder)?;
        install::npm_in(project, &folder)?;
        Ok(Some(Self { folder, chromium: browser.chromium }))
    }

    /// Runs `run.mjs` and returns where the samples lie: at `--json`, or in `results.json` of the copy.
    pub(super) fn run(&self, project: &Project, arguments: &[String]) -> Result<PathBuf> {
        let mut node = run::command(project, "node");
        node.current_dir(&self.folder).arg("run.mjs").args(arguments).env("CHROMIUM", &self.chromium);
        report::timed("measuring", || run::check(&mut node))?;
        Ok(self.folder.join(samples(arguments)))
    }
}

/// Where a run with these arguments leaves its samples, seen from the copy.
fn samples(arguments: &[String]) -> &str {
    let named = arguments.iter().position(|argument| argument == "--json").and_then(|place| arguments.get(place + 1));
    named.map_or("results.json", String::as_str)
}

/// The contestant whose notice is a real courier's: it shows that a long policy costs a first visit nothing.
fn long(project: &Project, bench: &Path) -> Result<()> {
    let (name, policy) = LONG;
    let Some(policy) = project.shared(policy) else {
        report::progress(&format!("{name} does not take part: its policy text is not at hand (../shared/{policy})"));
        return Ok(());
    };
    let template = project.at("tests/bench/site.toml");
    let site = fs::read_to_string(&template).with_context(|| format!("{} cannot be read", template.display()))?;
    let source = project.built("bench-long.toml");
    fs::write(&source, with_policy(&site, &policy)?).with_context(|| format!("{} cannot be written", source.display()))?;
    let dist = project.built("bench-long");
    web::site(project, &source, &dist)?;
    contestant(project, &dist, &bench.join("contestants").join(name), "external.html")
}

/// The bench's site with another policy text.
fn with_policy(site: &str, policy: &Path) -> Result<String> {
    let (before, after) = site.split_once(POLICY).with_context(|| format!("tests/bench/site.toml has no line {POLICY}"))?;
    Ok(format!("{before}policy = {:?}{after}", policy.to_string_lossy()))
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
    use super::{inline, samples, with_policy};
    use std::path::Path;

    #[test]
    fn an_inline_script_never_ends_its_element() {
        for (script, expected) in [("a('</script>');\n", "a('<\\/script>');"), ("a('<!-- b')", "a('\\x3c!-- b')"), ("plain()", "plain()")] {
            assert_eq!(inline(script), expected);
        }
    }

    #[test]
    fn samples_lie_where_the_run_was_told() {
        let check = |arguments: &[&str], expected: &str| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            assert_eq!(samples(&arguments), expected);
        };
        check(&[], "results.json");
        check(&["--runs", "2", "--json", "out.json"], "out.json");
        check(&["--json"], "results.json");
    }

    #[test]
    fn another_policy_takes_the_place_of_the_bench_s_own() {
        let site = "[[locale]]\ntag = \"en\"\npolicy = \"policy.md\"\n";
        assert_eq!(with_policy(site, Path::new("/p/long.txt")).unwrap(), "[[locale]]\ntag = \"en\"\npolicy = \"/p/long.txt\"\n");
        assert!(with_policy("[[locale]]", Path::new("/p")).unwrap_err().to_string().contains("policy.md"));
    }
}
