//! `countersign check` on sites and policies: what it prints, in which form, and its exit code.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::bench::Bench;

/// A policy that is complete under every regime, from the tests of the policy crate.
fn complete(bench: &Bench, language: &str) -> String {
    let name = format!("complete.{language}.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/tests/law");
    fs::copy(folder.join(&name), bench.at(&name)).unwrap();
    name
}

#[test]
fn a_complete_notice_passes() {
    let bench = Bench::new();
    let names = ["en", "ms", "zh-Hans"].map(|language| complete(&bench, language));
    let output = bench.run(&["check", &names[0], &names[1], &names[2], "--deny", "notes"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("0 errors, 0 warnings, 0 notes under pipl, pdpa, gdpr\n"), "{said}");
    assert!(said.contains("no legal advice"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_demo_site_passes() {
    let bench = Bench::new();
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/demo/site.toml");
    bench.done(&["check", site.to_str().unwrap(), "--deny", "notes"]);
}

#[test]
fn findings_show_line_clause_law_and_help() {
    let bench = Bench::new();
    fs::write(bench.at("policy.md"), "# Policy\n\nCarriers, see **[Company Name]**.\n\n## Core functions\n\nWe send you coupons.\n")
        .unwrap();
    let said = bench.fails(&["check", "policy.md", "--regime", "gdpr"]);
    let expected = "policy.md:7:4: warning[CS-L056]: Marketing or profiling is declared a core function, which a person cannot refuse.\n\
        7 | We send you coupons.\n  | ";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("  clause: Core functions\n  law: GDPR Art. 7(4) and 21(2)\n  help: Move it"), "{said}");
    assert!(!said.contains("PIPL") && said.contains(" under gdpr\n"), "{said}");
    assert!(said.contains("policy.md:3:17: error[CS-T008]"), "{said}");
}

#[test]
fn what_is_denied_decides_the_exit_code() {
    let bench = Bench::new();
    let name = complete(&bench, "en");
    let text = fs::read_to_string(bench.at(&name)).unwrap();
    fs::write(
        bench.at("policy.md"),
        text.replace("Close relatives of a person who has died may ask for access, copies, correction and deletion.", ""),
    )
    .unwrap();
    bench.done(&["check", "policy.md"]);
    bench.done(&["check", "policy.md", "--deny", "warnings"]);
    assert!(bench.fails(&["check", "policy.md", "--deny", "notes"]).contains("note[CS-L039]"));
}

#[test]
fn a_site_is_checked_with_its_policies() {
    let bench = Bench::new();
    let said = bench.fails(&["check", "site.toml"]);
    // The fixture's two jurisdictions choose the regimes; its tables count as said, its short texts lack the rest.
    assert!(said.contains(" under pipl, pdpa\n"), "{said}");
    assert!(said.contains("en.md:1:3: error[CS-L030]") && said.contains("zh-Hant.md:"), "{said}");
    assert!(!said.contains("CS-L001") && !said.contains("CS-L073") && !said.contains("CS-L072"), "{said}");
    assert!(!bench.at("dist").exists());
}

#[test]
fn json_holds_everything() {
    let bench = Bench::new();
    fs::write(bench.at("policy.md"), "# 政策\n\n我们是【公司名称】。\n").unwrap();
    let output = bench.run(&["check", "policy.md", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["regimes"], serde_json::json!(["pipl", "pdpa", "gdpr"]));
    assert!(report["notice"].as_str().unwrap().contains("no legal advice"));
    let findings = report["findings"].as_array().unwrap();
    let one = findings.iter().find(|one| one["code"] == "CS-T008").unwrap();
    assert_eq!((&one["line"], &one["column"], &one["endColumn"]), (&3.into(), &4.into(), &10.into()));
    assert_eq!(one["clause"]["title"], "政策");
    let errors = findings.iter().filter(|one| one["severity"] == "error").count();
    assert_eq!(report["errors"], errors);
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let bench = Bench::new();
    fs::write(bench.at("a b.md"), "# Policy\n\nWe are [Company Name].\n").unwrap();
    let output = bench.run(&["check", "a b.md", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["name"], "countersign");
    assert!(run["properties"]["notice"].as_str().unwrap().contains("no legal advice"));
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b.md");
        let region = &place["region"];
        let number = |key: &str| region[key].as_u64().unwrap();
        assert!(number("startLine") >= 1 && number("startColumn") >= 1 && number("endLine") >= number("startLine"), "{region}");
    }
}

#[test]
fn what_cannot_be_checked_is_said() {
    let bench = Bench::new();
    fs::write(bench.at("empty.md"), "").unwrap();
    assert!(bench.fails(&["check", "empty.md"]).starts_with("error: the policy cannot be checked: empty.md "));
    assert!(bench.fails(&["check", "none.md"]).contains("none.md cannot be read"));
    assert!(bench.fails(&["check", "site.toml", "en.md"]).contains("a site.toml names its own policies; give it alone"));
}
