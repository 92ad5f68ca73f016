//! For each rule, a short policy that breaks it and some that do not, in three languages.

mod missing;

use std::sync::LazyLock;

use missing::MISSING;

use super::{PolicyText, Regime, Shown, check_law, law_rules};
use crate::mark::Lexicon;
use crate::read::{TextFormat, read_text};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::shipped().unwrap());

/// A rule, a text that breaks it, and texts that do not.
type Row = (&'static str, &'static str, &'static [&'static str]);

const SAID: &[Row] = &[
    (
        "CS-L053",
        "By using our service you agree to this policy.",
        &["Using our service does not mean that you agree.", "Continued use is never deemed consent."],
    ),
    ("CS-L053", "您继续使用我们的服务，即表示您同意本政策。", &["继续使用服务不表示您同意本政策。"]),
    ("CS-L053", "Dengan menggunakan perkhidmatan ini, anda bersetuju dengan dasar ini.", &["Membuka halaman bukan persetujuan."]),
    (
        "CS-L054",
        "Clicking \"Accept\" means that you agree that we collect and share data under this policy.",
        &["Click \"Accept\" to go on."],
    ),
    (
        "CS-L055",
        "# Data we collect\n\nWe use your order to deliver, to improve our services and to send advertisements.",
        &["# Data we collect\n\nWe use your order to deliver and to improve our services."],
    ),
    (
        "CS-L056",
        "# Core functions\n\nWe send you coupons and promotions.",
        &["# Additional functions\n\nWe send you coupons.", "# Core functions\n\nMessages about your parcel are not marketing."],
    ),
    ("CS-L056", "# 核心功能\n\n我们向您发送营销短信和优惠券。", &["# 附加功能\n\n我们向您发送营销短信。"]),
    ("CS-L056", "# Fungsi teras\n\nKami menghantar promosi.", &["# Fungsi tambahan\n\nKami menghantar promosi."]),
];

const COMPUTED: &[Row] = &[
    (
        "CS-L019",
        "# Transfer abroad\n\nWe transfer data overseas.",
        &[
            "Data stays in Malaysia.",
            "# Transfer abroad\n\nWe send the name to Laut Ltd overseas for delivery; contact laut@laut.example to exercise your rights. We transfer it overseas.",
        ],
    ),
    ("CS-L044", "We reply to requests within 45 days.", &["We reply to requests within 15 days.", "我们将在十五个工作日内答复。"]),
    (
        "CS-L080",
        "We reply to requests within 15 days.\n\nOur staff will answer within 20 days.",
        &["We reply to requests within 15 days.\n\nOur staff will answer within 15 days."],
    ),
    ("CS-L080", "我们将在15个工作日内答复。\n\n客服将在10日内答复您的请求。", &["我们将在15日内答复。\n\n客服将在15日内答复您的请求。"]),
    (
        "CS-L081",
        "Sensitive data includes data of minors under 14.\n\nChildren: persons under 18.",
        &["Children are persons under 14.\n\nMinors under 18 need their parents.", "不满14周岁的儿童。\n\n未满18周岁的未成年人。"],
    ),
    (
        "CS-L082",
        "We keep your call recording for 6 months.\n\nWe store the call recording for 2 years.",
        &["We keep your call recording for 6 months.\n\nWe keep the waybill for 2 years."],
    ),
    ("CS-L083", "Last updated: 2 May 2026\n\nEffective date: 1 May 2026", &["Last updated: 1 May 2026\n\nEffective date: 2 May 2026"]),
    (
        "CS-L084",
        "We do not share your data with any third party.\n\nWe share your name with our partners.",
        &["We do not share your data with any third party except with consent.\n\nWe share your name with our partners."],
    ),
    (
        "CS-L084",
        "我们不会向任何第三方提供您的信息。\n\n我们与合作伙伴共享您的姓名。",
        &["未经您同意，我们不会向任何第三方提供您的信息。\n\n我们与合作伙伴共享您的姓名。"],
    ),
];

const FAULTS: &[Row] = &[
    (
        "CS-T001",
        "We write the name of the sender, the name of the receiver, both addresses and both telephone numbers on the waybill, so that couriers at every station can carry the parcel on.\n\nShort.\n\nWe write the name of the sender, the name of the receiver, both addresses and both telephone numbers on the waybill, so that couriers at every station can carry the parcel on.",
        &["We carry parcels.\n\nWe carry parcels."],
    ),
    (
        "CS-T002",
        "## 1. One\n\nText.\n\n## 2. Two\n\nText.\n\n## 4. Four\n\nText.\n",
        &[
            "## 1. One\n\nText.\n\n## 2. Two\n\nText.\n\n## 3. Three\n\nText.\n",
            "## 1. One\n\n1. a\n2. b\n\n## 2. Two\n\n1. a\n2. b\n",
            "## 一、甲\n\n文。\n\n- （1）一； （2）二；\n- （3）三。\n",
        ],
    ),
    (
        "CS-T003",
        "## 1. One\n\nText.\n\n## 1. Two\n\nText.\n",
        &[
            "## 1. One\n\n### (1) A\n\nText.\n\n## 2. Two\n\n### (1) B\n\nText.\n",
            "## Part I A\n\nText.\n\n## 1. B\n\nText.\n\n## Part II C\n\nText.\n\n## 1. D\n\nText.\n",
        ],
    ),
    (
        "CS-T004",
        "## 1. A\n\nWe ask for the following permissions:\n\n## 2. B\n\nText.",
        &["# A\n\nWe ask for the following permissions:\n\n- camera\n\n# B\n\nText.", "# A\n\n我们申请以下权限：\n\n- 相机\n"],
    ),
    (
        "CS-T005",
        "# A\n\nPlease contact us in the following manner:\n\nThis policy applies to everybody who sends a parcel with us.\n",
        &[
            "# A\n\nContact us in the following manner:\n\nTel: +60 3-0000 0000\n",
            "# A\n\n请通过以下方式与我们联系：\n\n客服电话 +60 3-0000 0000\n",
        ],
    ),
    (
        "CS-T006",
        "We share your name with carriers so that",
        &["We share your name with carriers.", "# Contact\n\nprivacy@a.example", "我们向承运方提供姓名。", "Hubungi Perahu Sdn. Bhd."],
    ),
    (
        "CS-T007",
        "## 1. Data\n\nSee Section 9 for more.\n\n## 2. Rights\n\nText.",
        &["## 1. Data\n\nSee Section 2 for more.\n\n## 2. Rights\n\nText."],
    ),
    (
        "CS-T008",
        "We are [Company Name].",
        &["See [IX. How to contact us].", "请见【如何联系我们】。", "The app reads one contact [only the one you pick]."],
    ),
    ("CS-T008", "我们是【公司名称】。", &["我们是海风。"]),
    ("CS-T008", "请致电____。", &["请致电400。\n\n____\n\n再见。"]),
    (
        "CS-T009",
        "The partners are listed in Annex 2.",
        &["The partners are listed in Annex 2.\n\n# Annex 2 Partners\n\nNone.", "See Schedule 1 of the Act."],
    ),
    ("CS-T009", "详见附件一。", &["详见附件一。\n\n# 附件一 合作方\n\n无。"]),
    (
        "CS-T011",
        "You can close your account on our page (this function will become available by the end of June 2019).",
        &["You can close your account on our page.", "The data will be available to our staff. We were founded in 1999."],
    ),
    ("CS-T011", "该功能将于2027年6月上线。", &["该功能已于2019年6月上线。"]),
    ("CS-T011", "Fungsi ini akan tersedia pada akhir Jun 2027.", &["Fungsi ini tersedia sejak 2019."]),
    (
        "CS-T010",
        "Contents\n\n1. What we collect\n2. Whom we tell\n3. Children at sea\n\n1. What we collect\n\nWe collect names and addresses from everybody who sends a parcel.\n\n2. Whom we tell\n\nWe tell the carrier and nobody else about your name and your address.\n",
        &[
            "Contents\n\n1. What we collect\n2. Whom we tell\n\n1. What we collect\n\nWe collect names and addresses from everybody who sends a parcel.\n\n2. Whom we tell\n\nWe tell the carrier and nobody else about your name and your address.\n",
        ],
    ),
];

fn fires(code: &str, source: &str) -> bool {
    let format = if source.starts_with("Contents") { TextFormat::Plain } else { TextFormat::Markdown };
    let reading = read_text(source, format);
    let policy = PolicyText { name: "policy", source, reading: &reading };
    let found = check_law(&[policy], Regime::ALL, &Shown::new(), &LEXICON);
    found.iter().any(|one| one.code == code)
}

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (code, broken, kept) in rows {
        if !fires(code, broken) {
            wrong.push(format!("{code} does not fire on {broken:?}"));
        }
        wrong.extend(kept.iter().filter(|text| fires(code, text)).map(|text| format!("{code} fires on {text:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_missing_is_found_and_what_is_said_is_heard() {
    check(MISSING);
}

#[test]
fn what_should_not_be_said_is_found() {
    check(SAID);
}

#[test]
fn contradictions_are_found() {
    check(COMPUTED);
}

#[test]
fn faults_of_the_text_are_found() {
    check(FAULTS);
}

#[test]
fn every_rule_has_its_row() {
    for rule in law_rules() {
        let mut rows = [MISSING, SAID, COMPUTED, FAULTS].into_iter().flatten();
        assert!(rows.any(|(code, _, _)| *code == rule.code()), "{} has no row", rule.code());
    }
}
