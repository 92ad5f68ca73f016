//! Whom a policy concerns (REQUIREMENTS NL-16, NL-18, XB-11), what leaves the country (XB-02, XB-03) and what third-party code needs (PM-12):
//! what the site states stands there, and what it does not state is said to be missing.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Elsewhere, Notice, NoticeDraft, Recipient, RichText, Scope, Stated, UserRole};
use countersign_views::{
    AskWord, Beside, InsetWord, InsetWords, SCOPE_PAGE, ScopeWord, SdkView, Transfer, insets, layer1, layer2, scope, transfers,
    transfers_of,
};
use support::html::Element;
use support::sample;

fn notice(change: impl FnOnce(&mut NoticeDraft)) -> Notice {
    let mut draft = sample::notice("en");
    change(&mut draft);
    draft.check().expect("still a notice")
}

fn courier(only: &[&str]) -> UserRole {
    UserRole { id: "courier".into(), title: "I <deliver>".into(), only: only.iter().map(|id| (*id).to_owned()).collect() }
}

fn overseas() -> Elsewhere {
    let (title, policy) = ("I live abroad".into(), "Global Policy".into());
    Elsewhere { id: "overseas".into(), title, policy, url: Some("https://global.example/privacy".into()) }
}

fn cells(page: &str) -> Vec<Vec<String>> {
    let root = Element::read(page);
    let cells = |row: &&Element| row.find(|element| element.name == "td").iter().map(|cell| cell.text()).collect::<Vec<_>>();
    root.find(|element| element.name == "tr").iter().map(cells).filter(|row| !row.is_empty()).collect()
}

#[test]
fn a_purpose_of_one_role_is_opened_by_no_button_for_all_and_shown_on_a_condition() {
    let id = sample::notice("en").purposes[1].id.to_string();
    let one = notice(|draft| draft.scope = Scope { roles: vec![courier(&[&id])], elsewhere: vec![overseas()] });
    assert!(one.at_once().all(|purpose| purpose.id.as_str() != id) && one.besides().any(|purpose| purpose.id.as_str() == id));
    let root = Element::read(&layer2(&one, &[(SCOPE_PAGE, "Who you are")]));
    let when = |part: &str| {
        let found = root.find(|element| element.attribute("part") == Some(part));
        found.iter().filter_map(|element| element.attribute("data-cs-when").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(when("purpose"), [format!("r:courier all open:{id}")]);
    assert_eq!((when("additional"), when("actions")), (vec!["here".to_owned()], vec!["here".to_owned()]));
    let links = root.find(|element| element.attribute("data-cs") == Some(SCOPE_PAGE));
    assert_eq!(links.len(), 1, "the page has one control, at the top");
    let other = root.find(|element| element.attribute("data-cs-when") == Some("x:overseas"));
    assert!(other[0].text().contains("Global Policy"), "{}", other[0].text());
    assert_eq!(other[0].find(|element| element.name == "a")[0].attribute("href"), Some("https://global.example/privacy"));
    // A notice for everybody has none of it.
    let everybody = layer2(&notice(|_| ()), &[]);
    assert!(!everybody.contains("here") && !everybody.contains("r:courier"), "{everybody}");
    assert!(layer1(&one, "/policy", None).contains("[banner-separate]"), "the banner says what its button leaves out");
}

#[test]
fn the_page_names_each_group_with_its_functions_and_each_other_policy() {
    let notice = notice(|draft| draft.scope = Scope { roles: vec![courier(&["call-log", "gone"])], elsewhere: vec![overseas()] });
    let say = |word: ScopeWord| match word {
        ScopeWord::Only => "Only: {functions}",
        ScopeWord::Applies => "{policy} applies.",
        other => other.key(),
    };
    let root = Element::read(&scope(&notice, &[("call-log", "Call log")], &say));
    let answers = root.find(|element| element.attribute("data-cs-role").is_some());
    let answers: Vec<_> = answers.iter().map(|one| (one.attribute("data-cs-role").unwrap(), one.text())).collect();
    let expected = [("r:courier", "I <deliver>"), ("x:overseas", "I live abroad"), ("", "everything")];
    assert_eq!(answers, expected.map(|(value, words)| (value, words.to_owned())));
    let text = root.text();
    assert!(text.contains("Only: Call log") && text.contains("Global Policy applies."), "{text}");
}

/// XB-02: in which case, who and where, and how the data are protected; of a text that says nothing, that it says nothing.
#[test]
fn what_leaves_the_country_has_three_columns_and_says_what_is_missing() {
    let receiver = |name: &str, country: Option<(&str, &str)>| Recipient {
        name: name.into(),
        country: country.map(|(code, name)| sample::place(code, name)),
        ..Recipient::default()
    };
    let notice = notice(|draft| {
        draft.site.jurisdictions = vec!["MY".into()];
        let purpose = &mut draft.purposes[0];
        purpose.title = "International shipment".into();
        purpose.storage = Some(vec![sample::place("MY", "Malaysia"), sample::place("TH", "Thailand")]);
        purpose.recipients = Some(vec![
            receiver("Partner", Some(("SG", "Singapore"))),
            receiver("Customs", None),
            receiver("Home", Some(("MY", "Malaysia"))),
        ]);
    });
    let words = RichText::plain("Encryption, audits, a contract.");
    let safeguard = |name: &str| (name == "Partner").then_some(&words);
    let rows = transfers_of(&notice, &notice.purposes[0], &safeguard);
    let page = transfers(&notice, &rows, &AskWord::key);
    assert_eq!(
        cells(&page),
        [
            ["International shipment", "Partner (Singapore)", "Encryption, audits, a contract."],
            ["International shipment", "Thailand", "[not-stated]"],
        ]
    );
    // A draft, in which no transfer was told apart: the clause that speaks of it, where there is one.
    let none: [Transfer<'_>; 0] = [];
    let places = |anchor: &str| vec![anchor.to_owned(); Stated::ALL.len()];
    let silent = self::notice(|draft| draft.places = places(""));
    assert_eq!(cells(&transfers(&silent, &none, &AskWord::key)), [["[not-stated]"; 3]]);
    let speaking = self::notice(|draft| draft.places = places("s-7"));
    assert_eq!(cells(&transfers(&speaking, &none, &AskWord::key)), [[" [in-policy]"]]);
}

/// PM-12: each SDK has what it is for and what it needs.
#[test]
fn an_sdk_is_listed_with_what_it_needs() {
    let notice = notice(|_| ());
    let (purpose, needs) = (RichText::plain("Chat"), RichText::plain("network status"));
    let link = "https://im.example/privacy";
    let sdks = [
        SdkView { name: "Chat <IM>", purpose: Some(&purpose), needs: Some(&needs), policy: Some(link) },
        SdkView { name: "Pages", purpose: None, needs: None, policy: None },
    ];
    let words = InsetWords { word: &|word: InsetWord| word.key(), duration: &|_| None };
    let made = insets(&notice, Beside { sdks: &sdks, ..Beside::default() }, &words);
    let (_, content) = made.contents.iter().find(|(name, _)| name == "sdks").unwrap();
    assert_eq!(cells(content), [["Chat <IM> [policy-link]", "Chat", "network status"], ["Pages", "[not-stated]", "[not-stated]"]]);
    let root = Element::read(content);
    let links = root.find(|element| element.name == "a");
    let links: Vec<_> = links.iter().filter_map(|link| link.attribute("href")).collect();
    assert_eq!(links, [link]);
}
