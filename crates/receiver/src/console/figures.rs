//! Consents and stops over time: rows of changes by day in, bars out.
//! Days are those of UTC. Deliberately absent: persons. A bar is a count, and nothing here knows whose it is.

use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{DayRow, StoreError, TallyRow};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// A stretch of time that ends today, and how it is parted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Period {
    /// 30 days, by day.
    Month,
    /// 13 weeks, by week.
    Quarter,
    /// 52 weeks, by four weeks.
    Year,
}

impl Period {
    pub(crate) const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == name)
    }

    /// Days of one bar, and how many bars.
    pub(crate) const fn parts(self) -> (i32, i32) {
        match self {
            Self::Month => (1, 30),
            Self::Quarter => (7, 13),
            Self::Year => (28, 13),
        }
    }
}

/// What a stretch of days had.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Bar {
    pub(crate) given: u64,
    pub(crate) withdrawn: u64,
}

/// The figures of a site.
pub(crate) struct Figures {
    /// The first day of each bar, and the bar, oldest first.
    pub(crate) bars: Vec<(Date, Bar)>,
    /// Today.
    today: Date,
    /// The same in one sum, by channel.
    pub(crate) channels: BTreeMap<String, Bar>,
    /// The stops, by how they came.
    pub(crate) ways: BTreeMap<String, u64>,
    /// Addresses that may be written to and that must not, now, by channel.
    pub(crate) now: BTreeMap<String, Bar>,
}

impl Bar {
    fn add(&mut self, state: &str, count: i64) {
        let sum = if state == "given" { &mut self.given } else { &mut self.withdrawn };
        *sum += u64::try_from(count).unwrap_or(0);
    }
}

impl Ledger {
    /// The figures of a site over a period.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn figures(&self, site: &SiteId, period: Period) -> Result<Figures, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let days = days(self.now(), period);
        let since = days.first().map(Date::to_string).unwrap_or_default();
        let rows = storage.by_day(site.as_str(), &since).await?;
        Ok(Figures::of(today(self.now()), &days, &rows, &storage.tally(site.as_str()).await?))
    }
}

fn today(now: Timestamp) -> Date {
    Offset::UTC.to_datetime(now).date()
}

/// The first day of each bar of a period.
fn days(now: Timestamp, period: Period) -> Vec<Date> {
    let (length, count) = period.parts();
    let today = today(now);
    let first = |back: i32| today.saturating_sub((back * length + length - 1).days());
    (0..count).rev().map(first).collect()
}

impl Figures {
    /// The first and the last day, both inclusive: `YYYY-MM-DD`.
    pub(crate) fn span(&self) -> (String, String) {
        (self.bars.first().map_or(self.today, |(day, _)| *day).to_string(), self.today.to_string())
    }

    fn of(today: Date, days: &[Date], rows: &[DayRow], tally: &[TallyRow]) -> Self {
        let mut figures = Self {
            today,
            bars: days.iter().map(|day| (*day, Bar::default())).collect(),
            channels: BTreeMap::new(),
            ways: BTreeMap::new(),
            now: BTreeMap::new(),
        };
        for row in rows {
            let Ok(day) = row.day.parse::<Date>() else { continue };
            let past = days.partition_point(|first| *first <= day);
            if let Some((_, bar)) = past.checked_sub(1).and_then(|place| figures.bars.get_mut(place)) {
                bar.add(&row.state, row.count);
            }
            figures.channels.entry(row.channel.clone()).or_default().add(&row.state, row.count);
            if row.state == "withdrawn" {
                *figures.ways.entry(row.how.clone()).or_default() += u64::try_from(row.count).unwrap_or(0);
            }
        }
        for row in tally {
            figures.now.entry(row.channel.clone()).or_default().add(&row.state, row.count);
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_part_a_period_and_end_today() {
        let now = "2026-11-26T23:30:00Z".parse().unwrap();
        let check = |period: Period, first: &str, last: &str, count: usize| {
            let days = days(now, period);
            let ends = days.first().zip(days.last()).map(|(first, last)| (first.to_string(), last.to_string()));
            assert_eq!((ends, days.len()), (Some((first.to_owned(), last.to_owned())), count), "{period:?}");
        };
        check(Period::Month, "2026-10-28", "2026-11-26", 30);
        check(Period::Quarter, "2026-08-28", "2026-11-20", 13);
        check(Period::Year, "2025-11-28", "2026-10-30", 13);
    }

    #[test]
    fn every_change_stands_in_one_bar() {
        let row = |day: &str, channel: &str, state: &str, how: &str, count| DayRow {
            day: day.to_owned(),
            channel: channel.to_owned(),
            state: state.to_owned(),
            how: how.to_owned(),
            count,
        };
        let rows = [
            row("2026-11-19", "email", "given", "confirm", 3),
            row("2026-11-20", "email", "withdrawn", "one-click", 2),
            row("2026-11-26", "sms", "withdrawn", "keyword", 4),
            row("2026-11-26", "sms", "withdrawn", "desk", 1),
        ];
        let now = "2026-11-26T12:00:00Z".parse().unwrap();
        let tally = [TallyRow { channel: "sms".to_owned(), state: "withdrawn".to_owned(), count: 5 }];
        let figures = Figures::of(today(now), &days(now, Period::Quarter), &rows, &tally);
        assert_eq!(figures.span(), ("2026-08-28".to_owned(), "2026-11-26".to_owned()));
        let last: Vec<Bar> = figures.bars.iter().rev().take(2).map(|(_, bar)| *bar).collect();
        assert_eq!(last, [Bar { given: 0, withdrawn: 7 }, Bar { given: 3, withdrawn: 0 }]);
        assert_eq!(figures.channels["email"], Bar { given: 3, withdrawn: 2 });
        assert_eq!(figures.ways.values().sum::<u64>(), 7);
        assert_eq!(figures.now["sms"], Bar { given: 0, withdrawn: 5 });
    }
}
