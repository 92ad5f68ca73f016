//! The notice of a mini program says what the layers say, and offers a switch for nothing that is asked for elsewhere.

use std::collections::BTreeMap;

use countersign_core::{Digest, Notice};
use countersign_policy::compile;
use countersign_views::layer1;
use serde_json::Value;

use super::{json, script};

const SITE: &str = r#"
    [site]
    id = "pos"
    origin = "https://pos.example"
    jurisdictions = ["MY", "CN"]
    [controller]
    name = "Pos & Co"
    email = "privacy@pos.example"
    response_days = 21
    [notice]
    version = "1"
    drafted = true
    [[locale]]
    tag = "en"
    policy = "en.md"
    [[locale]]
    tag = "zh-Hans"
    policy = "zh.md"
    [[data]]
    id = "route"
    label = { en = "your location", zh-Hans = "您的位置" }
    sensitive = "location"
    [[recipient]]
    id = "map"
    name = "Map <1>"
    country = "SG"
    [[purpose]]
    id = "delivery"
    kind = "core"
    title = { en = "Delivery", zh-Hans = "派送" }
    data = ["route"]
    [[purpose]]
    id = "nearby"
    kind = "additional"
    title = { en = "Lockers nearby", zh-Hans = "附近快递柜" }
    effect = { en = "You search by address.", zh-Hans = "您可按地址查找。" }
    data = ["route"]
    recipients = []
    separate = []
    [[purpose]]
    id = "abroad"
    kind = "additional"
    title = { en = "Maps abroad", zh-Hans = "境外地图" }
    effect = { en = "No map.", zh-Hans = "没有地图。" }
    necessity = { en = "The map is there.", zh-Hans = "地图在境外。" }
    impact = { en = "It leaves the country.", zh-Hans = "数据出境。" }
    data = ["route"]
    recipients = ["map"]
    separate = ["cross-border"]
"#;

fn built() -> (Value, String) {
    let (bundle, diagnostics) = compile("site.toml", SITE, &|_| Ok(b"# Policy\n\nWe ask.\n".to_vec()));
    let bundle = bundle.unwrap_or_else(|| panic!("{diagnostics:#?}"));
    let notices: Vec<(&Notice, Digest)> =
        bundle.parts.iter().map(|part| (&part.notice, Digest::of(part.notice.locale.as_bytes()))).collect();
    let text = json(&bundle, &notices).unwrap();
    assert_eq!(script(&text), format!("module.exports = {};\n", text.trim_end()));
    (serde_json::from_str(&text).unwrap(), layer1(notices[0].0, "#", None))
}

/// The words of rows, labels left out.
fn words(rows: &Value) -> String {
    let runs = rows.as_array().into_iter().flatten().flat_map(|row| row["runs"].as_array().into_iter().flatten());
    runs.filter_map(|run| run["t"].as_str()).collect()
}

#[test]
fn a_switch_stands_where_one_click_may_decide() {
    let (file, _) = built();
    let english = &file["languages"][0];
    let kinds: BTreeMap<&str, &str> = english["purposes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|purpose| Some((purpose["id"].as_str()?, purpose["kind"].as_str()?)))
        .collect();
    assert_eq!(kinds, BTreeMap::from([("abroad", "apart"), ("delivery", "core"), ("nearby", "switch")]));
    assert_eq!(english["accepts"], true);
    assert_eq!((&file["site"], &file["version"], &file["origin"]), (&"pos".into(), &"1".into(), &"https://pos.example".into()));
}

#[test]
fn its_words_are_those_of_the_layers() {
    let (file, layer1) = built();
    let english = &file["languages"][0];
    let banner = words(&english["banner"]);
    let mut plain = layer1.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    for tag in ["<strong>", "</strong>"] {
        plain = plain.replace(tag, "");
    }
    assert!(banner.contains("Pos & Co asks") && plain.contains(&banner), "{banner}\n{plain}");
    let bold: Vec<&Value> = english["banner"][0]["runs"].as_array().unwrap().iter().filter(|run| run["b"] == true).collect();
    assert_eq!(bold.len(), 1, "{banner}");
    let abroad = &english["purposes"][2]["rows"];
    assert!(words(abroad).contains("Map <1> (Singapore"), "{abroad}");
    assert!(words(&english["contact"]).contains("privacy@pos.example"));
    for language in file["languages"].as_array().unwrap() {
        let empty: Vec<_> = language["words"].as_object().unwrap().iter().filter(|(_, text)| text.as_str().unwrap().is_empty()).collect();
        assert_eq!(empty, [], "{}", language["lang"]);
    }
}
