//! Who gets data: a partner's own policy, one partner under two names, those who only work on behalf of the site; and two addresses
//! (REQUIREMENTS SH-08, SH-09, SH-13, CT-08), two languages side by side (U21) and mixed scripts (LG-03).
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Notice, NoticeDraft, Recipient, RichText, Role};
use countersign_views::{layer1_beside, layer2, policy_page};
use support::html::Element;
use support::{folded, sample};

fn notice(change: impl FnOnce(&mut NoticeDraft)) -> Notice {
    let mut draft = sample::notice("en");
    change(&mut draft);
    draft.check().expect("still a notice")
}

/// Gives the purpose `analytics` these recipients.
fn shared(recipients: Vec<Recipient>) -> Notice {
    notice(|draft| draft.purposes[1].recipients = Some(recipients))
}

fn partner(name: &str, role: Option<Role>) -> Recipient {
    Recipient { name: name.into(), role, ..Recipient::default() }
}

#[test]
fn a_partners_own_policy_is_linked() {
    let linked = Recipient { policy: Some("https://jiguang.example/privacy".into()), ..partner("Jiguang", None) };
    let root = Element::read(&layer2(&shared(vec![linked, partner("Petaku", None)]), &[]));
    let links = root.find(|element| element.attribute("rel") == Some("noreferrer"));
    let links: Vec<_> = links.iter().map(|link| (link.attribute("href").unwrap(), link.attribute("aria-label").unwrap())).collect();
    assert_eq!(links, [("https://jiguang.example/privacy", "[policy-link]: Jiguang")]);
    let odd = Recipient { policy: Some("javascript:alert(1)".into()), ..partner("Odd", None) };
    assert!(!layer2(&shared(vec![odd]), &[]).contains("javascript:"));
}

#[test]
fn one_partner_under_two_names_is_one_row() {
    let notice = shared(vec![Recipient { also: vec!["Aurora".into()], ..partner("Jiguang", None) }]);
    let page = Element::read(&policy_page(&notice, &sample::document(), &Default::default()));
    let rows = page.find(|element| element.name == "th" && element.text().contains("Aurora"));
    assert_eq!(rows.iter().map(|row| row.text()).collect::<Vec<_>>(), ["Jiguang / Aurora"]);
}

#[test]
fn who_works_on_behalf_of_the_site_stands_in_a_list_of_its_own() {
    let lists = |notice: &Notice| {
        let page = Element::read(&policy_page(notice, &sample::document(), &Default::default()));
        let sections = page.find(|element| element.attribute("class") == Some("cs-list"));
        let rows = |section: &Element| {
            section.find(|element| element.attribute("scope") == Some("row")).iter().map(|row| row.text()).collect::<Vec<_>>()
        };
        sections.iter().skip(1).map(|section| (section.find(|element| element.name == "h2")[0].text(), rows(section))).collect::<Vec<_>>()
    };
    let mixed = notice(|draft| {
        draft.purposes.truncate(2);
        draft.purposes[0].recipients = Some(vec![]);
        draft.purposes[1].recipients =
            Some(vec![partner("Host", Some(Role::Processor)), partner("Ads", Some(Role::Controller)), partner("Other", None)]);
    });
    assert_eq!(
        lists(&mixed),
        [
            ("[third-party-list]".to_owned(), vec!["Ads[role-controller]".to_owned(), "Other".to_owned()]),
            ("[entrusted-list]".to_owned(), vec!["Host[role-processor]".to_owned()]),
        ]
    );
    let alone = notice(|draft| {
        draft.purposes.truncate(2);
        draft.purposes[0].recipients = Some(vec![]);
        draft.purposes[1].recipients = Some(vec![partner("Ads", Some(Role::Controller))]);
    });
    assert_eq!(lists(&alone).len(), 1, "nobody works on behalf of the site: no such list");
    let page = policy_page(&mixed, &sample::document(), &Default::default());
    assert!(page.contains("href=\"#cs-entrusted\"") && page.contains("id=\"cs-entrusted\""));
}

#[test]
fn two_addresses_are_kept_apart() {
    let rows = |notice: &Notice| {
        let root = Element::read(&layer2(notice, &[]));
        let part = root.find(|element| element.attribute("part") == Some("controller"));
        let rows = part[0].find(|element| element.name == "div");
        rows.iter().map(|row| row.text()).filter(|row| row.contains("address")).collect::<Vec<_>>()
    };
    assert_eq!(rows(&notice(|_| {})), ["[address]1 Road"]);
    let both = notice(|draft| draft.controller.registered = Some("2 Street".into()));
    assert_eq!(rows(&both), ["[address]1 Road", "[registered-address]2 Street"]);
}

#[test]
fn two_languages_stand_side_by_side_with_one_set_of_controls() {
    let malay = sample::notice("ms").check().expect("the sample is a notice");
    let html = layer1_beside(&malay, &notice(|_| {}), "/p", None);
    let root = Element::read(&html);
    let texts = root.find(|element| element.name == "div" && element.attribute("id").is_none());
    assert_eq!(texts.len(), 2);
    assert!(texts.iter().all(|text| folded(&text.text()).contains("[banner-shared] Metrik")), "{html}");
    assert_eq!([texts[0].attribute("lang"), texts[1].attribute("lang")], [None, Some("en")]);
    for hook in ["policy", "refuse", "choose", "accept"] {
        let [control] = root.hooks(hook)[..] else { panic!("{hook} stands once: {html}") };
        assert_eq!(control.find(|element| element.attribute("lang") == Some("en")).len(), 1, "{hook}");
    }
}

#[test]
fn words_in_another_script_carry_their_language() {
    let described = notice(|draft| draft.purposes[1].description = Some(RichText::plain("Shown in Simplified Chinese (简中).")));
    let root = Element::read(&layer2(&described, &[]));
    let voiced = root.find(|element| element.name == "span" && element.attribute("lang").is_some());
    assert_eq!(voiced.iter().map(|one| (one.attribute("lang").unwrap(), one.text())).collect::<Vec<_>>(), [("zh", "简中".to_owned())]);
}
