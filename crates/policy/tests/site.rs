//! Runs `countersign_policy::compile` over the folders of `tests/site` and compares its diagnostics with `expected.txt`.
//!
//! `COUNTERSIGN_REWRITE=1 cargo test -p countersign-policy --test site` writes the expected files anew; the difference is the review.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use countersign_policy::{Code, compile};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site")
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// What one case reports: every diagnostic, then the outcome.
fn run(case: &Path) -> String {
    let text = fs::read_to_string(case.join("site.toml")).unwrap();
    let (bundle, diagnostics) = compile("site.toml", &text, &|path| fs::read(case.join(path)));
    let mut out: String = diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n\n")).collect();
    match bundle {
        Some(bundle) => {
            let tags: Vec<&str> = bundle.parts.iter().map(|part| part.notice.locale.as_str()).collect();
            out.push_str(&format!("builds: {}\n", tags.join(" ")));
        }
        None => out.push_str("does not build\n"),
    }
    out
}

#[test]
fn every_case_reports_what_is_expected() {
    let cases = cases();
    assert!(cases.len() > 5, "there are too few cases in {}", folder().display());
    let rewrite = std::env::var_os("COUNTERSIGN_REWRITE").is_some();
    for case in cases {
        let actual = run(&case);
        let path = case.join("expected.txt");
        if rewrite {
            fs::write(&path, &actual).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(actual, expected, "{}", case.display());
    }
}

#[test]
fn every_code_has_a_case() {
    let reported: String = cases().iter().map(|case| fs::read_to_string(case.join("expected.txt")).unwrap_or_default()).collect();
    // No file can lead to `Unsound`: it guards against faults of our own.
    let missing: BTreeSet<&str> =
        Code::ALL.iter().filter(|code| **code != Code::Unsound).map(|code| code.text()).filter(|code| !reported.contains(code)).collect();
    assert_eq!(missing, BTreeSet::new());
}
