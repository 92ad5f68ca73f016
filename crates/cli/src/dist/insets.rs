//! What layer 2 has folded, from what the policy states and the phrases of its language.
//!
//! In: one language of a bundle. Out: markup for layer 2 and the desk. Deliberately absent: markup and words of its own.

use countersign_policy::{LocalePart, Phrases, SiteSdk, StatementKind, Tracked};
use countersign_views::{AskWord, Beside, InsetWord, InsetWords, Insets, SdkView, Technique, insets};

use super::transfers;

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
    let sdks: Vec<SdkView<'_>> = part.sdks.iter().map(sdk).collect();
    // Layer 2 of a draft has no control for that page: what a program found is little, and most drafts have nothing to say there.
    let label = phrases.map_or("", |phrases| phrases.word(AskWord::TABLE, AskWord::Abroad.key()));
    let page = part.notice.drafted.then_some((transfers::NAME, label));
    let beside = Beside { techniques: &techniques(part), sdks: &sdks, page };
    insets(&part.notice, beside, &InsetWords { word: &word, duration: &duration })
}

fn sdk(row: &SiteSdk) -> SdkView<'_> {
    SdkView { name: &row.name, purpose: row.purpose.as_ref(), needs: row.needs.as_ref(), policy: row.policy.as_deref() }
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
