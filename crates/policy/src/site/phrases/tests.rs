//! Every language has every phrase, with the same placeholders, and says nothing that pushes.

use std::collections::BTreeSet;

use countersign_core::{Category, Msg};

use super::complete::faults;
use super::{ALL, LOCALES, Phrases, SOURCES};
use crate::site::wording::pushing;

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_locale_has_every_phrase_and_a_form_for_every_number() {
    let files: Vec<(&str, &str)> = LOCALES.into_iter().zip(SOURCES).collect();
    assert_eq!(faults(&files), [""; 0]);
    // What the build script reads is what ships.
    let script = include_str!("../../../build/main.rs");
    assert!(script.contains(&format!("const FILES: [&str; 4] = {LOCALES:?};")), "the build script holds other languages");
}

#[test]
fn numbers_take_the_form_of_their_language() {
    let check = |tag: &str, count: u32, expected: &str| {
        let phrases = Phrases::of(tag).unwrap();
        assert_eq!(phrases.counted("message", "response-days", count).replace("{days}", &count.to_string()), expected, "{tag} {count}");
    };
    check("en", 1, "Requests are answered within 1 day.");
    check("en", 15, "Requests are answered within 15 days.");
    check("ms", 1, "Permintaan dijawab dalam masa 1 hari.");
    check("zh-Hans", 1, "1 天内答复您的请求。");
    check("zh-Hant", 15, "在 15 天內答覆您的請求。");
}

#[test]
fn english_has_exactly_the_keys_of_core() {
    let english = Phrases::of("en").unwrap();
    let keys = |table: &str| english.tables[table].keys().map(String::as_str).collect::<BTreeSet<_>>();
    let messages = keys("message").into_iter().map(|key| key.trim_end_matches("-one").trim_end_matches("-other"));
    assert_eq!(messages.collect::<BTreeSet<_>>(), Msg::ALL.iter().map(|message| message.key()).collect());
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
        "role",
        "policy",
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
    // What a site may say where it describes a purpose, and the product's own words never do.
    let never = ["please", "sila", "percuma", "free", "请您", "請您", "优惠", "優惠", "奖励", "獎勵"];
    for phrases in ALL.iter() {
        for (table, words) in &phrases.tables {
            for (key, text) in words {
                assert_eq!(pushing(phrases.tag, text), None, "{} {table}.{key}: {text}", phrases.tag);
                let lower = text.to_lowercase();
                let own: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
                let hit = never.iter().find(|word| if word.is_ascii() { own.contains(word) } else { lower.contains(**word) });
                assert_eq!(hit, None, "{} {table}.{key}: {text}", phrases.tag);
            }
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
