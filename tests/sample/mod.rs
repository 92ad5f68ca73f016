//! One notice and one document for the tests of the root package: every kind of purpose, stated and unstated facts, marks, and
//! characters that markup must not take at their word.

use countersign_core::{
    Backend, Basis, Block, BlockKind, Category, Clause, Controller, DataItem, Digest, Document, LocaleLink, Mark, Msg, Notice, NoticeDraft,
    Place, Purpose, PurposeId, PurposeKind, Recipient, RichText, Role, Scope, Site, Source, StoredName, Vendor,
};
use countersign_views::{Beside, InsetWord, InsetWords, Technique};

const TEXT: &str = "Privacy & <you>\n\n1. What we collect\nYour GPS position and your parcels.\n- identity card\n- name\n\
                    Item\tWhy\nname\tlabel\n1.1 How long\nThirteen months.";

/// The document: headings, a paragraph, a list, a table and three marks.
pub(crate) fn document() -> Document {
    let parts = [
        ("Privacy & <you>", BlockKind::Heading, 1, 0),
        ("1. What we collect", BlockKind::Heading, 2, 0),
        ("Your GPS position and your parcels.", BlockKind::Paragraph, 0, 0),
        ("- identity card", BlockKind::ListItem, 1, 2),
        ("- name", BlockKind::ListItem, 1, 2),
        ("Item\tWhy", BlockKind::TableRow, 0, 0),
        ("name\tlabel", BlockKind::TableRow, 0, 0),
        ("1.1 How long", BlockKind::Heading, 3, 0),
        ("Thirteen months.", BlockKind::Paragraph, 0, 0),
    ];
    let mut at = 0;
    let mut blocks = Vec::new();
    for (words, kind, depth, skip) in parts {
        let start = at + TEXT[at..].find(words).unwrap();
        at = start + words.len();
        blocks.push(Block { kind, depth, start, content: start + skip, end: at });
    }
    let mark = |words: &str, category| {
        let start = TEXT.find(words).unwrap();
        Mark { start, end: start + words.len(), category }
    };
    let marks = vec![mark("GPS position", Category::Location), mark("identity card", Category::IdentityDocument)];
    Document::new(TEXT.to_owned(), blocks, marks).unwrap()
}

fn place(code: &str, name: &str) -> Place {
    Place { code: code.into(), name: name.into() }
}

fn purpose(id: &str, kind: PurposeKind, title: &str) -> Purpose {
    Purpose {
        id: PurposeId::new(id).unwrap(),
        kind,
        title: title.into(),
        description: None,
        effect: Some(RichText::plain("Everything else goes on working.")),
        data: vec![DataItem { id: "pages".into(), label: RichText::plain("pages \"opened\""), pd: None, optional: true }],
        recipients: None,
        retention: None,
        retention_code: None,
        storage: None,
        source: None,
        basis: None,
        dpv: None,
        anchor: None,
        vendors: Vec::new(),
        separate: Vec::new(),
    }
}

/// A phrase: its key and the holes that phrases have.
fn phrase(message: &Msg) -> String {
    let holes = if message.key().ends_with("-counts") { " {signal}" } else { " {controller}{purposes}{days}" };
    [message.key(), holes].concat()
}

/// The notice, naming its text: one core and two additional purposes, one of them with every fact stated.
pub(crate) fn notice() -> Notice {
    let stated = Purpose {
        description: Some(RichText {
            text: "See your GPS position.".into(),
            marks: vec![Mark { start: 9, end: 21, category: Category::Location }],
        }),
        recipients: Some(vec![Recipient {
            name: "Metrik <Ltd>".into(),
            also: Vec::new(),
            policy: None,
            country: Some(place("SG", "Singapore")),
            role: Some(Role::Processor),
        }]),
        data: vec![DataItem {
            id: "place".into(),
            label: RichText::marked("location", Category::Location),
            pd: Some("Location".into()),
            optional: false,
        }],
        retention: Some("13 months".into()),
        retention_code: Some("P13M".into()),
        storage: Some(vec![place("MY", "Malaysia")]),
        source: Some(Source::Observed),
        basis: Some(Basis::Consent),
        dpv: Some("ServiceUsageAnalytics".into()),
        anchor: Some("s-2".into()),
        vendors: vec![Vendor { name: "metrik".into(), hosts: vec!["metrik.example".into()], storage: vec![StoredName::cookie("_mk_*")] }],
        ..purpose("analytics", PurposeKind::Additional, "Measuring <use>")
    };
    let delivery = Purpose { recipients: Some(Vec::new()), ..purpose("delivery", PurposeKind::Core, "Delivery") };
    let draft = NoticeDraft {
        id: "privacy".into(),
        version: "1.0".into(),
        locale: "en".into(),
        drafted: false,
        title: "Privacy & you".into(),
        effective: Some("2026-12-01".into()),
        updated: None,
        site: Site {
            id: "site".into(),
            origin: None,
            cookie_domain: None,
            backends: vec![Backend::at("/v1/receipts")],
            choice_days: 180,
            jurisdictions: vec!["MY".into()],
        },
        controller: Controller {
            name: Some("Example \"Couriers\" & Co".into()),
            email: Some("privacy@couriers.example".into()),
            response_days: Some(15),
            ..Controller::default()
        },
        purposes: vec![delivery, stated, purpose("maps", PurposeKind::Additional, "Maps")],
        children: None,
        scope: Scope::default(),
        sensitive: vec!["location".into(), "identity documents".into()],
        lists: vec!["PIPL Art. 28".into(), "the policy's own".into()],
        places: ["s-1", "s-2", "s-1", "", "s-0", "s-2", "", "", ""].map(String::from).to_vec(),
        clauses: vec![Clause { label: "1. What <we> do".into(), anchor: "s-2".into() }],
        locales: vec![
            LocaleLink { tag: "en".into(), name: "English".into() },
            LocaleLink { tag: "ms".into(), name: "Bahasa Melayu".into() },
        ],
        text: Digest::NONE,
        insets: Vec::new(),
        catalogue: None,
        widget: None,
        messages: Msg::ALL.iter().map(phrase).collect(),
    };
    let notice = draft.check().unwrap();
    let words = InsetWords { word: &|word| word.key(), duration: &|code| Some(code.to_lowercase()) };
    let techniques = [Technique { word: InsetWord::Cookies, verdict: None, clauses: notice.clauses.clone(), help: None }];
    let insets = countersign_views::insets(&notice, Beside { techniques: &techniques, ..Beside::default() }, &words);
    let notice = notice.with_insets(insets.folds);
    let text = countersign_views::policy_text(&notice, &document());
    notice.with_text(Digest::of(text.as_bytes()))
}
