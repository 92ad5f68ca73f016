//! For each rule, a short policy that breaks it and some that do not, in three languages.

use std::sync::LazyLock;

use super::{PolicyText, Regime, Shown, check_law, law_rules};
use crate::mark::Lexicon;
use crate::read::{TextFormat, read_text};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::shipped().unwrap());

/// A rule, a text that breaks it, and texts that do not.
type Row = (&'static str, &'static str, &'static [&'static str]);

const MISSING: &[Row] = &[
    (
        "CS-L001",
        "We carry parcels.",
        &["Perahu Sdn. Bhd. (\"we\") carries parcels.", "本政策适用于海风快递有限公司。", "Nama syarikat: Perahu Berhad"],
    ),
    ("CS-L002", "Contact us.", &["Write to a@b.example.", "联系电话：+60 3-0000 0000", "Alamat: 1 Jalan Contoh, 00000 Contoh"]),
    (
        "CS-L003",
        "We carry parcels.",
        &["Ask our data protection officer.", "我们设立了个人信息保护专职部门。", "Tulis kepada pegawai perlindungan data."],
    ),
    (
        "CS-L004",
        "We notify the data protection commissioner of a breach.",
        &[
            "You may complain to a supervisory authority.",
            "您可以向监管部门投诉。",
            "您可以向主管機關申訴。",
            "Anda boleh membuat aduan kepada Pesuruhjaya.",
        ],
    ),
    (
        "CS-L005",
        "We carry parcels.",
        &["We use your name for delivery.", "我们收集姓名，用于派送。", "Kami mengumpul nama untuk penghantaran bagi tujuan ini."],
    ),
    ("CS-L006", "We carry parcels.", &["We collect your name.", "我们收集您的姓名。", "Kami mengumpul alamat anda."]),
    (
        "CS-L007",
        "We check your passport number.",
        &[
            "We check your passport number. Sensitive data can harm you when it leaks.",
            "我们查验您的护照号码。敏感个人信息一旦泄露可能危害人身安全。",
            "Kami menyemak nombor pasport. Data sensitif boleh membahayakan anda apabila bocor.",
        ],
    ),
    (
        "CS-L008",
        "We collect your name.",
        &["If you refuse we cannot deliver.", "如您拒绝提供，我们无法派送。", "Jika anda enggan, kami tidak dapat menghantar."],
    ),
    ("CS-L009", "We collect your name.", &["A note is optional.", "姓名为必填。", "Nama adalah wajib."]),
    (
        "CS-L010",
        "We process data with your consent.",
        &["The legal basis is your consent.", "处理的合法性基础是您的同意。", "Asas undang-undang ialah persetujuan."],
    ),
    (
        "CS-L011",
        "We have a legitimate interest.",
        &[
            "We have a legitimate interest in preventing fraud.",
            "我们的合法利益包括防范欺诈。",
            "Kepentingan sah kami, iaitu mencegah penipuan.",
        ],
    ),
    (
        "CS-L012",
        "We delete your data.",
        &["We keep waybills for 2 years.", "我们仅在必要期限内保存您的信息。", "Kami menyimpan data selama 2 tahun."],
    ),
    (
        "CS-L013",
        "We keep data as long as necessary.",
        &["We keep waybills for 2 years.", "运单保存6个月。", "Data disimpan selama 30 hari."],
    ),
    (
        "CS-L014",
        "We keep waybills for 2 years.",
        &["We delete data when the period ends.", "保存期限届满后，我们将删除或匿名化。", "Data dipadam selepas tempoh tamat."],
    ),
    (
        "CS-L015",
        "We carry parcels.",
        &[
            "We share data with customs.",
            "We do not share your data.",
            "我们向合作伙伴提供您的信息。",
            "Kami berkongsi data dengan syarikat pengangkut.",
        ],
    ),
    (
        "CS-L016",
        "We share data with our partners.",
        &[
            "We share data with our partners. Before that we ask for your separate consent.",
            "我们与合作伙伴共享信息，并取得您的单独同意。",
            "我們與合作夥伴分享資料，並取得您的個別同意。",
            "Kami berkongsi data dengan rakan dengan persetujuan berasingan anda.",
        ],
    ),
    (
        "CS-L017",
        "We share data with our partners.",
        &[
            "We share data with our partners; here is the list of third parties.",
            "我们与第三方共享信息，详见第三方清单。",
            "Kami berkongsi data dengan rakan dalam senarai pihak ketiga.",
        ],
    ),
    ("CS-L018", "We carry parcels.", &["Data is stored in Malaysia.", "信息存储于中国境内。", "Data disimpan di Malaysia."]),
    (
        "CS-L020",
        "# Transfer abroad\n\nWe transfer your name to another country.",
        &[
            "# Transfer abroad\n\nWe transfer your name to another country under standard contractual clauses.",
            "# 跨境传输\n\n我们依据标准合同将信息传输至境外。",
            "# Luar negara\n\nData dipindahkan ke luar negara di bawah klausa kontrak standard.",
        ],
    ),
    (
        "CS-L021",
        "# Transfer abroad\n\nWe transfer your name to another country.",
        &[
            "# Transfer abroad\n\nWe transfer your name to another country after your separate consent.",
            "# 跨境传输\n\n经您单独同意，我们将信息传输至境外。",
        ],
    ),
    (
        "CS-L030",
        "We carry parcels.",
        &["# Your rights\n\nYou may ask for access to your data.", "您有权查询、更正和删除您的信息。", "Anda berhak mengakses data anda."],
    ),
    (
        "CS-L031",
        "# Your rights\n\nYou may have data deleted.",
        &["# Your rights\n\nYou may see your data.", "您有权查阅您的个人信息。", "Anda berhak mengakses data anda."],
    ),
    (
        "CS-L032",
        "# Your rights\n\nYou may have data deleted.",
        &["# Your rights\n\nYou may have data corrected.", "您可以更正您的个人信息。", "Anda boleh membetulkan data anda."],
    ),
    (
        "CS-L033",
        "# Your rights\n\nYou may see your data.",
        &["You have the right to have your data erased.", "您可以要求删除您的个人信息。", "# Hak anda\n\nPemadaman data."],
    ),
    (
        "CS-L034",
        "# Your rights\n\nYou may see your data.",
        &["# Your rights\n\nYou may have a copy.", "您有权获取个人信息副本。", "# Hak anda\n\nSalinan data."],
    ),
    (
        "CS-L035",
        "# Your rights\n\nYou may see your data.",
        &[
            "# Your rights\n\nData portability.",
            "# 您的权利\n\n将信息转移至其他处理者。",
            "# Hak anda\n\nData dalam format yang boleh dibaca mesin.",
        ],
    ),
    (
        "CS-L036",
        "# Your rights\n\nYou may see your data.",
        &["# Your rights\n\nRestrict the processing.", "# 您的权利\n\n限制处理。", "# Hak anda\n\nMengehadkan pemprosesan."],
    ),
    (
        "CS-L037",
        "# Your rights\n\nYou may see your data.",
        &["# Your rights\n\nObject to the processing.", "# 您的权利\n\n拒绝处理。", "# Hak anda\n\nMembantah pemprosesan."],
    ),
    (
        "CS-L038",
        "# Your rights\n\nYou may see your data.",
        &["# Your rights\n\nAsk for an explanation.", "# 您的权利\n\n要求解释处理规则。", "# Hak anda\n\nMeminta penjelasan."],
    ),
    (
        "CS-L039",
        "# Your rights\n\nYou may see your data.",
        &["# Your rights\n\nRelatives may ask.", "# 您的权利\n\n近亲属可以行使权利。", "# Hak anda\n\nWaris boleh meminta."],
    ),
    (
        "CS-L040",
        "# Your rights\n\nYou may see your account.",
        &["# Your rights\n\nYou may close your account.", "# 您的权利\n\n您可以注销账户。", "# Hak anda\n\nMenutup akaun anda."],
    ),
    (
        "CS-L041",
        "# Your rights\n\nYou have many.",
        &["# Your rights\n\nWrite to us.", "# 您的权利\n\n请联系客服。", "# Hak anda\n\nHubungi kami."],
    ),
    (
        "CS-L042",
        "# Your rights\n\nYou may see your data.",
        &["We answer requests within 15 days.", "我们将在15日内答复。", "Kami akan menjawab permintaan dalam tempoh 15 hari."],
    ),
    (
        "CS-L043",
        "# Your rights\n\nYou may see your data.",
        &[
            "If we refuse a request we give the reason.",
            "如拒绝请求，我们会说明理由。",
            "Jika permintaan menolak, kami memberi sebab. Kami menolak permintaan dengan sebab.",
        ],
    ),
    (
        "CS-L050",
        "We ask for your consent.",
        &["You can withdraw your consent.", "您可以撤回同意。", "Anda boleh menarik balik persetujuan."],
    ),
    (
        "CS-L051",
        "Consent can be withdrawn; you may withdraw consent.",
        &["You can withdraw consent in the settings.", "您可以在设置中撤回同意。", "Anda boleh menarik balik persetujuan dalam tetapan."],
    ),
    (
        "CS-L052",
        "You can withdraw consent in the settings.",
        &[
            "Withdrawal of consent does not affect earlier processing.",
            "撤回同意不影响撤回前处理的效力。",
            "Penarikan balik persetujuan tidak menjejaskan pemprosesan sebelum itu.",
        ],
    ),
    (
        "CS-L060",
        "We build profiles of our customers.",
        &[
            "We build profiles of our customers; you can object to profiling.",
            "我们制作用户画像，您可以关闭个性化推荐。",
            "Kami membuat pemprofilan; anda boleh menolak pemprofilan.",
        ],
    ),
    ("CS-L061", "We carry parcels.", &["We make no automated decisions.", "本产品不涉及自动化决策。", "Tiada keputusan automatik dibuat."]),
    (
        "CS-L062",
        "We carry parcels.",
        &["Children under 14 need their parents.", "未成年人须经监护人同意。", "Kanak-kanak memerlukan ibu bapa."],
    ),
    (
        "CS-L063",
        "Our services are not for children under 14 years.",
        &["Children need the consent of a parent.", "儿童须经父母同意。", "Kanak-kanak memerlukan persetujuan penjaga."],
    ),
    (
        "CS-L064",
        "Children need the consent of a parent.",
        &[
            "Children under 14 need the consent of a parent.",
            "不满14周岁的儿童须经父母同意。",
            "Kanak-kanak di bawah umur 18 tahun memerlukan penjaga.",
        ],
    ),
    (
        "CS-L065",
        "We send you marketing messages.",
        &[
            "We send you marketing messages. You can unsubscribe.",
            "我们向您发送营销短信，您可以退订。",
            "Kami menghantar mesej pemasaran. Anda boleh berhenti melanggan promosi.",
        ],
    ),
    (
        "CS-L066",
        "We carry parcels.",
        &["Data comes from you or from third parties.", "信息由您提供或来自第三方。", "Data datang daripada anda."],
    ),
    (
        "CS-L067",
        "We carry parcels.",
        &["You can limit the processing of your data.", "您可以选择关闭权限。", "Anda boleh mengehadkan pemprosesan data."],
    ),
    (
        "CS-L068",
        "We check the identity card of the sender of a parcel.",
        &[
            "We check the identity card of the sender of a parcel because the law demands it.",
            "寄件须实名，依照法律规定。",
            "Kami menyemak kad pengenalan pengirim mengikut undang-undang pengenalan.",
        ],
    ),
    (
        "CS-L069",
        "We carry parcels.",
        &["After a breach we inform you.", "发生安全事件，我们将告知您。", "Selepas insiden kami memaklumkan anda."],
    ),
    ("CS-L070", "We carry parcels.", &["Connections are encrypted.", "我们采用加密技术。", "Sambungan disulitkan."]),
    (
        "CS-L071",
        "We carry parcels.",
        &["We announce changes of this policy.", "本政策变更时，我们将公告。", "Perubahan dasar ini diumumkan."],
    ),
    ("CS-L072", "Parcels since 1 May 2020.", &["Last updated: 1 May 2026", "更新日期：2026年5月1日", "Berkuat kuasa pada 1 Mei 2026"]),
    ("CS-L073", "We carry parcels to you and the moon.", &["We carry parcels. This policy is published in English and Malay."]),
    (
        "CS-L074",
        "We use cookies.",
        &["We use cookies with your consent.", "我们经您同意使用Cookie。", "Kami menggunakan kuki dengan persetujuan anda."],
    ),
    (
        "CS-L075",
        "We use cookies.",
        &["You can delete the cookies we use.", "您可以清除我们使用的Cookie。", "Anda boleh memadam kuki kami."],
    ),
    ("CS-L076", "We use cookies.", &["We use cookies that stay 30 days.", "我们使用的Cookie保留30天。", "Kuki kami kekal 30 hari."]),
];

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
    ("CS-T003", "## 1. One\n\nText.\n\n## 1. Two\n\nText.\n", &["## 1. One\n\n### (1) A\n\nText.\n\n## 2. Two\n\n### (1) B\n\nText.\n"]),
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
    (
        "CS-T009",
        "The partners are listed in Annex 2.",
        &["The partners are listed in Annex 2.\n\n# Annex 2 Partners\n\nNone.", "See Schedule 1 of the Act."],
    ),
    ("CS-T009", "详见附件一。", &["详见附件一。\n\n# 附件一 合作方\n\n无。"]),
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
