//! What layer 2 has folded, from what the policy states and the phrases of its language.
//!
//! In: one language of a bundle. Out: markup for layer 2 and the desk. Deliberately absent: markup and words of its own.

use countersign_policy::{LocalePart, Phrases, StatementKind, Tracked};
use countersign_views::{InsetWord, InsetWords, Insets, Technique, insets};

/// What each kind of statement is called, and what it says in one word.
const TECHNIQUES: [(StatementKind, InsetWord, Option<InsetWord>); 13] = [
    (StatementKind::CookieUse, InsetWord::Cookies, None),
    (StatementKind::CookieLimit, InsetWord::CookieLimit, None),
    (StatementKind::CookieRefuse, InsetWord::CookieRefuse, None),
    (StatementKind::CookieEffect, InsetWord::CookieEffect, None),
    (StatementKind::LocalStorage, InsetWord::LocalStorage, None),
    (StatementKind::FlashCookies, InsetWord::FlashCookies, None),
    (StatementKind::Etag, InsetWord::Etag, None),
    (StatementKind::Beacons, InsetWord::Beacons, None),
    (StatementKind::ClickTracking, InsetWord::ClickTracking, None),
    (StatementKind::OpenTracking, InsetWord::OpenTracking, None),
    (StatementKind::MailingList, InsetWord::MailingList, None),
    (StatementKind::DoNotTrackHonored, InsetWord::DoNotTrack, Some(InsetWord::Honored)),
    (StatementKind::DoNotTrackNotHonored, InsetWord::DoNotTrack, Some(InsetWord::NotHonored)),
];

/// The folds of one language.
pub(super) fn of(part: &LocalePart) -> Insets {
    let phrases = Phrases::or_english(&part.notice.locale);
    let word = |word: InsetWord| phrases.map_or("", |phrases| phrases.word(InsetWord::TABLE, word.key()));
    let duration = |code: &str| phrases.and_then(|phrases| phrases.duration(code));
    insets(&part.notice, &techniques(part), &InsetWords { word: &word, duration: &duration })
}

/// What the policy states about tracking; its silence about Do Not Track is said too, because a visitor may have it on.
fn techniques(part: &LocalePart) -> Vec<Technique> {
    let named = |tracked: &Tracked| {
        let (_, word, verdict) = TECHNIQUES.iter().find(|(known, _, _)| *known == tracked.kind)?;
        Some(Technique { word: *word, verdict: *verdict, clauses: tracked.clauses.clone(), help: tracked.help.clone() })
    };
    let mut techniques: Vec<Technique> = part.tracking.iter().filter_map(named).collect();
    if !techniques.iter().any(|technique| technique.word == InsetWord::DoNotTrack) {
        techniques.push(Technique { word: InsetWord::DoNotTrack, verdict: None, clauses: Vec::new(), help: None });
    }
    techniques
}
