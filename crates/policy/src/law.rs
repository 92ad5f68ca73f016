//! The laws: what a policy must say under them and does not, what it says and should not, and where its text contradicts itself.
//!
//! In: readings of the policies of one notice, the regimes to judge by, and what the notice shows beside the text. Out: findings. The rules
//! are data (`data/laws.toml`) over statements (`data/statements.toml`); only figures and faults of the text are found by code. A rule that
//! finds something missing fires only where no sentence at all says it. Deliberately absent: legal advice, and what a site really does.

mod book;
mod conflict;
mod fault;
mod figures;
mod finding;
mod regime;
mod speech;

use std::collections::BTreeSet;
use std::ops::Range;

use countersign_core::{Block, BlockKind};

pub use book::Rule;
use book::{BOOK, Book, Kind};
use finding::Locator;
pub use finding::{Clause, Finding, Region};
pub use regime::{LawRef, Regime, Weight};
use speech::Speech;

use crate::facts::{Facts, facts};
use crate::mark::{self, Lexicon};
use crate::outline::width;
use crate::read::Reading;
use crate::site::detect_language;
use crate::topic::{Topic, Topics, topics};

/// One policy to check.
#[derive(Clone, Copy, Debug)]
pub struct PolicyText<'a> {
    /// What findings call the file.
    pub name: &'a str,
    /// The file's text.
    pub source: &'a str,
    /// What was read from it.
    pub reading: &'a Reading,
}

/// What a notice shows beside the text of its policy, by the fact names of the rules, such as `fact:email`.
pub type Shown = BTreeSet<&'static str>;

/// Every rule, in the order of codes.
#[must_use]
pub fn law_rules() -> &'static [Rule] {
    BOOK.as_ref().map_or(&[], |book| book.rules.as_slice())
}

/// Checks the policies of one notice, one for each language.
///
/// Findings come by file, then by place.
#[must_use]
pub fn check_law(policies: &[PolicyText<'_>], regimes: &[Regime], shown: &Shown, lexicon: &Lexicon) -> Vec<Finding> {
    let Some(book) = &*BOOK else { return Vec::new() };
    let languages: BTreeSet<_> = policies.iter().map(|policy| detect_language(policy.reading.text())).collect();
    let mut all = Vec::new();
    for policy in policies {
        let mut judge = Judge::new(book, policy, regimes, shown, lexicon);
        judge.rules();
        conflict::find(&mut judge);
        judge.languages(&languages);
        fault::find(&mut judge);
        all.extend(judge.finish());
    }
    all
}

/// Judges one policy.
struct Judge<'a> {
    book: &'static Book,
    policy: PolicyText<'a>,
    regimes: &'a [Regime],
    topics: Topics,
    facts: Facts,
    known: BTreeSet<&'static str>,
    speech: Speech,
    lexicon: &'a Lexicon,
    locator: Locator<'a>,
    found: Vec<Finding>,
}

impl<'a> Judge<'a> {
    fn new(book: &'static Book, policy: &PolicyText<'a>, regimes: &'a [Regime], shown: &Shown, lexicon: &'a Lexicon) -> Self {
        let reading = policy.reading;
        let topics = topics(reading);
        let facts = facts(reading);
        let mut known = shown.clone();
        known.extend(facts_known(&facts));
        known.extend(data_known(reading, lexicon));
        known.extend(reach_known(reading, &topics));
        let speech = Speech::of(reading, &topics, book);
        if !figures::ages(reading, &speech).is_empty() {
            known.insert("fact:age");
        }
        let locator = Locator::new(policy.source, reading);
        Self { book, policy: *policy, regimes, topics, facts, known, speech, lexicon, locator, found: Vec::new() }
    }

    fn text(&self) -> &'a str {
        self.policy.reading.text()
    }

    /// The rules that are data alone.
    fn rules(&mut self) {
        let mut silent: BTreeSet<&str> = BTreeSet::new();
        for rule in &self.book.rules {
            if rule.weight_under(self.regimes).is_none() || silent.contains(rule.code.as_str()) {
                continue;
            }
            match rule.kind {
                Kind::Missing => {
                    if self.applies(rule) && !rule.needs.iter().any(|name| self.states(name)) {
                        silent.extend(rule.silences.iter().map(String::as_str));
                        let span = self.where_missing(rule);
                        self.add(&rule.code, &span, "");
                    }
                }
                Kind::Says => {
                    let said = rule.needs.iter().flat_map(|name| self.said(name)).take(3).cloned();
                    for span in said.collect::<Vec<_>>() {
                        self.add(&rule.code, &span, "");
                    }
                }
                Kind::Computed => {}
            }
        }
    }

    fn applies(&self, rule: &Rule) -> bool {
        rule.when.is_empty() || rule.when.iter().any(|name| self.states(name))
    }

    fn states(&self, name: &str) -> bool {
        self.known.contains(name) || !self.said(name).is_empty()
    }

    /// Where a statement stands.
    fn said(&self, name: &str) -> &[Range<usize>] {
        self.speech.said(self.book.statements.get(name))
    }

    /// Where something missing should stand: where the text speaks of it, else the section on it, else the top.
    fn where_missing(&self, rule: &Rule) -> Range<usize> {
        self.spoken(rule, &rule.when).unwrap_or_else(|| self.section_of(rule))
    }

    /// Where the text first makes one of some statements, in a section on the rule's topics if it can be.
    fn spoken(&self, rule: &Rule, names: &[String]) -> Option<Range<usize>> {
        let said: Vec<_> = names.iter().flat_map(|name| self.said(name)).collect();
        let about = |span: &&&Range<usize>| self.topics.at(span.start).iter().any(|topic| rule.topics.contains(topic));
        let first = said.iter().filter(about).min_by_key(|span| span.start).or_else(|| said.iter().min_by_key(|span| span.start));
        first.map(|span| (*span).clone())
    }

    fn section_of(&self, rule: &Rule) -> Range<usize> {
        let heading = rule.topics.iter().find_map(|topic| self.topics.heading_of(self.policy.reading, *topic));
        let heading = heading.or_else(|| self.policy.reading.headings().first());
        let top =
            || self.policy.reading.blocks().iter().find(|block| block.kind != BlockKind::ContentsEntry).map(|block| block.start..block.end);
        heading.map(|heading| heading.start..heading.end).or_else(top).unwrap_or(0..0)
    }

    /// Adds a finding of a rule, where the chosen regimes know it.
    fn add(&mut self, code: &str, span: &Range<usize>, list: &str) {
        let Some(rule) = self.book.rule(code) else { return };
        let Some(weight) = rule.weight_under(self.regimes) else { return };
        let region = self.locator.region(span);
        let (excerpt, excerpt_column) = self.locator.excerpt(region.bytes.start);
        self.found.push(Finding {
            code: &rule.code,
            weight,
            file: self.policy.name.to_owned(),
            region,
            excerpt,
            excerpt_column,
            clause: self.locator.clause(span.start),
            laws: rule.laws().iter().filter(|law| self.regimes.contains(&law.regime)).collect(),
            message: rule.message.replace("{list}", list).chars().map(finding::visible).collect(),
            remedy: &rule.remedy,
        });
    }

    /// The line of the file on which a byte stands.
    fn line(&self, at: usize) -> usize {
        self.policy.reading.source_line(at)
    }

    /// Both languages that the Malaysian law asks for, in the set of texts or by the text's own words.
    fn languages(&mut self, present: &BTreeSet<&'static str>) {
        let missing: Vec<_> =
            [("ms", "Malay"), ("en", "English")].into_iter().filter(|(tag, _)| !present.contains(tag)).map(|(_, name)| name).collect();
        if !missing.is_empty() && !self.states("both-languages") {
            let top = self.policy.reading.blocks().first().map_or(0..0, |block| block.start..block.end);
            self.add("CS-L073", &top, &missing.join(" and "));
        }
    }

    fn finish(mut self) -> Vec<Finding> {
        self.found.sort_by(|one, other| (one.region.bytes.start, one.code).cmp(&(other.region.bytes.start, other.code)));
        self.found.dedup_by(|one, other| one.code == other.code && one.region.line == other.region.line && one.message == other.message);
        self.found
    }
}

fn facts_known(facts: &Facts) -> Vec<&'static str> {
    let pairs = [
        ("fact:controller", facts.controller.is_some()),
        ("fact:email", !facts.emails.is_empty()),
        ("fact:phone", !facts.phones.is_empty()),
        ("fact:address", !facts.addresses.is_empty()),
        ("fact:updated", facts.updated.is_some()),
        ("fact:effective", facts.effective.is_some()),
        ("fact:response", !facts.responses.is_empty()),
        ("fact:age", facts.child_age.is_some()),
    ];
    pairs.into_iter().filter(|(_, stated)| *stated).map(|(name, _)| name).collect()
}

/// Whether a section on contact holds a short line with a number as long as one of a telephone or a post code.
fn reach_known(reading: &Reading, topics: &Topics) -> Option<&'static str> {
    let line = |block: &&Block| {
        let words = reading.text().get(block.start..block.end).unwrap_or_default();
        width(words) <= 160 && words.chars().filter(char::is_ascii_digit).count() >= 5
    };
    let blocks = reading.blocks().iter().filter(|block| topics.at(block.start).contains(&Topic::Contact));
    blocks.filter(|block| block.kind != BlockKind::ContentsEntry).any(|block| line(&block)).then_some("fact:reach")
}

/// What kinds of data the text names.
fn data_known(reading: &Reading, lexicon: &Lexicon) -> Vec<&'static str> {
    let mut known = Vec::new();
    for block in reading.blocks().iter().filter(|block| block.kind != BlockKind::ContentsEntry) {
        let words = reading.text().get(block.start..block.end).unwrap_or_default().to_lowercase();
        if ["account", "账户", "账号", "帳戶", "帳號", "akaun"].iter().any(|word| words.contains(word)) {
            known.push("fact:account");
        }
        for (_, sensitive) in mark::named_data(reading, lexicon, block) {
            known.push(if sensitive.is_some() { "fact:sensitive-data" } else { "fact:data" });
        }
    }
    if known.contains(&"fact:sensitive-data") {
        known.push("fact:data");
    }
    known
}

#[cfg(test)]
mod tests;
