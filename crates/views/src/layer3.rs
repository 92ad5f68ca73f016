//! Layer 3: what stands around the full policy in the dialog.
//!
//! Enters: a notice. Leaves: the content of the dialog's shadow root, a page of the desk. The browser puts the full text into it, which is a
//! file of its own, and `src/ports/contents.ts` makes the contents list from the headings. Absent: the text.

use countersign_core::{Msg, Notice};
use maud::html;

use crate::article::article;
use crate::contents::navigation;
use crate::parts::{Way, dir, edition, head};
use crate::url::Url;

/// The page of the desk whose `[data-cs-text]` takes what [`crate::policy_text`] made. `page_url` is where the policy is a page of its own,
/// with its versions and what changed.
#[must_use]
pub fn layer3(notice: &Notice, page_url: &str) -> String {
    html! {
        div.cs-sheet.cs-wide part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, &notice.title, Way::Back))
            div.cs-body part="body" tabindex="0" role="region" aria-label=(notice.title) {
                (edition(notice))
                p.cs-note { a href=(Url::parse(page_url).map_or("#", Url::as_str)) { (notice.say(Msg::Versions)) } }
                div.cs-columns {
                    (navigation(notice, &html! {}))
                    (article(&html! {}))
                }
            }
        }
    }
    .into_string()
}
