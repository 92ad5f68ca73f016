//! Hostile values in every field change no markup and reach no address.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{Clause, LocaleLink, Notice, NoticeDraft, RichText, StoredName};
use countersign_views::{
    Beside, ChangesStyle, InsetWord, InsetWords, PageLinks, Technique, VersionLink, changes_page, insets, layer1, layer2, layer3,
    policy_page, policy_text, receipts, receipts_on_paper,
};
use support::html::Element;
use support::sample;

/// Values that would break out of text, attributes or addresses.
/// Each has a digit, so that a phone number stays a link.
const ATTACKS: [&str; 6] = [
    "\"><script>alert(1)</script>",
    "' onmouseover=alert(1) x='",
    "\" autofocus onfocus=\"alert(1)",
    "</strong></div><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{controller}&lt;script&gt; 1",
];

/// The sample with the value in every text field.
fn attacked(value: &str) -> (Notice, Vec<(String, String)>) {
    let mut draft: NoticeDraft = sample::notice("en");
    let text = || value.to_owned();
    draft.version = text();
    draft.title = text();
    draft.effective = Some(text());
    draft.updated = Some(text());
    draft.locale = text();
    draft.locales.push(LocaleLink { tag: text(), name: text() });
    draft.sensitive = vec![text()];
    draft.lists = vec![text()];
    draft.places = vec![text(); 9];
    draft.clauses = vec![Clause { label: text(), anchor: text() }];
    let controller = &mut draft.controller;
    for field in [&mut controller.name, &mut controller.address, &mut controller.email, &mut controller.phone, &mut controller.officer] {
        *field = Some(text());
    }
    for purpose in &mut draft.purposes {
        purpose.title = text();
        purpose.description = Some(RichText::plain(value));
        purpose.effect = Some(RichText::marked(value, countersign_core::Category::Health));
        purpose.retention = Some(text());
        purpose.anchor = Some(text());
        purpose.data.iter_mut().for_each(|item| item.label = RichText::plain(value));
        purpose.storage = Some(vec![sample::place("XX", value)]);
        for recipient in purpose.recipients.iter_mut().flatten() {
            recipient.name = text();
            recipient.country = Some(sample::place("XX", value));
        }
        for vendor in &mut purpose.vendors {
            vendor.name = text();
            vendor.storage = vec![StoredName::cookie(value)];
        }
    }
    draft.messages.iter_mut().for_each(|phrase| phrase.push_str(value));
    let notice = draft.check().expect("hostile text is still a notice");
    let words = value.to_owned().leak();
    sample::dressed(notice, &|_| words)
}

/// Element names, attribute names and the hooks: all that a value must not change.
fn shape(html: &str) -> Vec<(String, Vec<String>)> {
    let root = Element::read(html);
    root.all().iter().map(|element| (element.name.clone(), element.attributes.iter().map(|(name, _)| name.clone()).collect())).collect()
}

fn check(html: &str, harmless: &str, value: &str) {
    assert_eq!(shape(html), shape(harmless), "{value}");
    for element in Element::read(html).all() {
        for name in ["href", "src", "action"] {
            let address = element.attribute(name).unwrap_or_default();
            assert!(!address.to_ascii_lowercase().starts_with("javascript:"), "{value}: {address}");
        }
    }
}

#[test]
fn values_stay_values() {
    let layers = |(notice, contents): &(Notice, Vec<(String, String)>), value: &str| {
        let link = LocaleLink { tag: value.to_owned(), name: value.to_owned() };
        let document = sample::document();
        let page = PageLinks {
            style: "a.css".into(),
            locales: vec![],
            versions: vec![VersionLink { version: value.into(), address: "b.html".into(), changes: Some((value.into(), "c.html".into())) }],
            verify: Some("d/".into()),
        };
        [
            layer1(notice, value, Some(&link)),
            sample::unfolded(&layer2(notice, &[]), contents),
            layer3(notice, value),
            policy_text(notice, &document),
            receipts("en", &sample::receipts(&|_| value.to_owned())),
            receipts_on_paper("en", &sample::receipts(&|_| value.to_owned()), value),
            policy_page(notice, &document, &page),
            changes_page(&sample::changes(&|_| value.to_owned()), ChangesStyle::Link("a.css"), &|_| value),
        ]
    };
    let harmless = layers(&attacked("some words 1"), "some words 1");
    for value in ATTACKS {
        let html = layers(&attacked(value), value);
        for (html, harmless) in html.iter().zip(&harmless) {
            check(html, harmless, value);
        }
    }
}

#[test]
fn addresses_with_other_schemes_are_left_out() {
    let notice = sample::notice("en").check().expect("the sample is a notice");
    let banner = Element::read(&layer1(&notice, "javascript:alert(1)", None));
    assert_eq!(banner.hooks("policy")[0].attribute("href"), Some("#"));
    let bad = || "java\nscript:alert(1)".to_owned();
    let locales = notice.locales.iter().map(|link| (link.clone(), bad())).collect();
    let links = PageLinks {
        style: bad(),
        locales,
        versions: vec![VersionLink { version: "1".into(), address: "data:text/html,x".into(), changes: Some(("c".into(), bad())) }],
        verify: Some(bad()),
    };
    let page = Element::read(&policy_page(&notice, &sample::document(), &links));
    assert!(page.find(|element| element.name == "link").is_empty());
    let mut changes = sample::changes(&str::to_owned);
    changes.policy = Some(("Policy".into(), bad()));
    let changes = Element::read(&changes_page(&changes, ChangesStyle::Link(&bad()), &|word| word.key()));
    assert!(changes.find(|element| matches!(element.name.as_str(), "link" | "a")).is_empty());
    assert!(page.find(|element| element.name == "a").iter().all(|link| link.attribute("href").unwrap().starts_with('#')));
    for (help, expected) in [("javascript://x/%0aalert(1)", None), ("javascript:alert(1)", Some("https://javascript:alert(1)"))] {
        let technique = Technique { word: InsetWord::CookieRefuse, verdict: None, clauses: Vec::new(), help: Some(help.into()) };
        let made = insets(
            &notice,
            Beside { techniques: &[technique], ..Beside::default() },
            &InsetWords { word: &|word| word.key(), duration: &|_| None },
        );
        let link = Element::read(&made.contents.iter().map(|(_, content)| content.as_str()).collect::<String>())
            .find(|element| element.attribute("target").is_some())
            .first()
            .map(|link| link.attribute("href").map(str::to_owned));
        assert_eq!(link.flatten().as_deref(), expected);
    }
}
