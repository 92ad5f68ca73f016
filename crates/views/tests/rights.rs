//! The page of rights: what is not stated is said to be so, every field has its label, and what a form says is what its receipt will say.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Deadline, Notice, RichText, Right, Starts, asking};
use countersign_views::{RightView, RightWord, rights};
use std::collections::BTreeSet;
use support::html::Element;
use support::sample;

fn notice() -> Notice {
    sample::notice("en").check().expect("the sample is a notice")
}

fn word(word: RightWord) -> &'static str {
    word.key()
}

fn page(list: &[RightView<'_>], requests: Option<&str>) -> Element {
    Element::read(&format!("<main>{}</main>", rights(&notice(), list, requests, &word)))
}

fn view(right: Option<Right>) -> RightView<'static> {
    RightView {
        id: right.map_or("withdraw", Right::name),
        way: None,
        deadline: Some("15 working days".to_owned()),
        working: true,
        starts: Starts::Identity,
        claims: right.map(|right| asking(right, Some(Deadline::WorkingDays(15)), Starts::Identity)),
    }
}

#[test]
fn every_field_has_a_label_of_its_own() {
    let list: Vec<_> = Right::ALL.iter().map(|right| view(Some(*right))).chain([view(None)]).collect();
    let root = page(&list, Some("/v1/requests"));
    let forms = root.find(|element| element.name == "form");
    assert_eq!(forms.len(), Right::ALL.len(), "withdrawing is done in the layers");
    assert_eq!(root.hooks("choices").len(), 1);
    let fields = root.find(|element| matches!(element.name.as_str(), "input" | "textarea"));
    let ids: BTreeSet<_> = fields.iter().filter_map(|field| field.attribute("id")).collect();
    let labels = root.find(|element| element.name == "label");
    let labels: BTreeSet<_> = labels.iter().filter_map(|label| label.attribute("for")).collect();
    assert_eq!((ids.len(), &ids), (2 * forms.len(), &labels));
    for (form, right) in forms.iter().zip(Right::ALL) {
        assert_eq!(form.attribute("data-cs-ask"), Some(right.name()));
        let claims = form.attribute("data-cs-say").unwrap();
        assert!(claims.contains("working_days") && claims.contains(right.name()), "{claims}");
    }
}

#[test]
fn what_is_not_stated_is_said_to_be_so() {
    let silent = RightView { deadline: None, ..view(Some(Right::Access)) };
    let missing = |root: &Element| root.find(|element| element.attribute("class") == Some("cs-missing")).len();
    assert_eq!(missing(&page(&[silent], Some("/v1/requests"))), 2, "neither how nor by when");
    let way = RichText::plain("Write to us.");
    let stated = RightView { way: Some(&way), ..view(Some(Right::Access)) };
    let root = page(&[stated], Some("/v1/requests"));
    assert_eq!(missing(&root), 0);
    assert!(root.text().contains("15 working days") && root.text().contains("from-identity") && root.text().contains("working-note"));
}

#[test]
fn without_an_address_nothing_is_asked_for() {
    let root = page(&[view(Some(Right::Access))], None);
    assert!(root.find(|element| matches!(element.name.as_str(), "form" | "input" | "textarea")).is_empty());
    assert!(root.text().contains("no-form") && root.text().contains("privacy@"), "the contact is there: {}", root.text());
}

#[test]
fn what_authors_write_is_text() {
    let way = RichText::plain("<script>alert(1)</script>");
    let html = rights(&notice(), &[RightView { way: Some(&way), ..view(Some(Right::Access)) }], Some("\"><img src=x>"), &word);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}
