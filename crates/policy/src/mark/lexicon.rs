//! The lexicon: terms of sensitive data in English, Chinese and Malay, as one automaton.
//!
//! In: the data files `data/lexicon/*.toml`. Out: hits in folded text. Deliberately absent: which lists a site follows, decided in `mark`.

use aho_corasick::{AhoCorasick, MatchKind};
use countersign_core::Category;
use toml_edit::{DocumentMut, Item, TableLike};

use super::fold::{Folded, Folding};
use super::list::{List, Lists};

/// The terms and their automaton.
#[derive(Clone, Debug)]
pub struct Lexicon {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
    folding: Folding,
    heads: Vec<String>,
    definitions: Vec<String>,
}

/// Why a lexicon file cannot be used.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LexiconError {
    /// The file is not TOML, or a key has another type than it must have; says where and what to do.
    Shape(String),
    /// There is no sensitive category of this name; the names stand in `crates/core/src/notice/category.rs`.
    Category(String),
    /// There is no list of this name; the names stand in `crates/policy/src/mark/list.rs`.
    List(String),
    /// The terms are too many or too long for one automaton.
    Size(String),
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shape(what) => write!(out, "the lexicon file has a wrong shape: {what}; mend the file"),
            Self::Category(name) => write!(out, "the lexicon names no known category with {name:?}; use a name of the core category list"),
            Self::List(name) => write!(out, "the lexicon names no known list with {name:?}; use a name of `List`"),
            Self::Size(what) => write!(out, "the lexicon is too large: {what}; shorten it"),
        }
    }
}

impl std::error::Error for LexiconError {}

/// What a pattern stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Meaning {
    /// Sensitive data, and the lists that say so.
    Sensitive(Category, Lists),
    /// A phrase that hides the terms inside it.
    Denied,
    /// Data that is not sensitive by itself.
    Ordinary,
}

#[derive(Clone, Copy, Debug)]
struct Pattern {
    meaning: Meaning,
    /// Borders of words must stand at this end: the pattern begins or ends with a letter of a spaced script.
    opens_word: bool,
    closes_word: bool,
}

/// A hit in folded text; offsets are those of the folded text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) meaning: Meaning,
}

const FILES: [&str; 3] =
    [include_str!("../../data/lexicon/en.toml"), include_str!("../../data/lexicon/zh.toml"), include_str!("../../data/lexicon/ms.toml")];

impl Lexicon {
    /// The lexicon that ships.
    ///
    /// # Errors
    /// Where a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, LexiconError> {
        Self::parse(&FILES)
    }

    /// A lexicon from files of the shipped shape: lists `heads`, `definition`, `deny`, `ordinary`, the string `traditional`, and tables `term`
    /// with `category`, `lists` and `words`.
    ///
    /// # Errors
    /// The first file or key that cannot be used.
    pub fn parse(files: &[&str]) -> Result<Self, LexiconError> {
        let documents = files
            .iter()
            .map(|file| file.parse::<DocumentMut>().map_err(|error| LexiconError::Shape(error.to_string())))
            .collect::<Result<Vec<_>, _>>()?;
        let pairs: String = documents.iter().filter_map(|file| file.get("traditional")?.as_str()).collect();
        let mut builder = Builder { folding: Folding::new(&pairs), words: Vec::new(), patterns: Vec::new() };
        let mut heads = Vec::new();
        let mut definitions = Vec::new();
        for file in &documents {
            heads.extend(strings(file.as_table(), "heads")?);
            definitions.extend(strings(file.as_table(), "definition")?);
            for phrase in strings(file.as_table(), "deny")? {
                builder.add(&phrase, Meaning::Denied);
            }
            for phrase in strings(file.as_table(), "ordinary")? {
                builder.add(&phrase, Meaning::Ordinary);
            }
            for term in file.get("term").and_then(Item::as_array_of_tables).into_iter().flatten() {
                let name = term.get("category").and_then(Item::as_str).unwrap_or_default();
                let category = Category::from_name(name).ok_or_else(|| LexiconError::Category(name.to_owned()))?;
                let list = |name: &String| List::from_name(name).ok_or_else(|| LexiconError::List(name.clone()));
                let lists = strings(term, "lists")?.iter().map(list).collect::<Result<Lists, _>>()?;
                for phrase in strings(term, "words")? {
                    builder.add(&phrase, Meaning::Sensitive(category, lists));
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&builder.words)
            .map_err(|error| LexiconError::Size(error.to_string()))?;
        let folding = builder.folding;
        let fold = |words: Vec<String>| words.iter().map(|word| folding.fold(word).text).collect();
        Ok(Self { automaton, patterns: builder.patterns, heads: fold(heads), definitions: fold(definitions), folding })
    }

    /// Folds text for matching.
    pub(crate) fn fold(&self, text: &str) -> Folded {
        self.folding.fold(text)
    }

    /// Words that belong to a term when they follow it, folded.
    pub(crate) fn heads(&self) -> &[String] {
        &self.heads
    }

    /// What policies call their own list of sensitive data, folded.
    pub(crate) fn definitions(&self) -> &[String] {
        &self.definitions
    }

    /// The hits in folded text that pass `wanted`: leftmost first, the longest of those at one place, none overlapping.
    pub(crate) fn hits(&self, folded: &str, wanted: impl Fn(Meaning) -> bool) -> Vec<Hit> {
        let mut all: Vec<Hit> = self
            .automaton
            .find_overlapping_iter(folded)
            .filter_map(|found| {
                let pattern = self.patterns.get(found.pattern().as_usize())?;
                let before = folded.get(..found.start())?.chars().next_back();
                let after = folded.get(found.end()..)?.chars().next();
                let inside = |letter: Option<char>| letter.is_some_and(is_spaced_letter);
                let cut = (pattern.opens_word && inside(before)) || (pattern.closes_word && inside(after));
                (!cut && wanted(pattern.meaning)).then_some(Hit { start: found.start(), end: found.end(), meaning: pattern.meaning })
            })
            .collect();
        all.sort_by(|one, other| {
            one.start.cmp(&other.start).then(other.end.cmp(&one.end)).then(rank(one.meaning).cmp(&rank(other.meaning)))
        });
        let mut kept: Vec<Hit> = Vec::new();
        for hit in all {
            if kept.last().is_none_or(|last| last.end <= hit.start) {
                kept.push(hit);
            }
        }
        kept
    }
}

fn rank(meaning: Meaning) -> u8 {
    match meaning {
        Meaning::Denied => 0,
        Meaning::Sensitive(..) => 1,
        Meaning::Ordinary => 2,
    }
}

/// A letter of a script that parts words with spaces.
pub(crate) fn is_spaced_letter(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{2e80}'
}

struct Builder {
    folding: Folding,
    words: Vec<String>,
    patterns: Vec<Pattern>,
}

impl Builder {
    fn add(&mut self, phrase: &str, meaning: Meaning) {
        let folded = self.folding.fold(phrase).text;
        let opens_word = folded.chars().next().is_some_and(is_spaced_letter);
        let closes_word = folded.chars().next_back().is_some_and(is_spaced_letter);
        let pattern = Pattern { meaning, opens_word, closes_word };
        for variant in variants(&folded) {
            self.words.push(variant);
            self.patterns.push(pattern);
        }
    }
}

/// A phrase and its plural.
fn variants(folded: &str) -> Vec<String> {
    let mut list = vec![folded.to_owned()];
    if folded.ends_with(|letter: char| letter.is_ascii_lowercase()) && folded.len() > 3 {
        let plural = match folded.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
            _ if folded.ends_with(['s', 'x']) => format!("{folded}es"),
            _ => format!("{folded}s"),
        };
        list.push(plural);
    }
    list
}

fn strings(table: &dyn TableLike, key: &str) -> Result<Vec<String>, LexiconError> {
    let Some(item) = table.get(key) else { return Ok(Vec::new()) };
    let array = item.as_array().ok_or_else(|| LexiconError::Shape(format!("`{key}` must be a list")))?;
    let one = |value: &toml_edit::Value| value.as_str().map(str::to_owned);
    array.iter().map(one).collect::<Option<_>>().ok_or_else(|| LexiconError::Shape(format!("`{key}` must hold strings only")))
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, LexiconError, Meaning};

    #[test]
    fn the_shipped_files_are_whole() {
        assert!(Lexicon::shipped().is_ok());
        assert!(matches!(Lexicon::parse(&["[[term]]\ncategory = \"shoe_size\"\nwords = []"]), Err(LexiconError::Category(_))));
        let foreign = "[[term]]\ncategory = \"health\"\nlists = [\"x\"]\nwords = []";
        assert!(matches!(Lexicon::parse(&[foreign]), Err(LexiconError::List(_))));
        assert!(matches!(Lexicon::parse(&["deny = 1"]), Err(LexiconError::Shape(_))));
    }

    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::shipped().unwrap();
        let folded = lexicon.fold(text);
        let hits = lexicon.hits(&folded.text, |meaning| meaning != Meaning::Ordinary);
        let found: Vec<_> =
            hits.iter().filter(|hit| hit.meaning != Meaning::Denied).map(|hit| &text[folded.range(hit.start, hit.end)]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn terms_are_found_as_written() {
        check("Your Fingerprints and ID cards", &["Fingerprints", "ID cards"]);
        check("a bank\n  account, a real time location", &["bank\n  account", "real time location"]);
        check("children’s personal information", &["children’s personal information"]);
        check("we face delays and irises", &["irises"]);
        check("physical and mental health", &[]);
        check("您的銀行帳戶與指紋", &["銀行帳戶", "指紋"]);
        check("您的位置\n信息", &["位置\n信息"]);
        check("rekod perubatan dan cap jari", &["rekod perubatan", "cap jari"]);
        check("GPSX passwordless", &[]);
    }
}
