//! Drafting a `site.toml` from policy texts alone.
//!
//! In: policies by file name, one for each language, the default first. Out: the text of a `site.toml` with `drafted = true`, which builds.
//! What a text does not say is a comment, never a value. Descriptions are verbatim sentences. Deliberately absent: files.

mod said;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use countersign_core::{Category, Mark, PurposeKind};

use super::language;
use super::phrases::Phrases;
use super::quote;
use super::{duration, marks};
use crate::draft::{Draft, DraftFunction, FunctionBasis, TrackingKind, draft};
use crate::facts::{Facts, Found, facts};
use crate::mark::{MarkOptions, mark_sensitive};
use crate::read::{Reading, format_of, read_text};
use crate::space::one_line;

/// Why no site file can be drafted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DraftError {
    /// Two texts are in the same language, by our reading of them.
    SameLanguage(String, String, &'static str),
    /// The lexicon that ships is broken.
    Lexicon(String),
}

impl std::fmt::Display for DraftError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SameLanguage(a, b, tag) => write!(out, "{a} and {b} both read as `{tag}`; give one text for each language"),
            Self::Lexicon(cause) => write!(out, "the lexicon is broken: {cause}; report this as a fault of Countersign"),
        }
    }
}

impl std::error::Error for DraftError {}

/// One policy with everything that was found in it.
struct Text {
    name: String,
    tag: &'static str,
    phrases: Option<&'static Phrases>,
    reading: Reading,
    draft: Draft,
    facts: Facts,
    /// What the text itself would show as sensitive under the laws it names.
    marks: Vec<Mark>,
}

/// Drafts a site file; `policies` are file names, as the site file shall name them, and texts.
///
/// # Errors
/// Where two texts are in one language.
pub fn draft_site(policies: &[(&str, &str)]) -> Result<String, DraftError> {
    let lexicon = marks::lexicon().map_err(|cause| DraftError::Lexicon(cause.to_string()))?;
    let mut texts: Vec<Text> = Vec::new();
    for (name, source) in policies {
        let reading = read_text(source, format_of(name, source));
        let tag = language::detect(reading.text());
        if let Some(other) = texts.iter().find(|text| text.tag == tag) {
            return Err(DraftError::SameLanguage(other.name.clone(), (*name).to_owned(), tag));
        }
        let (draft, facts) = (draft(&reading, lexicon), facts(&reading));
        let jurisdictions: Vec<String> = facts.laws.first().map(|found| found.value.clone()).into_iter().collect();
        let options = MarkOptions { strict: jurisdictions.is_empty(), jurisdictions, ..MarkOptions::default() };
        let marks = mark_sensitive(&reading, lexicon, &options).plain();
        texts.push(Text { name: (*name).to_owned(), tag, phrases: Phrases::of(tag), reading, draft, facts, marks });
    }
    Ok(Writer { texts: &texts, out: String::new(), ids: BTreeSet::new(), data: Vec::new() }.write())
}

/// A data row of the draft: its id, its words in each language and its sensitive category.
struct Row {
    id: String,
    labels: Vec<String>,
    sensitive: Option<&'static str>,
    optional: bool,
    /// Where the first text names it.
    source: String,
}

struct Writer<'a> {
    texts: &'a [Text],
    out: String,
    ids: BTreeSet<String>,
    data: Vec<Row>,
}

/// A text as a TOML value.
fn toml(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

impl Writer<'_> {
    fn write(mut self) -> String {
        let names: Vec<&str> = self.texts.iter().map(|text| text.name.as_str()).collect();
        let _ = writeln!(
            self.out,
            "# Drafted from {} by a program: a start for people to correct.\n\
             # Whatever the text does not say is left out and marked \"not stated\".\n\
             # Once it is corrected, take out `drafted`: then every required key is asked for.\n",
            names.join(", ")
        );
        self.head();
        for text in self.texts {
            let _ = writeln!(self.out, "[[locale]]\ntag = {}\npolicy = {}\n", toml(text.tag), toml(&text.name));
        }
        // Pages ask for purposes and permissions by one kind of name, so that no two may be equal.
        self.ids.extend(self.texts.iter().flat_map(|text| &text.draft.permissions).map(|found| found.id.clone()));
        self.gates();
        self.functions();
        for row in std::mem::take(&mut self.data) {
            let _ = writeln!(self.out, "[[data]]\nid = {}\nlabel = {} # {}", toml(&row.id), self.entries(&row.labels), row.source);
            if let Some(name) = row.sensitive {
                let _ = writeln!(self.out, "sensitive = {}", toml(name));
            }
            if row.optional {
                self.out.push_str("optional = true\n");
            }
            self.out.push('\n');
        }
        self.permissions();
        self.sdks();
        self.channels();
        self.rights();
        self.said();
        self.out
    }

    /// One line of a key; a comment where the text does not say it.
    fn line(&mut self, key: &str, value: Option<String>) {
        let _ = match value {
            Some(value) => writeln!(self.out, "{key} = {value}"),
            None => writeln!(self.out, "# {key}: not stated"),
        };
    }

    /// One line of a key with the clause that it came from; a comment where the text does not say it.
    fn stated(&mut self, key: &str, found: Option<(String, String)>) {
        match found {
            Some((value, source)) => {
                let _ = writeln!(self.out, "{key} = {value} # {source}");
            }
            None => self.line(key, None),
        }
    }

    /// A fact as a TOML value and its source, from the first text that states it.
    fn fact<T>(&self, find: impl Fn(&Facts) -> Option<Found<T>>, value: impl Fn(&T) -> String) -> Option<(String, String)> {
        self.texts.iter().find_map(|text| find(&text.facts).map(|found| (value(&found.value), source(&text.reading, &found.span))))
    }

    fn head(&mut self) {
        let name = self.texts.first().map_or("", |text| text.name.as_str());
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let site = slug(file.split('.').next().unwrap_or_default()).unwrap_or_else(|| "site".to_owned());
        let _ = writeln!(self.out, "[site]\nid = {}", toml(&site));
        for key in ["origin", "endpoint"] {
            self.line(key, None);
        }
        let text = |words: &String| toml(words);
        let laws = self.fact(|facts| facts.laws.first().cloned(), |code| format!("[{}]", toml(code)));
        self.stated("jurisdictions", laws);
        self.out.push_str("\n[controller]\n");
        for (key, found) in [
            ("name", self.fact(|facts| facts.controller.clone(), text)),
            ("address", self.fact(|facts| facts.addresses.first().cloned(), text)),
            ("email", self.fact(|facts| facts.emails.first().cloned(), text)),
            ("phone", self.fact(|facts| facts.phones.first().cloned(), text)),
        ] {
            self.stated(key, found);
        }
        let answer = |facts: &Facts| facts.responses.first().filter(|found| (1..=365).contains(&found.value.days)).cloned();
        let days = self.fact(answer, |time| time.days.to_string());
        self.stated("response_days", days);
        let date = |find: fn(&Facts) -> &Option<Found<String>>| {
            self.fact(|facts| find(facts).clone().filter(|date| duration::is_date(&date.value)), text)
        };
        let (effective, updated) = (date(|facts| &facts.effective), date(|facts| &facts.updated));
        // A version has to have a name; the text's own date is the only one that is not invented.
        let version = updated.clone().or_else(|| effective.clone()).map_or_else(|| toml("draft"), |(date, _)| date);
        let _ = writeln!(self.out, "\n[notice]\ndrafted = true\nversion = {version}");
        self.stated("effective", effective);
        self.stated("updated", updated);
        self.out.push('\n');
        self.children();
    }

    /// The ages at which the policy draws a line, from the first text that names any.
    fn children(&mut self) {
        let found = self.texts.iter().find_map(|text| text.facts.ages.first().map(|first| (text, first)));
        let Some((text, first)) = found else { return };
        let ages: BTreeSet<u32> = text.facts.ages.iter().map(|age| age.value).filter(|age| (1..=21).contains(age)).collect();
        let list = ages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        if !ages.is_empty() {
            let _ = writeln!(self.out, "[children]\nages = [{list}] # {}\n", source(&text.reading, &first.span));
        }
    }

    /// The purposes that gate tracking: those that a text names.
    fn gates(&mut self) {
        let groups: [(&str, &[TrackingKind]); 4] = [
            ("analytics", &[TrackingKind::Analytics, TrackingKind::PixelTags, TrackingKind::Beacons]),
            ("marketing", &[TrackingKind::Advertising, TrackingKind::MarketingMail]),
            ("functional", &[TrackingKind::Cookies]),
            ("push", &[TrackingKind::Push]),
        ];
        for (id, kinds) in groups {
            let named: Vec<Option<usize>> = self
                .texts
                .iter()
                .map(|text| {
                    kinds.iter().find_map(|kind| text.draft.tracking.iter().find(|found| found.kind == *kind)).map(|found| found.span.start)
                })
                .collect();
            if named.iter().all(Option::is_none) {
                continue;
            }
            self.ids.insert(id.to_owned());
            let titles: Vec<String> =
                self.texts.iter().map(|text| text.phrases.map_or(id, |phrases| phrases.purpose(id)).to_owned()).collect();
            let quotes: Option<Vec<String>> =
                self.texts.iter().zip(&named).map(|(text, at)| at.and_then(|at| quote::sentence_at(&text.reading, at))).collect();
            let _ = writeln!(
                self.out,
                "[[purpose]]\nid = {}\nkind = \"additional\" # the text names it; nothing runs before a choice",
                toml(id)
            );
            let _ = writeln!(self.out, "title = {}", self.entries(&titles));
            let from = self.texts.iter().zip(&named).find_map(|(text, at)| at.map(|at| source(&text.reading, &(at..at))));
            let quotes = quotes.map(|quotes| self.entries(&quotes)).zip(from);
            self.stated("description", quotes);
            self.unstated(&["effect", "data"]);
        }
    }

    /// Comments for the keys of a purpose that a draft never knows, and where its data is kept: texts say that once for all data.
    fn unstated(&mut self, more: &[&str]) {
        for key in more.iter().chain(&["recipients", "retention"]) {
            self.line(key, None);
        }
        let stored = self.texts.iter().find_map(|text| {
            let first = text.facts.stored.first()?;
            let codes: Vec<String> = text.facts.stored.iter().map(|found| toml(&found.value)).collect();
            Some((format!("[{}]", codes.join(", ")), format!("{}, the rule for all data", source(&text.reading, &first.span))))
        });
        self.stated("storage", stored);
        self.out.push('\n');
    }

    fn functions(&mut self) {
        let Some((first, rest)) = self.texts.split_first() else { return };
        for (place, function) in first.draft.functions.iter().enumerate() {
            // Texts are translations of each other only where they describe the same number of functions.
            let fits = |text: &Text| text.draft.functions.len() == first.draft.functions.len();
            let others: Option<Vec<&DraftFunction>> =
                rest.iter().map(|text| text.draft.functions.get(place).filter(|_| fits(text))).collect();
            let all: Vec<&DraftFunction> = std::iter::once(function).chain(others.iter().flatten().copied()).collect();
            self.function(place, &all);
        }
    }

    fn function(&mut self, place: usize, all: &[&DraftFunction]) {
        let Some(function) = all.first() else { return };
        let most = if function.kind == Some(PurposeKind::Additional) { self.longest_id() } else { 30 };
        let word = if most < "function-99".len() { "f" } else { "function" };
        let id = self.fresh(slug(&function.title).map(|id| cut(&id, most)), word, place + 1);
        let (kind, why) = match (function.kind, function.basis) {
            (Some(PurposeKind::Additional), FunctionBasis::Declared) => ("additional", "the text calls it so"),
            (Some(PurposeKind::Additional), FunctionBasis::Nature) => ("additional", "no service depends on what it is for"),
            (Some(PurposeKind::Additional), FunctionBasis::Rule) => ("additional", "by the general rule of its section"),
            (Some(PurposeKind::Additional), _) => ("additional", "the text leaves it to the visitor"),
            (Some(PurposeKind::Core), FunctionBasis::Rule) => ("core", "by the general rule of its section"),
            (Some(PurposeKind::Core), FunctionBasis::Declared) => ("core", "the text calls it so"),
            (Some(PurposeKind::Core), _) => ("core", "the text says the service depends on it"),
            (None, _) => ("core", "not stated: shown as information, without a switch"),
        };
        let translated = all.len() == self.texts.len();
        let _ = writeln!(self.out, "[[purpose]]\nid = {}\nkind = {} # {why}", toml(&id), toml(kind));
        if !translated {
            self.out.push_str("# The texts do not describe the same functions: translate what follows.\n");
        }
        let from = self.texts.first().map_or_else(String::new, |text| source(&text.reading, &function.span));
        let titles: Vec<String> = all.iter().map(|function| function.title.clone()).collect();
        let _ = writeln!(self.out, "title = {} # {from}", self.entries(&titles));
        let quotes: Option<Vec<String>> =
            all.iter().zip(self.texts).map(|(function, text)| quote::opening(&text.reading, &function.span, &function.title)).collect();
        let quotes = quotes.map(|quotes| (self.entries(&quotes), from.clone()));
        self.stated("description", quotes);
        let effects: Option<Vec<String>> =
            all.iter().map(|function| function.effect.as_ref().map(|effect| effect.said.value.clone())).collect();
        let said = function.effect.as_ref().zip(self.texts.first()).map(|(effect, text)| {
            let rule = if effect.general { ", the rule for all functions of the section" } else { "" };
            format!("{}{rule}", source(&text.reading, &effect.said.span))
        });
        let effects = effects.map(|effects| self.entries(&effects)).zip(said);
        self.stated("effect", effects);
        let ids = self.rows(all);
        let list = ids.iter().map(|id| toml(id)).collect::<Vec<_>>().join(", ");
        self.stated("data", (!ids.is_empty()).then(|| (format!("[{list}]"), from)));
        self.unstated(&[]);
    }

    /// Bytes that the id of an additional purpose may have, so that all of them fit into the state cookie.
    fn longest_id(&self) -> usize {
        /// What the cookie has for ids, less the numbers that tell equal ones apart.
        const ROOM: usize = 160;
        /// Purposes that tracking makes besides the text's own functions.
        const TRACKING: usize = 4;
        let functions = self.texts.first().map_or(&[][..], |text| &text.draft.functions);
        let additional = functions.iter().filter(|function| function.kind == Some(PurposeKind::Additional)).count() + TRACKING;
        (ROOM / additional).saturating_sub(1).clamp(3, 30)
    }

    /// Whether the first text shows something within a stretch as sensitive.
    fn is_marked(&self, span: &Range<usize>) -> bool {
        let marks = self.texts.first().map_or(&[][..], |text| &text.marks);
        // Marks are in text order and apart: the first that ends behind the start decides.
        marks.get(marks.partition_point(|mark| mark.end <= span.start)).is_some_and(|mark| mark.start < span.end)
    }

    /// The ids of a function's data rows; rows with the same words are one.
    fn rows(&mut self, all: &[&DraftFunction]) -> Vec<String> {
        let Some((function, rest)) = all.split_first() else { return Vec::new() };
        let mut ids: Vec<String> = Vec::new();
        for (place, datum) in function.data.iter().enumerate() {
            let others = rest.iter().map(|other| other.data.get(place).filter(|_| other.data.len() == function.data.len()));
            let labels: Vec<String> = std::iter::once(datum.label.clone())
                .chain(others.map(|other| other.map_or_else(|| datum.label.clone(), |other| other.label.clone())))
                .collect();
            let known = self
                .data
                .iter()
                .find(|row| row.labels.iter().zip(&labels).all(|(a, b)| a.to_lowercase() == b.to_lowercase()))
                .map(|row| row.id.clone());
            if let Some(row) = known.as_ref().and_then(|id| self.data.iter_mut().find(|row| row.id == *id)) {
                // What one function needs is not optional.
                row.optional &= datum.optional;
            }
            let id = known.unwrap_or_else(|| {
                let number = self.data.len() + 1;
                let id = self.fresh(slug(&datum.label).map(|slug| format!("d-{slug}")), "data", number);
                self.data.push(Row {
                    id: id.clone(),
                    labels,
                    sensitive: datum.sensitive.filter(|_| self.is_marked(&datum.span)).map(Category::name),
                    optional: datum.optional,
                    source: self.texts.first().map_or_else(String::new, |text| source(&text.reading, &datum.span)),
                });
                id
            });
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// An inline table with the words of each language; the first language's words where there are none.
    fn entries(&self, words: &[String]) -> String {
        let entry = |(place, text): (usize, &Text)| {
            format!("{} = {}", text.tag, toml(words.get(place).or(words.first()).map_or("", String::as_str)))
        };
        format!("{{ {} }}", self.texts.iter().enumerate().map(entry).collect::<Vec<_>>().join(", "))
    }

    /// An id that no other row has.
    fn fresh(&mut self, wish: Option<String>, word: &str, number: usize) -> String {
        let mut id = wish.map_or_else(|| format!("{word}-{number}"), |wish| cut(&wish, 32));
        let mut count = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{}-{count}", cut(&id, 28));
            count += 1;
        }
        id
    }
}

/// The clause that a value came from: number and title of its heading, and the line of the file.
fn source(reading: &Reading, span: &std::ops::Range<usize>) -> String {
    /// Characters of a title that a comment shows.
    const SHOWN: usize = 48;
    let line = reading.source_line(span.start);
    let Some(heading) = reading.heading_at(span.start) else { return format!("from line {line}") };
    let title: String = heading.title.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect();
    let more = if heading.title.chars().count() > SHOWN { "…" } else { "" };
    let number = one_line(&heading.number);
    let space = if number.is_empty() { "" } else { " " };
    format!("from “{number}{space}{}{more}”, line {line}", title.trim())
}

/// A text as an id: its Latin words, or nothing where it has none.
fn slug(text: &str) -> Option<String> {
    let words = text.to_lowercase();
    let words: Vec<&str> = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters = words.iter().flat_map(|word| word.chars()).filter(char::is_ascii_alphabetic).count();
    let foreign = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    (letters > foreign).then(|| cut(&words.join("-"), 30))
}

/// The start of an ASCII id, at a word border where there is one.
fn cut(id: &str, most: usize) -> String {
    let Some(start) = id.get(..most).filter(|_| id.len() > most) else { return id.to_owned() };
    let border = start.rfind('-').filter(|border| *border > most / 2).unwrap_or(most);
    start.get(..border).unwrap_or(start).trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests;
