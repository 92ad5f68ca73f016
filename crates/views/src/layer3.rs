//! Layer 3: the full policy, word for word, with its contents.
//!
//! Enters: a notice and its full text as the build rendered it. Leaves: the content of the dialog's shadow root, its contents list still
//! empty: `src/ports/contents.ts` fills it from the headings. Absent: any change to the text.

use countersign_core::{Msg, Notice};
use maud::{PreEscaped, html};

use crate::article::article;
use crate::contents::navigation;
use crate::parts::{Way, dir, edition, head};
use crate::url::Url;

/// The full policy in the dialog; `text` is what [`crate::policy_text`] made, held against its digest, and goes in as it is. `page_url` is
/// where the policy is a page of its own, with its versions and what changed.
#[must_use]
pub fn layer3(notice: &Notice, page_url: &str, text: String) -> String {
    html! {
        div.cs-sheet.cs-wide part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, &notice.title, Way::Back))
            div.cs-body part="body" tabindex="0" role="region" aria-label=(notice.title) {
                (edition(notice))
                p.cs-note { a href=(Url::parse(page_url).map_or("#", Url::as_str)) { (notice.say(Msg::Versions)) } }
                div.cs-columns {
                    (navigation(notice, &html! {}))
                    (article(&PreEscaped(text)))
                }
            }
        }
    }
    .into_string()
}
