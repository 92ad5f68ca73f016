//! The draft of a notice: functions and tracking that a policy itself describes, for `site.toml` to start from.
//!
//! In: a reading and the lexicon. Out: functions with kind, data and effect of refusing as far as the text says them, and the kinds of
//! tracking it names. Deliberately absent: anything the text does not say; people correct a draft.

mod channels;
mod condition;
mod functions;
mod kind;
mod listing;
mod naming;
mod page;
mod parties;
mod permissions;
mod scope;
mod stretch;
mod table;
mod tracking;
mod words;

use std::ops::Range;

use countersign_core::{Category, PurposeKind};

use crate::facts::Found;
use crate::mark::Lexicon;
use crate::read::Reading;
use crate::topic::topics;
use page::Page;

pub use channels::DraftChannel;
pub use parties::DraftSdk;
pub use permissions::DraftPermission;
pub use tracking::{Tracking, TrackingKind};

/// What a site file can start from.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Draft {
    /// Business functions, in text order.
    pub functions: Vec<DraftFunction>,
    /// Kinds of tracking and messages that the text names, each once, in text order.
    pub tracking: Vec<Tracking>,
    /// Permissions of the device, each once, in text order.
    pub permissions: Vec<DraftPermission>,
    /// Channels of marketing, each once, in text order.
    pub channels: Vec<DraftChannel>,
    /// Third-party code, each once, in text order.
    pub sdks: Vec<DraftSdk>,
}

/// One business function.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftFunction {
    /// The title with white space folded.
    pub title: String,
    /// Core or additional; absent where the text gives no ground for either.
    pub kind: Option<PurposeKind>,
    /// What the kind rests on.
    pub basis: FunctionBasis,
    /// The anchor of the heading under which it stands.
    pub anchor: String,
    /// The bytes that describe it; the title itself where the description stands elsewhere.
    pub span: Range<usize>,
    /// Data that its description names, each once.
    pub data: Vec<DraftDatum>,
    /// What the text says about refusing.
    pub effect: Option<Effect>,
}

/// What the text says about refusing a function.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effect {
    /// The sentence.
    pub said: Found<String>,
    /// Whether it is the rule for all functions of the section instead of the function's own sentence.
    pub general: bool,
}

/// What a function's kind rests on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FunctionBasis {
    /// The text calls it core or additional.
    Declared,
    /// The text says what refusing this function does.
    Effect,
    /// The visitor has to choose the function, or a permission of the device, before anything is taken.
    Choice,
    /// The general rule of the section leaves one kind only.
    Rule,
    /// It is something that no service depends on, such as marketing.
    Nature,
    /// The text is silent.
    Silent,
}

impl FunctionBasis {
    /// The basis as one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Effect => "effect",
            Self::Choice => "choice",
            Self::Rule => "rule",
            Self::Nature => "nature",
            Self::Silent => "silent",
        }
    }
}

/// Data that a function's description names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftDatum {
    /// As printed, white space folded.
    pub label: String,
    /// The bytes of the text.
    pub span: Range<usize>,
    /// The sensitive category, if it is sensitive under any regime.
    pub sensitive: Option<Category>,
    /// Whether the text lets the visitor leave it out.
    pub optional: bool,
}

/// Drafts what a reading describes.
#[must_use]
pub fn draft(reading: &Reading, lexicon: &Lexicon) -> Draft {
    let (page, topics) = (Page { reading, lexicon }, topics(reading));
    Draft {
        functions: functions::find(reading, lexicon),
        tracking: tracking::find(reading.text()),
        permissions: permissions::find(&page, &topics),
        channels: channels::find(&page),
        sdks: parties::find(&page, &topics),
    }
}
