//! Conflicts: where a policy contradicts itself, or gives figures and details that a law does not accept.
//!
//! In: a policy under judgment. Out: findings of the rules that code judges. Deliberately absent: faults of the text alone.

use std::collections::BTreeMap;
use std::ops::Range;

use countersign_core::{Block, BlockKind};

use super::figures::{self, Who};
use super::{Judge, Regime};
use crate::facts::{ResponseTime, TimeUnit};
use crate::mark;
use crate::space::one_line;
use crate::topic::Topic;

/// Finds every conflict.
pub(super) fn find(judge: &mut Judge<'_>) {
    answers(judge);
    ages(judge);
    dates(judge);
    sharing(judge);
    abroad(judge);
    bundles(judge);
    retention(judge);
}

/// Times to answer that differ, or that are longer than a law allows.
fn answers(judge: &mut Judge<'_>) {
    let found = judge.facts.responses.clone();
    let Some(first) = found.first() else { return };
    if let Some(other) = found.iter().find(|other| other.value != first.value) {
        let list = format!(
            "{} on line {} and {} on line {}",
            said(first.value),
            judge.line(first.span.start),
            said(other.value),
            judge.line(other.span.start)
        );
        judge.add("CS-L080", &other.span, &list);
    }
    let regimes = judge.regimes;
    if let Some(late) = found.iter().find(|found| regimes.iter().any(|regime| found.value.days > most(*regime, found.value.unit))) {
        judge.add("CS-L044", &late.span, &said(late.value));
    }
}

fn said(time: ResponseTime) -> String {
    match time.unit {
        TimeUnit::Days => format!("{} days", time.days),
        TimeUnit::WorkingDays => format!("{} working days", time.days),
    }
}

/// The longest time to answer under a regime; three weeks hold fifteen working days.
const fn most(regime: Regime, unit: TimeUnit) -> u32 {
    match (regime, unit) {
        (Regime::Pipl | Regime::Pdpa, TimeUnit::WorkingDays) => 15,
        (Regime::Pipl | Regime::Pdpa, TimeUnit::Days) => 21,
        (Regime::Gdpr, TimeUnit::WorkingDays) => 22,
        (Regime::Gdpr, TimeUnit::Days) => 31,
    }
}

/// One word, or one definition, with two ages. Minors may be older than children.
fn ages(judge: &mut Judge<'_>) {
    let ages = figures::ages(judge.policy.reading, &judge.speech);
    let mut counted = ages.iter().filter(|age| age.who != Who::Minor);
    let Some(first) = counted.next() else { return };
    if let Some(other) = counted.find(|other| other.years != first.years) {
        let list = format!(
            "{} on line {} and {} on line {}",
            first.years,
            judge.line(first.span.start),
            other.years,
            judge.line(other.span.start)
        );
        judge.add("CS-L081", &other.span, &list);
    }
}

/// A change after the day of effect.
fn dates(judge: &mut Judge<'_>) {
    let (Some(updated), Some(effective)) = (judge.facts.updated.clone(), judge.facts.effective.clone()) else { return };
    // A date without a day is not later than a day of the same month.
    let same = updated.value.len().min(effective.value.len());
    if updated.value.get(..same) > effective.value.get(..same) {
        judge.add("CS-L083", &updated.span, &format!("changed {}, in effect {}", updated.value, effective.value));
    }
}

/// A promise never to share, beside a sentence that shares.
fn sharing(judge: &mut Judge<'_>) {
    let never: Vec<_> = judge.said("never-shares").to_vec();
    let shares = judge.said("shares").first().cloned();
    if let (Some(never), Some(shares)) = (never.first(), shares) {
        let list = format!("line {} says that it is", judge.line(shares.start));
        judge.add("CS-L084", never, &list);
    }
}

/// What has to be told of a transfer abroad.
fn abroad(judge: &mut Judge<'_>) {
    const PARTS: [(&str, &str); 5] = [
        ("abroad-recipient", "who receives it"),
        ("abroad-contact", "how to reach the recipient"),
        ("abroad-purpose", "to what end"),
        ("abroad-types", "which kinds of data"),
        ("abroad-rights", "how to exercise rights against the recipient"),
    ];
    let Some(rule) = judge.book.rule("CS-L019") else { return };
    let Some(place) = judge.spoken(rule, &["crosses".to_owned()]) else { return };
    let lacking: Vec<_> = PARTS.iter().filter(|(name, _)| judge.said(name).is_empty()).map(|(_, label)| *label).collect();
    if !lacking.is_empty() {
        judge.add("CS-L019", &place, &lacking.join(", "));
    }
}

/// Sentences with three or more purposes, one of them marketing or profiling.
fn bundles(judge: &mut Judge<'_>) {
    const WHERE: [Topic; 4] = [Topic::Collection, Topic::CoreFunctions, Topic::AdditionalFunctions, Topic::OtherUses];
    let mut found = Vec::new();
    for sentence in &judge.speech.sentences {
        if !sentence.topics.iter().any(|topic| WHERE.contains(topic)) || families(judge, &sentence.statements).len() < 3 {
            continue;
        }
        // The words of the sentence alone count, not those of a line that announces it.
        let list = families(judge, &judge.book.statements_of(judge.text().get(sentence.range.clone()).unwrap_or_default()));
        if list.len() >= 3 && (list.contains(&"marketing") || list.contains(&"profiling")) {
            found.push((sentence.range.clone(), list.join(", ")));
        }
    }
    for (range, list) in found.iter().take(3) {
        judge.add("CS-L055", range, list);
    }
}

/// The families of purposes among statements.
fn families(judge: &Judge<'_>, statements: &[usize]) -> Vec<&'static str> {
    const FAMILIES: [(&str, &str); 5] = [
        ("purpose-marketing", "marketing"),
        ("purpose-profile", "profiling"),
        ("purpose-improve", "improving the service"),
        ("purpose-security", "security"),
        ("purpose-service", "the service itself"),
    ];
    let makes = |name: &str| judge.book.statements.get(name).is_some_and(|place| statements.contains(place));
    FAMILIES.iter().filter(|(name, _)| makes(name)).map(|(_, label)| *label).collect()
}

/// The same kind of data with two times.
fn retention(judge: &mut Judge<'_>) {
    let mut known: BTreeMap<String, (u32, String, Range<usize>)> = BTreeMap::new();
    let mut found = Vec::new();
    let figure = judge.book.statements.get("retention-figure");
    for sentence in judge.speech.sentences.iter().filter(|sentence| figure.is_some_and(|place| sentence.statements.contains(place))) {
        let words = judge.text().get(sentence.range.clone()).unwrap_or_default();
        let times = figures::times(words);
        let labels = labels(judge, &sentence.range);
        let ([(days, printed)], [label]) = (times.as_slice(), labels.as_slice()) else { continue };
        match known.get(label) {
            Some((other, other_printed, place)) if other != days => {
                found.push((
                    sentence.range.clone(),
                    format!("{label}: {other_printed} on line {}, {printed} here", judge.line(place.start)),
                ));
            }
            Some(_) => {}
            None => {
                known.insert(label.clone(), (*days, printed.clone(), sentence.range.clone()));
            }
        }
    }
    for (range, list) in found.iter().take(5) {
        judge.add("CS-L082", range, list);
    }
}

/// The kinds of data that a sentence names.
fn labels(judge: &Judge<'_>, range: &Range<usize>) -> Vec<String> {
    let reading = judge.policy.reading;
    let sentence = Block { kind: BlockKind::Paragraph, depth: 0, start: range.start, content: range.start, end: range.end };
    let words = |(span, _): (Range<usize>, _)| Some(one_line(reading.text().get(span)?));
    let named = mark::named_data(reading, judge.lexicon, &sentence);
    let mut list: Vec<String> = named.into_iter().filter_map(words).map(|words| words.to_lowercase()).collect();
    list.sort();
    list.dedup();
    list
}
