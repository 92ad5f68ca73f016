//! Channels of marketing in real policies: each that a text names is drafted with what the text says of stopping it (MK-01 to MK-17).
//!
//! In: the texts of `../shared/policies` beside the checkout; skipped with a message where they are absent. Deliberately absent: the texts
//! themselves.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a test stops at the first surprise and says what it skips")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use countersign_policy::{Draft, DraftChannel, Lexicon, TextFormat, draft, draft_site, read_text};

const TEXTS: [&str; 5] = ["mii.en", "ciie.en", "nbexpress.en", "jd.zh", "cainiao.zh"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/policies")
}

/// What is drafted from each text that is at hand; once, because that takes its time.
static DRAFTS: LazyLock<BTreeMap<&str, Draft>> = LazyLock::new(|| {
    let lexicon = Lexicon::shipped().unwrap();
    let of = |name| {
        let text = std::fs::read_to_string(folder().join(format!("{name}.txt"))).ok()?;
        Some((name, draft(&read_text(&text, TextFormat::Plain), &lexicon)))
    };
    let of = &of;
    std::thread::scope(|scope| TEXTS.map(|name| scope.spawn(move || of(name))).into_iter().filter_map(|one| one.join().unwrap()).collect())
});

/// What is drafted from a text; nothing where it is not at hand.
fn drafted(name: &str) -> Option<&'static Draft> {
    let found = DRAFTS.get(name);
    if found.is_none() {
        println!("skipped: no ../shared/policies beside the checkout");
    }
    found
}

fn channel<'a>(draft: &'a Draft, id: &str) -> &'a DraftChannel {
    draft.channels.iter().find(|one| one.id == id).unwrap()
}

fn way<'a>(draft: &'a Draft, id: &str) -> &'a str {
    channel(draft, id).way.as_ref().map_or("", |way| way.value.as_str())
}

#[test]
fn every_channel_of_a_text_is_listed_and_no_other() {
    for (name, expected) in [
        ("mii.en", &["email", "in-app", "sms", "wechat"][..]),
        ("ciie.en", &["email", "push", "sms"]),
        ("nbexpress.en", &["email", "push"]),
        ("jd.zh", &["email", "in-app", "phone", "push", "sms"]),
        ("cainiao.zh", &["email"]),
    ] {
        let Some(draft) = drafted(name) else { return };
        let mut found: Vec<&str> = draft.channels.iter().map(|one| one.id.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
}

/// MK-03, MK-04: words belong to the text that names them.
#[test]
fn words_to_send_back_are_those_of_the_text() {
    for (name, expected) in
        [("mii.en", &["TD"][..]), ("jd.zh", &["N", "BP", "BR"]), ("ciie.en", &[]), ("nbexpress.en", &[]), ("cainiao.zh", &[])]
    {
        let Some(draft) = drafted(name) else { return };
        let words: Vec<&str> = draft.channels.iter().flat_map(|one| &one.words).map(String::as_str).collect();
        assert_eq!(words, expected, "{name}");
    }
}

/// MK-05: a call stops what the text says, and nothing else; the number is the one that the draft states first.
#[test]
fn a_call_stops_the_channels_that_the_text_names() {
    for (name, expected) in [("jd.zh", &["in-app", "phone", "push", "sms"][..]), ("mii.en", &[]), ("ciie.en", &[]), ("nbexpress.en", &[])] {
        let Some(draft) = drafted(name) else { return };
        let mut called: Vec<&str> = draft.channels.iter().filter(|one| one.calls).map(|one| one.id.as_str()).collect();
        called.sort_unstable();
        assert_eq!(called, expected, "{name}");
    }
}

/// MK-13, MK-15: reminders in the calendar are a permission, and advertisements in the service a purpose of their own.
#[test]
fn what_markets_without_a_message_has_a_row_of_its_own() {
    let Some(draft) = drafted("cainiao.zh") else { return };
    assert!(draft.permissions.iter().any(|one| one.id == "calendar" && one.purpose.value.contains("领取权益的提醒")));
    for name in ["ciie.en", "nbexpress.en"] {
        let text = std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
        let site = draft_site(&[(&format!("{name}.txt"), &text)]).unwrap();
        assert!(site.contains("id = \"marketing\"\nkind = \"additional\""), "{name}");
    }
}

/// MK-06 to MK-10, MK-17: how each is stopped, and where its messages are read all the same.
#[test]
fn ways_to_stop_are_those_of_the_text() {
    for (name, id, words) in [
        ("mii.en", "sms", "unsubscribing prompt in the information"),
        ("mii.en", "in-app", "Do Not Disturb"),
        ("mii.en", "wechat", "WeChat official account"),
        ("ciie.en", "push", "by algorithms, but you have the right to unsubscribe at any time"),
        ("ciie.en", "push", "changing the settings on your smart terminal device"),
        ("mii.en", "email", "mailing list"),
        ("ciie.en", "email", "mailing list"),
        ("nbexpress.en", "email", "mailing list"),
        ("cainiao.zh", "email", "寄信名单"),
    ] {
        let Some(draft) = drafted(name) else { return };
        assert!(way(draft, id).contains(words), "{name}: {id}: {}", way(draft, id));
    }
    let Some(draft) = drafted("nbexpress.en") else { return };
    assert!(channel(draft, "push").history.as_ref().unwrap().value.contains("My Messages"));
}
