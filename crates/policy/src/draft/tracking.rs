//! The kinds of tracking and messages that a policy names.
//!
//! In: text. Out: each kind once, where it is first named. Deliberately absent: whether the site really does it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::facts::pattern;

/// A kind of tracking or message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TrackingKind {
    /// Cookies.
    Cookies,
    /// Pixel tags.
    PixelTags,
    /// Web beacons.
    Beacons,
    /// Measuring use.
    Analytics,
    /// Advertisements.
    Advertising,
    /// Push messages.
    Push,
    /// Text messages.
    Sms,
    /// E-mail with offers or news.
    MarketingMail,
}

impl TrackingKind {
    /// The kind as one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cookies => "cookies",
            Self::PixelTags => "pixel-tags",
            Self::Beacons => "beacons",
            Self::Analytics => "analytics",
            Self::Advertising => "advertising",
            Self::Push => "push",
            Self::Sms => "sms",
            Self::MarketingMail => "marketing-mail",
        }
    }
}

/// A kind of tracking and where the text first names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tracking {
    /// The kind.
    pub kind: TrackingKind,
    /// The bytes of the text.
    pub span: Range<usize>,
}

const NAMES: [(TrackingKind, &str); 8] = [
    (TrackingKind::Cookies, r"(?i)\bcookies?\b|cookie|\bkuki\b"),
    (TrackingKind::PixelTags, r"(?i)\bpixel (?:tags?|labels?)\b|single-pixel|像素标签|像素標籤|单像素|\b(?:tag piksel|piksel penjejak)\b"),
    (TrackingKind::Beacons, r"(?i)beacons?\b|beacon|网络信标|網路信標|网站信标|\bsuar web\b"),
    (
        TrackingKind::Analytics,
        r"(?i)\banalytics\b|\banaly[sz](?:e|ing) (?:how|the use|your use)|\bstatistics on the use|使用情况进行统计|统计分析|統計分析|分析您使用|\banalitik\b",
    ),
    (TrackingKind::Advertising, r"(?i)\badvertis(?:ements?|ing)\b|广告|廣告|\b(?:iklan|pengiklanan)\b"),
    (
        TrackingKind::Push,
        r"(?i)\bpush (?:notifications?|messages?|sdks?|system|relevant information)\b|推送|push通知|\bpemberitahuan tolak\b",
    ),
    (TrackingKind::Sms, r"(?i)\bsms\b|\btext messages?\b|短信|簡訊|短消息|\bmesej teks\b"),
    (
        TrackingKind::MarketingMail,
        r"(?i)\b(?:mailing list|newsletters?|marketing e-?mails?)\b|\bby e-?mail, sms or otherwise,?\s+send|营销邮件|行銷郵件|\b(?:surat berita|e-mel pemasaran)\b",
    ),
];

static PATTERNS: LazyLock<Vec<(TrackingKind, Regex)>> =
    LazyLock::new(|| NAMES.into_iter().map(|(kind, source)| (kind, pattern(source))).collect());

/// The kinds that a text names.
pub(super) fn find(text: &str) -> Vec<Tracking> {
    let first = |(kind, pattern): &(TrackingKind, Regex)| pattern.find(text).map(|found| Tracking { kind: *kind, span: found.range() });
    let mut list: Vec<_> = PATTERNS.iter().filter_map(first).collect();
    list.sort_by_key(|tracking| tracking.span.start);
    list
}

#[cfg(test)]
mod tests {
    use super::{TrackingKind, find};

    fn check(text: &str, expected: &[TrackingKind]) {
        assert_eq!(find(text).iter().map(|tracking| tracking.kind).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn kinds_are_found_in_three_languages() {
        check(
            "We use cookies and web beacons for advertising.",
            &[TrackingKind::Cookies, TrackingKind::Beacons, TrackingKind::Advertising],
        );
        check("我们使用像素标签并发送短信。", &[TrackingKind::PixelTags, TrackingKind::Sms]);
        check("Kami menggunakan kuki dan analitik.", &[TrackingKind::Cookies, TrackingKind::Analytics]);
        check("Parcels only.", &[]);
    }
}
