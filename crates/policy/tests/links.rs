//! Links inside a policy: which words lead where, which are wrong, and which are no references at all.
//!
//! In: short policies of our own with one sentence under test. Out: the references and terms as lines. Deliberately absent: how links look.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use countersign_core::LinkTarget;
use countersign_policy::{Lexicon, MarkOptions, Outcome, Reading, TextFormat, links, mark_sensitive, read_text, references};

const ENGLISH: &str = "Parcel Privacy Policy

1. Scope
This text is about parcels.

2. What we collect
2.1 Data that you give
We ask for your name.
2.2 Data from your device
We read the language of your browser.
(a) the language is kept for a day;
(b) the time zone is kept for a week.

3. Lockers and codes
We send a code.

4. Your rights
(i) Access to your data
You may ask us for a copy.
(ii) Deleting your data
You may ask us to delete it.
TEST

5. How to reach us
Write to us.
";

const CHINESE: &str = "包裹服务隐私政策

一、我们如何收集信息
1.1 您提供的信息
我们收集姓名。
1.2 设备信息的读取
我们读取语言设置。

二、我们如何保管您的信息
2.1 保管期限
我们保管一年。

三、您的各项权利
3.1 查阅与复制
您可以查阅。
3.2 撤回同意的方法
您可以撤回。
TEST

四、如何与我们联系
请来信。
";

const MALAY: &str = "Dasar Privasi Bungkusan

Bahagian 1: Skop
Dasar ini mengenai bungkusan.

Bahagian 2: Maklumat yang kami kumpul
Kami mengumpul nama anda.

Bahagian 3: Hak anda
Anda boleh meminta salinan.
TEST

Bahagian 4: Cara menghubungi kami
Tulis kepada kami.
";

fn place(reading: &Reading, target: LinkTarget) -> String {
    let heading = |number: usize| {
        let section = &reading.headings()[number - 1];
        format!("{} {}", section.number, section.title).trim().to_owned()
    };
    match target {
        LinkTarget::Heading(number) | LinkTarget::Doubtful(number) => heading(number),
        LinkTarget::Block(index) => {
            let block = reading.blocks()[index];
            let words: Vec<_> = reading.text()[block.content..block.end].split_whitespace().take(4).collect();
            format!("block {}", words.join(" "))
        }
        LinkTarget::Broken => "nowhere".to_owned(),
    }
}

fn check(policy: &str, sentence: &str, expected: &[&str]) {
    let reading = read_text(&policy.replace("TEST", sentence), TextFormat::Plain);
    let found = references(&reading).into_iter().map(|reference| {
        let outcome = match reference.outcome {
            Outcome::Found(target) => place(&reading, target),
            Outcome::WrongNumber(number) => format!("wrong number: {}", place(&reading, LinkTarget::Heading(number))),
            Outcome::WrongTitle(number) => format!("wrong title: {}", place(&reading, LinkTarget::Heading(number))),
            Outcome::NoNumber => "no such number".to_owned(),
            Outcome::NoTitle => "no such title".to_owned(),
        };
        format!("{} -> {outcome}", reference.printed)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{sentence}");
}

#[test]
fn numbers_lead_to_their_sections() {
    check(ENGLISH, "See Section 2 for details.", &["Section 2 -> 2. What we collect"]);
    check(ENGLISH, "This is said in section 2.2 of this Policy.", &["section 2.2 -> 2.2 Data from your device"]);
    check(ENGLISH, "It is kept as clause 2.2(b) says.", &["clause 2.2(b) -> block (b) the time zone"]);
    check(ENGLISH, "The purposes are in “Part 3” of this Policy.", &["Part 3 -> 3. Lockers and codes"]);
    check(ENGLISH, "Sections 2 and 3 apply.", &["Sections 2 -> 2. What we collect", "3 -> 3. Lockers and codes"]);
    check(ENGLISH, "Paragraph (ii) above applies as well.", &["Paragraph (ii) -> (ii) Deleting your data"]);
    check(ENGLISH, "The codes are in Part III.", &["Part III -> 3. Lockers and codes"]);
    check(ENGLISH, "Please refer to Article 9 of this Privacy Policy.", &["Article 9 -> no such number"]);
    check(CHINESE, "请按本政策第三条办理。", &["第三条 -> 三、 您的各项权利"]);
    check(CHINESE, "详见本政策 第1.2条 的说明。", &["第1.2条 -> 1.2 设备信息的读取"]);
    check(CHINESE, "见本政策“ 第二部分 ”。", &["第二部分 -> 二、 我们如何保管您的信息"]);
    check(CHINESE, "期限见2.1。", &["2.1 -> 2.1 保管期限"]);
    check(CHINESE, "清单见本政策附件一。", &["附件一 -> no such number"]);
    check(CHINESE, "按照本政策第九条执行。", &["第九条 -> no such number"]);
    check(MALAY, "Sila lihat Bahagian 2 Dasar ini.", &["Bahagian 2 -> Bahagian 2: Maklumat yang kami kumpul"]);
    check(MALAY, "Lihat Bahagian IV di bawah.", &["Bahagian IV -> Bahagian 4: Cara menghubungi kami"]);
    check(MALAY, "Seperti dalam seksyen 2 Notis Privasi ini.", &["seksyen 2 -> Bahagian 2: Maklumat yang kami kumpul"]);
}

#[test]
fn titles_lead_to_their_sections() {
    check(ENGLISH, "Write to the address in [5. How to reach us].", &["5. How to reach us -> 5. How to reach us"]);
    check(ENGLISH, "Do as “How to reach us” says.", &["How to reach us -> 5. How to reach us"]);
    check(ENGLISH, "Ask as in \"(1) Accessing your data\" in this section.", &["(1) Accessing your data -> (i) Access to your data"]);
    check(
        ENGLISH,
        "We delete it (see “(ii) Deleting your data” in “Part 4” of this Policy).",
        &["(ii) Deleting your data -> (ii) Deleting your data", "Part 4 -> 4. Your rights"],
    );
    check(ENGLISH, "See Section 3 (Lockers and codes).", &["Section 3 -> 3. Lockers and codes"]);
    check(CHINESE, "请通过本政策【如何与我们联系】约定的方式联系。", &["如何与我们联系 -> 四、 如何与我们联系"]);
    check(CHINESE, "请见“三、您的各项权利”。", &["三、您的各项权利 -> 三、 您的各项权利"]);
    check(
        CHINESE,
        "您可以按照“第三部分”的“3.2 撤回同意的方法”办理。",
        &["第三部分 -> 三、 您的各项权利", "3.2 撤回同意的方法 -> 3.2 撤回同意的方法"],
    );
    check(MALAY, "Tulis seperti dalam “Cara menghubungi kami”.", &["Cara menghubungi kami -> Bahagian 4: Cara menghubungi kami"]);
}

#[test]
fn number_and_title_must_agree() {
    check(ENGLISH, "See \"VII. How to reach us\".", &["VII. How to reach us -> wrong number: 5. How to reach us"]);
    check(
        ENGLISH,
        "See “3. Delivery partners abroad” of this Policy.",
        &["3. Delivery partners abroad -> wrong title: 3. Lockers and codes"],
    );
    check(ENGLISH, "Use of data is in the section “Who pays for it”.", &["Who pays for it -> no such title"]);
    check(CHINESE, "详见“五、如何与我们联系”。", &["五、如何与我们联系 -> wrong number: 四、 如何与我们联系"]);
    check(CHINESE, "这是为了实现本政策“包裹在哪里存放”约定的目的。", &["包裹在哪里存放 -> no such title"]);
}

#[test]
fn other_texts_are_no_references() {
    for sentence in [
        "We rely on Article 6(1)(b) GDPR.",
        "You have rights under Section 2 of the Personal Data Protection Act 2010.",
        "The PDPA, section 3 and section 4, applies.",
        "Articles 3, 4 and 5 of the GDPR apply.",
        "Clause 2 of our Terms of Service applies.",
        "See Section 9 of the Act.",
        "Tap “Settings” and then “Close account”.",
        "This is a part I like of it.",
        "Our hotline has 2 parts.",
    ] {
        check(ENGLISH, sentence, &[]);
    }
    for sentence in [
        "根据《个人信息保护法》第三条的规定处理。",
        "依据《民法典》第一条、第二条处理。",
        "请点击“我的-设置-注销”。",
        "我们不向第三方提供。",
    ] {
        check(CHINESE, sentence, &[]);
    }
    check(MALAY, "Mengikut seksyen 2 Akta Perlindungan Data Peribadi 2010.", &[]);
}

/// The links to definitions as `words -> place`.
fn terms(source: &str, format: TextFormat) -> Vec<String> {
    let reading = read_text(source, format);
    let shown = |link: &countersign_core::Link| {
        let words = reading.text()[link.start..link.end].split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{words} -> {}", place(&reading, link.target))
    };
    let marks = mark_sensitive(&reading, &Lexicon::shipped().unwrap(), &MarkOptions { strict: true, ..MarkOptions::default() }).plain();
    let found = links(&reading, &marks);
    reading.document(marks).unwrap().with_links(found.clone()).unwrap();
    found.iter().map(shown).collect()
}

#[test]
fn terms_lead_to_their_definitions() {
    let english = "1. Definitions
Parcel data: the name on the parcel and where it goes.
“Depot” means a house where parcels wait.

2. Use
We keep the name and the address (hereinafter collectively referred to as “Label Details”). You give us parcel data at a Depot, and
other depots do not see parcel data.

3. Sharing
We (“we”) share label
details and nothing else of this Policy (“this Policy”).
";
    assert_eq!(
        terms(english, TextFormat::Plain),
        ["parcel data -> block Parcel data: the name", "Depot -> block “Depot” means a house", "label details -> block We keep the name",]
    );
    let chinese = "# 定义
## “关联方”
指受同一公司控制的公司。
## “包裹资料”
指包裹上的姓名。

# 使用
我们与关联方使用包裹资料、收货地址和门牌（以下统称“门牌资料”），关联方不保留。

# 共享
我们共享门牌资料。
";
    assert_eq!(
        terms(chinese, TextFormat::Markdown),
        [
            "关联方 -> “关联方”",
            "包裹资料 -> “包裹资料”",
            "门牌资料 -> block 我们与关联方使用包裹资料、收货地址和门牌（以下统称“门牌资料”），关联方不保留。",
        ]
    );
    let malay = "1. Takrif
“Data bungkusan” bermaksud nama pada bungkusan.

2. Penggunaan
Kami menyimpan data bungkusan selama setahun.
";
    assert_eq!(terms(malay, TextFormat::Plain), ["data bungkusan -> block “Data bungkusan” bermaksud nama"]);
}

#[test]
fn contents_lists_lead_to_their_headings() {
    let source = "This text helps you understand the following:
1. Scope ..... 1
2. How we use data ..... 2
3. Ways to reach us ..... 4

1. Scope
This text is about parcels.
2. Our use of data
We send a code to your phone.
3. Contact
Write to us.
";
    assert_eq!(
        terms(source, TextFormat::Plain),
        ["1. Scope ..... 1 -> 1. Scope", "2. How we use data ..... 2 -> 2. Our use of data", "3. Ways to reach us ..... 4 -> 3. Contact",]
    );
}
