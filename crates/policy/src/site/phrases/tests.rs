//! Every language has every phrase, with the same placeholders, and says nothing that pushes.

use std::collections::BTreeSet;

use countersign_core::{Category, Msg};

use super::{ALL, LOCALES, Phrases};

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_locale_has_every_key_of_english() {
    let english = Phrases::of("en").unwrap();
    assert_eq!(ALL.len(), LOCALES.len());
    assert_eq!(
        english.tables.keys().collect::<Vec<_>>(),
        [
            "age", "ask", "category", "change", "channel", "country", "held", "inset", "list", "message", "name", "purpose", "right",
            "separate", "unit", "update"
        ]
    );
    for phrases in ALL.iter() {
        assert!(!phrases.name.is_empty(), "{}", phrases.tag);
        for (table, words) in &english.tables {
            let other = &phrases.tables[table];
            assert_eq!(words.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{} {table}", phrases.tag);
            for (key, text) in words {
                assert!(!other[key].is_empty(), "{} {table}.{key}", phrases.tag);
                assert_eq!(placeholders(text), placeholders(&other[key]), "{} {table}.{key}", phrases.tag);
            }
        }
    }
}

#[test]
fn english_has_exactly_the_keys_of_core() {
    let english = Phrases::of("en").unwrap();
    let keys = |table: &str| english.tables[table].keys().map(String::as_str).collect::<BTreeSet<_>>();
    assert_eq!(keys("message"), Msg::ALL.iter().map(|message| message.key()).collect());
    assert_eq!(keys("category"), Category::ALL.iter().map(|category| category.name()).collect());
}

#[test]
fn placeholders_are_those_that_the_views_fill() {
    let known = BTreeSet::from([
        "controller",
        "purposes",
        "sensitive",
        "recipients",
        "countries",
        "days",
        "version",
        "date",
        "signal",
        "lists",
        "age",
    ]);
    for phrases in ALL.iter() {
        for (key, text) in &phrases.tables["message"] {
            assert!(placeholders(text).is_subset(&known), "{} {key}: {text}", phrases.tag);
        }
        let held = [("label", "purposes"), ("gets", "recipients data"), ("uses", "data"), ("once", ""), ("always", "purposes")];
        for (key, holes) in held {
            assert_eq!(placeholders(phrases.word("held", key)), holes.split_whitespace().collect(), "{} {key}", phrases.tag);
        }
    }
}

#[test]
fn nothing_is_emotional_or_a_reward() {
    let banned = [
        "!", "！", "please", "sorry", "love", "enjoy", "best", "better", "reward", "free", "miss", "sila", "maaf", "terbaik", "percuma",
        "请您", "抱歉", "优惠", "更好", "抱歉", "優惠", "更好",
    ];
    for phrases in ALL.iter() {
        for (key, text) in phrases.tables["message"].iter().chain(&phrases.tables["held"]) {
            let lower = text.to_lowercase();
            let hit = banned.iter().find(|word| {
                if word.is_ascii() && word.len() > 1 {
                    lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == **word)
                } else {
                    lower.contains(**word)
                }
            });
            assert_eq!(hit, None, "{} {key}: {text}", phrases.tag);
        }
    }
}

#[test]
fn labels_of_one_language_are_told_apart() {
    let labels = [Msg::AcceptAll, Msg::RefuseAll, Msg::Choose, Msg::Save, Msg::WithdrawAll, Msg::Close];
    for phrases in ALL.iter() {
        let words: BTreeSet<&str> = labels.iter().map(|label| phrases.message(*label)).collect();
        assert_eq!(words.len(), labels.len(), "{}", phrases.tag);
    }
}
