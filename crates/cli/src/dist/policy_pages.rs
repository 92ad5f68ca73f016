//! The full policy as pages that need no script, with their style sheet, what is kept of them, and what changed since each earlier version.

use countersign_core::{Msg, Notice};
use countersign_policy::{Bundle, Edition};
use countersign_views::{ChangeWord, ChangesStyle, PAGE_CSS, PageLinks, VersionLink, changes_page, policy_page};

use super::archive::{Archive, CHANGES};
use crate::diff::{Difference, changes, words};

/// The style sheet, beside the pages.
const STYLE: &str = "page.css";

/// `policy/<version>/`: for every language `<locale>.html`, `<locale>.json` and a page of changes for each earlier version; `page.css`.
pub(super) fn pages(bundle: &Bundle, archive: &Archive) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for part in &bundle.parts {
        let notice = &part.notice;
        let (folder, tag) = (format!("policy/{}", notice.version), &notice.locale);
        let edition = Edition::new(notice, &part.document);
        let mut versions = Vec::new();
        for version in archive.versions_in(tag) {
            let changed = version.edition(tag).map(|old| since(&old, &edition));
            let name = format!("{CHANGES}{}.{tag}.html", version.name);
            versions.push(VersionLink {
                version: version.name.clone(),
                address: format!("../{}/{tag}.html", version.name),
                changes: changed.is_some().then(|| (since_words(notice, &version.name), name.clone())),
            });
            pages.extend(changed.map(|page| (format!("{folder}/{name}"), page)));
        }
        let links = PageLinks {
            style: STYLE.to_owned(),
            locales: notice.locales.iter().map(|link| (link.clone(), format!("{}.html", link.tag))).collect(),
            versions,
            verify: Some("../../verify/".to_owned()),
        };
        pages.push((format!("{folder}/{tag}.html"), policy_page(notice, &part.document, &links)));
        pages.push((format!("{folder}/{tag}.json"), edition.to_json()));
        pages.push((format!("{folder}/{STYLE}"), PAGE_CSS.to_owned()));
    }
    pages
}

/// The page with what changed since an older edition.
fn since(old: &Edition, new: &Edition) -> String {
    let notice = &new.notice;
    let policy = (notice.say(Msg::ReadPolicy).to_owned(), format!("{}.html", notice.locale));
    changes_page(&changes(&Difference::new(old, new), Some(policy)), ChangesStyle::Link(STYLE), &words(&notice.locale))
}

/// The words of the link to that page.
fn since_words(notice: &Notice, version: &str) -> String {
    words(&notice.locale)(ChangeWord::Since).replace("{version}", version)
}
