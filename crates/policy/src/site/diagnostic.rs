//! Diagnostics: what is wrong in an author's files, where, and what to write instead.
//!
//! In: byte spans of one file. Out: [`Diagnostic`]s in the order of the file. Deliberately absent: terminals and colors.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Nothing is built.
    Error,
    /// The build goes on.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($name:ident $number:literal $severity:ident $doc:literal),* $(,)?) => {
        /// What kind of thing is wrong; the numbers never change and are never used again.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code { $(#[doc = $doc] $name),* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable text, `CS-B001`.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => concat!("CS-B", $number)),* }
            }

            /// How much it weighs.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// What it means in general.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $doc),* }
            }
        }
    };
}

codes! {
    Unreadable "001" Error "A file cannot be read.",
    Syntax "002" Error "The file is not TOML.",
    UnknownKey "003" Error "A key that has no meaning here.",
    Missing "004" Error "A required key or table is missing.",
    WrongType "005" Error "A value of the wrong type.",
    Empty "006" Error "A text without words.",
    NotListed "007" Error "A word outside its list.",
    OutOfRange "008" Error "A number outside its range.",
    NotADate "009" Error "A date that is not an ISO 8601 calendar date.",
    NotADuration "010" Error "A duration that is not ISO 8601.",
    NotAnId "011" Error "An id with wrong characters or length.",
    DuplicateId "012" Error "Two rows with one id.",
    UnknownId "013" Error "A reference to a row that does not exist.",
    UnknownLocale "014" Error "A language that does not ship.",
    MissingLocale "015" Error "A text that is missing in one language.",
    ForeignLocale "016" Error "A text in a language that the site does not declare.",
    DuplicateLocale "017" Error "Two locales with one tag.",
    NotACountry "018" Error "A country that is not an ISO 3166-1 alpha-2 code.",
    UnnamedCountry "019" Warning "A country whose name is not in the phrase data; its code is shown.",
    CoreByConsent "020" Error "A core purpose that rests on consent.",
    SharedHost "022" Error "A vendor host that two purposes claim.",
    CoreWithVendors "023" Warning "A core purpose with vendors; core purposes have no gate.",
    HeadingsDiffer "024" Warning "Policies of two languages whose headings differ.",
    NotAHost "025" Error "A vendor host that is not a host with an optional path.",
    NotUtf8 "026" Error "A policy that is no text, or not in an encoding that can be told.",
    EmptyPolicy "027" Error "A policy without words.",
    NotAnAddress "028" Error "An origin, path or address of the wrong form.",
    UnusedRow "029" Warning "A row that nothing refers to.",
    SamePolicy "030" Error "One policy file for two languages.",
    Unsound "031" Error "A notice that does not pass its check.",
    VendorWithoutHosts "032" Error "A vendor that is not in the catalogue and names no host.",
    UpdatedLater "033" Warning "A policy that was changed after it took effect.",
    GuessedEncoding "034" Warning "A policy that is not UTF-8 and whose encoding was told from its letters.",
    UnusedWords "035" Warning "Words of the author that no text holds.",
    GrantsNothing "036" Warning "A vendor's consent calls that no choice can grant.",
    ForeignDomain "037" Error "A domain for the state cookie that the site's host does not lie in.",
    OwnName "038" Error "A stored name of an additional purpose that covers what the product keeps for itself.",
    CookieTooLong "039" Error "A state cookie that would exceed 200 bytes with every purpose open.",
    TwoDeadlines "050" Error "A right with two deadlines.",
    DayTwice "051" Error "A date that stands twice in the calendar.",
    NeverWorks "052" Error "A calendar without a working day.",
    NoHolidays "053" Warning "A deadline in working days without holidays to leave out.",
    ApartCore "060" Error "A core purpose with a consent of its own.",
    ApartSilent "061" Error "A consent of its own that does not say what the law wants said before it.",
    Pushing "080" Warning "Words that push a visitor towards an answer.",
    SamePartner "081" Error "Two recipients with one name.",
}

/// One thing that is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    /// What kind.
    pub code: Code,
    /// The file as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line's words, for showing; empty where there is no such line.
    pub excerpt: String,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl Diagnostic {
    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// `file:line:column: error[CS-B003]: message`, the line, a caret and the help.
impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}:{}:{}: {}[{}]: {}", self.file, self.line, self.column, self.severity(), self.code.text(), self.message)?;
        show(out, self.line, &self.excerpt, self.column)?;
        write!(out, "  help: {}", self.help)
    }
}

/// A line with its number, and a caret under a column; nothing where the line has no words.
pub(crate) fn show(out: &mut fmt::Formatter<'_>, line: usize, excerpt: &str, column: usize) -> fmt::Result {
    if excerpt.trim().is_empty() {
        return Ok(());
    }
    let width = line.to_string().len();
    let before = excerpt.chars().take(column.saturating_sub(1));
    // Terminals give a Chinese character two columns.
    let pad: String = before
        .map(|letter| {
            if letter == '\t' {
                "\t"
            } else if letter >= '\u{2e80}' {
                "  "
            } else {
                " "
            }
        })
        .collect();
    writeln!(out, "{line} | {excerpt}")?;
    writeln!(out, "{:width$} | {pad}^", "")
}

/// Gathers what is found in one file.
#[derive(Debug)]
pub(super) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'a> Report<'a> {
    /// An empty report on a file.
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, found: RefCell::default() }
    }

    /// Adds a finding at a span of the file.
    pub(super) fn add(&self, code: Code, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.found.borrow_mut().push(locate(code, self.file, self.text, span.start, message.into(), help.into()));
    }

    /// Adds a finding at a byte of another file.
    pub(super) fn add_elsewhere(&self, code: Code, file: &str, text: &str, at: usize, message: String, help: String) {
        self.found.borrow_mut().push(locate(code, file, text, at, message, help));
    }

    /// Whether an error was found.
    pub(super) fn has_errors(&self) -> bool {
        self.found.borrow().iter().any(|one| one.severity() == Severity::Error)
    }

    /// Everything found: this file's findings by place, then those of other files.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by(|a, b| {
            let key = |one: &Diagnostic| (one.file != self.file, one.file.clone(), one.line, one.column, one.code);
            key(a).cmp(&key(b))
        });
        found.dedup();
        found
    }
}

fn locate(code: Code, file: &str, text: &str, at: usize, message: String, help: String) -> Diagnostic {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Diagnostic {
        code,
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        excerpt: text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default().to_owned(),
        message,
        help,
    }
}

/// The candidate that a person most likely meant, if one is near.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Near means that most of the word stays: two edits make nothing of a two-letter tag.
    let length = word.chars().count();
    let limit = (length / 3).max(2).min(length.saturating_sub(1));
    let scored = candidates.into_iter().map(|candidate| (distance(&word.to_lowercase(), &candidate.to_lowercase()), candidate));
    scored.filter(|(score, _)| *score <= limit).min_by_key(|(score, _)| *score).map(|(_, candidate)| candidate)
}

/// Levenshtein distance over characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (place, left) in a.chars().enumerate() {
        let mut diagonal = place;
        let mut last = place + 1;
        for (right, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            *cell = (diagonal + usize::from(left != *right)).min(above + 1).min(last + 1);
            diagonal = above;
            last = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = place + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A help sentence that names the nearest candidate, or all of them.
pub(super) fn suggest(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if candidates.is_empty() => "there is nothing to name here yet".to_owned(),
        None => format!("write one of {}", candidates.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, distance, nearest};

    #[test]
    fn distances_count_edits() {
        for (a, b, expected) in [("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("目的", "目标", 1), ("id", "id", 0)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_key_is_near() {
        for (word, expected) in [("retenton", Some("retention")), ("Title", Some("title")), ("zzzzzz", None), ("zh", None)] {
            assert_eq!(nearest(word, ["title", "retention", "storage", "en"]), expected, "{word}");
        }
    }

    #[test]
    fn codes_are_in_order_and_apart() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].text() < pair[1].text()));
    }
}
