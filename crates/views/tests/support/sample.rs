//! A sample notice that uses every member, and a document with every kind of block.

use countersign_core::{
    Basis, Block, BlockKind, Category, Clause, Controller, DataItem, Digest, Document, Kind, Link, LinkTarget, LocaleLink, Mark, Msg,
    Notice, NoticeDraft, Place, Posting, Purpose, PurposeId, PurposeKind, Recipient, RichText, Role, Scope, Site, Source, StoreKind,
    StoredName, Vendor,
};
use countersign_views::{
    Beside, ChangeWord, ChangedClause, ChangedFacts, ChangedSection, Changes, CheckGroup, CheckLine, Fate, InsetWord, InsetWords, Piece,
    PurposeCard, ReceiptCard, ReceiptFact, ReceiptList, ReceiptWord, Runs, Technique, insets,
};

/// A country.
pub(crate) fn place(code: &str, name: &str) -> Place {
    Place { code: code.into(), name: name.into() }
}

/// A purpose with one sensitive item and one that may be left out.
pub(crate) fn purpose(id: &str, kind: PurposeKind, title: &str) -> Purpose {
    let item = |id: &str, label: RichText, optional| DataItem { id: id.into(), label, pd: None, optional };
    let start = "the exact ".len();
    let end = start + "location".len();
    let marked = RichText { text: "the exact location of a parcel".into(), marks: vec![Mark { start, end, category: Category::Location }] };
    Purpose {
        id: PurposeId::new(id).unwrap(),
        kind,
        title: title.into(),
        description: Some(RichText::plain("What it is for.")),
        effect: Some(RichText::plain("Nothing else changes.")),
        data: vec![item("pages", RichText::plain("pages you open"), false), item("place", marked, true)],
        recipients: Some(vec![Recipient {
            name: "Metrik".into(),
            country: Some(place("SG", "Singapore")),
            role: Some(Role::Processor),
            ..Recipient::default()
        }]),
        retention: Some("13 months".into()),
        retention_code: Some("P13M".into()),
        storage: Some(vec![place("MY", "Malaysia")]),
        source: Some(Source::Observed),
        basis: Some(Basis::Consent),
        dpv: None,
        anchor: Some("s-2".into()),
        vendors: vec![Vendor { name: "metrik".into(), hosts: vec!["metrik.example".into()], storage: kept() }],
        separate: Vec::new(),
    }
}

/// A name of each kind, with lives of each sort.
fn kept() -> Vec<StoredName> {
    let kinds = StoreKind::ALL.into_iter();
    let known = kinds.map(|kind| StoredName { kind, life: Some("P1Y".into()), ..StoredName::cookie("_mk_*") });
    let unknown = StoreKind::ALL.into_iter().map(|kind| StoredName { kind, ..StoredName::cookie("mk.id") });
    let session = StoredName { life: Some("session".into()), ..StoredName::cookie("mk") };
    known.chain(unknown).chain([session]).collect()
}

/// The notice with its folds and what is in them: `word` gives every word and stands for every duration.
pub(crate) fn dressed(notice: Notice, word: &dyn Fn(&'static str) -> &'static str) -> (Notice, Vec<(String, String)>) {
    let say = |one: InsetWord| word(one.key());
    let duration = |code: &str| (code != "session").then(|| word("duration").to_owned());
    let technique = |word, verdict, clauses| Technique { word, verdict, clauses, help: None };
    let refuse = Technique { help: Some("help.example".into()), ..technique(InsetWord::CookieRefuse, None, notice.clauses.clone()) };
    let techniques = [
        refuse,
        technique(InsetWord::DoNotTrack, Some(InsetWord::Honored), notice.clauses.clone()),
        technique(InsetWord::Etag, None, Vec::new()),
    ];
    let made = insets(&notice, Beside { techniques: &techniques, ..Beside::default() }, &InsetWords { word: &say, duration: &duration });
    (notice.with_insets(made.folds), made.contents)
}

/// Layer 2 with every fold filled, as after a visitor opened all.
pub(crate) fn unfolded(layer2: &str, contents: &[(String, String)]) -> String {
    contents.iter().fold(layer2.to_owned(), |html, (name, content)| {
        let at = html.find(&format!("data-cs-more=\"{name}\"")).expect("each fold stands in layer 2");
        let end = at + html[at..].find("</details>").expect("a fold has an end");
        [&html[..end], content, &html[end..]].concat()
    })
}

/// Phrases: the key, and for phrases with values the key and its holes.
fn phrase(message: &Msg) -> String {
    let holes = match message.key() {
        "banner-text" => " {controller} {purposes}",
        "banner-separate" => " {purposes}",
        "banner-child" | "child-note" => " {age}",
        "banner-sensitive" => " {sensitive}.",
        "banner-shared" => " {recipients}",
        "banner-abroad" => " {countries}",
        "sensitive-lists" => " {lists}",
        "response-days" => " {days}",
        "version" => " {version}",
        "effective" | "updated" => " {date}",
        "signal-counts" | "choice-counts" => " {signal}",
        "scope-for" => " {role}",
        "scope-elsewhere" => " {policy}",
        _ => "",
    };
    format!("[{}]{holes}", message.key())
}

/// The sample notice in a language.
pub(crate) fn notice(locale: &str) -> NoticeDraft {
    let names = [("en", "English"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("ms", "Bahasa Melayu")];
    let mut core = purpose("delivery", PurposeKind::Core, "Delivery");
    core.anchor = None;
    core.vendors.clear();
    let mut bare = purpose("maps", PurposeKind::Additional, "Maps");
    bare.recipients = None;
    bare.storage = None;
    bare.source = None;
    bare.retention = None;
    NoticeDraft {
        id: "privacy".into(),
        version: "1.0".into(),
        locale: locale.into(),
        drafted: false,
        title: "Privacy policy".into(),
        effective: Some("2026-12-01".into()),
        updated: Some("2026-11-20".into()),
        site: Site {
            id: "site".into(),
            origin: None,
            cookie_domain: None,
            backends: Vec::new(),
            choice_days: 180,
            jurisdictions: vec!["MY".into()],
        },
        controller: Controller {
            name: Some("Example \"Couriers\" & Co".into()),
            address: Some("1 Road".into()),
            registered: None,
            email: Some("privacy@courier.example".into()),
            phone: Some("+60 3-0000 0000".into()),
            officer: Some("The officer".into()),
            response_days: Some(15),
        },
        purposes: vec![core, purpose("analytics", PurposeKind::Additional, "Measuring"), bare],
        children: None,
        scope: Scope::default(),
        sensitive: vec!["location".into(), "identity documents".into()],
        lists: vec!["PIPL Art. 28".into(), "the policy's own".into()],
        places: ["s-1", "s-2", "s-1", "", "s-0", "s-2", "", "", ""].map(String::from).to_vec(),
        clauses: vec![Clause { label: "1. What <we> do".into(), anchor: "s-2".into() }],
        locales: names.iter().map(|(tag, name)| LocaleLink { tag: (*tag).into(), name: (*name).into() }).collect(),
        text: Digest::of(b"text"),
        insets: Vec::new(),
        catalogue: None,
        widget: None,
        messages: Msg::ALL.iter().map(phrase).collect(),
    }
}

/// The sample document: printed contents, nested lists with and without bullets, a table, headings that skip a depth.
pub(crate) fn document() -> Document {
    let mut build = Builder::default();
    build.block(BlockKind::Heading, 1, "", "Privacy & policy");
    build.block(BlockKind::ContentsEntry, 0, "", "1 Who we are");
    build.block(BlockKind::ContentsEntry, 0, "", "Where it goes");
    build.block(BlockKind::Heading, 2, "", "1. Who we are");
    build.block(BlockKind::Paragraph, 0, "", "We carry parcels.\nYour **location** helps, <b>always</b>.");
    build.block(BlockKind::ListItem, 1, "• ", "first");
    build.block(BlockKind::ListItem, 2, "(a) ", "below with **bank account**");
    build.block(BlockKind::ListItem, 4, "", "far below");
    build.block(BlockKind::ListItem, 3, "", "between");
    build.block(BlockKind::ListItem, 1, "", "last");
    build.block(BlockKind::Heading, 4, "", "Deep");
    build.block(BlockKind::TableRow, 0, "", "Data\tKept\tWhy");
    build.block(BlockKind::TableRow, 0, "", "**audio**\t\tcalls");
    build.block(BlockKind::Heading, 2, "", "2. Where it goes");
    build.block(BlockKind::Paragraph, 0, "", "Nowhere. See Who we are, Part IX, bank account, and section 9 of another.");
    let document = build.finish();
    let link = |words: &str, target| {
        let start = document.text().rfind(words).expect("the words are there");
        Link { start, end: start + words.len(), target }
    };
    let links = vec![
        link("1 Who we are", LinkTarget::Heading(2)),
        link("Who we are", LinkTarget::Heading(2)),
        link("Part IX", LinkTarget::Broken),
        link("bank account", LinkTarget::Block(6)),
        link("section 9", LinkTarget::Doubtful(4)),
    ];
    let bold = ["We carry parcels", "Nowhere"].map(|words| {
        let start = document.text().find(words).expect("the words are there");
        start..start + words.len()
    });
    document.clone().with_links(links).expect("the links fit").with_bold(&bold)
}

/// Puts a document together from its blocks; `**` marks sensitive words.
#[derive(Default)]
pub(crate) struct Builder {
    text: String,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    touching: bool,
}

impl Builder {
    /// The next block stands directly behind the one before, without white space.
    pub(crate) fn touch(&mut self) {
        self.touching = true;
    }

    /// Adds a block.
    pub(crate) fn block(&mut self, kind: BlockKind, depth: u8, bullet: &str, content: &str) {
        if !self.touching && !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.touching = false;
        let start = self.text.len();
        self.text.push_str(bullet);
        let inside = self.text.len();
        for (place, piece) in content.split("**").enumerate() {
            let from = self.text.len();
            self.text.push_str(piece);
            if place % 2 == 1 && !piece.is_empty() {
                self.marks.push(Mark { start: from, end: self.text.len(), category: Category::Location });
            }
        }
        self.blocks.push(Block { kind, depth, start, content: inside, end: self.text.len() });
    }

    /// The document.
    pub(crate) fn finish(self) -> Document {
        Document::new(self.text, self.blocks, self.marks).expect("the ranges fit")
    }
}

/// Changes that use every member; `word` gives every text.
pub(crate) fn changes(word: &dyn Fn(&str) -> String) -> Changes {
    let run = |fate, text: &str| (fate, word(text));
    let clause = |tag, words: Runs| ChangedClause { tag, from: None, words };
    let facts = vec![(word("Shared with"), vec![word("Metrik")], vec![word("Metrik"), word("Statistik (Singapore)")])];
    Changes {
        locale: "en".into(),
        title: word("Privacy policy"),
        versions: (word("1.0"), word("1.1")),
        note: word("Drafted."),
        policy: Some((word("Read the full policy"), "en.html".into())),
        facts: vec![
            ChangedFacts { title: Some(word("Measuring")), fate: Fate::Same, facts: facts.clone() },
            ChangedFacts { title: Some(word("Maps")), fate: Fate::Added, facts: Vec::new() },
            ChangedFacts { title: None, fate: Fate::Same, facts },
        ],
        sections: vec![
            ChangedSection {
                heading: Runs::new(),
                anchor: None,
                tags: Vec::new(),
                clauses: vec![clause(Some(ChangeWord::Added), vec![run(Fate::Added, "A new sentence.")])],
            },
            ChangedSection {
                heading: vec![run(Fate::Same, "2. Where "), run(Fate::Removed, "it goes"), run(Fate::Added, "we send it")],
                anchor: Some("s-3".into()),
                tags: vec![ChangeWord::Retitled],
                clauses: vec![
                    clause(
                        None,
                        vec![
                            run(Fate::Skipped, ""),
                            run(Fate::Same, "kept for "),
                            run(Fate::Removed, "30"),
                            run(Fate::Added, "60"),
                            run(Fate::Same, " days."),
                        ],
                    ),
                    ChangedClause {
                        tag: Some(ChangeWord::Moved),
                        from: Some(word("1. Who we are")),
                        words: vec![run(Fate::Same, "Nowhere.")],
                    },
                ],
            },
        ],
    }
}

/// Receipts with every sort of value; `say` stands for what comes from outside.
pub(crate) fn receipts(say: &dyn Fn(&str) -> String) -> ReceiptList {
    let fact = |label, values: Vec<Piece>| ReceiptFact { label, values };
    let line = |check: &str, verdict: &str, found: &str| CheckLine {
        check: check.into(),
        verdict: verdict.into(),
        found: found.into(),
        values: vec![
            ("at", say("2026-11-20T08:31:06.000Z")),
            ("place", say("7")),
            ("size", say("9")),
            ("from", say("8")),
            ("to", say("9")),
        ],
        says: say("genuine"),
    };
    let aside = Piece::Aside(vec![Piece::Term(say("processor")), Piece::Region(say("SG"))]);
    let purpose = |title: &str, state| PurposeCard {
        title: say(title),
        state,
        facts: vec![
            fact(ReceiptWord::Data, vec![Piece::Term(say("Location")), Piece::Sensitive(say("location"))]),
            fact(ReceiptWord::Recipients, vec![Piece::Text(say("Metrik")), aside.clone()]),
            fact(ReceiptWord::Kept, vec![Piece::Span(say("P13M"))]),
            fact(ReceiptWord::Stored, Vec::new()),
        ],
    };
    let card = |id: &str, kind, state, purposes| ReceiptCard {
        id: say(id),
        at: say("2026-11-20T08:31:05.123Z"),
        kind,
        state,
        purposes,
        facts: vec![
            fact(ReceiptWord::Withdraw, vec![Piece::Link(say("https://a.example/p.html"))]),
            fact(ReceiptWord::Notice, vec![Piece::Filled(ReceiptWord::NoticeOf, vec![("id", say("privacy")), ("version", say("1.0"))])]),
            fact(ReceiptWord::How, vec![Piece::Word(ReceiptWord::ByPerson)]),
        ],
        technical: vec![fact(ReceiptWord::Made, vec![Piece::Moment(say("2026-11-20T08:31:05.123Z")), Piece::Code(say("abc"))])],
        checks: ["signature", "countersignature", "inclusion"].map(|check| line(check, "holds", "")).to_vec(),
        has_proof: true,
    };
    let both = || vec![purpose("Measuring", ReceiptWord::Given), purpose("Maps", ReceiptWord::Withdrew)];
    let mut bare = card("d", None, None, Vec::new());
    (bare.checks, bare.has_proof) = (vec![line("signature", "fails", "")], false);
    let groups = [("chain", "order", "open"), ("log", "consistency", "holds"), ("piece", "readable", "fails")];
    ReceiptList {
        cards: vec![
            card("a", Some(Kind::Choice), Some(Posting::Queued), both()),
            card("b", Some(Kind::Signal), Some(Posting::Delivered), vec![purpose("Maps", ReceiptWord::Refused)]),
            card("c", Some(Kind::KeyChange), Some(Posting::Parked), Vec::new()),
            bare,
        ],
        groups: groups
            .map(|(about, check, verdict)| CheckGroup {
                about: about.into(),
                name: say("rec"),
                checks: vec![line(check, verdict, "keyless")],
            })
            .to_vec(),
        verdict: Some("fails".into()),
        host: Some(say("pos.example")),
        not_had: Vec::new(),
        page: "https://a.example/verify/".into(),
    }
}
