//! Printed numbers of digits: of either width, with dots, blanks and marks as texts really set them.
//!
//! In: text from the number on. Out: scheme, value and length in bytes. Deliberately absent: numerals and letters.

use super::number::{Number, Scheme, is_han};

/// The value of a digit of either width.
fn digit(letter: char) -> Option<u32> {
    letter.to_digit(10).or_else(|| u32::from(letter).checked_sub(u32::from('０')).filter(|value| *value < 10))
}

/// A dot of either width, with at most one blank before it: its length.
fn dot(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(' ').unwrap_or(text);
    let mark = rest.chars().next().filter(|mark| matches!(mark, '.' | '．'))?;
    Some(text.len() - rest.len() + mark.len_utf8())
}

/// What is counted behind a digit that numbers nothing: `3个月`, `14岁`.
const COUNTED: &str = "个個天日年月次小岁歲周週名项項条條种種位元时時分秒万萬亿億倍号號楼层層室级級家台部份人张張件字号期或至到和";

/// Bytes of a second mark behind the first: `1.)`, `(1).`
pub(super) fn closed(rest: &str, marks: &[char]) -> usize {
    rest.chars().next().filter(|mark| marks.contains(mark)).map_or(0, char::len_utf8)
}

/// A dash between blanks before a title: `1 – Scope`; its length with the blank before it.
fn dashed(rest: &str) -> Option<usize> {
    let dash = rest.strip_prefix(' ')?.chars().next().filter(|dash| matches!(dash, '-' | '–' | '—'))?;
    let len = 1 + dash.len_utf8();
    let after = rest.get(len..)?.strip_prefix(' ')?.chars().next()?;
    (after.is_uppercase() || is_han(after)).then_some(len)
}

/// The printed number of digits at the start of a text: `1.`, `3.2.1`, `1)`, `２．１`, `1 – `.
pub(super) fn digits(text: &str) -> Option<Number> {
    let mut path = Vec::new();
    let mut len = 0;
    loop {
        let rest = text.get(len..)?;
        let run: Vec<(u32, usize)> = rest.chars().map_while(|letter| Some((digit(letter)?, letter.len_utf8()))).take(3).collect();
        if run.is_empty() || run.len() > 2 {
            return None;
        }
        path.push(run.iter().fold(0, |value, (digit, _)| value * 10 + digit));
        len += run.iter().map(|(_, bytes)| bytes).sum::<usize>();
        match dot(text.get(len..)?) {
            Some(gap) if path.len() < 6 && text.get(len + gap..)?.starts_with(|next| digit(next).is_some()) => len += gap,
            _ => break,
        }
    }
    let rest = text.get(len..)?;
    let mark = rest.chars().next()?;
    let depth = u8::try_from(path.len()).ok()?;
    let (scheme, mark_len) = match (mark, dot(rest)) {
        (_, Some(gap)) => (Scheme::Dotted(depth), gap + closed(rest.get(gap..)?, &[')', '）'])),
        (':' | '：', _) if !rest.get(mark.len_utf8()..)?.starts_with(|next| digit(next).is_some()) => {
            (Scheme::Dotted(depth), mark.len_utf8())
        }
        _ if dashed(rest).is_some() => (Scheme::Dotted(depth), dashed(rest)?),
        ('、', _) if depth == 1 => (Scheme::DigitMark, mark.len_utf8()),
        (')' | '）', _) if depth == 1 => (Scheme::DigitClose, mark.len_utf8()),
        _ if mark.is_whitespace() || (is_han(mark) && (depth > 1 || !COUNTED.contains(mark))) => (Scheme::Dotted(depth), 0),
        _ if depth > 1 && "【“《".contains(mark) => (Scheme::Dotted(depth), 0),
        _ => return None,
    };
    let after = rest.get(mark_len..)?.trim_start().chars().next()?;
    let bare = depth == 1 && mark_len == 0;
    if bare && !(after.is_uppercase() || is_han(after)) {
        return None;
    }
    Some(Number { scheme, path, len: len + mark_len, marked: !bare })
}
