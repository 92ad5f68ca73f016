//! Faults of the text itself: repetitions, broken numbering, what is announced and not there, and where the text is cut off.
//!
//! In: a policy under judgment. Out: findings of the rules `CS-T`. Each looks at a block and its neighbors only. Deliberately absent: laws.

mod announced;
mod numbering;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use countersign_core::{Block, BlockKind};
use regex::Regex;

use super::Judge;
use crate::facts::pattern;
use crate::link::{Outcome, Reference, references};
use crate::outline::{has_verb, width};
use crate::space::one_line;

/// Findings of one kind that say enough about a text.
const MANY: usize = 20;

/// Finds every fault.
pub(super) fn find(judge: &mut Judge<'_>) {
    let mut found = repetitions(judge);
    found.extend(numbering::find(judge));
    found.extend(announced::find(judge));
    found.extend(cut_off(judge));
    found.extend(placeholders(judge.text()));
    found.extend(promised(judge.text()));
    // A missing annex is no wrong reference as well.
    let annexes: Vec<_> = found.iter().filter(|fault| fault.code == "CS-T009").map(|fault| fault.span.start).collect();
    found.extend(wrong_references(judge).into_iter().filter(|fault| !annexes.iter().any(|start| fault.span.contains(start))));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for fault in found {
        let count = counts.entry(fault.code).or_default();
        *count += 1;
        if *count <= MANY {
            judge.add(fault.code, &fault.span, &fault.list);
        }
    }
}

/// One fault before it becomes a finding.
struct Fault {
    code: &'static str,
    span: Range<usize>,
    list: String,
}

/// Long paragraphs that stand twice; neighbors that are repeated together count once.
fn repetitions(judge: &Judge<'_>) -> Vec<Fault> {
    const LONG: usize = 160;
    let text = judge.text();
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Fault> = Vec::new();
    let mut repeated_until = None;
    let blocks = judge.policy.reading.blocks().iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem));
    for (place, block) in blocks.enumerate() {
        let words = text.get(block.content..block.end).unwrap_or_default();
        if width(words) < LONG {
            continue;
        }
        let line = one_line(words).to_lowercase();
        match first.get(&line) {
            Some(at) => {
                // The next paragraph of a run, perhaps behind a short one.
                if repeated_until.is_none_or(|last: usize| place > last + 2) {
                    found.push(Fault { code: "CS-T001", span: block.start..block.end, list: judge.line(*at).to_string() });
                }
                repeated_until = Some(place);
            }
            None => {
                first.insert(line, block.start);
            }
        }
    }
    found
}

/// Words after which a sentence must go on.
const OPEN: &[&str] = &[
    "a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as", "that", "which", "who", "if", "when",
    "because", "so", "our", "your", "we", "you", "is", "are", "be", "will", "may", "dan", "atau", "yang", "untuk", "dengan", "kepada",
    "oleh", "dalam", "di", "ke", "daripada", "kami", "anda", "jika", "supaya",
];

/// A text that stops before its sentence does.
fn cut_off(judge: &Judge<'_>) -> Vec<Fault> {
    let reading = judge.policy.reading;
    let Some(last) = reading.blocks().last() else { return Vec::new() };
    let words = reading.text().get(last.content..last.end).unwrap_or_default().trim();
    let bare = words.trim_end_matches(['"', '\'', '”', '’', ')', '）', '」', '』', '》', '*']);
    let tail = bare.rsplit(['.', '。', '!', '?', '！', '？']).next().unwrap_or_default();
    let stops = bare.ends_with([',', '，', '、', ':', '：']) && !bare.is_empty();
    let word = bare.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let open = OPEN.contains(&word.as_str())
        || bare.ends_with(['的', '和', '及', '或', '与', '與', '为', '為', '因', '以', '对', '對', '将', '將']);
    // A long sentence without its full stop, and not a line of contact.
    let unfinished = width(tail) >= 160 && has_verb(tail) && !words.contains('@');
    let heading = last.kind == BlockKind::Heading;
    if last.kind != BlockKind::TableRow && (stops || open || unfinished || heading) {
        return vec![Fault { code: "CS-T006", span: tail_of(last, reading.text()), list: String::new() }];
    }
    Vec::new()
}

/// The last words of a block.
fn tail_of(block: &Block, text: &str) -> Range<usize> {
    let from = text.floor_char_boundary(block.end.saturating_sub(60).max(block.start));
    from..block.end
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\[(?:(?:our|your|the|insert|enter|add)\b[^\]\n]{0,40}|we|us|(?:company|business|website|app|site|service|controller)(?: name)?|(?:company |registered |e-?mail |contact |postal )?(?:name|address|email|e-mail|phone|date|number|url)|[^\]\n]{0,20}\b(?:here|tbd|todo|xxx+)\b[^\]\n]{0,20}|(?:nama|alamat|tarikh|masukkan)[^\]\n]{0,30}|(?:公司|企业|企業|产品|產品|网站|網站)(?:名称|名稱|名)?|(?:填写|填寫|插入|请输入|請輸入)[^\]\n]{0,20})\]|【(?:公司|企业|产品|填写|插入|请输入)[^】\n]{0,15}】|\blorem ipsum\b|\bX{3,}\b(?:公司|有限)?|某某公司|_{3,}",
    )
});

/// Bytes around a line to write on, in which words make it one; without any it only parts paragraphs.
const AROUND: usize = 60;

/// Words in brackets that a template wanted to have replaced, and lines to write on.
fn placeholders(text: &str) -> Vec<Fault> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for hit in PLACEHOLDER.find_iter(text) {
        let key = hit.as_str().to_lowercase();
        if !seen.contains(&key) && seen.len() < MANY && (!key.starts_with('_') || stands_in_words(text, &hit.range())) {
            seen.push(key);
            found.push(Fault { code: "CS-T008", span: hit.range(), list: hit.as_str().to_owned() });
        }
    }
    found
}

/// What is to come by a day that the text names. Nobody here knows today's date, so that it is a note whether the day is over or not.
static PROMISED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will|shall) (?:be(?:come)? )?(?:made )?(?:available|introduced|launched|offered|provided|ready)\b[^.;\n]{0,40}?\b(?:by|before|from|in|at|on|until)\b[^.;\n]{0,40}?\b(?:19|20)\d{2}\b|\bakan (?:tersedia|disediakan|dilancarkan|diperkenalkan)\b[^.;\n]{0,60}?\b20\d{2}\b|(?:将|將|预计|預計)(?:于|於|在)?20\d{2}年[^。；\n]{0,20}?(?:上线|上線|开放|開放|提供|推出|启用|啟用)",
    )
});

/// Announcements that age.
fn promised(text: &str) -> Vec<Fault> {
    PROMISED.find_iter(text).map(|hit| Fault { code: "CS-T011", span: hit.range(), list: one_line(hit.as_str()) }).collect()
}

/// Whether a stretch has words beside it on its line.
fn stands_in_words(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(text.floor_char_boundary(span.start.saturating_sub(AROUND))..span.start).unwrap_or_default();
    let after = text.get(span.end..text.ceil_char_boundary((span.end + AROUND).min(text.len()))).unwrap_or_default();
    let words = |line: Option<&str>| line.is_some_and(|line| line.contains(char::is_alphanumeric));
    words(before.rsplit('\n').next()) || words(after.split('\n').next())
}

/// References to places that the text does not have, or has under another number or title.
fn wrong_references(judge: &Judge<'_>) -> Vec<Fault> {
    let reading = judge.policy.reading;
    let heading = |count: usize| {
        let found = count.checked_sub(1).and_then(|place| reading.headings().get(place));
        found.map(|heading| format!("{} {}", heading.number, heading.title).trim().to_owned()).unwrap_or_default()
    };
    let one = |found: Reference| {
        let printed = &found.printed;
        let list = match found.outcome {
            Outcome::Found(_) => return None,
            Outcome::WrongNumber(place) => {
                format!("\"{printed}\" has a wrong number: the section of this title is \"{}\".", heading(place))
            }
            Outcome::WrongTitle(place) => format!("\"{printed}\" has a wrong title: the section of this number is \"{}\".", heading(place)),
            Outcome::NoNumber => format!("\"{printed}\" names a part that is not in the text."),
            Outcome::NoTitle => format!("\"{printed}\" names a heading that is not in the text."),
        };
        Some(Fault { code: "CS-T007", span: found.span, list })
    };
    references(reading).into_iter().filter_map(one).collect()
}
