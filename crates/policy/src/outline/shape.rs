//! What a line reads like: a title, a label before a sentence, or a sentence.
//!
//! In: the words behind a number. Out: a shape. Deliberately absent: neighbors, which `outline` weighs.

use super::lines::width;
use super::number::is_han;

/// How the words behind a number read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// A title and nothing else.
    Title,
    /// A label, then a sentence on the same line; the label's length in bytes, its colon included.
    Label(usize),
    /// A few words with a full stop, then a sentence on the same line; the length of the words in bytes, the stop included.
    Stopped(usize),
    /// A sentence.
    Clause,
}

/// Columns a title may take.
const TITLE_WIDTH: usize = 120;
/// Columns a label may take.
const LABEL_WIDTH: usize = 90;
const STARTERS: &[&str] = &[
    "In",
    "When",
    "We",
    "You",
    "If",
    "Please",
    "According",
    "During",
    "This",
    "These",
    "Our",
    "For",
    "After",
    "Before",
    "Unless",
    "As",
    "With",
    "Your",
    "To",
    "It",
    "There",
    "Some",
    "Each",
    "At",
    "By",
    "Once",
    "Where",
    "Subject",
    "Kami",
    "Anda",
    "Jika",
    "Apabila",
    "Untuk",
    "Sila",
    "Dalam",
    "Semasa",
    "Bagi",
];
const SPEAKERS: &[&str] = &["we", "you", "if", "when", "it", "they", "please", "kami", "anda", "jika", "apabila", "sila"];
const SPEAKERS_HAN: &[&str] = &["如果", "如您", "如你", "当您", "當您", "若", "除非", "请您", "請您"];
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "will", "may", "can", "shall", "must", "has", "have", "should", "does", "cannot", "ialah", "adalah",
    "akan", "boleh", "mesti",
];

/// Whether words could be a title: short, one phrase, no end of a sentence.
pub(crate) fn is_title(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_end_matches([':', '：']);
    // A letter takes four bytes at most: longer text is no title, however its letters are counted.
    if bare.len() > 4 * TITLE_WIDTH {
        return false;
    }
    let colon = bare.len() != text.len();
    let Some(first) = bare.chars().next() else { return false };
    let Some(last) = bare.chars().next_back() else { return false };
    let han = bare.chars().filter(|letter| is_han(*letter)).count() * 2 >= bare.chars().count();
    let limit = if colon {
        TITLE_WIDTH / 2
    } else if han {
        76
    } else {
        TITLE_WIDTH
    };
    if width(bare) > limit || bare.split_whitespace().count() > 18 || first.is_lowercase() || !bare.chars().any(char::is_alphabetic) {
        return false;
    }
    if ".;,!。；，！".contains(last) || bare.contains(['。', '；', ';', '！', '@']) || bare.contains("://") {
        return false;
    }
    if colon && is_lead_in(bare) {
        return false;
    }
    let reason = ["理由", "事由", "自由"].iter().any(|noun| bare.ends_with(noun));
    if han && !reason && ["由", "和", "或", "以及"].iter().any(|open| bare.ends_with(open)) {
        return false;
    }
    let question = bare.ends_with(['?', '？']);
    let sentence = (bare.contains(". ") && !bare.starts_with("No. ")) || bare.contains('，');
    let labeled = bare.contains([':', '：']) && !is_counted(bare);
    let spoken = !question && is_spoken(bare);
    let list = colon && han && bare.contains(',');
    !(sentence || labeled || spoken || list)
}

/// Whether words before a colon count what the words behind it name: `功能一：注册`, `Service 2: Lockers`.
fn is_counted(text: &str) -> bool {
    let Some((label, name)) = text.split_once([':', '：']) else { return false };
    let counts = |last: char| last.is_ascii_digit() || "一二三四五六七八九十".contains(last);
    label.ends_with(counts) && label.chars().any(|letter| letter.is_alphabetic() && !counts(letter)) && is_title(name) && !has_verb(name)
}

/// Whether words open like a sentence that somebody says.
fn is_spoken(text: &str) -> bool {
    let word = text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').next().unwrap_or_default();
    SPEAKERS.iter().any(|known| known.eq_ignore_ascii_case(word)) || SPEAKERS_HAN.iter().any(|known| text.starts_with(known))
}

/// Whether words before a colon announce a list rather than name a section.
fn is_lead_in(text: &str) -> bool {
    const TAILS: &[&str] = &[
        "包括",
        "如下",
        "情况",
        "情形",
        "方式",
        "不限于",
        "including",
        "following",
        "follows",
        "berikut",
        "include",
        "includes",
        "outlines",
        "covers",
        "describes",
        "explains",
        "contains",
        "means",
    ];
    TAILS.iter().any(|tail| text.trim_end().ends_with(tail)) || text.contains("以下") || text.contains("下列")
}

/// Whether a line opens with a word that begins sentences rather than goes on with a title.
pub(crate) fn starts_sentence(text: &str) -> bool {
    let word = text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    STARTERS.contains(&word)
}

/// Whether words hold a verb that makes them a sentence.
pub(crate) fn has_verb(text: &str) -> bool {
    text.split_whitespace().any(|word| VERBS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// The shape of the words behind a number.
pub(crate) fn shape(text: &str) -> Shape {
    if is_title(text) {
        return Shape::Title;
    }
    if let Some(stopped) = text.trim_end().strip_suffix('.')
        && is_title(stopped)
        && !has_verb(stopped)
        && !stopped.chars().any(is_han)
    {
        return Shape::Title;
    }
    if let Some(end) = bracketed(text) {
        return Shape::Label(end);
    }
    labeled(text).or_else(|| stopped(text)).or_else(|| spaced(text)).unwrap_or(Shape::Clause)
}

/// The end of a label in brackets before a sentence: `【寄件人】若您是寄件人……`.
fn bracketed(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('【')?;
    let (at, close) = inner.char_indices().take(32).find(|(_, letter)| *letter == '】')?;
    Some('【'.len_utf8() + at + close.len_utf8())
}

/// Words that make a sentence of few Chinese characters.
const VERBS_HAN: &[&str] =
    &["会", "會", "将", "將", "可以", "应当", "應當", "不得", "必须", "必須", "已经", "已經", "是指", "包括", "不会", "如有"];
const STARTERS_HAN: &[&str] =
    &["我们", "我們", "您可", "您有", "您应", "您应", "您不", "本公司", "本站", "请", "請", "为了", "為了", "根据"];

/// A few words with a full stop before a sentence: `Retention. We keep ...`, `撤回同意。您可以……`.
fn stopped(text: &str) -> Option<Shape> {
    let (at, stop) = text.char_indices().take(LABEL_WIDTH).find(|(_, letter)| matches!(letter, '.' | '。'))?;
    let label = text.get(..at)?;
    let end = at + stop.len_utf8();
    let rest = text.get(end..)?;
    let phrase = !label.contains([';', ',', '；', '，', '、', '\t']) && is_title(label);
    let fits = if stop == '。' {
        let sentence = VERBS_HAN.iter().any(|verb| label.contains(verb)) || STARTERS_HAN.iter().any(|start| label.starts_with(start));
        label.chars().count() <= 14 && !sentence
    } else {
        let short = width(label) <= 60 && label.split_whitespace().count() <= 8 && label.len() > 3;
        short && rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(char::is_uppercase) && !has_verb(label)
    };
    (phrase && fits && !rest.trim().is_empty()).then_some(Shape::Stopped(end))
}

/// A few Chinese characters, a blank, and a sentence: `共享 我们不会……`.
fn spaced(text: &str) -> Option<Shape> {
    let (label, rest) = text.split_once(char::is_whitespace)?;
    let opens = ["我们", "我們", "您", "在", "为", "為", "如", "当", "當", "根据", "根據", "本"];
    let sentence = opens.iter().any(|open| rest.trim_start().starts_with(open)) && rest.contains(['。', '，', ',', '；']);
    let phrase =
        (2..=14).contains(&label.chars().count()) && label.chars().all(|letter| is_han(letter) || letter == '、') && is_title(label);
    (sentence && phrase && !STARTERS_HAN.iter().any(|start| label.starts_with(start))).then_some(Shape::Stopped(label.len()))
}

/// A label with a colon before a sentence.
fn labeled(text: &str) -> Option<Shape> {
    let (at, mark) = text.char_indices().find(|(_, letter)| matches!(letter, ':' | '：'))?;
    let label = text.get(..at).unwrap_or_default();
    let end = at + mark.len_utf8();
    let rest = text.get(end..).unwrap_or_default();
    let apart =
        mark == '：' || rest.starts_with(char::is_whitespace) || rest.starts_with(|letter: char| is_han(letter) || "“《".contains(letter));
    let phrase = !label.contains(['.', ';', ',', '。', '；', '，', '\t']) || label.contains("“");
    let short = width(label) <= LABEL_WIDTH && label.split_whitespace().count() <= 12;
    let han_short = !label.chars().any(is_han) || width(label) <= 44;
    let fits = apart && phrase && short && han_short && !rest.trim().is_empty();
    (fits && !is_lead_in(label) && is_title(label) && !has_verb(label)).then_some(Shape::Label(end))
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape};

    #[test]
    fn words_have_a_shape() {
        for (text, expected) in [
            ("How we use your data", Shape::Title),
            ("What do you keep?", Shape::Title),
            ("Parcels and returns:", Shape::Title),
            ("包裹信息", Shape::Title),
            ("Hak anda", Shape::Title),
            ("Lockers: a code opens the door.", Shape::Label(8)),
            ("寄件：需要姓名。", Shape::Label("寄件：".len())),
            ("We will keep your data.", Shape::Clause),
            ("Data for lockers.", Shape::Title),
            ("Retention. We keep labels.", Shape::Stopped(10)),
            ("撤回同意。您可以撤回。", Shape::Stopped("撤回同意。".len())),
            ("我们会保密。另外，您可以撤回。", Shape::Clause),
            ("【寄件人】若您寄件，我们核对。", Shape::Label("【寄件人】".len())),
            ("共享 我们不会共享您的信息。", Shape::Stopped("共享".len())),
            ("功能二：上门取件", Shape::Title),
            ("Related to public safety;", Shape::Clause),
            ("您有权访问您的个人信息。", Shape::Clause),
            ("You may choose any of the following: one, two.", Shape::Clause),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }
}
