//! What only some kinds of receipts hold: the chain before, a guardian, channels, and a right that is asked for.

use super::parts::{self, PurposeState};
use crate::rights::{Asked, Term};
use crate::values::{DigestClaim, Uuid};
use countersign_core::{Right, Starts};
use serde::Deserialize;

/// Working days until an answer, at most.
const MOST_DAYS: u16 = 365;

/// The last receipt of this browser's chain before, whose key was lost; nothing proves the link.
#[derive(Debug, Deserialize)]
pub(super) struct After {
    #[serde(rename = "rec")]
    _rec: Uuid,
    #[serde(rename = "seq")]
    _seq: u64,
    #[serde(rename = "sha256")]
    _sha256: DigestClaim,
}

/// Who chose for a child, and how that was checked.
#[derive(Debug, Deserialize)]
pub(super) struct Guardian {
    #[serde(rename = "relation")]
    _relation: Relation,
    #[serde(rename = "method")]
    _method: Method,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Relation {
    Parent,
    Guardian,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Method {
    Declared,
    Email,
    Phone,
    Document,
    Account,
}

/// A channel on which messages were stopped, or allowed again.
#[derive(Debug, Deserialize)]
pub(super) struct Channel {
    id: Slug,
    topic: Option<Slug>,
    #[serde(rename = "st")]
    _st: PurposeState,
}

impl Channel {
    /// Channel and topic.
    pub(super) fn name(&self) -> (&str, Option<&str>) {
        (&self.id.0, self.topic.as_ref().map(|topic| topic.0.as_str()))
    }
}

/// A right that was asked for.
#[derive(Debug, Deserialize)]
pub(super) struct RightsRequest {
    #[serde(deserialize_with = "parts::right")]
    right: Right,
    due: Option<String>,
    working_days: Option<u16>,
    #[serde(default, deserialize_with = "parts::starts")]
    starts: Starts,
    secret_sha256: Option<DigestClaim>,
}

impl RightsRequest {
    pub(super) fn is_stated(&self) -> bool {
        let days = self.working_days.is_none_or(|days| (1..=MOST_DAYS).contains(&days) && self.due.is_none());
        self.due.as_deref().is_none_or(is_duration) && days
    }

    /// What it asks; when an answer is due is for the site's calendar to say.
    pub(super) fn asked(&self) -> Asked {
        let term = self.working_days.map(Term::WorkingDays).or_else(|| Term::of_duration(self.due.as_deref()?));
        Asked { right: self.right, term, starts: self.starts, secret: self.secret_sha256.map(|digest| digest.0), due_on: None }
    }
}

/// 1 to 32 characters of `a-z`, `0-9` and `-`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Slug(String);

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if (1..=32).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text))
        } else {
            Err("must be 1 to 32 characters of a-z, 0-9 and \"-\"")
        }
    }
}

/// ISO 8601 durations of dates: `P` and numbers with the units `Y`, `M`, `W`, `D`, in this order and each at most once.
fn is_duration(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix('P').filter(|rest| !rest.is_empty()) else { return false };
    for unit in ['Y', 'M', 'W', 'D'] {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(after) = rest.get(digits..).and_then(|tail| tail.strip_prefix(unit)).filter(|_| (1..=6).contains(&digits)) {
            rest = after;
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let check = |text: &str, expected: bool| assert_eq!(is_duration(text), expected, "{text:?}");
        check("P15D", true);
        check("P1Y6M", true);
        check("P2W", true);
        check("P", false);
        check("15D", false);
        check("P15", false);
        check("P6M1Y", false);
        check("PT1H", false);
        check("P-1D", false);
    }
}
