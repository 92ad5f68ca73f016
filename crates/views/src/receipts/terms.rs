//! Terms that receipts hold, in the four languages that ship: controls, rights, roles, kinds of data.
//!
//! A term that is not here, such as a data item of the site's own, is shown as it stands, with spaces between its words.

use super::words::Tongue;

/// Each term with its words, in the order of [`Tongue::ALL`].
const TERMS: &[(&str, [&str; 4])] = &[
    // Controls and kinds of input.
    ("accept-all", ["“Accept all”", "“全部同意”", "「全部同意」", "“Terima semua”"]),
    ("refuse-all", ["“Refuse all”", "“全部拒绝”", "「全部拒絕」", "“Tolak semua”"]),
    ("save", ["“Save my choices”", "“保存我的选择”", "「儲存我的選擇」", "“Simpan pilihan saya”"]),
    ("signal", ["the browser's signal", "浏览器信号", "瀏覽器訊號", "isyarat pelayar"]),
    ("withdraw-all", ["“Withdraw all”", "“全部撤回”", "「全部撤回」", "“Tarik balik semua”"]),
    ("api-refuse", ["the page's script", "页面脚本", "頁面指令碼", "skrip halaman"]),
    (
        "do-not-track",
        ["“Do not track me on this site”", "“在本网站不要跟踪我”", "「在本網站不要追蹤我」", "“Jangan jejaki saya di laman ini”"],
    ),
    ("always", ["“Always allow”", "“始终允许”", "「一律允許」", "“Sentiasa benarkan”"]),
    ("ask", ["asked at the moment itself", "使用时询问", "使用時詢問", "ditanya semasa diperlukan"]),
    ("separate", ["the purpose's own page", "该目的的专页", "該目的的專頁", "halaman tujuan itu sendiri"]),
    ("handover", ["the mini program or app", "小程序或应用", "小程式或應用程式", "program mini atau aplikasi"]),
    ("channel", ["the switch of a channel", "渠道开关", "管道開關", "suis saluran"]),
    ("unsubscribe", ["unsubscribe page", "退订页面", "取消訂閱頁面", "halaman berhenti melanggan"]),
    ("one-click", ["one-click unsubscribe", "一键退订", "一鍵取消訂閱", "berhenti melanggan satu klik"]),
    ("keyword", ["a reply to a message", "回复消息", "回覆訊息", "balasan mesej"]),
    ("desk", ["call, letter or counter", "电话、信函或柜台", "電話、信函或櫃檯", "panggilan, surat atau kaunter"]),
    ("request", ["request form", "请求表单", "請求表單", "borang permintaan"]),
    ("confirm", ["a guardian's confirmation", "监护人确认", "監護人確認", "pengesahan penjaga"]),
    ("rotate", ["nobody: a key was due", "无人：密钥到期", "無人：金鑰到期", "tiada sesiapa: kunci tamat tempoh"]),
    ("pointer", ["mouse or touch", "鼠标或触摸", "滑鼠或觸控", "tetikus atau sentuhan"]),
    ("keyboard", ["keyboard", "键盘", "鍵盤", "papan kekunci"]),
    ("script", ["script", "脚本", "指令碼", "skrip"]),
    ("none", ["nothing", "无", "無", "tiada"]),
    // Roles, relations, methods.
    ("processor", ["works on behalf of the site", "受网站委托处理", "受網站委託處理", "bertindak bagi pihak laman ini"]),
    ("controller", ["uses the data for purposes of its own", "用于其自身目的", "用於其自身目的", "untuk tujuannya sendiri"]),
    ("authority", ["public authority", "公共机关", "公務機關", "pihak berkuasa awam"]),
    ("parent", ["parent", "父母", "父母", "ibu bapa"]),
    ("guardian", ["guardian", "监护人", "監護人", "penjaga"]),
    ("declared", ["their own word", "本人声明", "本人聲明", "pengakuan sendiri"]),
    ("email", ["e-mail", "电子邮件", "電子郵件", "e-mel"]),
    ("phone", ["phone", "电话", "電話", "telefon"]),
    ("sms", ["text message", "短信", "簡訊", "SMS"]),
    ("document", ["a document", "证件", "證件", "dokumen"]),
    ("account", ["a verified account", "已验证的账户", "已驗證的帳戶", "akaun yang disahkan"]),
    // Sources.
    ("provided", ["given by you", "由您提供", "由您提供", "anda memberikannya"]),
    (
        "observed",
        ["seen while you use the service", "在您使用服务时收集", "在您使用服務時收集", "dilihat semasa anda menggunakan perkhidmatan"],
    ),
    ("inferred", ["derived from other data", "由其他信息推断", "由其他資料推斷", "disimpulkan daripada data lain"]),
    ("third-party", ["given by somebody else", "由第三方提供", "由第三方提供", "diberikan oleh pihak lain"]),
    // Rights.
    ("access", ["to see the data", "查阅", "查閱", "melihat data"]),
    ("copy", ["a copy of the data", "复制", "複製", "salinan data"]),
    ("correct", ["a correction", "更正", "更正", "pembetulan"]),
    ("delete", ["deletion", "删除", "刪除", "pemadaman"]),
    ("transfer", ["a transfer", "转移", "轉移", "pemindahan"]),
    ("restrict", ["a limit on use", "限制处理", "限制處理", "had penggunaan"]),
    ("object", ["an objection", "反对处理", "反對處理", "bantahan"]),
    ("explain", ["an explanation", "解释说明", "解釋說明", "penjelasan"]),
    ("close-account", ["closing the account", "注销账户", "註銷帳戶", "penutupan akaun"]),
    ("complain", ["a complaint", "投诉", "投訴", "aduan"]),
    ("deceased", ["the data of a deceased relative", "已故亲属的信息", "已故親屬的資料", "data saudara yang telah meninggal"]),
    // Kinds of data, as DPV calls them.
    ("BankAccount", ["bank account", "银行账户", "銀行帳戶", "akaun bank"]),
    ("BrowsingBehaviour", ["pages opened", "浏览行为", "瀏覽行為", "halaman yang dibuka"]),
    ("BrowsingReferral", ["page that led here", "来源页面", "來源頁面", "halaman asal"]),
    ("Communication", ["messages", "通信内容", "通訊內容", "mesej"]),
    ("Contact", ["contacts", "联系人", "聯絡人", "kenalan"]),
    ("EmailAddress", ["e-mail address", "电子邮箱", "電子郵件地址", "alamat e-mel"]),
    ("GPSCoordinate", ["precise position", "精确位置", "精確位置", "kedudukan tepat"]),
    ("IPAddress", ["network address", "网络地址", "網路位址", "alamat rangkaian"]),
    ("Location", ["location", "位置", "位置", "lokasi"]),
    ("Name", ["name", "姓名", "姓名", "nama"]),
    ("OfficialID", ["identity document", "身份证件", "身分證件", "dokumen pengenalan diri"]),
    ("Password", ["password", "密码", "密碼", "kata laluan"]),
    ("PhysicalAddress", ["postal address", "通信地址", "通訊地址", "alamat pos"]),
    ("Picture", ["picture", "图片", "圖片", "gambar"]),
    ("Purchase", ["purchases", "购买记录", "購買紀錄", "pembelian"]),
    ("TelephoneNumber", ["phone number", "电话号码", "電話號碼", "nombor telefon"]),
    ("Transaction", ["transactions", "交易记录", "交易紀錄", "urus niaga"]),
    ("UID", ["identifying number", "识别编号", "識別編號", "nombor pengenal"]),
    ("UserAgent", ["browser and device", "浏览器与设备", "瀏覽器與裝置", "pelayar dan peranti"]),
    ("VoiceCommunicationRecording", ["recorded calls", "通话录音", "通話錄音", "rakaman panggilan"]),
    // Sensitive categories.
    ("identity_document", ["identity documents", "身份证件", "身分證件", "dokumen pengenalan diri"]),
    ("biometric", ["biometric data", "生物识别信息", "生物辨識資料", "data biometrik"]),
    ("voice_recording", ["voice recordings", "录音", "錄音", "rakaman suara"]),
    ("financial_account", ["bank and payment accounts", "银行和支付账户", "銀行和支付帳戶", "akaun bank dan pembayaran"]),
    ("authentication", ["passwords and codes", "密码和验证码", "密碼和驗證碼", "kata laluan dan kod pengesahan"]),
    ("property", ["property and income", "财产和收入", "財產和收入", "harta dan pendapatan"]),
    ("transaction", ["transactions", "交易记录", "交易紀錄", "urus niaga"]),
    ("location", ["location", "位置和行踪", "位置和行蹤", "lokasi"]),
    ("communication", ["calls and messages", "通话和通信内容", "通話和通訊內容", "panggilan dan mesej"]),
    ("address_book", ["address book", "通讯录", "通訊錄", "buku alamat"]),
    ("browsing", ["browsing history", "浏览记录", "瀏覽紀錄", "sejarah pelayaran"]),
    ("criminal_record", ["criminal records", "违法犯罪记录", "犯罪紀錄", "rekod jenayah"]),
    ("minor", ["children's data", "未成年人信息", "未成年人資料", "data kanak-kanak"]),
    ("phone_number", ["phone numbers", "电话号码", "電話號碼", "nombor telefon"]),
    ("special_identity", ["specific identity", "特定身份", "特定身分", "identiti khusus"]),
    ("health", ["health", "医疗健康", "醫療健康", "kesihatan"]),
    ("genetic", ["genetic data", "基因信息", "基因資料", "data genetik"]),
    ("religion", ["religion or belief", "宗教信仰", "宗教信仰", "agama atau kepercayaan"]),
    ("ethnicity", ["ethnic origin", "民族和种族", "族裔", "keturunan etnik"]),
    ("politics", ["political opinion", "政治观点", "政治觀點", "pendapat politik"]),
    ("sex_life", ["sex life", "性生活", "性生活", "kehidupan seks"]),
];

/// A term in words.
#[must_use]
pub(super) fn term(name: &str, tongue: Tongue) -> String {
    let place = match tongue {
        Tongue::English => 0,
        Tongue::Simplified => 1,
        Tongue::Traditional => 2,
        Tongue::Malay => 3,
    };
    TERMS
        .iter()
        .find(|(known, _)| *known == name)
        .and_then(|(_, words)| words.get(place))
        .map_or_else(|| apart(name), |word| (*word).to_owned())
}

/// `BrowsingBehaviour` and `page_views` as words.
fn apart(name: &str) -> String {
    let mut text = String::new();
    let mut small = false;
    for letter in name.chars() {
        if small && letter.is_uppercase() {
            text.push(' ');
            text.extend(letter.to_lowercase());
        } else {
            text.push(if matches!(letter, '_' | '-') { ' ' } else { letter });
        }
        small = letter.is_lowercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{TERMS, term};
    use crate::receipts::words::Tongue;
    use countersign_core::{Author, Category, Control, Input, Method, Relation, Right};

    #[test]
    fn terms_are_known_once_and_others_are_told_apart() {
        for (name, tongue, expected) in [
            ("save", Tongue::Malay, "“Simpan pilihan saya”"),
            ("Location", Tongue::Traditional, "位置"),
            ("BrowsingBehaviour", Tongue::English, "pages opened"),
            ("DeviceSoftware", Tongue::English, "Device software"),
            ("page-views", Tongue::Malay, "page views"),
            ("", Tongue::English, ""),
        ] {
            assert_eq!(term(name, tongue), expected);
        }
        let mut names: Vec<&str> = TERMS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "a name stands twice");
    }

    #[test]
    fn everything_that_receipts_name_has_words() {
        let names = Category::ALL.iter().map(|one| one.name()).chain(Control::ALL.iter().map(|one| one.name()));
        let names = names.chain(Right::ALL.iter().map(|one| one.name())).chain(Method::ALL.iter().map(|one| one.name()));
        let names = names.chain(Relation::ALL.iter().map(|one| one.name())).chain(Input::ALL.iter().map(|one| one.name()));
        for name in names {
            assert!(TERMS.iter().any(|(known, _)| *known == name), "{name} has no words");
        }
        assert_eq!(Author::ALL.len(), 3, "a new author needs words in the claims");
    }
}
