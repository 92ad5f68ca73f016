//! The part of a draft that no purpose holds: permissions, channels, rights, and what else the policy says.
//!
//! In: what was found in the texts. Out: `[[permission]]`, `[[sdk]]`, `[[channel]]` and `[[right]]` tables, and comments with their clauses for what `site.toml` has no
//! key for. Deliberately absent: sentences too long to show, of which the clause alone is named.

use std::fmt::Write as _;

use super::{Text, Writer, source, toml};
use crate::draft::{DraftChannel, DraftPermission, DraftSdk};
use crate::facts::{Found, ResponseTime, Right, StatementKind, TimeUnit};
use crate::site::clauses::TRACKING;

/// Characters of a sentence that a draft quotes.
const SHOWN: usize = 500;

impl Writer<'_> {
    pub(super) fn permissions(&mut self) {
        let Some(first) = self.texts.first() else { return };
        for found in &first.draft.permissions {
            let all: Vec<Option<&DraftPermission>> =
                self.texts.iter().map(|text| text.draft.permissions.iter().find(|other| other.id == found.id)).collect();
            let names = self.each(&all, |one| Some(one.name.value.clone()));
            let _ = writeln!(self.out, "[[permission]]\nid = {}", toml(&found.id));
            if let Some(names) = names {
                let _ = writeln!(self.out, "title = {names} # {}", source(&first.reading, &found.name.span));
            }
            let purpose = self.each(&all, |one| short(&one.purpose));
            self.quoted("purpose", purpose, Some(&found.purpose), first);
            let effect = self.each(&all, |one| one.effect.as_ref().and_then(short));
            self.quoted("effect", effect, found.effect.as_ref(), first);
            if !found.system.is_empty() {
                let names: Vec<String> = found.system.iter().map(|name| toml(name)).collect();
                let _ = writeln!(self.out, "system = [{}]", names.join(", "));
            }
            self.out.push('\n');
        }
    }

    /// The third-party code that the first text lists; other texts are translations only where they list as much.
    pub(super) fn sdks(&mut self) {
        let Some(first) = self.texts.first() else { return };
        if first.draft.sdks.is_empty() {
            self.out.push_str("# third-party code: not stated\n\n");
        }
        for (place, found) in first.draft.sdks.iter().enumerate() {
            let lists = self.texts.iter().map(|text| &text.draft.sdks);
            let all: Vec<Option<&DraftSdk>> = lists.map(|list| list.get(place).filter(|_| list.len() == first.draft.sdks.len())).collect();
            let place = source(&first.reading, &found.name.span);
            let _ = writeln!(self.out, "[[sdk]]\nname = {} # {place}", toml(&found.name.value));
            let purpose = self.each(&all, |one| Some(one.purpose.clone()).filter(|words| !words.is_empty()));
            self.line("purpose", purpose);
            let needs = self.each(&all, |one| one.needs.clone().filter(|words| !words.is_empty()));
            self.line("needs", needs);
            self.line("policy", found.link.as_deref().map(toml));
            self.out.push('\n');
        }
    }

    pub(super) fn channels(&mut self) {
        let Some(first) = self.texts.first() else { return };
        for found in &first.draft.channels {
            let all: Vec<Option<&DraftChannel>> =
                self.texts.iter().map(|text| text.draft.channels.iter().find(|other| other.id == found.id)).collect();
            let _ = writeln!(self.out, "[[channel]]\nid = {}", toml(&found.id));
            let description = self.each(&all, |one| short(&one.said));
            self.quoted("description", description, Some(&found.said), first);
            if !found.words.is_empty() {
                let words: Vec<String> = found.words.iter().map(|word| toml(word)).collect();
                let _ = writeln!(self.out, "words = [{}]", words.join(", "));
            }
            // "Our service number" is the first one that the text states.
            if let Some(number) = first.facts.phones.first().filter(|_| found.calls) {
                let _ = writeln!(self.out, "call = {}", toml(&number.value));
            }
            let way = self.each(&all, |one| one.way.as_ref().and_then(short));
            self.quoted("way", way, found.way.as_ref(), first);
            if found.history.is_some() {
                let history = self.each(&all, |one| one.history.as_ref().and_then(short));
                self.quoted("history", history, found.history.as_ref(), first);
            }
            self.out.push('\n');
        }
    }

    /// The rights that the first text gives, each with the shorter one of the times to answer that it states.
    pub(super) fn rights(&mut self) {
        let Some(first) = self.texts.first() else { return };
        let mut times: Vec<&Found<ResponseTime>> = first.facts.responses.iter().collect();
        times.sort_by_key(|found| calendar_days(found.value));
        for found in &first.facts.rights {
            let all: Vec<Option<&Right>> =
                self.texts.iter().map(|text| text.facts.rights.iter().find(|other| other.kind == found.kind)).collect();
            let id = site_name(&found.kind);
            let _ = writeln!(self.out, "[[right]]\nid = {} # {}", toml(id), source(&first.reading, &found.said.span));
            let way = self.each(&all, |one| one.way.as_ref().and_then(short));
            self.quoted("way", way, found.way.as_ref(), first);
            // What the visitor does in the layers has no answer to wait for.
            if id != "withdraw" {
                self.time(&times, first);
            }
            self.out.push('\n');
        }
    }

    /// The shortest of the times to answer, which counts; the next longer one is shown beside it.
    fn time(&mut self, times: &[&Found<ResponseTime>], text: &Text) {
        let key = |time: ResponseTime| if time.unit == TimeUnit::WorkingDays { "working_days" } else { "days" };
        match times.split_first() {
            None => self.line("days, working_days or months", None),
            Some((shortest, rest)) => {
                let value = Some((shortest.value.days.to_string(), source(&text.reading, &shortest.span)));
                self.stated(key(shortest.value), value);
                let longer = |other: &&&Found<ResponseTime>| calendar_days(other.value) > calendar_days(shortest.value);
                if let Some(other) = rest.iter().find(longer) {
                    let _ = writeln!(self.out, "also_{} = {} # {}", key(other.value), other.value.days, source(&text.reading, &other.span));
                }
            }
        }
    }

    /// The words of each language; the first language's where another text does not say it, nothing where the first does not.
    fn each<T>(&self, all: &[Option<&T>], say: impl Fn(&T) -> Option<String>) -> Option<String> {
        let first = all.first().copied().flatten().and_then(&say)?;
        let words: Vec<String> = all.iter().map(|one| one.and_then(&say).unwrap_or_else(|| first.clone())).collect();
        Some(self.entries(&words))
    }

    /// A quoted key, or a comment on why there is none.
    fn quoted(&mut self, key: &str, value: Option<String>, found: Option<&Found<String>>, text: &Text) {
        match (value, found) {
            (Some(value), Some(found)) => self.stated(key, Some((value, source(&text.reading, &found.span)))),
            (None, Some(found)) => {
                let _ = writeln!(self.out, "# {key}: too long to quote, {}", source(&text.reading, &found.span));
            }
            (_, None) => self.line(key, None),
        }
    }

    /// What `site.toml` has no key for, as comments.
    pub(super) fn said(&mut self) {
        for text in self.texts {
            let _ = writeln!(self.out, "# What {} says besides; `site.toml` has no key for it.", text.name);
            let facts = &text.facts;
            let item = |value: &str, words: &Found<String>| {
                let words = short(words).unwrap_or_else(|| "too long to quote".to_owned());
                if value.is_empty() { words } else { format!("{value}: {words}") }
            };
            let stated = |kinds: &[StatementKind]| {
                let of_kind = facts.statements.iter().filter(|one| kinds.contains(&one.kind));
                of_kind.map(|one| (item(one.kind.name(), &one.said), one.said.span.clone())).collect::<Vec<_>>()
            };
            let aged = facts.ages.iter().map(|one| (format!("under {}", one.value), one.span.clone()));
            let kept = facts.retention.iter().map(|one| {
                let words = Found { value: one.value.sentence.clone(), span: one.span.clone() };
                (item(&one.value.period, &words), one.span.clone())
            });
            let changes = facts.material_changes.iter().map(|one| (item("", one), one.span.clone()));
            let stored = facts.stored.iter().map(|one| (one.value.clone(), one.span.clone()));
            let tracking: Vec<StatementKind> = TRACKING.to_vec();
            let blocks = [
                ("age of children", aged.collect()),
                ("where data is kept", stored.collect()),
                ("how long data is kept", kept.collect()),
                ("material changes", changes.collect()),
                ("tracking", stated(&tracking)),
                ("other uses", stated(OTHER)),
                ("sharing", stated(SHARING)),
            ];
            for (name, list) in blocks {
                self.block(text, name, &list);
            }
            self.out.push('\n');
        }
    }

    fn block(&mut self, text: &Text, name: &str, list: &[(String, std::ops::Range<usize>)]) {
        if list.is_empty() {
            let _ = writeln!(self.out, "# {name}: not stated");
            return;
        }
        let _ = writeln!(self.out, "# {name}:");
        for (words, span) in list {
            // A line break or control character would end the comment.
            let words: String = words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            let _ = writeln!(self.out, "#   {words} ({})", source(&text.reading, span));
        }
    }
}

const OTHER: &[StatementKind] = &[
    StatementKind::Statistics,
    StatementKind::Deidentified,
    StatementKind::ModelTraining,
    StatementKind::Profiling,
    StatementKind::Personalization,
];
const SHARING: &[StatementKind] =
    &[StatementKind::Affiliates, StatementKind::Entrusted, StatementKind::BusinessTransfer, StatementKind::Overseas, StatementKind::NoSale];

/// What `site.toml` calls a right of the facts.
fn site_name(kind: &str) -> &str {
    match kind {
        "automated" => "explain",
        "cancel-account" => "close-account",
        other => other,
    }
}

/// About how many days of the calendar a time takes, so that the shorter one of two is found.
fn calendar_days(time: ResponseTime) -> u32 {
    if time.unit == TimeUnit::WorkingDays { time.days * 7 / 5 } else { time.days }
}

/// A sentence, where it is short enough to quote.
fn short(found: &Found<String>) -> Option<String> {
    (found.value.chars().count() <= SHOWN).then(|| found.value.clone())
}
