//! Tables of titles and what they are about.

use super::{Topic, WORDS, of_title, topics};
use crate::read::{TextFormat, read_text};

fn check(title: &str, expected: &[Topic]) {
    assert_eq!(of_title(title), expected, "{title}");
}

#[test]
fn the_data_names_every_topic_once() {
    let rows: Vec<_> = WORDS.as_ref().unwrap().rows.iter().map(|row| row.topic).collect();
    for topic in Topic::ALL {
        assert_eq!(rows.iter().filter(|known| *known == topic).count(), 1, "{topic:?}");
    }
    assert!(Topic::ALL.iter().all(|topic| Topic::from_name(topic.name()) == Some(*topic)));
}

#[test]
fn english_titles() {
    use Topic::*;
    for (title, expected) in [
        ("Privacy Policy", &[][..]),
        ("Personal information protection policy", &[]),
        ("Scope of this notice", &[Scope]),
        ("Definitions and scope", &[Definitions, Scope]),
        ("Who we are and how to reach us", &[Contact, Controller]),
        ("How do we collect and use your personal information", &[Collection]),
        ("Core functions", &[CoreFunctions]),
        ("Collecting data for additional features", &[AdditionalFunctions]),
        ("Account registration", &[]),
        ("Permissions on your device", &[Permissions]),
        ("Permission to access the camera", &[Permissions]),
        ("Data that we collect indirectly", &[IndirectCollection]),
        ("Exceptions to consent when sharing or disclosing", &[ConsentExceptions]),
        ("How we use cookies and similar technologies", &[Cookies]),
        ("Web beacons and pixel tags", &[Beacons]),
        ("Do Not Track", &[DoNotTrack]),
        ("How we entrust, share, transfer and publicly disclose data", &[Entrusting, Transfer, Disclosure, Sharing]),
        ("SDKs of third parties", &[ThirdPartySdks]),
        ("How we protect your information", &[Security]),
        ("How we protect and store your data", &[Storage, Security]),
        ("Security incidents", &[Incidents, Security]),
        ("Storage period of personal information", &[Retention]),
        ("Your rights", &[Rights]),
        ("Access your data", &[Access]),
        ("Correcting or supplementing your data", &[Correction]),
        ("Delete your data", &[Deletion]),
        ("Change the scope of your authorization", &[Withdrawal]),
        ("Obtain a copy of your data", &[Copy]),
        ("Account cancelation", &[AccountCancellation]),
        ("Deleting your account", &[AccountCancellation]),
        ("Limits on automated decisions", &[AutomatedDecisions]),
        ("Responding to your requests", &[RequestHandling]),
        ("Marketing messages and how to stop them", &[Marketing]),
        ("How we handle children's information", &[Children]),
        ("How is your data transferred in the world", &[CrossBorder]),
        ("How we update this Policy", &[Updates]),
        ("How to contact us", &[Contact]),
        ("Complaints", &[Complaints]),
        ("Legal basis", &[LegalBasis]),
        ("Copyright", &[]),
    ] {
        check(title, expected);
    }
}

#[test]
fn chinese_titles_in_both_scripts() {
    use Topic::*;
    for (title, expected) in [
        ("隐私政策", &[][..]),
        ("个人信息保护政策", &[]),
        ("适用范围", &[Scope]),
        ("適用範圍", &[Scope]),
        ("名词定义", &[Definitions]),
        ("我們是誰，如何聯絡我們", &[Contact, Controller]),
        ("我们如何收集您的个人信息", &[Collection]),
        ("我们如何使用您的个人信息", &[OtherUses]),
        ("核心业务功能", &[CoreFunctions]),
        ("附加功能", &[AdditionalFunctions]),
        ("设备权限调用说明", &[Permissions]),
        ("您裝置上的權限", &[Permissions]),
        ("征得授权同意的例外", &[ConsentExceptions]),
        ("法律不要求取得同意的情形", &[ConsentExceptions]),
        ("Cookie和同类技术", &[Cookies]),
        ("网络信标、像素标签", &[Beacons]),
        ("委托处理", &[Entrusting]),
        ("如何共享、转让、公开披露您的个人信息", &[Transfer, Disclosure, Sharing]),
        ("第三方代码、插件收集信息", &[ThirdPartySdks]),
        ("通过第三方间接收集您的信息", &[IndirectCollection]),
        ("我们如何保护您的个人信息", &[Security]),
        ("安全事件处置", &[Incidents, Security]),
        ("儲存地點與跨境傳輸", &[CrossBorder]),
        ("个人信息的保存期限", &[Retention]),
        ("您的權利", &[Rights]),
        ("访问您的个人信息", &[Access]),
        ("更正您的个人信息", &[Correction]),
        ("刪除您的個人資料", &[Deletion]),
        ("改变您授权同意的范围或撤回您的授权", &[Withdrawal]),
        ("获取您的个人信息副本", &[Copy]),
        ("註銷帳戶", &[AccountCancellation]),
        ("约束信息系统自动决策", &[AutomatedDecisions]),
        ("响应您的上述请求", &[RequestHandling]),
        ("廣告與行銷訊息", &[Marketing]),
        ("未成年人保护", &[Children]),
        ("您的个人信息如何在全球范围转移", &[CrossBorder]),
        ("本政策如何更新", &[Updates]),
        ("如何联系我们", &[Contact]),
        ("申訴", &[Complaints]),
    ] {
        check(title, expected);
    }
}

#[test]
fn malay_titles() {
    use Topic::*;
    for (title, expected) in [
        ("Dasar Privasi", &[][..]),
        ("Skop dasar ini", &[Scope]),
        ("Istilah dalam dasar ini", &[Definitions]),
        ("Siapa kami dan cara menghubungi kami", &[Contact, Controller]),
        ("Data yang kami kumpul", &[Collection]),
        ("Fungsi teras", &[CoreFunctions]),
        ("Fungsi tambahan", &[AdditionalFunctions]),
        ("Kebenaran pada peranti anda", &[Permissions]),
        ("Kuki dan teknik serupa", &[Cookies]),
        ("Tag piksel dan suar web", &[Beacons]),
        ("Dengan siapa kami berkongsi data peribadi", &[Sharing]),
        ("Pemindahan ke luar negara", &[CrossBorder]),
        ("Berapa lama kami menyimpan data peribadi", &[Retention]),
        ("Keselamatan", &[Security]),
        ("Kanak-kanak dan orang di bawah umur", &[Children]),
        ("Hak anda", &[Rights]),
        ("Menarik balik persetujuan", &[Withdrawal]),
        ("Cara menggunakan hak anda", &[RequestHandling, Rights]),
        ("Menutup akaun anda", &[AccountCancellation]),
        ("Aduan", &[Complaints]),
        ("Perubahan kepada dasar ini", &[Updates]),
        ("Hubungi kami", &[Contact]),
    ] {
        check(title, expected);
    }
}

const TEXT: &str = "# Notice\n\nHello.\n\n## Your rights\n\nMany.\n\n### Access\n\nAsk.\n\n### By post\n\nWrite.\n\n## Cookies\n\nSome.\n\n## More\n\nEnd.\n";

#[test]
fn a_section_without_topic_has_that_of_its_parent() {
    let reading = read_text(TEXT, TextFormat::Markdown);
    let found = topics(&reading);
    let all: Vec<_> = (0..reading.headings().len()).map(|place| found.of(place).to_vec()).collect();
    let expected: [&[Topic]; 6] = [&[], &[Topic::Rights], &[Topic::Access], &[Topic::Rights], &[Topic::Cookies], &[]];
    assert_eq!(all, expected);
    assert_eq!(found.own(3), []);
}

#[test]
fn topics_have_their_stretches() {
    let reading = read_text(TEXT, TextFormat::Markdown);
    let found = topics(&reading);
    let words = |topic| -> Vec<&str> { found.spans_of(topic).into_iter().map(|span| reading.text()[span].trim()).collect() };
    assert!(words(Topic::Rights)[0].starts_with("Your rights") && words(Topic::Rights)[0].ends_with("Write."));
    assert!(words(Topic::Access)[0].ends_with("Ask."));
    assert!(words(Topic::Children).is_empty());
    let at = reading.text().find("Write.").unwrap();
    assert_eq!((found.section_at(at), found.at(at)), (Some(3), &[Topic::Rights][..]));
    assert_eq!(found.heading_of(&reading, Topic::Cookies).map(|heading| heading.title.as_str()), Some("Cookies"));
}
