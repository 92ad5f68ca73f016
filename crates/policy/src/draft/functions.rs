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
use super::condition::{self, Opening};
use super::kind::{Rules, Start, judge};
use super::listing;
use super::page::{Opens, Page, Sentence, depth, fold};
use super::scope::{Scope, Scoped, scopes};
use super::words::{Group, Groups, words};
use crate::facts::pattern;
use crate::mark::Lexicon;
use crate::outline::{Section, number};
use crate::read::Reading;

type Named = [(Range<usize>, Option<Category>)];

/// The functions of a reading, in text order, each title once.
pub(super) fn find(reading: &Reading, lexicon: &Lexicon) -> Vec<DraftFunction> {
    let headings = reading.headings();
    let finder = Finder { page: Page { reading, lexicon }, scopes: scopes(headings, lexicon), names: names(reading.text(), lexicon) };
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
    list.retain(|function| seen.insert(key(&function.title)));
    list
}

/// Letters of a title, for telling whether two are the same.
pub(super) fn key(title: &str) -> String {
    title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a policy calls the site, folded: "hereinafter referred to as ...".
fn names(text: &str, lexicon: &Lexicon) -> Vec<String> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?i:referred\s+to\s+as|called|dirujuk\s+sebagai|disebut)\s*["“]([^"”]{2,24})["”]|(?:简称|簡稱|下称|下稱|以下称|以下稱|统称|統稱|合称|合稱)[为為：:]?\s*[“"「]([^”"」]{2,24})[”"」]"#,
        )
    });
    let found = NAMES.captures_iter(text).take(40).filter_map(|captures| captures.get(1).or_else(|| captures.get(2)));
    let own = found.map(|name| lexicon.fold(name.as_str()).text);
    own.filter(|name| !["we", "us", "our", "you", "我们", "您", "kami", "anda"].contains(&name.as_str())).collect()
}

/// Looks for functions in one reading.
struct Finder<'a> {
    page: Page<'a>,
    scopes: Vec<Scoped>,
    names: Vec<String>,
}

/// A stretch of sentences that may describe a function.
struct Stretch {
    title: Option<String>,
    start: Start,
    sentences: Range<usize>,
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
        let taken = body.iter().any(|sentence| sentence.groups.has(Group::Take) || sentence.groups.has(Group::Give));
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
        let folded = self.page.lexicon.fold(count).text;
        let all = words().lists(false).iter().chain(words().lists(true)).flat_map(|lists| &lists.counted);
        let rest = all.filter_map(|count| folded.strip_prefix(count.as_str())).min_by_key(|rest| rest.len())?.trim();
        let numeral =
            rest.chars().count() <= 2 && rest.chars().all(|letter| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter));
        if let Some(name) = name.filter(|name| numeral && !rest.is_empty() && !name.is_empty()) {
            return Some(fold(name));
        }
        let first = self.page.words(&body.first()?.span).lines().next()?.trim_matches([':', '：', ' ', '。']);
        (numeral && !rest.is_empty() && (2..=40).contains(&first.chars().count())).then(|| fold(first))
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
                if let Some(title) = title.filter(|title| !self.title_groups(title).has(Group::Side)) {
                    list.push(self.function(heading, &title, None, Start::Label, item, &named, &rules));
                }
            }
        }
        list
    }

    /// The stretches of a body that stand for functions of their own.
    fn stretches(&self, title: Option<String>, place: usize, body: &[Sentence], leaf: bool) -> Vec<Stretch> {
        let number = self.page.reading.headings().get(place).map_or(0, |heading| depth(self.page.words(&(heading.start..heading.end))));
        let titled = title.as_deref().map(key);
        let mut list = vec![Stretch { title, start: Start::Heading, sentences: 0..0 }];
        let mut in_item = false;
        let labels = self.scopes.get(place).is_none_or(|scoped| scoped.is_root || !scoped.groups.has(Group::Source));
        let item_place = if labels { Place::Item } else { Place::Clause };
        // One label may be a remark; several are how the section is built.
        let labeled = body.iter().filter(|sentence| sentence.opens == Opens::Paragraph && self.labels(sentence)).count() > 1;
        for (at, sentence) in body.iter().enumerate() {
            let item = matches!(sentence.opens, Opens::Item(_));
            in_item = item || in_item && sentence.opens == Opens::Nothing;
            let opens = match (&titled, item) {
                (_, true) if list.last().is_some_and(|last| holds(last, body, sentence)) => None,
                (known, true) => {
                    self.opens(body, at, item_place).filter(|(title, _)| known.as_ref().is_none_or(|known| is_other(title, known)))
                }
                // The first words under a title are its own; a section with headings below it says the rest there.
                (_, false) if labeled && sentence.opens == Opens::Paragraph && self.labels(sentence) => self.opens(body, at, Place::Item),
                (Some(known), false) if at > 0 && leaf && !in_item => {
                    self.opens(body, at, Place::Prose).filter(|(title, _)| is_other(title, known))
                }
                (None, false) if !in_item => self.opens(body, at, Place::Paragraph),
                _ => None,
            };
            let outside = matches!(sentence.opens, Opens::Item(count) if count > 1 && count <= number);
            let closes = list.last().is_some_and(|last| last.title.is_some() && (last.start != Start::Heading || titled.is_none()));
            if let Some((title, start)) = opens {
                list.push(Stretch { title: Some(title), start, sentences: at..at });
            } else if outside
                || closes
                    && (item && !list.last().is_some_and(|last| holds(last, body, sentence))
                        || titled.is_none() && sentence.opens == Opens::Paragraph)
            {
                list.push(Stretch { title: None, start: Start::Heading, sentences: at..at });
            }
            if let Some(last) = list.last_mut() {
                last.sentences.end = at + 1;
            }
        }
        list
    }

    /// Whether a sentence opens with a label that names something else than data.
    fn labels(&self, sentence: &Sentence) -> bool {
        let words = self.page.words(&sentence.span);
        let label = words.find([':', '：']).and_then(|_| self.label(words));
        label.is_some_and(|label| {
            let last = label.split(' ').next_back().unwrap_or_default().to_lowercase();
            let data = ["信息", "数据", "资料", "資料", "資訊", "记录", "紀錄"].iter().any(|noun| label.ends_with(noun));
            !data && !["information", "data", "maklumat", "logs"].contains(&last.as_str())
        })
    }

    /// The title of a function that a sentence opens: one for which data is taken there or in the next sentence.
    fn opens(&self, body: &[Sentence], at: usize, place: Place) -> Option<(String, Start)> {
        let sentence = body.get(at)?;
        let next = body.get(at + 1).filter(|next| next.opens == Opens::Nothing).map_or(Groups::default(), |next| next.groups);
        let below =
            body.get(at + 1).filter(|next| place == Place::Item && is_below(sentence, next)).map_or(Groups::default(), |next| next.groups);
        let next = next.with(below);
        let takes = |groups: Groups| (groups.has(Group::Take) || groups.has(Group::Give)) && groups.has(Group::Data);
        if sentence.groups.has(Group::NotTaken) || !takes(sentence.groups) && !takes(next) {
            return None;
        }
        let words = self.page.words(&sentence.span);
        // A bare title leads to what follows; otherwise it is a member of a list.
        let leads = words.contains([':', '：']) || next != Groups::default();
        if let Some(label) = (place == Place::Item && leads).then(|| self.label(words)).flatten() {
            return Some((label, Start::Label));
        }
        let titled = condition::title(words, self.page.lexicon, &self.names)?;
        if super::scope::kind_in(self.title_groups(&titled.title)).is_some() {
            return None;
        }
        let short = !titled.title.contains(' ') && titled.title.is_ascii();
        let fits = match place {
            Place::Item | Place::Clause => titled.opening == Opening::Condition || !self.title_groups(&titled.title).has(Group::Side),
            Place::Paragraph => titled.opening == Opening::Condition,
            Place::Prose => titled.opening == Opening::Condition && !short && !sentence.groups.has(Group::More),
        };
        fits.then_some((titled.title, Start::Clause(sentence.groups)))
    }

    /// The label that a clause opens with, without its number; one that only says how data is collected is none.
    fn label(&self, words: &str) -> Option<String> {
        let len = number::parse(words).map_or(0, |number| number.len);
        let words = words.get(len..)?.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"（(【「“".contains(letter));
        if let Some(title) = twice(words) {
            return Some(title);
        }
        // A label ends at its colon, or is all there is before the next sentence.
        let end = words.find([':', '：']).or_else(|| words.strip_suffix(['。', '.']).map(str::len)).unwrap_or(words.len());
        let label = words.get(..end)?.trim();
        let listed = label.matches('、').count() > 3;
        let short = label.chars().count() <= 40 && label.split_whitespace().count() <= 7 && !label.contains([',', '，', '。']) && !listed;
        let groups = self.title_groups(label);
        let empty = groups.has(Group::Source)
            || groups.has(Group::Collect)
            || groups.has(Group::Other)
            || condition::is_empty(label, self.page.lexicon);
        (short && label.chars().count() > 1 && !empty).then(|| fold(label))
    }

    fn title_groups(&self, title: &str) -> Groups {
        words().groups(&self.page.lexicon.fold(title).text)
    }

    fn described(
        &self, heading: &Section, stretch: &Stretch, declared: Option<PurposeKind>, body: &[Sentence], named: &Named, rules: &Rules,
    ) -> Option<DraftFunction> {
        let sentences = body.get(stretch.sentences.clone())?;
        Some(self.function(heading, stretch.title.as_deref()?, declared, stretch.start, sentences, named, rules))
    }

    #[expect(clippy::too_many_arguments, reason = "a function is made of all of these, in one place")]
    fn function(
        &self, heading: &Section, title: &str, declared: Option<PurposeKind>, start: Start, sentences: &[Sentence], named: &Named,
        rules: &Rules,
    ) -> DraftFunction {
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

/// Where a sentence stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    /// First in a list item.
    Item,
    /// First in a list item, where labels name data and no functions.
    Clause,
    /// In a paragraph of a section without a title of its own.
    Paragraph,
    /// In a paragraph under a title.
    Prose,
}

/// Whether a clause stands below another by its printed number.
fn is_below(above: &Sentence, below: &Sentence) -> bool {
    matches!((above.opens, below.opens), (Opens::Item(above), Opens::Item(below)) if above > 0 && below > above)
}

/// Whether a labeled clause holds the clause that a sentence opens.
fn holds(stretch: &Stretch, body: &[Sentence], sentence: &Sentence) -> bool {
    stretch.start == Start::Label && body.get(stretch.sentences.start).is_some_and(|first| is_below(first, sentence))
}

/// Whether a title names something else than the heading, by their keys.
fn is_other(title: &str, heading: &str) -> bool {
    let title = key(title);
    !heading.contains(&title) && !title.contains(heading)
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

/// A label that was printed twice because what parted it from its sentence is lost.
fn twice(words: &str) -> Option<String> {
    let ends = words.char_indices().map(|(at, _)| at).skip(4).take(16);
    ends.filter_map(|end| words.split_at_checked(end)).find(|(label, rest)| rest.starts_with(label)).map(|(label, _)| label.to_owned())
}
