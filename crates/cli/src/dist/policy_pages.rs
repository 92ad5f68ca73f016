//! The full policy as pages that need no script, with their style sheet.

use countersign_policy::Bundle;
use countersign_views::{PAGE_CSS, PageLinks, policy_page};

use super::archive::Archive;

/// `policy/<version>/<locale>.html` for every language, and `page.css` beside them.
pub(super) fn pages(bundle: &Bundle, archive: &Archive) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for part in &bundle.parts {
        let (notice, folder) = (&part.notice, format!("policy/{}", part.notice.version));
        let links = PageLinks {
            style: "page.css".to_owned(),
            locales: notice.locales.iter().map(|link| (link.clone(), format!("{}.html", link.tag))).collect(),
            versions: archive
                .versions_in(&notice.locale)
                .map(|version| (version.to_owned(), format!("../{version}/{}.html", notice.locale)))
                .collect(),
        };
        pages.push((format!("{folder}/{}.html", notice.locale), policy_page(notice, &part.document, &links)));
        pages.push((format!("{folder}/page.css"), PAGE_CSS.to_owned()));
    }
    pages
}
