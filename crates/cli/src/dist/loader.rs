//! The loader with a site's tables inside.

use anyhow::Result;
use countersign_core::wire::{LocaleTable, Tables, tables_to_json, unquoted};
use countersign_core::{LocaleLink, Msg, Site, material, outcome_table};
use countersign_policy::Bundle;
use countersign_views::{LAYER1_CSS, layer1};

use super::{Assets, Page, policy_url};

/// The types of `window.countersign`, which the compiler holds against the loader itself.
pub(super) const TYPES: &str = include_str!("../../../../src/loader/countersign.d.ts");

/// The loader with this site's tables and these parts; fit to stand inside a `<script>` element as well.
pub(super) fn script(bundle: &Bundle, pages: &[Page], assets: &Assets, gate: &str, parts: &[String]) -> Result<String> {
    let first = pages.first().map(|page| &page.notice).ok_or_else(|| anyhow::anyhow!("the notice has no language; add a [[locale]]"))?;
    let tables = tables_to_json(&Tables {
        material: material(first),
        choice_days: first.site.choice_days,
        purposes: first.additional().map(|purpose| purpose.id.clone()).collect(),
        at_once: first.apart().next().is_some().then(|| first.at_once().map(|purpose| purpose.id.clone()).collect()),
        cookies: cookies(&first.site),
        outcomes: outcome_table(),
        widget: assets.digest.clone(),
        css: LAYER1_CSS.to_owned(),
        gate: gate.to_owned(),
        locales: pages
            .iter()
            .enumerate()
            .map(|(place, page)| (page.notice.locale.clone(), locale_table(bundle, page, next(pages, place))))
            .collect(),
    });
    Ok(if parts.is_empty() {
        assets.script("countersign.js", &[("__CS_TABLES__", &tables)])
    } else {
        let parts = format!("[{}]", parts.join(","));
        assets.script("countersign.parts.js", &[("__CS_PARTS__", &parts), ("__CS_TABLES__", &tables)])
    })
}

/// How a choice is written. A site with a domain first ends the cookie that its host had alone: two of one name are read as none.
pub(super) fn cookies(site: &Site) -> Vec<String> {
    let form = format!("cs=$; Path=/; SameSite=Lax; Max-Age={}", u64::from(site.choice_days) * 86_400);
    match &site.cookie_domain {
        Some(domain) => vec!["cs=; Path=/; Max-Age=0".to_owned(), format!("{form}; Domain={domain}")],
        None => vec![form],
    }
}

fn locale_table(bundle: &Bundle, page: &Page, next: Option<&LocaleLink>) -> LocaleTable {
    let notice = &page.notice;
    let say = |message| notice.say(message).to_owned();
    LocaleTable {
        notice: page.notice_digest,
        layer1: unquoted(&layer1(notice, &policy_url(bundle, notice), next)),
        button: say(Msg::ButtonLabel),
        badge: say(Msg::Badge),
    }
}

/// The language that the banner's language button offers: the next one, around the end.
fn next(pages: &[Page], place: usize) -> Option<&LocaleLink> {
    let other = &pages.get((place + 1) % pages.len()).filter(|_| pages.len() > 1)?.notice;
    other.locales.iter().find(|link| link.tag == other.locale)
}
