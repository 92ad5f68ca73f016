//! What the receipts and their verification say, in the four languages that ship.
//!
//! These words are no part of a notice: the pages and modules that show receipts carry them, whatever the site. Another language reads
//! English.

/// The languages that ship.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tongue {
    /// English.
    English,
    /// Chinese in simplified characters.
    Simplified,
    /// Chinese in traditional characters.
    Traditional,
    /// Malay.
    Malay,
}

impl Tongue {
    /// Every one, in the order of the table below.
    pub const ALL: [Self; 4] = [Self::English, Self::Simplified, Self::Traditional, Self::Malay];

    /// The one for a BCP 47 tag.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        match tag.get(..2) {
            Some("ms") => Self::Malay,
            Some("zh") if ["Hant", "TW", "HK", "MO"].iter().any(|part| tag.split('-').any(|own| own == *part)) => Self::Traditional,
            Some("zh") => Self::Simplified,
            _ => Self::English,
        }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
            Self::Malay => "ms",
        }
    }
}

macro_rules! words {
    ($($word:ident $english:literal $simplified:literal $traditional:literal $malay:literal)*) => {
        /// One phrase; the English one says what it is for.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum ReceiptWord {
            $(#[doc = $english] $word),*
        }

        impl ReceiptWord {
            /// Every phrase.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// The phrase.
            #[must_use]
            pub const fn say(self, tongue: Tongue) -> &'static str {
                match (self, tongue) {
                    $(
                        (Self::$word, Tongue::English) => $english,
                        (Self::$word, Tongue::Simplified) => $simplified,
                        (Self::$word, Tongue::Traditional) => $traditional,
                        (Self::$word, Tongue::Malay) => $malay,
                    )*
                }
            }
        }
    };
}

words! {
    // The frame.
    Heading "My receipts" "我的凭证" "我的憑證" "Resit saya"
    Back "Back" "返回" "返回" "Kembali"
    Close "Close" "关闭" "關閉" "Tutup"
    Intro "Every choice that you made here left a signed receipt. They are kept on this device, and the site has a copy."
        "您在此作出的每次选择都留下一份签名凭证，保存在此设备上，网站持有副本。"
        "您在此作出的每次選擇都留下一份簽名憑證，保存在此裝置上，網站持有副本。"
        "Setiap pilihan anda di sini meninggalkan resit bertandatangan. Resit disimpan pada peranti ini, dan laman ini mempunyai salinannya."
    Empty "There are no receipts on this device." "此设备上没有凭证。" "此裝置上沒有憑證。" "Tiada resit pada peranti ini."
    DownloadAll "Download all" "全部下载" "全部下載" "Muat turun semua"

    // What a receipt is about.
    Choice "Your choice" "您的选择" "您的選擇" "Pilihan anda"
    Signal "Refused by a signal" "因信号而拒绝" "因訊號而拒絕" "Ditolak oleh isyarat"
    Withdrawal "Withdrawn" "已撤回" "已撤回" "Ditarik balik"
    Unsubscribe "Messages" "消息" "訊息" "Mesej"
    RightsRequest "Request about your data" "关于您信息的请求" "關於您資料的請求" "Permintaan tentang data anda"
    Guardian "A guardian's choice" "监护人的选择" "監護人的選擇" "Pilihan penjaga"
    KeyChange "Change of key" "更换密钥" "更換金鑰" "Pertukaran kunci"
    Allowed "Allowed: {purposes}" "已同意：{purposes}" "已同意：{purposes}" "Dibenarkan: {purposes}"
    NothingAllowed "Everything optional refused" "可选项目已全部拒绝" "可選項目已全部拒絕" "Semua yang tidak wajib ditolak"

    // How far it got.
    Queued "waiting to be sent" "等待发送" "等待傳送" "menunggu untuk dihantar"
    Delivered "delivered to the site" "已送达网站" "已送達網站" "telah dihantar kepada laman ini"
    Countersigned "countersigned by the site" "网站已会签" "網站已會簽" "ditandatangani balas oleh laman ini"
    Parked "not accepted by the site, kept on this device" "网站未接受，保留在此设备上" "網站未接受，保留在此裝置上"
        "tidak diterima oleh laman ini, disimpan pada peranti ini"
    Download "Download" "下载" "下載" "Muat turun"
}

#[cfg(test)]
mod tests {
    use super::{ReceiptWord, Tongue};

    #[test]
    fn tags_lead_to_the_language_that_ships() {
        for (tag, expected) in [
            ("en", "en"),
            ("en-GB", "en"),
            ("de", "en"),
            ("", "en"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-Hant-HK", "zh-Hant"),
            ("zh-TW", "zh-Hant"),
            ("ms-MY", "ms"),
            ("ms", "ms"),
        ] {
            assert_eq!(Tongue::of(tag).tag(), expected, "{tag}");
        }
    }

    /// The holes of a phrase, sorted: values may stand in another order in another language.
    fn holes(phrase: &str) -> Vec<&str> {
        let mut holes: Vec<&str> = phrase.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        holes.sort_unstable();
        holes
    }

    #[test]
    fn every_language_has_the_same_holes_and_no_empty_phrase() {
        for word in ReceiptWord::ALL {
            let english = word.say(Tongue::English);
            for tongue in Tongue::ALL {
                let phrase = word.say(tongue);
                assert!(!phrase.trim().is_empty() && holes(phrase) == holes(english), "{word:?} in {tongue:?}: {phrase}");
                assert_eq!(phrase.ends_with(['.', '。', '?', '？']), english.ends_with(['.', '?']), "{word:?} in {tongue:?}: {phrase}");
            }
        }
    }
}
