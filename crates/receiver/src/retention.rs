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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admit::admit;
    use crate::log::Found;
    use crate::settings::Settings;
    use crate::store::Database;
    use jiff::Timestamp;

    fn first_day() -> Timestamp {
        "2030-01-01T00:00:00Z".parse().unwrap()
    }

    fn thirty_days_later() -> Timestamp {
        "2030-01-31T00:00:01Z".parse().unwrap()
    }

    #[tokio::test]
    async fn what_is_older_than_a_site_keeps_is_erased_and_nothing_else() {
        let vectors: serde_json::Value = serde_json::from_str(include_str!("../../../tests/fixtures/receipts.json")).unwrap();
        let receipt =
            |place: usize| admit(Some("application/jose"), None, vectors["receipts"][place]["jws"].as_str().unwrap().as_bytes()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database: Database = folder.path().join("ledger.db").to_str().unwrap().parse().unwrap();
        let origin = "https://receipts.courier.example".parse().unwrap();
        let early = Ledger::open_or_create(&database, &origin, first_day).await.unwrap();
        early.append(&receipt(0)).await.unwrap();
        early.close().await;
        let late = Ledger::open(&database, &origin, thirty_days_later).await.unwrap();
        late.append(&receipt(1)).await.unwrap();
        let check = async |days: u32, expected: [bool; 2]| {
            let id = receipt(0).site;
            let text = format!("[[site]]\nid = \"{id}\"\norigins = [\"https://courier.example\"]\nretention_days = {days}\n");
            let turns = keep(late.clone(), Settings::parse(&text).unwrap().sites);
            assert!(tokio::time::timeout(Duration::from_secs(1), turns).await.is_err(), "it goes on");
            for (place, erased) in expected.into_iter().enumerate() {
                let found = late.by_id(receipt(place).rid.as_str()).await.unwrap().unwrap();
                assert_eq!(matches!(found, Found::Erased { .. }), erased, "receipt {place} after {days} days");
            }
        };
        check(31, [false, false]).await;
        check(30, [true, false]).await;
    }
}
