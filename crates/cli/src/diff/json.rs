//! A difference as JSON, section 2.2 of `www/docs/formats.md`: what changed, and nothing that did not.
//!
//! In: a difference. Out: one value. Offsets are bytes of the plain texts, which kept editions hold.

use countersign_policy::{ClauseChange, ClauseKind, ClausePlace, Edition, FactChange, PieceKind, Section, SectionChange, TermChange};
use serde_json::{Map, Value, json};

use super::told::Difference;

/// The value.
pub(super) fn value(difference: &Difference<'_>) -> Value {
    let counts: Map<String, Value> =
        ClauseKind::ALL.into_iter().map(|kind| (kind.name().to_owned(), json!(difference.text.count(kind)))).collect();
    let purposes: Vec<Value> = difference
        .notice
        .purposes
        .iter()
        .map(|one| {
            let facts: Vec<Value> = one.facts.iter().map(fact).collect();
            json!({ "id": one.id.as_str(), "title": one.title, "kind": one.fate.name(), "facts": facts })
        })
        .collect();
    json!({
        "v": "cs-diff/1",
        "old": edition(difference.old),
        "new": edition(difference.new),
        "material": difference.notice.is_material(),
        "purposes": purposes,
        "terms": difference.notice.terms.iter().map(term).collect::<Vec<_>>(),
        "counts": counts,
        "sections": difference.text.changed().map(|one| section(difference, one)).collect::<Vec<_>>(),
    })
}

fn edition(edition: &Edition) -> Value {
    let notice = &edition.notice;
    json!({ "title": notice.title, "version": notice.version, "locale": notice.locale, "drafted": notice.drafted })
}

fn fact(one: &FactChange) -> Value {
    json!({ "fact": one.fact.name(), "removed": one.removed, "added": one.added })
}

fn term(one: &TermChange) -> Value {
    json!({ "term": one.term.name(), "removed": one.removed, "added": one.added })
}

fn section(difference: &Difference<'_>, section: &SectionChange) -> Value {
    let heading = |edition: &Edition, place: Option<usize>| {
        place
            .and_then(|place| edition.reading.headings().get(place))
            .map(|heading: &Section| json!({ "number": heading.number.trim(), "title": heading.title, "anchor": heading.anchor }))
    };
    let kind = match (section.is_added(), section.is_removed()) {
        (true, _) => "added",
        (_, true) => "removed",
        _ => "kept",
    };
    let clauses = section.clauses.iter().filter(|one| one.kind != ClauseKind::Unchanged);
    json!({
        "kind": kind,
        "old": heading(difference.old, section.old),
        "new": heading(difference.new, section.new),
        "moved": section.moved,
        "renumbered": section.heading.renumbered,
        "retitled": section.heading.retitled,
        "clauses": clauses.map(|one| clause(difference, one)).collect::<Vec<_>>(),
    })
}

fn clause(difference: &Difference<'_>, clause: &ClauseChange) -> Value {
    let place = |place: &Option<ClausePlace>| {
        place.as_ref().map(|place| json!({ "number": place.number, "start": place.span.start, "end": place.span.end }))
    };
    let pieces = clause.pieces.iter().map(|piece| {
        let (name, edition, span) = match piece.kind {
            PieceKind::Same => ("same", difference.new, &piece.new),
            PieceKind::Removed => ("removed", difference.old, &piece.old),
            PieceKind::Added => ("added", difference.new, &piece.new),
        };
        json!([name, edition.reading.text().get(span.clone()).unwrap_or_default()])
    });
    json!({ "kind": clause.kind.name(), "old": place(&clause.old), "new": place(&clause.new), "words": pieces.collect::<Vec<_>>() })
}
