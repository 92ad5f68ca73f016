//! What is written is read back; what is foreign is refused with its cause.

use super::*;
use crate::notice::tests::sample;
use crate::{Chain, Control, Digest, Gist, Input, Instant, Kind, Pending, PurposeId, ReceiptId, Said, Signal};

#[test]
fn notices_read_back() {
    let notice = sample().check().unwrap().with_insets(vec!["<p>kept</p>".into()]);
    let json = notice_to_json(&notice);
    assert_eq!(notice_from_json(&json), Ok(notice));
    assert_eq!(notice_from_json(&json.replace("cs-notice/1", "cs-notice/2")), Err(WireError::Shape));
    assert_eq!(notice_from_json(&json.replace("\"observed\"", "\"guessed\"")), Err(WireError::Name("source", "guessed".into())));
    assert_eq!(notice_from_json("{}"), Err(WireError::Shape));
    assert!(matches!(notice_from_json(&json.replace("\"analytics\"", "\"maps\"")), Err(WireError::Notice(_))));
}

#[test]
fn notice_files_hold_the_gist_and_the_digests_of_what_is_shown() {
    let notice = sample().check().unwrap().with_build(Digest::of(b"catalogue"), Digest::of(b"widget"));
    let shows = Shows { layer2: Digest::of(b"2"), text: Digest::of(b"3"), desk: Digest::of(b"desk") };
    let file = notice_file(&notice, &shows);
    for (name, digest) in [("layer2", shows.layer2), ("text", shows.text), ("desk", shows.desk)] {
        assert!(file.contains(&format!("\"{name}\":\"{digest}\"")), "{file}");
    }
    assert!(!file.contains("delivery") && file.contains(r#""words":{"saved":"#), "{file}");
    // As the widget's module parses it: claims stay text, without their braces.
    let gist = Gist::of(&notice);
    let texts = std::iter::once(&gist.party.claims).chain(gist.choices.iter().map(|choice| &choice.claims));
    let read = texts.fold(file, |file, claims| file.replacen(&format!("{{{claims}}}"), &json::quote(claims), 1));
    assert_eq!(gist_from(&parse(&read).unwrap()), Ok(gist));
    assert_eq!(gist_from(&parse(&read.replace("cs-notice/2", "cs-notice/1")).unwrap()), Err(WireError::Shape));
    assert_eq!(gist_from(&parse("{}").unwrap()), Err(WireError::Shape));
}

#[test]
fn entries_read_back_and_a_broken_one_holds_up_none() {
    let entry = Pending {
        id: ReceiptId::from_random([7; 16]),
        at: Instant(1_795_413_600_000),
        control: Control::Save,
        layer: 2,
        locale: "ms".into(),
        notice: Digest::of(b"notice"),
        trusted: true,
        input: Input::Keyboard,
        signal: Signal::Gpc,
        was: vec![PurposeId::new("maps").unwrap()],
        open: vec![PurposeId::new("analytics").unwrap()],
        about: Vec::new(),
        said: None,
    };
    let said = Said { kind: Kind::RightsRequest, claims: r#""rq":{"right":"access"}"#.into(), salt: Some([3; 16]) };
    let statement = Pending { control: Control::Request, said: Some(Box::new(said)), ..entry.clone() };
    let unsalted = Pending { said: statement.said.clone().map(|said| Box::new(Said { salt: None, ..*said })), ..statement.clone() };
    let handed = Pending { control: Control::Handover, trusted: false, input: Input::None, about: vec!["maps".into()], ..entry.clone() };
    let entries = vec![entry, statement, unsalted, handed];
    let written: Vec<String> = entries.iter().map(entry_to_json).collect();
    let broken = [("\"save\"", "\"nod\""), ("rights-request", "wish"), ("\"say\"", "\"said\""), ("\"salt\":\"", "\"salt\":\"?")];
    let broken = broken.map(|(from, to)| written.iter().find(|json| json.contains(from)).unwrap().replace(from, to));
    assert_eq!(entries_from_json(&json::array(broken.into_iter().chain(written))), Ok(entries));
    assert_eq!(entries_from_json("nonsense"), Err(WireError::Shape));
}

#[test]
fn tables_may_stand_in_a_script_element() {
    let tables = Tables {
        material: "Ab3-_f9K".into(),
        choice_days: 180,
        purposes: vec![PurposeId::new("analytics").unwrap(), PurposeId::new("maps").unwrap()],
        at_once: Some(vec![PurposeId::new("maps").unwrap()]),
        cookies: vec!["cs=$; Path=/".into()],
        outcomes: crate::outcome_table(),
        widget: "0123456789abcdef".into(),
        css: "#countersign{}".into(),
        gate: "fedcba9876543210".into(),
        locales: vec![(
            "en".into(),
            LocaleTable {
                notice: Digest::of(b""),
                layer1: "<p></p></script><!-- \u{2028}".into(),
                button: "Privacy".into(),
                badge: "refused".into(),
            },
        )],
    };
    let json = tables_to_literal(&tables);
    assert!(!json.contains("</script") && !json.contains("<!--"), "{json}");
    for part in [r#"p:["analytics","maps"],s:["maps"]"#, r#"e:"fedcba9876543210""#, r#"a:["cs=$; Path=/"]"#, r#"n:{en:"47DEQpj8"#] {
        assert!(json.contains(part), "{part} in {json}");
    }
}

#[test]
fn attributes_lose_quotes_that_they_can_do_without() {
    for (html, expected) in [
        (r#"<a data-cs="policy" href="/p/1.0/en.html">x</a>"#, "<a data-cs=policy href=/p/1.0/en.html>x"),
        (r#"<p aria-label="two words" title="" lang="ms">"#, "<p aria-label='two words' title='' lang=ms>"),
        (r#"<a href="/?a=b" title="it's">"#, r#"<a href='/?a=b' title="it's">"#),
        ("<b>it's a = b</b> <i>", "<b>it's a = b</b> <i>"),
        ("<cs-ask><b>no</b><b>yes</b></cs-ask>", "<cs-ask><b>no</b><b>yes"),
    ] {
        assert_eq!(unquoted(html), expected);
    }
}

#[test]
fn heads_of_chains_read_back() {
    let first = Chain { seq: 7, ..Chain::new("rec".into(), "sub".into()) };
    for chain in [first.next(Digest::of(b"receipt"), None), first.next(Digest::of(b"receipt"), Some("kid".into())), first] {
        let json = chain_to_json(&chain);
        assert_eq!(chain_from(&parse(&json).unwrap()), Ok(chain));
        assert_eq!(chain_from(&parse(&json.replace("\"seq\":", "\"seq\":\"\",\"was\":")).unwrap()), Err(WireError::Shape));
    }
    assert_eq!(texts_from(&parse(r#"["a",1,"b"]"#).unwrap()), ["a", "b"]);
}
