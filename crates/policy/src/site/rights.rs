//! What a person may ask for and by when the answer is due: the tables `[[right]]` and `[calendar]` of `site.toml`.
//!
//! In: tables. Out: rows whose form is checked, and of each language what its pages say. A deadline keeps the unit that the author gave it:
//! fifteen working days are not fifteen days. Deliberately absent: dates; whoever receives a request knows when it came.

use std::collections::BTreeMap;
use std::ops::Range;

use countersign_core::{Deadline, RichText, Right, Starts};

use super::diagnostic::{Code, Report, suggest};
use super::duration::is_date;
use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::marks::Marker;

pub(super) const RIGHT_KEYS: [&str; 12] = [
    "id",
    "way",
    "cases",
    "documents",
    "first",
    "days",
    "working_days",
    "months",
    "also_days",
    "also_working_days",
    "also_months",
    "starts",
];
pub(super) const CALENDAR_KEYS: [&str; 4] = ["offset", "weekend", "holidays", "workdays"];
/// What the visitor does in the layers; every other right is asked for by a form.
const WITHDRAW: &str = "withdraw";
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Minutes that a zone may be away from UTC.
const FARTHEST: u32 = 14 * 60;

/// A right.
#[derive(Debug)]
pub(super) struct RightRow {
    pub(super) id: At<String>,
    right: Option<Right>,
    way: Option<Localized>,
    cases: Vec<Localized>,
    documents: Vec<Localized>,
    first: Option<Localized>,
    deadline: Option<Deadline>,
    /// A longer time that the policy names too.
    also: Option<Deadline>,
    starts: Starts,
}

/// Days on which the site works.
#[derive(Debug, Default)]
pub(super) struct CalendarTable {
    offset: Option<At<String>>,
    weekend: Option<Vec<At<String>>>,
    holidays: Vec<At<String>>,
    workdays: Vec<At<String>>,
}

/// A right as one language's pages say it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteRight {
    /// A name of [`Right`], or `withdraw`.
    pub id: String,
    /// What a form asks for; `None` where the visitor does it in the layers.
    pub right: Option<Right>,
    /// How, in the author's words; `None`: not stated.
    pub way: Option<RichText>,
    /// Of what the person may pick one, such as the circumstances in which something has to be deleted.
    pub cases: Vec<RichText>,
    /// Which documents to enclose.
    pub documents: Vec<RichText>,
    /// What has to be read and agreed to before the form can be sent.
    pub first: Option<RichText>,
    /// Until when an answer is due; `None`: not stated.
    pub deadline: Option<Deadline>,
    /// A longer time that the policy names too, which is shown and counts for nothing.
    pub also: Option<Deadline>,
    /// From when that counts.
    pub starts: Starts,
}

/// Which days are working days.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Calendar {
    /// How far the site's clock is from UTC, such as `+08:00`.
    pub offset: String,
    /// Days of the week on which nobody works, in English.
    pub weekend: Vec<String>,
    /// Dates on which nobody works.
    pub holidays: Vec<String>,
    /// Dates on which people work although the day of the week says otherwise.
    pub workdays: Vec<String>,
}

pub(super) fn read_right(fields: &Fields<'_>, tags: &[String], report: &Report<'_>) -> Option<RightRow> {
    fields.demand("id", "\"access\"");
    let names: Vec<&str> = Right::ALL.iter().map(|right| right.name()).chain([WITHDRAW]).collect();
    let (id, way) = (fields.text("id"), fields.localized("way", tags));
    let right = fields.word("id", &names, |name| if name == WITHDRAW { Some(None) } else { Right::from_name(name).map(Some) });
    let starts = fields.word("starts", &Starts::ALL.map(Starts::name), Starts::from_name);
    let given = times(fields, ["days", "working_days", "months"]);
    let besides = times(fields, ["also_days", "also_working_days", "also_months"]);
    let (cases, documents) = (fields.localized_list("cases", tags), fields.localized_list("documents", tags));
    let first = fields.localized("first", tags);
    let (id, right) = (id?, right?.value);
    let (deadline, also) = (given.first().copied(), besides.first().copied());
    if given.len() > 1 || besides.len() > 1 {
        let help =
            "keep one of `days`, `working_days` and `months`, the shorter one, and name a longer one with `also_` in front of the key";
        report.add(Code::TwoDeadlines, &id.span, format!("the right `{}` has two deadlines", id.value), help);
    } else if let Some(also) = also
        && deadline.is_none_or(|deadline| dates(also) <= dates(deadline))
    {
        let message = format!("the right `{}` names a second time to answer that is not longer than the first", id.value);
        report.add(Code::TwoDeadlines, &id.span, message, "the shorter time counts: write it without `also_`, and the longer one with it");
    }
    let starts = starts.map(|starts| starts.value).unwrap_or_default();
    Some(RightRow { id, right, way, cases, documents, first, deadline, also, starts })
}

/// The times that these keys give, in days, working days and months.
fn times(fields: &Fields<'_>, [days, working_days, months]: [&str; 3]) -> Vec<Deadline> {
    let given = [
        fields.number(days, 1..=730).map(Deadline::Days),
        fields.number(working_days, 1..=365).map(Deadline::WorkingDays),
        fields.number(months, 1..=24).map(Deadline::Months),
    ];
    given.into_iter().flatten().collect()
}

/// How many dates a time has about, so that the longer of two is known: weeks without holidays, months of thirty days.
fn dates(time: Deadline) -> u32 {
    match time {
        Deadline::Days(days) => days,
        Deadline::WorkingDays(days) => days * 7 / 5,
        Deadline::Months(months) => months * 30,
    }
}

pub(super) fn read_calendar(fields: &Fields<'_>) -> CalendarTable {
    let list = |key: &str| fields.texts(key).map(|list| list.value);
    CalendarTable {
        offset: fields.text("offset"),
        weekend: list("weekend"),
        holidays: list("holidays").unwrap_or_default(),
        workdays: list("workdays").unwrap_or_default(),
    }
}

/// Checks the calendar, and that working days have one.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    let calendar = &file.calendar;
    if let Some(offset) = calendar.offset.as_ref().filter(|offset| !is_offset(&offset.value)) {
        let help = "write hours and minutes from UTC: \"+08:00\" for Malaysia and China, \"+00:00\" for UTC";
        report.add(Code::NotListed, &offset.span, format!("`{}` is no distance from UTC", offset.value), help);
    }
    for day in calendar.weekend.iter().flatten().filter(|day| !WEEKDAYS.contains(&day.value.as_str())) {
        report.add(Code::NotListed, &day.span, format!("`{}` is no day of the week", day.value), suggest(&day.value, &WEEKDAYS));
    }
    if let Some(last) = calendar.weekend.as_ref().filter(|days| WEEKDAYS.iter().all(|name| days.iter().any(|day| day.value == *name))) {
        let span = last.first().map_or(0..0, |day| day.span.clone());
        report.add(Code::NeverWorks, &span, "nobody works on any day of the week", "leave the working days out of `weekend`");
    }
    let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    for date in calendar.holidays.iter().chain(&calendar.workdays) {
        if !is_date(&date.value) {
            let message = format!("`{}` is not a date", date.value);
            report.add(Code::NotADate, &date.span, message, "write year, month and day: \"2026-12-25\"");
        } else if seen.insert(&date.value, &date.span).is_some() {
            let message = format!("{} stands twice in [calendar]", date.value);
            report.add(Code::DayTwice, &date.span, message, "keep it in `holidays` or in `workdays`, once");
        }
    }
    let counted = file.rights.iter().find(|row| matches!(row.deadline, Some(Deadline::WorkingDays(_))));
    if let Some(row) = counted.filter(|_| calendar.holidays.is_empty() && !file.notice.drafted) {
        let message = format!("the right `{}` counts working days, and [calendar] has no holidays", row.id.value);
        let help = "list the public holidays of this year and the next: add `[calendar]` with `holidays = [\"2026-12-25\"]`";
        report.add(Code::NoHolidays, &row.id.span, message, help);
    }
}

fn is_offset(text: &str) -> bool {
    let is_plain = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str, below: u32| part.parse::<u32>().ok().filter(|number| is_plain(part) && *number < below);
    let parts = text.strip_prefix(['+', '-']).and_then(|rest| rest.split_once(':'));
    parts.and_then(|(hours, minutes)| Some(number(hours, 24)? * 60 + number(minutes, 60)?)).is_some_and(|minutes| minutes <= FARTHEST)
}

/// The rights of one language; those without a deadline of their own have the controller's.
pub(super) fn rights(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<SiteRight> {
    let every = file.controller.response_days.map(Deadline::Days);
    let rich = |text: &Localized| marker.rich(text.say(tag));
    let right = |row: &RightRow| SiteRight {
        id: row.id.value.clone(),
        right: row.right,
        way: row.way.as_ref().map(rich),
        cases: row.cases.iter().map(rich).collect(),
        documents: row.documents.iter().map(rich).collect(),
        first: row.first.as_ref().map(rich),
        deadline: row.right.and(row.deadline.or(every)),
        also: row.right.and(row.also),
        starts: row.starts,
    };
    file.rights.iter().map(right).collect()
}

/// The site's calendar: UTC, Saturday and Sunday where the author does not say otherwise.
pub(super) fn calendar(file: &SiteFile) -> Calendar {
    let values = |list: &[At<String>]| list.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
    let table = &file.calendar;
    Calendar {
        offset: table.offset.as_ref().map_or_else(|| "+00:00".to_owned(), |offset| offset.value.clone()),
        weekend: table.weekend.as_deref().map_or_else(|| vec!["saturday".to_owned(), "sunday".to_owned()], values),
        holidays: values(&table.holidays),
        workdays: values(&table.workdays),
    }
}

#[cfg(test)]
mod tests {
    use super::is_offset;

    #[test]
    fn offsets_have_hours_and_minutes() {
        for (text, expected) in [
            ("+08:00", true),
            ("-03:30", true),
            ("+14:00", true),
            ("+14:01", false),
            ("08:00", false),
            ("+8:00", false),
            ("+08:60", false),
            ("+0800", false),
            ("Asia/Kuala_Lumpur", false),
            ("++8:00", false),
        ] {
            assert_eq!(is_offset(text), expected, "{text}");
        }
    }
}
