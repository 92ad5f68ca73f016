//! Layer 3: the full policy, word for word, with its contents.
//!
//! Enters: a notice and its document. Leaves: the content of the dialog's shadow root. Absent: any change to the text.

use countersign_core::{Document, Notice};
use maud::html;

use crate::article::article;
use crate::contents::{contents, entries};
use crate::parts::{Way, dir, edition, head};

/// The full policy in the dialog.
#[must_use]
pub fn layer3(notice: &Notice, document: &Document) -> String {
    let entries = entries(document);
    html! {
        div.cs-sheet.cs-wide part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, &notice.title, Way::Back))
            div.cs-body part="body" tabindex="0" role="region" aria-label=(notice.title) {
                (edition(notice))
                div.cs-columns {
                    (contents(notice, &entries, &html! {}))
                    (article(notice, document, &entries))
                }
            }
        }
    }
    .into_string()
}
