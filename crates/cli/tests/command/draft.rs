//! `build` from a policy alone, `init` and `inspect`.

use std::fs;
use std::path::Path;

use countersign_policy::Edition;

use crate::bench::Bench;

#[test]
fn a_policy_alone_builds_as_a_draft() {
    let bench = Bench::new();
    fs::write(bench.at("pos.txt"), "Privacy policy\n\nWe use cookies to remember your language.\n").unwrap();
    bench.done(&["build", "pos.txt", "-o", "dist", "--assets", "web"]);
    let files = bench.files("dist");
    let (_, bytes) = files.iter().find(|(path, _)| path.ends_with("/en.json")).unwrap();
    let notice = Edition::from_json(std::str::from_utf8(bytes).unwrap()).unwrap().notice;
    assert!(notice.drafted);
    assert_eq!(notice.site.id, "pos");
    assert_eq!(notice.controller.name, None);
    let purpose = notice.additional().next().unwrap();
    assert_eq!(purpose.description.as_ref().unwrap().text, "We use cookies to remember your language.");
    assert_eq!((&purpose.effect, &purpose.recipients, &purpose.retention, &purpose.basis), (&None, &None, &None, &None));
}

#[test]
fn init_writes_a_file_that_builds_and_never_overwrites() {
    let bench = Bench::new();
    bench.done(&["init", "en.md", "ms.md", "-o", "new.toml"]);
    let text = fs::read_to_string(bench.at("new.toml")).unwrap();
    assert!(text.contains("policy = \"ms.md\"") && text.contains("# email: not stated"), "{text}");
    bench.done(&["build", "new.toml", "-o", "dist", "--assets", "web"]);
    assert!(bench.fails(&["init", "en.md", "-o", "new.toml"]).contains("exists"));
}

#[test]
fn inspect_says_what_it_finds() {
    let bench = Bench::new();
    let json: serde_json::Value = serde_json::from_str(&bench.done(&["inspect", "en.md", "--format", "json"])).unwrap();
    assert_eq!(json["sections"].as_array().unwrap().len(), 3);
    assert_eq!(json["sensitive"][0]["category"], "identity_document");
    assert!(bench.done(&["inspect", "en.md"]).contains("identity_document: passport number"));
}

#[test]
fn real_policies_build_without_a_site_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/policies");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no ../shared/policies beside the checkout");
        return;
    };
    let bench = Bench::new();
    let mut count = 0;
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        bench.done(&["build", path.to_str().unwrap(), "-o", "dist", "--assets", "web"]);
        let files = bench.files("dist");
        let (_, bytes) = files.iter().find(|(path, _)| path.starts_with("policy/") && path.ends_with(".json")).unwrap();
        let notice = Edition::from_json(std::str::from_utf8(bytes).unwrap()).unwrap().notice;
        assert!(notice.drafted && !notice.purposes.is_empty(), "{}", path.display());
        fs::remove_dir_all(bench.at("dist")).unwrap();
        count += 1;
    }
    assert!(count > 0, "{} holds no policy", folder.display());
}

#[test]
fn drafts_of_real_policies_build() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/policies");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no ../shared/policies beside the checkout");
        return;
    };
    let bench = Bench::new();
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        fs::copy(&path, bench.at("real.txt")).unwrap();
        bench.done(&["init", "real.txt", "-o", "real.toml"]);
        let draft = fs::read_to_string(bench.at("real.toml")).unwrap();
        assert!(draft.contains(" # from “") && draft.contains("[[permission]]"), "{}", path.display());
        bench.done(&["build", "real.toml", "-o", "real", "--assets", "web"]);
        fs::remove_file(bench.at("real.toml")).unwrap();
        fs::remove_dir_all(bench.at("real")).unwrap();
    }
}
