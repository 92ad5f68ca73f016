//! `diff`, the archive and the pages with changes: versions of the demo's policy, and of the fixture site over three builds.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::bench::Bench;

/// A bench with the demo's policy as `old` and a copy to edit as `new`.
fn demo() -> Bench {
    let bench = Bench::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/demo");
    for side in ["old", "new"] {
        fs::create_dir_all(bench.at(side).join("policy")).unwrap();
        fs::copy(source.join("site.toml"), bench.at(side).join("site.toml")).unwrap();
        for entry in fs::read_dir(source.join("policy")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, bench.at(side).join("policy").join(path.file_name().unwrap())).unwrap();
        }
    }
    bench
}

/// Replaces words of a file, which must hold them.
fn edit(bench: &Bench, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(bench.at(path)).unwrap();
    assert!(text.contains(from), "{path} does not say {from:?}");
    fs::write(bench.at(path), text.replacen(from, to, 1)).unwrap();
}

/// Replaces words within the purpose with this id.
fn edit_purpose(bench: &Bench, path: &str, id: &str, from: &str, to: &str) {
    let text = fs::read_to_string(bench.at(path)).unwrap();
    let start = text.find(&format!("id = \"{id}\"")).unwrap();
    let (head, tail) = text.split_at(start);
    assert!(tail.contains(from), "{id} does not say {from:?}");
    fs::write(bench.at(path), format!("{head}{}", tail.replacen(from, to, 1))).unwrap();
}

fn diff(bench: &Bench, arguments: &[&str]) -> Value {
    serde_json::from_str(&bench.done(&[&["diff"], arguments, &["--format", "json"]].concat())).unwrap()
}

/// Both sides, built: reading four policies twice for each comparison would be slow.
const BUILT: &[&str] = &["was", "is"];

fn build_both(bench: &Bench) {
    for (side, out) in [("old", "was"), ("new", "is")] {
        bench.done(&["build", &format!("{side}/site.toml"), "-o", out, "--assets", "web", "--replace"]);
    }
}

#[test]
fn exactly_the_purposes_that_changed_are_named() {
    let bench = demo();
    edit_purpose(&bench, "new/site.toml", "chat", "recipients = [\"sembang\"]", "recipients = [\"sembang\", \"metrik\"]");
    edit_purpose(&bench, "new/site.toml", "maps", "retention = \"P30D\"", "retention = \"P90D\"");
    edit(&bench, "new/policy/en.policy.md", "The check keeps prohibited goods", "This check keeps forbidden goods");
    build_both(&bench);
    let found = diff(&bench, BUILT);
    assert_eq!(found["material"], true);
    let facts = |purpose: &Value| purpose["facts"].as_array().unwrap().iter().map(|fact| fact["fact"].clone()).collect::<Vec<_>>();
    let purposes: Vec<_> = found["purposes"].as_array().unwrap().iter().map(|one| json!([one["id"], facts(one)])).collect();
    assert_eq!(json!(purposes), json!([["chat", ["recipients"]], ["maps", ["retention"]]]));
    assert_eq!(found["terms"], json!([]));
    assert_eq!(found["counts"]["changed"], 1);
    let section = &found["sections"][0];
    assert!(section["new"]["title"].as_str().unwrap().contains("real-name check"), "{section}");
    let words = section["clauses"][0]["words"].as_array().unwrap();
    let gone: Vec<_> =
        words.iter().filter(|piece| piece[0] != "same").map(|piece| json!([piece[0], piece[1].as_str().unwrap().trim()])).collect();
    assert_eq!(json!(gone), json!([["removed", "The"], ["added", "This"], ["removed", "prohibited"], ["added", "forbidden"]]));
    let text = bench.done(&["diff", "was", "is"]);
    assert!(text.contains("Material change: visitors are asked again."), "{text}");
    assert!(text.contains("  Chat (chat)\n    recipients: {+Metrik Analytics (Singapore"), "{text}");
    assert!(text.contains("    retention: [-30 days-] {+90 days+}"), "{text}");
    assert!(text.contains("[-The-]{+This+} check keeps [-prohibited-]{+forbidden+} goods"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colors where no terminal is");
}

#[test]
fn a_change_of_wording_is_not_material() {
    let bench = demo();
    edit(&bench, "new/policy/en.policy.md", "We have written", "We print");
    edit(&bench, "new/site.toml", "Sign you in, keep your address list", "Keep your address list, sign you in");
    edit(&bench, "new/site.toml", "updated = \"2026-11-20\"", "updated = \"2026-11-21\"");
    build_both(&bench);
    let found = diff(&bench, BUILT);
    assert_eq!((&found["material"], &found["purposes"]), (&json!(false), &json!([])));
    assert!(bench.done(&["diff", "was", "is"]).contains("No material change: only wording differs."));
    for (locale, expected) in [("en", 3), ("ms", 0)] {
        let output = bench.run(&["diff", "was", "is", "--exit-code", "--locale", locale]);
        assert_eq!(output.status.code(), Some(expected), "{locale}");
    }
    edit(&bench, "new/site.toml", "response_days = 15", "response_days = 30");
    build_both(&bench);
    let output = bench.run(&["diff", "was", "is", "--exit-code"]);
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(bench.run(&["diff", "was", "is"]).status.code(), Some(0));
}

#[test]
fn every_kind_of_path_can_be_compared() {
    let bench = demo();
    let build = |side: &str, out: &str| bench.done(&["build", &format!("{side}/site.toml"), "-o", out, "--assets", "web"]);
    edit(&bench, "new/site.toml", "version = \"1.0\"", "version = \"1.1\"");
    edit_purpose(&bench, "new/site.toml", "maps", "retention = \"P30D\"", "retention = \"P90D\"");
    edit(&bench, "new/policy/ms.policy.md", "Versi 1.0", "Versi 1.1");
    build("old", "dist");
    build("new", "dist");
    for (old, new) in [
        ("old/site.toml", "dist"),
        ("dist/policy/1.0", "new/site.toml"),
        ("dist/policy/1.0/ms.json", "dist/policy/1.1"),
        ("dist/policy/1.0", "dist/policy/1.1/ms.json"),
    ] {
        let found = diff(&bench, &[old, new, "--locale", "ms"]);
        assert_eq!(found["purposes"][0]["id"], "maps", "{old} {new}");
        assert_eq!(found["counts"]["changed"], 1, "{old} {new}");
        assert_eq!((&found["old"]["version"], &found["new"]["version"]), (&json!("1.0"), &json!("1.1")));
    }
    assert!(bench.fails(&["diff", "dist", "dist", "--locale", "fr"]).contains("dist has no fr; it has en, zh-Hans, zh-Hant, ms"));
    assert!(bench.fails(&["diff", "dist", "nothing.md"]).contains("nothing.md"));
    fs::remove_file(bench.at("dist/policy/1.1/en.json")).unwrap();
    assert!(bench.fails(&["diff", "dist", "dist", "--locale", "en"]).contains("has no en"));
    fs::write(bench.at("dist/policy/1.1/ms.json"), "{}").unwrap();
    assert!(bench.fails(&["diff", "dist/policy/1.1/ms.json", "dist"]).contains("cannot be compared"));
}

#[test]
fn policy_texts_are_compared_with_drafted_facts() {
    let bench = Bench::new();
    let policy =
        "Privacy policy\n\n1. Cookies\n\nWe use cookies to remember your language.\n\n2. Contact\n\nWrite to privacy@pos.example.\n";
    fs::write(bench.at("old.txt"), policy).unwrap();
    fs::write(bench.at("new.txt"), policy.replace("1. Cookies", "1. Our cookies").replace("remember\n", "remember ")).unwrap();
    let found = diff(&bench, &["old.txt", "new.txt"]);
    assert_eq!((&found["old"]["drafted"], &found["material"]), (&json!(true), &json!(false)));
    assert_eq!((&found["sections"][0]["retitled"], &found["sections"][0]["clauses"]), (&json!(true), &json!([])));
}

#[test]
fn sections_that_only_have_another_number_stand_together() {
    let bench = Bench::new();
    let sections =
        ["Names", "Places", "Parcels"].map(|name| format!("We use your data about {} to bring you what you ordered.", name.to_lowercase()));
    let text = |words: &[&str]| {
        let numbered = words.iter().enumerate().map(|(place, words)| format!("## {}. Clause {}\n\n{words}\n\n", place + 1, words.len()));
        format!("# Policy\n\n{}", numbered.collect::<String>())
    };
    fs::write(bench.at("old.md"), text(&[&sections[0], &sections[1], &sections[2]])).unwrap();
    fs::write(bench.at("new.md"), text(&["Cookies remember you.", &sections[0], &sections[1], &sections[2]])).unwrap();
    let said = bench.done(&["diff", "old.md", "new.md"]);
    let (_, last) = said.split_once("Sections that only have another number\n").unwrap();
    assert_eq!(
        last.lines().map(|line| line.trim_end_matches(|letter: char| letter.is_ascii_digit())).collect::<Vec<_>>(),
        ["  [-1.-]{+2.+} Clause ", "  [-2.-]{+3.+} Clause ", "  [-3.-]{+4.+} Clause "]
    );
    assert!(said.contains("{+1. Clause 21+} (added)\n  {+Cookies remember you.+}"), "{said}");
}

#[test]
fn the_page_is_one_file_without_a_script() {
    let bench = demo();
    edit(&bench, "new/policy/zh-Hans.policy.md", "1.0", "1.1");
    let page = bench.done(&["diff", "old/site.toml", "new/site.toml", "--locale", "zh-Hans", "--format", "html"]);
    assert!(page.contains("<html lang=\"zh-Hans\"") && page.contains("<del>1.0</del> <ins>1.1</ins>"), "{page}");
    assert!(page.contains("仅文字表述有变更") && page.contains("<style>") && !page.contains("<script") && !page.contains("<link"));
}

const BUILD: &[&str] = &["build", "site.toml", "-o", "dist", "--assets", "web"];

fn page(bench: &Bench, path: &str) -> String {
    fs::read_to_string(bench.at("dist/policy").join(path)).unwrap()
}

#[test]
fn every_build_says_what_changed_since_every_version() {
    let bench = Bench::new();
    bench.done(BUILD);
    let first = bench.files("dist/policy/1.1");
    edit(&bench, "site.toml", "version = \"1.1\"", "version = \"1.2\"");
    edit(&bench, "en.md", "We count visits.", "We count visits and clicks.");
    bench.done(BUILD);
    let changes = page(&bench, "1.2/changes-1.1.en.html");
    assert!(changes.contains("We count visits<ins>and clicks</ins>") || changes.contains("<ins>and clicks</ins>"), "{changes}");
    assert!(changes.contains("nobody is asked again") && changes.contains("href=\"en.html#s-3\"") && changes.contains("href=\"page.css\""));
    assert!(page(&bench, "1.2/changes-1.1.ms.html").contains("Teks dasar tidak berubah."));
    let second = bench.files("dist/policy/1.2");
    edit(&bench, "site.toml", "version = \"1.2\"", "version = \"2.0\"");
    edit(&bench, "site.toml", "retention = \"P1Y6M\"", "retention = \"P5Y\"");
    bench.done(BUILD);
    assert!(bench.files("dist/policy/1.1") == first && bench.files("dist/policy/1.2") == second, "versions are kept as they were");
    let policy = page(&bench, "2.0/en.html");
    for link in ["../1.2/en.html", "changes-1.2.en.html", "../1.1/en.html", "changes-1.1.en.html", "What changed since version 1.1"] {
        assert!(policy.contains(link), "{link}");
    }
    assert!(policy.find("changes-1.2.en.html") < policy.find("changes-1.1.en.html"), "newest first");
    let changes = page(&bench, "2.0/changes-1.1.en.html");
    assert!(changes.contains("visitors are asked again") && changes.contains("<ins>5 years</ins>") && changes.contains("and clicks"));
    assert!(!page(&bench, "2.0/changes-1.2.en.html").contains("and clicks"));
    let manifest: Value = serde_json::from_slice(&bench.files("dist")["manifest.json"]).unwrap();
    assert!(manifest["files"].get("policy/2.0/changes-1.1.en.html").is_some());
}

#[test]
fn versions_of_earlier_programs_are_linked_without_changes() {
    let bench = Bench::new();
    bench.done(BUILD);
    for tag in ["en", "ms", "zh-Hans"] {
        fs::remove_file(bench.at("dist/policy/1.1").join(format!("{tag}.json"))).unwrap();
    }
    fs::write(bench.at("dist/policy/1.1/zh-Hant.json"), "{\"v\":\"cs-edition/0\"}").unwrap();
    edit(&bench, "site.toml", "version = \"1.1\"", "version = \"1.2\"");
    bench.done(BUILD);
    for tag in ["en", "zh-Hant"] {
        let policy = page(&bench, &format!("1.2/{tag}.html"));
        assert!(policy.contains(&format!("../1.1/{tag}.html")) && !policy.contains("changes-"), "{tag}");
    }
}

#[test]
fn a_version_never_changes_silently() {
    let bench = Bench::new();
    bench.done(BUILD);
    let before = bench.files("dist");
    edit(&bench, "en.md", "We count visits.", "We  count\nvisits.");
    bench.done(BUILD);
    let reflowed = bench.files("dist");
    edit(&bench, "en.md", "We  count\nvisits.", "We count visits and clicks.");
    edit(&bench, "ms.md", "#", "# Dasar\n\n#");
    let said = bench.fails(BUILD);
    assert!(said.contains("version 1.1 is in the old folder with another text or other facts (en, ms)"), "{said}");
    assert!(said.contains("give the new one a new version in site.toml, or add --replace if nobody has seen the old one"), "{said}");
    assert!(bench.files("dist") == reflowed && before.len() == reflowed.len());
    let output = bench.run(&[BUILD, &["--replace"]].concat());
    assert!(output.status.success() && String::from_utf8_lossy(&output.stderr).contains("warning: version 1.1"));
    bench.done(BUILD);
    edit(&bench, "site.toml", "retention = \"P1Y6M\"", "retention = \"P5Y\"");
    assert!(bench.fails(BUILD).contains("other facts (en, zh-Hans, zh-Hant, ms)"), "facts belong to a version too");
    edit(&bench, "site.toml", "version = \"1.1\"", "version = \"1.2\"");
    bench.done(BUILD);
}
