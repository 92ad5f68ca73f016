//! The business functions that a policy describes.
//!
//! In: headings, lists and sentences. Out: functions, in text order. A heading under a section that declares a kind is a function; so is one
//! under a section on what is collected, unless it only says how data is collected; so is a clause or a sentence there that opens with a
//! condition or a purpose and says that data is taken for it. Deliberately absent: kinds (`kind`), titles of clauses (`condition`).

use std::ops::Range;
use std::sync::LazyLock;

use countersign_core::{BlockKind, Category, PurposeKind};
use regex::Regex;

use super::DraftFunction;
use super::condition;
use super::kind::{Rules, Start, judge};
use super::listing;
use super::naming;
use super::page::{Opens, Page, Sentence, depth, fold};
use super::scope::{Scope, Scoped, scopes};
use super::stretch::Stretch;
use super::words::{Group, Groups, words};
use crate::facts::pattern;
use crate::mark::Lexicon;
use crate::outline::Section;
use crate::read::Reading;

type Named = [(Range<usize>, Option<Category>)];

/// The functions of a reading, in text order, each title once.
pub(super) fn find(reading: &Reading, lexicon: &Lexicon) -> Vec<DraftFunction> {
    let headings = reading.headings();
    let finder = Finder { page: Page { reading, lexicon }, scopes: scopes(headings, lexicon), names: names(reading, lexicon) };
    let mut list = finder.all();
    if list.is_empty() {
        list = finder.purposes();
    }
    let listed = listing::find(&finder.page, &finder.scopes);
    if !listed.is_empty() {
        list = listing::join(listed, list);
    }
    list.sort_by_key(|function| function.span.start);
    let mut seen = std::collections::HashSet::new();
    list.retain(|function| seen.insert(stem(&key(&function.title)).to_owned()));
    list
}

/// Letters of a title, for telling whether two are the same.
pub(super) fn key(title: &str) -> String {
    title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A key without the words that every function may end on: "search" and "search function" are one.
fn stem(key: &str) -> &str {
    let tails = ["功能", "服务", "服務", "业务", "業務", "function", "functions", "feature", "service", "services"];
    let shorter = tails.iter().filter_map(|tail| key.strip_suffix(tail)).min_by_key(|rest| rest.len());
    shorter.filter(|rest| rest.chars().count() > 1).unwrap_or(key)
}

/// What a policy calls the site, folded: "hereinafter referred to as ...", and the name in its title.
fn names(reading: &Reading, lexicon: &Lexicon) -> Vec<String> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?i:referred\s+to\s+as|called|dirujuk\s+sebagai|disebut)\s*["“]([^"”]{2,24})["”]|(?:简称|簡稱|下称|下稱|以下称|以下稱|统称|統稱|合称|合稱)[为為：:]?\s*[“"「]([^”"」]{2,24})[”"」]"#,
        )
    });
    let found = NAMES.captures_iter(reading.text()).take(40).filter_map(|captures| captures.get(1).or_else(|| captures.get(2)));
    let own = found.map(|name| lexicon.fold(name.as_str()).text);
    let titled = reading.headings().iter().take(2).filter_map(|heading| naming::own_name(&heading.title, lexicon));
    own.chain(titled).filter(|name| !["we", "us", "our", "you", "我们", "您", "kami", "anda"].contains(&name.as_str())).collect()
}

/// Looks for functions in one reading.
pub(super) struct Finder<'a> {
    pub(super) page: Page<'a>,
    pub(super) scopes: Vec<Scoped>,
    pub(super) names: Vec<String>,
}

impl Finder<'_> {
    fn all(&self) -> Vec<DraftFunction> {
        let mut list = Vec::new();
        let mut rules: Vec<Rules> = Vec::new();
        for (place, (heading, scoped)) in self.page.reading.headings().iter().zip(&self.scopes).enumerate() {
            let around = scoped.parent.and_then(|parent| rules.get(parent)).cloned().unwrap_or_default();
            let body = if matches!(scoped.scope, Scope::Collect | Scope::Declared(..)) { self.page.body(place) } else { Vec::new() };
            let lead_in = if scoped.end > place + 1 || matches!(scoped.scope, Scope::Declared(..)) { body.as_slice() } else { &[] };
            let own = Rules::of(&self.page, lead_in, &around);
            match scoped.scope {
                Scope::Declared(kind, root) if root == place => list.extend(self.declaring(place, kind, &body, &own)),
                Scope::Declared(kind, root) if scoped.parent == Some(root) => {
                    let sentences = (place..scoped.end).flat_map(|inner| self.page.body(inner)).collect::<Vec<_>>();
                    let named = self.page.named(place..scoped.end);
                    // A sibling that lost its heading stands in the section before it.
                    let number = depth(self.page.words(&(heading.start..heading.end)));
                    let lost = |sentence: &Sentence| matches!(sentence.opens, Opens::Item(count) if count > 1 && count <= number);
                    for part in sentences.chunk_by(|_, next| !lost(next)) {
                        let label = part.first().filter(|first| lost(first)).map(|first| self.label(self.page.words(&first.span)));
                        if let Some(title) = label.unwrap_or_else(|| Some(heading.title.clone())) {
                            list.push(self.function(heading, &title, Some(kind), Start::Heading, part, &named, &around));
                        }
                    }
                    if sentences.is_empty() {
                        list.push(self.function(heading, &heading.title, Some(kind), Start::Heading, &[], &named, &around));
                    }
                }
                Scope::Collect => list.extend(self.collecting(place, &body, &around)),
                Scope::Uses => list.extend(self.using(place, heading)),
                Scope::Declared(..) | Scope::Outside => {}
            }
            rules.push(own);
        }
        list
    }

    /// Functions right under a heading that declares a kind: its list of titles, else what its prose describes, else itself.
    fn declaring(&self, place: usize, kind: PurposeKind, body: &[Sentence], rules: &Rules) -> Vec<DraftFunction> {
        let (Some(heading), Some(scoped)) = (self.page.reading.headings().get(place), self.scopes.get(place)) else { return Vec::new() };
        if scoped.end > place + 1 {
            return Vec::new();
        }
        let listed = self.listed(place, heading, kind, rules);
        if !listed.is_empty() {
            return listed;
        }
        let named = self.page.named(place..place + 1);
        let inner = self.stretches(None, place, body, true);
        let inner = inner.iter().filter_map(|stretch| self.described(heading, stretch, Some(kind), body, &named, rules));
        let inner: Vec<_> = inner.collect();
        if inner.is_empty() { vec![self.function(heading, &heading.title, Some(kind), Start::Heading, body, &named, rules)] } else { inner }
    }

    /// Functions named by a list of titles right under a heading.
    fn listed(&self, place: usize, heading: &Section, kind: PurposeKind, rules: &Rules) -> Vec<DraftFunction> {
        let reading = self.page.reading;
        let next = reading.headings().get(place + 1).map_or(reading.blocks().len(), |next| next.block);
        let blocks = reading.blocks().get(heading.block + 1..next).unwrap_or_default();
        let items = blocks.iter().filter(|block| block.kind == BlockKind::ListItem).map(|block| block.content..block.end);
        let short = |span: &Range<usize>| {
            let words = self.page.words(span);
            words.chars().count() <= 80 && !words.contains([',', ';', '，', '；', '。']) && !words.trim_end().ends_with('.')
        };
        items
            .take_while(short)
            .map(|span| {
                let sentence = Sentence { groups: Groups::default(), span: span.clone(), opens: Opens::Item(0) };
                self.function(heading, &fold(self.page.words(&span)), Some(kind), Start::Heading, &[sentence], &[], rules)
            })
            .collect()
    }

    /// Functions of a heading in a section on what is collected: its own, and those that its clauses and sentences describe.
    fn collecting(&self, place: usize, body: &[Sentence], rules: &Rules) -> Vec<DraftFunction> {
        let (Some(heading), Some(scoped)) = (self.page.reading.headings().get(place), self.scopes.get(place)) else { return Vec::new() };
        let named = self.page.named(place..place + 1);
        let leaf = scoped.end == place + 1;
        // A bare list of data says nothing of a function; running text that speaks to the visitor does. Where nothing is taken, data named in
        // passing is no ground.
        let asks = body.iter().any(|one| one.groups.has(Group::Take) || one.groups.has(Group::Give));
        let speaks = named.len() > 2 && body.iter().any(|one| one.groups.has(Group::Speaks));
        let names = !named.is_empty() || body.iter().any(|one| one.groups.has(Group::Permission) || one.groups.has(Group::Data));
        let taken = asks && names || speaks;
        let title = self.counted(&heading.title, body).unwrap_or_else(|| first_of(&heading.title));
        let own = (scoped.is_named() && !condition::is_generic(&title, self.page.lexicon))
            .then_some(title)
            .filter(|_| taken && (leaf || !named.is_empty()));
        let stretches = self.stretches(own, place, body, leaf);
        // A title that only gathers the clauses below it is none of a function.
        let gathers = |at: usize, stretch: &Stretch| at == 0 && stretches.len() > 1 && stretch.sentences.is_empty();
        let kept = stretches.iter().enumerate().filter(|(at, stretch)| !gathers(*at, stretch));
        let list: Vec<_> = kept.filter_map(|(_, stretch)| self.described(heading, stretch, None, body, &named, rules)).collect();
        if !list.is_empty() || scoped.is_named() || !leaf {
            return list;
        }
        let Some((above, title)) = self.title_above(place).filter(|_| taken) else { return list };
        vec![self.function(above, &title, None, Start::Heading, body, &named, rules)]
    }

    /// The name behind a heading that only counts: "Function 1", then "Registration".
    fn counted(&self, title: &str, body: &[Sentence]) -> Option<String> {
        let (count, name) = title.split_once([':', '：']).map_or((title, None), |(count, name)| (count, Some(name.trim())));
        if !naming::counts(count, self.page.lexicon) {
            return None;
        }
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            return Some(fold(name));
        }
        let first = self.page.words(&body.first()?.span).lines().next()?.trim_matches([':', '：', ' ', '。']);
        (2..=40).contains(&first.chars().count()).then(|| fold(first))
    }

    /// The title for a heading that names no function: that of the heading above, for the first heading under it; its own, where the
    /// heading above names none either and is not the section's.
    fn title_above(&self, place: usize) -> Option<(&Section, String)> {
        let above = self.scopes.get(place)?.parent?;
        let (scoped, headings) = (self.scopes.get(above)?, self.page.reading.headings());
        let (heading, own) = (headings.get(above)?, headings.get(place)?);
        if scoped.scope != Scope::Collect || scoped.is_root {
            return None;
        }
        if scoped.is_named() {
            return (above + 1 == place && heading.block + 1 == own.block).then(|| (heading, heading.title.clone()));
        }
        let uses = self.scopes.get(place).is_some_and(|scoped| scoped.groups.has(Group::Uses));
        (!uses).then(|| (own, own.title.clone()))
    }

    /// Functions of a section on what data is used for: its clauses that say which data is taken.
    fn using(&self, place: usize, heading: &Section) -> Vec<DraftFunction> {
        let (body, named) = (self.page.body(place), self.page.named(place..place + 1));
        let stretches = self.stretches(None, place, &body, true);
        let takes = |stretch: &&Stretch| {
            let first = body.get(stretch.sentences.start).filter(|first| matches!(first.opens, Opens::Item(_)));
            let data = named.iter().any(|(span, _)| first.is_some_and(|first| first.span.contains(&span.start)));
            data && first.is_some_and(|first| first.groups.has(Group::Take)) && matches!(stretch.start, Start::Clause(_))
        };
        let kept = stretches.iter().filter(takes);
        kept.filter_map(|stretch| self.described(heading, stretch, None, &body, &named, &Rules::default())).collect()
    }

    /// What data is used for, by headings and labels, where the text describes no function; purposes that serve the site alone are none.
    fn purposes(&self) -> Vec<DraftFunction> {
        let mut list = Vec::new();
        let rules = Rules::default();
        for (place, (heading, scoped)) in self.page.reading.headings().iter().zip(&self.scopes).enumerate() {
            if scoped.scope != Scope::Uses || scoped.end > place + 1 {
                continue;
            }
            let (body, named) = (self.page.body(place), self.page.named(place..place + 1));
            if !scoped.is_root && !scoped.groups.has(Group::Side) && !scoped.groups.has(Group::Uses) {
                list.push(self.function(heading, &heading.title, None, Start::Heading, &body, &named, &rules));
            }
            for item in body.chunk_by(|_, next| !matches!(next.opens, Opens::Item(_))).filter(|_| scoped.is_root) {
                let title = item.first().and_then(|first| self.label(self.page.words(&first.span)));
                let (from, to) = (item.first().map_or(0, |first| first.span.start), item.last().map_or(0, |last| last.span.end));
                let names = named.iter().any(|(span, _)| (from..to).contains(&span.start));
                if let Some(title) = title.filter(|title| names && !self.title_groups(title).has(Group::Side)) {
                    list.push(self.function(heading, &title, None, Start::Label, item, &named, &rules));
                }
            }
        }
        list
    }

    /// The groups in a title.
    pub(super) fn title_groups(&self, title: &str) -> Groups {
        words().groups(&self.page.lexicon.fold(title).text)
    }

    fn described(
        &self, heading: &Section, stretch: &Stretch, declared: Option<PurposeKind>, body: &[Sentence], named: &Named, rules: &Rules,
    ) -> Option<DraftFunction> {
        let sentences = body.get(stretch.sentences.clone())?;
        let title = stretch.title.as_deref()?;
        // A condition only describes; what the text itself calls the function is its name.
        let called = matches!(stretch.start, Start::Clause(_)).then(|| naming::named(&self.page, sentences, &self.names)).flatten();
        Some(self.function(heading, called.as_deref().unwrap_or(title), declared, stretch.start, sentences, named, rules))
    }

    #[expect(clippy::too_many_arguments, reason = "a function is made of all of these, in one place")]
    fn function(
        &self, heading: &Section, title: &str, declared: Option<PurposeKind>, start: Start, sentences: &[Sentence], named: &Named,
        rules: &Rules,
    ) -> DraftFunction {
        let title = naming::bare(title, self.page.lexicon);
        // "Search function" is one; "information on your use of functions" is about them.
        let last = title.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        let last = if title.contains(' ') { title.rfind(' ').unwrap_or(0) } else { last };
        let tail = self.title_groups(title.get(last..).unwrap_or_default());
        let groups = self.title_groups(title).without(Group::Feature).with(tail);
        let (kind, basis, effect) = judge(&self.page, declared, groups, start, sentences, rules);
        let from = match (start, sentences.first()) {
            (Start::Clause(_) | Start::Label, Some(first)) => first.span.start,
            (Start::Heading, Some(first)) if matches!(first.opens, Opens::Item(_)) => first.span.start,
            _ => heading.start,
        };
        let end = sentences.last().map_or(heading.end, |last| last.span.end);
        let data = self.page.data(sentences, named);
        DraftFunction { title: title.to_owned(), kind, basis, anchor: heading.anchor.clone(), span: from..end.max(from), data, effect }
    }
}

/// Of a title that lists several services, the first; the others are functions where the text describes them.
fn first_of(title: &str) -> String {
    let parts: Vec<&str> = title.split(['、', '或', '和']).collect();
    let alike = |tail: &str| parts.len() > 2 && parts.iter().all(|part| part.ends_with(tail));
    match parts.first() {
        Some(first) if ["服务", "服務", "功能", "业务", "業務"].iter().any(|tail| alike(tail)) => (*first).to_owned(),
        _ => title.to_owned(),
    }
}
