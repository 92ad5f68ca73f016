//! What the words around a reference say about it: that it means this policy, a law, or another document.
//!
//! In: the words before and after. Out: yes or no. Deliberately absent: whether the place exists.

use std::sync::LazyLock;

use regex::Regex;

use crate::facts::pattern;

/// Bytes of text before and after a reference that are looked at.
const NEAR: usize = 72;
/// Bytes around a reference in which the name of a law casts doubt on it.
const AROUND: usize = 160;

const LAWS: &str = r"GDPR|PDPA|PDPO|PIPL|CCPA|CPRA|LGPD|APPI|FADP|ePrivacy|Act|Akta|Regulations?|Law|Laws|Directive|Ordinance|Constitution|Convention|Kanun|Peraturan";
const DOCUMENTS: &str = r"Terms|Agreement|Conditions|Contract|Code|Rules|Standard|EULA|Charter|Terma|Perjanjian";
/// What a privacy text calls itself.
const OWN: &str =
    r"(?:Privacy\s+|Personal\s+Data\s+|Data\s+Protection\s+|Personal\s+Information\s+Protection\s+)?(?:Policy|Notice|Statement|Document)";
const OWN_HAN: &str = r"本(?:个人信息|隐私权?|隱私權?|保护|保護|[一-鿿]){0,6}(?:政策|声明|聲明|协议|協議|指引|通知|条款|條款|文件|文)";

static OUTSIDE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?:[》〉]|法|条例|條例|规定|規定|办法|辦法|规范|規範|标准|標準|准则|準則|细则|細則|决定|決定|{LAWS})\s*(?:的|之|中|中的|项下|項下)?\s*$|\b(?:{LAWS}|{DOCUMENTS})\b["”’)]*[\s,0-9/]*(?:\(["“]?[A-Z]{{2,8}}["”]?\))?[\s,]*$"#
    ))
});
static OUTSIDE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:\s*\([A-Za-z0-9]{{1,4}}\))*[\s,]*(?:(?:of|under|in|to|from|dalam|bagi|daripada|di\s+bawah)\s+)?(?:(?:the|our|that|such|said|EU|UK)\s+)*(?:(?:[A-Z][A-Za-z’'-]*|of|on|and|for|the)\s+){{0,8}}(?:(?:{LAWS}|{DOCUMENTS})\b|(?:Cookies?|Refunds?|Returns?|Security|Shipping|Retention)\s+(?:Policy|Notice|Statement)\b)"
    ))
});
static OWN_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?:{OWN_HAN}|上述|前述|下述|上文|下文)(?:的|之|中|中的|最?[上下]方的?|所述的?|第)?\s*[“"「【\[(（]?\s*$|(?i:\bthis\s+{OWN})(?:'s|’s)?,?\s*[“"\[(]?\s*$"#
    ))
});
static OWN_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"^\s*["”」】\])）]?\s*(?:,\s*)?(?:(?i:(?:(?:section|part|article|chapter|clause|paragraph)\s+)?(?:of|in|to|under)\s+(?:this|the|our|these)\s+(?:{OWN}|article|section|part|chapter|clause)\b)|(?i:(?:above|below|hereof|herein|di\s+atas|di\s+bawah)\b)|(?i:(?:dalam|bagi|daripada|di\s+bawah)?\s*(?:Dasar|Notis|Polisi|Pernyataan)(?:\s+[A-Za-z]+){{0,2}}\s+ini\b)|部分|章节|章節|一[章节節]|约定|約定|所述|载明|載明)"#
    ))
});
static SEES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i:\b(?:see|view|consult|refer\s+to|referred\s+to\s+in|(?:set\s+out|set\s+forth|described|listed|specified|provided|mentioned|explained|stated|agreed)\s+in|pursuant\s+to|in\s+accordance\s+with|lihat|rujuk|merujuk\s+kepada|dinyatakan\s+dalam|diterangkan\s+dalam|menurut)\s+(?:the\s+)?(?:also\s+)?[“"\[(]?\s*)$|(?:参见|參見|详见|詳見|请见|請見|参阅|參閱|参照|參照|查看|依照|按照|根据|根據|[见見])\s*[“"「【\[(（]?\s*$"#,
    )
});
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i:\b(?:sections?|parts?|articles?|chapters?|clauses?|paragraphs?|bahagian|seksyen|perkara)\s+(?:titled|entitled|called|headed|named|on|about|bertajuk)?\s*)$"#,
    )
});
static LAW: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"\b(?:{LAWS})\b|[》]|法律|法规|法規")));

/// The words around a stretch of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    before: &'a str,
    after: &'a str,
    wide: &'a str,
}

impl<'a> Around<'a> {
    /// The words around `start..end`.
    pub(crate) fn new(words: &'a str, start: usize, end: usize) -> Self {
        let before = words.get(words.ceil_char_boundary(start.saturating_sub(NEAR))..start).unwrap_or_default();
        let after = words.get(end..words.floor_char_boundary(end + NEAR)).unwrap_or_default();
        let from = words.ceil_char_boundary(start.saturating_sub(AROUND));
        let wide = words.get(from..words.floor_char_boundary(end + AROUND)).unwrap_or_default();
        Self { before, after, wide }
    }

    /// Whether the reference is to a law or another document.
    pub(crate) fn is_outside(self) -> bool {
        !self.is_own() && (OUTSIDE_BEFORE.is_match(self.before) || OUTSIDE_AFTER.is_match(self.after))
    }

    /// Whether the words say that this policy is meant.
    pub(crate) fn is_own(self) -> bool {
        OWN_BEFORE.is_match(self.before) || OWN_AFTER.is_match(self.after)
    }

    /// Whether the reader is sent there, and no law is near that could be meant.
    pub(crate) fn is_sent(self) -> bool {
        SEES.is_match(self.before) && !LAW.is_match(self.wide)
    }

    /// Whether a word such as "section" stands before a title.
    pub(crate) fn is_titled(self) -> bool {
        TITLED.is_match(self.before.trim_end_matches(['“', '"', '[', '(']))
    }
}
