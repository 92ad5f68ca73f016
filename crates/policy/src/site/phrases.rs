//! The phrases of the widget in each language that ships; data in `crates/policy/data/messages`.
//!
//! In: a locale tag. Out: words. A missing key is an empty text; the build script sees that there is none.

#[allow(dead_code, reason = "the build script asks for faults, and here tests do")]
mod complete;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use countersign_core::{Category, Deadline, Msg};

use crate::mark::List;

/// The locale tags that ship, English first.
pub const LOCALES: [&str; 4] = ["en", "zh-Hans", "zh-Hant", "ms"];

/// The message files, in the order of [`LOCALES`].
const SOURCES: [&str; 4] = [
    include_str!("../../data/messages/en.toml"),
    include_str!("../../data/messages/zh-Hans.toml"),
    include_str!("../../data/messages/zh-Hant.toml"),
    include_str!("../../data/messages/ms.toml"),
];

static ALL: LazyLock<Vec<Phrases>> =
    LazyLock::new(|| LOCALES.iter().zip(SOURCES).map(|(tag, source)| Phrases::read(tag, source)).collect());

/// One language's phrases.
#[derive(Debug)]
pub struct Phrases {
    tag: &'static str,
    name: String,
    tables: BTreeMap<String, BTreeMap<String, String>>,
}

impl Phrases {
    /// The phrases of a locale, if it ships.
    #[must_use]
    pub fn of(tag: &str) -> Option<&'static Self> {
        ALL.iter().find(|phrases| phrases.tag == tag)
    }

    /// The phrases of a locale; where it does not ship, those of English.
    #[must_use]
    pub fn or_english(tag: &str) -> Option<&'static Self> {
        Self::of(tag).or_else(|| Self::of("en"))
    }

    fn read(tag: &'static str, source: &str) -> Self {
        let mut tables = BTreeMap::new();
        let mut name = String::new();
        if let Ok(document) = toml_edit::Document::parse(source) {
            name = document.get("name").and_then(toml_edit::Item::as_str).unwrap_or_default().to_owned();
            for (table, item) in document.iter() {
                let entries = item.as_table().into_iter().flat_map(toml_edit::Table::iter);
                let words = entries.filter_map(|(key, item)| Some((key.to_owned(), item.as_str()?.to_owned()))).collect();
                tables.insert(table.to_owned(), words);
            }
        }
        Self { tag, name, tables }
    }

    fn lookup(&self, table: &str, key: &str) -> Option<&str> {
        self.tables.get(table)?.get(key).map(String::as_str)
    }

    /// The language's own name for itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One phrase of the widget; of one with a number, the form for many.
    #[must_use]
    pub fn message(&self, message: Msg) -> &str {
        self.lookup("message", message.key()).unwrap_or_else(|| self.counted("message", message.key(), u32::MAX))
    }

    /// The form of a phrase for a number, which still has its hole.
    pub(super) fn counted(&self, table: &str, key: &str, count: u32) -> &str {
        let forms = complete::forms(self.tag);
        let form = if count == 1 { forms.first() } else { forms.last() };
        self.lookup(table, &format!("{key}-{}", form.unwrap_or(&""))).unwrap_or_default()
    }

    /// A number of a unit in words.
    pub(super) fn number_of(&self, unit: &str, count: u32) -> String {
        self.counted("unit", unit, count).replace("{count}", &count.to_string())
    }

    /// A sensitive category as a short noun.
    #[must_use]
    pub fn category(&self, category: Category) -> &str {
        self.lookup("category", category.name()).unwrap_or_default()
    }

    /// The name of a list that no law has.
    pub(super) fn list(&self, list: List) -> &str {
        self.lookup("list", list.name()).unwrap_or_default()
    }

    /// A country's name; `None` where the data have none.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&str> {
        self.lookup("country", code)
    }

    /// A word of one of the groups that the views declare.
    #[must_use]
    pub fn word(&self, table: &str, key: &str) -> &str {
        self.lookup(table, key).unwrap_or_default()
    }

    /// A deadline in words, in its own unit.
    #[must_use]
    pub fn deadline(&self, deadline: Deadline) -> String {
        let (unit, count) = match deadline {
            Deadline::Days(count) => ("day", count),
            Deadline::WorkingDays(count) => ("working-day", count),
            Deadline::Months(count) => ("month", count),
        };
        self.number_of(unit, count)
    }

    /// An ISO 8601 duration in words; `None` where it is none.
    #[must_use]
    pub fn duration(&self, code: &str) -> Option<String> {
        super::duration::say(code, self)
    }

    /// The title of a purpose that a draft can name.
    pub(super) fn purpose(&self, id: &str) -> &str {
        self.lookup("purpose", id).unwrap_or_default()
    }

    /// What stands between two parts of a duration.
    pub(super) fn join(&self) -> &str {
        self.lookup("unit", "join").unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
