//! Layer 2 in two languages beside each other (Malaysia's PDPA 2010, section 7(3)): what is said twice, and what there is once.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::Notice;
use countersign_views::{Second, layer2, layer2_beside, second_fold, to_read};
use support::html::Element;
use support::sample;

const POLICY: &str = "/countersign/policy/1.0/zh-Hans.html?a&b";

/// Layer 2 in English beside Chinese, and the English notice by itself.
fn both() -> (Element, Notice) {
    let notice = |locale| sample::dressed(sample::notice(locale).check().expect("the sample is a notice"), &|key| key).0;
    let (own, other) = (notice("en"), notice("zh-Hans"));
    let second = Second { notice: &other, pages: &[("rights", "您的权利")], policy: POLICY };
    (Element::read(&layer2_beside(&own, &[("rights", "Your rights")], second)), own)
}

#[test]
fn there_is_one_of_every_control_and_every_id() {
    let (two, own) = both();
    let one = Element::read(&layer2(&own, &[("rights", "Your rights")]));
    for name in ["id", "name", "data-cs", "for", "aria-describedby"] {
        let values = |root: &Element| {
            let found = root.find(|element| element.attribute(name).is_some());
            found.iter().map(|element| element.attribute(name).unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(values(&two), values(&one), "{name}");
    }
}

#[test]
fn every_control_says_both_languages() {
    let (two, own) = both();
    let controls = two.find(|element| matches!(element.name.as_str(), "button" | "label") && element.attribute("aria-label").is_none());
    assert!(controls.len() > own.additional().count() + 5, "{}", controls.len());
    for control in controls {
        let said = control.find(|element| element.attribute("lang") == Some("zh-Hans"));
        assert!(said.len() == 1 && !said[0].text().is_empty(), "{}", control.text());
    }
}

#[test]
fn what_is_beside_is_complete_leads_to_its_own_text_and_has_folds_of_its_own() {
    let (two, own) = both();
    let halves = two.find(|element| element.name == "div" && element.attribute("lang") == Some("zh-Hans"));
    let count = |halves: &[&Element], class: &str| {
        halves.iter().map(|half| half.find(|element| element.attribute("class") == Some(class)).len()).sum::<usize>()
    };
    assert_eq!(count(&halves, "cs-facts"), own.purposes.len() + 1, "the facts of each purpose, and the contacts");
    assert_eq!(count(&halves, "cs-who"), 1);
    let mut folds = 0;
    for half in halves {
        assert_eq!(half.find(|element| element.name == "input").len(), 0);
        for link in half.find(|element| element.name == "a") {
            let href = link.attribute("href").unwrap();
            assert!(!href.starts_with('#'), "{href} would be looked for in another text");
        }
        for fold in half.find(|element| element.attribute("data-cs-more").is_some()) {
            assert!(fold.attribute("data-cs-more").unwrap().starts_with("zh-Hans:"));
            folds += 1;
        }
    }
    assert_eq!(folds, two.find(|element| element.attribute("data-cs-more").is_some()).len() / 2, "each fold is there in both");
}

#[test]
fn only_attributes_are_made_over() {
    let text = "<p>&quot; href=&quot;#x</p><a class=\"b\" href=\"#s-1\">1</a><details data-cs-more=\"own\"></details>";
    let expected = "<p>&quot; href=&quot;#x</p><a class=\"b\" target=\"_blank\" rel=\"noopener\" href=\"/p?a&amp;b#s-1\">1</a><details data-cs-more=\"ms:own\"></details>";
    assert_eq!(to_read("ms", "/p?a&b", text), expected);
    assert_eq!(second_fold("ms", "own"), "ms:own");
}
