//! The consent rules: what a stored state and a signal lead to.
//!
//! Pure, and compiled into [`outcome_table`] when a site is built: the loader knows none of this and looks its answer up. Absent: what a
//! control opens, which is what it says, and nothing without a person's event (`src/loader/choose.ts`, `src/ports/choose.ts`).

use crate::{By, Signal};

/// What a page view starts with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Open exactly the stored list.
    Keep,
    /// Keep all shut without asking, and write down that the signal refused.
    Refuse,
    /// Keep all shut and ask.
    Ask,
}

/// What a valid stored state and the browser's signal lead to. Signals only ever deny (GPC section 3; our reading of precedence).
///
/// A new signal overrides an older grant. A visitor's refusal, by button or by switch, is never asked again, and a choice made while the
/// signal was visible stands when the signal stays or goes. A refusal by signal alone asks once the signal is gone.
#[must_use]
pub fn outcome(stored: Option<(By, bool, Signal)>, now: Signal) -> Outcome {
    match stored {
        None if now == Signal::None => Outcome::Ask,
        None => Outcome::Refuse,
        Some((By::Switch, _, _) | (By::Visitor, false, _)) => Outcome::Keep,
        Some((_, _, earlier)) if now.adds_to(earlier) => Outcome::Refuse,
        Some((By::Signal, _, _)) if now == Signal::None => Outcome::Ask,
        Some(_) => Outcome::Keep,
    }
}

/// [`outcome`] for every case as 52 characters `k`, `r` and `a`, in the order of `www/docs/formats.md` section 5.1.
#[must_use]
pub fn outcome_table() -> String {
    let letter = |outcome| match outcome {
        Outcome::Keep => 'k',
        Outcome::Refuse => 'r',
        Outcome::Ask => 'a',
    };
    let mut table: String = Signal::ALL.into_iter().map(|now| letter(outcome(None, now))).collect();
    for (by, any_open) in [(By::Visitor, true), (By::Visitor, false), (By::Signal, false)] {
        for earlier in Signal::ALL {
            table.extend(Signal::ALL.into_iter().map(|now| letter(outcome(Some((by, any_open, earlier)), now))));
        }
    }
    table
}

/// What the switch "Do not track me on this site" is called among the ids of a save; no purpose can be called so.
pub const DO_NOT_TRACK: &str = "do_not_track";

#[cfg(test)]
mod tests;
