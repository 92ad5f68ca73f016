//! The trial itself: one case after another, from the genuine receipt to the forged one.
//!
//! In: a client and a maker. Out: the report. What a genuine receipt must never meet is an error; what a backend lets through that merely
//! keeps bodies is a note, and becomes an error where it verifies other receipts or countersigns what it let through.

use std::thread;
use std::time::Duration;

use countersign_core::{Digest, Kind};
use serde_json::{Value, json};

use super::answer::Answer;
use super::client::{Client, Envelope, Silence};
use super::forgery::{forgeries, malformed};
use super::receipt::{Maker, Sealed, ago};
use super::report::{self, Report, Rule, Severity};
use super::{proof, reach};

/// An answer that comes later than this is worth a word.
const SLOW: Duration = Duration::from_secs(5);
/// How long a backend that asks for patience gets it, and how often.
const LONGEST_WAIT_SECS: u64 = 10;
const TRIES: usize = 3;
/// How many equal receipts are sent at once.
const AT_ONCE: usize = 4;

/// A trial under way.
pub(super) struct Trial<'a> {
    client: &'a Client,
    maker: &'a Maker,
    envelopes: &'a [Envelope],
    jwks: Option<&'a str>,
    /// The published keys, once a countersignature asked for them.
    keys: Option<Vec<Value>>,
    sent: Vec<Sealed>,
    report: Report,
}

impl<'a> Trial<'a> {
    pub(super) fn new(client: &'a Client, maker: &'a Maker, envelopes: &'a [Envelope], jwks: Option<&'a str>) -> Self {
        Self { client, maker, envelopes, jwks, keys: None, sent: Vec::new(), report: Report::default() }
    }

    /// Runs every case.
    pub(super) fn run(mut self) -> Report {
        if self.client.is_foreign()
            && let Err(what) = reach::preflight(self.client)
        {
            self.report.find(&report::CORS, Severity::Error, "what a browser asks before it sends", what);
        }
        for envelope in self.envelopes {
            let receipt = self.maker.choice(|_| {});
            let case = format!("a genuine receipt as {envelope:?}").to_lowercase();
            if let Some(answer) = self.genuine(&case, &report::NOT_TAKEN, *envelope, &receipt) {
                self.report.takes = true;
                self.repeated(*envelope, &receipt, &answer);
            }
        }
        // Where nothing is taken, nothing more can be learned.
        if self.report.takes {
            self.varied();
            self.simultaneous();
            self.forged();
            self.conflicting();
            self.broken();
            self.oversized();
            if reach::leaks(self.client, &self.sent) {
                self.report.find(&report::PUBLIC, Severity::Error, "GET of the same address", "it hands out receipts to anybody");
            }
            if !self.report.countersigns {
                self.report.find(&report::NO_PROOF, Severity::Note, "a genuine receipt", "no answer holds a countersignature");
            }
        }
        self.report
    }

    fn envelope(&self) -> Envelope {
        self.envelopes.first().copied().unwrap_or(Envelope::Cloudevents)
    }

    /// Sends a receipt, with patience where the backend asks for it, and judges what is true of every answer.
    fn send(&mut self, case: &str, envelope: Envelope, receipt: &Sealed) -> Result<Answer, Silence> {
        let (kind, body) = self.client.body(envelope, receipt);
        let mut tries = 1;
        loop {
            let outcome = self.client.post(kind, Some(receipt.rid()), body.clone());
            self.report.cases += 1;
            let Ok(answer) = outcome else { return outcome };
            self.manners(case, &answer);
            if !matches!(answer.status, 429 | 503) || tries == TRIES {
                return Ok(answer);
            }
            let after = answer.header("retry-after").and_then(|text| text.trim().parse::<u64>().ok());
            if after.is_none() {
                self.report.find(
                    &report::RETRY_AFTER,
                    Severity::Warning,
                    case,
                    format!("{} comes without Retry-After in seconds", answer.status),
                );
            }
            tries += 1;
            thread::sleep(Duration::from_secs(after.unwrap_or(1).min(LONGEST_WAIT_SECS)));
        }
    }

    /// What is true of every answer, whatever was sent.
    fn manners(&mut self, case: &str, answer: &Answer) {
        if answer.took > SLOW {
            let message = format!("the answer took {:.1} seconds", answer.took.as_secs_f64());
            self.report.find(&report::SLOW, Severity::Warning, case, message);
        }
        if answer.header("set-cookie").is_some() {
            self.report.find(&report::COOKIE, Severity::Warning, case, "the answer sets a cookie");
        }
        let is_problem = answer.header("content-type").is_some_and(|kind| kind.starts_with("application/problem+json"));
        if answer.status >= 400 && !is_problem {
            self.report.find(&report::NO_PROBLEM, Severity::Note, case, "an error is no problem document");
        }
        if self.client.is_foreign()
            && let Err(what) = reach::allows(self.client, answer)
        {
            self.report.find(&report::CORS, Severity::Error, case, what);
        }
    }

    /// A receipt that has to be taken; its answer where it was.
    fn genuine(&mut self, case: &str, rule: &'static Rule, envelope: Envelope, receipt: &Sealed) -> Option<Answer> {
        let answer = match self.send(case, envelope, receipt) {
            Ok(answer) => answer,
            Err(silence) => {
                let rule = if matches!(silence, Silence::TimedOut) { &report::SLOW } else { &report::NO_ANSWER };
                self.report.find(rule, Severity::Error, case, reach::silence(&silence));
                return None;
            }
        };
        if !answer.is_taken() {
            let rule = if answer.is_redirect() { &report::REDIRECT } else { rule };
            let severity = if *rule == report::UNSIGNED_REFUSED { Severity::Warning } else { Severity::Error };
            self.report.find(rule, severity, case, format!("{case} is answered with {}", answer.status));
            return None;
        }
        self.sent.push(receipt.clone());
        self.proven(case, receipt, &answer);
        if reach::stored(self.client, &answer).is_some_and(|stored| stored != receipt.jws) {
            self.report.find(
                &report::STORED_OTHERWISE,
                Severity::Error,
                case,
                "the receipt that is stored has other bytes than the one that was sent",
            );
        }
        Some(answer)
    }

    /// The claims of the answer's countersignature, where there is one that holds.
    fn proven(&mut self, case: &str, receipt: &Sealed, answer: &Answer) -> Option<Value> {
        let text = answer.countersignature()?;
        self.report.countersigns = true;
        if !matches!(answer.status, 200 | 201) {
            let message = format!("a countersignature comes with {}", answer.status);
            self.report.find(&report::PROOF_UNREAD, Severity::Warning, case, message);
        }
        if self.keys.is_none() {
            self.keys = Some(self.published());
        }
        match proof::check(receipt, &text, self.keys.as_deref().unwrap_or_default()) {
            Ok(claims) => Some(claims),
            // One cause is enough: where there are no keys, nothing can verify.
            Err(_) if self.keys.as_ref().is_some_and(Vec::is_empty) => None,
            Err(what) => {
                self.report.find(&report::PROOF_WRONG, Severity::Error, case, format!("the countersignature proves nothing: {what}"));
                None
            }
        }
    }

    /// The backend's key set; empty where it is of no use, which is then said.
    fn published(&mut self) -> Vec<Value> {
        let address = self.jwks.unwrap_or("/.well-known/jwks.json");
        let found = match self.client.get(address) {
            Ok(answer) if answer.is_taken() => proof::keys(&answer.json()),
            Ok(answer) => Err(format!("it is answered with {}", answer.status)),
            Err(silence) => Err(reach::silence(&silence)),
        };
        found.unwrap_or_else(|what| {
            self.report.find(&report::KEYS_WRONG, Severity::Error, format!("the key set at {address}"), what);
            Vec::new()
        })
    }

    /// The same bytes once more, as after a lost answer.
    fn repeated(&mut self, envelope: Envelope, receipt: &Sealed, first: &Answer) {
        let case = "the same receipt again";
        let Some(second) = self.genuine(case, &report::REPEAT_REFUSED, envelope, receipt) else { return };
        let (first, second) = (self.proven(case, receipt, first), self.proven(case, receipt, &second));
        if let (Some(first), Some(second)) = (first, second)
            && (&first["index"], &first["rcv"]) != (&second["index"], &second["rcv"])
        {
            let message = format!("it has index {} first and {} then, or another time", first["index"], second["index"]);
            self.report.find(&report::REPEAT_TWICE, Severity::Error, case, message);
        }
    }

    /// Genuine receipts of every sort that a site's visitors send.
    fn varied(&mut self) {
        let envelope = self.envelope();
        for kind in Kind::ALL {
            let receipt = self.maker.seal(self.maker.claims(kind));
            self.genuine(&format!("a receipt of kind {}", kind.name()), &report::KIND_REFUSED, envelope, &receipt);
        }
        let gap = self.maker.choice(|claims| {
            claims["seq"] = json!(5);
            claims["prev"] = json!(Digest::of(b"a receipt that never came").to_string());
        });
        self.genuine("a receipt whose predecessor never came", &report::GAP_REFUSED, envelope, &gap);
        let unsigned = self.maker.choice(|claims| claims["assurance"] = json!("server"));
        self.genuine("a receipt of a browser without WebCrypto", &report::UNSIGNED_REFUSED, envelope, &unsigned);
        let recipients: Vec<Value> =
            (0..120).map(|number| json!({ "name": format!("Recipient number {number} of a long list") })).collect();
        let others: [(&str, Sealed); 4] = [
            ("a long receipt", self.maker.choice(|claims| claims["p"][0]["rcp"] = json!(recipients))),
            ("a receipt of somebody whose clock is 40 days behind", self.maker.choice(|claims| claims["iat"] = json!(ago(40 * 86_400)))),
            ("a receipt with Chinese words", self.maker.choice(|claims| claims["ctl"]["name"] = json!("示例快递有限公司"))),
            ("a receipt with a claim of a later version", self.maker.choice(|claims| claims["x-later"] = json!({ "a": [1, true] }))),
        ];
        for (case, receipt) in others {
            self.genuine(case, &report::NOT_TAKEN, envelope, &receipt);
        }
    }

    /// One receipt from several connections at once, as when a page closes while it sends.
    fn simultaneous(&mut self) {
        // Who errs with one after another errs here too, and was told.
        if self.report.has(&report::REPEAT_REFUSED) || self.report.has(&report::REPEAT_TWICE) {
            return;
        }
        let case = "the same receipt four times at once";
        let receipt = self.maker.choice(|_| {});
        let (client, envelope) = (self.client, self.envelope());
        let answers: Vec<_> = thread::scope(|scope| {
            let sending: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(|| client.receipt(envelope, &receipt))).collect();
            sending.into_iter().filter_map(|one| one.join().ok()).collect()
        });
        self.report.cases += AT_ONCE;
        let mut places = Vec::new();
        for answer in answers {
            match answer {
                Ok(answer) if answer.is_taken() => {
                    places.extend(self.proven(case, &receipt, &answer).map(|claims| claims["index"].clone()))
                }
                Ok(answer) if answer.is_refused() => {
                    self.report.find(&report::RACE, Severity::Error, case, format!("one of them is answered with {}", answer.status));
                }
                Ok(answer) => {
                    self.report.find(&report::RACE, Severity::Warning, case, format!("one of them is answered with {}", answer.status))
                }
                Err(silence) => self.report.find(&report::NO_ANSWER, Severity::Error, case, reach::silence(&silence)),
            }
        }
        places.dedup();
        if places.len() > 1 {
            self.report.find(&report::RACE, Severity::Error, case, "they have several places in the ledger");
        }
        self.sent.push(receipt);
    }

    /// Receipts that no browser sealed.
    fn forged(&mut self) {
        let mut taken = Vec::new();
        for (case, receipt) in forgeries(self.maker) {
            match self.send(case, self.envelope(), &receipt) {
                Ok(answer) if answer.is_taken() => taken.push((case, answer.countersignature().is_some())),
                Ok(answer) if answer.is_refused() => self.report.verifies = true,
                Ok(answer) => self.crashed(case, &answer),
                Err(_) => {}
            }
        }
        let nothing_signed = taken.iter().all(|(_, signed)| !signed);
        if !self.report.verifies && nothing_signed && !taken.is_empty() {
            let message = "no signature is verified: forged receipts lie beside genuine ones until somebody verifies them";
            return self.report.find(&report::FORGED_TAKEN, Severity::Note, "forged receipts", message);
        }
        for (case, signed) in taken {
            let what = if signed { "taken and countersigned" } else { "taken" };
            self.report.find(&report::FORGED_TAKEN, Severity::Error, case, format!("a forged receipt is {what}: {case}"));
        }
    }

    /// How grave it is that something wrong was taken: a backend that looks at no receipt cannot tell.
    fn gravity(&self, answer: &Answer) -> Severity {
        if self.report.verifies || answer.countersignature().is_some() { Severity::Error } else { Severity::Note }
    }

    /// Two receipts with one id.
    fn conflicting(&mut self) {
        let (case, envelope) = ("another receipt with the same rid", self.envelope());
        let first = self.maker.choice(|_| {});
        let second = self.maker.choice(|claims| claims["rid"] = first.claims["rid"].clone());
        if self.genuine("a genuine receipt", &report::NOT_TAKEN, envelope, &first).is_none() {
            return;
        }
        match self.send(case, envelope, &second) {
            Ok(answer) if answer.is_taken() => {
                self.report.find(
                    &report::CONFLICT_TAKEN,
                    self.gravity(&answer),
                    case,
                    "two receipts have one id, and either could be the visitor's",
                );
            }
            Ok(answer) if !answer.is_refused() => self.crashed(case, &answer),
            _ => {}
        }
    }

    /// Bodies that hold no receipt.
    fn broken(&mut self) {
        let genuine = self.maker.choice(|_| {});
        for (case, kind, body) in malformed(&genuine, self.client.body(self.envelope(), &genuine)) {
            self.report.cases += 1;
            let Ok(answer) = self.client.post(kind, None, body) else { continue };
            self.manners(case, &answer);
            if answer.is_taken() {
                let (severity, message) = (self.gravity(&answer), "a body that is no receipt is taken");
                self.report.find(&report::MALFORMED_TAKEN, severity, case, message);
            } else if !answer.is_refused() {
                self.crashed(case, &answer);
            }
        }
    }

    /// A body longer than any receipt; that the connection is cut is an answer as well.
    fn oversized(&mut self) {
        let case = "a body of 80,000 bytes";
        let receipt = self.maker.choice(|claims| claims["x-long"] = json!("x".repeat(58_000)));
        match self.send(case, self.envelope(), &receipt) {
            Ok(answer) if answer.is_taken() => {
                self.report.find(&report::OVERSIZED_TAKEN, Severity::Note, case, "a body longer than any receipt is taken");
            }
            Ok(answer) if !answer.is_refused() => self.crashed(case, &answer),
            _ => {}
        }
    }

    /// Something wrong was neither taken nor refused.
    fn crashed(&mut self, case: &str, answer: &Answer) {
        self.report.find(&report::CRASH, Severity::Warning, case, format!("{case} is answered with {}", answer.status));
    }
}
