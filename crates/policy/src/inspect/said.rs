//! What else a policy says, in an inspection: each item with its words and their place.
//!
//! In: a draft and facts. Out: lists of quotes. Deliberately absent: what is not stated; its list is empty.

use serde::Serialize;

use super::places::{InspectedQuote, Places};
use crate::draft::Draft;
use crate::facts::{Facts, TimeUnit};
use crate::space::one_line;

/// A value and the words that say it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedValue {
    /// A code, a duration, an age or the name of a kind.
    pub value: String,
    /// The words and their place.
    #[serde(flatten)]
    pub quote: InspectedQuote,
}

/// A time within which requests are answered.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedResponse {
    /// Days.
    pub days: u32,
    /// What a day is.
    pub unit: TimeUnit,
    /// The words and their place.
    #[serde(flatten)]
    pub quote: InspectedQuote,
}

/// A permission of the device.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedPermission {
    /// Such as `camera`.
    pub id: String,
    /// How the text calls it.
    pub name: InspectedQuote,
    /// The sentence that asks for it.
    pub purpose: InspectedQuote,
    /// The sentence on refusing.
    pub effect: Option<InspectedQuote>,
    /// Names that systems show.
    pub system: Vec<String>,
}

/// A channel of marketing.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedChannel {
    /// Such as `sms`.
    pub id: String,
    /// The sentence that announces it.
    pub said: InspectedQuote,
    /// Words to send back.
    pub words: Vec<String>,
    /// The sentence that says how to stop.
    pub way: Option<InspectedQuote>,
}

/// Third-party code.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedSdk {
    /// Its name.
    pub name: InspectedQuote,
    /// What it is used for.
    pub purpose: String,
    /// What it needs.
    pub needs: Option<String>,
    /// Its own policy.
    pub link: Option<String>,
}

/// A right.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedRight {
    /// Such as `access`.
    pub kind: String,
    /// The heading or sentence that gives it.
    pub said: InspectedQuote,
    /// The sentence that says how to use it.
    pub way: Option<InspectedQuote>,
}

/// Everything with places.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct InspectedSaid {
    /// Times to answer: more than one value is a contradiction.
    pub responses: Vec<InspectedResponse>,
    /// Ages of children.
    pub ages: Vec<InspectedValue>,
    /// Countries in which data is kept.
    pub stored: Vec<InspectedValue>,
    /// Countries whose data protection laws are named.
    pub laws: Vec<InspectedValue>,
    /// How long data is kept.
    pub retention: Vec<InspectedValue>,
    /// Kinds of tracking.
    pub tracking: Vec<InspectedValue>,
    /// Permissions of the device.
    pub permissions: Vec<InspectedPermission>,
    /// Channels of marketing.
    pub channels: Vec<InspectedChannel>,
    /// Third-party code.
    pub sdks: Vec<InspectedSdk>,
    /// Rights.
    pub rights: Vec<InspectedRight>,
    /// What counts as a material change.
    pub material_changes: Vec<InspectedQuote>,
    /// Sentences that state one thing each.
    pub statements: Vec<InspectedValue>,
}

pub(super) fn all(draft: &Draft, facts: &Facts, places: &Places<'_>) -> InspectedSaid {
    let words = |span: &std::ops::Range<usize>| {
        let text = places.reading.text().get(span.clone()).unwrap_or_default();
        places.words(&one_line(text), span)
    };
    let value = |value: String, span: &std::ops::Range<usize>| InspectedValue { value, quote: words(span) };
    let coded = |list: &[crate::facts::Found<String>]| list.iter().map(|found| value(found.value.clone(), &found.span)).collect();
    InspectedSaid {
        responses: facts
            .responses
            .iter()
            .map(|found| InspectedResponse { days: found.value.days, unit: found.value.unit, quote: words(&found.span) })
            .collect(),
        ages: facts.ages.iter().map(|found| value(found.value.to_string(), &found.span)).collect(),
        stored: coded(&facts.stored),
        laws: coded(&facts.laws),
        retention: facts.retention.iter().map(|found| value(found.value.period.clone(), &found.span)).collect(),
        tracking: draft.tracking.iter().map(|found| value(found.kind.name().to_owned(), &found.span)).collect(),
        permissions: draft
            .permissions
            .iter()
            .map(|found| InspectedPermission {
                id: found.id.clone(),
                name: places.quote(&found.name),
                purpose: places.quote(&found.purpose),
                effect: found.effect.as_ref().map(|effect| places.quote(effect)),
                system: found.system.clone(),
            })
            .collect(),
        channels: draft
            .channels
            .iter()
            .map(|found| InspectedChannel {
                id: found.id.clone(),
                said: places.quote(&found.said),
                words: found.words.clone(),
                way: found.way.as_ref().map(|way| places.quote(way)),
            })
            .collect(),
        sdks: draft
            .sdks
            .iter()
            .map(|found| InspectedSdk {
                name: places.quote(&found.name),
                purpose: found.purpose.clone(),
                needs: found.needs.clone(),
                link: found.link.clone(),
            })
            .collect(),
        rights: facts
            .rights
            .iter()
            .map(|found| InspectedRight {
                kind: found.kind.clone(),
                said: places.quote(&found.said),
                way: found.way.as_ref().map(|way| places.quote(way)),
            })
            .collect(),
        material_changes: facts.material_changes.iter().map(|found| places.quote(found)).collect(),
        statements: facts
            .statements
            .iter()
            .map(|found| InspectedValue { value: found.kind.name().to_owned(), quote: places.quote(&found.said) })
            .collect(),
    }
}
