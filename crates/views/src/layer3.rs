//! Layer 3: the full policy, word for word, with its contents.
//!
//! Enters: a notice and its full text as the build rendered it. Leaves: the content of the dialog's shadow root, its contents list still
//! empty: `src/ports/contents.ts` fills it from the headings. Absent: any change to the text.

use countersign_core::Notice;
use maud::{PreEscaped, html};

use crate::article::article;
use crate::contents::navigation;
use crate::parts::{Way, dir, edition, head};

/// The full policy in the dialog; `text` is what [`crate::policy_text`] made, held against its digest, and goes in as it is.
#[must_use]
pub fn layer3(notice: &Notice, text: String) -> String {
    html! {
        div.cs-sheet.cs-wide part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, &notice.title, Way::Back))
            div.cs-body part="body" tabindex="0" role="region" aria-label=(notice.title) {
                (edition(notice))
                div.cs-columns {
                    (navigation(notice, &html! {}))
                    (article(&PreEscaped(text)))
                }
            }
        }
    }
    .into_string()
}
