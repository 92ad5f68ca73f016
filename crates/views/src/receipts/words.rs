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
    Intro "Every choice that you made here left a signed receipt. They are kept on this device."
        "您在此作出的每次选择都留下一份签名凭证，保存在此设备上。"
        "您在此作出的每次選擇都留下一份簽名憑證，保存在此裝置上。"
        "Setiap pilihan anda di sini meninggalkan resit bertandatangan. Resit disimpan pada peranti ini."
    Empty "There are no receipts on this device." "此设备上没有凭证。" "此裝置上沒有憑證。" "Tiada resit pada peranti ini."
    Verify "Verify" "验证" "驗證" "Sahkan"
    Print "Print" "打印" "列印" "Cetak"
    DownloadAll "Download all" "全部下载" "全部下載" "Muat turun semua"
    Download "Download (JSON)" "下载 (JSON)" "下載 (JSON)" "Muat turun (JSON)"
    DownloadProof "Proof from the log (.tlog-proof)" "日志证明 (.tlog-proof)" "日誌證明 (.tlog-proof)" "Bukti daripada log (.tlog-proof)"
    VerifyElsewhere "Verify files of others" "验证其他文件" "驗證其他檔案" "Sahkan fail lain"
    VerifyLink "Verify receipts" "验证凭证" "驗證憑證" "Sahkan resit"
    AskNote "To check what the site signed, its public keys are needed. Asking {host} for them tells it that somebody verifies, and which of its receipts lack a proof."
        "检查网站的签名需要其公钥。向 {host} 索取公钥，会让它知道有人在验证，以及哪些凭证缺少证明。"
        "檢查網站的簽名需要其公鑰。向 {host} 索取公鑰，會讓它知道有人在驗證，以及哪些憑證缺少證明。"
        "Untuk menyemak tandatangan laman ini, kunci awamnya diperlukan. Memintanya daripada {host} memberitahunya bahawa ada orang yang mengesahkan, dan resit mana yang tiada bukti."
    Ask "Ask {host}" "向 {host} 索取" "向 {host} 索取" "Minta daripada {host}"
    NotHad "{host} did not give: {files}" "{host} 未提供：{files}" "{host} 未提供：{files}" "{host} tidak memberikan: {files}"
    Printed "Printed from {site}" "打印自 {site}" "列印自 {site}" "Dicetak dari {site}"

    // What a receipt is about.
    Choice "Your choice" "您的选择" "您的選擇" "Pilihan anda"
    Signal "Refused by a signal" "因信号而拒绝" "因訊號而拒絕" "Ditolak oleh isyarat"
    Withdrawal "Withdrawn" "已撤回" "已撤回" "Ditarik balik"
    Unsubscribe "Messages" "消息" "訊息" "Mesej"
    RightsRequest "Request about your data" "关于您信息的请求" "關於您資料的請求" "Permintaan tentang data anda"
    Guardian "A guardian's choice" "监护人的选择" "監護人的選擇" "Pilihan penjaga"
    KeyChange "Change of key" "更换密钥" "更換金鑰" "Pertukaran kunci"
    Unreadable "Unreadable receipt" "无法读取的凭证" "無法讀取的憑證" "Resit tidak dapat dibaca"
    Allowed "Allowed: {purposes}" "已同意：{purposes}" "已同意：{purposes}" "Dibenarkan: {purposes}"
    NothingAllowed "Everything optional refused" "可选项目已全部拒绝" "可選項目已全部拒絕" "Semua yang tidak wajib ditolak"
    Given "allowed" "已同意" "已同意" "dibenarkan"
    Refused "refused" "已拒绝" "已拒絕" "ditolak"
    Withdrew "withdrawn" "已撤回" "已撤回" "ditarik balik"

    // How far it got.
    Queued "waiting to be sent" "等待发送" "等待傳送" "menunggu untuk dihantar"
    Delivered "delivered to the site" "已送达网站" "已送達網站" "telah dihantar kepada laman ini"
    Countersigned "countersigned by the site" "网站已会签" "網站已會簽" "ditandatangani balas oleh laman ini"
    Parked "not accepted by the site, kept on this device" "网站未接受，保留在此设备上" "網站未接受，保留在此裝置上"
        "tidak diterima oleh laman ini, disimpan pada peranti ini"

    // What it states.
    Purposes "What was decided" "作出的决定" "作出的決定" "Apa yang diputuskan"
    Data "Data" "信息" "資料" "Data"
    Sensitive "Sensitive data" "敏感个人信息" "敏感個人資料" "Data sensitif"
    Source "Where the data come from" "信息来源" "資料來源" "Sumber data"
    Recipients "Shared with" "共享给" "分享給" "Dikongsi dengan"
    Stored "Stored in" "存储地点" "儲存地點" "Disimpan di"
    Kept "Kept for" "保存期限" "保存期限" "Disimpan selama"
    Abroad "Leaves the country" "是否出境" "是否出境" "Keluar negara"
    Holds "The choice holds for" "选择有效期" "選擇有效期" "Pilihan sah selama"
    Yes "yes" "是" "是" "ya"
    No "no" "否" "否" "tidak"
    Channels "Messages" "消息" "訊息" "Mesej"
    EveryTopic "every topic" "所有主题" "所有主題" "semua topik"
    Right "Asked for" "请求" "請求" "Diminta"
    Due "Answer due within" "答复期限" "答覆期限" "Jawapan dalam"
    ByGuardian "Guardian" "监护人" "監護人" "Penjaga"
    Checked "Made sure of by" "核实方式" "核實方式" "Dipastikan melalui"
    Who "Who answers for it" "负责方" "負責方" "Pihak yang bertanggungjawab"
    Contact "Contact" "联系方式" "聯絡方式" "Hubungan"
    Page "Page" "网站" "網站" "Laman"
    Law "Law of" "适用法律" "適用法律" "Undang-undang"
    Notice "Notice" "告知" "告知" "Notis"
    NoticeOf "{id}, version {version}, in {language}" "{id}，版本 {version}，语言 {language}" "{id}，版本 {version}，語言 {language}" "{id}, versi {version}, dalam {language}"
    How "How it was made" "作出方式" "作出方式" "Cara dibuat"
    BrowserSent "The browser sent" "浏览器发出" "瀏覽器發出" "Pelayar menghantar"
    NoSignal "no signal" "无信号" "無訊號" "tiada isyarat"
    ByWhom "Made by" "作出者" "作出者" "Dibuat oleh"
    Oneself "the visitor" "访问者本人" "訪客本人" "pelawat sendiri"
    AGuardian "a guardian" "监护人" "監護人" "penjaga"
    AnAgent "the site, at the person's request" "网站应本人请求" "網站應本人請求" "laman ini atas permintaan orang itu"
    Withdraw "Where to withdraw" "撤回地址" "撤回網址" "Tempat menarik balik"
    Rights "Where to use your rights" "行使权利地址" "行使權利網址" "Tempat menggunakan hak anda"
    ByPerson "a person's event" "真人操作" "真人操作" "tindakan manusia"
    ByScript "a script's event" "脚本操作" "指令碼操作" "tindakan skrip"

    // What proves it.
    Proofs "What proves it" "证明" "證明" "Bukti"
    Technical "Numbers and digests" "编号与摘要" "編號與摘要" "Nombor dan cincangan"
    Made "Made at" "作出时间" "作出時間" "Dibuat pada"
    Assurance "Signed by" "签名者" "簽署者" "Ditandatangani oleh"
    DeviceKey "a key that this browser keeps" "此浏览器保存的密钥" "此瀏覽器保存的金鑰" "kunci yang disimpan oleh pelayar"
    SessionKey "a key of one page view" "单次页面的密钥" "單次頁面的金鑰" "kunci bagi satu paparan halaman"
    NoKey "nobody" "无" "無" "tiada sesiapa"
    Rid "Receipt" "凭证编号" "憑證編號" "Resit"
    Digest "SHA-256 of the receipt" "凭证的 SHA-256" "憑證的 SHA-256" "SHA-256 resit"
    Chain "List and place" "链与位置" "鏈與位置" "Rantaian dan tempat"
    Subject "Random number of this browser" "此浏览器的随机编号" "此瀏覽器的隨機編號" "Nombor rawak pelayar ini"
    NoticeDigest "SHA-256 of the notice" "告知的 SHA-256" "告知的 SHA-256" "SHA-256 notis"
    Widget "Widget" "组件" "元件" "Widget"
    NextKey "The new key" "新密钥" "新金鑰" "Kunci baharu"
    Address "Digest of the address concerned" "相关地址的摘要" "相關地址的摘要" "Cincangan alamat berkenaan"

    // Verdicts.
    AllHolds "Everything that was given holds." "所给内容全部成立。" "所給內容全部成立。" "Semua yang diberikan adalah sah."
    AllOpen "Nothing is proven yet: a signature, or the site's keys, are missing."
        "尚未证明任何内容：缺少签名或网站公钥。"
        "尚未證明任何內容：缺少簽名或網站公鑰。"
        "Belum ada yang terbukti: tandatangan, atau kunci laman ini, tiada."
    AllFails "Something does not hold. See which check fails." "有内容不成立，请查看未通过的检查。" "有內容不成立，請查看未通過的檢查。" "Ada yang tidak sah. Lihat semakan yang gagal."
    IsHolds "holds" "成立" "成立" "sah"
    IsOpen "not shown" "未证明" "未證明" "belum ditunjukkan"
    IsFails "fails" "不成立" "不成立" "gagal"
    Whole "The receipts together" "全部凭证" "全部憑證" "Semua resit bersama"
    TheLog "The site's log" "网站日志" "網站日誌" "Log laman ini"
    AFile "A file" "文件" "檔案" "Fail"
    Words "In technical words" "技术说明" "技術說明" "Dalam istilah teknikal"

    // The checks.
    Form "Form" "格式" "格式" "Bentuk"
    FormFails "This is no receipt, or it was changed." "这不是凭证，或已被更改。" "這不是憑證，或已被更改。" "Ini bukan resit, atau telah diubah."
    Signature "Signature" "签名" "簽名" "Tandatangan"
    SignedDevice "Signed by a key that one browser keeps; not a letter changed since."
        "由一个浏览器保存的密钥签名，此后一字未改。"
        "由一個瀏覽器保存的金鑰簽署，此後一字未改。"
        "Ditandatangani dengan kunci yang disimpan oleh satu pelayar; tiada satu huruf pun berubah."
    SignedSession "Signed by a key of one page view; not a letter changed since."
        "由单次页面的密钥签名，此后一字未改。"
        "由單次頁面的金鑰簽署，此後一字未改。"
        "Ditandatangani dengan kunci satu paparan halaman; tiada satu huruf pun berubah."
    Unsigned "Not signed by the browser: only the site's countersignature can prove it."
        "浏览器未签名：只有网站会签能证明。"
        "瀏覽器未簽署：只有網站會簽能證明。"
        "Tidak ditandatangani oleh pelayar: hanya tandatangan balas laman ini dapat membuktikannya."
    SignatureFails "The signature does not fit: the receipt was changed, or another key signed it."
        "签名不符：凭证被更改，或由其他密钥签名。"
        "簽名不符：憑證被更改，或由其他金鑰簽署。"
        "Tandatangan tidak sepadan: resit telah diubah, atau kunci lain menandatanganinya."
    Countersignature "Countersignature" "会签" "會簽" "Tandatangan balas"
    CounterHolds "The site confirmed on {at} that it has exactly this receipt, at place {place} of its ledger."
        "网站于 {at} 确认持有这份凭证，位于账本第 {place} 位。"
        "網站於 {at} 確認持有這份憑證，位於帳本第 {place} 位。"
        "Laman ini mengesahkan pada {at} bahawa resit ini ada padanya, di tempat {place} dalam lejarnya."
    CounterAbsent "The site has not countersigned, or it is not here." "网站未会签，或会签不在此处。" "網站未會簽，或會簽不在此處。" "Laman ini belum menandatangani balas, atau ia tiada di sini."
    CounterKeyless "The site countersigned; its public key, which checks that, is missing."
        "网站已会签，缺少用于检查的公钥。"
        "網站已會簽，缺少用於檢查的公鑰。"
        "Laman ini telah menandatangani balas; kunci awamnya untuk menyemak tiada."
    CounterFails "The countersignature does not fit this receipt and the site's keys."
        "会签与此凭证及网站公钥不符。"
        "會簽與此憑證及網站公鑰不符。"
        "Tandatangan balas tidak sepadan dengan resit ini dan kunci laman ini."
    Inclusion "Place in the log" "日志中的位置" "日誌中的位置" "Tempat dalam log"
    InclusionHolds "The site's log of {size} receipts holds it at place {place}; taking it out would show."
        "网站日志共 {size} 份，此凭证在第 {place} 位；若被取走会被发现。"
        "網站日誌共 {size} 份，此憑證在第 {place} 位；若被取走會被發現。"
        "Log laman ini dengan {size} resit memuatkannya di tempat {place}; jika dikeluarkan, ia akan kelihatan."
    InclusionAbsent "There is no proof from the log here." "此处没有日志证明。" "此處沒有日誌證明。" "Tiada bukti daripada log di sini."
    InclusionKeyless "There is a proof from the log; the log's key, which checks it, is missing."
        "有日志证明，缺少用于检查的日志公钥。"
        "有日誌證明，缺少用於檢查的日誌公鑰。"
        "Ada bukti daripada log; kunci log untuk menyemaknya tiada."
    InclusionFails "The proof from the log does not hold." "日志证明不成立。" "日誌證明不成立。" "Bukti daripada log tidak sah."
    Answer "Beside it" "附带内容" "附帶內容" "Di sebelahnya"
    AnswerFails "What stands beside the receipt is not what was signed." "凭证旁的内容与签名内容不符。" "憑證旁的內容與簽名內容不符。" "Apa yang tertulis di sebelah resit bukan yang ditandatangani."
    Order "Order" "顺序" "順序" "Susunan"
    OrderHolds "Each receipt names the one before it: none was swapped or taken out between." "每份凭证都指明前一份：其间无替换、无缺失。" "每份憑證都指明前一份：其間無替換、無缺失。" "Setiap resit menamakan yang sebelumnya: tiada yang ditukar atau dikeluarkan di antaranya."
    OrderOpen "Some receipts of this list are not here, so that its order is shown in part."
        "此链中有些凭证不在此处，顺序仅部分证明。"
        "此鏈中有些憑證不在此處，順序僅部分證明。"
        "Sebahagian resit rantaian ini tiada di sini, maka susunannya ditunjukkan sebahagian sahaja."
    OrderFails "A receipt was changed or swapped." "有凭证被更改或替换。" "有憑證被更改或替換。" "Ada resit yang diubah atau ditukar."
    Key "Key" "密钥" "金鑰" "Kunci"
    KeyHolds "One key goes through the list; a change of it was announced by the key before."
        "全链同一密钥；更换时由前一密钥声明。"
        "全鏈同一金鑰；更換時由前一金鑰聲明。"
        "Satu kunci digunakan; pertukarannya diumumkan oleh kunci sebelumnya."
    KeyOpen "No key that a browser keeps signed here." "没有浏览器保存的密钥签名。" "沒有瀏覽器保存的金鑰簽署。" "Tiada kunci simpanan pelayar menandatangani di sini."
    KeyFails "Another key took over without the one before announcing it." "密钥被更换，而前一密钥未曾声明。" "金鑰被更換，而前一金鑰未曾聲明。" "Kunci lain mengambil alih tanpa diumumkan oleh kunci sebelumnya."
    Before "Continuation" "延续" "延續" "Sambungan"
    BeforeHolds "It goes on after an earlier list whose key was lost." "接续一条密钥已丢失的早先链。" "接續一條金鑰已遺失的早先鏈。" "Ia menyambung rantaian lama yang kuncinya hilang."
    BeforeOpen "It says that it goes on after an earlier list, which is not here." "称接续一条早先链，但该链不在此处。" "稱接續一條早先鏈，但該鏈不在此處。" "Ia mengatakan menyambung rantaian lama yang tiada di sini."
    BeforeFails "It does not go on after the list that it names." "与其所称的早先链不符。" "與其所稱的早先鏈不符。" "Ia tidak menyambung rantaian yang dinamakannya."
    Checkpoint "State of the log" "日志状态" "日誌狀態" "Keadaan log"
    CheckpointHolds "The log signed its state at {size} receipts." "日志在 {size} 份时签署了其状态。" "日誌在 {size} 份時簽署了其狀態。" "Log menandatangani keadaannya pada {size} resit."
    CheckpointOpen "The log's key, which checks its state, is missing." "缺少用于检查日志状态的公钥。" "缺少用於檢查日誌狀態的公鑰。" "Kunci log untuk menyemak keadaannya tiada."
    CheckpointFails "The state is not signed by the log's key." "状态并非由日志密钥签署。" "狀態並非由日誌金鑰簽署。" "Keadaan itu tidak ditandatangani oleh kunci log."
    Witness "Witness" "见证人" "見證人" "Saksi"
    WitnessHolds "Somebody other than the site saw the log." "网站以外的一方见证了日志。" "網站以外的一方見證了日誌。" "Pihak selain laman ini telah melihat log."
    WitnessFails "The witness that was named has not confirmed the log." "所列见证人未确认日志。" "所列見證人未確認日誌。" "Saksi yang dinamakan tidak mengesahkan log."
    Consistency "Growth of the log" "日志增长" "日誌增長" "Pertumbuhan log"
    ConsistencyHolds "The log only grew, from {from} to {to} receipts: nothing was rewritten."
        "日志只增不改，从 {from} 份到 {to} 份。"
        "日誌只增不改，從 {from} 份到 {to} 份。"
        "Log hanya bertambah, dari {from} ke {to} resit: tiada yang ditulis semula."
    ConsistencyOpen "That the log only grew from {from} to {to} receipts is not shown." "未证明日志从 {from} 份到 {to} 份只增不改。" "未證明日誌從 {from} 份到 {to} 份只增不改。" "Belum ditunjukkan bahawa log hanya bertambah dari {from} ke {to} resit."
    ConsistencyFails "The log's history was rewritten, or the proof is another's." "日志历史被改写，或证明属于他处。" "日誌歷史被改寫，或證明屬於他處。" "Sejarah log ditulis semula, atau bukti itu milik yang lain."
    Readable "File" "文件" "檔案" "Fail"
    ReadableFails "This is no evidence, or belongs to nothing that was given." "这不是凭据，或与所给内容无关。" "這不是憑據，或與所給內容無關。" "Ini bukan bukti, atau bukan milik apa-apa yang diberikan."
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
                assert_eq!(phrase.ends_with(['.', '。']), english.ends_with('.'), "{word:?} in {tongue:?}: {phrase}");
            }
        }
    }
}
