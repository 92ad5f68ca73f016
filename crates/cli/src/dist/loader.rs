//! The loader with a site's tables inside.

use anyhow::Result;
use countersign_core::wire::{LocaleTable, Tables, tables_to_literal, unquoted};
use countersign_core::{LocaleLink, Msg, Notice, Site, material, outcome_table};
use countersign_policy::{Bundle, Position};
use countersign_views::{BAR_CSS, BESIDE_CSS, CORNER_CSS, DIALOG_CSS, LAYER1_CSS, LOCALES_CSS, TWO_CSS, accepts, layer1, layer1_beside};

use super::{Assets, Page, beside::second, policy_url};

/// The types of `window.countersign`, which the compiler holds against the loader itself.
pub(super) const TYPES: &str = include_str!("../../../../src/loader/countersign.d.ts");

/// The loader with this site's tables and these parts; fit to stand inside a `<script>` element as well.
pub(super) fn script(bundle: &Bundle, pages: &[Page], assets: &Assets, gate: &str, parts: &[String]) -> Result<String> {
    let first = pages.first().map(|page| &page.notice).ok_or_else(|| anyhow::anyhow!("the notice has no language; add a [[locale]]"))?;
    let tables = tables_to_literal(&Tables {
        material: material(first),
        choice_days: first.site.choice_days,
        purposes: first.additional().map(|purpose| purpose.id.clone()).collect(),
        at_once: first.besides().next().is_some().then(|| first.at_once().map(|purpose| purpose.id.clone()).collect()),
        cookies: cookies(&first.site),
        outcomes: outcome_table(),
        widget: assets.digest.clone(),
        css: format!(
            "{LAYER1_CSS}{}{}{}{}",
            if pages.len() > 1 { LOCALES_CSS } else { "" },
            if accepts(first) { "" } else { TWO_CSS },
            placed(bundle.position),
            if bundle.parts.iter().any(|part| part.beside.is_some()) { BESIDE_CSS } else { "" }
        ),
        gate: gate.to_owned(),
        locales: pages
            .iter()
            .enumerate()
            .map(|(place, page)| (page.notice.locale.clone(), locale_table(bundle, page, beside(bundle, pages, page), next(pages, place))))
            .collect(),
    });
    Ok(if parts.is_empty() {
        assets.script("countersign.js", &[("__CS_TABLES__", &tables)])
    } else {
        let parts = format!("[{}]", parts.join(","));
        assets.script("countersign.parts.js", &[("__CS_PARTS__", &parts), ("__CS_TABLES__", &tables)])
    })
}

/// The style of a position, over that of the banner, which is a sheet.
const fn placed(position: Position) -> &'static str {
    match position {
        Position::Sheet => "",
        Position::Bar => BAR_CSS,
        Position::Corner => CORNER_CSS,
        Position::Dialog => DIALOG_CSS,
    }
}

/// How a choice is written. A site with a domain first ends the cookie that its host had alone: two of one name are read as none.
pub(super) fn cookies(site: &Site) -> Vec<String> {
    let form = format!("cs=$; Path=/; SameSite=Lax; Max-Age={}", u64::from(site.choice_days) * 86_400);
    match &site.cookie_domain {
        Some(domain) => vec!["cs=; Path=/; Max-Age=0".to_owned(), format!("{form}; Domain={domain}")],
        None => vec![form],
    }
}

fn locale_table(bundle: &Bundle, page: &Page, beside: Option<&Notice>, next: Option<&LocaleLink>) -> LocaleTable {
    let notice = &page.notice;
    let say = |message| notice.say(message).to_owned();
    let url = policy_url(bundle, notice);
    let banner = beside.map_or_else(|| layer1(notice, &url, next), |beside| layer1_beside(notice, beside, &url, next));
    LocaleTable { notice: page.notice_digest, layer1: unquoted(&banner), button: say(Msg::ButtonLabel), badge: say(Msg::Badge) }
}

/// The language that the site wants beside a page's own.
fn beside<'a>(bundle: &Bundle, pages: &'a [Page], page: &Page) -> Option<&'a Notice> {
    let part = bundle.parts.iter().find(|part| part.notice.locale == page.notice.locale)?;
    let second = &second(bundle, part)?.notice.locale;
    pages.iter().map(|other| &other.notice).find(|other| other.locale == *second)
}

/// The language that the banner's language button offers: the next one, around the end.
fn next(pages: &[Page], place: usize) -> Option<&LocaleLink> {
    let other = &pages.get((place + 1) % pages.len()).filter(|_| pages.len() > 1)?.notice;
    other.locales.iter().find(|link| link.tag == other.locale)
}
