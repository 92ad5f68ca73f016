//! Reading the policy files of a site and comparing their headings.
//!
//! In: the locale rows and a way to read a file. Out: one [`Policy`] a locale, findings in the report. Deliberately absent: the file system.

use countersign_core::Category;

use super::clauses::check_tracking;
use super::diagnostic::{Code, Report, suggest};
use super::file::{LocaleRow, SiteFile};
use super::lower::Policy;
use super::marks::{self, Marker};
use crate::link::links;
use crate::read::{PolicyFile, ReadError, Reading, read_policy};

/// A file that was read: its name as shown, its words and what they mean.
pub(super) struct Loaded {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) policy: Policy,
    pub(super) marker: Marker,
}

/// Reads every policy; `None` in the place of each that cannot be used.
pub(super) fn load(file: &SiteFile, open: &dyn Fn(&str) -> std::io::Result<Vec<u8>>, report: &Report<'_>) -> Vec<Option<Loaded>> {
    let loaded: Vec<Option<Loaded>> = file.locales.iter().map(|row| load_one(file, row, open, report)).collect();
    let mut present = loaded.iter().flatten();
    if let Some(first) = present.next() {
        for other in present {
            compare(first, other, report);
        }
    }
    marks::check_author(file, &loaded, report);
    check_tracking(file, &loaded, report);
    loaded
}

fn load_one(file: &SiteFile, row: &LocaleRow, open: &dyn Fn(&str) -> std::io::Result<Vec<u8>>, report: &Report<'_>) -> Option<Loaded> {
    let (name, span) = (&row.policy.value, &row.policy.span);
    let bytes = match open(name) {
        Ok(bytes) => bytes,
        Err(cause) => {
            let help = "write the path of the policy, relative to site.toml";
            report.add(Code::Unreadable, span, format!("the policy {name} cannot be read: {cause}"), help);
            return None;
        }
    };
    let PolicyFile { text: source, encoding, guessed, reading, .. } = match read_policy(name, &bytes) {
        Ok(policy) => policy,
        Err(cause) => {
            let code = match cause {
                ReadError::Empty => Code::EmptyPolicy,
                ReadError::TooLarge => Code::Unreadable,
                _ => Code::NotUtf8,
            };
            report.add(code, span, format!("the policy {name} {cause}"), cause.remedy());
            return None;
        }
    };
    if guessed {
        let message = format!("the policy {name} is not UTF-8; it reads like {encoding} and was read so{}", sample(&source));
        report.add(Code::GuessedEncoding, span, message, "save the file as UTF-8, so that nothing has to be guessed");
    }
    for (at, value) in reading.misnamed() {
        let names: Vec<&str> = Category::ALL.iter().map(|category| category.name()).chain(["plain"]).collect();
        let message = format!("`data-cs-mark` has no value \"{value}\"");
        report.add_elsewhere(Code::NotListed, name, &source, *at, message, suggest(value, &names));
    }
    let unsound = |cause: String| {
        report.add(Code::Unsound, span, format!("the policy {name} cannot be marked: {cause}"), "report this as a fault of Countersign");
    };
    let (marker, found) = Marker::new(file, &row.tag.value, &reading).map_err(|cause| unsound(cause.to_string())).ok()?;
    let marks = found.plain();
    let links = links(&reading, &marks);
    let document = reading.document(marks).and_then(|document| document.with_links(links));
    let document = document.map_err(|cause| unsound(format!("{cause:?}"))).ok()?;
    Some(Loaded { name: name.clone(), source, policy: Policy { reading, document, basis: found.basis }, marker })
}

/// The first words of a text that are not ASCII, for the author to look at.
fn sample(text: &str) -> String {
    let word = text.split_whitespace().find(|word| !word.trim_start_matches('\u{feff}').is_ascii());
    let start: String = word.unwrap_or_default().trim_start_matches('\u{feff}').chars().take(12).collect();
    if start.is_empty() { start } else { format!(", for example \"{start}\"") }
}

/// Warns where two languages' policies do not have the same headings, by depth and order.
fn compare(first: &Loaded, other: &Loaded, report: &Report<'_>) {
    let depths = |reading: &Reading| reading.headings().iter().map(|section| section.depth).collect::<Vec<_>>();
    let (left, right) = (depths(&first.policy.reading), depths(&other.policy.reading));
    if left == right {
        return;
    }
    let place = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let section = |loaded: &Loaded| {
        let sections = loaded.policy.reading.headings();
        sections.get(place).map_or_else(|| "no further heading".to_owned(), |section| format!("\"{}\"", section.title))
    };
    let message = format!(
        "{} has {} headings and {} has {}; they part at heading {}: {} against {}",
        other.name,
        right.len(),
        first.name,
        left.len(),
        place + 1,
        section(other),
        section(first),
    );
    let reading = &other.policy.reading;
    let at = reading.headings().get(place).map_or(0, |section| reading.source_offset(section.start));
    let help = "give both languages the same sections, so that a link leads to the same clause".to_owned();
    report.add_elsewhere(Code::HeadingsDiffer, &other.name, &other.source, at, message, help);
}
