//! What a text announces and does not bring: lists, tables, contacts, annexes, sections of its contents list.
//!
//! In: the blocks of a reading. Out: faults. Deliberately absent: references to sections, which are links.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use countersign_core::{Block, BlockKind};
use regex::Regex;

use super::super::speech::sentences;
use super::{Fault, Judge};
use crate::facts::{Found, pattern};
use crate::outline::{parse_number, width};
use crate::space::one_line;
use crate::topic;

/// Finds what is announced and missing.
pub(super) fn find(judge: &Judge<'_>) -> Vec<Fault> {
    let mut found = lists(judge);
    found.extend(annexes(judge));
    found.extend(contents(judge));
    found
}

const ANNOUNCES: &[&str] = &["following", "as follows", "below", "these ways", "如下", "以下", "下列", "下述", "berikut", "di bawah"];
const CONTACTS: &[&str] = &[
    "contact us",
    "reach us",
    "write to us",
    "联系我们",
    "与我们联系",
    "聯繫我們",
    "聯絡我們",
    "与我们取得联系",
    "hubungi kami",
    "menghubungi kami",
];
const CONTACT_WORDS: &[&str] = &[
    "http",
    "www.",
    "@",
    "tel:",
    "phone",
    "hotline",
    "customer service",
    "address",
    " app ",
    "settings",
    "website",
    "wechat",
    "电话",
    "客服",
    "邮",
    "地址",
    "拨打",
    "热线",
    "设置",
    "電話",
    "郵",
    "熱線",
    "telefon",
    "e-mel",
    "alamat",
    "laman",
    "talian",
    "aplikasi",
];

/// Announcements with nothing of the kind behind them: at the end of a block, or of a line inside one.
fn lists(judge: &Judge<'_>) -> Vec<Fault> {
    let reading = judge.policy.reading;
    let text = reading.text();
    let blocks = reading.blocks();
    let mut found = Vec::new();
    let mut depth = 0;
    for (place, block) in blocks.iter().enumerate() {
        if block.kind == BlockKind::Heading {
            depth = block.depth;
            continue;
        }
        let all = block.content..block.end;
        let words = text.get(all.clone()).unwrap_or_default();
        let inside = words.match_indices('\n').filter(|(at, _)| words.get(..*at).is_some_and(is_open));
        let inside: Vec<_> = inside.map(|(at, _)| block.content + at).collect();
        for at in inside {
            let rest = Rest {
                kind: BlockKind::Paragraph,
                range: at..text.floor_char_boundary((at + NEAR).min(block.end)),
                number: None,
                alone: true,
            };
            found.extend(announcement(judge, before(text, block.content..at), &rest, depth));
        }
        if let Some(next) = blocks.get(place + 1).filter(|_| is_open(words)) {
            // Of several paragraphs each may be an entry of the list.
            let alone = blocks.get(place + 2).is_none_or(|after| after.kind == BlockKind::Heading);
            found.extend(announcement(judge, before(text, all), &Rest { alone, ..Rest::of(text, next) }, depth));
        }
    }
    found
}

/// Bytes that are read around the end of an announcement.
const NEAR: usize = 2_000;

/// The end of a stretch.
fn before(text: &str, stretch: Range<usize>) -> Range<usize> {
    text.ceil_char_boundary(stretch.end.saturating_sub(NEAR).max(stretch.start))..stretch.end
}

fn is_open(words: &str) -> bool {
    words.trim_end().ends_with([':', '：'])
}

/// What stands behind an announcement.
struct Rest {
    kind: BlockKind,
    range: Range<usize>,
    /// Of a heading: its depth, and whether it could open what is announced.
    number: Option<(u8, bool)>,
    /// Whether nothing else stands before the next heading.
    alone: bool,
}

impl Rest {
    fn of(text: &str, block: &Block) -> Self {
        let words = text.get(block.start..block.end).unwrap_or_default();
        // Headings without numbers may be the entries of what is announced.
        let first = parse_number(words).is_none_or(|number| number.value() == 1);
        let number = (block.kind == BlockKind::Heading).then_some((block.depth, first));
        Self { kind: block.kind, range: block.start..block.end, number, alone: true }
    }
}

/// The fault of a stretch that ends with a colon, if what follows is not what its last sentence announces.
fn announcement(judge: &Judge<'_>, stretch: Range<usize>, rest: &Rest, depth: u8) -> Option<Fault> {
    let text = judge.text();
    let last = sentences(text, stretch).pop()?;
    let lower = one_line(text.get(last.clone())?).to_lowercase();
    if !ANNOUNCES.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let code = if CONTACTS.iter().any(|word| lower.contains(word)) {
        (!is_contact(judge, rest)).then_some("CS-T005")
    } else {
        is_other(text, rest, depth).then_some("CS-T004")
    };
    Some(Fault { code: code?, span: last, list: String::new() })
}

/// Whether words could say how to get in touch.
fn is_contact(judge: &Judge<'_>, rest: &Rest) -> bool {
    let words = judge.text().get(rest.range.clone()).unwrap_or_default();
    let holds = |list: &[Found<String>]| list.iter().any(|found| rest.range.start <= found.span.start && found.span.end <= rest.range.end);
    let facts = &judge.facts;
    let stated = holds(&facts.emails) || holds(&facts.phones) || holds(&facts.addresses) || holds(&facts.urls);
    let lower = words.to_lowercase();
    let listed = matches!(rest.kind, BlockKind::ListItem | BlockKind::TableRow) || rest.number.is_some_and(|(_, first)| first);
    // A short line that is no sentence, or that holds a number, is an address.
    let line = width(words) <= 160
        && (!words.trim_end().ends_with(['.', '!', '?', '。']) || words.contains(|letter: char| letter.is_ascii_digit()));
    let named = width(words) <= 160 && CONTACT_WORDS.iter().any(|word| lower.contains(word));
    stated || listed || (rest.kind != BlockKind::Heading && (line || named))
}

/// Whether words clearly go on with something else: a heading that is no part of the section, or a paragraph of three sentences.
fn is_other(text: &str, rest: &Rest, depth: u8) -> bool {
    match rest.kind {
        BlockKind::Heading => rest.number.is_some_and(|(next, first)| next < depth || (next == depth && !first)),
        BlockKind::Paragraph => {
            let words = text.get(rest.range.clone()).unwrap_or_default();
            let numbered = parse_number(words.trim_start()).is_some();
            rest.alone && !numbered && width(words) >= 200 && sentences(text, rest.range.clone()).len() >= 3
        }
        BlockKind::ListItem | BlockKind::TableRow | BlockKind::ContentsEntry => false,
    }
}

static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:see|in|to|and|with|under)\s+(?:the\s+)?(?P<l1>(?:annex|appendix|schedule)\s+(?:[0-9]{1,2}|[A-Z]|[IVX]{1,4}))\b(?P<of>\s+(?:of|to)\s+(?:the\s+)?(?:act|law|regulation|directive|gdpr|pdpa|gb/t|convention))?|(?P<l2>(?:附件|附录|附錄|附表)[一二三四五六七八九十0-9]{1,2})|\b(?:dalam|lihat|rujuk|di)\s+(?P<l3>lampiran\s+(?:[0-9]{1,2}|[A-Z]|[IVX]{1,4}))\b",
    )
});

/// Annexes that a text refers to and does not have, each once.
fn annexes(judge: &Judge<'_>) -> Vec<Fault> {
    let text = judge.text();
    let blocks = judge.policy.reading.blocks();
    let starts: BTreeSet<String> = blocks.iter().filter_map(|block| start_of(text, block)).collect();
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    for captures in ANNEX.captures_iter(text).filter(|captures| captures.name("of").is_none()) {
        let Some(label) = ["l1", "l2", "l3"].iter().find_map(|name| captures.name(name)) else { continue };
        let name = key(label.as_str());
        let at = blocks.partition_point(|block| block.start <= label.start()).checked_sub(1).and_then(|at| blocks.get(at));
        if at.is_some_and(|block| block.kind == BlockKind::Heading) || !known.insert(name.clone()) {
            continue;
        }
        // In order, the first start that is not before the name begins with it if any does.
        let stands = starts.range(name.clone()..).next().is_some_and(|start| start.starts_with(&name));
        if !stands {
            found.push(Fault { code: "CS-T009", span: label.range(), list: label.as_str().to_owned() });
        }
    }
    found
}

/// The first words of a block that could be an annex; a reference that a line break parts from its sentence is none.
fn start_of(text: &str, block: &Block) -> Option<String> {
    let words = text.get(block.start..block.end)?.trim_start_matches(['《', '【', '(', '（', ' ']);
    let head: String = words.chars().take(24).collect();
    (block.kind == BlockKind::Heading || head.chars().count() > 12).then(|| key(&head))
}

fn key(words: &str) -> String {
    one_line(words).to_lowercase()
}

/// Entries of contents lists that are looked at.
const ENTRIES: usize = 200;

/// Entries of a printed contents list without a section.
fn contents(judge: &Judge<'_>) -> Vec<Fault> {
    let reading = judge.policy.reading;
    let text = reading.text();
    let entries = reading.blocks().iter().filter(|block| block.kind == BlockKind::ContentsEntry);
    let titles: Vec<BTreeSet<String>> = reading.headings().iter().map(|heading| words_of(&heading.title)).collect();
    let topics: BTreeSet<_> = (0..reading.headings().len()).flat_map(|place| judge.topics.own(place).iter().copied()).collect();
    let missing = entries.take(ENTRIES).filter(|entry| {
        let title = text.get(entry.content..entry.end).unwrap_or_default();
        let words = words_of(title);
        let alike = titles.iter().any(|known| words.intersection(known).count() * 2 >= words.len());
        let about = topic::of_title(title);
        !words.is_empty() && !alike && !about.iter().any(|topic| topics.contains(topic))
    });
    let fault = |entry: &Block| Fault {
        code: "CS-T010",
        span: entry.start..entry.end,
        list: format!("\"{}\"", text.get(entry.content..entry.end).unwrap_or_default().trim()),
    };
    missing.map(fault).collect()
}

/// The words of a title, or its characters in Chinese.
fn words_of(title: &str) -> BTreeSet<String> {
    let lower = title.to_lowercase();
    let han = lower.chars().filter(|letter| crate::outline::is_han(*letter)).map(String::from);
    let latin = lower.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| word.len() > 2).map(str::to_owned);
    han.chain(latin).collect()
}
