//! The page of incidents in the desk: what happened to people's data, what is done about it, and what they can do (PIPL Art. 57, GDPR Art. 34).
//!
//! Enters: a notice, its incidents and a way to say words. Leaves: a sheet that the build renders once for each language. What is not stated is
//! said to be so. Absent: who was concerned.

use countersign_core::{Notice, RichText};
use maud::{Markup, html};

use crate::parts::{dated, desk_page, missing, rich};

words! {
    /// Words of this page.
    IncidentWord in "incident" {
        Heading "heading",
        Found "found",
        What "what",
        Measures "measures",
        Advice "advice",
        Remedy "remedy",
        Told "told",
    }
}

/// One incident.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IncidentView<'a> {
    /// The day on which it was found; ISO 8601.
    pub date: &'a str,
    /// What happened, what is done, what people can do, what the site offers.
    pub words: [Option<&'a RichText>; 4],
    /// How those concerned are told, and by when.
    pub channels: Option<&'a RichText>,
}

/// The page.
#[must_use]
pub fn incidents<'w>(notice: &Notice, incidents: &[IncidentView<'_>], say: &dyn Fn(IncidentWord) -> &'w str) -> String {
    let labels = [IncidentWord::What, IncidentWord::Measures, IncidentWord::Advice, IncidentWord::Remedy];
    let row = |label: IncidentWord, words: Option<&RichText>| -> Markup {
        html! { div { dt { (say(label)) } dd { @if let Some(words) = words { (rich(notice, words)) } @else { (missing(notice)) } } } }
    };
    let body = html! {
        @for incident in incidents {
            div.cs-purpose part="incident" {
                h2 { (dated(say(IncidentWord::Found), incident.date)) }
                dl.cs-facts {
                    @for (label, words) in labels.into_iter().zip(incident.words) { (row(label, words)) }
                    (row(IncidentWord::Told, incident.channels))
                }
            }
        }
    };
    desk_page(notice, say(IncidentWord::Heading), &body)
}
