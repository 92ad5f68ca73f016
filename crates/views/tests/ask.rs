//! Prompts and the page of permissions: both answers are equal, what rests on consent says what its receipt will say, what does not says
//! nothing, and nothing is on before the visitor turned it on.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Notice, Purpose, PurposeKind, RichText};
use countersign_views::{AskView, AskWord, ask, ask_line, permissions};
use support::html::Element;
use support::{folded, sample};

fn notice() -> Notice {
    sample::notice("en").check().expect("the sample is a notice")
}

fn view(purpose: &Purpose, device: bool) -> AskView<'_> {
    AskView {
        purpose,
        device,
        opens: false,
        note: None,
        way: None,
        code: None,
        abroad: Vec::new(),
        when: None,
        serves: None,
        instead: Vec::new(),
        system: &[],
        query: device.then_some("geolocation"),
        mark: "12345678".to_owned(),
        said: ["given", "refused", "withdrawn"].map(str::to_owned),
    }
}

fn say(word: AskWord) -> &'static str {
    match word {
        AskWord::TakeBack => "[take-back] {choices} {permissions}",
        AskWord::System => "[system] {names}",
        word => word.key(),
    }
}

#[test]
fn both_answers_are_equal_and_say_what_was_compiled() {
    let notice = notice();
    let check = |purpose: &Purpose, labels: [&str; 2], said: [Option<&str>; 2]| {
        let root = Element::read(&ask(&notice, &view(purpose, true), &say));
        let [no, yes] = ["no", "yes"].map(|hook| root.hooks(hook)[0].clone());
        assert_eq!([no.text(), yes.text()], labels.map(str::to_owned));
        assert_eq!([no.attribute("data-cs-say"), yes.attribute("data-cs-say")], said);
        let dress = |button: &Element| {
            let same = button.attributes.iter().filter(|(name, _)| !name.starts_with("data-cs")).cloned();
            (button.name.clone(), same.collect::<Vec<_>>())
        };
        assert_eq!(dress(&no), dress(&yes));
    };
    let purpose = &notice.purposes[1];
    check(purpose, ["refuse", "allow"], [Some("refused"), Some("given")]);
    let core = Purpose { kind: PurposeKind::Core, ..purpose.clone() };
    check(&core, ["not-now", "go-on"], [None, None]);
}

#[test]
fn a_prompt_says_what_it_is_for_and_how_it_is_taken_back() {
    let notice = notice();
    let note = RichText::plain("Tell the receiver.");
    let other = &notice.purposes[2];
    let html = ask(&notice, &AskView { note: Some(&note), instead: vec![other], ..view(&notice.purposes[1], true) }, &say);
    let root = Element::read(&html);
    let words = folded(&root.text());
    let description = notice.purposes[1].description.as_ref().unwrap();
    for part in [&description.text, "Tell the receiver.", "browser-next", "[take-back] [preferences-title] heading", "instead"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!(root.hooks("instead")[0].attribute("data-cs-other"), Some(other.id.as_str()));
    assert!(root.find(|element| element.attribute("data-cs-asks").is_some()).len() == 1);
    let line = Element::read(&ask_line(&notice, &AskView { note: Some(&note), ..view(&notice.purposes[1], false) }, &say));
    assert!(line.text().contains("Tell the receiver.") && line.text().contains(&description.text), "{}", line.text());
}

#[test]
fn what_is_needed_has_no_switch_and_no_switch_is_on() {
    let notice = notice();
    let core = Purpose { kind: PurposeKind::Core, ..notice.purposes[2].clone() };
    let names = ["Take pictures".to_owned()];
    let views = [AskView { system: &names, ..view(&notice.purposes[1], true) }, view(&core, true)];
    let root = Element::read(&permissions(&notice, &views, &say));
    let switches = root.find(|element| element.name == "input");
    assert_eq!(switches.len(), 1);
    assert_eq!(switches[0].attribute("data-cs-withdrawn"), Some("withdrawn"));
    assert!(switches[0].attribute("checked").is_none());
    assert!(root.text().contains("needed") && root.text().contains("[system] Take pictures"), "{}", root.text());
    assert_eq!(root.find(|element| element.attribute("data-cs-platform").is_some()).len(), 4);
    assert!(!root.text().contains("rebuilt"));
}

#[test]
fn a_list_that_a_program_put_together_says_so() {
    let mut draft = sample::notice("en");
    draft.drafted = true;
    let notice = draft.check().unwrap();
    let views = [view(&notice.purposes[1], true)];
    assert!(permissions(&notice, &views, &say).contains("rebuilt"));
    assert!(permissions(&notice, &[], &say).contains("none"));
}

#[test]
fn what_authors_write_is_text() {
    let notice = notice();
    let attack = "\"><script>alert(1)</script>";
    let purpose = Purpose { title: attack.to_owned(), description: Some(RichText::plain(attack)), ..notice.purposes[1].clone() };
    let (text, names) = (RichText::plain(attack), [attack.to_owned()]);
    let hostile = AskView {
        note: Some(&text),
        way: Some(&text),
        serves: Some(attack),
        instead: vec![&purpose],
        system: &names,
        mark: attack.to_owned(),
        said: [attack, attack, attack].map(str::to_owned),
        ..view(&purpose, true)
    };
    let views = [hostile];
    for html in [ask(&notice, &views[0], &say), ask_line(&notice, &views[0], &say), permissions(&notice, &views, &say)] {
        assert!(Element::read(&html).find(|element| element.name == "script").is_empty() && !html.contains("<script"), "{html}");
    }
}
