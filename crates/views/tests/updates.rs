//! The page of updates: both answers weigh the same, each version has its piece, each additional purpose its row, and authors write text.
//! Beside it the page of incidents.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Category, Notice, RichText, Separate};
use countersign_views::{
    ChangeWord, ChangedFacts, Changes, Fate, IncidentView, IncidentWord, Update, UpdateWord, UpdateWords, incidents, updates,
};
use support::html::Element;
use support::sample;

fn notice() -> Notice {
    let mut draft = sample::notice("en");
    draft.purposes.last_mut().unwrap().separate = vec![Separate::Sensitive];
    draft.check().expect("the sample is a notice")
}

fn update(old: &str, title: Option<&str>) -> Update {
    let fact = |title: &str| ChangedFacts {
        title: Some(title.to_owned()),
        fate: Fate::Same,
        facts: vec![("Kept".into(), vec!["1 year".into()], vec!["2 years".into()])],
    };
    let changes =
        Changes { versions: (old.to_owned(), "2.0".to_owned()), facts: title.map(fact).into_iter().collect(), ..Changes::default() };
    Update { changes, address: format!("/countersign/policy/2.0/changes-{old}.en.html") }
}

fn page(list: &[Update]) -> String {
    let words = UpdateWords {
        update: &|word: UpdateWord| if word == UpdateWord::Since { "{old} to {new}" } else { word.key() },
        change: &|word: ChangeWord| word.key(),
    };
    updates(&notice(), list, words)
}

/// U1, U2, U32 and UP-03: two answers and a way to choose, alike but for their words, and nothing is on.
#[test]
fn answers_weigh_the_same() {
    let root = Element::read(&page(&[update("1.0", Some("Measuring"))]));
    let actions = root.find(|element| element.attribute("part") == Some("actions"));
    let buttons = actions[0].find(|element| element.name == "button");
    assert_eq!(buttons.iter().map(|button| button.text()).collect::<Vec<_>>(), ["refuse", "[choose]", "accept"]);
    let dress = |button: &Element| ["class", "type", "part"].map(|name| button.attribute(name).map(str::to_owned));
    assert!(buttons.iter().all(|button| dress(button) == dress(buttons[0])));
    assert!(root.find(|element| element.name == "input").is_empty());
}

#[test]
fn every_version_and_every_additional_purpose_has_its_piece() {
    let root = Element::read(&page(&[update("1.1", None), update("1.0", Some("Measuring"))]));
    let pieces = root.find(|element| element.attribute("data-cs-since").is_some());
    assert_eq!(pieces.iter().map(|piece| piece.attribute("data-cs-since").unwrap()).collect::<Vec<_>>(), ["1.1", "1.0"]);
    assert!(pieces[0].text().contains("no-facts") && pieces[0].text().contains("1.1 to 2.0"));
    assert!(pieces[1].text().contains("Measuring") && pieces[1].text().contains("1 year") && !pieces[1].text().contains("no-facts"));
    let links = pieces[1].find(|element| element.name == "a");
    assert_eq!(links[0].attribute("href"), Some("/countersign/policy/2.0/changes-1.0.en.html"));
    let rows = root.find(|element| element.attribute("data-cs-again").is_some());
    let ids: Vec<_> = notice().additional().map(|purpose| purpose.id.to_string()).collect();
    assert_eq!(rows.iter().map(|row| row.attribute("data-cs-again").unwrap()).collect::<Vec<_>>(), ids);
    // What has a consent of its own leads to its page.
    let ways = root.find(|element| element.attribute("data-cs-page").is_some());
    let apart: Vec<_> = notice().additional().filter(|one| !one.separate.is_empty()).map(|one| format!("separate-{}", one.id)).collect();
    assert_eq!(apart.len(), 1);
    assert_eq!(ways.iter().map(|way| way.attribute("data-cs-page").unwrap()).collect::<Vec<_>>(), apart);
}

#[test]
fn what_authors_write_is_text() {
    let html = page(&[update("\"><script>", Some("<script>alert(1)</script>"))]);
    assert!(!html.contains("<script"), "{html}");
}

/// SE-11: what happened, what is done, what to do, what is offered, and how people are told; what is not stated is said to be so.
#[test]
fn an_incident_says_four_things_and_how_people_are_told() {
    let texts = ["<b>lost</b>", "closed", "change it", "paid"].map(RichText::plain);
    let marked = RichText::marked("identity card", Category::IdentityDocument);
    let channels = RichText::plain("By e-mail within 30 days.");
    let whole = IncidentView {
        date: "2026-11-02",
        words: [Some(&texts[0]), Some(&texts[1]), Some(&texts[2]), Some(&texts[3])],
        channels: Some(&channels),
    };
    let bare = IncidentView { date: "2026-10-01", words: [Some(&marked), None, None, None], channels: None };
    let root = Element::read(&incidents(&notice(), &[whole, bare], &|word: IncidentWord| word.key()));
    let cards = root.find(|element| element.attribute("part") == Some("incident"));
    let rows = |card: &Element| card.find(|element| element.name == "dd").iter().map(|row| row.text()).collect::<Vec<_>>();
    assert_eq!(rows(cards[0]), ["<b>lost</b>", "closed", "change it", "paid", "By e-mail within 30 days."]);
    assert_eq!(rows(cards[1]), ["identity card", "[not-stated]", "[not-stated]", "[not-stated]", "[not-stated]"]);
    assert_eq!(cards[1].find(|element| element.attribute("class") == Some("cs-sensitive")).len(), 1);
    let labels: Vec<_> = cards[0].find(|element| element.name == "dt").iter().map(|label| label.text()).collect();
    assert_eq!(labels, ["what", "measures", "advice", "remedy", "told"]);
}
