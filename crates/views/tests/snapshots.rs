//! Every layer's HTML, byte for byte, against `tests/fixtures/`.
//!
//! `COUNTERSIGN_REWRITE=1 cargo test -p countersign-views` rewrites the fixtures; the difference in version control is the review.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use std::{collections::BTreeSet, env, fs, path::Path};

use countersign_core::LocaleLink;
use countersign_views::{
    ChangeWord, Changes, ChangesStyle, HeldWord, PageLinks, ReceiptList, VersionLink, changes_page, layer1, layer2, layer3,
    placeholder_frame, placeholder_text, placeholder_title, policy_page, policy_text, receipts, receipts_on_paper, receipts_report,
};
use support::sample;

/// The cases: file name and HTML.
fn cases() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    let document = sample::document();
    for locale in ["en", "zh-Hans"] {
        let (notice, contents) = sample::dressed(sample::notice(locale).check().expect("the sample is a notice"), &|key| key);
        let next = LocaleLink { tag: "ms".into(), name: "Bahasa Melayu".into() };
        let links = PageLinks {
            style: "../policy.css".into(),
            locales: notice.locales.iter().map(|link| (link.clone(), format!("{}.html", link.tag))).collect(),
            versions: vec![VersionLink {
                version: "0.9".into(),
                address: "../0.9/en.html".into(),
                changes: Some(("[since] 0.9".into(), "changes-0.9.en.html".into())),
            }],
            verify: Some("../../verify/".into()),
        };
        let mut add = |name: &str, html: String| cases.push((format!("{name}.{locale}.html"), html));
        add("layer1", layer1(&notice, "/countersign/policy/1.0/en.html", Some(&next)));
        add("layer2", layer2(&notice, &[]));
        add("folds", contents.iter().map(|(name, content)| format!("<!-- {name} -->{content}")).collect());
        add("layer3", layer3(&notice, "/p.html"));
        add("text", policy_text(&notice, &document));
        let list = sample::receipts(&str::to_owned);
        add("receipts", receipts(locale, &list));
        add("receipts-paper", receipts_on_paper(locale, &list, "https://a.example"));
        add("receipts-report", receipts_report(locale, &list));
        add("receipts-empty", receipts(locale, &ReceiptList::default()));
        let held = |word: HeldWord| match word {
            HeldWord::Gets => "[gets] {recipients} {data}.",
            HeldWord::Uses => "[uses] {data}.",
            HeldWord::Label => "[label] {purposes}",
            HeldWord::Always => "[always] {purposes}",
            HeldWord::Once => "[once]",
        };
        add("placeholder", placeholder_frame(&notice, &held));
        // Recipients, then services, then nobody; the last purpose has no data either.
        let mut nobody = notice.purposes[2].clone();
        nobody.vendors.clear();
        nobody.data.clear();
        nobody.title = "\"Routes\" & <maps>".into();
        let purposes = [&notice.purposes[1], &notice.purposes[2], &nobody];
        add("placeholder-texts", purposes.map(|one| placeholder_title(one) + &placeholder_text(&notice, one, &held)).concat());
        add("page", policy_page(&notice, &document, &links));
    }
    let say = |word: ChangeWord| word.key();
    let changes = sample::changes(&str::to_owned);
    cases.push(("changes.en.html".to_owned(), changes_page(&changes, ChangesStyle::Link("page.css"), &say)));
    let none = Changes { facts: Vec::new(), sections: Vec::new(), ..changes };
    cases.push(("changes-none.en.html".to_owned(), changes_page(&none, ChangesStyle::Link("page.css"), &say)));
    cases
}

#[test]
fn layers_match_their_fixtures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let cases = cases();
    assert!(!cases.is_empty(), "there are cases");
    let rewrite = env::var_os("COUNTERSIGN_REWRITE").is_some();
    for (name, html) in &cases {
        let path = folder.join(name);
        // One element a line, so that a difference can be read.
        let lines = html.replace("><", ">\n<") + "\n";
        if rewrite {
            fs::write(&path, &lines).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is missing; set COUNTERSIGN_REWRITE=1 and review it"));
        assert_eq!(lines, expected, "{name}");
    }
    let known: BTreeSet<&str> = cases.iter().map(|(name, _)| name.as_str()).collect();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(known.contains(name.to_str().unwrap()), "{name:?} belongs to no case; delete it");
    }
}
