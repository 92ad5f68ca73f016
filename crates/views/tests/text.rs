//! The full text is the document, word for word, whatever the document; marks and contents are complete.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use countersign_core::{BlockKind, Document, Notice};
use countersign_views::{layer3, policy_page, policy_text};
use support::html::Element;
use support::sample::Builder;
use support::{Chance, folded, sample};

fn article(html: &str) -> Element {
    let root = Element::read(html);
    let found = root.find(|element| element.attribute("data-cs-text").is_some());
    assert_eq!(found.len(), 1);
    found[0].clone()
}

/// The full policy as the dialog shows it.
fn shown(notice: &Notice, document: &Document) -> String {
    let frame = layer3(notice, "/p.html");
    assert_eq!(frame.matches("data-cs-text></article>").count(), 1);
    frame.replace("data-cs-text></article>", &["data-cs-text>", &policy_text(notice, document), "</article>"].concat())
}

fn check(document: &Document, label: &str) {
    let notice = sample::notice("en").check().expect("the sample is a notice");
    for html in [shown(&notice, document), policy_page(&notice, document, &Default::default())] {
        let article = article(&html);
        assert_eq!(folded(&article.text()), folded(document.text()), "{label}");
        let bold: String = article.find(|element| element.name == "strong").iter().map(|strong| strong.text()).collect();
        let marked: String = document.marks().iter().map(|mark| document.text()[mark.start..mark.end].replace('\t', "")).collect();
        assert_eq!(bold, marked, "{label}");
        let headings = article.find(|element| element.name.len() == 2 && element.name.starts_with('h'));
        let titles: Vec<_> = headings.iter().map(|heading| heading.text()).collect();
        assert_eq!(titles, document.headings().map(|heading| heading.text.to_owned()).collect::<Vec<_>>(), "{label}");
        let levels: Vec<u8> = headings.iter().map(|heading| heading.name.as_bytes()[1] - b'0').collect();
        assert!(
            levels.iter().all(|level| (2..=6).contains(level)) && levels.first().is_none_or(|level| *level == 2),
            "{label}: {levels:?}"
        );
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is skipped: {label}: {levels:?}");
    }
    check_contents(document, label);
}

/// The page's navigation has every heading; the dialog's is made from the article by `src/ports/contents.ts`, which the scenarios hold
/// against the page's.
fn check_contents(document: &Document, label: &str) {
    let notice = sample::notice("en").check().expect("the sample is a notice");
    let page = Element::read(&policy_page(&notice, document, &Default::default()));
    let navs = page.find(|element| element.name == "nav");
    let links = navs.iter().flat_map(|nav| nav.find(|element| element.attribute("href").is_some_and(|href| href.starts_with("#s-"))));
    let links: Vec<_> = links.map(|link| (link.attribute("href").unwrap().replace('#', ""), link.text())).collect();
    let expected: Vec<_> = document.headings().map(|heading| (heading.anchor.clone(), heading.text.to_owned())).collect();
    assert_eq!(links, expected, "{label}");
    let anchors = page.find(|element| element.attribute("id").is_some_and(|id| id.starts_with("s-") && id != "s-0"));
    let anchors: Vec<_> = anchors.iter().map(|heading| (heading.attribute("id").unwrap().to_owned(), heading.text())).collect();
    assert_eq!(anchors, expected, "{label}");
}

/// Every kind of block.
const KINDS: [BlockKind; 5] =
    [BlockKind::Paragraph, BlockKind::Heading, BlockKind::ListItem, BlockKind::TableRow, BlockKind::ContentsEntry];

/// Pieces that have gone wrong in HTML before.
const WORDS: &[&str] = &[
    "a",
    "&amp;",
    "<script>",
    "\"",
    "'",
    "\u{a0}",
    "身份证号",
    "，",
    "é",
    "</article>",
    "b\nc",
    "d  e",
    "**GPS**",
    "**生物识别**",
    "\u{200b}",
    "1.",
];

fn generated(seed: u64) -> Document {
    let mut chance = Chance(seed);
    let mut build = Builder::default();
    for _ in 0..chance.below(40) {
        let kind = KINDS[chance.below(KINDS.len())];
        let depth = match kind {
            BlockKind::Heading => 1 + chance.below(6) as u8,
            BlockKind::ListItem => 1 + chance.below(5) as u8,
            _ => 0,
        };
        let bullet = if kind == BlockKind::ListItem { chance.one(&["", "• ", "-", "· "]) } else { "" };
        let parts = if kind == BlockKind::TableRow { ["\t", "", " "] } else { [" ", "", " "] };
        let mut content = "x".to_owned();
        for _ in 0..chance.below(6) {
            content.push_str(chance.one(&parts));
            content.push_str(chance.one(WORDS));
        }
        if chance.below(5) == 0 {
            build.touch();
        }
        build.block(kind, depth, bullet, &content);
    }
    build.finish()
}

#[test]
fn the_sample_is_word_for_word() {
    check(&sample::document(), "sample");
    check(&Builder::default().finish(), "empty");
}

#[test]
fn references_lead_to_their_places_and_wrong_ones_say_so() {
    let notice = sample::notice("en").check().expect("the sample is a notice");
    let article = article(&shown(&notice, &sample::document()));
    let shown = |element: &Element| {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
        (element.name.clone(), attribute("class"), attribute("href"), attribute("title"), element.text())
    };
    let found = article.find(|element| element.attribute("class").is_some_and(|class| class == "cs-term" || class == "cs-wrong"));
    let row = |name: &str, class: &str, href: &str, title: &str, text: &str| {
        (name.to_owned(), class.to_owned(), href.to_owned(), title.to_owned(), text.to_owned())
    };
    assert_eq!(
        found.into_iter().map(shown).collect::<Vec<_>>(),
        [
            row("span", "cs-wrong", "", "[reference-broken]", "Part IX"),
            row("a", "cs-term", "#b-6", "", "bank account"),
            row("a", "cs-wrong", "#s-4", "[reference-doubtful]", "section 9"),
        ]
    );
    let targets = article.find(|element| element.attribute("id") == Some("b-6"));
    assert_eq!(targets.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["li"]);
    assert!(article.find(|element| element.name == "a").iter().any(|link| shown(link).2 == "#s-2" && link.text() == "Who we are"));
}

#[test]
fn the_authors_bold_is_not_the_sensitive_kind() {
    let notice = sample::notice("en").check().expect("the sample is a notice");
    let article = article(&shown(&notice, &sample::document()));
    let bold = article.find(|element| element.name == "b");
    assert_eq!(
        bold.iter().map(|bold| (bold.attribute("class"), bold.text())).collect::<Vec<_>>(),
        [(Some("cs-bold"), "We carry parcels".to_owned()), (Some("cs-bold"), "Nowhere".to_owned())]
    );
    assert!(bold.iter().all(|bold| bold.attribute("title").is_none()));
    let sensitive = article.find(|element| element.name == "strong");
    assert!(sensitive.iter().all(|strong| strong.attribute("class") == Some("cs-sensitive") && strong.attribute("title").is_some()));
    let headings = article.find(|element| element.name.len() == 2 && element.name.starts_with('h'));
    assert!(headings.iter().all(|heading| heading.attribute("class").is_none() && heading.find(|element| element.name == "b").is_empty()));
}

#[test]
fn generated_documents_are_word_for_word() {
    for seed in 0..400 {
        check(&generated(seed), &format!("seed {seed}"));
    }
}

#[test]
fn lists_nest_by_depth() {
    let notice = sample::notice("en").check().expect("the sample is a notice");
    let article = article(&shown(&notice, &sample::document()));
    let lists = article.find(|element| element.name == "ul" && element.attribute("class").is_none());
    let shape: Vec<(usize, String)> =
        lists.iter().map(|list| (list.find(|element| element.name == "li").len(), folded(&list.text()))).collect();
    assert_eq!(
        shape,
        [
            (5, "• first (a) below with bank account far below between last".to_owned()),
            (3, "(a) below with bank account far below between".to_owned()),
            (1, "far below".to_owned()),
            (1, "between".to_owned()),
        ]
    );
}
