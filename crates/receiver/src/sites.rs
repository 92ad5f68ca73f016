//! What each site allows: an admitted receipt and the time in; the same receipt under its site out, or why it is turned away.
//! Deliberately absent: the ledger, HTTP.

use crate::admit::Admitted;
use crate::config::Origin;
use crate::refusal::Refusal;
use crate::rights::{RightsTable, RightsTables};
use crate::settings::{Settings, SiteSettings};
use crate::site::SiteId;
use countersign_core::log::NoteKey;
use countersign_core::{Assurance, Digest, Starts};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How far ahead a receipt may be where no configuration says it, in seconds.
const MAX_AHEAD_SECS: u32 = 86_400;
/// A burst is so many times what a second allows.
const BURST: u32 = 10;

/// The sites that are served, with their rules.
#[derive(Debug, Default)]
pub struct Sites {
    /// Empty: every site is served.
    rows: BTreeMap<SiteId, Row>,
    rights: RightsTables,
}

#[derive(Debug)]
struct Row {
    settings: SiteSettings,
    pace: Option<DefaultDirectRateLimiter>,
}

/// A site has sent more than it may; how long to wait, in whole seconds, at least 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Wait(pub(crate) u64);

impl Sites {
    /// The sites of a configuration; every site where it names none.
    #[must_use]
    pub fn new(settings: &Settings, rights: &RightsTables) -> Self {
        let row = |settings: &SiteSettings| {
            let quota =
                |rate| Quota::per_second(rate).allow_burst(rate.saturating_mul(std::num::NonZeroU32::MIN.saturating_add(BURST - 1)));
            let pace = settings.receipts_per_second.map(|rate| RateLimiter::direct(quota(rate)));
            (settings.id.clone(), Row { settings: settings.clone(), pace })
        };
        Self { rows: settings.sites.iter().map(row).collect(), rights: rights.clone() }
    }

    /// When a site's answers are due.
    pub(crate) fn rights(&self, site: &SiteId) -> RightsTable {
        self.rights.of(site)
    }

    /// The configured sites.
    pub fn settings(&self) -> impl Iterator<Item = &SiteSettings> {
        self.rows.values().map(|row| &row.settings)
    }

    /// The origins of all configured sites.
    pub(crate) fn origins(&self) -> impl Iterator<Item = &Origin> {
        self.settings().flat_map(|site| &site.origins)
    }

    /// The witnesses of a site's log.
    pub(crate) fn witnesses(&self, site: &SiteId) -> &[NoteKey] {
        self.rows.get(site).map_or(&[], |row| &row.settings.witnesses)
    }

    /// Whose server knows this API key. Digests are compared, so that the time of it says nothing of a key.
    pub(crate) fn of_api_key(&self, key: &str) -> Option<&SiteId> {
        let given = Digest::of(key.as_bytes());
        self.settings().find(|site| site.api_keys.contains(&given)).map(|site| &site.id)
    }

    /// Whether a page of this origin may speak for the site; what no page of a browser sends has none.
    pub(crate) fn speaks(&self, site: &SiteId, origin: Option<&str>) -> bool {
        let is_own = |row: &Row| origin.is_none_or(|origin| row.settings.origins.iter().any(|own| own.as_str() == origin));
        self.rows.is_empty() || self.rows.get(site).is_some_and(is_own)
    }

    /// Whether the site is named by a configuration, so that its name may stand in metrics.
    pub(crate) fn names(&self, site: &SiteId) -> bool {
        self.rows.contains_key(site)
    }

    /// Judges a receipt at the time `now`.
    ///
    /// # Errors
    /// [`Refusal::UnknownSite`], [`Refusal::BadAlgorithm`] for an unsigned receipt where the site takes none, [`Refusal::ClockAhead`].
    pub(crate) fn judge(&self, mut receipt: Admitted, now: Timestamp) -> Result<Admitted, Refusal> {
        let mut limit_secs = MAX_AHEAD_SECS;
        if !self.rows.is_empty() {
            let settings = self.row_of(&receipt)?;
            if receipt.assurance == Assurance::Server && !settings.unsigned {
                return Err(Refusal::BadAlgorithm("header member alg: this site takes no unsigned receipts; sign with ES256".to_owned()));
            }
            limit_secs = settings.max_ahead_secs;
            // A receipt without a controller got a stand-in for its site; its origin says which it is.
            receipt.site = settings.id.clone();
        }
        let ahead_secs = receipt.made_at.as_second().saturating_sub(now.as_second());
        if ahead_secs > i64::from(limit_secs) {
            return Err(Refusal::ClockAhead { limit_secs });
        }
        if let Some(asked) = receipt.asked.as_mut() {
            // The sender's clock does not count: the time runs from when the request came.
            let table = self.rights.of(&receipt.site);
            asked.starts = table.starts(asked.right, asked.starts);
            let term = table.term(asked.right, asked.term.clone()).filter(|_| asked.starts == Starts::Received);
            asked.due_on = term.and_then(|term| table.due(now, &term));
        }
        Ok(receipt)
    }

    fn row_of(&self, receipt: &Admitted) -> Result<&SiteSettings, Refusal> {
        let is_of_page = |settings: &&SiteSettings| settings.origins.iter().any(|origin| origin.as_str() == receipt.svc);
        let unknown = |text: &str| Refusal::UnknownSite(text.to_owned());
        let stands_in = SiteId::of_service(&receipt.svc).as_ref() == Some(&receipt.site);
        match self.rows.get(&receipt.site) {
            Some(row) if is_of_page(&&row.settings) => Ok(&row.settings),
            Some(_) => {
                Err(unknown("payload claim svc: is none of the site's origins; send from a page of the site, or add the origin here"))
            }
            None if stands_in => {
                self.settings().find(is_of_page).ok_or_else(|| unknown("payload claim svc: belongs to no site that is served here"))
            }
            None => Err(unknown("payload claim ctl: no site with this id is served here; add it, or send elsewhere")),
        }
    }

    /// Takes one receipt of the site's allowance.
    pub(crate) fn pace(&self, site: &SiteId) -> Result<(), Wait> {
        let Some(pace) = self.rows.get(site).and_then(|row| row.pace.as_ref()) else { return Ok(()) };
        pace.check().map_err(|until| Wait(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1))
    }
}
