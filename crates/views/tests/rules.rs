//! The rules that law and design set for the layers, read off the HTML (STANDARDS sections 8.2 and 8.3, DESIGN section 7).
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{DO_NOT_TRACK, Notice, PurposeKind, Stated};
use countersign_views::{ChangesStyle, LAYER1_CSS, LAYERS_CSS, PAGE_CSS, changes_page, layer1, layer2, layer3, policy_page};
use support::html::Element;
use support::{folded, sample};

fn notice(locale: &str) -> Notice {
    sample::notice(locale).check().expect("the sample is a notice")
}

fn brotli_size(text: &str) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut text.as_bytes(), &mut out, &params).expect("memory to memory");
    out.len()
}

/// U1, U2: the buttons stand side by side and nothing but hook and label tells them apart.
fn check_equal(html: &str, hooks: [&str; 3]) {
    let root = Element::read(html);
    let buttons = hooks.map(|hook| {
        let found = root.hooks(hook);
        assert_eq!(found.len(), 1, "{hook} in {html}");
        found[0]
    });
    let dress = |button: &Element| {
        let rest = button.attributes.iter().filter(|(name, _)| name != "data-cs").cloned();
        (button.name.clone(), rest.collect::<Vec<_>>())
    };
    assert!(buttons.iter().all(|button| button.name == "button" && dress(button) == dress(buttons[0])), "{html}");
    let parent = root.find(|element| element.hooks(hooks[0]).len() == 1).into_iter().last().expect("the buttons stand in something");
    let inside: Vec<_> =
        parent.children.iter().filter_map(|node| if let support::html::Node::Element(child) = node { Some(child) } else { None }).collect();
    assert!(buttons.iter().all(|button| inside.contains(button)), "same parent: {html}");
}

#[test]
fn refusing_is_a_button_like_accepting() {
    for locale in ["en", "zh-Hans", "zh-Hant", "ms"] {
        let notice = notice(locale);
        check_equal(&layer1(&notice, "/p", None), ["refuse", "choose", "accept"]);
        check_equal(&layer2(&notice, &[]), ["refuse", "save", "accept"]);
    }
}

#[test]
fn the_banner_is_seven_elements_at_most() {
    let notice = notice("en");
    let root = Element::read(&layer1(&notice, "/p", Some(&notice.locales[3])));
    assert_eq!(root.all().len() - 1, 7);
    assert_eq!(root.children.len(), 1, "one root");
    assert_eq!(Element::read(&layer1(&notice, "/p", None)).all().len() - 1, 6);
}

#[test]
fn the_banner_says_what_a_first_layer_must() {
    let notice = notice("en");
    let root = Element::read(&layer1(&notice, "/p", Some(&notice.locales[3])));
    assert_eq!(
        folded(&root.text()),
        "Bahasa Melayu[banner-text] Example \"Couriers\" & Co Measuring, Maps [banner-sensitive] location, identity documents. \
         [banner-shared] Metrik [banner-abroad] Singapore [policy-link][refuse-all][choose][accept-all]"
    );
    let bold = root.find(|element| element.name == "strong");
    assert_eq!(bold.iter().map(|strong| strong.text()).collect::<Vec<_>>(), ["location, identity documents"]);
    assert_eq!(root.hooks("policy")[0].attribute("href"), Some("/p"));
    assert_eq!(root.hooks("locale")[0].attribute("lang"), Some("ms"));
}

#[test]
fn the_banner_never_denies_what_is_not_stated() {
    let check = |change: fn(&mut countersign_core::NoticeDraft), expected: &str| {
        let mut draft = sample::notice("en");
        change(&mut draft);
        let html = layer1(&draft.check().expect("still a notice"), "/p", None);
        assert!(Element::read(&html).text().contains(expected), "{expected}: {html}");
    };
    check(|draft| draft.purposes.iter_mut().for_each(|purpose| purpose.recipients = None), "[recipients]: [not-stated].");
    check(|draft| draft.purposes.iter_mut().for_each(|purpose| purpose.recipients = Some(vec![])), "[banner-not-shared]");
    check(
        |draft| {
            for purpose in &mut draft.purposes {
                purpose.recipients = Some(vec![]);
                purpose.storage = Some(vec![sample::place("MY", "Malaysia")]);
            }
        },
        "[banner-not-abroad]",
    );
    check(|draft| draft.site.jurisdictions.clear(), "[storage]: Malaysia.");
    check(
        |draft| {
            for purpose in &mut draft.purposes {
                purpose.recipients = None;
                purpose.storage = None;
            }
        },
        "[storage]: [not-stated].",
    );
    check(
        |draft| {
            for purpose in &mut draft.purposes {
                purpose.recipients = None;
            }
            draft.places[Stated::Recipients as usize] = "s-2".to_owned();
        },
        "[recipients]: [see-policy].",
    );
    check(|draft| draft.purposes.truncate(1), "[no-additional]");
}

#[test]
fn nothing_is_on_that_the_visitor_did_not_open() {
    let notice = notice("en");
    let boxes = |html: &str| {
        let root = Element::read(html);
        let boxes = root.find(|element| element.name == "input");
        boxes
            .iter()
            .map(|one| {
                (one.attribute("name").unwrap().to_owned(), one.attribute("value").map(str::to_owned), one.attribute("checked").is_some())
            })
            .collect::<Vec<_>>()
    };
    let switch = |id: &str, on| ("purpose".to_owned(), Some(id.to_owned()), on);
    let track = |on| switch(DO_NOT_TRACK, on);
    assert_eq!(boxes(&layer2(&notice, &[])), [track(false), switch("analytics", false), switch("maps", false)]);
    assert_eq!(boxes(&layer1(&notice, "/p", None)), []);
}

#[test]
fn each_purpose_lists_what_is_kept_on_the_device() {
    let (notice, contents) = sample::dressed(notice("en"), &|key| key);
    let root = Element::read(&sample::unfolded(&layer2(&notice, &[]), &contents));
    let rows = |part: &str| -> Vec<Vec<String>> {
        let inside = root.find(|element| element.attribute("part") == Some(part));
        let rows = inside
            .iter()
            .flat_map(|one| one.find(|element| element.name == "tr"))
            .map(|row| row.find(|cell| matches!(cell.name.as_str(), "td" | "th")).iter().map(|cell| cell.text()).collect());
        rows.collect()
    };
    let additional = rows("additional");
    let head = ["name", "kind", "kept", "set-by"].map(str::to_owned).to_vec();
    assert_eq!(additional.iter().filter(|row| **row == head).count(), 2, "one table for each purpose with services");
    for (name, kind, kept) in [
        ("_mk_*", "cookie", "duration"),
        ("_mk_*", "indexeddb", "duration"),
        ("mk.id", "cookie", "[not-stated]"),
        ("mk.id", "local", "until-deleted"),
        ("mk.id", "session", "until-tab"),
        ("mk.id", "cache", "until-deleted"),
        ("mk", "cookie", "until-browser"),
    ] {
        let row = [name, kind, kept, "metrik"].map(str::to_owned).to_vec();
        assert_eq!(additional.iter().filter(|other| **other == row).count(), 2, "{row:?} in {additional:?}");
    }
    let own = rows("own");
    assert_eq!(
        own.iter().skip(1).map(|row| [&*row[0], &*row[1]]).collect::<Vec<_>>(),
        [
            ["cs", "cookie"],
            ["cs_kept", "cookie"],
            ["cs", "local"],
            ["cs.locale", "local"],
            ["cs.asked.*", "local"],
            ["cs.*", "local"],
            ["countersign", "indexeddb"]
        ]
    );
    assert_eq!(rows("services"), [["name", "hosts"], ["metrik", "metrik.example "]]);
    let own = root.find(|element| element.attribute("part") == Some("own"));
    assert!(own[0].text().contains("own-note") && own[0].find(|element| element.name == "input").is_empty(), "a reason and no switch");
    let techniques = root.find(|element| element.attribute("part") == Some("techniques"));
    assert!(techniques[0].text().contains("do-not-trackhonored") && techniques[0].text().contains("etag[not-stated]"));
}

#[test]
fn core_purposes_are_information() {
    let notice = notice("en");
    let root = Element::read(&layer2(&notice, &[]));
    let core = root.find(|element| element.attribute("part") == Some("core"));
    assert_eq!(core.len(), 1);
    assert!(core[0].text().contains("Delivery") && core[0].text().contains("[basis]"));
    assert!(core[0].find(|element| matches!(element.name.as_str(), "input" | "button" | "select")).is_empty());
}

#[test]
fn every_purpose_states_every_fact_or_says_it_is_missing() {
    let notice = notice("en");
    let root = Element::read(&layer2(&notice, &[]));
    let cards = root.find(|element| element.attribute("part") == Some("purpose"));
    assert_eq!(cards.len(), notice.purposes.len());
    for card in cards {
        for label in ["[data]", "[effect]", "[recipients]", "[retention]", "[storage]", "[origin]", "[basis]"] {
            assert!(card.find(|element| element.name == "dt" && element.text() == label).len() == 1, "{label}");
        }
        assert!(card.find(|element| element.name == "dd").iter().all(|value| !value.text().is_empty()));
        assert_eq!(card.find(|element| element.name == "strong").iter().map(|strong| strong.text()).collect::<Vec<_>>(), ["location"]);
    }
    assert!(root.text().contains("[not-stated]"), "the sample leaves facts out");
}

#[test]
fn what_the_policy_says_for_all_purposes_is_linked_and_not_called_missing() {
    let mut draft = sample::notice("en");
    for purpose in &mut draft.purposes {
        (purpose.recipients, purpose.retention, purpose.storage) = (None, None, None);
    }
    for (fact, anchor) in [(Stated::Recipients, "s-1"), (Stated::Retention, "s-2"), (Stated::Storage, "s-0")] {
        draft.places[fact as usize] = anchor.to_owned();
    }
    let root = Element::read(&layer2(&draft.check().expect("still a notice"), &[]));
    for card in root.find(|element| element.attribute("part") == Some("purpose")) {
        let rows = card.find(|element| element.name == "div" && element.find(|inner| inner.name == "dt").len() == 1);
        for (label, target) in [("[recipients]", "#s-1"), ("[retention]", "#s-2"), ("[storage]", "#s-0")] {
            let row = rows.iter().find(|row| row.find(|inner| inner.name == "dt" && inner.text() == label).len() == 1).expect(label);
            let links = row.find(|inner| inner.name == "a");
            assert_eq!(links.iter().map(|link| link.attribute("href")).collect::<Vec<_>>(), [Some(target)], "{label}");
            assert!(!row.text().contains("[not-stated]"), "{label}");
        }
    }
}

#[test]
fn a_notice_without_choices_has_no_buttons_for_them() {
    let mut draft = sample::notice("en");
    draft.purposes.retain(|purpose| purpose.kind == PurposeKind::Core);
    let root = Element::read(&layer2(&draft.check().expect("still a notice"), &[]));
    assert!(root.hooks("accept").is_empty() && root.hooks("refuse").is_empty() && root.text().contains("[no-additional]"));
}

#[test]
fn what_depends_on_the_page_says_when_it_holds() {
    let notice = notice("en");
    let root = Element::read(&layer2(&notice, &[]));
    let lines: Vec<_> = root.find(|element| element.attribute("data-cs-when").is_some());
    let said: Vec<_> = lines.iter().map(|line| (line.attribute("data-cs-when").unwrap(), line.text())).collect();
    let expected = [("signal-counts", "[signal-counts] "), ("choice-counts", "[choice-counts] "), ("open", "[withdraw-all]")];
    assert_eq!(said, expected.map(|(when, words)| (when, words.to_owned())));
    assert_eq!(root.find(|element| element.attribute("data-cs-signal").is_some()).len(), 2, "a hole for the signal's name in each line");
    assert_eq!(root.hooks("withdraw").len(), 1);
    let card = root.find(|element| element.attribute("part") == Some("signals"));
    assert!(card[0].text().contains("[signal-rule]"));
}

#[test]
fn labels_and_descriptions_lead_somewhere() {
    let notice = notice("en");
    let document = sample::document();
    let text = Element::read(&policy_page(&notice, &document, &Default::default()));
    for html in [layer2(&notice, &[]), layer3(&notice, "/p.html"), policy_page(&notice, &document, &Default::default())] {
        let root = Element::read(&html);
        let ids: Vec<&str> = root.all().iter().filter_map(|element| element.attribute("id")).collect();
        let clauses: Vec<&str> = text.all().iter().filter_map(|element| element.attribute("id")).collect();
        assert!(ids.iter().enumerate().all(|(place, id)| !ids[..place].contains(id)), "ids are unique: {ids:?}");
        for element in root.all() {
            let anchor = element.attribute("href").and_then(|href| href.strip_prefix('#'));
            for target in [element.attribute("for"), element.attribute("aria-describedby"), anchor].into_iter().flatten() {
                assert!(ids.contains(&target) || clauses.contains(&target), "{target} is nowhere in {ids:?}");
            }
            let named = !matches!(element.name.as_str(), "button" | "a" | "select")
                || !element.text().is_empty()
                || element.attribute("aria-label").is_some();
            assert!(named, "a control without a name: {element:?}");
        }
    }
}

#[test]
fn the_page_lists_every_purpose_and_recipient() {
    let notice = notice("en");
    let root = Element::read(&policy_page(&notice, &sample::document(), &Default::default()));
    let heads: Vec<String> = root.find(|element| element.attribute("scope") == Some("row")).iter().map(|cell| cell.text()).collect();
    assert_eq!(heads, ["Delivery", "Measuring", "Maps", "metrik", "Metrik[role-processor]", "Metrik[role-processor]"]);
}

#[test]
fn changes_are_marked_by_elements_and_words() {
    let changes = sample::changes(&str::to_owned);
    let page = |style| changes_page(&changes, style, &|word| word.key());
    let root = Element::read(&page(ChangesStyle::Link("page.css")));
    let texts = |name: &str| root.find(|element| element.name == name).iter().map(|element| element.text()).collect::<Vec<_>>();
    assert_eq!(texts("del"), ["Metrik", "Metrik", "it goes", "30"]);
    assert_eq!(texts("ins"), ["Metrik", "Statistik (Singapore)", "Metrik", "Statistik (Singapore)", "A new sentence.", "we send it", "60"]);
    assert_eq!(texts("h1"), ["heading"]);
    assert!(root.text().contains("moved-from") && root.text().contains("material"));
    let inline = page(ChangesStyle::Inline);
    assert!(inline.matches("<style>").count() == 1 && inline.contains(PAGE_CSS), "the rules stand inside");
    assert!(["<script", "<link", "src=", "http"].iter().all(|outside| !inline.contains(outside)), "one file without a script");
    assert_eq!(root.find(|element| element.name == "main").len(), 1);
}

#[test]
fn style_sheets_keep_their_budget() {
    assert!(brotli_size(LAYER1_CSS) <= 900, "{}", brotli_size(LAYER1_CSS));
    assert!(brotli_size(LAYERS_CSS) <= 3_000, "{}", brotli_size(LAYERS_CSS));
    for css in [LAYER1_CSS, LAYERS_CSS, PAGE_CSS] {
        assert!(!css.contains("/*") && !css.contains("\n") && !css.contains("</"), "minified, and safe inside a script");
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
