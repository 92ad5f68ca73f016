//! Marks: for each language, sentences with the mentions that stand out, and sentences in which nothing does.
//!
//! In: `marks/LANGUAGE.txt`, one text a line, a line that does not end a sentence goes on in the next; «words:category» is what must be
//! marked by the widest list, and nothing else may be. Deliberately absent: texts of real sites.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::sync::LazyLock;

use countersign_policy::{AuthorPhrase, Lexicon, List, MarkOptions, Sensitive, TextFormat, mark_sensitive, read_text};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::shipped().unwrap());

fn strict() -> MarkOptions {
    MarkOptions { strict: true, ..MarkOptions::default() }
}

/// The text with its marks drawn in.
fn drawn(text: &str, found: &Sensitive) -> String {
    let mut out = String::new();
    let mut last = 0;
    for mark in found.plain() {
        out += &format!("{}«{}:{}»", &text[last..mark.start], &text[mark.start..mark.end], mark.category.name());
        last = mark.end;
    }
    out + &text[last..]
}

/// The text without the marks that are drawn into it.
fn bare(drawn: &str) -> String {
    let mut out = String::new();
    for piece in drawn.split_inclusive(['«', '»']) {
        match piece.strip_suffix('»') {
            Some(mark) => out += mark.rsplit_once(':').unwrap().0,
            None => out += piece.trim_end_matches('«'),
        }
    }
    out
}

#[test]
fn sentences_are_marked_as_drawn() {
    let mut wrong = Vec::new();
    for language in ["en", "zh-Hans", "zh-Hant", "ms"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/marks").join(language).with_extension("txt");
        let lines = std::fs::read_to_string(&path).unwrap();
        let mut cases = 0;
        let mut pending = String::new();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            pending += line;
            if !line.ends_with(['.', '。', '?']) {
                pending.push('\n');
                continue;
            }
            let expected = std::mem::take(&mut pending);
            let text = bare(&expected);
            let found = drawn(&text, &mark_sensitive(&read_text(&text, TextFormat::Plain), &LEXICON, &strict()));
            if found != expected {
                wrong.push(format!("{language}: {expected}\n   found: {found}"));
            }
            cases += 1;
        }
        assert!(cases >= 50, "{language} has only {cases} cases");
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// Marks a text with what an author says, and compares the marks and the lists they rest on.
fn check(text: &str, format: TextFormat, author: &[(&str, Option<&str>)], expected: &str, lists: &[List]) {
    let phrase = |(words, category): &(&str, Option<&str>)| AuthorPhrase {
        words: (*words).to_owned(),
        category: category.and_then(countersign_core::Category::from_name),
    };
    let options = MarkOptions { author: author.iter().map(phrase).collect(), ..strict() };
    let reading = read_text(text, format);
    let found = mark_sensitive(&reading, &LEXICON, &options);
    assert_eq!(drawn(reading.text(), &found), expected);
    assert_eq!(found.marks.iter().map(|mark| mark.list).collect::<Vec<_>>(), lists, "{text}");
}

#[test]
fn the_author_adds_and_removes_marks() {
    use List::{Author, Gbt35273B, Gbt45574A};
    let plain = |text, author: &[_], expected, lists: &[_]| check(text, TextFormat::Plain, author, expected, lists);
    plain("Your membership tier is kept.", &[("membership tier", Some("property"))], "Your «membership tier:property» is kept.", &[Author]);
    plain("We show your password hint.", &[("Password Hint", None)], "We show your password hint.", &[]);
    // The longest phrase decides, whoever says it.
    plain("A login password here.", &[("password", None)], "A «login password:authentication» here.", &[Gbt35273B]);
    plain("The location information board.", &[("location information board", None)], "The location information board.", &[]);
    plain("Your location data.", &[("location data", Some("browsing"))], "Your «location data:browsing».", &[Author]);
    plain(
        "您的會員等級和位置資訊。",
        &[("会员等级", Some("property"))],
        "您的«會員等級:property»和«位置資訊:location»。",
        &[Author, Gbt45574A],
    );
    // A word of the author keeps to the borders of words.
    plain("Tiered prices.", &[("tier", Some("property"))], "Tiered prices.", &[]);
}

#[test]
fn bold_says_that_words_weigh_and_attributes_say_what_they_are() {
    use List::{Author, Gbt35273B, Gbt45574A, Pipl28};
    let markdown = |text, expected, lists: &[_]| check(text, TextFormat::Markdown, &[], expected, lists);
    markdown("**You must be of age.**", "You must be of age.", &[]);
    markdown("**the fingerprint you give us**", "«the fingerprint you give us:biometric»", &[Pipl28]);
    markdown(
        "**We delete it at once, and your passport with it.**",
        "We delete it at once, and your «passport:identity_document» with it.",
        &[Gbt35273B],
    );
    markdown("<span data-cs-mark=\"plain\">your password</span>", "your password", &[]);
    markdown("<span data-cs-mark=\"location\">the route you took</span>", "«the route you took:location»", &[Author]);
    markdown("Your **location data** here.", "Your «location data:location» here.", &[Gbt45574A]);
}

#[test]
fn the_policy_s_own_list_decides_first() {
    let definitions = [
        (
            "Sensitive personal information: including ID number, mobile phone number and bank account number.\n\nWe keep the mobile phone number.",
            4,
        ),
        ("“Sensitive personal data” means:\n\n- mobile phone number;\n- bank account;\n\nWe keep the mobile phone number.", 3),
        ("个人敏感信息包括：手机号码、银行卡号等。\n\n我们收集手机号码。", 3),
        ("我們收集手機號碼。\n\n敏感個人資料，是指一旦外洩即可能危害人身安全的資料，包括手機號碼、護照。", 3),
        ("Kami menyimpan nombor telefon.\n\nData peribadi sensitif bermaksud nombor telefon, pasport dan agama.", 4),
    ];
    for (text, count) in definitions {
        let reading = read_text(text, TextFormat::Plain);
        let found = mark_sensitive(&reading, &LEXICON, &MarkOptions::default());
        assert!(found.basis.definition.is_some(), "{text}");
        assert!(found.basis.own_categories.contains(&countersign_core::Category::PhoneNumber), "{text}");
        assert!(found.marks.iter().all(|mark| mark.list == List::Policy), "{text}");
        assert_eq!(found.marks.len(), count, "{}", drawn(reading.text(), &found));
        assert_eq!(found.basis.used, [List::Policy], "{text}");
    }
}

#[test]
fn a_definition_by_harm_lists_nothing() {
    let text = "Sensitive personal information means any information that is likely to harm your health, property and reputation once it leaks.\n\nWe keep your phone number and passport.";
    let reading = read_text(text, TextFormat::Plain);
    let found = mark_sensitive(&reading, &LEXICON, &strict());
    assert_eq!(found.basis.own_categories, []);
    assert_eq!(reading.text()[found.basis.definition.unwrap()].split(' ').next(), Some("Sensitive"));
    assert_eq!(found.basis.used, [List::Gbt35273B]);
    assert_eq!(found.basis.chosen.first(), Some(&List::Pipl28));
}

#[test]
fn jurisdictions_choose_the_lists() {
    let text = "passport; religion; marital status; trade union membership; criminal record.";
    for (codes, expected) in [
        (
            &["CN"][..],
            "«passport:identity_document»; «religion:religion»; «marital status:sex_life»; trade union membership; «criminal record:criminal_record».",
        ),
        (&["MY"], "passport; «religion:religion»; marital status; trade union membership; «criminal record:criminal_record»."),
        (&["DE"], "passport; «religion:religion»; marital status; «trade union membership:politics»; «criminal record:criminal_record»."),
        (&["US"], text),
    ] {
        let options = MarkOptions { jurisdictions: codes.iter().map(|code| (*code).to_owned()).collect(), ..MarkOptions::default() };
        let found = mark_sensitive(&read_text(text, TextFormat::Plain), &LEXICON, &options);
        assert_eq!(drawn(text, &found), expected, "{codes:?}");
    }
}
