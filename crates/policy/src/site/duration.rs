//! ISO 8601 durations and calendar dates, and durations in words.
//!
//! In: `P13M`, `2026-12-01`. Out: parts, or nothing where the form is another. Deliberately absent: fractions, time zones, a clock.

use super::phrases::Phrases;

/// Units in the order of ISO 8601-1:2019 section 5.5.2, with their keys in the phrase data.
const UNITS: [(&str, char, bool); 7] = [
    ("year", 'Y', false),
    ("month", 'M', false),
    ("week", 'W', false),
    ("day", 'D', false),
    ("hour", 'H', true),
    ("minute", 'M', true),
    ("second", 'S', true),
];

/// Reads a duration of whole numbers: pairs of unit key and count, in the order written.
pub(super) fn parse(text: &str) -> Option<Vec<(&'static str, u32)>> {
    let mut rest = text.strip_prefix('P')?;
    let mut parts = Vec::new();
    let mut units = UNITS.iter().peekable();
    let mut timed = false;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            if timed || behind.is_empty() {
                return None;
            }
            timed = true;
            rest = behind;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at_checked(digits)?;
        let letter = behind.chars().next()?;
        let (unit, _, _) = units.find(|(_, mark, of_time)| *mark == letter && *of_time == timed)?;
        parts.push((*unit, number.parse().ok()?));
        rest = behind.get(letter.len_utf8()..)?;
    }
    parts.iter().any(|(_, count)| *count > 0).then_some(parts)
}

/// A duration in words of a language; `None` where it is no duration.
pub(super) fn say(text: &str, phrases: &Phrases) -> Option<String> {
    let parts = parse(text)?;
    let words = parts.into_iter().filter(|(_, count)| *count > 0).map(|(unit, count)| phrases.number_of(unit, count));
    Some(words.collect::<Vec<_>>().join(phrases.join()))
}

/// Whether a text is a calendar date, `YYYY-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, width: usize| text.parse::<u32>().ok().filter(|_| text.len() == width && !text.starts_with('+'));
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{is_date, say};
    use crate::site::phrases::Phrases;

    #[test]
    fn durations_are_said_in_every_language() {
        for (text, tag, expected) in [
            ("P13M", "en", Some("13 months")),
            ("P1Y", "en", Some("1 year")),
            ("P1Y6M", "en", Some("1 year and 6 months")),
            ("PT30M", "en", Some("30 minutes")),
            ("P0Y2W", "en", Some("2 weeks")),
            ("P3Y", "zh-Hans", Some("3 年")),
            ("P6M", "zh-Hant", Some("6 個月")),
            ("P90D", "ms", Some("90 hari")),
            ("P1DT12H", "ms", Some("1 hari dan 12 jam")),
            ("P", "en", None),
            ("PT", "en", None),
            ("P1", "en", None),
            ("P0D", "en", None),
            ("1Y", "en", None),
            ("P1M1Y", "en", None),
            ("P1.5Y", "en", None),
            ("P1H", "en", None),
            ("P1YT", "en", None),
        ] {
            let phrases = Phrases::of(tag).unwrap();
            assert_eq!(say(text, phrases).as_deref(), expected, "{text} {tag}");
        }
    }

    #[test]
    fn dates_are_calendar_dates() {
        for (text, expected) in [
            ("2026-12-01", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("1900-02-29", false),
            ("2026-13-01", false),
            ("2026-00-10", false),
            ("2026-04-31", false),
            ("2026-4-3", false),
            ("01/02/2026", false),
            ("2026-12-01T00:00", false),
            ("", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }
}
