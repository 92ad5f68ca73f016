//! Bad input: every file that is no good policy gives a plain error with its place and a remedy, or a faithful reading; never a panic.
//!
//! In: bytes made here. Out: nothing. Deliberately absent: time, which `benches/growth.rs` measures.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod whole;

use countersign_policy::{Encoding, Lexicon, MAX_POLICY_BYTES, TextFormat, read_policy};

fn utf16(text: &str, mark: bool, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.then_some('\u{feff}').into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(order).collect()
}

#[track_caller]
fn refused(bytes: &[u8], message: &str, remedy: &str) {
    let cause = read_policy("a.txt", bytes).unwrap_err();
    assert_eq!(cause.to_string(), message);
    assert!(cause.remedy().contains(remedy), "{}", cause.remedy());
}

#[test]
fn what_is_no_text_is_refused_with_a_remedy() {
    refused(b"", "has no words", "put the policy text");
    refused(b" \r\n\t", "has no words", "put the policy text");
    refused("\u{feff}\n".as_bytes(), "has no words", "put the policy text");
    refused(&vec![b'a'; MAX_POLICY_BYTES + 1], "is longer than 16 MiB", "policy alone");
    refused(b"%PDF-1.7\n%\xe2\xe3", "is a PDF document, not text", "copy its words");
    refused(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "is a document of an office program, not text", "plain text");
    refused(b"PK\x03\x04\x14\0\x06\0policy.txt", "is a ZIP archive, not text", "unpack");
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "is a document of an older Office, not text", "plain text");
    refused(b"{\\rtf1 Privacy", "is a rich text document, not text", "plain text");
    refused(b"Privacy\npol\0icy", "is not text: byte 11 on line 2 is a NUL character", "copy");
    refused(&[0, 1, 2, 250, 0, 7], "is not text: byte 0 on line 1 is a NUL character", "plain text");
}

#[test]
fn damaged_text_is_refused_with_its_place() {
    refused("隐私\n政策".as_bytes().split_last().unwrap().1, "is not UTF-8 at byte 10 on line 2", "mend the words");
    refused(
        b"\xe9\x9a\x90\n\xed\xa0\x80",
        "is not UTF-8 at byte 4 on line 2: half of a surrogate pair, which is no character",
        "take the broken character",
    );
    let mut broken = utf16("ab\n", true, u16::to_le_bytes);
    broken.extend([0x00, 0xd8, b'c', 0]);
    refused(&broken, "is not UTF-16LE at byte 8 on line 2: half of a surrogate pair, which is no character", "take the broken character");
    let mut odd = utf16("ab\n", true, u16::to_be_bytes);
    odd.push(0);
    refused(&odd, "is not UTF-16BE at byte 8 on line 2", "mend the words");
    refused(&[0xff, 0xfe, 0, 0, b'a', 0, 0, 0], "is not UTF-8 and reads like UTF-32", "save the file as UTF-8");
    let japanese = [0x83, 0x76, 0x83, 0x89, 0x83, 0x43, 0x83, 0x6f, 0x83, 0x56, 0x81, 0x5b, 0x82, 0xc9, 0x82, 0xc2, 0x82, 0xa2, 0x82, 0xc4];
    refused(&japanese, "is not UTF-8 and reads like Shift_JIS", "save the file as UTF-8");
}

#[track_caller]
fn decoded(bytes: &[u8], text: &str, encoding: Encoding, guessed: bool) {
    let policy = read_policy("a.txt", bytes).unwrap();
    assert_eq!((policy.text.as_str(), policy.encoding, policy.guessed), (text, encoding, guessed));
}

#[test]
fn every_common_encoding_gives_the_same_words() {
    const SIMPLE: &str = "隐私政策\n我们收集您的指纹。\n";
    const TRADITIONAL: &str = "隱私政策\n我們收集您的指紋。\n";
    const WESTERN: &str = "Your “data” – café\n";
    decoded(SIMPLE.as_bytes(), SIMPLE, Encoding::Utf8, false);
    decoded(format!("\u{feff}{SIMPLE}").as_bytes(), &format!("\u{feff}{SIMPLE}"), Encoding::Utf8, false);
    for (order, encoding) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le), (u16::to_be_bytes, Encoding::Utf16Be)] {
        for text in [SIMPLE, TRADITIONAL, WESTERN, "𠮷 A\n"] {
            decoded(&utf16(text, true, order), &format!("\u{feff}{text}"), encoding, false);
        }
        for text in [SIMPLE, TRADITIONAL, WESTERN, "我们收集您的信息，是为了您的包裹。"] {
            decoded(&utf16(text, false, order), text, encoding, true);
        }
    }
    decoded(
        b"\xd2\xfe\xcb\xbd\xd5\xfe\xb2\xdf\n\xce\xd2\xc3\xc7\xca\xd5\xbc\xaf\xc4\xfa\xb5\xc4\xd6\xb8\xce\xc6\xa1\xa3\n",
        SIMPLE,
        Encoding::Gb18030,
        true,
    );
    decoded(
        b"\xc1\xf4\xa8p\xacF\xb5\xa6\n\xa7\xda\xad\xcc\xa6\xac\xb6\xb0\xb1z\xaa\xba\xab\xfc\xaf\xbe\xa1C\n",
        TRADITIONAL,
        Encoding::Big5,
        true,
    );
    decoded(b"Your \x93data\x94 \x96 caf\xe9\n", WESTERN, Encoding::Windows1252, true);
    let page = b"<meta charset=gb2312><p>\xd2\xfe\xcb\xbd</p>";
    let policy = read_policy("a.html", page).unwrap();
    assert_eq!((policy.reading.text().trim(), policy.encoding, policy.guessed), ("隐私", Encoding::Gb18030, false));
}

#[test]
fn formats_are_known_by_name_or_by_text() {
    for (name, text, expected) in [
        ("a.md", "<p>x</p>", TextFormat::Markdown),
        ("a.HTM", "x", TextFormat::Html),
        ("a.txt", "\u{feff} <!DOCTYPE html><p>x", TextFormat::Html),
        ("policy", "<div><p>x</p><p>y</p></div>", TextFormat::Html),
        ("a.txt", "Write <b>bold</b> or a < b.", TextFormat::Plain),
        ("a.txt", "1. Title\nText.", TextFormat::Plain),
    ] {
        assert_eq!(countersign_policy::format_of(name, text), expected, "{name} {text}");
    }
}

#[test]
fn monstrous_texts_are_read_to_the_last_word() {
    let lexicon = Lexicon::shipped().unwrap();
    let deep = |mark: &str| (1..300).map(|level| format!("{} {mark} words\n", mark.repeat(level))).collect::<String>();
    let (plain, marked, tagged) = (0, 1, 2);
    for (format, text) in [
        (plain, format!("1. {}\n\nText.", "heading ".repeat(12_500))),
        (marked, format!("# {}\n\nText.", "标题".repeat(20_000))),
        (tagged, format!("<h1>{}</h1>", "x".repeat(100_000))),
        (plain, (0..10_000).map(|level| format!("{}1. A\n", ["", "1.", "1.1.", "1.1.1.1.1.1.1."][level % 4])).collect()),
        (plain, "1.".repeat(10_000) + " Title\nText."),
        (plain, "1. ".repeat(10_000) + "Title\nText."),
        (marked, "1. ".repeat(10_000) + "Title\nText."),
        (plain, (0..10_000).map(|level| format!("{}. A\n", level % 100)).collect()),
        (marked, deep(">")),
        (marked, deep("#")),
        (marked, deep("-")),
        (marked, "> ".repeat(10_000) + "words"),
        (marked, "- ".repeat(10_000) + "words"),
        (marked, "[".repeat(10_000) + "words" + &"]".repeat(10_000)),
        (marked, "*".repeat(10_000) + "words"),
        (tagged, "<div>".repeat(10_000) + "words" + &"</div>".repeat(10_000)),
        (tagged, "<b>".repeat(10_000) + "words" + &"</b><p>".repeat(10_000)),
        (tagged, "<ul><li>".repeat(10_000) + "words"),
        (tagged, "<table><tr><td>".repeat(5_000) + "words"),
        (tagged, "<svg>".repeat(10_000) + "words"),
        (tagged, "&".repeat(10_000) + &"&amp".repeat(10_000)),
        (plain, "سياسة الخصوصية \u{202b}نجمع بصمتك\u{202c} 1. \u{200f}מדיניות פרטיות\n".repeat(50)),
        (plain, "\u{202e}1. Rights\u{202c}\nYou may ask.\n".to_owned()),
        (plain, "\u{1}\u{2}\u{7f}\u{85}\u{2028}a\u{fffe}\u{10ffff}".to_owned()),
    ] {
        whole::check_chosen(&[&[format], text.as_bytes()].concat(), &lexicon);
    }
}

#[test]
fn right_to_left_text_keeps_its_marks() {
    let text = "סעיף \u{202b}א\u{202c}\u{200f} — fingerprint\n";
    assert_eq!(read_policy("a.txt", text.as_bytes()).unwrap().reading.text(), text);
}
