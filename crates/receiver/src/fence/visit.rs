//! One request's state: what the visitor has opened, by the same rules as in the page (`countersign_core::outcome`).
//! In: the request's headers, the table, the time. Out: the open purposes, and the state cookie to set again.
//! Deliberately absent: any repair. A value that is invalid, foreign, expired or of a later version counts as none and is not sent back.

use super::cookies::cookies;
use super::host::is_https;
use super::table::Table;
use super::tracking::{Status, signal_from};
use axum::http::{HeaderMap, HeaderValue};
use countersign_core::{By, Outcome, StoredState, outcome};
use jiff::Timestamp;

const DAY_SECS: u64 = 86_400;
/// The loader reads no longer day than this.
const MAX_DAY: u32 = 999_999_999;

/// What a request says.
#[derive(Debug)]
pub(super) struct Visit {
    /// The state that holds and is kept; `None` while nobody has spoken, and where a signal speaks over an older state.
    pub(super) state: Option<StoredState>,
    /// Whether the visitor or a signal has spoken.
    pub(super) is_decided: bool,
    /// Whether the request bears several different states: an answer under way must not choose between them.
    is_ambiguous: bool,
}

impl Visit {
    pub(super) fn new(headers: &HeaderMap, table: &Table, now: Timestamp) -> Self {
        let mut values = cookies(headers).filter(|(name, _)| *name == b"cs").map(|(_, value)| value);
        // The loader reads the first one as well.
        let first = values.next();
        let is_ambiguous = values.any(|value| Some(value) != first);
        let stored = first.and_then(|value| read(value, table, now));
        let facts = stored.as_ref().map(|state| (state.by, !state.open.is_empty(), state.signal));
        let outcome = outcome(facts, signal_from(headers));
        Self { state: stored.filter(|_| outcome == Outcome::Keep), is_decided: outcome != Outcome::Ask, is_ambiguous }
    }

    /// Whether a purpose is open.
    pub(super) fn opens(&self, purpose: &super::table::Purpose) -> bool {
        self.state.as_ref().is_some_and(|state| state.open.contains(&purpose.id))
    }

    pub(super) fn status(&self) -> Status {
        match &self.state {
            Some(state) if !state.open.is_empty() => Status::Consented,
            _ if self.is_decided => Status::NotTracking,
            _ => Status::OnlyIfConsented,
        }
    }

    /// The state cookie with what is left of its time, as the loader writes it (formats page, section 5). Safari ends a cookie that a
    /// script wrote after seven days, and leaves one alone that came in an answer.
    pub(super) fn again(&self, headers: &HeaderMap, table: &Table, now: Timestamp) -> Option<HeaderValue> {
        let state = self.state.as_ref().filter(|state| !self.is_ambiguous && state.by != By::Signal)?;
        let left = (u64::from(state.expires_day) * DAY_SECS).saturating_sub(secs(now)).min(u64::from(table.days) * DAY_SECS);
        let domain = table.domain.as_ref().map(|domain| format!("; Domain={domain}")).unwrap_or_default();
        let secure = if is_https(headers, table) { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("cs={}; Path=/; SameSite=Lax; Max-Age={left}{domain}{secure}", state.to_value())).ok()
    }
}

/// A value that speaks for this notice today, exactly as the loader would take it.
fn read(value: &[u8], table: &Table, now: Timestamp) -> Option<StoredState> {
    let text = std::str::from_utf8(value).ok()?;
    let state = StoredState::parse(text)?;
    let today = u32::try_from(secs(now) / DAY_SECS).ok()?;
    let known: Vec<_> = table.purposes.iter().map(|purpose| &purpose.id).filter(|id| state.open.contains(id)).collect();
    let fits = known.into_iter().eq(&state.open) && state.expires_day <= MAX_DAY && state.to_value() == text;
    (fits && state.holds(&table.material, today)).then_some(state)
}

fn secs(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or_default()
}
