//! Material change: the comparison of notices and the fingerprint say the same, and kept editions compare like new ones.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod dice;

use std::path::Path;

use countersign_core::{
    Basis, DataItem, Fact, Notice, NoticeDraft, Place, PurposeId, PurposeKind, Recipient, RichText, Role, Term, Vendor, material,
};
use countersign_policy::{Edition, LocalePart, PurposeFate, compare_notices, compile};

use dice::Dice;

/// The parts of the fixture site.
fn parts() -> Vec<LocalePart> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/good");
    let text = std::fs::read_to_string(folder.join("site.toml")).unwrap();
    compile("site.toml", &text, &|path| std::fs::read(folder.join(path))).0.unwrap().parts
}

fn changed(notice: &Notice, change: impl FnOnce(&mut NoticeDraft)) -> Notice {
    let mut draft: NoticeDraft = (**notice).clone();
    change(&mut draft);
    draft.check().unwrap()
}

fn place(code: &str) -> Place {
    Place { code: code.to_owned(), name: format!("Land {code}") }
}

/// What changed, one line for each purpose and term.
fn told(old: &Notice, new: &Notice) -> Vec<String> {
    let change = compare_notices(old, new);
    assert_eq!(change.is_material(), material(old) != material(new));
    let purposes = change.purposes.iter().map(|purpose| {
        let facts = purpose.facts.iter();
        let facts: Vec<_> =
            facts.map(|fact| format!("{} -[{}] +[{}]", fact.fact.name(), fact.removed.join(", "), fact.added.join(", "))).collect();
        match purpose.fate {
            PurposeFate::Changed => format!("{}: {}", purpose.id.as_str(), facts.join("; ")),
            fate => format!("{} {}", fate.name(), purpose.id.as_str()),
        }
    });
    let terms = change.terms.iter().map(|term| format!("{} -[{}] +[{}]", term.term.name(), term.removed.join(", "), term.added.join(", ")));
    purposes.chain(terms).collect()
}

fn check(change: impl FnOnce(&mut NoticeDraft), expected: &[&str]) {
    let base = parts().remove(0).notice;
    assert_eq!(told(&base, &changed(&base, change)), expected);
}

#[test]
fn wording_and_language_are_not_material() {
    let parts = parts();
    assert_eq!(told(&parts[0].notice, &parts[1].notice), [""; 0], "another language");
    check(
        |draft| {
            draft.version = "9".into();
            draft.updated = None;
            draft.title = "Other".into();
            draft.purposes[0].title = "Other".into();
            draft.purposes[0].description = Some(RichText::plain("Other."));
            draft.purposes[0].data[0].label = RichText::plain("other");
            draft.purposes.reverse();
        },
        &[],
    );
}

#[test]
fn changes_name_the_purposes_and_facts() {
    check(
        |draft| {
            draft.purposes[1].recipients =
                Some(vec![Recipient { name: "Statistik".into(), country: Some(place("SG")), ..Recipient::default() }]);
            draft.purposes[1].retention_code = Some("P9Y".into());
            draft.purposes[1].retention = Some("9 years".into());
            draft.controller.response_days = Some(77);
        },
        &[
            "analytics: recipients -[Baidu (China, works on behalf of the site)] +[Statistik (Land SG)]; retention -[13 months] +[9 years]",
            "response-days -[] +[77]",
        ],
    );
    check(|draft| drop(draft.purposes.remove(0)), &["removed delivery"]);
    check(|draft| draft.purposes[0].id = PurposeId::new("new").unwrap(), &["added new", "removed delivery"]);
}

/// One random change, often one that leaves the substance alone.
fn mutate(draft: &mut NoticeDraft, dice: &mut Dice) {
    let words = ["", "a", "b", "a\u{1}b"];
    let word = words[dice.roll(words.len())].to_owned();
    let codes = ["SG", "MY"];
    let code = codes[dice.roll(2)];
    let count = draft.purposes.len();
    let purpose = &mut draft.purposes[dice.roll(count)];
    match dice.roll(14) {
        0 => purpose.kind = if dice.roll(2) == 0 { PurposeKind::Core } else { PurposeKind::Additional },
        1 => purpose.data.push(DataItem { id: word, label: RichText::plain("x"), pd: None, optional: false }),
        2 => purpose.data.reverse(),
        3 => purpose.recipients = None,
        4 => {
            let role = [None, Some(Role::Processor), Some(Role::Controller)][dice.roll(3)];
            let country = (dice.roll(2) == 0).then(|| place(code));
            purpose.recipients.get_or_insert_default().push(Recipient { name: word, country, role, ..Recipient::default() });
        }
        5 => purpose.storage = (dice.roll(2) == 0).then(|| vec![place(code)]),
        6 => purpose.retention_code = (dice.roll(2) == 0).then(|| "P1Y".to_owned()),
        7 => purpose.basis = [None, Some(Basis::Consent)][dice.roll(2)],
        8 => purpose.vendors.push(Vendor { name: word, hosts: vec![code.to_owned()], storage: Vec::new() }),
        9 => purpose.vendors.clear(),
        10 => draft.controller.email = (dice.roll(2) == 0).then_some(word),
        11 => draft.controller.response_days = [None, Some(15), Some(30)][dice.roll(3)],
        12 => draft.site.jurisdictions = [vec![], vec!["MY".to_owned()], vec!["CN".to_owned(), "MY".to_owned()]][dice.roll(3)].clone(),
        _ => purpose.title = word,
    }
    purpose_effects(draft);
}

/// Keeps the notice a notice.
fn purpose_effects(draft: &mut NoticeDraft) {
    for purpose in &mut draft.purposes {
        purpose.effect = Some(RichText::plain("Nothing."));
    }
}

#[test]
fn equal_fingerprints_are_equal_substance() {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs() / 86_400);
    let seed = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(clock).max(1);
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let base = parts().remove(0).notice;
    let mut same = 0;
    for _ in 0..3000 {
        let mut make = |times: usize| {
            let times = dice.roll(times);
            changed(&base, |draft| (0..times).for_each(|_| mutate(draft, &mut dice)))
        };
        let (old, new) = (make(4), make(4));
        let (there, back) = (compare_notices(&old, &new), compare_notices(&new, &old));
        assert_eq!(there.is_material(), material(&old) != material(&new), "seed {seed}");
        assert_eq!(there.is_material(), back.is_material(), "seed {seed}");
        same += usize::from(!there.is_material());
    }
    assert!(same > 100, "the changes leave too few notices alike: {same}");
}

#[test]
fn every_fact_and_term_has_its_own_name() {
    let names: Vec<_> = Fact::ALL.iter().map(|fact| fact.name()).chain(Term::ALL.iter().map(|term| term.name())).collect();
    assert!(names.iter().enumerate().all(|(place, name)| !names[..place].contains(name)), "{names:?}");
}

#[test]
fn kept_editions_come_back_whole() {
    for part in parts() {
        let edition = Edition::new(&part.notice, &part.document);
        let back = Edition::from_json(&edition.to_json()).unwrap();
        assert_eq!(back.notice, part.notice);
        assert_eq!(back.to_json(), edition.to_json());
        assert_eq!(back.reading.headings(), edition.reading.headings());
        assert!(back.text_since(&edition).is_empty() && !back.notice_since(&edition).is_material());
    }
}

#[test]
fn what_is_no_edition_is_refused() {
    let part = parts().remove(0);
    let good = Edition::new(&part.notice, &part.document).to_json();
    for (from, to, cause) in [
        ("cs-edition/1", "cs-edition/9", "another form"),
        ("\"paragraph\"", "\"poem\"", "a kind and four numbers"),
        ("\"blocks\":[[", "\"blocks\":[[\"heading\",1,0,0,1],[", "Block(1)"),
        ("\"cs-notice/1\"", "\"cs-notice/9\"", "Shape"),
        ("{", "[", "expected"),
    ] {
        let said = Edition::from_json(&good.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(said.contains(cause), "{from}: {said}");
    }
}
