//! `build`: what the gate's module knows of a site.

use std::fs;

use serde_json::{Value, json};

use crate::bench::Bench;

/// The table inside the stand-in for the module.
fn table(bench: &Bench) -> Value {
    bench.done(&["build", "site.toml", "-o", "dist", "--assets", "web", "--replace"]);
    let files = bench.files("dist");
    let (path, script) = files.iter().find(|(path, _)| path.starts_with("gate.") && path.ends_with(".js")).unwrap();
    let script = std::str::from_utf8(script).unwrap();
    assert!(!script.contains("</script"), "{path}");
    serde_json::from_str(script.strip_prefix("const t=").unwrap().split_once(";export").unwrap().0).unwrap()
}

#[test]
fn names_stand_by_purpose_and_kind_without_those_of_servers() {
    let bench = Bench::new();
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let vendors = r#"vendors = ["metrik"]
retention = "P13M""#;
    let rows = r#"
[[vendor]]
id = "metrik"
hosts = ["metrik.example"]
storage = ["_mk_*", { name = "mk", kind = "local" }, { name = "mk-db", kind = "indexeddb" }, { name = "uid", server = true }, "_mk_*"]

[[vendor]]
id = "kept-by-us"
storage = ["basket", { name = "cs", kind = "local" }]
"#;
    let site = site.replace("vendors = [\"baidu-tongji\"]\nretention = \"P13M\"", vendors);
    let site = site.replacen("recipients = []\n", "recipients = []\nvendors = [\"kept-by-us\"]\n", 1);
    let site = site.replace("[[vendor]]\nid = \"baidu-tongji\"\n", "");
    fs::write(bench.at("site.toml"), site + rows).unwrap();
    let expected = json!({
        "": { "cookie": ["basket"], "local": ["cs"] },
        "analytics": { "cookie": ["_mk_*"], "local": ["mk"], "indexeddb": ["mk-db"] },
    });
    assert_eq!(table(&bench)["names"], expected);
}

#[test]
fn every_language_has_its_placeholders() {
    let bench = Bench::new();
    let table = table(&bench);
    let locales = table["l"].as_object().unwrap();
    assert_eq!(locales.len(), 4);
    for (tag, locale) in locales {
        let frame = locale["f"].as_str().unwrap();
        assert!(frame.contains(&format!("lang=\"{tag}\"")) && frame.contains("{texts}"), "{frame}");
        for hook in ["more", "once", "always", "choose", "close"] {
            assert!(frame.contains(&format!("data-cs=\"{hook}\"")), "{tag} {hook}");
        }
        let rows = locale["p"].as_array().unwrap();
        assert_eq!(rows.iter().map(|row| row[0].as_str().unwrap()).collect::<Vec<_>>(), ["analytics"], "core purposes hold nothing");
        assert!(rows[0][2].as_str().unwrap().contains("Baidu"), "{tag}: who would get the data");
    }
    assert_eq!(locales["en"]["p"][0][1], "Measuring");
    assert!(table["c"].as_str().unwrap().contains("@container"));
}

#[test]
fn the_scan_knows_the_site_and_the_catalogue() {
    let bench = Bench::new();
    bench.done(&["build", "site.toml", "-o", "dist", "--assets", "web"]);
    let script = fs::read_to_string(bench.at("dist/scan.js")).unwrap();
    let table: Value = serde_json::from_str(script.strip_prefix("(()=>{const t=").unwrap().strip_suffix("})();").unwrap()).unwrap();
    assert_eq!(table["p"], json!(["analytics"]));
    assert_eq!(table["o"], json!([]), "the receipts go to the site itself");
    let services = table["s"].as_array().unwrap();
    assert_eq!((services.len(), &services[0][0]), (1, &json!("analytics")));
    assert!(services[0][3].as_array().unwrap().contains(&json!("Hm_lvt_*")), "{services:?}");
    assert!(table["c"].as_array().unwrap().len() > 40);
}
