//! Rules that fire where something is not said, each with a text that does not say it and texts that do.

use super::Row;

pub(super) const MISSING: &[Row] = &[
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
