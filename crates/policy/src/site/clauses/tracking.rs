//! What a policy says about tracking, by technique: found by its sentences, and corrected by the author's `[[tracking]]` rows.
//!
//! In: a policy's statements and the rows. Out: sections for each technique, in the order shown. Deliberately absent: whether what is
//! said is true, and techniques that the text does not name.

use countersign_core::{Clause, START};

use super::{Clauses, fold, label};
use crate::facts::{Found, StatementKind};
use crate::site::diagnostic::{Code, Report};
use crate::site::fields::{At, Fields, Localized};
use crate::site::file::SiteFile;
use crate::site::policies::Loaded;
use crate::topic::Topic;

/// What layer 2 says about tracking, in the order shown.
pub(in crate::site) const TRACKING: [StatementKind; 13] = [
    StatementKind::CookieUse,
    StatementKind::CookieLimit,
    StatementKind::CookieRefuse,
    StatementKind::CookieEffect,
    StatementKind::LocalStorage,
    StatementKind::FlashCookies,
    StatementKind::Etag,
    StatementKind::Beacons,
    StatementKind::ClickTracking,
    StatementKind::OpenTracking,
    StatementKind::MailingList,
    StatementKind::DoNotTrackHonored,
    StatementKind::DoNotTrackNotHonored,
];

/// The most sections that one kind of tracking leads to.
const MOST_SECTIONS: usize = 3;

/// What a policy says about one kind of tracking, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tracked {
    /// What it states.
    pub kind: StatementKind,
    /// The sections that state it; never empty.
    pub clauses: Vec<Clause>,
    /// The page that those sections name for help with refusing cookies, as printed.
    pub help: Option<String>,
}

/// What the author says of a technique, instead of what the program found.
#[derive(Debug)]
pub(in crate::site) struct TrackingRow {
    kind: At<StatementKind>,
    /// Words of the policy that say so; `None` where the policy does not say it.
    words: Option<Localized>,
}

pub(in crate::site) const TRACKING_KEYS: [&str; 3] = ["kind", "words", "stated"];

pub(in crate::site) fn read_tracking(fields: &Fields<'_>, tags: &[String], report: &Report<'_>) -> Option<TrackingRow> {
    fields.demand("kind", "\"etag\"");
    let names = TRACKING.map(StatementKind::name);
    let kind = fields.word("kind", &names, |name| TRACKING.into_iter().find(|kind| kind.name() == name))?;
    let words = fields.localized("words", tags);
    let stated = fields.flag("stated").unwrap_or(true);
    if stated != words.is_some() {
        let message = format!("the [[tracking]] row `{}` says neither where nor that the policy is silent, or both", kind.value.name());
        let help = "write `words = { en = \"...\" }` with words of the policy, or `stated = false`";
        report.add(Code::Missing, &kind.span, message, help);
        return None;
    }
    Some(TrackingRow { kind, words })
}

/// Reports two rows for one technique, and words that their policy does not hold.
pub(in crate::site) fn check_tracking(file: &SiteFile, loaded: &[Option<Loaded>], report: &Report<'_>) {
    for (place, row) in file.tracking.iter().enumerate() {
        let name = row.kind.value.name();
        if file.tracking.iter().take(place).any(|other| other.kind.value == row.kind.value) {
            report.add(Code::DuplicateId, &row.kind.span, format!("[[tracking]] has two rows for `{name}`"), "keep one of them");
        }
        for (locale, loaded) in file.locales.iter().zip(loaded) {
            let entry = row.words.as_ref().and_then(|words| words.entries.get(&locale.tag.value));
            let (Some(entry), Some(loaded)) = (entry, loaded) else { continue };
            if !fold(loaded.policy.reading.text()).contains(&fold(&entry.value)) {
                let message = format!("\"{}\" does not stand in {}", entry.value, loaded.name);
                report.add(Code::UnusedWords, &entry.span, message, "write the words as the policy does, or take the row out");
            }
        }
    }
}

impl Clauses<'_> {
    /// The sections that speak of tracking: those that the author's words stand in; else those under a heading about it where there are
    /// some, else all that state the kind.
    pub(in crate::site) fn tracking(&self, rows: &[TrackingRow], tag: &str) -> Vec<Tracked> {
        let tracked = |kind: StatementKind| {
            let clauses = match rows.iter().find(|row| row.kind.value == kind) {
                Some(row) => row.words.as_ref().map(|words| self.holding(words.say(tag))).unwrap_or_default(),
                None => self.stating(kind).into_iter().filter_map(|place| self.clause(place)).collect(),
            };
            let anchors = || clauses.iter().map(|clause| clause.anchor.as_str());
            let named = |found: &&Found<String>| anchors().any(|anchor| anchor == self.at(&found.span));
            let help = self.facts.urls.iter().find(named).filter(|_| kind == StatementKind::CookieRefuse).map(|found| found.value.clone());
            Tracked { kind, clauses, help }
        };
        TRACKING.into_iter().map(tracked).filter(|tracked| !tracked.clauses.is_empty()).collect()
    }

    /// The sections whose sentences state a kind, as indices of headings.
    fn stating(&self, kind: StatementKind) -> Vec<usize> {
        let about = |at: usize| {
            let topics = self.topics.at(at);
            topics.contains(&Topic::Cookies) || topics.contains(&Topic::DoNotTrack)
        };
        let starts = || self.facts.statements.iter().filter(move |said| said.kind == kind).map(|said| said.said.span.start);
        let headed = starts().any(about);
        let mut places: Vec<usize> = starts().filter(|at| !headed || about(*at)).filter_map(|at| self.topics.section_at(at)).collect();
        places.dedup();
        places.truncate(MOST_SECTIONS);
        places
    }

    /// The sections that hold some words; what stands before the first heading is called by the words themselves.
    fn holding(&self, words: &str) -> Vec<Clause> {
        let folded = fold(words);
        let places = (0..self.sections.len()).filter(|place| self.words(*place).contains(&folded)).take(MOST_SECTIONS);
        let start = || Clause { label: label(words), anchor: START.to_owned() };
        places.map(|place| place.checked_sub(1).and_then(|place| self.clause(place)).unwrap_or_else(start)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::site::compile;

    const POLICY: &str = "# Parcels\n\nWe use cookies to carry parcels.\n\n# Cookies\n\nWe use cookies, and you can delete cookies: see www.aboutcookies.org.\n\n\
        # Marks\n\nA header tells us who you are.\n";

    /// What is found with some rows: kinds, anchors and help; and the codes of what was reported.
    fn found(rows: &str) -> (String, Vec<&'static str>) {
        let head =
            "[site]\nid = \"pos\"\n[controller]\nname = \"Pos\"\n[notice]\nversion = \"1\"\n[[locale]]\ntag = \"en\"\npolicy = \"en.md\"\n";
        let (bundle, diagnostics) = compile("site.toml", &format!("{head}{rows}"), &|_| Ok(POLICY.as_bytes().to_vec()));
        let codes = diagnostics.iter().map(|one| one.code.text()).collect();
        let parts = bundle.map(|bundle| bundle.parts).unwrap_or_default();
        let line = parts.iter().flat_map(|part| &part.tracking).map(|tracked| {
            let anchors: Vec<&str> = tracked.clauses.iter().map(|clause| clause.anchor.as_str()).collect();
            format!("{} {} {}", tracked.kind.name(), anchors.join("+"), tracked.help.as_deref().unwrap_or("-"))
        });
        (line.collect::<Vec<_>>().join("; "), codes)
    }

    #[test]
    fn the_authors_rows_decide() {
        let row = |rest: &str| format!("[[tracking]]\n{rest}\n");
        let plain = "cookie-use s-2 -; cookie-refuse s-2 www.aboutcookies.org";
        for (rows, expected, codes) in [
            (String::new(), plain.to_owned(), vec![]),
            (row("kind = \"etag\"\nwords = { en = \"a  header tells\" }"), format!("{plain}; etag s-3 -"), vec![]),
            (row("kind = \"cookie-refuse\"\nstated = false"), "cookie-use s-2 -".to_owned(), vec![]),
            (row("kind = \"cookie-use\"\nwords = { en = \"carry parcels\" }"), plain.replacen("s-2", "s-1", 1), vec![]),
            (row("kind = \"etag\"\nwords = { en = \"no such words\" }"), plain.to_owned(), vec!["CS-B035"]),
            (row("kind = \"etag\"\nstated = false").repeat(2), String::new(), vec!["CS-B012"]),
            (row("kind = \"etag\""), String::new(), vec!["CS-B004"]),
            (row("kind = \"etag\"\nstated = false\nwords = { en = \"header\" }"), String::new(), vec!["CS-B004"]),
            (row("kind = \"flash\"\nstated = false"), String::new(), vec!["CS-B007"]),
        ] {
            assert_eq!(found(&rows), (expected, codes), "{rows}");
        }
    }
}
