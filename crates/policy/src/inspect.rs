//! Inspection: everything the reader saw in one policy, for people and for scoring tools.
//!
//! In: a reading and what was found in it. Out: a value that serializes to JSON with offsets in Unicode code points of the file, from 0, end
//! exclusive. Deliberately absent: the text itself.

mod functions;
mod places;
mod said;

use serde::Serialize;

pub use functions::{InspectedDatum, InspectedEffect, InspectedFunction};
pub use places::InspectedQuote;
pub use said::{InspectedChannel, InspectedPermission, InspectedResponse, InspectedRight, InspectedSaid, InspectedSdk, InspectedValue};

use crate::draft::Draft;
use crate::facts::{Facts, TimeUnit};
use crate::mark::Sensitive;
use crate::read::{CodePoints, Reading};
use places::Places;

/// What `countersign inspect POLICY --format json` prints.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Inspection {
    /// The outline.
    pub sections: Vec<InspectedSection>,
    /// Mentions to be shown in bold.
    pub sensitive: Vec<InspectedMark>,
    /// Business functions.
    pub functions: Vec<InspectedFunction>,
    /// What the policy says about itself.
    pub facts: InspectedFacts,
}

/// One heading.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedSection {
    /// The number as printed, or empty.
    pub number: String,
    /// The title with white space folded.
    pub title: String,
    /// 1 to 6.
    pub depth: u8,
    /// Where it starts, in code points of the file.
    pub start: usize,
    /// `s-1`, `s-2`.
    pub anchor: String,
}

/// One sensitive mention.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedMark {
    /// Where it starts, in code points of the file.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The category's name.
    pub category: &'static str,
    /// The list it rests on: a name of [`List`](crate::List).
    pub list: &'static str,
}

/// Facts; the plain ones without their places.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedFacts {
    /// The printed title.
    pub title: Option<String>,
    /// The controller's name.
    pub controller: Option<String>,
    /// Phone numbers as printed.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Postal addresses.
    pub addresses: Vec<String>,
    /// Web addresses.
    pub urls: Vec<String>,
    /// Days within which requests are answered.
    pub response_days: Option<u32>,
    /// The unit of those days.
    pub response_unit: Option<TimeUnit>,
    /// The age under which somebody is a child.
    pub child_age: Option<u32>,
    /// `YYYY-MM-DD` or `YYYY-MM`.
    pub updated: Option<String>,
    /// `YYYY-MM-DD` or `YYYY-MM`.
    pub effective: Option<String>,
    /// What else the text says, with places.
    #[serde(flatten)]
    pub said: InspectedSaid,
}

/// Puts an inspection together; `source` is the file that the reading came from.
#[must_use]
pub fn inspect(source: &str, reading: &Reading, sensitive: &Sensitive, draft: &Draft, facts: &Facts) -> Inspection {
    let points = CodePoints::new(source);
    let point = |at: usize| points.at(reading.source_offset(at));
    let sections = reading.headings().iter().map(|section| InspectedSection {
        number: section.number.clone(),
        title: section.title.clone(),
        depth: section.depth,
        start: point(section.start),
        anchor: section.anchor.clone(),
    });
    // The end is taken from the last byte, so that marks of Markdown behind a mention stay outside.
    let sensitive = sensitive.marks.iter().map(|found| InspectedMark {
        start: point(found.mark.start),
        end: points.at(reading.source_offset(found.mark.end.saturating_sub(1))) + 1,
        category: found.mark.category.name(),
        list: found.list.name(),
    });
    let places = Places { reading, points: &points };
    Inspection {
        sections: sections.collect(),
        sensitive: sensitive.collect(),
        functions: functions::all(draft, &places),
        facts: plain(facts, said::all(draft, facts, &places)),
    }
}

fn plain(facts: &Facts, said: InspectedSaid) -> InspectedFacts {
    let values = |list: &[crate::facts::Found<String>]| list.iter().map(|found| found.value.clone()).collect();
    let value = |found: &Option<crate::facts::Found<String>>| found.as_ref().map(|found| found.value.clone());
    InspectedFacts {
        title: value(&facts.title),
        controller: value(&facts.controller),
        phones: values(&facts.phones),
        emails: values(&facts.emails),
        addresses: values(&facts.addresses),
        urls: values(&facts.urls),
        response_days: facts.response().map(|time| time.days),
        response_unit: facts.response().map(|time| time.unit),
        child_age: facts.child_age.as_ref().map(|found| found.value),
        updated: value(&facts.updated),
        effective: value(&facts.effective),
        said,
    }
}
