//! What the verification showed, in plain words, with the verifier's own words to unfold.
//!
//! Enters: outcomes of checks. Leaves: markup. Absent: any judgement.

use maud::{Markup, html};

use super::words::{ReceiptWord as Word, Tongue};

/// The outcome of one check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckLine {
    /// Its name in reports (formats page, "Report of `countersign verify`").
    pub check: String,
    /// `holds`, `open` or `fails`.
    pub verdict: String,
    /// What was found, as a word of the report.
    pub found: String,
    /// The values that the words name.
    pub values: Vec<(&'static str, String)>,
    /// The verifier's own words, in English.
    pub says: String,
}

/// A subject that is no receipt, with its checks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckGroup {
    /// `chain`, `log`, `receipt` or `piece`.
    pub about: String,
    /// Which one.
    pub name: String,
    /// The checks.
    pub checks: Vec<CheckLine>,
}

/// The word for a verdict.
fn verdict(name: &str) -> Word {
    match name {
        "holds" => Word::IsHolds,
        "open" => Word::IsOpen,
        _ => Word::IsFails,
    }
}

/// The name of a check and what its outcome means.
fn words(line: &CheckLine) -> (Word, Word) {
    let by = |holds, open, fails| match line.verdict.as_str() {
        "holds" => holds,
        "open" => open,
        _ => fails,
    };
    let keyless = line.found == "keyless";
    match line.check.as_str() {
        "form" => (Word::Form, Word::FormFails),
        "signature" => {
            let holds = if line.found == "session" { Word::SignedSession } else { Word::SignedDevice };
            (Word::Signature, by(holds, Word::Unsigned, Word::SignatureFails))
        }
        "countersignature" => {
            let open = if keyless { Word::CounterKeyless } else { Word::CounterAbsent };
            (Word::Countersignature, by(Word::CounterHolds, open, Word::CounterFails))
        }
        "inclusion" => {
            let open = if keyless { Word::InclusionKeyless } else { Word::InclusionAbsent };
            (Word::Inclusion, by(Word::InclusionHolds, open, Word::InclusionFails))
        }
        "answer" => (Word::Answer, Word::AnswerFails),
        "order" => (Word::Order, by(Word::OrderHolds, Word::OrderOpen, Word::OrderFails)),
        "key" => (Word::Key, by(Word::KeyHolds, Word::KeyOpen, Word::KeyFails)),
        "before" => (Word::Before, by(Word::BeforeHolds, Word::BeforeOpen, Word::BeforeFails)),
        "checkpoint" => (Word::Checkpoint, by(Word::CheckpointHolds, Word::CheckpointOpen, Word::CheckpointFails)),
        "witness" => (Word::Witness, by(Word::WitnessHolds, Word::WitnessFails, Word::WitnessFails)),
        "consistency" => (Word::Consistency, by(Word::ConsistencyHolds, Word::ConsistencyOpen, Word::ConsistencyFails)),
        _ => (Word::Readable, Word::ReadableFails),
    }
}

/// Checks as a list.
pub(super) fn checks(tongue: Tongue, lines: &[CheckLine]) -> Markup {
    html! {
        ul.cs-checks {
            @for line in lines {
                @let (name, means) = words(line);
                li data-cs-check=(line.check) data-cs-verdict=(line.verdict) {
                    p {
                        span.cs-verdict { (verdict(&line.verdict).say(tongue)) } " " b { (name.say(tongue)) } " "
                        (super::filled(tongue, means, &line.values))
                    }
                    details {
                        summary { (Word::Words.say(tongue)) }
                        p.cs-says lang="en" { (line.says) }
                    }
                }
            }
        }
    }
}

/// Subjects beside the receipts.
pub(super) fn groups(tongue: Tongue, groups: &[CheckGroup]) -> Markup {
    html! {
        @for group in groups {
            @let title = match group.about.as_str() { "chain" => Word::Whole, "log" => Word::TheLog, "receipt" => Word::Unreadable, _ => Word::AFile };
            section.cs-group data-cs-about=(group.about) {
                h2 { (title.say(tongue)) }
                p.cs-note { code { (group.name) } }
                (checks(tongue, &group.checks))
            }
        }
    }
}

/// The verdict over everything.
pub(super) fn result(tongue: Tongue, verdict: &str) -> Markup {
    let word = match verdict {
        "holds" => Word::AllHolds,
        "open" => Word::AllOpen,
        _ => Word::AllFails,
    };
    html! { p.cs-result data-cs-verdict=(verdict) tabindex="-1" { (word.say(tongue)) } }
}
