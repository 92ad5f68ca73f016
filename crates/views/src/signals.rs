//! The card about signals against tracking: the visitor's own switch, the rule of precedence, and which word counts now.
//!
//! Enters: a notice and how things stand. Leaves: the first card of layer 2's choices. Absent: the rule itself, which is the session's
//! (`Standing::word`), and names of signals in other languages: browsers show them in English.

use countersign_core::{By, DO_NOT_TRACK, Msg, Notice, Signal, Standing};
use maud::{Markup, html};

use crate::parts::fill;

/// The card. The switch is on exactly while its own word counts.
pub(crate) fn signals(notice: &Notice, standing: &Standing) -> Markup {
    let name = match standing.signal {
        Signal::None => "",
        Signal::Dnt => "Do Not Track",
        Signal::Gpc => "Global Privacy Control",
        Signal::Both => "Global Privacy Control, Do Not Track",
    };
    let word = standing.word();
    let counts = if word == Some(By::Signal) { Msg::SignalCounts } else { Msg::ChoiceCounts };
    html! {
        div.cs-purpose part="signals" {
            div.cs-row {
                h3 { label for="cs-on" { (notice.say(Msg::DoNotTrack)) } }
                input #cs-on type="checkbox" role="switch" part="switch" name="purpose" value=(DO_NOT_TRACK) autocomplete="off"
                    checked[word == Some(By::Switch)] aria-describedby="cs-for";
            }
            div #cs-for {
                p { (notice.say(Msg::DoNotTrackNote)) }
                p.cs-note { (notice.say(Msg::SignalRule)) }
                @if !name.is_empty() { p.cs-note { strong { (fill(notice.say(counts), &[("signal", name)])) } } }
            }
        }
    }
}
