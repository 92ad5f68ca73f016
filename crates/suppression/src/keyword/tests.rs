//! The table of messages in four languages and what each means, and what a site may change about it.

use super::*;

/// Messages that stop for every site, by language.
const STOP: [(&str, &[&str]); 5] = [
    (
        "short",
        &[
            "TD",
            "td",
            "ＴＤ",
            "ｔｄ。",
            " T D ",
            "T",
            "t!",
            "TDZD",
            "tdzd",
            "N",
            "n.",
            "Ｎ",
            "R",
            "（R）",
            "BP",
            "bp",
            "BR",
            "B R",
            "退",
            "“TD”",
        ],
    ),
    (
        "en",
        &[
            "STOP",
            "stop",
            "Stop.",
            "ＳＴＯＰ",
            "STOP ALL",
            "Stop!!! 😡",
            "unsubscribe",
            "UN-SUBSCRIBE",
            "opt out",
            "Opt-Out",
            "quit",
            "End",
            "revoke",
            "Please stop",
        ],
    ),
    (
        "zh-Hans",
        &[
            "退订",
            "退订。",
            "「退订」",
            "取消订阅",
            "拒收",
            "取消",
            "不要",
            "不要再发了！",
            "我要退订",
            "回T退订",
            "回复TD退订",
            "拒收请回复R",
        ],
    ),
    ("zh-Hant", &["退訂", "取消訂閱", "拒絕", "不要再發了", "別再發了", "我要退訂", "回覆TD退訂"]),
    ("ms", &["berhenti", "BERHENTI", "Batal", "henti", "Tak nak", "tidak mahu", "Jangan hantar lagi!", "nyahlanggan"]),
];

/// Messages that a person has to read.
const UNKNOWN: [&str; 22] = [
    "",
    " \u{200b} …",
    "HELP",
    "START",
    "yes",
    "Y",
    "TD 1234",
    "NO",
    "stopping by tomorrow",
    "Do not stop",
    "Please do not cancel my parcel",
    "我没有退订",
    "不要取消",
    "为什么退订不了",
    "请问怎么退订",
    "不要退訂",
    "jangan batal",
    "bila sampai?",
    "回X退订",
    "回退订",
    "Where is my parcel? Stop by the office at 5.",
    "ok",
];

#[test]
fn the_table_of_messages() {
    let usual = Keywords::default();
    let check = |text: &str, expected: Meaning| assert_eq!(usual.read(text), expected, "{text:?}");
    for (language, messages) in STOP {
        assert!(messages.len() >= 7, "{language}");
        messages.iter().for_each(|text| check(text, Meaning::Stop));
    }
    UNKNOWN.iter().for_each(|text| check(text, Meaning::Unknown));
    let count = STOP.iter().map(|(_, messages)| messages.len()).sum::<usize>() + UNKNOWN.len();
    assert!(count >= 60, "{count} cases");
}

#[test]
fn a_site_names_short_words_and_words_that_join_again() {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let site = Keywords::new(Some(&list(&["ＱＸ", "0000"])), &list(&["START", "恢复"])).unwrap();
    let check = |text: &str, expected: Meaning| assert_eq!(site.read(text), expected, "{text:?}");
    check("qx", Meaning::Stop);
    check("0000", Meaning::Stop);
    check("００００", Meaning::Stop);
    check("回复QX退订", Meaning::Stop);
    check("N", Meaning::Unknown);
    check("STOP", Meaning::Stop);
    check("start", Meaning::Rejoin);
    check("恢复。", Meaning::Rejoin);
    check("unstop", Meaning::Unknown);
    let none = Keywords::new(Some(&[]), &[]).unwrap();
    assert_eq!((none.read("TD"), none.read("退订"), none.read("START")), (Meaning::Unknown, Meaning::Stop, Meaning::Unknown));
}

#[test]
fn words_that_cannot_be_used_are_named() {
    let check = |short: Option<&[&str]>, rejoin: &[&str], expected: &str| {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let fault = Keywords::new(short.map(list).as_deref(), &list(rejoin)).unwrap_err().to_string();
        assert!(fault.contains(expected), "{fault}");
    };
    check(Some(&["--"]), &[], "\"--\" is no word");
    check(None, &["this is much longer than any word that people send"], "is no word");
    check(None, &["Stop"], "\"Stop\" stops messages");
    check(None, &["td"], "\"td\" stops messages");
    check(Some(&["qx"]), &["QX"], "stops messages");
}

#[test]
fn words_are_stored_as_they_are_compared() {
    let all = SHORT.iter().chain(WORDS.iter().flat_map(|(_, words)| words.iter()));
    for word in all.chain(AROUND.iter().flat_map(|(before, behind)| [before, behind])) {
        assert_eq!(&fold(word), word);
    }
}

#[test]
fn a_long_message_is_no_word_however_much_of_it_is_decoration() {
    assert_eq!(Keywords::default().read(&format!("STOP{}", "!".repeat(100))), Meaning::Stop);
    assert_eq!(Keywords::default().read(&format!("STOP{}x", "!".repeat(1_000_000))), Meaning::Unknown);
}
