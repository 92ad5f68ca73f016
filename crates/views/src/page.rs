//! The full policy as a page of its own: readable, printable and complete without a script (STANDARDS rules U15 to U17).
//!
//! Enters: a notice, its document, and the addresses around the page. Leaves: a whole HTML document without inline styles or scripts.

use countersign_core::{Document, LocaleLink, Msg, Notice};
use maud::{DOCTYPE, Markup, html};

use crate::article::{Anchors, article, text};
use crate::contents::{contents, entries};
use crate::lists;
use crate::parts::{controller, dir, edition, fill};
use crate::receipts::{ReceiptWord, Tongue};
use crate::url::Url;

/// The addresses around a policy page; relative ones are relative to the page.
///
/// An address with another scheme than http, https, mailto or tel is left out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PageLinks {
    /// The style sheet, with [`crate::PAGE_CSS`] in it.
    pub style: String,
    /// The page in the notice's other languages: language and address; the page's own language may be among them.
    pub locales: Vec<(LocaleLink, String)>,
    /// Other versions of the policy, newest first.
    pub versions: Vec<VersionLink>,
    /// The page on which receipts are verified; it takes a language as its fragment.
    pub verify: Option<String>,
}

/// Another version of a policy.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct VersionLink {
    /// The version.
    pub version: String,
    /// Where it is.
    pub address: String,
    /// Words and address of a page with what changed since.
    pub changes: Option<(String, String)>,
}

/// The page.
#[must_use]
pub fn policy_page(notice: &Notice, document: &Document, page: &PageLinks) -> String {
    let entries = entries(document);
    html! {
        (DOCTYPE)
        html lang=(notice.locale) dir=(dir(&notice.locale)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (notice.title) " – " (controller(notice)) }
                @if let Some(url) = Url::parse(&page.style) { link rel="stylesheet" href=(url.as_str()); }
            }
            body.cs-page {
                header.cs-head {
                    h1 { (notice.title) }
                    (languages(notice, page))
                }
                main {
                    (edition(notice))
                    (versions(notice, page))
                    div.cs-columns {
                        (contents(notice, &entries, &lists::links(notice)))
                        (article(&text(notice, document, &entries, Anchors::Written)))
                    }
                    (lists::lists(notice))
                    (verify(notice, page))
                }
            }
        }
    }
    .into_string()
}

/// The page in other languages.
fn languages(notice: &Notice, page: &PageLinks) -> Markup {
    html! {
        @if page.locales.len() > 1 {
            nav.cs-languages aria-label=(notice.say(Msg::Language)) {
                @for (link, address) in &page.locales {
                    @if let Some(url) = Url::parse(address) {
                        a href=(url.as_str()) lang=(link.tag) hreflang=(link.tag) aria-current=[(link.tag == notice.locale).then_some("page")] { (link.name) }
                    }
                }
            }
        }
    }
}

/// The way to the page on which receipts are verified.
fn verify(notice: &Notice, page: &PageLinks) -> Markup {
    html! {
        @if let Some(url) = page.verify.as_deref().and_then(Url::parse) {
            p.cs-note { a href={ (url.as_str()) "#" (notice.locale) } { (ReceiptWord::VerifyLink.say(Tongue::of(&notice.locale))) } }
        }
    }
}

/// The policy's other versions.
fn versions(notice: &Notice, page: &PageLinks) -> Markup {
    html! {
        @if !page.versions.is_empty() {
            p.cs-edition {
                @for link in &page.versions {
                    @if let Some(url) = Url::parse(&link.address) {
                        span.cs-line { a href=(url.as_str()) { (fill(notice.say(Msg::Version), &[("version", &link.version)])) } }
                    }
                    @if let Some((words, url)) = link.changes.as_ref().and_then(|(words, address)| Some((words, Url::parse(address)?))) {
                        span.cs-line { a href=(url.as_str()) { (words) } }
                    }
                }
            }
        }
    }
}
