//! The outbox: what an answer of the backend means for a sealed receipt, and when to try again. Nothing here ever drops a receipt.

use crate::{Instant, Kind, PurposeId, ReceiptId};

/// The longest wait between two tries: one day, in milliseconds.
pub const RETRY_CAP_MS: u64 = 86_400_000;

/// The first step of the growing wait: two seconds, in milliseconds.
const RETRY_STEP_MS: u64 = 2_000;

/// Where a sealed receipt stands with the backend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Posting {
    /// Waits to be sent.
    Queued,
    /// The backend has it.
    Delivered,
    /// The backend has it and countersigned it.
    Countersigned,
    /// The backend will not take it; kept and shown.
    Parked,
}

impl Posting {
    /// Every posting.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Delivered, Self::Countersigned, Self::Parked];

    /// The name in the browser's store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Delivered => "delivered",
            Self::Countersigned => "countersigned",
            Self::Parked => "parked",
        }
    }

    /// The posting with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|posting| posting.name() == name)
    }
}

/// A sealed receipt in the browser's store, with what the visitor's list and the sender need beside it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// The receipt's id.
    pub id: ReceiptId,
    /// Its place in the chain.
    pub seq: u64,
    /// When the choice was made; RFC 3339.
    pub at: String,
    /// What kind of statement.
    pub kind: Kind,
    /// Purposes open after it.
    pub open: Vec<PurposeId>,
    /// The random id of the browser at this site, as in the receipt.
    pub subject: String,
    /// The receipt.
    pub jws: String,
    /// Where it stands.
    pub posting: Posting,
    /// How often it was sent in vain.
    pub tries: u32,
    /// Not to be sent before this moment.
    pub next_at: Instant,
    /// The countersignature, once there is one.
    pub proof: Option<String>,
}

impl Row {
    /// Takes what became of one try.
    pub fn take(&mut self, delivery: Delivery, now: Instant) {
        match delivery {
            Delivery::Countersigned(proof) => {
                self.posting = Posting::Countersigned;
                self.proof = Some(proof);
            }
            Delivery::Delivered => self.posting = Posting::Delivered,
            Delivery::Parked => self.posting = Posting::Parked,
            Delivery::Again { wait_ms } => {
                self.tries = self.tries.saturating_add(1);
                self.next_at = Instant(now.0.saturating_add(wait_ms));
            }
        }
    }

    /// Whether it should be sent now. A wait of more than a day means that the clock was set back, and is over.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        self.posting == Posting::Queued && (self.next_at <= now || self.next_at.0 > now.0.saturating_add(RETRY_CAP_MS))
    }
}

/// What the backend answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// Nothing: offline, refused by the browser, timed out.
    Nothing,
    /// An HTTP answer.
    Status {
        /// The status code.
        code: u16,
        /// `Retry-After` in seconds, where it was given as a number.
        retry_after_secs: Option<u64>,
        /// The countersignature, where the body holds one.
        countersignature: Option<String>,
    },
}

/// What becomes of the receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Delivery {
    /// The backend has it and proved it.
    Countersigned(String),
    /// The backend has it.
    Delivered,
    /// It stays and is tried again after this many milliseconds.
    Again {
        /// How long to wait.
        wait_ms: u64,
    },
    /// It stays, is shown, and is not sent again: the backend will not take it as it is.
    Parked,
}

/// What an answer means.
///
/// `tries` counts the tries before this one; `chance` is a random number from 0 to 65,535 that spreads the waits over the whole
/// interval (full jitter), so that pages that failed together do not return together. `Retry-After` is a lower bound, capped at a day.
#[must_use]
pub fn deliver(answer: Answer, tries: u32, chance: u16) -> Delivery {
    let (code, least_ms) = match answer {
        Answer::Nothing => (0, 0),
        Answer::Status { code: 200 | 201, countersignature: Some(proof), .. } => return Delivery::Countersigned(proof),
        Answer::Status { code, retry_after_secs, .. } => (code, retry_after_secs.unwrap_or(0).saturating_mul(1000)),
    };
    match code {
        200..=299 => Delivery::Delivered,
        408 | 425 | 429 => again(least_ms, tries, chance),
        400..=499 => Delivery::Parked,
        _ => again(least_ms, tries, chance),
    }
}

/// The next wait: a random part of a doubling interval, not less than the backend asked for.
fn again(least_ms: u64, tries: u32, chance: u16) -> Delivery {
    let whole = RETRY_STEP_MS.saturating_mul(1 << tries.min(20)).min(RETRY_CAP_MS);
    let part = whole * u64::from(chance) / u64::from(u16::MAX);
    Delivery::Again { wait_ms: part.max(least_ms).min(RETRY_CAP_MS) }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Delivery, Posting, RETRY_CAP_MS, Row, deliver};
    use crate::{Instant, Kind, ReceiptId};

    #[test]
    fn a_row_waits_until_it_is_due_and_a_clock_set_back_does_not_hold_it() {
        let mut row = Row {
            id: ReceiptId::from_random([1; 16]),
            seq: 0,
            at: String::new(),
            kind: Kind::Choice,
            open: Vec::new(),
            subject: String::new(),
            jws: "a.b.c".into(),
            posting: Posting::Queued,
            tries: 0,
            next_at: Instant(0),
            proof: None,
        };
        let day = RETRY_CAP_MS;
        row.take(Delivery::Again { wait_ms: 5_000 }, Instant(3 * day));
        for (now, due) in [(3 * day, false), (3 * day + 5_000, true), (2 * day + 5_000, false), (2 * day + 4_999, true)] {
            assert_eq!(row.is_due(Instant(now)), due, "{now}");
        }
        row.take(Delivery::Countersigned("d.e.f".into()), Instant(3 * day));
        assert_eq!((row.posting, row.tries, row.proof.as_deref()), (Posting::Countersigned, 1, Some("d.e.f")));
        assert!(!row.is_due(Instant(9 * day)));
    }

    fn status(code: u16, retry_after_secs: Option<u64>, proof: Option<&str>) -> Answer {
        Answer::Status { code, retry_after_secs, countersignature: proof.map(str::to_owned) }
    }

    #[test]
    fn every_answer_keeps_or_settles() {
        let again = |wait_ms| Delivery::Again { wait_ms };
        for (answer, tries, chance, expected) in [
            (status(201, None, Some("a.b.c")), 0, 0, Delivery::Countersigned("a.b.c".into())),
            (status(200, None, Some("a.b.c")), 9, 0, Delivery::Countersigned("a.b.c".into())),
            (status(202, None, Some("a.b.c")), 0, 0, Delivery::Delivered),
            (status(204, None, None), 0, 0, Delivery::Delivered),
            (status(400, None, None), 0, 0, Delivery::Parked),
            (status(409, None, Some("a.b.c")), 0, 0, Delivery::Parked),
            (status(429, Some(30), None), 0, u16::MAX, again(30_000)),
            (status(429, Some(1), None), 0, u16::MAX, again(2_000)),
            (status(503, None, None), 3, u16::MAX, again(16_000)),
            (status(500, None, None), 60, u16::MAX, again(RETRY_CAP_MS)),
            (status(503, Some(u64::MAX), None), 0, 0, again(RETRY_CAP_MS)),
            (status(302, None, None), 0, 0, again(0)),
            (Answer::Nothing, 0, u16::MAX / 2, again(999)),
        ] {
            assert_eq!(deliver(answer.clone(), tries, chance), expected, "{answer:?}");
        }
    }
}
