//! Drafts of policies of our own, and that each of them builds.

use super::{cut, draft_site, slug};
use crate::site::compile;

#[test]
fn titles_become_ids() {
    for (text, expected) in [
        ("Real-name verification", Some("real-name-verification")),
        ("实名认证", None),
        ("使用情况 SDK", None),
        ("APP 推", Some("app")),
        ("", None),
    ] {
        assert_eq!(slug(text).as_deref(), expected, "{text}");
    }
    assert_eq!(cut("a-very-long-title-of-a-section-of-a-policy", 32), "a-very-long-title-of-a-section");
}

fn check(policies: &[(&str, &str)], tags: &[&str]) {
    let text = draft_site(policies).unwrap();
    let open = |name: &str| Ok(policies.iter().find(|(known, _)| *known == name).unwrap().1.as_bytes().to_vec());
    let (bundle, diagnostics) = compile("site.toml", &text, &open);
    let bundle = bundle.unwrap_or_else(|| panic!("{diagnostics:#?}\n{text}"));
    assert_eq!(bundle.parts.iter().map(|part| part.notice.locale.as_str()).collect::<Vec<_>>(), tags);
    assert!(bundle.parts.iter().all(|part| part.notice.drafted));
}

const ENGLISH: &str = "# Privacy policy\n\nUpdated on 2026-03-01.\n\n## Cookies\n\nWe use cookies and \"analytics\" to count visits.\n";

#[test]
fn drafts_build() {
    check(&[("en.md", ENGLISH)], &["en"]);
    check(&[("a/pos.zh.md", "# 隐私政策\n\n## Cookie\n\n我们使用 Cookie 统计访问。\n"), ("en.md", ENGLISH)], &["zh-Hans", "en"]);
    check(&[("nothing.txt", "Hello.\n")], &["en"]);
}

#[test]
fn what_is_not_stated_is_a_comment() {
    let text = draft_site(&[("nothing.txt", "Hello.\n")]).unwrap();
    assert!(text.contains("\n# name: not stated\n") && !text.contains("[[purpose]]"), "{text}");
}

#[test]
fn values_name_their_clause() {
    let text = "# Policy\n\nKite Post Pte Ltd (\"we\") cares.\n\n## 2. What we collect\n\n### 2.1 Signing up\n\nWe collect your name; you may also provide your gender.\n\nWe ask for the camera permission to scan labels.\n\n## 3. News\n\nWe send promotions by SMS. Reply with QX to unsubscribe.\n\n## 4. Your rights\n\nWe will reply to your request within 21 days.\n";
    let draft = draft_site(&[("en.md", text)]).unwrap();
    for line in [
        "name = \"Kite Post Pte Ltd\" # from “Policy”, line 3",
        "response_days = 21 # from “4. Your rights”, line 19",
        "title = { en = \"Signing up\" } # from “2.1 Signing up”, line 7",
        "optional = true",
        "[[permission]]\nid = \"camera\"\ntitle = { en = \"camera\" } # from “2.1 Signing up”, line 11",
        "words = [\"QX\"]",
        "# third-party code: not stated",
    ] {
        assert!(draft.contains(line), "{line}\n{draft}");
    }
    check(&[("en.md", text)], &["en"]);
}

#[test]
fn rights_are_drafted_with_the_shorter_time_in_its_own_unit() {
    let text = "# Policy\n\n## 1. Your rights\n\n### 1.1 Access your data\n\nYou may see it through Settings.\n\n### 1.2 Withdraw your consent\n\nClick Privacy.\n\n### 1.3 Close your account\n\nCall us.\n\n### 1.4 Answers\n\nWe will reply to your request within 30 days.\n\n## 2. Contact\n\nWe respond within 15 working days.\n";
    let draft = draft_site(&[("en.md", text)]).unwrap();
    let row = |id: &str| {
        let at = draft.find(&format!("[[right]]\nid = \"{id}\"")).unwrap_or_else(|| panic!("{id}\n{draft}"));
        draft[at..].split("\n\n").next().unwrap().to_owned()
    };
    let access = row("access");
    for line in [
        "way = { en = \"You may see it through Settings.\" } # from “1.1 Access your data”",
        "working_days = 15 # from “2. Contact”",
        "also_days = 30 # from “1.4 Answers”",
    ] {
        assert!(access.contains(line), "{line}\n{access}");
    }
    assert!(!row("withdraw").contains("days"), "nobody answers what the visitor does");
    row("close-account");
    check(&[("en.md", text)], &["en"]);
}

#[test]
fn one_text_for_each_language() {
    assert!(draft_site(&[("a.md", ENGLISH), ("b.md", ENGLISH)]).is_err());
}

#[test]
fn where_data_is_kept_goes_for_every_purpose() {
    let text = format!("{ENGLISH}\n## Storage\n\nYour personal information is stored in Malaysia.\n");
    let drafted = draft_site(&[("en.md", &text)]).unwrap();
    assert!(drafted.contains("\nstorage = [\"MY\"] # from “Storage”, line 11, the rule for all data\n"), "{drafted}");
    check(&[("en.md", &text)], &["en"]);
}

#[test]
fn data_is_sensitive_where_the_text_shows_it_so() {
    let collect = "# Policy\n\n## 1. What we collect\n\n### 1.1 Sending\n\nWhen you send a parcel, we collect your mobile phone number and passport number.\n";
    let row = |text: &str, id: &str| {
        let drafted = draft_site(&[("en.md", text)]).unwrap();
        let at = drafted.find(&format!("[[data]]\nid = \"{id}\"")).unwrap_or_else(|| panic!("{id}: {drafted}"));
        drafted[at..].split("\n\n").next().unwrap_or_default().contains("sensitive = ")
    };
    assert!(!row(collect, "d-mobile-phone-number") && row(collect, "d-passport-number"));
    let own = format!(
        "{collect}\n## 2. Words\n\nSensitive personal information includes mobile phone numbers, fingerprints and bank accounts.\n"
    );
    assert!(row(&own, "d-mobile-phone-number"));
}
