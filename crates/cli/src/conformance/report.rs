//! What was found, and how grave it is.
//!
//! In: findings, one after another. Out: text for people, JSON for programs. The codes never change and are never used again.

use serde_json::{Value, json};

use crate::output::plural;

/// How grave a finding is; the gravest first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Severity {
    /// Receipts are lost, or a proof proves nothing.
    Error,
    /// It works, and can go wrong.
    Warning,
    /// What the backend leaves out, which it may.
    Note,
}

impl Severity {
    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule: its code, and what to do where it is broken.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Rule {
    pub(super) code: &'static str,
    pub(super) help: &'static str,
}

/// Every rule, by the word that the trial calls it.
macro_rules! rules {
    ($($name:ident = $code:literal, $help:literal;)*) => {
        $(pub(super) const $name: Rule = Rule { code: $code, help: $help };)*
        #[cfg(test)]
        const ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    NO_ANSWER = "CS-K01", "answer every request; without an answer the widget sends the receipt again and again";
    SLOW = "CS-K02", "answer within 5 seconds; the widget gives up after 20 and sends again, and a closing page waits for neither";
    NOT_TAKEN = "CS-K03", "answer 2xx to every genuine receipt; after a 4xx the widget sends it no more, after 5xx again and again";
    REDIRECT = "CS-K04", "answer at this very address; a browser that follows a redirect may turn the POST into a GET without the receipt";
    REPEAT_REFUSED = "CS-K05", "answer 2xx when the same bytes come again: the first answer may have been lost on its way";
    REPEAT_TWICE = "CS-K06", "look the rid up first, and answer what was answered before: same index, same time";
    CONFLICT_TAKEN = "CS-K07", "keep the first receipt of an rid, and answer 409 to other bytes with the same rid";
    MALFORMED_TAKEN = "CS-K08", "answer 400 to what is no receipt";
    FORGED_TAKEN = "CS-K09", "accept ES256 only, with the key in the header and kid as its thumbprint; refuse what does not verify with 422";
    PROOF_WRONG = "CS-K10", "www/docs/formats.md section 8.1 says what a countersignature holds; sign the digest of the bytes as they came";
    KEYS_WRONG = "CS-K11", "publish the public keys, and nothing but public keys, as a JWK set at /.well-known/jwks.json, or name it by --jwks";
    CORS = "CS-K12", "answer OPTIONS with 204, Access-Control-Allow-Origin: the site's origin, Access-Control-Allow-Methods: POST and Access-Control-Allow-Headers: Content-Type, Idempotency-Key; and bear Access-Control-Allow-Origin in every answer";
    CRASH = "CS-K13", "answer 4xx to what you refuse; 5xx means that the same bytes may be taken later";
    GAP_REFUSED = "CS-K14", "take a receipt whose predecessor you do not have; mark the gap instead, because a refusal must not be lost";
    KIND_REFUSED = "CS-K15", "take every kind of receipt; a withdrawal that is refused is a consent that never ends";
    UNSIGNED_REFUSED = "CS-K16", "take receipts with alg none whose assurance is server: they come from browsers without WebCrypto";
    STORED_OTHERWISE = "CS-K18", "store the JWS as it came, to the byte; whoever takes it apart and puts it together again breaks its signature";
    COOKIE = "CS-K19", "set no cookie: requests come without them, and the privacy notice promises none";
    RETRY_AFTER = "CS-K20", "give Retry-After as a number of seconds with 429 and 503";
    OVERSIZED_TAKEN = "CS-K21", "answer 413 to bodies over 65,536 bytes; no receipt is that long";
    NO_PROBLEM = "CS-K22", "answer errors as application/problem+json (RFC 9457), so that a developer sees why";
    PUBLIC = "CS-K23", "let nobody read receipts by a GET of this address";
    NO_PROOF = "CS-K24", "it is enough to answer 2xx; with a countersignature the visitor would hold a proof of what you have";
    RACE = "CS-K25", "make the rid unique in the database, and let the second of two equal receipts get the answer of the first";
    PROOF_UNREAD = "CS-K26", "answer 201, or 200 for a repeated one; the widget reads a countersignature from no other answer";
}

/// One thing that was found.
#[derive(Debug)]
struct Finding {
    rule: &'static Rule,
    severity: Severity,
    /// What was tried.
    case: String,
    /// What came of it.
    message: String,
}

/// Everything that was found, and what the backend does.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// How many requests were made.
    pub(super) cases: usize,
    pub(super) takes: bool,
    pub(super) verifies: bool,
    pub(super) countersigns: bool,
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding; what is said already is not said again.
    pub(super) fn find(&mut self, rule: &'static Rule, severity: Severity, case: impl Into<String>, message: impl Into<String>) {
        let (case, message) = (case.into(), message.into());
        let known = |one: &Finding| one.rule == rule && one.message == message;
        if !self.findings.iter().any(known) {
            self.findings.push(Finding { rule, severity, case, message });
        }
    }

    /// Whether a rule was found broken.
    pub(super) fn has(&self, rule: &Rule) -> bool {
        self.findings.iter().any(|one| one.rule == rule)
    }

    /// Whether something is as grave as this.
    pub(super) fn is_denied(&self, least: Severity) -> bool {
        self.findings.iter().any(|one| one.severity <= least)
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|one| one.severity == severity).count()
    }

    fn sorted(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = self.findings.iter().collect();
        all.sort_by_key(|one| (one.severity, one.rule.code));
        all
    }

    /// The report for people.
    pub(super) fn text(&self, url: &str) -> String {
        let mut text = String::new();
        for Finding { rule, severity, case, message } in self.sorted() {
            text.push_str(&format!("{} {}: {message}\n  tried: {case}\n  help: {}\n\n", severity.name(), rule.code, rule.help));
        }
        let does = |it: bool, what| if it { what } else { "" };
        let abilities =
            [does(self.takes, "takes receipts"), does(self.verifies, "verifies them"), does(self.countersigns, "countersigns them")];
        let abilities: Vec<&str> = abilities.into_iter().filter(|one| !one.is_empty()).collect();
        let abilities = if abilities.is_empty() { "takes no receipt".to_owned() } else { abilities.join(", ") };
        text.push_str(&format!("{url} {abilities}\n"));
        let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
        let counts: Vec<String> = counts.iter().map(|(severity, noun)| plural(self.count(*severity), noun)).collect();
        text.push_str(&format!("{} in {}", counts.join(", "), plural(self.cases, "request")));
        text
    }

    /// The report for programs.
    pub(super) fn json(&self, url: &str) -> Value {
        let row = |one: &&Finding| json!({ "code": one.rule.code, "severity": one.severity.name(), "case": one.case, "message": one.message, "help": one.rule.help });
        json!({
            "url": url, "requests": self.cases, "takes": self.takes, "verifies": self.verifies, "countersigns": self.countersigns,
            "errors": self.count(Severity::Error), "warnings": self.count(Severity::Warning), "notes": self.count(Severity::Note),
            "findings": self.sorted().iter().map(row).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, CORS, NO_PROOF, Report, SLOW, Severity};

    #[test]
    fn codes_are_unique_and_every_rule_has_a_remedy() {
        for (at, rule) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(at + 1).all(|other| other.code != rule.code), "{}", rule.code);
            assert!(rule.help.len() > 20, "{}", rule.code);
        }
    }

    #[test]
    fn the_gravest_comes_first_and_nothing_is_said_twice() {
        let mut report = Report::default();
        report.find(&NO_PROOF, Severity::Note, "a", "no proof");
        report.find(&SLOW, Severity::Warning, "a", "slow");
        report.find(&SLOW, Severity::Warning, "b", "slow");
        assert!(!report.is_denied(Severity::Error) && report.is_denied(Severity::Warning));
        report.find(&CORS, Severity::Error, "c", "shut");
        assert!(report.is_denied(Severity::Error));
        let text = report.text("u");
        assert!(
            text.starts_with("error CS-K12: shut\n  tried: c\n") && text.ends_with("1 error, 1 warning, 1 note in 0 requests"),
            "{text}"
        );
    }
}
