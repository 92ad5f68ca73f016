//! Functions of an inspection.
//!
//! In: a draft. Out: its functions with data, effect and place. Deliberately absent: judgment.

use countersign_core::PurposeKind;
use serde::Serialize;

use super::places::{InspectedQuote, Places};
use crate::draft::Draft;

/// One function.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedFunction {
    /// Its title.
    pub title: String,
    /// `core` or `additional`; core where nothing in the text speaks for either.
    pub kind: &'static str,
    /// What the kind rests on: `declared`, `effect`, `choice`, `rule`, `nature` or `silent`.
    pub basis: &'static str,
    /// Where its description starts, in code points of the file.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The anchor of the heading above it.
    pub anchor: String,
    /// The data that its description names.
    pub data: Vec<InspectedDatum>,
    /// What the text says about refusing it.
    pub effect: Option<InspectedEffect>,
}

/// Data of a function.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedDatum {
    /// The words and their place.
    #[serde(flatten)]
    pub quote: InspectedQuote,
    /// The sensitive category, if any.
    pub sensitive: Option<&'static str>,
    /// Whether the text lets people leave it out.
    pub optional: bool,
}

/// What refusing a function does.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedEffect {
    /// The sentence and its place.
    #[serde(flatten)]
    pub quote: InspectedQuote,
    /// Whether it is the rule for all functions of the section.
    pub general: bool,
}

pub(super) fn all(draft: &Draft, places: &Places<'_>) -> Vec<InspectedFunction> {
    let functions = draft.functions.iter().map(|function| {
        let range = places.range(&function.span);
        let data = function.data.iter().map(|datum| InspectedDatum {
            quote: places.words(&datum.label, &datum.span),
            sensitive: datum.sensitive.map(countersign_core::Category::name),
            optional: datum.optional,
        });
        InspectedFunction {
            title: function.title.clone(),
            kind: if function.kind == Some(PurposeKind::Additional) { "additional" } else { "core" },
            basis: function.basis.name(),
            start: range.start,
            end: range.end,
            anchor: function.anchor.clone(),
            data: data.collect(),
            effect: function.effect.as_ref().map(|effect| InspectedEffect { quote: places.quote(&effect.said), general: effect.general }),
        }
    });
    functions.collect()
}
