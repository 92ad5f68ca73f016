//! A version that applies later than today, and the program that tells customers of it (REQUIREMENTS UP-06, UP-13).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use crate::bench::Bench;

const BUILD: [&str; 6] = ["build", "site.toml", "-o", "dist", "--assets", "web"];

/// The fixture built, then its next version written, and a program that keeps what it is told.
fn next_version() -> Bench {
    let bench = Bench::new();
    bench.done(&BUILD);
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let change = |text: String, (from, to): (&str, &str)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let changes =
        [("version = \"1.1\"", "version = \"2.0\""), ("effective = \"2026-12-01\"", "effective = \"2027-03-01\""), ("P1Y6M", "P2Y")];
    fs::write(bench.at("site.toml"), changes.into_iter().fold(site, change)).unwrap();
    for (name, script) in [("tell", "#!/bin/sh\ncat >> told.json\n"), ("sulk", "#!/bin/sh\nexit 3\n")] {
        fs::write(bench.at(name), script).unwrap();
        fs::set_permissions(bench.at(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    bench
}

fn on(today: &'static str, program: &'static str) -> Vec<&'static str> {
    BUILD.into_iter().chain(["--today", today, "--announce", program]).collect()
}

#[test]
fn before_its_date_the_old_version_rules_and_customers_are_told_once() {
    let bench = next_version();
    let before = bench.files("dist");
    bench.done(&on("2027-02-20", "./tell"));
    let ahead = bench.files("dist");
    for (path, bytes) in &before {
        assert_eq!(ahead.get(path), Some(bytes), "{path} is as it was");
    }
    let new: Vec<&String> = ahead.keys().filter(|path| !before.contains_key(*path)).collect();
    assert!(new.len() > 12 && new.iter().all(|path| path.starts_with("policy/2.0/")), "{new:?}");
    let page = String::from_utf8(ahead["policy/2.0/en.html"].clone()).unwrap();
    assert!(page.contains("2027-03-01"), "the page says from when it applies");

    let told: Value = serde_json::from_str(&fs::read_to_string(bench.at("told.json")).unwrap()).unwrap();
    assert_eq!((&told["version"], &told["since"], &told["material"]), (&"2.0".into(), &"1.1".into(), &true.into()));
    assert_eq!(told["messages"].as_object().unwrap().len(), 4);
    for (tag, message) in told["messages"].as_object().unwrap() {
        let [subject, short, text, page] = ["subject", "short", "text", "page"].map(|key| message[key].as_str().unwrap());
        assert!(subject.contains("Pos Contoh") && text.contains("2027-03-01") && short.contains("2027-03-01"), "{tag}: {message}");
        assert_eq!(page, format!("https://pos.example/countersign/policy/2.0/changes-1.1.{tag}.html"));
        assert!(text.contains(page) && short.contains(page) && !format!("{subject}{short}{text}").contains(['{', '}']), "{tag}: {message}");
        assert!(before.keys().chain(ahead.keys()).any(|path| page.ends_with(path.as_str())), "{page}");
    }
    let english = told["messages"]["en"]["text"].as_str().unwrap();
    assert!(english.contains("- 1 year and 6 months") && english.contains("+ 2 years"), "{english}");

    // The next day nothing is new; and a version that comes in between is not compared with one that never applied.
    bench.done(&on("2027-02-21", "./tell"));
    assert_eq!(bench.files("dist"), ahead);
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let between = site.replace("version = \"2.0\"", "version = \"1.2\"").replace("2027-03-01", "2027-01-01");
    fs::write(bench.at("site.toml"), between).unwrap();
    bench.done(&BUILD);
    let files = bench.files("dist");
    assert!(files.contains_key("policy/2.0/en.html") && files.contains_key("policy/1.2/changes-1.1.en.html"));
    assert!(!files.contains_key("policy/1.2/changes-2.0.en.html"), "{:?}", files.keys());

    // On its day the version is put in place, and nobody is told twice.
    fs::write(bench.at("site.toml"), site).unwrap();
    bench.done(&on("2027-03-01", "./tell"));
    let files = bench.files("dist");
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["version"], "2.0");
    assert!(!files.contains_key("policy/2.0/applies-from.json") && files.contains_key("policy/1.1/en.html"));
    let loader = String::from_utf8(files["countersign.js"].clone()).unwrap();
    assert!(loader.contains("\"1.1\""), "choices for the old version are read");
    let once: Value = serde_json::from_str(&fs::read_to_string(bench.at("told.json")).unwrap()).unwrap();
    assert_eq!(once, told);
}

#[test]
fn a_program_that_fails_is_told_with_the_way_to_run_it_again() {
    let bench = next_version();
    let said = bench.fails(&on("2027-03-01", "./sulk"));
    assert!(
        said.contains("exit status: 3") && said.contains("policy/2.0/announcement.json") && said.contains("the site is built"),
        "{said}"
    );
    let manifest: Value = serde_json::from_slice(&bench.files("dist")["manifest.json"]).unwrap();
    assert_eq!(manifest["version"], "2.0");
    assert!(bench.at("dist/policy/2.0/announcement.json").is_file());
    let bench = next_version();
    assert!(bench.fails(&on("2027-03-01", "./gone")).contains("cannot be run"));
    let output = bench.run(&BUILD.into_iter().chain(["--today", "1 March"]).collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}
