//! One request's state: what the visitor has opened, by the same rules as in the page (`countersign_core::outcome`).
//! In: the request's headers, the table, the time. Out: the open purposes, and the state cookie to set again.
//! Deliberately absent: any repair. A value that is invalid, foreign, expired or of a later version counts as none and is not sent back.

use super::cookies::cookies;
use super::host::is_https;
use super::table::Table;
use super::tracking::{Status, signal_from};
use axum::http::{HeaderMap, HeaderValue};
use countersign_core::{Outcome, StoredState, outcome};
use jiff::Timestamp;

const DAY_SECS: u64 = 86_400;
/// The loader reads no longer day than this.
const MAX_DAY: u32 = 999_999_999;

/// The state as this server saw it last, so that it is set once for each choice: an answer that is under way while the visitor chooses must
/// not bring the older choice back. It holds what `cs` holds, scripts do not see it, and it never speaks for a `cs` that is lost: what was
/// lost may have been a withdrawal.
const KEPT: &str = "cs_kept";

/// What a request says.
#[derive(Debug)]
pub(super) struct Visit {
    /// The state that holds and is kept; `None` while nobody has spoken, and where a signal speaks over an older state.
    pub(super) state: Option<StoredState>,
    /// Whether the visitor or a signal has spoken.
    pub(super) is_decided: bool,
    /// Whether the browser has yet to hear the state from the server.
    is_news: bool,
    /// Whether something was open when this server saw the state last that is not open now.
    pub(super) has_closed: bool,
}

impl Visit {
    pub(super) fn new(headers: &HeaderMap, table: &Table, now: Timestamp) -> Self {
        let (value, kept) = (only(headers, "cs"), only(headers, KEPT));
        let stored = value.and_then(|value| read(value, table, now));
        let facts = stored.as_ref().map(|state| (state.by, !state.open.is_empty(), state.signal));
        let outcome = outcome(facts, signal_from(headers));
        let state = stored.filter(|_| outcome == Outcome::Keep);
        let before = kept.and_then(|kept| StoredState::parse(std::str::from_utf8(kept).ok()?));
        let has_closed = state.as_ref().zip(before).is_some_and(|(state, before)| before.open.iter().any(|id| !state.open.contains(id)));
        Self { state, is_decided: outcome != Outcome::Ask, is_news: kept != value, has_closed }
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

    /// The state cookie with what is left of its time, as the loader writes it (formats page, section 5), and the server's own. Safari ends a
    /// cookie that a script wrote after seven days, and leaves one alone that came in an answer.
    pub(super) fn again(&self, headers: &HeaderMap, table: &Table, now: Timestamp) -> Vec<HeaderValue> {
        let Some(state) = self.state.as_ref().filter(|_| self.is_news) else { return Vec::new() };
        let left = (u64::from(state.expires_day) * DAY_SECS).saturating_sub(secs(now)).min(u64::from(table.days) * DAY_SECS);
        let domain = table.domain.as_ref().map(|domain| format!("; Domain={domain}"));
        let secure = if is_https(headers, table) { "; Secure" } else { "" };
        let rest = format!("{}; Path=/; SameSite=Lax; Max-Age={left}{}{secure}", state.to_value(), domain.as_deref().unwrap_or_default());
        // A cookie of the host alone beside one of the domain would leave two, and neither would count.
        let alone = domain.map(|_| format!("cs=; Path=/; SameSite=Lax; Max-Age=0{secure}"));
        let lines = alone.into_iter().chain([format!("cs={rest}"), format!("{KEPT}={rest}; HttpOnly")]);
        lines.filter_map(|line| HeaderValue::from_str(&line).ok()).collect()
    }
}

/// The value of the only cookie of this name: of several none can speak, as in the loader.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = cookies(headers).filter(|(found, _)| *found == name.as_bytes()).map(|(_, value)| value);
    let first = values.next();
    first.filter(|_| values.next().is_none())
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
