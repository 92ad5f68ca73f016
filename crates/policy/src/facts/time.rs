//! Dates, times to answer, and the age of children.
//!
//! In: text. Out: ISO dates, days, years. Deliberately absent: any date without a label that makes it the policy's own.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, ResponseTime, TimeUnit, pattern};
use crate::outline::numeral;

const DATE: &str = r"(?:(?P<y1>\d{4})\s*[年./-]\s*(?P<m1>\d{1,2})(?:\s*[月./-]\s*(?P<d1>\d{1,2})?)?|(?P<mn>[A-Za-z]{3,9})\.?\s+(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s*,\s*|(?P<d4>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<y2>\d{4})|(?P<d3>\d{1,2})(?:st|nd|rd|th|hb)?\s+(?P<mn2>[A-Za-z]{3,9})\.?,?\s+(?P<y3>\d{4}))";
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("mac", 3),
    ("apr", 4),
    ("may", 5),
    ("mei", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("ogo", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dis", 12),
];

static UPDATED: LazyLock<Regex> = LazyLock::new(|| {
    labeled(
        r"(?i:\bupdated|last\s+(?:updated|modified|revised|amended)|latest\s+(?:update|revision|version)|updated?\s+date|date\s+of\s+(?:last\s+)?(?:update|revision)|updated\s+on|revised\s+on|tarikh\s+(?:kemas\s*kini|dikemas\s*kini)|(?:terakhir\s+)?dikemas\s*kini(?:\s+pada)?|kemas\s*kini\s+terakhir|(?:版本|最近|最新|最后|最後)?(?:更新|修订|修訂)(?:日期|时间|時間|于|於)|(?:最近|最新|最后|最後|上次)(?:更新|修订|修訂|修改))",
    )
});
static EFFECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    labeled(
        r"(?i:\beffective|effective\s+(?:date|from|as\s+of|on)|date\s+of\s+effect|(?:takes?|comes?\s+into)\s+(?:effect|force)\s+(?:on|from)|berkuat\s*kuasa(?:\s+pada|\s+mulai)?|tarikh\s+kuat\s*kuasa|(?:版本)?生效(?:日期|时间|時間|日))",
    )
});
/// A line that holds a date and nothing else.
static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?m)^[ \t*_(（]*{DATE}日?[ \t*_)）]*$")));
/// Effect "from a date on", as Chinese has it.
static SINCE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:自|从|從|于|於)\s*{DATE}日?起?(?:正式)?(?:生效|施行|实施|實施)")));
/// Bytes and lines at the start of a text in which a date may stand alone.
const HEAD: usize = 600;
const LINES: usize = 6;
static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    let number = numeral::pattern();
    pattern(&format!(
        r"(?i)(?:respond|reply|replies|response|answer|feedback|process\s+your\s+request|balas|jawab|maklum\s+balas)[^.;。\n]*?\b(?:within|in|dalam(?:\s+tempoh|\s+masa)?)\s+(?:at\s+most\s+)?(?P<n1>{number})\s*(?:\(\s*\d+\s*\)\s*)?(?P<u1>working|business|calendar|natural)?\s*(?:days?|hari(?P<w1>\s+bekerja)?)\b|\b(?:within|dalam(?:\s+tempoh|\s+masa)?)\s+(?P<n3>{number})\s*(?:\(\s*\d+\s*\)\s*)?(?P<u3>working|business)?\s*(?:days?|hari(?P<w3>\s+bekerja)?)\b[^.;。\n]*?(?:respond|reply|answer|membalas|menjawab)|\brequests?\b[^.;\n]{{0,120}}?\btakes?\s+(?:us\s+)?(?:up\s+to\s+)?(?P<n4>{number})\s*(?P<u4>working|business)?\s*days?\b|(?P<n2>\d{{1,3}}|[一二三四五六七八九十]{{1,4}})\s*(?:个|個)?(?P<u2>工作|自然)?(?:日|天)(?:之)?(?:内|內)[^。；，,\n]*?(?:答复|答覆|回复|回覆|回應|回应|响应|響應|反馈|处理完|予以)"
    ))
});
static AGE: LazyLock<Regex> = LazyLock::new(|| {
    let number = numeral::pattern();
    pattern(&format!(
        r"(?i)(?:under|below|younger\s+than|less\s+than|not\s+reached)\s+(?:the\s+)?(?:age\s+of\s+)?(?P<n1>{number})\b\s*(?P<t1>anniversary|years?|birthday)?|(?:bawah|belum\s+mencapai)\s+(?:umur\s+)?(?P<n2>{number})\b(?:\s+tahun)?|(?:不满|未满|不滿|未滿|小于|低于)\s*(?P<n3>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*(?:周岁|周歲|週歲|岁|歲)|(?P<n4>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*(?:周岁|周歲|週歲|岁|歲)(?:\([^)]*\)|（[^）]*）)?以下"
    ))
});

fn labeled(label: &str) -> Regex {
    pattern(&format!(r"{label}[*_]*\s*(?:is|on|ialah|为|為)?\s*[:：]?[*_]*\s*{DATE}"))
}

/// The date behind a label of a last change; without one, a date that fills a line of its own under the title.
pub(super) fn updated(text: &str) -> Option<Found<String>> {
    UPDATED.captures_iter(text).find_map(|captures| date(&captures)).or_else(|| {
        let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
        let lines = head.match_indices('\n').map(|(at, _)| at).take(LINES).last().unwrap_or(0);
        BARE.captures(head.get(..lines).unwrap_or_default()).and_then(|captures| date(&captures))
    })
}

/// The date behind a label of taking effect.
pub(super) fn effective(text: &str) -> Option<Found<String>> {
    let labeled = EFFECTIVE.captures_iter(text).find_map(|captures| date(&captures));
    labeled.or_else(|| SINCE.captures_iter(text).find_map(|captures| date(&captures)))
}

fn date(captures: &Captures<'_>) -> Option<Found<String>> {
    let value = |names: &[&str]| names.iter().find_map(|name| captures.name(name)).and_then(|found| found.as_str().parse::<u32>().ok());
    let year = value(&["y1", "y2", "y3"]).filter(|year| (1990..2100).contains(year))?;
    let month = match value(&["m1"]) {
        Some(month) => month,
        None => month_named(captures.name("mn").or_else(|| captures.name("mn2"))?.as_str())?,
    };
    let day = value(&["d1", "d2", "d3", "d4"]);
    let span = captures.get(0)?.range();
    if !(1..=12).contains(&month) || day.is_some_and(|day| !(1..=31).contains(&day)) {
        return None;
    }
    let value = day.map_or_else(|| format!("{year:04}-{month:02}"), |day| format!("{year:04}-{month:02}-{day:02}"));
    Some(Found { value, span })
}

fn month_named(name: &str) -> Option<u32> {
    let lower = name.to_lowercase();
    MONTHS.iter().find(|(start, _)| lower.starts_with(start)).map(|(_, month)| *month)
}

/// The times within which requests are answered; incidents and storage do not count.
pub(super) fn responses(text: &str) -> Vec<Found<ResponseTime>> {
    ANSWER.captures_iter(text).filter_map(|captures| answer(&captures)).collect()
}

fn answer(captures: &Captures<'_>) -> Option<Found<ResponseTime>> {
    let printed = ["n1", "n2", "n3", "n4"].iter().find_map(|name| captures.name(name))?.as_str();
    let span = captures.get(0)?.range();
    let days = numeral::value(printed).filter(|days| (1..200).contains(days) && span.len() <= 320)?;
    let unit = ["u1", "u2", "u3", "u4"].iter().find_map(|name| captures.name(name)).map(|unit| unit.as_str().to_lowercase());
    let malay = captures.name("w1").or_else(|| captures.name("w3")).is_some();
    let working = malay || matches!(unit.as_deref(), Some("working" | "business" | "工作"));
    let unit = if working { TimeUnit::WorkingDays } else { TimeUnit::Days };
    Some(Found { value: ResponseTime { days, unit }, span })
}

/// The age under which somebody is a child: where the text defines it, else where it says so, else where its list of sensitive data does.
pub(super) fn child_age(text: &str) -> Option<Found<u32>> {
    // Of equal grounds the first counts.
    ranked_ages(text).min_by_key(|(rank, _)| *rank).map(|(_, found)| found)
}

/// Every age under which the text calls somebody a child, each once.
pub(super) fn child_ages(text: &str) -> Vec<Found<u32>> {
    let mut list: Vec<Found<u32>> = Vec::new();
    for (_, found) in ranked_ages(text) {
        if list.iter().all(|known| known.value != found.value) {
            list.push(found);
        }
    }
    list
}

/// The ages of children with the rank of their grounds, in text order.
fn ranked_ages(text: &str) -> impl Iterator<Item = (u8, Found<u32>)> {
    ages(text).map(|found| (age_rank(text, found.span.start, found.span.end), found)).filter(|(rank, _)| *rank < 3)
}

/// Every age under which the text says something, of whomever.
pub(crate) fn ages(text: &str) -> impl Iterator<Item = Found<u32>> {
    AGE.captures_iter(text).filter_map(|captures| {
        let printed = ["n1", "n2", "n3", "n4"].iter().find_map(|name| captures.name(name))?;
        let age = numeral::value(printed.as_str()).filter(|age| (10..=21).contains(age))?;
        Some(Found { value: age, span: captures.get(0)?.range() })
    })
}

/// 0 in a definition of a child, 1 near a word for children, 2 in a definition of sensitive data, 3 elsewhere.
fn age_rank(text: &str, start: usize, end: usize) -> u8 {
    let back = |bytes: usize| text.get(text.floor_char_boundary(start.saturating_sub(bytes))..start).unwrap_or_default();
    let before = back(160).rsplit(['。', '\n']).next().unwrap_or_default().to_lowercase();
    let paragraph = back(700).rsplit('\n').next().unwrap_or_default().to_lowercase();
    let after: String = text.get(end..).unwrap_or_default().chars().take(60).collect::<String>().to_lowercase();
    let child = |words: &str| ["child", "minor", "儿童", "兒童", "未成年", "kanak", "bawah umur"].iter().any(|name| words.contains(name));
    let list = ["sensitive", "敏感", "sensitif"].iter().any(|name| paragraph.contains(name));
    let defines = ["refer", "mean", "treat", "deem", "defin", "consider", "是指", "指", "视为", "視為", "bermaksud", "merujuk"]
        .iter()
        .any(|name| before.contains(name));
    match (list, child(&before) || child(&after)) {
        (true, _) => 2,
        (false, true) if defines => 0,
        (false, true) => 1,
        (false, false) if defines => 1,
        (false, false) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::{TimeUnit, child_age, effective, responses, updated};

    #[test]
    fn dates_need_their_label() {
        for (text, expected) in [
            ("Last updated: June 10,2019", Some("2019-06-10")),
            ("Update Date: April 1, 2024", Some("2024-04-01")),
            ("Latest update: July 2021.", Some("2021-07")),
            ("Updated on 3 March 2026", Some("2026-03-03")),
            ("Updated: 3 March 2026", Some("2026-03-03")),
            ("版本更新日期:2021年11月9日", Some("2021-11-09")),
            ("Tarikh kemas kini: 5 Ogos 2025", Some("2025-08-05")),
            ("Dikemas kini pada 1 Mac 2026", Some("2026-03-01")),
            ("Policy\n3 March 2026\nWe ask.\n", Some("2026-03-03")),
            ("隐私政策\n2026年3月3日\n我们询问。\n", Some("2026-03-03")),
            ("**最后更新**: 2026年3月3日", Some("2026-03-03")),
            ("the Act of 2 June 2010", None),
            ("2024-04-01 17:04:11", None),
        ] {
            assert_eq!(updated(text).map(|found| found.value).as_deref(), expected, "{text}");
        }
        assert_eq!(effective("本政策生效日期：2026年1月2日").map(|found| found.value).as_deref(), Some("2026-01-02"));
        assert_eq!(effective("本政策自 2026年1月2日起生效。").map(|found| found.value).as_deref(), Some("2026-01-02"));
        assert_eq!(effective("Berkuat kuasa pada 2 Januari 2026").map(|found| found.value).as_deref(), Some("2026-01-02"));
    }

    #[test]
    fn answers_have_days_and_units() {
        for (text, expected) in [
            ("We will reply to your request within thirty (30) days.", Some((30, TimeUnit::Days))),
            ("We respond within 7 business days.", Some((7, TimeUnit::WorkingDays))),
            ("我们将在十五个工作日内回复您的请求", Some((15, TimeUnit::WorkingDays))),
            ("我們會在30天內答覆", Some((30, TimeUnit::Days))),
            ("Kami akan membalas dalam tempoh 21 hari bekerja.", Some((21, TimeUnit::WorkingDays))),
            ("Any request to update your data may take up to 12 days.", Some((12, TimeUnit::Days))),
            ("Data is erased within 90 days.", None),
        ] {
            assert_eq!(responses(text).first().map(|found| (found.value.days, found.value.unit)), expected, "{text}");
        }
    }

    #[test]
    fn ages_are_those_of_children() {
        for (text, expected) in [
            ("We treat any person aged below 16 as a child.", Some(16)),
            (
                "Sensitive data includes data of minors under the age of fourteen.\n\nChildren: refers to minors under the eighteenth anniversary.",
                Some(18),
            ),
            ("个人敏感信息包括不满十四周岁未成年人的信息。", Some(14)),
            ("若您是未满18周岁的未成年人", Some(18)),
            ("kanak-kanak di bawah umur 18 tahun", Some(18)),
            ("parcels under 20 kg", None),
        ] {
            assert_eq!(child_age(text).map(|found| found.value), expected, "{text}");
        }
    }
}
