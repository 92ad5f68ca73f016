//! By when an answer is due: `rights.json` of a build in (formats page, section 16), dates out.
//! The day of the request is not counted, and a day is one of the site's own clock.
//! Deliberately absent: calendars of countries. Whoever answers knows the days on which they work; `site.toml` lists them.

use super::asked::Term;
use crate::site::SiteId;
use anyhow::Context;
use countersign_core::{Right, Starts};
use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Working days of one term, at most: more than a year of them ends no search.
const MOST_DAYS: u16 = 365;

/// The tables of the sites that have one.
#[derive(Clone, Debug, Default)]
pub struct RightsTables(BTreeMap<SiteId, RightsTable>);

/// Which days a site works, and which times it promises.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightsTable {
    v: String,
    /// Whose table it is.
    site: SiteId,
    #[serde(deserialize_with = "offset")]
    offset: Offset,
    #[serde(deserialize_with = "weekend")]
    weekend: Vec<Weekday>,
    #[serde(deserialize_with = "dates")]
    holidays: BTreeSet<Date>,
    #[serde(deserialize_with = "dates")]
    workdays: BTreeSet<Date>,
    rights: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    right: String,
    due: Option<String>,
    working_days: Option<u16>,
    starts: Option<String>,
}

impl Row {
    fn term(&self) -> Option<Term> {
        self.working_days.map(Term::WorkingDays).or_else(|| Term::of_duration(self.due.as_deref()?))
    }

    fn is_sound(&self) -> bool {
        let days = self.working_days.is_none_or(|days| (1..=MOST_DAYS).contains(&days));
        let due = self.due.as_deref().is_none_or(|due| Term::of_duration(due).is_some());
        let starts = self.starts.as_deref().is_none_or(|name| Starts::from_name(name).is_some());
        Right::from_name(&self.right).is_some() && days && due && starts && (self.due.is_none() || self.working_days.is_none())
    }
}

impl RightsTables {
    /// The table of a site; without one, Saturday and Sunday are free and the clock is UTC.
    pub(crate) fn of(&self, site: &SiteId) -> RightsTable {
        self.0.get(site).cloned().unwrap_or_else(|| RightsTable::plain(site.clone()))
    }

    /// Adds the table of a file.
    ///
    /// # Errors
    /// The file cannot be read, is no `rights.json`, or belongs to another site than `site`.
    pub fn add(&mut self, path: &Path, site: Option<&SiteId>) -> anyhow::Result<()> {
        let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read; build it again", path.display()))?;
        let table = RightsTable::parse(&bytes).with_context(|| format!("{} is not as it should be", path.display()))?;
        if let Some(site) = site {
            anyhow::ensure!(table.site == *site, "{} belongs to the site {}, not to {site}", path.display(), table.site);
        }
        self.0.insert(table.site.clone(), table);
        Ok(())
    }
}

impl RightsTable {
    /// Reads a `rights.json`.
    ///
    /// # Errors
    /// The bytes are not one.
    pub fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let table: Self = serde_json::from_slice(bytes)?;
        anyhow::ensure!(table.v == "cs-rights/1", "v is {:?} and not \"cs-rights/1\"", table.v);
        if let Some(row) = table.rights.iter().find(|row| !row.is_sound()) {
            anyhow::bail!("rights: the row of {:?} names no right, time or start that is known here", row.right);
        }
        let free = (0..7).all(|days| table.weekend.contains(&Weekday::Monday.wrapping_add(days)));
        anyhow::ensure!(!free, "weekend holds every day of the week");
        Ok(table)
    }

    fn plain(site: SiteId) -> Self {
        Self {
            v: String::new(),
            site,
            offset: Offset::UTC,
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeSet::new(),
            workdays: BTreeSet::new(),
            rights: Vec::new(),
        }
    }

    /// The time that counts: the site's own where its table names one, because the receipt's is the sender's word, else the receipt's.
    pub(crate) fn term(&self, right: Right, asked: Option<Term>) -> Option<Term> {
        self.row(right).and_then(Row::term).or(asked)
    }

    /// From when it counts, likewise.
    pub(crate) fn starts(&self, right: Right, asked: Starts) -> Starts {
        self.row(right).map_or(asked, |row| row.starts.as_deref().and_then(Starts::from_name).unwrap_or_default())
    }

    fn row(&self, right: Right) -> Option<&Row> {
        self.rights.iter().find(|row| row.right == right.name())
    }

    /// The last day for an answer to what began at `at`; `None` past the end of all calendars.
    pub(crate) fn due(&self, at: Timestamp, term: &Term) -> Option<Date> {
        let first = self.offset.to_datetime(at).date();
        match term {
            Term::Calendar(span, _) => first.checked_add(*span).ok(),
            Term::WorkingDays(days) => {
                let mut day = first;
                let mut left = (*days).min(MOST_DAYS);
                while left > 0 {
                    day = day.checked_add(1.day()).ok()?;
                    left -= u16::from(self.works(day));
                }
                Some(day)
            }
        }
    }

    /// The day that it is for the site.
    pub(crate) fn today(&self, at: Timestamp) -> Date {
        self.offset.to_datetime(at).date()
    }

    fn works(&self, day: Date) -> bool {
        self.workdays.contains(&day) || !self.weekend.contains(&day.weekday()) && !self.holidays.contains(&day)
    }
}

fn offset<'de, D: Deserializer<'de>>(text: D) -> Result<Offset, D::Error> {
    let text = String::deserialize(text)?;
    let number = |part: &str| part.parse::<i32>().ok().filter(|_| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let seconds = text.get(1..).and_then(|rest| rest.split_once(':')).and_then(|(hours, minutes)| {
        let size = number(hours)? * 3_600 + number(minutes)? * 60;
        match text.as_bytes().first() {
            Some(b'+') => Some(size),
            Some(b'-') => Some(-size),
            _ => None,
        }
    });
    seconds.and_then(|seconds| Offset::from_seconds(seconds).ok()).ok_or_else(|| D::Error::custom("must be like \"+08:00\""))
}

fn weekend<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<Weekday>, D::Error> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let names = Vec::<String>::deserialize(list)?;
    let day = |name: &String| {
        let place = (0_i8..).zip(NAMES).find(|(_, known)| known == name).map(|(place, _)| place);
        place.map(|place| Weekday::Monday.wrapping_add(place)).ok_or_else(|| D::Error::custom("must hold days of the week in English"))
    };
    names.iter().map(day).collect()
}

fn dates<'de, D: Deserializer<'de>>(list: D) -> Result<BTreeSet<Date>, D::Error> {
    let texts = Vec::<String>::deserialize(list)?;
    let date = |text: &String| text.parse::<Date>().map_err(|_| D::Error::custom("must hold dates such as \"2026-12-25\""));
    texts.iter().map(date).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"{"v":"cs-rights/1","site":"layang","offset":"+08:00","weekend":["saturday","sunday"],
        "holidays":["2026-12-25","2027-01-01"],"workdays":["2026-12-26"],
        "rights":[{"right":"access","working_days":15},{"right":"delete","due":"P1M","starts":"identity"}]}"#;

    fn table() -> RightsTable {
        RightsTable::parse(TABLE.as_bytes()).unwrap()
    }

    #[test]
    fn deadlines_are_counted_in_their_own_unit() {
        let check = |at: &str, term: &str, expected: &str| {
            let due = table().due(at.parse().unwrap(), &Term::parse(term).unwrap());
            assert_eq!(due.map(|date| date.to_string()).as_deref(), Some(expected), "{term} from {at}");
        };
        check("2026-11-26T03:00:00Z", "P30D", "2026-12-26");
        check("2026-11-26T03:00:00Z", "15 working days", "2026-12-17");
        // Still the 26th in UTC, and already the 27th where the site is.
        check("2026-11-26T17:00:00Z", "1 working days", "2026-11-30");
        // From Thursday on: Friday is a holiday, that Saturday is worked, the Friday after is a holiday.
        check("2026-12-24T03:00:00Z", "1 working days", "2026-12-26");
        check("2026-12-24T03:00:00Z", "6 working days", "2027-01-04");
        check("2027-01-31T03:00:00Z", "P1M", "2027-02-28");
        check("2027-12-31T03:00:00Z", "P1Y6M", "2029-06-30");
        let plain = RightsTables::default().of(&"other".parse().unwrap());
        let friday = "2026-12-24T03:00:00Z".parse().unwrap();
        assert_eq!(plain.due(friday, &Term::WorkingDays(1)).unwrap().to_string(), "2026-12-25");
        assert_eq!(plain.due(friday, &Term::parse("P9999Y").unwrap()), None, "past all calendars");
    }

    #[test]
    fn the_sites_own_time_counts_before_the_receipts() {
        let p1d = || Term::parse("P1D");
        assert_eq!(table().term(Right::Access, p1d()), Some(Term::WorkingDays(15)));
        assert_eq!(table().term(Right::Copy, p1d()), p1d());
        assert_eq!(table().starts(Right::Delete, Starts::Received), Starts::Identity);
        assert_eq!(table().starts(Right::Copy, Starts::Identity), Starts::Identity);
    }

    #[test]
    fn a_wrong_table_is_refused() {
        let check = |from: &str, to: &str| assert!(RightsTable::parse(TABLE.replace(from, to).as_bytes()).is_err(), "{to}");
        check("cs-rights/1", "cs-rights/2");
        check("+08:00", "08:00");
        check("\"sunday\"", "\"sonday\"");
        check("2026-12-25", "25/12/2026");
        check("\"access\"", "\"acess\"");
        check(":15", ":0");
        check("P1M", "one month");
        check("\"identity\"", "\"later\"");
        check("\"workdays\"", "\"workday\"");
        check("[\"saturday\"", "[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\",\"saturday\"");
    }
}
