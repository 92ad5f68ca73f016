//! The loader carries the consent calls of the vendors in use, each with the purposes that decide.

use std::fs;

use crate::bench::Bench;

/// Builds the fixture site with this in place of its vendor; answers with the loader's parts.
fn parts(vendors: &str, rows: &str) -> String {
    let bench = Bench::new();
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let site = site.replace("vendors = [\"baidu-tongji\"]", vendors).replace("[[vendor]]\nid = \"baidu-tongji\"", rows);
    fs::write(bench.at("site.toml"), site).unwrap();
    bench.done(&["build", "site.toml", "-o", "dist", "--assets", "web"]);
    let script = fs::read_to_string(bench.at("dist/countersign.js")).unwrap();
    script.split_once(",p=").map_or("", |(_, rest)| rest.split(';').next().unwrap()).to_owned()
}

#[test]
fn vendors_in_use_have_their_calls() {
    for (vendors, rows, expected) in [
        ("vendors = [\"baidu-tongji\"]", "[[vendor]]\nid = \"baidu-tongji\"", ""),
        (
            "vendors = [\"google-analytics\", \"matomo\"]",
            "[[vendor]]\nid = \"google-analytics\"\n[[vendor]]\nid = \"matomo\"\nhosts = [\"stats.pos.example\"]",
            r#"[("google",["","","","analytics","","",""]),("matomo",["analytics"])]"#,
        ),
        (
            "vendors = [\"stats\"]",
            "[[vendor]]\nid = \"stats\"\nhosts = [\"stats.pos.example\"]\ncalls = \"matomo\"",
            r#"[("matomo",["analytics"])]"#,
        ),
        // A row that no purpose names is nobody's.
        ("vendors = [\"meta\"]", "[[vendor]]\nid = \"meta\"\n[[vendor]]\nid = \"tiktok\"", r#"[("meta",["analytics"])]"#),
        ("vendors = [\"matomo\"]", "[[vendor]]\nid = \"matomo\"\ncalls = \"none\"", ""),
    ] {
        assert_eq!(parts(vendors, rows), expected, "{rows}");
    }
}
