//! What a check found: every fault counted, the first ones told.

use std::fmt;

/// More faults than this are only counted.
const TOLD: usize = 20;

/// Faults in the order they were found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Faults {
    told: Vec<String>,
    count: u64,
}

impl Faults {
    /// Notes a fault.
    pub(super) fn add(&mut self, what: impl fmt::Display) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(what.to_string());
        }
    }

    /// Notes a fault unless `holds`.
    pub(super) fn require(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.add(what());
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The first ones.
    pub(super) fn told(&self) -> &[String] {
        &self.told
    }

    /// Takes over what another part found.
    pub(super) fn extend(&mut self, other: Self) {
        self.count += other.count;
        self.told.extend(other.told.into_iter().take(TOLD - self.told.len().min(TOLD)));
    }
}
