//! The plain chooser: layer 2 in small, for browsers where the widget cannot start.
//!
//! Enters: a notice. Leaves: a form's worth of markup that scripts can read without wasm, and the download of what receipts there are.
//! Absent: ticks (STANDARDS rule U4).

use countersign_core::{Msg, Notice};
use maud::html;

use crate::layer1::choice;
use crate::parts::{dir, fill_sensitive, gap, list};

/// The chooser: one checkbox for each additional purpose, named by its id, none ticked, and three equal buttons; in a template, the download of receipts.
///
/// It takes the banner's place and id.
#[must_use]
pub fn chooser(notice: &Notice) -> String {
    html! {
        div #countersign role="dialog" aria-label=(notice.say(Msg::PreferencesTitle)) lang=(notice.locale) dir=(dir(&notice.locale)) tabindex="-1" {
            fieldset {
                legend { (notice.say(Msg::AdditionalHeading)) }
                @for purpose in notice.additional() {
                    label { input type="checkbox" name=(purpose.id.as_str()) autocomplete="off"; (purpose.title) }
                }
            }
            (notice.say(Msg::AdditionalNote)) (gap(notice))
            @if !notice.sensitive.is_empty() {
                (fill_sensitive(notice.say(Msg::BannerSensitive), &list(notice, &mut notice.sensitive.iter().map(String::as_str), usize::MAX)))
            }
            div {
                (choice("refuse", notice.say(Msg::RefuseAll)))
                (choice("save", notice.say(Msg::Save)))
                (choice("accept", notice.say(Msg::AcceptAll)))
            }
            // Shown where this browser has receipts.
            template { div { (notice.say(Msg::ReceiptsLost)) (gap(notice)) (choice("download", notice.say(Msg::DownloadAll))) } }
        }
    }
    .into_string()
}
