//! Retention: what a site no longer keeps is erased, an hour after another, while the receiver runs.
//! An interrupted turn is taken up by the next one.

use crate::ledger::Ledger;
use crate::problem::chain;
use crate::settings::SiteSettings;
use jiff::SignedDuration;
use std::time::Duration;

/// How often.
const TURN: Duration = Duration::from_secs(3_600);

/// Erases what is older than each site keeps, at once and then every hour, for as long as the task lives.
pub(crate) async fn keep(ledger: Ledger, sites: Vec<SiteSettings>) {
    if sites.iter().all(|site| site.retention_days.is_none()) {
        return;
    }
    let mut turns = tokio::time::interval(TURN);
    loop {
        turns.tick().await;
        for (site, days) in sites.iter().filter_map(|site| Some((&site.id, site.retention_days?))) {
            // A time before all times erases nothing.
            let before = ledger.now().checked_sub(SignedDuration::from_hours(24 * i64::from(days.get()))).unwrap_or(jiff::Timestamp::MIN);
            match ledger.expire(site, before).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(%site, count, "receipts were erased by age"),
                Err(cause) => tracing::error!(%site, cause = chain(&cause), "receipts could not be erased by age"),
            }
        }
    }
}
