//! The outbox: what an answer of the backend means for a sealed receipt, and when to try again. Nothing here ever drops a receipt.

/// The longest wait between two tries: one day, in milliseconds.
pub const RETRY_CAP_MS: u64 = 86_400_000;

/// The first step of the growing wait: two seconds, in milliseconds.
const RETRY_STEP_MS: u64 = 2_000;

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
    use super::{Answer, Delivery, RETRY_CAP_MS, deliver};

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
