//! What was shown, and what was not: the outcome of every check, as lines for people and as JSON for programs.
//!
//! Enters: checks. Leaves: text, and the JSON of `www/docs/formats.md` ("Report of `countersign verify`"). Absent: any judgement.

use serde_json::{Value, json};

use crate::receipt::Receipt;

/// The outcome of one check, from best to worst.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// Shown by what was given.
    Holds,
    /// Not shown: something that would show it was not given.
    Open,
    /// Shown to be false, or unreadable.
    Fails,
}

impl Verdict {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Open => "open",
            Self::Fails => "fails",
        }
    }
}

/// One check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Check {
    /// Which one: `form`, `signature`, `countersignature`, `answer`, `inclusion`, `order`, `key`, `before`, `checkpoint`, `witness`,
    /// `consistency`, `readable`.
    pub name: &'static str,
    /// Its outcome.
    pub verdict: Verdict,
    /// What was found, where the verdict alone does not say it: `session` (a signature of one page), `keyless` (a key is missing).
    pub found: &'static str,
    /// The values in `says` that words of another language need.
    pub values: Vec<(&'static str, String)>,
    /// The outcome in words.
    pub says: String,
}

impl Check {
    pub(crate) fn new(name: &'static str, verdict: Verdict, says: impl Into<String>) -> Self {
        Self { name, verdict, found: "", values: Vec::new(), says: says.into() }
    }

    pub(crate) fn found(mut self, found: &'static str) -> Self {
        self.found = found;
        self
    }

    pub(crate) fn with<const N: usize>(mut self, values: [(&'static str, String); N]) -> Self {
        self.values.extend(values);
        self
    }

    fn json(&self) -> Value {
        let mut check = json!({ "check": self.name, "verdict": self.verdict.name(), "says": self.says });
        if let Some(members) = check.as_object_mut() {
            if !self.found.is_empty() {
                members.insert("found".to_owned(), self.found.into());
            }
            if !self.values.is_empty() {
                let values = self.values.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect();
                members.insert("values".to_owned(), Value::Object(values));
            }
        }
        check
    }
}

/// What the checks are about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Subject {
    /// A receipt, by what it says. The summary is there only where its form and signature hold.
    Receipt(Option<Box<Summary>>),
    /// The chain of this `rec`.
    Chain(String),
    /// The log of this origin.
    Log(String),
    /// Something that belongs to nothing else here.
    Piece,
}

/// What a receipt says, in short.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Summary {
    /// Its id.
    pub rid: String,
    /// `choice`, `withdrawal` and so on.
    pub kind: String,
    /// When, by the visitor's clock.
    pub at: String,
    /// The site's origin.
    pub site: String,
    /// The notice: id, version and language.
    pub notice: [String; 3],
    /// Purposes with their state after the event.
    pub purposes: Vec<[String; 2]>,
    /// Its place in the chain.
    pub seq: u64,
    /// How much the device stands behind it.
    pub assurance: String,
    /// The compact JWS.
    pub text: String,
}

impl Summary {
    pub(crate) fn of(receipt: &Receipt) -> Self {
        let own = |text: &str| text.to_owned();
        let entry = |name, entry: &serde_json::Map<String, Value>| own(crate::json::text(entry, name).unwrap_or_default());
        Self {
            rid: own(receipt.say("rid")),
            kind: own(receipt.say("kind")),
            at: own(receipt.say("iat")),
            site: own(receipt.say("svc")),
            notice: ["id", "ver", "lang"].map(|member| own(receipt.say_in("ntc", member))),
            purposes: receipt.purposes().map(|purpose| [entry("id", purpose), entry("st", purpose)]).collect(),
            seq: receipt.seq,
            assurance: own(receipt.say("assurance")),
            text: receipt.text.clone(),
        }
    }

    fn line(&self) -> String {
        let [notice, version, locale] = &self.notice;
        let purposes: Vec<String> = self.purposes.iter().map(|[id, state]| format!("{id} {state}")).collect();
        format!(
            "receipt {}: {} at {}, site {}, place {} of its chain\n  notice {notice} version {version} ({locale}); {}",
            self.rid,
            self.kind,
            self.at,
            self.site,
            self.seq,
            if purposes.is_empty() { "no purposes".to_owned() } else { purposes.join(", ") }
        )
    }

    fn json(&self) -> Value {
        let [notice, version, locale] = &self.notice;
        let purposes: Vec<Value> = self.purposes.iter().map(|[id, state]| json!({ "id": id, "state": state })).collect();
        json!({
            "rid": self.rid, "kind": self.kind, "at": self.at, "site": self.site, "seq": self.seq, "assurance": self.assurance,
            "notice": { "id": notice, "version": version, "locale": locale }, "purposes": purposes,
        })
    }
}

/// The checks about one subject.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    /// What they are about.
    pub subject: Subject,
    /// Where it was read: a file or an address, and the place in it.
    pub place: String,
    /// The checks, in the order in which they build on each other.
    pub checks: Vec<Check>,
}

impl Section {
    fn title(&self) -> String {
        match &self.subject {
            Subject::Receipt(Some(summary)) => summary.line(),
            Subject::Receipt(None) => format!("receipt in {}", self.place),
            Subject::Chain(rec) => format!("chain {rec}"),
            Subject::Log(origin) => format!("log {origin}"),
            Subject::Piece => self.place.clone(),
        }
    }

    fn json(&self) -> Value {
        let (about, what) = match &self.subject {
            Subject::Receipt(summary) => ("receipt", summary.as_ref().map(|summary| summary.json())),
            Subject::Chain(rec) => ("chain", Some(json!({ "rec": rec }))),
            Subject::Log(origin) => ("log", Some(json!({ "origin": origin }))),
            Subject::Piece => ("piece", None),
        };
        let mut section = json!({ "about": about, "place": self.place, "checks": self.checks.iter().map(Check::json).collect::<Vec<_>>() });
        if let (Some(what), Some(members)) = (what, section.as_object_mut()) {
            members.insert(about.to_owned(), what);
        }
        section
    }
}

/// Something that was not given and would show more.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Want {
    /// The key set of this issuer of countersignatures.
    KeySet(String),
    /// The verifier key of the log with this origin.
    LogKey(String),
    /// The consistency proof between two sizes of a log.
    Consistency {
        /// The log.
        origin: String,
        /// The smaller size.
        from: u64,
        /// The larger one.
        to: u64,
    },
}

impl Want {
    /// Where a receiver at `base`, an origin such as `https://pos.example`, has it.
    #[must_use]
    pub fn address(&self, base: &str) -> String {
        // The origin of a log is the host and path at which it is served, without the scheme.
        let log = |origin: &str| format!("{base}/{}", origin.split_once('/').map_or("", |(_, path)| path));
        match self {
            Self::KeySet(_) => format!("{base}/.well-known/jwks.json"),
            Self::LogKey(origin) => format!("{}/key", log(origin)),
            Self::Consistency { origin, from, to } => format!("{}/consistency?from={from}&to={to}", log(origin)),
        }
    }
}

/// The outcome of everything that was given.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// Receipts first, then chains, logs, and pieces that belong to nothing.
    pub sections: Vec<Section>,
    /// What would show more.
    pub wants: Vec<Want>,
}

impl Report {
    /// The outcome as a whole: it fails where anything fails, and is open where a receipt has neither signature nor countersignature, or
    /// nothing was shown at all.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let checks = || self.sections.iter().flat_map(|section| &section.checks);
        if checks().any(|check| check.verdict == Verdict::Fails) {
            return Verdict::Fails;
        }
        let proven = |section: &&Section| section.checks.iter().any(|check| check.verdict == Verdict::Holds);
        let receipts: Vec<&Section> = self.sections.iter().filter(|section| matches!(section.subject, Subject::Receipt(_))).collect();
        let all_proven = receipts.iter().all(proven) && self.sections.iter().any(|section| proven(&section));
        if all_proven { Verdict::Holds } else { Verdict::Open }
    }

    /// The worst outcome of any check: open where anything at all was not shown.
    #[must_use]
    pub fn strict_verdict(&self) -> Verdict {
        let worst = self.sections.iter().flat_map(|section| &section.checks).map(|check| check.verdict).max();
        worst.unwrap_or(Verdict::Open).max(self.verdict())
    }

    /// Lines for people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for section in &self.sections {
            text.push_str(&section.title());
            text.push('\n');
            for check in &section.checks {
                text.push_str(&format!("  {:5} {}: {}\n", check.verdict.name(), check.name, check.says));
            }
        }
        text.push_str(match self.verdict() {
            Verdict::Holds => "result: holds",
            Verdict::Open => "result: nothing was proven; an unsigned receipt needs its countersignature and the site's key set",
            Verdict::Fails => "result: FAILS",
        });
        text
    }

    /// JSON for programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let sections: Vec<Value> = self.sections.iter().map(Section::json).collect();
        json!({ "verdict": self.verdict().name(), "sections": sections })
    }
}
