//! Reading one lexicon file: phrases, their other spellings and plurals, and the words that decide beside them.
//!
//! In: TOML. Out: patterns in the builder. Keys are described in `data/lexicon/README.md`. Deliberately absent: matching.

use countersign_core::Category;
use regex::Regex;
use toml_edit::{Document, Item, TableLike};

use super::{Beside, Builder, Context, LexiconError, Meaning, Strength, Term};
use crate::mark::list::{List, Lists};

impl Builder {
    /// Adds all that a file says.
    pub(super) fn file(&mut self, text: &str) -> Result<(), LexiconError> {
        let file = Document::parse(text).map_err(|error| LexiconError::Shape(error.to_string()))?;
        let root = file.as_table();
        let spellings = self.spellings(root)?;
        let beside = self.words_beside(root)?;
        let tongue = self.beside.len();
        self.beside.push(beside);
        for (key, meaning) in [("deny", Meaning::Denied), ("ordinary", Meaning::Ordinary)] {
            self.phrases(root, key, meaning, &spellings)?;
        }
        for table in tables(root, "term") {
            let name = table.get("category").and_then(Item::as_str).unwrap_or_default();
            let category = Category::from_name(name).ok_or_else(|| LexiconError::Category(name.to_owned()))?;
            let list = |name: &String| List::from_name(name).ok_or_else(|| LexiconError::List(name.clone()));
            let lists = strings(table, "lists")?.iter().map(list).collect::<Result<Lists, _>>()?;
            for (key, strength) in
                [("words", Strength::Alone), ("owned", Strength::Owned), ("listed", Strength::Listed), ("among", Strength::Among)]
            {
                self.phrases(table, key, Meaning::Sensitive(Term { category, lists, strength, tongue }), &spellings)?;
            }
            for shape in strings(table, "shapes")? {
                let shape = Regex::new(&shape).map_err(|error| LexiconError::Shape(error.to_string()))?;
                self.shapes.push((shape, Term { category, lists, strength: Strength::Alone, tongue }));
            }
        }
        Ok(())
    }

    fn words_beside(&mut self, root: &dyn TableLike) -> Result<Beside, LexiconError> {
        let folding = self.folding;
        let read = |table: &dyn TableLike, key: &str| -> Result<Vec<String>, LexiconError> {
            Ok(strings(table, key)?.iter().map(|word| folding.fold(word).text).collect())
        };
        for name in read(root, "definition")? {
            self.names.push(name);
            self.named_in.push(self.beside.len());
        }
        let context = |table: &toml_edit::Table| {
            let category = |name: &String| Category::from_name(name).ok_or_else(|| LexiconError::Category(name.clone()));
            let categories = strings(table, "categories")?.iter().map(category).collect::<Result<_, _>>()?;
            Ok(Context { categories, before: read(table, "before")?, behind: read(table, "behind")? })
        };
        Ok(Beside {
            endings: read(root, "endings")?,
            heads: read(root, "heads")?,
            not_heads: read(root, "not_heads")?,
            heads_before: read(root, "heads_before")?,
            leads: read(root, "leads")?,
            owners: read(root, "owners")?,
            owners_behind: read(root, "owners_behind")?,
            announcers: read(root, "announcers")?,
            joints: read(root, "joints")?,
            articles: read(root, "articles")?,
            not_behind: read(root, "not_behind")?,
            contexts: tables(root, "context").map(context).collect::<Result<_, LexiconError>>()?,
            defining: read(root, "defining")?,
            listing: read(root, "listing")?,
        })
    }

    fn phrases(&mut self, table: &dyn TableLike, key: &str, meaning: Meaning, spellings: &[Vec<Spelling>]) -> Result<(), LexiconError> {
        for phrase in strings(table, key)? {
            for variant in self.variants(&phrase, meaning, spellings) {
                self.add(variant, meaning);
            }
        }
        Ok(())
    }

    /// A folded phrase with its other spellings, its plural, and the particle that Chinese may put before the head noun.
    fn variants(&self, phrase: &str, meaning: Meaning, spellings: &[Vec<Spelling>]) -> Vec<String> {
        let base = self.folding.fold(phrase).text;
        let letters = letters(&base);
        let mut list = vec![base];
        for group in spellings {
            let stands =
                |word: &&Spelling| word.letters & !letters == 0 && list.first().is_some_and(|base| stands(base, &word.text).is_some());
            let Some(word) = group.iter().find(stands) else { continue };
            let others = group.iter().filter(|other| other.text != word.text);
            let more: Vec<String> =
                others.flat_map(|other| list.iter().filter_map(|base| replace(base, &word.text, &other.text))).collect();
            list.extend(more);
        }
        let endings = self.beside.last().map(|beside| beside.endings.as_slice()).unwrap_or_default();
        let ended = |base: &String| -> Vec<String> {
            if endings.is_empty() {
                plural(base).into_iter().collect()
            } else {
                endings.iter().map(|ending| format!("{base}{ending}")).collect()
            }
        };
        let more: Vec<String> = list.iter().flat_map(ended).collect();
        list.extend(more);
        if matches!(meaning, Meaning::Sensitive(_)) {
            let linked: Vec<String> = list.iter().filter_map(|base| self.linked(base)).collect();
            list.extend(linked);
        }
        list
    }

    /// "浏览的记录" for "浏览记录".
    fn linked(&self, folded: &str) -> Option<String> {
        let heads = self.beside.last()?.heads.iter().filter(|head| !head.is_ascii());
        let stem = heads.filter_map(|head| Some((folded.strip_suffix(head.as_str())?, head))).find(|(stem, _)| stem.chars().count() > 1);
        stem.map(|(stem, head)| format!("{stem}的{head}"))
    }

    fn spellings(&self, file: &dyn TableLike) -> Result<Vec<Vec<Spelling>>, LexiconError> {
        let shape = || LexiconError::Shape("`spellings` must be a list of lists of strings".to_owned());
        let Some(item) = file.get("spellings") else { return Ok(Vec::new()) };
        let group = |value: &toml_edit::Value| {
            let words = value.as_array()?.iter().map(|word| Some(Spelling::new(self.folding.fold(word.as_str()?).text)));
            words.collect::<Option<Vec<Spelling>>>()
        };
        item.as_array().ok_or_else(shape)?.iter().map(group).collect::<Option<_>>().ok_or_else(shape)
    }
}

/// A word of a group of spellings.
struct Spelling {
    text: String,
    letters: u64,
}

impl Spelling {
    fn new(text: String) -> Self {
        Self { letters: letters(&text), text }
    }
}

/// The bytes of a text as a set of 64: a text that lacks one of another's cannot hold it.
fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |set, byte| set | (1 << (byte & 63)))
}

/// Where a phrase holds a word at borders of words.
fn stands(phrase: &str, word: &str) -> Option<usize> {
    // Phrases are short: comparing place by place costs less than setting a search up.
    let at = phrase.as_bytes().windows(word.len().max(1)).position(|window| window == word.as_bytes())?;
    let (before, after) = (phrase.get(..at)?, phrase.get(at + word.len()..)?);
    let cut = word.is_ascii() && !((before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with([' ', '\''])));
    (!cut).then_some(at)
}

/// The phrase with one word in the place of another; `None` where it does not hold the word at borders of words.
fn replace(phrase: &str, word: &str, by: &str) -> Option<String> {
    let at = stands(phrase, word)?;
    Some(format!("{}{by}{}", phrase.get(..at)?, phrase.get(at + word.len()..)?))
}

/// The plural of a phrase that ends with a Latin letter.
fn plural(folded: &str) -> Option<String> {
    if folded.len() <= 3 || !folded.ends_with(|letter: char| letter.is_ascii_lowercase()) {
        return None;
    }
    Some(match folded.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if folded.ends_with(['s', 'x']) => format!("{folded}es"),
        _ => format!("{folded}s"),
    })
}

fn tables<'a>(root: &'a dyn TableLike, key: &str) -> impl Iterator<Item = &'a toml_edit::Table> {
    root.get(key).and_then(Item::as_array_of_tables).into_iter().flatten()
}

fn strings(table: &dyn TableLike, key: &str) -> Result<Vec<String>, LexiconError> {
    let Some(item) = table.get(key) else { return Ok(Vec::new()) };
    let array = item.as_array().ok_or_else(|| LexiconError::Shape(format!("`{key}` must be a list")))?;
    let one = |value: &toml_edit::Value| value.as_str().map(str::to_owned);
    array.iter().map(one).collect::<Option<_>>().ok_or_else(|| LexiconError::Shape(format!("`{key}` must hold strings only")))
}
