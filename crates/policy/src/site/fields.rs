//! Reading one table of `site.toml` field by field.
//!
//! In: a table with spans. Out: values with their spans; everything that does not fit goes to the [`Report`]. An absent value and a
//! wrong one both come back as `None`: the report tells them apart.

use std::collections::BTreeMap;
use std::ops::Range;

use countersign_core::StoredName;
use toml_edit::{Item, TableLike, Value};

use super::diagnostic::{Code, Report, suggest};
use super::vendors::{StoredFault, stored};
use super::wording::pushing;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// A text in several languages.
#[derive(Clone, Debug)]
pub(super) struct Localized {
    pub(super) entries: BTreeMap<String, At<String>>,
}

impl Localized {
    /// The words of one language; empty where they are missing.
    pub(super) fn say(&self, tag: &str) -> &str {
        self.entries.get(tag).map_or("", |entry| &entry.value)
    }
}

/// One table under reading.
pub(super) struct Fields<'a> {
    table: &'a dyn TableLike,
    /// How messages call it: `[site]`, `[[purpose]]`.
    name: &'static str,
    span: Range<usize>,
    report: &'a Report<'a>,
}

impl<'a> Fields<'a> {
    /// Takes a table up and reports keys that it cannot have.
    pub(super) fn new(table: &'a dyn TableLike, name: &'static str, span: Range<usize>, allowed: &[&str], report: &'a Report<'a>) -> Self {
        for (key, item) in table.iter().filter(|(key, _)| !allowed.contains(key)) {
            let span = table.key(key).and_then(toml_edit::Key::span).or_else(|| item.span()).unwrap_or(0..0);
            report.add(Code::UnknownKey, &span, format!("`{key}` is not a key of {name}"), suggest(key, allowed));
        }
        Self { table, name, span, report }
    }

    /// Where a key stands; the table where there is none.
    fn key_span(&self, key: &str) -> Range<usize> {
        self.table.key(key).and_then(toml_edit::Key::span).unwrap_or_else(|| self.span.clone())
    }

    /// Reports a required key that is absent.
    pub(super) fn demand(&self, key: &str, example: &str) {
        if !self.table.contains_key(key) {
            let message = format!("{} has no `{key}`", self.name);
            self.report.add(Code::Missing, &self.span, message, format!("add `{key} = {example}`"));
        }
    }

    fn value(&self, key: &str) -> Option<At<&'a Value>> {
        let item = self.table.get(key)?;
        match item.as_value() {
            Some(value) => Some(At { value, span: item.span().unwrap_or_else(|| self.key_span(key)) }),
            None => {
                self.wrong(key, &self.key_span(key), "a value", "a table");
                None
            }
        }
    }

    fn wrong(&self, key: &str, span: &Range<usize>, wanted: &str, actual: &str) {
        let message = format!("`{key}` in {} is {actual}", self.name);
        self.report.add(Code::WrongType, span, message, format!("write {wanted}"));
    }

    fn words(&self, key: &str, value: &Value, span: &Range<usize>) -> Option<String> {
        let Some(text) = value.as_str() else {
            self.wrong(key, span, "a text in double quotes", kind(value));
            return None;
        };
        if text.trim().is_empty() {
            let message = format!("`{key}` in {} has no words", self.name);
            self.report.add(Code::Empty, span, message, "write the words, or leave the key out".to_owned());
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// A text with words in it.
    pub(super) fn text(&self, key: &str) -> Option<At<String>> {
        let At { value, span } = self.value(key)?;
        Some(At { value: self.words(key, value, &span)?, span })
    }

    /// A list of texts with words in them.
    pub(super) fn texts(&self, key: &str) -> Option<At<Vec<At<String>>>> {
        let At { value, span } = self.value(key)?;
        let Some(array) = value.as_array() else {
            self.wrong(key, &span, "a list, such as [\"a\", \"b\"]", kind(value));
            return None;
        };
        let entry = |value: &Value| {
            let span = value.span().unwrap_or_else(|| span.clone());
            Some(At { value: self.words(key, value, &span)?, span })
        };
        Some(At { value: array.iter().filter_map(entry).collect(), span })
    }

    /// A list of names of cookies and keys, each in one of its two forms.
    pub(super) fn stored(&self, key: &str) -> Vec<StoredName> {
        let Some(At { value, span }) = self.value(key) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            self.wrong(key, &span, "a list, such as [\"_ga\", \"_ga_*\"]", kind(value));
            return Vec::new();
        };
        let entry = |value: &Value| {
            let report =
                |fault: StoredFault| self.report.add(fault.code, &value.span().unwrap_or_else(|| span.clone()), fault.message, fault.help);
            stored(value).map_err(report).ok()
        };
        array.iter().filter_map(entry).collect()
    }

    /// True or false.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let At { value, span } = self.value(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong(key, &span, "`true` or `false`", kind(value));
        }
        flag
    }

    /// A whole number within a range.
    pub(super) fn number(&self, key: &str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let At { value, span } = self.value(key)?;
        let Some(number) = value.as_integer() else {
            self.wrong(key, &span, "a whole number", kind(value));
            return None;
        };
        let fits = u32::try_from(number).ok().filter(|number| range.contains(number));
        if fits.is_none() {
            let message = format!("`{key}` is {number}");
            self.report.add(Code::OutOfRange, &span, message, format!("write a number from {} to {}", range.start(), range.end()));
        }
        fits
    }

    /// A list of whole numbers within a range.
    pub(super) fn numbers(&self, key: &str, range: std::ops::RangeInclusive<u32>) -> Option<At<Vec<u32>>> {
        let At { value, span } = self.value(key)?;
        let Some(array) = value.as_array() else {
            self.wrong(key, &span, "a list of whole numbers, such as [14, 18]", kind(value));
            return None;
        };
        let number = |value: &Value| u32::try_from(value.as_integer()?).ok().filter(|number| range.contains(number));
        let numbers: Vec<u32> = array.iter().filter_map(number).collect();
        if numbers.len() < array.len() {
            let message = format!("`{key}` holds something that is no number in its range");
            self.report.add(Code::OutOfRange, &span, message, format!("write numbers from {} to {}", range.start(), range.end()));
            return None;
        }
        Some(At { value: numbers, span })
    }

    /// A word of a closed list, as the value it stands for.
    pub(super) fn word<T: Copy>(&self, key: &str, names: &[&str], find: impl Fn(&str) -> Option<T>) -> Option<At<T>> {
        let At { value, span } = self.text(key)?;
        let found = find(&value);
        if found.is_none() {
            let message = format!("`{key}` cannot be `{value}`");
            self.report.add(Code::NotListed, &span, message, suggest(&value, names));
        }
        found.map(|value| At { value, span })
    }

    /// Whether a key is there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the table stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A table of texts with names that are not known beforehand, in the order of the file.
    pub(super) fn pairs(&self, key: &str) -> Vec<(String, At<String>)> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        let span = self.key_span(key);
        let Some(table) = item.as_table_like() else {
            self.wrong(key, &span, "a table of texts, such as { name = \"value\" }", item_kind(item));
            return Vec::new();
        };
        let entry = |(name, item): (&str, &Item)| {
            let Some(value) = item.as_value() else {
                self.wrong(key, &span, "a text in double quotes", "a table");
                return None;
            };
            let span = value.span().unwrap_or_else(|| span.clone());
            Some((name.to_owned(), At { value: self.words(key, value, &span)?, span }))
        };
        table.iter().filter_map(entry).collect()
    }

    /// A text with one entry for each of the site's languages.
    pub(super) fn localized(&self, key: &str, tags: &[String]) -> Option<Localized> {
        let item = self.table.get(key)?;
        let span = self.key_span(key);
        let Some(table) = item.as_table_like() else {
            let tag = tags.first().map_or("en", String::as_str);
            self.wrong(key, &span, &format!("one entry for each language, such as {{ {tag} = \"...\" }}"), item_kind(item));
            return None;
        };
        Some(self.languages(key, table, &span, tags))
    }

    /// A list of such texts, such as `[{ en = "..." }, { en = "..." }]`; nothing where the key is absent.
    pub(super) fn localized_list(&self, key: &str, tags: &[String]) -> Vec<Localized> {
        let Some(At { value, span }) = self.value(key) else { return Vec::new() };
        let tag = tags.first().map_or("en", String::as_str);
        let Some(array) = value.as_array() else {
            self.wrong(key, &span, &format!("a list, such as [{{ {tag} = \"...\" }}]"), kind(value));
            return Vec::new();
        };
        let entry = |value: &Value| {
            let span = value.span().unwrap_or_else(|| span.clone());
            let Some(table) = value.as_inline_table() else {
                self.wrong(key, &span, &format!("one entry for each language, such as {{ {tag} = \"...\" }}"), kind(value));
                return None;
            };
            Some(self.languages(key, table, &span, tags))
        };
        array.iter().filter_map(entry).collect()
    }

    /// The entries of a table that has one for each of the site's languages.
    fn languages(&self, key: &str, table: &dyn TableLike, span: &Range<usize>, tags: &[String]) -> Localized {
        let mut entries = BTreeMap::new();
        for (tag, item) in table.iter() {
            let span = table.key(tag).and_then(toml_edit::Key::span).unwrap_or_else(|| span.clone());
            if !tags.iter().any(|known| known == tag) {
                let known: Vec<&str> = tags.iter().map(String::as_str).collect();
                let message = format!("`{key}` has an entry for `{tag}`, which no [[locale]] declares");
                self.report.add(Code::ForeignLocale, &span, message, suggest(tag, &known));
                continue;
            }
            match item.as_value() {
                Some(value) => {
                    let span = value.span().unwrap_or(span);
                    if let Some(value) = self.words(key, value, &span) {
                        self.weigh(key, tag, &value, &span);
                        entries.insert(tag.to_owned(), At { value, span });
                    }
                }
                None => self.wrong(key, &span, "a text in double quotes", "a table"),
            }
        }
        for tag in tags.iter().filter(|tag| !table.contains_key(tag)) {
            let message = format!("`{key}` in {} has no entry for `{tag}`", self.name);
            self.report.add(Code::MissingLocale, span, message, format!("add `{tag} = \"...\"` to `{key}`"));
        }
        Localized { entries }
    }

    /// Reports words that push a visitor towards an answer.
    fn weigh(&self, key: &str, tag: &str, text: &str, span: &Range<usize>) {
        // These are the policy's words, by which a section is found; nobody is shown them.
        if self.name == "[[tracking]]" {
            return;
        }
        if let Some(found) = pushing(tag, text) {
            let message = format!("in `{key}`, “{}” {}", found.words, found.how);
            self.report.add(Code::Pushing, span, message, found.help);
        }
    }
}

/// The name of a value's type in messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date without quotes",
        Value::Array(_) => "a list",
        Value::InlineTable(_) => "a table",
    }
}

fn item_kind(item: &Item) -> &'static str {
    item.as_value().map_or("a list of tables", kind)
}
