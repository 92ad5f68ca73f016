//! Wording that pushes: praise, rewards, hurry, pleas, blame and advice in what a visitor reads before an answer (STANDARDS rule U32).
//!
//! In: a text and its language. Out: the first words that push, and how they do. The words are data: `data/wording.toml`. Deliberately
//! absent: policies, whose words are the author's own and are shown as they stand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml_edit::{Document, Item};

use crate::terms::Named;

/// The words of each language, by its first subtag.
static WORDS: LazyLock<BTreeMap<String, Named>> = LazyLock::new(|| {
    let Ok(file) = Document::parse(include_str!("../../data/wording.toml")) else { return BTreeMap::new() };
    let named = |(language, item): (&str, &Item)| Some((language.to_owned(), Named::parse(item.as_table_like()?)?));
    file.iter().filter_map(named).collect()
});

/// How words push, and what to write instead.
const WAYS: [(&str, &str, &str); 7] = [
    ("praise", "praises", "say what it does, not how good that is"),
    ("reward", "promises a reward for agreeing", "leave the reward out: a choice that is paid for is not free"),
    ("hurry", "hurries", "leave it out: a choice has no time limit"),
    ("plea", "begs", "state the choice and ask for no answer"),
    ("blame", "blames or regrets", "state what refusing does, without regret"),
    ("advice", "advises an answer or makes light of it", "leave it out: both answers are equally good"),
    (LOUD, "is loud", "end the sentence with a full stop"),
];

/// The way of marks that no language has for itself.
const LOUD: &str = "loud";

/// Words that push.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pushing {
    /// The words as they stand in the text, from the first to the last that make it so.
    pub words: String,
    /// How they push: the rest of a sentence that begins with the words.
    pub how: &'static str,
    /// What to write instead.
    pub help: &'static str,
}

/// The first words of a text that push towards an answer; `None` where none do, or where the language is none that ships.
#[must_use]
pub fn pushing(tag: &str, text: &str) -> Option<Pushing> {
    let named = WORDS.get(tag.split('-').next().unwrap_or(tag))?;
    let folded = named.fold(text);
    let first = named.find(&folded).into_iter().min_by_key(|(_, range)| range.start);
    let loud = text.char_indices().find(|(_, letter)| is_loud(*letter)).map(|(at, letter)| (LOUD, at..at + letter.len_utf8()));
    let (way, range) = first.or(loud)?;
    let (_, how, help) = WAYS.into_iter().find(|(name, _, _)| *name == way)?;
    Some(Pushing { words: text.get(range)?.to_owned(), how, help })
}

/// Exclamation marks, hearts, stars and pictures.
fn is_loud(letter: char) -> bool {
    matches!(letter, '!' | '！' | '‼' | '❤' | '⭐' | '✨' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::{WAYS, WORDS, pushing};

    #[test]
    fn every_way_of_every_language_has_a_remedy() {
        assert_eq!(WORDS.keys().collect::<Vec<_>>(), ["en", "ms", "zh"]);
        let file = include_str!("../../data/wording.toml").parse::<toml_edit::DocumentMut>().unwrap();
        for (language, table) in file.iter() {
            let ways: Vec<&str> = table.as_table().unwrap().iter().map(|(way, _)| way).collect();
            assert_eq!(ways, WAYS.iter().map(|(way, _, _)| *way).filter(|way| *way != "loud").collect::<Vec<_>>(), "{language}");
        }
    }

    #[test]
    fn what_pushes_is_found_and_plain_words_are_not() {
        let check = |tag: &str, text: &str, expected: Option<(&str, &str)>| {
            let found = pushing(tag, text);
            assert_eq!(found.as_ref().map(|one| (one.words.as_str(), one.how)), expected, "{tag}: {text}");
        };
        check("en", "Metrik counts how our pages are used.", None);
        check("en", "For a Better visit.", Some(("Better", "praises")));
        check("en", "We enhance your  experience.", Some(("enhance your  experience", "praises")));
        check("en", "A discount is shown on your invoice.", None);
        check("en", "Agree and get a discount.", Some(("Agree and get a discount", "promises a reward for agreeing")));
        check("en", "Today only.", Some(("Today only", "hurries")));
        check("en", "Please write to us.", None);
        check("en", "Please switch on.", Some(("Please switch on", "begs")));
        check("en", "You will miss out.", Some(("miss out", "blames or regrets")));
        check("en", "The recommended setting.", Some(("recommended setting", "advises an answer or makes light of it")));
        check("en", "Off!", Some(("!", "is loud")));
        check("en", "Thanks \u{1f60a}", Some(("\u{1f60a}", "is loud")));
        check("zh-Hans", "广告与优惠信息", None);
        check("zh-Hans", "同意即可领取优惠。", Some(("同意即可领取优惠", "promises a reward for agreeing")));
        check("zh-Hant", "為您帶來更好的服務", Some(("更好", "praises")));
        check("zh-Hant", "請您允許。", Some(("請您允許", "begs")));
        check("zh-Hans", "如您拒绝，其他功能不受影响。", None);
        check("ms", "Kami mengira lawatan.", None);
        check("en", "Personal recommendations, chosen from what you send.", None);
        check("zh-Hans", "个性化推荐", None);
        check("ms", "Tarik balik persetujuan anda.", None);
        check("ms", "Pilihan yang disyorkan.", Some(("Pilihan yang disyorkan", "advises an answer or makes light of it")));
        check("ms", "Malangnya peta tidak dipaparkan.", Some(("Malangnya", "blames or regrets")));
        check("fr", "Mieux !", None);
    }
}
