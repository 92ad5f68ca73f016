//! The part that speaks with the mini program, or the app, whose web-view shows a page.
//!
//! In: a bundle. Out: an expression for the loader, where `site.toml` has a table `[wechat]`. Deliberately absent: keys, and any rule but
//! which purposes a hand-over may open at all.

use countersign_policy::Bundle;
use serde_json::{Value, json};

use super::Assets;

/// The part; nothing where the site wants none.
pub(super) fn part(bundle: &Bundle, assets: &Assets) -> Option<String> {
    Some(assets.script("wechat.js", &[("__CS_WECHAT__", &table(bundle)?.to_string())]))
}

/// Where codes are made and redeemed, if the site says so.
pub(super) fn address(bundle: &Bundle) -> Option<&str> {
    bundle.wechat.as_ref()?.handover.as_deref()
}

/// Section 10.5 of `www/docs/formats.md`.
fn table(bundle: &Bundle) -> Option<Value> {
    let (wechat, notice) = (bundle.wechat.as_ref()?, &bundle.parts.first()?.notice);
    // What has a consent of its own is asked on its own page, and what waits for an age waits for it here as well.
    let asks_age = notice.asks_age().is_some();
    let opens: Vec<_> = notice.at_once().filter(|_| !asks_age).map(|purpose| purpose.id.as_str()).collect();
    Some(json!({
        "s": notice.site.id,
        "h": wechat.handover.as_deref().unwrap_or_default(),
        "c": wechat.code,
        "p": wechat.page.as_deref().unwrap_or_default(),
        "g": opens,
    }))
}
