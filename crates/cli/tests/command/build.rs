//! `build` and `check`: what stands in `dist/`, that it is the same each time, and that a failure changes nothing.

use std::fs;
use std::path::Path;

use countersign_core::Digest;
use countersign_policy::Edition;

use crate::bench::Bench;

const BUILD: &[&str] = &["build", "site.toml", "-o", "dist", "--assets", "web"];

#[test]
fn dist_holds_every_file_of_the_format() {
    let bench = Bench::new();
    bench.done(BUILD);
    let files = bench.files("dist");
    let mut stems: Vec<String> = files
        .keys()
        .map(|path| {
            path.split('.')
                .map(|part| {
                    if part.len() == 43 {
                        "D"
                    } else if part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                        "W"
                    } else {
                        part
                    }
                })
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect();
    stems.sort();
    let expected = [
        ".well-known/dnt/index.json",
        ".well-known/gpc.json",
        "autoconsent.json",
        "countersign.auto.js",
        "countersign.channels.js",
        "countersign.d.ts",
        "countersign.js",
        "csp.txt",
        "desk.W.js",
        "desk.en.D.json",
        "desk.ms.D.json",
        "desk.zh-Hans.D.json",
        "desk.zh-Hant.D.json",
        "gate.W.js",
        "gate.json",
        "headers/Caddyfile",
        "headers/apache.conf",
        "headers/meta.html",
        "headers/nginx.conf",
        "layer2.en.D.html",
        "layer2.ms.D.html",
        "layer2.zh-Hans.D.html",
        "layer2.zh-Hant.D.html",
        "layers.W.css",
        "manifest.json",
        "marketing.json",
        "notice.en.D.json",
        "notice.ms.D.json",
        "notice.zh-Hans.D.json",
        "notice.zh-Hant.D.json",
        "policy/1.1/en.html",
        "policy/1.1/en.json",
        "policy/1.1/ms.html",
        "policy/1.1/ms.json",
        "policy/1.1/page.css",
        "policy/1.1/zh-Hans.html",
        "policy/1.1/zh-Hans.json",
        "policy/1.1/zh-Hant.html",
        "policy/1.1/zh-Hant.json",
        "receipts.W.fallback.js",
        "receipts.W.js",
        "receipts.W.wasm",
        "rights.json",
        "scan.js",
        "snippet.html",
        "text.en.D.html",
        "text.ms.D.html",
        "text.zh-Hans.D.html",
        "text.zh-Hant.D.html",
        "verify/index.html",
        "verify/style.css",
        "verify/verify.fallback.js",
        "verify/verify.js",
        "verify/verify.wasm",
        "widget.W.fallback.js",
        "widget.W.js",
        "widget.W.wasm",
    ];
    assert_eq!(stems, expected);
    let kinds = ["desk.", "notice.", "text."];
    let named = |path: &str| kinds.iter().any(|kind| path.starts_with(kind)) && !path.ends_with(".js");
    for (path, bytes) in files.iter().filter(|(path, _)| named(path)) {
        assert!(path.contains(&Digest::of(bytes).to_string()), "{path} is not named by its digest");
    }
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let catalogue = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/data/vendors.toml")).unwrap();
    assert_eq!(manifest["catalogue"], Digest::of(&catalogue).to_string());
    assert_eq!(manifest["files"].as_object().unwrap().len(), files.len() - 1);
}

#[test]
fn notices_name_by_digest_what_is_shown() {
    let bench = Bench::new();
    bench.done(BUILD);
    let files = bench.files("dist");
    let mut seen = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("notice.")) {
        let file: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        let [locale, version] = ["locale", "version"].map(|name| file[name].as_str().unwrap());
        let shown = |kind: &str, ending: &str| {
            let name = format!("{kind}.{locale}.{}.{ending}", file[kind].as_str().unwrap());
            String::from_utf8(files[&name].clone()).unwrap()
        };
        let text = shown("text", "html");
        // Layer 2 bears the digest of its notice, which holds its own.
        let layer2 = &files[&path.replace("notice.", "layer2.").replace(".json", ".html")];
        assert_eq!(file["layer2"], Digest::of(layer2).to_string(), "{path}");
        assert!(std::str::from_utf8(layer2).unwrap().contains("data-cs=\"accept\""), "{path}");
        let desk: serde_json::Value = serde_json::from_str(&shown("desk", "json")).unwrap();
        assert!(desk["pages"]["policy"].as_str().unwrap().contains("data-cs-text"), "{path}");
        // Without topics a channel has one switch, which is off.
        let channels = desk["pages"]["channels"].as_str().unwrap();
        assert_eq!((channels.matches("<input").count(), channels.matches("checked").count()), (1, 0), "{path}");
        assert!(
            channels.contains(r#"name="channel" value="sms""#) && channels.contains("&quot;st&quot;:&quot;given&quot;"),
            "{path}: {channels}"
        );
        let edition = &files[&format!("policy/{version}/{locale}.json")];
        let notice = Edition::from_json(std::str::from_utf8(edition).unwrap()).unwrap().notice;
        assert_eq!(
            notice.purposes.iter().map(|purpose| purpose.anchor.as_deref()).collect::<Vec<_>>(),
            [Some("s-2"), Some("s-3")],
            "{path}"
        );
        assert_eq!(text.matches("<strong").count(), 1, "{path}: the passport number");
        assert_eq!(notice.sensitive.len(), 1, "{path}");
        assert!(!notice.drafted);
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn every_backend_stands_in_the_notice_and_other_forms_bring_the_sender() {
    let bench = Bench::new();
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let rows = r#"
[[backend]]
url = "/v1/receipts"
format = "cloudevents"

[[backend]]
url = "https://crm.example/hook"
format = "form"
fields = { rid = "id", receipt = "jws" }
headers = { X-Site = "layang" }

[[backend]]
function = "warehouse"
"#;
    fs::write(bench.at("site.toml"), site.replace("endpoint = \"/v1/receipts\"\n", "") + rows).unwrap();
    bench.done(BUILD);
    let files = bench.files("dist");
    let (_, notice) = files.iter().find(|(path, _)| path.starts_with("notice.en.")).unwrap();
    let notice: serde_json::Value = serde_json::from_slice(notice).unwrap();
    let form = r#"{"format":"form","fields":{"rid":"id","receipt":"jws"},"headers":{"X-Site":"layang"}}"#;
    let form: serde_json::Value = serde_json::from_str(form).unwrap();
    let expected = serde_json::json!([
        { "to": "/v1/receipts" }, { "to": "https://crm.example/hook", "how": form }, { "to": "function:warehouse", "how": {} },
    ]);
    assert_eq!(notice["backends"], expected);
    assert_eq!(files.keys().filter(|path| path.starts_with("send.")).count(), 1);
    for file in ["csp.txt", "scan.js", "countersign.auto.js"] {
        let text = std::str::from_utf8(&files[file]).unwrap();
        assert!(text.contains("crm.example") && !text.contains("warehouse"), "{file}");
    }
}

#[test]
fn the_loader_holds_the_tables_and_fits_into_a_script_element() {
    let bench = Bench::new();
    bench.done(BUILD);
    let script = fs::read_to_string(bench.at("dist/countersign.js")).unwrap();
    let tables = script.strip_prefix("(()=>{const t=").unwrap().strip_suffix(";t.k})();").unwrap();
    let after = |name: &str| tables.split_once(name).unwrap_or_else(|| panic!("{name} in {tables}")).1;
    assert!(after("p:[").starts_with("\"analytics\""), "{tables}");
    let gate = fs::read_to_string(bench.at(&format!("dist/gate.{}.js", after("e:\"").split('"').next().unwrap()))).unwrap();
    assert!(gate.starts_with("const t={"), "{gate}");
    let locales: Vec<&str> = after(",l:{").split(":{h:").collect();
    assert_eq!(locales.len(), 1 + 4, "{tables}");
    assert!(after("ms:{h:").contains("/countersign/policy/1.1/ms.html"));
    assert!(!script.contains("</script") && !script.contains("<!--"), "either would end the element");
    assert!(fs::read_to_string(bench.at("dist/snippet.html")).unwrap().contains(&script));
}

#[test]
fn support_files_come_from_the_site_file() {
    let bench = Bench::new();
    bench.done(BUILD);
    let read = |path: &str| fs::read_to_string(bench.at("dist").join(path)).unwrap();
    let json = |path: &str| serde_json::from_str::<serde_json::Value>(&read(path)).unwrap();
    assert_eq!(json(".well-known/gpc.json"), serde_json::json!({ "gpc": true, "lastUpdate": "2026-11-20" }));
    let policy = "https://pos.example/countersign/policy/1.1/en.html";
    let status = serde_json::json!({ "tracking": "P", "controller": [policy], "policy": policy, "config": "https://pos.example/" });
    assert_eq!(json(".well-known/dnt/index.json"), status);
    assert_eq!(json("autoconsent.json")["runContext"]["urlPattern"], "^https://pos\\.example/");
    let csp = read("csp.txt");
    let headers: Vec<&str> = csp.lines().filter(|line| line.starts_with("Content-Security-Policy:")).collect();
    assert_eq!(headers.iter().map(|header| header.contains("hm.baidu.com")).collect::<Vec<_>>(), [false, true, false, true]);
}

#[test]
fn the_fence_is_the_same_in_every_file() {
    let bench = Bench::new();
    bench.done(BUILD);
    let read = |path: &str| fs::read_to_string(bench.at("dist").join(path)).unwrap();
    let gate: serde_json::Value = serde_json::from_str(&read("gate.json")).unwrap();
    let (csp, meta) = (read("csp.txt"), read("headers/meta.html"));
    assert_eq!((&gate["v"], &gate["origin"], &gate["cookie"]["days"]), (&"cs-gate/1".into(), &"https://pos.example".into(), &180.into()));
    let [delivery, analytics] = gate["purposes"].as_array().unwrap().as_slice() else { panic!("{gate}") };
    assert_eq!((&delivery["kind"], delivery.get("sources")), (&"core".into(), None));
    let stored = &analytics["vendors"][0]["storage"][0];
    assert_eq!((&stored["name"], &stored["kind"], &stored["server"]), (&"Hm_lvt_*".into(), &"cookie".into(), &false.into()));
    let sources: Vec<&str> = analytics["sources"].as_array().unwrap().iter().filter_map(|source| source.as_str()).collect();
    let open: String = sources.iter().map(|source| format!(" {source}")).collect();
    let mut seen = 0;
    for state in gate["states"].as_array().unwrap() {
        for strength in ["lists", "strict"] {
            let policy = state[strength].as_str().unwrap();
            let held = if state["open"].as_array().unwrap().is_empty() { "" } else { &open };
            assert_eq!(gate["policies"][strength].as_str().unwrap().replace("{open}", held), policy);
            assert!(csp.contains(&format!("Content-Security-Policy: {policy}\n")), "{policy}");
            assert_eq!(policy.contains("{nonce}"), strength == "strict");
            assert!(
                !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && policy.contains("object-src 'none'"),
                "{policy}"
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 4);
    let all = gate["states"][1]["lists"].as_str().unwrap().replace("frame-ancestors 'self'; ", "");
    assert!(meta.contains(&format!("content=\"{all}\"")), "{meta}");
    for file in ["nginx.conf", "apache.conf", "Caddyfile"] {
        let text = read(&format!("headers/{file}"));
        assert!(text.contains(&format!("\"{open}\"")) || text.contains(&format!("={open}\"")), "{file}");
        assert!(text.contains(gate["cookie"]["material"].as_str().unwrap()) && text.contains("pos.example"), "{file}");
        // What a generator left unfilled would stand in a server's configuration.
        assert_eq!(
            text.matches(['@']).count(),
            ["@page", "@news", "@digest", "@plain"].map(|name| text.matches(name).count()).iter().sum::<usize>()
        );
    }
}

#[test]
fn servers_set_the_state_cookie_for_the_domain_of_the_site() {
    let bench = Bench::new();
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let origin = "origin = \"https://www.pos.example\"\ncookie_domain = \"pos.example\"";
    fs::write(bench.at("site.toml"), site.replace("origin = \"https://pos.example\"", origin)).unwrap();
    bench.done(BUILD);
    let read = |path: &str| fs::read_to_string(bench.at("dist").join(path)).unwrap();
    let gate: serde_json::Value = serde_json::from_str(&read("gate.json")).unwrap();
    assert_eq!(gate["cookie"]["domain"], "pos.example");
    for file in ["nginx.conf", "apache.conf", "Caddyfile"] {
        let ending = "; Path=/; SameSite=Lax; Max-Age=15552000; Domain=pos.example; Secure";
        assert_eq!(read(&format!("headers/{file}")).matches(ending).count(), 2, "{file}");
    }
}

#[test]
fn two_builds_give_the_same_bytes() {
    let bench = Bench::new();
    bench.done(BUILD);
    let first = bench.files("dist");
    bench.done(BUILD);
    assert!(first == bench.files("dist"));
}

#[test]
fn a_failing_build_leaves_the_old_folder_alone() {
    let bench = Bench::new();
    bench.done(BUILD);
    let before = bench.files("dist");
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    fs::write(bench.at("site.toml"), site.replace("kind = \"core\"", "kind = \"corr\"")).unwrap();
    let said = bench.fails(BUILD);
    assert!(said.contains("site.toml:35:8: error[CS-B007]"), "{said}");
    fs::write(bench.at("site.toml"), site).unwrap();
    fs::remove_file(bench.at("web/widget.wasm")).unwrap();
    let said = bench.fails(BUILD);
    assert!(said.contains("widget.wasm cannot be read; run `cargo xtask web`"), "{said}");
    assert!(before == bench.files("dist"));
    let left: Vec<_> = fs::read_dir(bench.at(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_str().unwrap().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_folder_that_no_build_made_is_refused() {
    let bench = Bench::new();
    fs::create_dir(bench.at("dist")).unwrap();
    fs::write(bench.at("dist/holiday.jpg"), "precious").unwrap();
    assert!(bench.fails(BUILD).contains("was not made by a build"));
    assert_eq!(bench.files("dist").len(), 1);
}

#[test]
fn earlier_versions_stay_readable() {
    let bench = Bench::new();
    bench.done(BUILD);
    let old = bench.files("dist")["policy/1.1/en.html"].clone();
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    fs::write(bench.at("site.toml"), site.replace("version = \"1.1\"", "version = \"1.10\"")).unwrap();
    bench.done(BUILD);
    let files = bench.files("dist");
    assert!(files["policy/1.1/en.html"] == old);
    assert!(String::from_utf8_lossy(&files["policy/1.10/en.html"]).contains("../1.1/en.html"));
}

/// The table of the part that renews states, as it stands in the loader.
fn renewals(bench: &Bench) -> Option<serde_json::Value> {
    let script = String::from_utf8(bench.files("dist")["countersign.js"].clone()).unwrap();
    let (_, rest) = script.split_once("\"renew\",")?;
    serde_json::Deserializer::from_str(rest).into_iter().next()?.ok()
}

#[test]
fn a_choice_for_an_earlier_version_stands_where_nothing_changed() {
    let bench = Bench::new();
    bench.done(BUILD);
    assert_eq!(renewals(&bench), None, "without earlier versions no site carries the part");
    let desk = |bench: &Bench| -> serde_json::Value {
        let files = bench.files("dist");
        serde_json::from_slice(files.iter().find(|(path, _)| path.starts_with("desk.en.")).unwrap().1).unwrap()
    };
    assert!(desk(&bench)["pages"].get("updates").is_none(), "and none claims an archive");
    let gate = |bench: &Bench| -> serde_json::Value { serde_json::from_slice(&bench.files("dist")["gate.json"]).unwrap() };
    let old = gate(&bench)["cookie"]["material"].as_str().unwrap().to_owned();
    let site = fs::read_to_string(bench.at("site.toml")).unwrap();
    let newer = |version: &str, from: &str, to: &str| {
        assert!(site.contains(from));
        fs::write(bench.at("site.toml"), site.replace("version = \"1.1\"", &format!("version = \"{version}\"")).replace(from, to)).unwrap();
        bench.done(BUILD);
        renewals(&bench).unwrap()
    };
    // Other words ask nobody; the part is there for the quiet dot.
    let table = newer("1.2", "Count visits.", "Count visits to our pages.");
    assert_eq!((&table["o"], &table["v"], table["k"].as_str()), (&serde_json::json!({}), &serde_json::json!("1.2"), Some(old.as_str())));
    let desk = desk(&bench);
    let page = desk["pages"]["updates"].as_str().unwrap();
    assert!(page.contains("data-cs-since=\"1.1\"") && page.contains("changes-1.1.en.html"), "{page}");
    // Another time closes what it is about, for both of the versions that had the same facts, by the newer one's name.
    let table = newer("1.3", "retention = \"P13M\"", "retention = \"P25M\"");
    assert_eq!(table["o"], serde_json::json!({ old.as_str(): ["1.2", [], []] }));
    // Of a core purpose it closes nothing.
    let table = newer("1.4", "retention = \"P1Y6M\"", "retention = \"P2Y\"");
    assert_eq!(table["o"][old.as_str()], serde_json::json!(["1.2", ["analytics"], []]));
    assert_eq!(table["o"].as_object().unwrap().len(), 2);
}

#[test]
fn check_builds_nothing() {
    let bench = Bench::new();
    bench.run(&["check", "site.toml"]);
    assert!(!bench.at("dist").exists());
    fs::write(bench.at("site.toml"), "[site]\n").unwrap();
    let output = bench.run(&["check", "site.toml", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = report["diagnostics"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["code"] == "CS-B004" && row["line"] == 1), "{report}");
}
