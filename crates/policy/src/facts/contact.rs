//! Who a policy speaks for and how to reach them.
//!
//! In: text. Out: names, addresses and numbers as printed. Deliberately absent: placeholders such as `[Our Company]`, which name nobody.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Once, pattern};
use crate::outline::is_han;
use crate::space::one_line;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"));
/// Addresses, and by its bare name the help page that policies write most often without one.
static URL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:https?://|www\.)[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&'*+,;=%-]*[A-Za-z0-9/=]|\b(?i:aboutcookies\.org)\b"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:tel(?:ephone)?|phone|mobile|hotline|call|whatsapp|telefon|hubungi|talian)\b|电话|電話|热线|熱線|致电|致電|拨打|撥打)[^\d+(。.;；\n]*(\(?\+?\(?\d[\d()\- ]{3,18}\d)",
    )
});
/// A line that holds a number in groups and nothing else.
static PHONE_LINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^[ \t]*(\(?\+?\d{1,4}\)?(?:[ -]\(?\d{2,5}\)?){2,4})[ \t]*$"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)(?:(?:office|registered|business|postal|mailing|correspondence|company)[ ]+address|^[ \t]*address|alamat(?: pejabat| berdaftar| surat-menyurat)?|(?:注册|註冊|办公|辦公|联系|聯繫|通讯|通訊|邮寄|郵寄|公司|常用办公)地址)(?:[ ]*[:：][ ]*|位于|位於)([^\n。；]+)",
    )
});
static COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[A-Z][A-Za-z0-9&'’.-]*,?\s+){1,6}?(?:\([A-Z][A-Za-z]+\)\s+)?(?:(?i:Sdn\.?\s+Bhd\b\.?|Pte\.?\s+Ltd\b\.?|Pty\.?\s+Ltd\b\.?|Co\.,?\s*Ltd\b\.?|Ltd\b\.?|Limited\b|Inc\b\.?|LLC\b|PLC\b|GmbH\b|Berhad\b|Corporation\b))",
    )
});
/// How Chinese company names end.
const HAN_TAILS: [&str; 2] = ["有限公司", "有限责任公司"];
static LABELED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^[ \t]*(?:company name|data controller|controller|operator|nama syarikat|pengawal data|公司名称|公司名稱|运营者|運營者|个人信息处理者)[ ]*[:：][ ]*([^\n]+)",
    )
});
/// A name that the text makes "we", with or without a company's tail.
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i-u:\b)(?P<en>(?:[A-Z][\w&'’.-]*[ \t]+){0,5}[A-Z][\w&'’.-]*)[ \t]*\((?:hereinafter[^()"“]{0,50}|selepas ini[^()"“]{0,40})?["“](?i:we|us|our|kami)["”]|[【“「]?(?P<zh>[\p{Han}A-Za-z0-9][\p{Han}A-Za-z0-9 ·&.-]{1,29})[】”」]?[ ]*[（(](?:以下)?(?:合称|合稱|统称|統稱|简称|簡稱|称|稱)?[为為]?[ ]*["“「'](?:我们|我們|本公司|本平台)["”」']"#,
    )
});
/// A name that opens by what it thinks of privacy.
static CARING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)(?:^|[.!?] |how |bagaimana )(?P<en>(?:[A-Z][\w&'’-]*[ \t]+){0,3}[A-Z][\w&'’-]*)[ \t]+(?:respects?|values|is committed|takes|cares|recogni[sz]es|understands|collects|uses|menghormati|komited|menghargai|mengumpul|mementingkan|mengambil berat)\b|(?:^|[。，\n])(?P<zh>[\p{Han}A-Za-z0-9]{2,12}?)(?:非常|高度|十分|一直|一向|始终|始終)*(?:重视|重視|深知|尊重)",
    )
});
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i:provider|operator|organizer|organiser)[^.;\n]{0,120}?(?:refers? to|means?|including|namely)[^.;\n]{0,80}?(?:including|namely|is)?\s((?:[A-Z][a-z]+\s+){2,6}(?:Bureau|Agency|Authority|Centre|Center|Board|Council|Department|Office|Association|Committee))",
    )
});

/// Bytes between a word such as "hotline" and its number.
const FAR: usize = 120;
/// Bytes at the start of a text in which it says who speaks.
const OPENING: usize = 4_000;
/// Words that begin a sentence and name nobody.
const NOBODY: &[&str] = &[
    "we", "our", "us", "this", "the", "you", "your", "it", "these", "privacy", "policy", "notice", "app", "kami", "dasar", "notis", "anda",
    "ini", "我们", "我們", "本", "您", "用户", "用戶", "公司", "应用", "個人", "个人", "请", "請", "因此", "同时", "并",
];
/// Words before a Chinese company name that a pattern cannot tell from it.
const LEADS: &[&str] = &[
    "适用于",
    "適用於",
    "不限于",
    "不限於",
    "包括",
    "是指",
    "由",
    "于",
    "為",
    "为",
    "與",
    "与",
    "和",
    "及",
    "指",
    "向",
    "系",
    "是",
    "的",
    "提供者",
    "运营者",
    "運營者",
    "运营方",
    "主体",
    "公司：",
];

/// The controller: labeled, or introduced as "we", or the first company or body that the text names.
pub(super) fn controller(text: &str) -> Option<Found<String>> {
    if let Some(found) = LABELED.captures(text).and_then(|captures| captures.get(1)) {
        let value = found.as_str().trim().trim_end_matches([',', ';', '。']);
        if !value.starts_with('[') && value.len() <= 150 {
            return Some(Found { value: value.to_owned(), span: found.start()..found.start() + value.len() });
        }
    }
    let latin = COMPANY.find_iter(text).map(|found| company(text, found.start(), found.end()));
    let han = HAN_TAILS.iter().flat_map(|tail| text.match_indices(tail)).filter_map(|(at, tail)| company_han(text, at, at + tail.len()));
    let mut names: Vec<_> = latin.chain(han).filter(|name| name.value.chars().count() > 4).collect();
    names.sort_by_key(|name| name.span.start);
    let introduced = names.iter().find(|name| introduces(text.get(name.span.end..).unwrap_or_default()));
    let early = |name: &&Found<String>| name.span.start < 6_000;
    introduced.cloned().or_else(|| body(text)).or_else(|| names.iter().find(early).cloned()).or_else(|| {
        // A company that signs at the end and whose name heads the text.
        let head = text.trim_start().lines().next().unwrap_or_default();
        let stem = |name: &Found<String>| name.value.split(',').next().unwrap_or_default().trim().to_owned();
        names.iter().find(|name| stem(name).contains(' ') && head.contains(&stem(name))).cloned().or_else(|| brand(text))
    })
}

/// A name without a company's tail: one that the text makes "we", or that opens it by what it thinks of privacy.
fn brand(text: &str) -> Option<Found<String>> {
    let head = text.get(..text.floor_char_boundary(OPENING)).unwrap_or_default();
    let name = |captures: regex::Captures<'_>| {
        let found = captures.name("en").or_else(|| captures.name("zh"))?;
        let words = found.as_str();
        let lead = LEADS.iter().filter(|lead| words.starts_with(**lead)).map(|lead| lead.len()).max().unwrap_or(0);
        let value = words.get(lead..)?.trim();
        let lower = value.to_lowercase();
        let speaks = NOBODY
            .iter()
            .any(|word| lower == *word || lower.starts_with(&format!("{word} ")) || (!word.is_ascii() && lower.starts_with(word)));
        let start = found.start() + lead;
        (value.chars().count() > 1 && !speaks).then(|| Found { value: value.to_owned(), span: start..start + value.len() })
    };
    INTRODUCED.captures_iter(head).find_map(name).or_else(|| CARING.captures_iter(head).find_map(name))
}

fn body(text: &str) -> Option<Found<String>> {
    let found = BODY.captures(text)?.get(1)?;
    Some(Found { value: found.as_str().to_owned(), span: found.range() })
}

/// Whether the words behind a name make it "we".
fn introduces(after: &str) -> bool {
    let head: String = after.chars().take(70).collect();
    let open = head.trim_start();
    let near = open.starts_with(['(', '（', ',', '，']) || open.starts_with("and its") || open.starts_with("及其");
    near && [
        "\"we\"",
        "“we”",
        "“us”",
        "\"us\"",
        "collectively referred to as",
        "“我们”",
        "\"我们\"",
        "“我們”",
        "「我們」",
        "\"kami\"",
        "“kami”",
    ]
    .iter()
    .any(|mark| head.to_lowercase().contains(mark))
}

fn company(text: &str, start: usize, end: usize) -> Found<String> {
    const SMALL: &[&str] =
        &["The ", "This ", "By ", "With ", "If ", "In ", "At ", "For ", "Our ", "We ", "And ", "Of ", "Policy ", "Notice "];
    let mut from = start;
    // A numbered line that the name would take in is a heading.
    let line = text.get(..start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let number = text.get(line..start).unwrap_or_default().trim();
    if !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit() || ".)(、IVX".contains(letter)) {
        from = text.get(start..end).and_then(|words| words.find('\n')).map_or(from, |at| start + at + 1);
    }
    // No name goes on over an empty line.
    let mut lines = text.get(from..end).unwrap_or_default().rmatch_indices('\n');
    let blank = lines.find(|(at, _)| {
        let rest = text.get(from + at + 1..end).unwrap_or_default();
        rest.lines().next().is_some_and(|line| line.trim().is_empty())
    });
    if let Some((at, _)) = blank {
        let rest = text.get(from + at..end).unwrap_or_default();
        from = end - rest.trim_start().len();
    }
    while let Some(small) = SMALL.iter().find(|small| text.get(from..end).is_some_and(|words| words.starts_with(**small))) {
        from += small.len();
    }
    let value = one_line(text.get(from..end).unwrap_or_default());
    Found { value, span: from..end }
}

/// The Chinese company name that ends at `end`, with its tail from `tail` on.
fn company_han(text: &str, tail: usize, end: usize) -> Option<Found<String>> {
    let head = text.get(..tail)?;
    let fits = |letter: char| is_han(letter) || "（）()".contains(letter);
    let run = head.char_indices().rev().take(40).take_while(|(_, letter)| fits(*letter)).last().map_or(tail, |(at, _)| at);
    let words = text.get(run..tail)?;
    let lead = LEADS.iter().filter_map(|lead| words.rfind(lead).map(|at| at + lead.len())).filter(|at| words.len() - at >= 9).max();
    let from = run + lead.unwrap_or(0);
    let value = text.get(from..end)?.trim_start_matches(['(', '（', ')', '）']);
    (tail > from).then(|| Found { value: value.to_owned(), span: end - value.len()..end })
}

/// E-mail addresses.
pub(super) fn emails(text: &str) -> Vec<Found<String>> {
    let mut once = Once::default();
    for found in EMAIL.find_iter(text) {
        once.add(found.as_str(), found.range(), found.as_str().to_lowercase());
    }
    once.list
}

/// Phone numbers behind a word that says so.
pub(super) fn phones(text: &str) -> Vec<Found<String>> {
    let digits = |value: &str| value.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut once = Once::default();
    for captures in PHONE.captures_iter(text) {
        let Some(found) = captures.get(1) else { continue };
        let value = found.as_str().trim();
        let far = captures.get(0).is_none_or(|whole| found.start() - whole.start() > FAR);
        if !far && (5..=15).contains(&digits(value).len()) && !value.contains("  ") {
            once.add(value, found.start()..found.start() + value.len(), digits(value));
        }
    }
    for found in PHONE_LINE.captures_iter(text).filter_map(|captures| captures.get(1)) {
        if (9..=15).contains(&digits(found.as_str()).len()) {
            once.add(found.as_str(), found.range(), digits(found.as_str()));
        }
    }
    once.list
}

/// Postal addresses behind a label.
pub(super) fn addresses(text: &str) -> Vec<Found<String>> {
    let mut once = Once::default();
    for found in ADDRESS.captures_iter(text).filter_map(|captures| captures.get(1)) {
        let value = found.as_str().trim().trim_end_matches(['.', ',', ';']);
        if (6..=240).contains(&value.len()) && value.chars().any(char::is_alphabetic) && !value.contains('@') {
            once.add(value, found.start()..found.start() + value.len(), value.to_lowercase());
        }
    }
    once.list
}

/// Web addresses.
pub(super) fn urls(text: &str) -> Vec<Found<String>> {
    let mut once = Once::default();
    for found in URL.find_iter(text) {
        once.add(found.as_str(), found.range(), found.as_str().to_lowercase());
    }
    once.list
}

#[cfg(test)]
mod tests {
    use super::{addresses, controller, emails, phones, urls};

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(controller(text).map(|found| found.value).as_deref(), expected, "{text}");
    }

    #[test]
    fn controllers_are_named_or_absent() {
        check("This policy covers Layang Parcel Sdn. Bhd. (\"we\") and you.", Some("Layang Parcel Sdn. Bhd."));
        check("Made by Printer Ltd. for Kite Post Pte Ltd, collectively referred to as Kite.", Some("Kite Post Pte Ltd"));
        check("本政策适用于蓝鹊速递有限公司(以下称“我们”)。", Some("蓝鹊速递有限公司"));
        check("公司名称：蓝鹊速递有限公司", Some("蓝鹊速递有限公司"));
        check("Nama syarikat: Kurier Wau Sdn. Bhd.", Some("Kurier Wau Sdn. Bhd."));
        check("This policy is provided by [Our Company].", None);
        check("1. Introduction\nKite Post Pte Ltd (\"we\") delivers.", Some("Kite Post Pte Ltd"));
        check("Policy\n\nKite Post Pte Ltd (\"we\") delivers.", Some("Kite Post Pte Ltd"));
        check("We value privacy.", None);
        check("# Privasi\n\nKurier Wau menghormati privasi anda.", Some("Kurier Wau"));
        check("This notice explains how LayangGo collects data.", Some("LayangGo"));
        check("SWIFT KITE (\"we\", \"us\") values privacy.", Some("SWIFT KITE"));
        check("【蓝鹊】（以下简称“我们”）深知个人信息的重要性。", Some("蓝鹊"));
        check("蓝鹊非常重视用户隐私。", Some("蓝鹊"));
        check("我们非常重视用户隐私。", None);
    }

    #[test]
    fn contacts_are_found_once() {
        let text = "Tel: +60 3-1234 5678. Mail: Care@kite.example, care@kite.example. 联系电话：95012。 See https://kite.example/privacy.\nOffice address: 1 Jalan Angin, Kuching.";
        assert_eq!(phones(text).iter().map(|found| found.value.as_str()).collect::<Vec<_>>(), ["+60 3-1234 5678", "95012"]);
        assert_eq!(emails(text).len(), 1);
        assert_eq!(urls(text).iter().map(|found| found.value.as_str()).collect::<Vec<_>>(), ["https://kite.example/privacy"]);
        assert_eq!(addresses(text).iter().map(|found| found.value.as_str()).collect::<Vec<_>>(), ["1 Jalan Angin, Kuching"]);
        assert_eq!(phones("Call centre\n1-800-555-0199\n").first().map(|found| found.value.clone()).as_deref(), Some("1-800-555-0199"));
        assert!(phones("2026-03-01\n").is_empty());
        assert!(phones("order 12345678").is_empty());
        assert_eq!(phones("Phone: (+60) 0312345678").first().map(|found| found.value.clone()).as_deref(), Some("(+60) 0312345678"));
    }
}
