//! Whom a person can turn to beside the forms: the controller, with the time for an answer, and who supervises it by law.
//!
//! Enters: a notice. Leaves: markup. Standards: GDPR Art. 13 and 77, PDPA 2010 section 7 and 104, PIPL Art. 17 and 65; the addresses are those
//! that the authorities publish. Absent: any authority for a jurisdiction that the site does not name.

use countersign_core::{Msg, Notice, decimal};
use maud::{Markup, html};

use super::RightWord;
use crate::parts::fill;

/// Member states of the European Union and of the EEA, whose authorities one list names.
const EUROPE: [&str; 31] = [
    "EU", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV",
    "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Who supervises whom, and where they take complaints.
const AUTHORITIES: [(&[&str], RightWord, &str); 7] = [
    (&["MY"], RightWord::RegulatorMy, "https://www.pdp.gov.my/"),
    (&["CN"], RightWord::RegulatorCn, "https://www.12377.cn/"),
    (&["CN"], RightWord::RegulatorCnSpam, "https://www.12321.cn/"),
    (&EUROPE, RightWord::RegulatorEu, "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en"),
    (&["GB"], RightWord::RegulatorGb, "https://ico.org.uk/"),
    (&["HK"], RightWord::RegulatorHk, "https://www.pcpd.org.hk/"),
    (&["SG"], RightWord::RegulatorSg, "https://www.pdpc.gov.sg/"),
];

/// How to reach whoever answers, for whom the forms are not the way, and within which time.
pub(super) fn contacts<'w>(notice: &Notice, say: &dyn Fn(RightWord) -> &'w str) -> Markup {
    let known = &notice.controller;
    let ways = [
        (Msg::Officer, &known.officer, ""),
        (Msg::Email, &known.email, "mailto:"),
        (Msg::Phone, &known.phone, "tel:"),
        (Msg::Address, &known.address, ""),
    ];
    let within = match known.response_days {
        Some(days) => fill(notice.say(Msg::ResponseDays), &[("days", &decimal(days.into()))]),
        None => notice.say(Msg::ResponseMissing).to_owned(),
    };
    html! {
        section part="contacts" {
            h2 { (say(RightWord::Contacts)) }
            dl.cs-facts {
                @for (label, value, scheme) in ways {
                    @if let Some(value) = value { div { dt { (notice.say(label)) } dd { (way(value, scheme)) } } }
                }
            }
            p.cs-note { (within) }
            (authorities(notice, say))
        }
    }
}

/// A value, with a link where a scheme reaches it.
fn way(value: &str, scheme: &str) -> Markup {
    let bare: String = if scheme == "tel:" { value.chars().filter(|c| !c.is_whitespace()).collect() } else { value.to_owned() };
    html! { @if scheme.is_empty() { (value) } @else { a href={ (scheme) (bare) } { (value) } } }
}

fn authorities<'w>(notice: &Notice, say: &dyn Fn(RightWord) -> &'w str) -> Markup {
    let stands = |codes: &[&str]| notice.site.jurisdictions.iter().any(|code| codes.contains(&code.as_str()));
    let known: Vec<_> = AUTHORITIES.iter().filter(|(codes, _, _)| stands(codes)).collect();
    html! {
        @if !known.is_empty() {
            h3 { (say(RightWord::Regulators)) }
            ul.cs-plain part="regulators" {
                @for (_, word, address) in known { li { a href=(address) rel="noreferrer" { (say(*word)) } } }
            }
        }
    }
}
