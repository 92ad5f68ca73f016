//! The outbox: what an answer of a backend means for a sealed receipt, and when to try again. Nothing here ever drops a receipt.
//!
//! In: what came back, the tries before, chance and the clock. Out: what becomes of the receipt. Absent: the sending itself, which is the
//! browser's (`src/ports/outbox.ts`).

use crate::Instant;

/// The longest wait between two tries: one day, in milliseconds.
pub const RETRY_CAP_MS: u64 = 86_400_000;

/// The first step of the growing wait: two seconds, in milliseconds.
const RETRY_STEP_MS: u64 = 2_000;

/// Where a sealed receipt stands with a backend, or with all of them.
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

/// What becomes of a receipt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delivery {
    /// The backend has it and proved it.
    Countersigned,
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
/// `code` is the status, 0 where nothing came: offline, refused by the browser, timed out. `after_secs` is `Retry-After`, `signed` whether
/// the body has a countersignature, `tries` counts the tries before this one. `chance` is a random number from 0 to 65,535 that spreads the
/// waits over the whole interval (full jitter), so that pages that failed together do not return together. `Retry-After` is a lower bound,
/// capped at a day. An answer that speaks of the way and not of the receipt (no token, no such address, too much) parks nothing.
#[must_use]
pub fn deliver(code: u16, after_secs: u64, signed: bool, tries: u32, chance: u16) -> Delivery {
    match code {
        200 | 201 if signed => Delivery::Countersigned,
        200..=299 => Delivery::Delivered,
        401 | 403 | 404 | 408 | 425 | 429 => again(after_secs, tries, chance),
        400..=499 => Delivery::Parked,
        _ => again(after_secs, tries, chance),
    }
}

/// The next wait: a random part of a doubling interval, not less than the backend asked for.
fn again(after_secs: u64, tries: u32, chance: u16) -> Delivery {
    let whole = RETRY_STEP_MS.saturating_mul(1 << tries.min(20)).min(RETRY_CAP_MS);
    let part = whole * u64::from(chance) / u64::from(u16::MAX);
    Delivery::Again { wait_ms: part.max(after_secs.saturating_mul(1000)).min(RETRY_CAP_MS) }
}

/// Whether a receipt that waits until a moment should be tried now. A wait of more than a day means that the clock was set back, and is
/// over.
#[must_use]
pub fn is_due(next_at: Instant, now: Instant) -> bool {
    next_at <= now || next_at.0 > now.0.saturating_add(RETRY_CAP_MS)
}

#[cfg(test)]
mod tests {
    use super::{Delivery, RETRY_CAP_MS, deliver, is_due};
    use crate::Instant;

    #[test]
    fn every_answer_keeps_or_settles() {
        let again = |wait_ms| Delivery::Again { wait_ms };
        for (code, after_secs, signed, tries, chance, expected) in [
            (201, 0, true, 0, 0, Delivery::Countersigned),
            (200, 0, true, 9, 0, Delivery::Countersigned),
            (202, 0, true, 0, 0, Delivery::Delivered),
            (204, 0, false, 0, 0, Delivery::Delivered),
            (400, 0, false, 0, 0, Delivery::Parked),
            (409, 0, true, 0, 0, Delivery::Parked),
            (410, 9, false, 0, 0, Delivery::Parked),
            (401, 0, false, 1, u16::MAX, again(4_000)),
            (403, 0, false, 0, 0, again(0)),
            (404, 0, false, 0, u16::MAX, again(2_000)),
            (429, 30, false, 0, u16::MAX, again(30_000)),
            (429, 1, false, 0, u16::MAX, again(2_000)),
            (503, 0, false, 3, u16::MAX, again(16_000)),
            (500, 0, false, 60, u16::MAX, again(RETRY_CAP_MS)),
            (503, u64::MAX, false, 0, 0, again(RETRY_CAP_MS)),
            (302, 0, false, 0, 0, again(0)),
            (0, 0, false, 0, u16::MAX / 2, again(999)),
        ] {
            assert_eq!(deliver(code, after_secs, signed, tries, chance), expected, "{code} after {after_secs} s");
        }
    }

    #[test]
    fn a_receipt_waits_until_it_is_due_and_a_clock_set_back_does_not_hold_it() {
        let day = RETRY_CAP_MS;
        for (next_at, now, due) in [
            (0, 3 * day, true),
            (3 * day + 5_000, 3 * day, false),
            (3 * day + 5_000, 3 * day + 5_000, true),
            (3 * day + 5_000, 2 * day + 5_000, false),
            (3 * day + 5_000, 2 * day + 4_999, true),
        ] {
            assert_eq!(is_due(Instant(next_at), Instant(now)), due, "{next_at} at {now}");
        }
    }
}
