//! What is bold in a policy and what is not, by sentences of our own: the rows BS-01 to BS-15 that the marking alone decides.
//!
//! `*` stands around what is expected to be marked.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use countersign_policy::{Lexicon, List, MarkOptions, Reading, Sensitive, TextFormat, mark_sensitive, read_text};

fn found(reading: &Reading, jurisdictions: &[&str]) -> Sensitive {
    let jurisdictions: Vec<String> = jurisdictions.iter().map(|code| (*code).to_owned()).collect();
    let options = MarkOptions { strict: jurisdictions.is_empty(), jurisdictions, ..MarkOptions::default() };
    mark_sensitive(reading, &Lexicon::shipped().unwrap(), &options)
}

/// The text with `*` around its marks.
fn starred(reading: &Reading, jurisdictions: &[&str]) -> String {
    let mut text = reading.text().to_owned();
    for mark in found(reading, jurisdictions).plain().iter().rev() {
        text.insert(mark.end, '*');
        text.insert(mark.start, '*');
    }
    text
}

fn check(expected: &str) {
    let reading = read_text(&expected.replace('*', ""), TextFormat::Plain);
    assert_eq!(starred(&reading, &[]), expected);
}

#[test]
fn sensitive_items_are_bold_and_decoys_are_not() {
    check("We read your *bank account number* and the name of your street.");
    check("We keep the property safe and log your IP address.");
    check("我们收集您的*身份证号*和收件地址。");
}

#[test]
fn refused_and_negated_mentions_are_bold_too() {
    check("We never store your *facial recognition features*.");
    check("我们不会收集您的*指纹*。");
}

#[test]
fn bold_goes_over_line_ends_and_lost_separators() {
    check("You show your *identity\ncard* at the desk.");
    check("我们收集昵称*银行账号*订单备注。");
}

#[test]
fn data_of_children_count_as_sensitive() {
    check("We delete *personal information of children* at once.");
}

#[test]
fn the_policys_own_list_comes_first() {
    let text =
        "Sensitive personal information includes identity card numbers and mobile phone numbers.\n\nYou give us your mobile phone number.";
    let reading = read_text(text, TextFormat::Plain);
    let sensitive = found(&reading, &["MY"]);
    assert!(sensitive.basis.definition.is_some());
    assert_eq!(sensitive.basis.used.first(), Some(&List::Policy));
    assert!(starred(&reading, &["MY"]).ends_with("You give us your *mobile phone number*."));
    check("You give us your mobile phone number.");
}

#[test]
fn without_a_list_of_its_own_the_law_decides_and_is_named() {
    let reading = read_text("You send us your bank account number.", TextFormat::Plain);
    let basis = found(&reading, &["CN"]).basis;
    assert!(basis.definition.is_none() && basis.own_categories.is_empty());
    assert!(!basis.used.is_empty() && basis.used.iter().all(|list| list.citation().is_some()), "{basis:?}");
}

#[test]
fn authors_add_and_remove_marks() {
    let source =
        "Your <span data-cs-mark=\"plain\">bank account number</span> and <span data-cs-mark=\"location\">the route you took</span>.";
    let reading = read_text(source, TextFormat::Markdown);
    assert_eq!(starred(&reading, &[]), "Your bank account number and *the route you took*.");
}
