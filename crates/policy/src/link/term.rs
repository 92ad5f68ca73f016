//! Terms that a policy defines, and where.
//!
//! In: a reading. Out: each term once, with the place of its definition. Words that every policy uses for its parties and for itself ("we",
//! "this Policy") are no terms worth a link. Deliberately absent: mentions.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use countersign_core::{Block, BlockKind, LinkTarget};
use regex::Regex;

use crate::facts::pattern;
use crate::outline::{is_han, parse_number};
use crate::read::Reading;
use crate::space::one_line;

/// A defined term.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Term {
    /// The words, white space folded.
    pub(crate) words: String,
    /// Where the definition stands.
    pub(crate) target: LinkTarget,
    /// The blocks of the definition, in which the term is not linked.
    pub(crate) home: Range<usize>,
}

/// Bytes and words a term may take.
const LONGEST: usize = 60;
const MOST_WORDS: usize = 6;

/// Words that name a party, the text itself or the offer as a whole.
const PLAIN: &[&str] = &[
    "we",
    "us",
    "our",
    "you",
    "your",
    "user",
    "users",
    "customer",
    "customers",
    "client",
    "clients",
    "company",
    "the company",
    "group",
    "platform",
    "website",
    "site",
    "websites",
    "sites",
    "app",
    "apps",
    "application",
    "service",
    "services",
    "our services",
    "product",
    "products",
    "this",
    "that",
    "it",
    "which",
    "these",
    "they",
    "there",
    "here",
    "privacy",
    "note",
    "law",
    "laws",
    "act",
    "kami",
    "anda",
    "pengguna",
    "pelanggan",
    "syarikat",
    "laman web",
    "perkhidmatan",
    "平台",
    "本平台",
    "本公司",
    "我公司",
    "本网站",
    "本網站",
    "本产品",
    "我们的产品与/或服务",
    "我们的服务",
    "我們的服務",
    "注册用户",
    "个人用户",
];
/// Words of the text itself: "this Privacy Policy".
const SELF: &[&str] =
    &["policy", "notice", "statement", "agreement", "terms", "政策", "声明", "聲明", "协议", "協議", "指引", "dasar", "notis", "polisi"];
const GLOSSARY: &[&str] = &[
    "definition",
    "glossary",
    "interpretation",
    "key term",
    "defined term",
    "terminology",
    "定义",
    "定義",
    "名词",
    "名詞",
    "术语",
    "術語",
    "关键词",
    "關鍵詞",
    "释义",
    "釋義",
    "takrif",
    "definisi",
    "tafsiran",
    "istilah",
];

/// `“Control” means`, anywhere.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"["“「](?P<term>[^"“”「」]+)["”」]\s*[:：]?\s*(?:(?i:(?:shall\s+)?means?|(?:shall\s+)?refers?\s+to|is\s+defined\s+as|bermaksud|bererti|merujuk\s+kepada)\b|是指|指的是|系指|係指|指)"#,
    )
});
/// `Personal information means`, at the start.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:本政策|本隐私政策|本聲明|本声明)?(?:所称|所稱|所说|中)的?)?(?P<term>[^\s:：,，。;；.][^:：,，。;；.]+?)\s*(?:[:：]\s*)?(?:(?i:(?:shall\s+)?mean(?:s|ing)?|(?:shall\s+)?refers?\s+to|bermaksud|bererti|merujuk\s+kepada)\s|是指|系指|係指|[:：]\s*指)(?P<that>(?i:that)\b)?",
    )
});
/// `(hereinafter referred to as “Waybill Information”)`, `(the “Site”)`, `以下统称“订单信息”`.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:(?i:(?:hereinafter|hereafter|selepas\s+ini|secara\s+kolektif)\b[^“"()（）]*|[(（]\s*(?:(?:collectively|together|each|individually|jointly|the|a|an|as|referred\s+to)[\s,]*){0,5}|collectively,?\s+(?:referred\s+to\s+as|called)?\s*(?:the\s+)?)|以下(?:统|統|合|均|简|簡)?[称稱](?:为|為|作)?|下[称稱]|[统統合简簡][称稱](?:为|為|作)?)\s*["“「](?P<term>[^"“”「」]+)["”」]"#,
    )
});
/// `Personal information:` at the start of an entry of a glossary.
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^["“「]?(?P<term>[^\s:："“”][^:：\t。"“”]+)["”」]?\s*[:：\t–—]"#));

/// The terms of a reading, in text order; of several definitions of one term the first counts.
pub(crate) fn terms(reading: &Reading) -> Vec<Term> {
    let mut terms = Terms::default();
    let blocks = reading.blocks();
    let mut glossary: Option<u8> = None;
    let mut heading = 0;
    for (index, block) in blocks.iter().enumerate() {
        let words = reading.text().get(block.content..block.end).unwrap_or_default();
        match block.kind {
            BlockKind::Heading => {
                heading += 1;
                if glossary.is_some_and(|depth| block.depth <= depth) {
                    glossary = None;
                }
                let inside = glossary.is_some();
                let lower = words.to_lowercase();
                if glossary.is_none() && lower.len() <= 120 && GLOSSARY.iter().any(|name| lower.contains(name)) {
                    glossary = Some(block.depth);
                }
                terms.add_heading(reading, index, heading, inside);
            }
            BlockKind::ContentsEntry => {}
            _ => terms.add_block(words, index, block, glossary.is_some()),
        }
    }
    terms.list
}

#[derive(Default)]
struct Terms {
    list: Vec<Term>,
    known: HashSet<String>,
}

impl Terms {
    fn add(&mut self, words: &str, target: LinkTarget, home: Range<usize>) {
        let words = one_line(words);
        let words = words.strip_prefix("the ").or(words.strip_prefix("The ")).unwrap_or(&words).trim_end_matches([',', '.']);
        if is_term(words) && self.known.insert(words.to_lowercase()) {
            self.list.push(Term { words: words.to_owned(), target, home });
        }
    }

    /// A heading is a term where it stands in a glossary, or where the words below it go on with "means".
    fn add_heading(&mut self, reading: &Reading, index: usize, heading: usize, glossary: bool) {
        let blocks = reading.blocks();
        let words = |block: &Block| reading.text().get(block.content..block.end).unwrap_or_default();
        let Some(title) = blocks.get(index).map(words) else { return };
        let title = title.get(parse_number(title).map_or(0, |number| number.len)..).unwrap_or_default();
        let title = title.trim_matches(|letter: char| letter.is_whitespace() || "“”\"「」:：.".contains(letter));
        let body = blocks.get(index + 1).filter(|block| block.kind != BlockKind::Heading).map(words).unwrap_or_default().trim_start();
        let means = ["指", "是指", "系指", "係指", "means ", "refers to ", "bermaksud ", "merujuk kepada "];
        let lower = body.get(..body.floor_char_boundary(24)).unwrap_or_default().to_lowercase();
        if !body.is_empty() && (glossary || means.iter().any(|start| lower.starts_with(start))) {
            let own = blocks.get(index + 1..).unwrap_or_default();
            let end = own.iter().position(|block| block.kind == BlockKind::Heading).map_or(blocks.len(), |place| index + 1 + place);
            self.add(title, LinkTarget::Heading(heading), index..end);
        }
    }

    fn add_block(&mut self, words: &str, index: usize, block: &Block, glossary: bool) {
        let target = LinkTarget::Block(index);
        let home = index..index + 1;
        let own = parse_number(words).map_or(0, |number| number.len);
        let body = words.get(own..).unwrap_or_default().trim_start();
        let opened = OPENING.captures(body).filter(|captures| captures.name("that").is_none()).and_then(|captures| captures.name("term"));
        let opened = opened.filter(|term| glossary || term.as_str().split_whitespace().count() <= 4);
        let labeled = || LABEL.captures(body).and_then(|captures| captures.name("term")).filter(|_| glossary);
        let labeled = if block.kind == BlockKind::Heading { None } else { opened.or_else(labeled) };
        if let Some(term) = labeled.filter(|term| term.as_str().split_whitespace().count() <= MOST_WORDS) {
            self.add(term.as_str().trim_matches(['“', '”', '"', '「', '」']), target, home.clone());
        }
        for pattern in [&*QUOTED, &*CALLED] {
            for term in pattern.captures_iter(words).filter_map(|captures| captures.name("term")) {
                self.add(term.as_str(), target, home.clone());
            }
        }
    }
}

/// Whether words are worth a link: a phrase, or one word that is written as a name.
fn is_term(words: &str) -> bool {
    let lower = words.to_lowercase();
    let han = words.chars().filter(|letter| is_han(*letter)).count();
    let one = !words.contains(' ');
    let named = words.starts_with(|letter: char| letter.is_uppercase());
    let long = if han > 0 { words.chars().count() >= 3 } else { words.len() >= 3 && (!one || named) };
    let spoken =
        lower.split(' ').next().is_some_and(|first| matches!(first, "this" | "that" | "your" | "our" | "by" | "if" | "clicking" | "the"));
    words.len() <= LONGEST
        && long
        && !spoken
        && !words.contains(['/', '(', '（', '《', '<', '@'])
        && !PLAIN.contains(&lower.as_str())
        && !SELF.iter().any(|name| lower.split(' ').any(|word| word == *name) || (han > 0 && lower.ends_with(name)))
}
