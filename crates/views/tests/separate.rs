//! Consents of their own, and children: what must stand before a choice stands there, both answers weigh the same, and no answer is given
//! beforehand.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Children, Method, Notice, NoticeDraft, RichText, Separate};
use countersign_views::{AgeWord, ChildrenView, PartyView, SeparateView, SeparateWord, age, guardian, layer1, layer2, separate};
use support::html::Element;
use support::{folded, sample};

fn notice(change: impl Fn(&mut NoticeDraft)) -> Notice {
    let mut draft = sample::notice("en");
    change(&mut draft);
    draft.check().expect("still a notice")
}

/// The sample with its purpose "analytics" apart.
fn apart() -> Notice {
    notice(|draft| draft.purposes[1].separate = vec![Separate::Sensitive, Separate::CrossBorder])
}

fn asking() -> Notice {
    notice(|draft| draft.children = Some(Children { ages: vec![14, 18], asks: true }))
}

fn screen(notice: &Notice, view: &SeparateView<'_>) -> Element {
    Element::read(&separate(notice, notice.apart().next().unwrap(), view, &SeparateWord::key))
}

fn buttons<'a>(root: &'a Element, attribute: &str) -> Vec<(Option<&'a str>, String)> {
    let found = root.find(|element| element.name == "button" && element.attribute(attribute).is_some());
    found.iter().map(|button| (button.attribute(attribute), button.text())).collect()
}

#[test]
fn everything_that_the_law_wants_stands_before_the_choice() {
    let [necessity, impact, method, rights] = ["It counts.", "It is known.", "Counts visits.", "Write to Metrik."].map(RichText::plain);
    let party = PartyView { contact: Some("p@metrik.example"), method: Some(&method), rights: Some(&rights) };
    let view = SeparateView { necessity: Some(&necessity), impact: Some(&impact), parties: vec![party] };
    let root = screen(&apart(), &view);
    let text = folded(&root.text());
    // Recipient, contact, country, purpose, data, method and the way to use rights (PIPL Art. 39); necessity and impact (Art. 30).
    for part in [
        "sensitive",
        "cross-border",
        "necessityIt counts.",
        "impactIt is known.",
        "contactp@metrik.example",
        "countrySingapore",
        "forWhat it is for.",
        "methodCounts visits.",
        "rightsWrite to Metrik.",
        "the exact location of a parcel",
        "[effect]Nothing else changes.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("third-party") && !text.contains("[not-stated]"), "{text}");
    let bold = root.find(|element| element.name == "strong");
    assert_eq!(bold.len(), 2, "sensitive data are bold wherever they are named: {text}");
    let silent = folded(&screen(&apart(), &SeparateView::default()).text());
    assert_eq!(silent.matches("[not-stated]").count(), 5, "what is missing is said to be: {silent}");
}

#[test]
fn both_answers_weigh_the_same_and_say_what_they_say() {
    let root = screen(&apart(), &SeparateView::default());
    assert_eq!(buttons(&root, "data-cs-separate"), [(Some("refused"), "refuse".into()), (Some("given"), "accept".into())]);
    let found = root.find(|element| element.attribute("data-cs-separate").is_some());
    for (button, status) in found.iter().zip(["refused", "given"]) {
        assert_eq!((button.attribute("class"), button.attribute("type")), (Some("cs-button"), Some("button")));
        let start =
            format!(r#""p":[{{"id":"analytics","st":"{status}","nec":"optional","ct":"explicit","sep":["sensitive","cross-border"],"#);
        let say = button.attribute("data-cs-say").unwrap();
        assert!(say.starts_with(&start) && say.ends_with("}]") && !say.contains("maps"), "{say}");
    }
}

#[test]
fn accepting_everything_leaves_out_what_is_asked_apart() {
    let notice = apart();
    let banner = folded(&Element::read(&layer1(&notice, "/p", None)).text());
    assert!(banner.starts_with("[banner-text] Example \"Couriers\" & Co Maps [banner-separate] Measuring"), "{banner}");
    let root = Element::read(&layer2(&notice, &[]));
    assert!(root.text().contains("[separate-note]") && root.text().contains("[separate-tag]"));
    let pages = root.find(|element| element.attribute("data-cs-page").is_some());
    let pages: Vec<_> = pages.iter().map(|switch| (switch.attribute("value"), switch.attribute("data-cs-page"))).collect();
    assert_eq!(pages, [(Some("analytics"), Some("separate-analytics"))]);
    // Where everything is asked apart, nothing accepts.
    let all = self::notice(|draft| draft.purposes.iter_mut().skip(1).for_each(|purpose| purpose.separate = vec![Separate::Publication]));
    let banner = Element::read(&layer1(&all, "/p", None));
    assert!(folded(&banner.text()).contains("Measuring, Maps") && !banner.text().contains("[banner-separate]"));
    for html in [layer1(&all, "/p", None), layer2(&all, &[])] {
        let root = Element::read(&html);
        assert_eq!((root.hooks("accept").len(), root.hooks("refuse").len()), (0, 1));
    }
    // Elsewhere nothing of it is to be seen.
    let plain = self::notice(|_| ());
    for html in [layer1(&plain, "/p", None), layer2(&plain, &[])] {
        assert!(!html.contains("separate") && !html.contains("child"), "{html}");
    }
}

#[test]
fn where_ages_are_asked_no_click_opens_anything_before() {
    let banner = Element::read(&layer1(&asking(), "/p", None));
    assert!(folded(&banner.text()).contains("[banner-child] 18"), "{}", banner.text());
    assert_eq!((banner.hooks("accept").len(), banner.hooks("refuse").len(), banner.hooks("choose").len()), (0, 1, 1));
    let root = Element::read(&layer2(&asking(), &[]));
    let when = |hook: &str| root.hooks(hook)[0].attribute("data-cs-when");
    assert_eq!([when("refuse"), when("save"), when("accept")], [None, Some("grown"), Some("grown")]);
    let note = root.find(|element| element.attribute("data-cs-when") == Some("child"));
    assert_eq!(note.iter().map(|line| folded(&line.text())).collect::<Vec<_>>(), ["[child-note] 18"]);
}

fn view(children: &Children) -> ChildrenView<'_> {
    ChildrenView { children, opens: true, method: Method::Declared, contact: None, rules: None, asks_deletion: true }
}

#[test]
fn every_stretch_of_years_is_an_answer_like_the_others() {
    let say = |word: AgeWord| match word {
        AgeWord::Below => "<{age}",
        AgeWord::Between => "{from}-{to}",
        AgeWord::From => "{age}+",
        other => other.key(),
    };
    for (ages, expected) in [
        (vec![14], vec![(Some("child"), "<14"), (Some("grown"), "14+")]),
        (vec![14, 18], vec![(Some("child"), "<14"), (Some("child"), "14-17"), (Some("grown"), "18+")]),
        (vec![12, 14, 16], vec![(Some("child"), "<12"), (Some("child"), "12-13"), (Some("child"), "14-15"), (Some("grown"), "16+")]),
    ] {
        let children = Children { ages, asks: true };
        let root = Element::read(&age(&asking(), &view(&children), &say));
        let found = buttons(&root, "data-cs-age");
        assert_eq!(found.iter().map(|(side, text)| (*side, text.as_str())).collect::<Vec<_>>(), expected);
        assert!(root.find(|element| element.name == "input").is_empty(), "no date of birth is asked for");
    }
}

#[test]
fn a_guardian_finds_ages_rules_contact_and_both_answers_and_nothing_chosen() {
    let notice = asking();
    let children = Children { ages: vec![14, 18], asks: true };
    let root = Element::read(&guardian(&notice, &view(&children), &AgeWord::key));
    let text = folded(&root.text());
    // Both ages of the policy are shown; the rules are missing and said to be; the contact is the controller's.
    assert!(text.contains("belowunder") && text.matches("under").count() >= 2 && text.contains("rules[not-stated]"), "{text}");
    assert!(text.contains("askprivacy@courier.example"), "{text}");
    assert_eq!(
        buttons(&root, "data-cs-guardian"),
        [(Some("deletion"), "delete".into()), (Some("refused"), "decline".into()), (Some("given"), "confirm".into())]
    );
    let inputs = root.find(|element| element.name == "input");
    assert!(inputs.iter().all(|input| input.attribute("checked").is_none()));
    let relations: Vec<_> = inputs.iter().filter(|input| input.attribute("name") == Some("relation")).collect();
    for (field, relation) in relations.iter().zip(["parent", "guardian"]) {
        for (answer, attribute) in [("given", "data-cs-given"), ("refused", "data-cs-refused")] {
            let expected = format!(r#""grd":{{"relation":"{relation}","method":"declared","use":"{answer}"}}"#);
            assert_eq!(field.attribute(attribute), Some(expected.as_str()));
        }
    }
    let switches = |root: &Element| root.find(|element| element.attribute("name") == Some("child")).len();
    assert_eq!((relations.len(), switches(&root)), (2, 2));
    // Where the policy keeps them off for minors, a guardian opens nothing.
    let off = Element::read(&guardian(&notice, &ChildrenView { opens: false, ..view(&children) }, &AgeWord::key));
    assert_eq!((switches(&off), off.text().contains("off")), (0, true));
    let every = [age(&notice, &view(&children), &AgeWord::key), guardian(&notice, &view(&children), &AgeWord::key)];
    assert!(every.iter().all(|html| html.contains("data-cs-desk")));
}
