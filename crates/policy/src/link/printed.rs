//! Numbers of places as running text names them: `Section 4.2`, `Part I`, `第6.4条`, `附件一`, `Perkara 3`, `see 4.2`.
//!
//! In: the words of a block. Out: stretches with the number that each names. Deliberately absent: titles in quotes.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::facts::pattern;
use crate::outline::{Number, Scheme, numeral, parse_number, word_scheme};

/// A number that a stretch of words names.
#[derive(Debug)]
pub(crate) struct Printed {
    /// The bytes of the words.
    pub(crate) span: Range<usize>,
    /// The number, and those of clauses inside: `4(b)`.
    pub(crate) number: Number,
    pub(crate) inner: Vec<Number>,
    /// A word or mark says that this is the number of a place.
    pub(crate) worded: bool,
}

const WORDS: &str = r"sections?|parts?|articles?|clauses?|paragraphs?|chapters?|annex|annexes|appendix|appendices|schedules?|bahagian|bab|seksyen|perkara|fasal|klausa|perenggan|lampiran";
const NUMERAL: &str = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}|[IVXL]{1,7}|[A-Z])(?:\s?\([A-Za-z0-9]{1,4}\))*|\([a-z0-9]{1,4}\)";

static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?P<word>(?i:{WORDS}))\s+(?P<first>{NUMERAL})(?P<more>(?:\s*(?:,|&|-|–|and|or|to|dan|atau|hingga)\s*(?:{NUMERAL}))*)"
    ))
});
static EACH: LazyLock<Regex> = LazyLock::new(|| pattern(NUMERAL));
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"第\s*(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}|[一二三四五六七八九十百零〇两兩]{1,6})\s*(?P<unit>条|條|章|节|節|部分|编|編)")
});
static ANNEX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<unit>附件|附录|附錄|附表)\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[A-Z])"));
static DOTTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:(?i:\b(?:see|refer\s+to|lihat|rujuk)\s+)|参见|參見|详见|詳見|请见|請見|见|見|政策|声明|聲明)(?:的|之|中)?\s*[“"]?第?\s*(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){1,5})"#,
    )
});

/// Every number of a place that words name, in order, apart from each other; the words' own number at their start is none.
pub(crate) fn find(words: &str) -> Vec<Printed> {
    let own = parse_number(words).map_or(0, |number| number.len);
    let mut found = Vec::new();
    for captures in WORDED.captures_iter(words) {
        let (Some(word), Some(first)) = (captures.name("word"), captures.name("first")) else { continue };
        let scheme = word_scheme(word.as_str());
        let capital = word.as_str().starts_with(|letter: char| letter.is_ascii_uppercase());
        let mut add = |span: Range<usize>, numeral: &str| {
            let worded_letter = !numeral.starts_with(|first: char| first.is_ascii_digit() || first == '(');
            if (capital || !worded_letter)
                && is_apart(words, &span)
                && let Some((number, inner)) = number(numeral, scheme)
            {
                found.push(Printed { span, number, inner, worded: true });
            }
        };
        add(word.start()..first.end(), first.as_str());
        if word.as_str().ends_with(['s', 'S'])
            && let Some(more) = captures.name("more")
        {
            for each in EACH.find_iter(more.as_str()) {
                add(more.start() + each.start()..more.start() + each.end(), each.as_str());
            }
        }
    }
    let han = |found: &mut Vec<Printed>, pattern: &Regex, worded: bool| {
        for captures in pattern.captures_iter(words) {
            let (Some(whole), Some(numeral)) = (captures.get(0), captures.name("number")) else { continue };
            let unit = captures.name("unit").map(|unit| unit.as_str());
            let ordinal = || unit.and_then(|unit| unit.chars().next()).map(Scheme::Ordinal);
            if let Some((number, inner)) = number(numeral.as_str(), unit.and_then(word_scheme).or_else(ordinal)) {
                let start = if worded { whole.start() } else { numeral.start() };
                found.push(Printed { span: start..whole.end(), number, inner, worded });
            }
        }
    };
    han(&mut found, &ORDINAL, true);
    han(&mut found, &ANNEX, true);
    han(&mut found, &DOTTED, false);
    found.retain(|printed| printed.span.start >= own);
    found.sort_by_key(|printed| (printed.span.start, std::cmp::Reverse(printed.span.end)));
    found.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    found
}

/// Whether no letter or digit goes on behind a stretch.
fn is_apart(words: &str, span: &Range<usize>) -> bool {
    !words.get(span.end..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
}

/// A numeral's number and the clauses inside: `4.2(b)`.
fn number(numeral: &str, scheme: Option<Scheme>) -> Option<(Number, Vec<Number>)> {
    let (outer, inner) = numeral.split_once('(').map_or((numeral, ""), |(outer, inner)| (outer.trim_end(), inner));
    let mut inner: Vec<Number> = inner.split('(').filter_map(|clause| parse_number(&format!("({clause}"))).collect();
    let one = |scheme, value| Number { scheme, path: vec![value], len: 0, marked: true };
    if outer.is_empty() {
        let first = if inner.is_empty() { None } else { Some(inner.remove(0)) };
        return first.map(|first| (first, inner));
    }
    let number = if outer.contains('.') {
        let path: Vec<u32> = outer.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        Number { scheme: Scheme::Dotted(u8::try_from(path.len()).ok()?), path, len: 0, marked: true }
    } else if let Ok(value) = outer.parse() {
        one(scheme.unwrap_or(Scheme::Dotted(1)), value)
    } else if let Some(value) = numeral::chinese(outer) {
        one(scheme.unwrap_or(Scheme::ChineseMark), value)
    } else if let Some(value) = numeral::roman(outer) {
        one(scheme.unwrap_or(Scheme::RomanUpper), value)
    } else {
        let letter = outer.chars().next().filter(char::is_ascii_uppercase)?;
        one(scheme.unwrap_or(Scheme::LetterUpper), u32::from(letter) - u32::from('A') + 1)
    };
    Some((number, inner))
}
