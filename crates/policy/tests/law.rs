//! Complete policies pass without a finding; each one that lacks a section is told what it lacks; the traps of real texts are found.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a test stops at the first surprise and says what it skips")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use countersign_policy::{Finding, Lexicon, PolicyText, Regime, Shown, TextFormat, Weight, check_law, format_of, law_rules, read_text};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::shipped().unwrap());

/// Policies of one invented courier, complete under every regime.
const COMPLETE: [&str; 4] = ["complete.en.md", "complete.ms.md", "complete.zh-Hans.md", "complete.zh-Hant.md"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law")
}

fn check(name: &str, source: &str, regimes: &[Regime]) -> Vec<Finding> {
    let reading = read_text(source, format_of(name, source));
    let policy = PolicyText { name, source, reading: &reading };
    check_law(&[policy], regimes, &Shown::new(), &LEXICON)
}

fn codes(found: &[Finding]) -> Vec<&'static str> {
    let mut list: Vec<_> = found.iter().map(|one| one.code).collect();
    list.sort_unstable();
    list.dedup();
    list
}

fn shown(found: &[Finding]) -> String {
    found.iter().map(|one| format!("{one}\n")).collect()
}

#[test]
fn complete_policies_pass_with_nothing_found() {
    for name in COMPLETE {
        let source = fs::read_to_string(folder().join(name)).unwrap();
        let found = check(name, &source, Regime::ALL);
        assert!(found.is_empty(), "{}", shown(&found));
    }
}

/// A Markdown policy without the section whose heading starts with `number`, sub-sections included.
fn without(source: &str, number: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches('#').len();
    let mut out = String::new();
    let mut skipped = None;
    for line in source.lines() {
        let level = depth(line);
        if level > 0 && skipped.is_some_and(|from| level <= from) {
            skipped = None;
        }
        if level > 0 && line.trim_start_matches(['#', ' ']).starts_with(&format!("{number} ")) {
            skipped = Some(level);
        }
        if skipped.is_none() {
            out.push_str(line);
            out.push('\n');
        }
    }
    assert!(out.len() < source.len(), "there is no section {number}");
    out
}

#[test]
fn a_policy_that_lacks_a_section_is_told_what_it_lacks() {
    let lacking = [
        ("1.", "CS-L003"),
        ("2.", "CS-L007"),
        ("5.", "CS-L066"),
        ("8.", "CS-L018"),
        ("9.", "CS-L012"),
        ("10.", "CS-L069"),
        ("11.", "CS-L063"),
        ("12.", "CS-L050"),
        ("12.1", "CS-L042"),
        ("12.2", "CS-L052"),
        ("12.3", "CS-L040"),
        ("12.4", "CS-L004"),
        ("13.", "CS-L071"),
    ];
    for name in COMPLETE {
        let source = fs::read_to_string(folder().join(name)).unwrap();
        for (number, expected) in lacking {
            let found = codes(&check(name, &without(&source, number), Regime::ALL));
            assert!(found.contains(&expected), "{name} without {number} is not told {expected}: {found:?}");
        }
    }
}

/// Notices as lawyers write them, each under its own law, with everything that they really leave out.
#[test]
fn typical_notices_are_accused_of_nothing_that_they_say() {
    for (name, regime, expected) in [
        ("typical.eu.md", Regime::Gdpr, &["CS-L043"][..]),
        ("typical.uk.txt", Regime::Gdpr, &[]),
        ("typical.my.md", Regime::Pdpa, &["CS-L004", "CS-L035", "CS-L052"]),
        ("typical.cn.txt", Regime::Pipl, &["CS-L061", "CS-L074"]),
    ] {
        let source = fs::read_to_string(folder().join(name)).unwrap();
        let found = check(name, &source, &[regime]);
        assert_eq!(codes(&found), expected, "{}", shown(&found));
    }
}

/// Findings of a real text, each as its code and line.
fn real(name: &str, expected: &[(&str, usize)], absent: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/policies").join(name);
    let Ok(source) = fs::read_to_string(&path) else {
        println!("skipped: no {name} in ../shared/policies beside the checkout");
        return;
    };
    let found = check(name, &source, Regime::ALL);
    let places: Vec<_> = found.iter().map(|one| (one.code, one.region.line)).collect();
    for trap in expected {
        assert!(places.contains(trap), "{name}: {trap:?} is not among {places:?}");
    }
    for code in absent {
        assert!(!places.iter().any(|(known, _)| known == code), "{name}: {code} is found:\n{}", shown(&found));
    }
}

#[test]
fn traps_of_real_texts_are_found() {
    // Different times to answer, different ages, repeated paragraphs and broken numbers.
    real(
        "nbexpress.en.txt",
        &[("CS-L080", 73), ("CS-L081", 57), ("CS-T001", 65), ("CS-T003", 65), ("CS-T002", 63), ("CS-T002", 69), ("CS-T007", 73)],
        &["CS-L001", "CS-L002", "CS-L012", "CS-L031", "CS-L050", "CS-L062", "CS-L072", "CS-T006", "CS-T008"],
    );
    // No date, an empty line of contact, marketing and profiles as core functions.
    real(
        "mii.en.txt",
        &[("CS-T005", 13), ("CS-L056", 90), ("CS-L056", 116), ("CS-L072", 658), ("CS-L053", 22), ("CS-L044", 698), ("CS-T011", 582)],
        &["CS-L001", "CS-L002", "CS-L012", "CS-L031", "CS-L062", "CS-L065", "CS-L080", "CS-T001", "CS-T002", "CS-T006"],
    );
    // A reference with a wrong number.
    real(
        "ciie.en.txt",
        &[("CS-T007", 105), ("CS-L054", 7), ("CS-L053", 228)],
        &["CS-L001", "CS-L002", "CS-L072", "CS-L080", "CS-L081", "CS-T002", "CS-T004", "CS-T006"],
    );
    // No controller, no contact, no rights, placeholders, cut off.
    real(
        "template.en.txt",
        &[("CS-L001", 1), ("CS-L002", 1), ("CS-L030", 1), ("CS-T006", 137), ("CS-T008", 2), ("CS-L056", 60)],
        &["CS-L072", "CS-L005", "CS-L006", "CS-L008", "CS-T004"],
    );
    // A table and an annex that are announced and missing, a reference to a heading that is gone.
    real(
        "jd.zh.txt",
        &[("CS-T004", 204), ("CS-T009", 75), ("CS-T007", 87), ("CS-L053", 16)],
        &["CS-L001", "CS-L002", "CS-L012", "CS-L030", "CS-L062", "CS-L065", "CS-L072", "CS-L080", "CS-L081", "CS-T002", "CS-T006"],
    );
    // A lost number, no date.
    real("cainiao.zh.txt", &[("CS-T002", 13), ("CS-L072", 120)], &["CS-L002", "CS-L015", "CS-L031", "CS-T006", "CS-T007"]);
}

#[test]
fn a_set_of_languages_is_judged_together() {
    let sources = ["A notice in English for you and the parcel.", "Notis ini untuk anda dan bungkusan yang kami bawa."];
    let readings = sources.map(|source| read_text(source, TextFormat::Plain));
    let policies: Vec<_> = sources.iter().zip(&readings).map(|(source, reading)| PolicyText { name: "x", source, reading }).collect();
    let has = |policies: &[PolicyText<'_>]| codes(&check_law(policies, &[Regime::Pdpa], &Shown::new(), &LEXICON)).contains(&"CS-L073");
    assert!(has(&policies[..1]));
    assert!(!has(&policies));
}

#[test]
fn regimes_choose_the_rules_and_their_weight() {
    let source = fs::read_to_string(folder().join("complete.en.md")).unwrap();
    let source = without(&source, "12.4");
    let weight = |regimes: &[Regime]| check("x.md", &source, regimes).iter().find(|one| one.code == "CS-L004").map(|one| one.weight);
    assert_eq!(weight(&[Regime::Gdpr]), Some(Weight::Error));
    assert_eq!(weight(&[Regime::Pipl]), Some(Weight::Warning));
    assert_eq!(weight(&[Regime::Pdpa]), Some(Weight::Note));
    let found = check("x.md", "# Policy\n\nHello.\n", &[Regime::Pdpa]);
    assert!(found.iter().flat_map(|one| &one.laws).all(|law| law.regime == Regime::Pdpa));
    assert!(!codes(&found).contains(&"CS-L010"));
}

#[test]
fn what_a_site_shows_counts_as_said() {
    let shown: Shown = ["fact:controller", "fact:email", "fact:retention"].into();
    let source = "# Policy\n\nWe carry parcels.\n";
    let reading = read_text(source, TextFormat::Markdown);
    let policy = PolicyText { name: "x.md", source, reading: &reading };
    let found = codes(&check_law(&[policy], Regime::ALL, &shown, &LEXICON));
    assert!(!["CS-L001", "CS-L002", "CS-L012"].iter().any(|code| found.contains(code)), "{found:?}");
    assert!(found.contains(&"CS-L004"));
}

#[test]
fn a_finding_shows_its_place() {
    let found = check("x.md", "# Policy\n\nOur name is [Our Company].\n", &[Regime::Gdpr]);
    let one = found.iter().find(|one| one.code == "CS-T008").unwrap();
    let expected = "x.md:3:13: error[CS-T008]: A placeholder was never filled in: [Our Company].\n\
        3 | Our name is [Our Company].\n\
        \x20 |             ^\n  clause: Policy\n  help: Write the name or value that belongs here.";
    assert_eq!(one.to_string(), expected);
    assert_eq!((one.region.end_line, one.region.end_column), (3, 26));
}

#[test]
fn rules_have_their_law_and_remedy() {
    for rule in law_rules() {
        assert!(rule.message().ends_with('.') || rule.message() == "{list}", "{}", rule.code());
        assert!(rule.remedy().ends_with('.'), "{}", rule.code());
    }
}

#[test]
fn any_text_can_be_judged() {
    for source in ["", "\n", "。", ":", "1.", "# ", "以下:", "the following:\n\n# A", "\u{202e}x"] {
        check("x.md", source, Regime::ALL);
        check("x.txt", source, Regime::ALL);
    }
}
