//! The card about signals against tracking: the visitor's own switch, the rule of precedence, and which word counts now.
//!
//! Enters: a notice, in one language or two. Leaves: the first card of layer 2's choices, with a line for each word that may count; the
//! browser keeps what holds and puts the signal's name in. Absent: that name, which is English in every language, as browsers show it.

use countersign_core::{DO_NOT_TRACK, Msg, Notice};
use maud::{Markup, html};

use crate::beside::Both;
use crate::parts::hole;

/// The card. The browser turns the switch on exactly while its own word counts.
pub(crate) fn signals(both: Both<'_>) -> Markup {
    html! {
        div.cs-purpose part="signals" {
            h3.cs-row {
                input #cs-on type="checkbox" role="switch" part="switch" name="purpose" value=(DO_NOT_TRACK) autocomplete="off"
                    aria-describedby="cs-for";
                label for="cs-on" { (both.say(Msg::DoNotTrack)) }
            }
            div #cs-for { (both.pair(rule)) }
        }
    }
}

/// What the switch does, the rule of precedence, and which word counts.
fn rule(notice: &Notice) -> Markup {
    html! {
        p { (notice.say(Msg::DoNotTrackNote)) }
        p.cs-note { (notice.say(Msg::SignalRule)) }
        (counts(notice, "signal-counts", Msg::SignalCounts))
        (counts(notice, "choice-counts", Msg::ChoiceCounts))
    }
}

/// The line that says whose word counts while the browser sends a signal.
fn counts(notice: &Notice, when: &str, message: Msg) -> Markup {
    let phrase = notice.say(message);
    let (before, _, after) = hole(phrase).unwrap_or((phrase, "", ""));
    html! {
        p.cs-note data-cs-when=(when) {
            strong {
                (before)
                span data-cs-signal {}
                (after)
            }
        }
    }
}
