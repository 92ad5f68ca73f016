//! The tables that the loader looks answers up in, format 10 of `formats.md`; names are short because every first visit carries them.

use super::json::Object;
use crate::{Digest, PurposeId};

/// Everything that the loader of one site knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tables {
    /// Material fingerprint of the notice.
    pub material: String,
    /// Days that a choice holds.
    pub choice_days: u32,
    /// The additional purposes, in notice order.
    pub purposes: Vec<PurposeId>,
    /// [`crate::outcome_table`].
    pub outcomes: String,
    /// The digits in the names of the widget's files.
    pub widget: String,
    /// CSS of layer 1 and the button.
    pub css: String,
    /// The digits in the name of the gate's module.
    pub gate: String,
    /// Each locale's part, the default first.
    pub locales: Vec<(String, LocaleTable)>,
}

/// One locale's part of the tables.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LocaleTable {
    /// Digest of the notice file.
    pub notice: Digest,
    /// HTML of layer 1.
    pub layer1: String,
    /// Name of the small button.
    pub button: String,
    /// Its name when a signal refused; `{signal}` stands for the signal's short name.
    pub badge: String,
}

/// Writes the tables as JSON that may stand inside a `<script>` element.
#[must_use]
pub fn tables_to_json(tables: &Tables) -> String {
    let words = |words: &mut dyn Iterator<Item = &str>| words.collect::<Vec<_>>().join(" ");
    let mut locales = Object::new();
    for (tag, locale) in &tables.locales {
        let mut object = Object::new();
        object.string("n", &locale.notice.to_string()).string("h", &locale.layer1).string("b", &locale.button).string("g", &locale.badge);
        locales.raw(tag, &object.finish());
    }
    let mut object = Object::new();
    object.string("k", &tables.material).number("t", tables.choice_days.into());
    object.string("p", &words(&mut tables.purposes.iter().map(PurposeId::as_str)));
    object.string("q", &tables.outcomes).string("w", &tables.widget).string("e", &tables.gate).string("c", &tables.css);
    object.raw("l", &locales.finish());
    object.finish().replace("</", "<\\/").replace("<!--", "<\\!--")
}
