//! The rules as tables: outcomes for every state and signal, and what each event may and may not do.

use super::*;
use crate::notice::tests::sample;

fn ids(list: &[&str]) -> Vec<PurposeId> {
    list.iter().map(|id| PurposeId::new(id).unwrap()).collect()
}

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

fn session(open: &[&str]) -> Session {
    Session { surface: Surface::Preferences, open: ids(open), signal: Signal::None, notice: Digest::of(b"n"), material: "12345678".into() }
}

/// Purposes open before and after.
type Change = (Vec<PurposeId>, Vec<PurposeId>);

fn choose(open: &[&str], control: Control, on: &[&str], trusted: bool) -> (Session, Option<Change>) {
    let notice = sample().check().unwrap();
    let mut session = session(open);
    let on = on.iter().map(|id| (*id).to_owned()).collect();
    let event = Event::Choose { control, on, input: Input::Pointer, trusted };
    let effects = session.step(event, &notice, Instant(86_400_000), ReceiptId::from_random([1; 16]));
    let applied = effects.iter().find_map(|effect| match effect {
        Effect::Apply { state, entry } => {
            assert_eq!((state.expires_day, &state.open, entry.layer), (181, &entry.open, 2));
            Some((entry.was.clone(), entry.open.clone()))
        }
        _ => None,
    });
    (session, applied)
}

#[test]
fn a_choice_opens_exactly_what_it_says() {
    for (open, control, on, trusted, expected) in [
        (&[][..], Control::AcceptAll, &[][..], true, Some((&[][..], &["analytics", "maps"][..]))),
        (&[], Control::AcceptAll, &[], false, None),
        (&[], Control::Save, &["maps", "delivery", "unknown"], true, Some((&[], &["maps"]))),
        (&[], Control::Save, &["maps"], false, None),
        (&["maps"], Control::Save, &["maps"], false, Some((&["maps"], &["maps"]))),
        (&["maps"], Control::Save, &[], false, Some((&["maps"], &[]))),
        (&["maps"], Control::RefuseAll, &["maps"], false, Some((&["maps"], &[]))),
        (&["maps", "analytics"], Control::WithdrawAll, &[], true, Some((&["maps", "analytics"], &[]))),
    ] {
        let (session, applied) = choose(open, control, on, trusted);
        let expected = expected.map(|(was, open): (&[&str], &[&str])| (ids(was), ids(open)));
        assert_eq!(applied, expected, "{control:?} {on:?} {trusted}");
        assert_eq!(session.open, expected.map_or(ids(open), |(_, open)| open));
    }
}

#[test]
fn the_switch_opens_nothing_and_ends_with_a_later_choice() {
    let notice = sample().check().unwrap();
    for (control, on, expected) in [
        (Control::Save, &[DO_NOT_TRACK][..], (By::Switch, Control::DoNotTrack, &[][..])),
        (Control::Save, &["maps", DO_NOT_TRACK], (By::Switch, Control::DoNotTrack, &[])),
        (Control::DoNotTrack, &["maps"], (By::Switch, Control::DoNotTrack, &[])),
        (Control::Save, &["maps"], (By::Visitor, Control::Save, &["maps"])),
        (Control::Save, &[], (By::Visitor, Control::Save, &[])),
        (Control::AcceptAll, &[DO_NOT_TRACK], (By::Visitor, Control::AcceptAll, &["analytics", "maps"])),
    ] {
        let on = on.iter().map(|id| (*id).to_owned()).collect();
        let event = Event::Choose { control, on, input: Input::Keyboard, trusted: true };
        let effects = session(&[]).step(event, &notice, Instant(0), ReceiptId::from_random([1; 16]));
        let Some(Effect::Apply { state, entry }) = effects.first() else { panic!("{control:?} does nothing") };
        assert_eq!((state.by, entry.control, &state.open), (expected.0, expected.1, &ids(expected.2)), "{control:?}");
        assert_eq!(StoredState::parse(&state.to_value()).as_ref(), Some(state));
    }
    assert!(PurposeId::new(DO_NOT_TRACK).is_err(), "no purpose is mistaken for the switch");
}

#[test]
fn somebodys_word_counts() {
    use By::{Signal as S, Switch as T, Visitor as V};
    use Signal::{Gpc, None as No};
    for (by, open, signal, expected) in [
        (None, &[][..], No, None),
        (None, &[], Gpc, Some(S)),
        (None, &["maps"], Gpc, Some(V)),
        (Some(S), &[], Gpc, Some(S)),
        (Some(V), &["maps"], Gpc, Some(V)),
        (Some(V), &[], Gpc, Some(V)),
        (Some(T), &[], No, Some(T)),
    ] {
        assert_eq!(Standing { open: ids(open), by, signal }.word(), expected, "{by:?} {open:?} {signal:?}");
    }
}

#[test]
fn closing_is_never_a_choice() {
    let notice = sample().check().unwrap();
    let mut session = session(&["maps"]);
    let step = |session: &mut Session, event| session.step(event, &notice, Instant(0), ReceiptId::from_random([1; 16]));
    assert_eq!(step(&mut session, Event::Close), [Effect::Hide]);
    assert_eq!(step(&mut session, Event::Close), []);
    assert_eq!(session.open, ids(&["maps"]));
    let policy = Surface::Policy(None);
    assert_eq!(step(&mut session, Event::Open(policy.clone())), [Effect::Show(policy)]);
}
