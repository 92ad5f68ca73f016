//! The rules as tables: outcomes for every state and signal.

use super::*;
use crate::PurposeId;

#[test]
fn signals_only_deny_and_refusals_are_not_asked_again() {
    use By::{Signal as S, Switch as T, Visitor as V};
    use Outcome::{Ask, Keep, Refuse};
    use Signal::{Both, Dnt, Gpc, None as No};
    for (stored, now, expected) in [
        (None, No, Ask),
        (None, Dnt, Refuse),
        (None, Gpc, Refuse),
        (Some((V, true, No)), No, Keep),
        (Some((V, true, No)), Gpc, Refuse),
        (Some((V, true, Gpc)), Gpc, Keep),
        (Some((V, true, Gpc)), Both, Refuse),
        (Some((V, true, Both)), No, Keep),
        (Some((V, false, No)), No, Keep),
        (Some((V, false, No)), Both, Keep),
        (Some((S, false, Gpc)), Gpc, Keep),
        (Some((S, false, Gpc)), Dnt, Refuse),
        (Some((S, false, Gpc)), No, Ask),
        (Some((T, false, No)), No, Keep),
        (Some((T, false, No)), Both, Keep),
        (Some((T, false, Gpc)), No, Keep),
    ] {
        assert_eq!(outcome(stored, now), expected, "{stored:?} {now:?}");
    }
}

#[test]
fn the_table_holds_every_outcome_in_its_place() {
    let table = outcome_table();
    assert_eq!(table.len(), 52);
    for (by, who, any_open) in [(0, By::Visitor, true), (1, By::Visitor, false), (2, By::Signal, false)] {
        for (row, earlier) in Signal::ALL.into_iter().enumerate() {
            for (column, now) in Signal::ALL.into_iter().enumerate() {
                let letter = table.as_bytes()[4 + by * 16 + row * 4 + column];
                let expected = match outcome(Some((who, any_open, earlier)), now) {
                    Outcome::Keep => b'k',
                    Outcome::Refuse => b'r',
                    Outcome::Ask => b'a',
                };
                assert_eq!(letter, expected, "{by} {row} {column}");
            }
        }
    }
    let never_opens_on_a_new_signal = table.as_bytes()[4 + 2];
    assert_eq!(never_opens_on_a_new_signal, b'r');
}

#[test]
fn no_purpose_is_mistaken_for_the_switch() {
    assert!(PurposeId::new(DO_NOT_TRACK).is_err());
}
