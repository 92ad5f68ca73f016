//! Replays the cases that the loader's tests replay too: what a page view starts with, for cookie values and signals (formats.md 5, 5.1).
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use countersign_core::{Outcome, PurposeId, Signal, StoredState, outcome, outcome_table};
use serde_json::Value;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

#[test]
fn core_and_loader_read_every_value_alike() {
    let fixture: Value = serde_json::from_str(include_str!("../../../tests/fixtures/outcomes.json")).unwrap();
    let today = u32::try_from(fixture["today"].as_u64().unwrap()).unwrap();
    let known: Vec<PurposeId> =
        fixture["purposes"].as_array().unwrap().iter().map(|id| PurposeId::new(id.as_str().unwrap()).unwrap()).collect();
    let cases = fixture["cases"].as_array().unwrap();
    assert!(cases.len() > 60, "the cases are cut off");
    for case in cases {
        let signal = Signal::from_letter(text(case, "signal")).unwrap();
        let stored = StoredState::parse(text(case, "value"))
            .filter(|state| state.holds(text(&fixture, "material"), today) && state.open.iter().all(|id| known.contains(id)))
            .map(|state| (state.by, !state.open.is_empty(), state.signal));
        let letter = match outcome(stored, signal) {
            Outcome::Keep => "k",
            Outcome::Refuse => "r",
            Outcome::Ask => "a",
        };
        assert_eq!(letter, text(case, "outcome"), "{case}");
    }
    assert_eq!(outcome_table(), text(&fixture, "table"));
}
