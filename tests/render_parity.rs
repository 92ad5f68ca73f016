//! Render parity: every layer gives the same bytes natively and in wasm.
//!
//! One sample, two runs of this file: the native run holds the views against `tests/fixtures/render/*.html` (and rewrites them when
//! `UPDATE_FIXTURES` is set; the diff is the review), the wasm run holds them against the very same bytes. The sample goes through its
//! notice file first, as it does in the widget; layer 1, the chooser and the full text are rendered natively and come from files, as there.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod sample;

use countersign_core::{By, PurposeId, Signal, Standing, wire};
use countersign_views as views;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn rendered() -> [(&'static str, String, &'static str); 5] {
    let whole = sample::notice();
    let notice = wire::notice_from_json(&wire::notice_file(&whole, "", "")).unwrap();
    let text = views::policy_text(&whole, &sample::document());
    let standing = Standing { open: vec![PurposeId::new("analytics").unwrap()], by: Some(By::Visitor), signal: Signal::Gpc };
    let policy = "/countersign/policy/1.0/en.html";
    [
        ("layer1", views::layer1(&whole, policy, whole.locales.get(1)), include_str!("fixtures/render/layer1.html")),
        ("chooser", views::chooser(&whole), include_str!("fixtures/render/chooser.html")),
        ("layer2", views::layer2(&notice, &standing), include_str!("fixtures/render/layer2.html")),
        ("text", text.clone(), include_str!("fixtures/render/text.html")),
        ("layer3", views::layer3(&notice, policy, text), include_str!("fixtures/render/layer3.html")),
    ]
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_layer_gives_the_reviewed_bytes() {
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        for (name, html, _) in rendered() {
            let file = format!("{}/tests/fixtures/render/{name}.html", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(file, html).unwrap();
        }
        return;
    }
    for (name, html, expected) in rendered() {
        assert!(html == expected, "{name} differs from its fixture; run with UPDATE_FIXTURES=1 and read the diff\n{html}");
    }
}
