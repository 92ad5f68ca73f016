//! What became of the bodies of a load: counts and times.
//!
//! Enters: one note for each answer. Leaves: a summary that is written and read as JSON.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Duration;

/// Counts and times of one connection, or of all.
#[derive(Default)]
pub(super) struct Tally {
    /// Microseconds from the moment a body was due to its acknowledgment.
    pub(super) micros: Vec<u32>,
    /// Attempts that had no answer, or the answer to come back later.
    pub(super) retried: u64,
    /// Bodies that were refused for good.
    pub(super) refused: u64,
    /// Bodies without an answer in the end.
    pub(super) unanswered: u64,
    /// What the first refusal said.
    pub(super) refusal: Option<String>,
}

/// The same, summed up.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Summary {
    /// Answers of 2xx.
    pub(crate) acknowledged: u64,
    /// Attempts that had no answer, or the answer to come back later.
    pub(crate) retried: u64,
    /// Answers of 4xx.
    pub(crate) refused: u64,
    /// Bodies without an answer in the end.
    pub(crate) unanswered: u64,
    /// What the first refusal said; empty when there was none.
    pub(crate) refusal: String,
    /// How long the load lasted.
    pub(crate) seconds: f64,
    /// Median time to an acknowledgment, in milliseconds.
    pub(crate) p50_ms: f64,
    /// The time within which 99 of 100 were acknowledged.
    pub(crate) p99_ms: f64,
    /// The longest time.
    pub(crate) max_ms: f64,
}

impl Tally {
    /// Adds what another connection counted.
    pub(super) fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.retried += other.retried;
        self.refused += other.refused;
        self.unanswered += other.unanswered;
        self.refusal = self.refusal.take().or(other.refusal);
    }

    /// Sums up a load that lasted `elapsed`.
    pub(super) fn summary(mut self, elapsed: Duration) -> Summary {
        self.micros.sort_unstable();
        let at = |hundredths: usize| {
            let place = (self.micros.len() * hundredths).div_ceil(100).saturating_sub(1);
            self.micros.get(place).map_or(0.0, |&micros| f64::from(micros) / 1000.0)
        };
        Summary {
            acknowledged: self.micros.len().try_into().unwrap_or(u64::MAX),
            retried: self.retried,
            refused: self.refused,
            unanswered: self.unanswered,
            seconds: elapsed.as_secs_f64(),
            p50_ms: at(50),
            p99_ms: at(99),
            max_ms: at(100),
            refusal: self.refusal.unwrap_or_default(),
        }
    }
}

impl Summary {
    /// Acknowledgments a second.
    pub(crate) fn per_second(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a rate for people; counts stay far below 2^52")]
        let acknowledged = self.acknowledged as f64;
        acknowledged / self.seconds.max(f64::EPSILON)
    }

    /// As one line of JSON.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "acknowledged": self.acknowledged, "retried": self.retried, "refused": self.refused, "unanswered": self.unanswered,
            "refusal": self.refusal, "seconds": self.seconds, "per_second": self.per_second(),
            "p50_ms": self.p50_ms, "p99_ms": self.p99_ms, "max_ms": self.max_ms,
        })
    }

    /// Reads that line.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let read = |text: &str| {
            let value: Value = serde_json::from_str(text).ok()?;
            let (count, number) = (|name: &str| value[name].as_u64(), |name: &str| value[name].as_f64());
            Some(Self {
                acknowledged: count("acknowledged")?,
                retried: count("retried")?,
                refused: count("refused")?,
                unanswered: count("unanswered")?,
                refusal: value["refusal"].as_str()?.to_owned(),
                seconds: number("seconds")?,
                p50_ms: number("p50_ms")?,
                p99_ms: number("p99_ms")?,
                max_ms: number("max_ms")?,
            })
        };
        read(text).with_context(|| format!("the summary of a load cannot be read: {text:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Summary, Tally};
    use std::time::Duration;

    #[test]
    fn a_summary_is_read_as_it_was_written() {
        let mut all = Tally { micros: (1..=99).map(|n| n * 1000).collect(), retried: 1, ..Tally::default() };
        all.add(Tally { micros: vec![500_000], refused: 2, refusal: Some("why".to_owned()), ..Tally::default() });
        let summary = all.summary(Duration::from_secs(4));
        let Summary { acknowledged, retried, refused, p50_ms, p99_ms, max_ms, .. } = summary;
        assert_eq!((acknowledged, retried, refused), (100, 1, 2));
        assert_eq!((p50_ms, p99_ms, max_ms, summary.per_second()), (50.0, 99.0, 500.0, 25.0));
        assert_eq!(Summary::parse(&summary.to_json().to_string()).unwrap(), summary);
        assert!(Summary::parse("{}").is_err());
    }

    #[test]
    fn nothing_sums_up_to_nothing() {
        let summary = Tally::default().summary(Duration::ZERO);
        assert_eq!((summary.acknowledged, summary.p99_ms, summary.per_second()), (0, 0.0, 0.0));
    }
}
