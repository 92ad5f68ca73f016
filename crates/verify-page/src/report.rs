//! The outcome of a judgement as HTML, and checks as the views take them.

use countersign_verify::{Check, Report, Subject};
use countersign_views::{CheckGroup, CheckLine, ReceiptCard, ReceiptList, receipts_report};

use crate::claims;
use crate::titles::Titles;

/// The report of the page that verifies files: receipts with what they state, then everything else.
pub(crate) fn html(report: &Report, tag: &str) -> String {
    let titles = Titles::default();
    let read = |place: &str, jws: &str, checks: &[Check]| ReceiptCard { checks: lines(checks), ..claims::card(place, jws, &titles) };
    let cards = report.sections.iter().filter_map(|section| match &section.subject {
        Subject::Receipt(Some(summary)) => Some(read(&section.place, &summary.text, &section.checks)),
        _ => None,
    });
    receipts_report(tag, &ReceiptList { cards: cards.collect(), groups: groups(report), ..ReceiptList::default() })
}

/// Whatever is no receipt that can be read.
pub(crate) fn groups(report: &Report) -> Vec<CheckGroup> {
    let group = |section: &countersign_verify::Section| {
        let (about, name) = match &section.subject {
            Subject::Receipt(Some(_)) => return None,
            Subject::Receipt(None) => ("receipt", &section.place),
            Subject::Chain(rec) => ("chain", rec),
            Subject::Log(origin) => ("log", origin),
            Subject::Piece => ("piece", &section.place),
        };
        Some(CheckGroup { about: about.to_owned(), name: name.clone(), checks: lines(&section.checks) })
    };
    report.sections.iter().filter_map(group).collect()
}

/// Checks as the views take them.
pub(crate) fn lines(checks: &[Check]) -> Vec<CheckLine> {
    let line = |check: &Check| CheckLine {
        check: check.name.to_owned(),
        verdict: check.verdict.name().to_owned(),
        found: check.found.to_owned(),
        values: check.values.clone(),
        says: check.says.clone(),
    };
    checks.iter().map(line).collect()
}
