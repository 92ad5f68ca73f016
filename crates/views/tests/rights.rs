//! The page of rights: what is not stated is said to be so, every field has its label, and what a form says is what its receipt will say.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Category, Deadline, Notice, RichText, Right, Starts, asking};
use countersign_views::{RightPlaces, RightView, RightWord, rights};
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
    Element::read(&rights(&notice(), list, RightPlaces { requests, permissions: Some("permissions") }, &word))
}

fn view(right: Option<Right>) -> RightView<'static> {
    RightView {
        id: right.map_or("withdraw", Right::name),
        way: None,
        cases: &[],
        documents: &[],
        first: None,
        deadline: Some("15 working days".to_owned()),
        also: None,
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
    let fields = root.find(|element| matches!(element.name.as_str(), "input" | "textarea"));
    let ids: BTreeSet<_> = fields.iter().filter_map(|field| field.attribute("id")).collect();
    let labels = root.find(|element| element.name == "label");
    let labels: BTreeSet<_> = labels.iter().filter_map(|label| label.attribute("for")).collect();
    assert_eq!((ids.len(), &ids), (2 * forms.len(), &labels));
    for (form, right) in forms.iter().zip(Right::ALL) {
        let claims = form.attribute("data-cs-say").unwrap();
        assert!(claims.contains("working_days") && claims.contains(right.name()), "{claims}");
    }
    let folds = root.find(|element| element.attribute("data-cs-right").is_some());
    assert_eq!(folds.len(), forms.len() + 1);
}

/// WD-05, WD-11: whoever takes something back finds the choices, the device, the data and the account side by side.
#[test]
fn withdrawing_names_four_routes_whatever_the_site_states() {
    let asked = [view(Some(Right::Delete)), view(Some(Right::CloseAccount))];
    for list in [&asked[..], &[&asked[..], &[view(None)]].concat()] {
        let root = page(list, Some("/v1/requests"));
        let routes = root.find(|element| element.attribute("part") == Some("routes"));
        let buttons = routes[0].find(|element| element.name == "button");
        let told = |button: &&Element| (button.attribute("data-cs").map(str::to_owned), button.attribute("data-cs-to").map(str::to_owned));
        let some = |text: &str| Some(text.to_owned());
        let expected = [(some("back"), None), (some("permissions"), None), (None, some("delete")), (None, some("close-account"))];
        assert_eq!(buttons.iter().map(told).collect::<Vec<_>>(), expected);
    }
    let root = page(&[view(Some(Right::Access))], None);
    assert_eq!(root.find(|element| element.attribute("data-cs-to").is_some()).len(), 0, "no way to what is not asked for");
}

/// RR-12: where the policy names two times to answer, both stand there, and which of them counts.
#[test]
fn both_of_two_times_to_answer_are_shown() {
    let both = RightView { also: Some("30 days".to_owned()), ..view(Some(Right::Access)) };
    let say = |word: RightWord| if word == RightWord::Also { "The policy also names {deadline}." } else { word.key() };
    let root = Element::read(&rights(&notice(), &[both, view(Some(Right::Copy))], RightPlaces::default(), &say));
    let lines = |id: &str| {
        let row = root.find(|element| element.attribute("data-cs-right") == Some(id));
        row[0].find(|element| element.attribute("class") == Some("cs-line")).iter().map(|line| line.text()).collect::<Vec<_>>()
    };
    assert_eq!(lines("access"), ["15 working days", "from-identity", "working-note", "The policy also names 30 days."]);
    assert_eq!(lines("copy"), ["15 working days", "from-identity", "working-note"]);
}

/// RR-04, RR-09, AC-05: what there is to pick, to enclose, and to read first.
#[test]
fn a_form_has_what_its_right_states() {
    let cases = ["against the law", "no longer needed"].map(RichText::plain);
    let documents = [RichText::marked("identity card", Category::IdentityDocument), RichText::plain("proof of kinship")];
    let first = RichText::plain("Your points are lost.");
    let list =
        [RightView { cases: &cases, documents: &documents, first: Some(&first), ..view(Some(Right::Deceased)) }, view(Some(Right::Copy))];
    let root = page(&list, Some("/v1/requests"));
    let [form, plain] = root.find(|element| element.name == "form")[..] else { panic!("two forms") };
    let options = form.find(|element| element.name == "option");
    assert_eq!(options.iter().map(|option| option.text()).collect::<Vec<_>>(), ["case-none", "against the law", "no longer needed"]);
    let boxes = form.find(|element| element.attribute("type") == Some("checkbox"));
    assert!(boxes.len() == 1 && boxes[0].attribute("required").is_some() && boxes[0].attribute("checked").is_none());
    assert!(form.text().contains("Your points are lost."));
    let bold = root.find(|element| element.name == "strong" && element.attribute("class") == Some("cs-sensitive"));
    assert_eq!(bold.iter().map(|strong| strong.text()).collect::<Vec<_>>(), ["identity card"]);
    assert!(plain.find(|element| matches!(element.name.as_str(), "select" | "option")).is_empty() && !plain.text().contains("agree"));
}

/// U40, CT-03: the controller, the time for an answer, and the authorities of the site's jurisdictions alone.
#[test]
fn whom_to_turn_to_stands_beside_the_time() {
    let with = |codes: &[&str]| {
        let mut draft = sample::notice("en");
        draft.site.jurisdictions = codes.iter().map(|&code| code.to_owned()).collect();
        let html = rights(&draft.check().expect("still a notice"), &[view(Some(Right::Access))], RightPlaces::default(), &word);
        let root = Element::read(&html);
        let contacts = root.find(|element| element.attribute("part") == Some("contacts"));
        assert!(contacts[0].text().contains("[response-days]") || contacts[0].text().contains("[response-missing]"));
        contacts[0]
            .find(|element| element.attribute("href").is_some_and(|to| to.starts_with("https://")))
            .iter()
            .map(|link| link.text())
            .collect::<Vec<_>>()
    };
    assert_eq!(with(&["MY", "CN"]), ["regulator-my", "regulator-cn", "regulator-cn-spam"]);
    assert_eq!(with(&["DE", "FR"]), ["regulator-eu"]);
    assert_eq!(with(&["AQ"]), [""; 0]);
}

#[test]
fn what_is_not_stated_is_said_to_be_so() {
    let silent = RightView { deadline: None, ..view(Some(Right::Access)) };
    let missing = |root: &Element| {
        let fold = root.find(|element| element.attribute("data-cs-right") == Some("access"));
        fold[0].find(|element| element.attribute("class") == Some("cs-missing")).len()
    };
    assert_eq!(missing(&page(&[silent], Some("/v1/requests"))), 2, "neither how nor by when");
    let way = RichText::plain("Write to us.");
    let stated = RightView { way: Some(&way), ..view(Some(Right::Access)) };
    let root = page(&[stated], Some("/v1/requests"));
    assert_eq!(missing(&root), 0);
    assert!(root.text().contains("Write to us."), "a way stands as it is printed");
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
    let places = RightPlaces { requests: Some("\"><img src=x>"), permissions: None };
    let html = rights(&notice(), &[RightView { way: Some(&way), ..view(Some(Right::Access)) }], places, &word);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}
