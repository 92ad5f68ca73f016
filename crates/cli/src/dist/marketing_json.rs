//! `marketing.json`: what channels and topics are called in each language, for whoever shows the pages that links lead to
//! (formats page, section 17).
//!
//! In: a bundle. Out: JSON. Deliberately absent: how messages are stopped, which the notice says; no browser needs this file.

use countersign_core::wire::json::Object;
use countersign_core::{Notice, RichText};
use countersign_policy::{Bundle, LocalePart, Phrases, SiteTopic};
use countersign_views::ChannelWord;

/// The file; `first` is the notice of the site's own language.
pub(super) fn json(bundle: &Bundle, first: &Notice) -> String {
    let mut file = Object::new();
    file.string("v", "cs-marketing/1").string("site", &first.site.id).maybe("controller", first.controller.name.as_deref());
    file.list("languages", &bundle.parts, |object, part| {
        object.braced(|object| language(object, part));
    });
    let mut text = file.finish();
    text.push('\n');
    text
}

fn language(object: &mut Object, part: &LocalePart) {
    let phrases = Phrases::or_english(&part.notice.locale);
    // What is not among the usual channels is called by its id, as the page of channels calls it.
    let title = |id: &str| match phrases.map(|phrases| phrases.word(ChannelWord::TABLE, id)) {
        Some(word) if ChannelWord::ALL.iter().any(|known| known.key() == id) => word.to_owned(),
        _ => id.to_owned(),
    };
    object.string("lang", &part.notice.locale);
    object.list("channels", &part.channels, |object, row| {
        object.braced(|object| {
            object.string("id", &row.id).string("title", &title(&row.id));
        });
    });
    object.list("topics", &part.topics, |object, row: &SiteTopic| {
        object.braced(|object| {
            object.string("id", &row.id).string("title", &row.title);
            object.maybe("description", row.description.as_ref().map(|text: &RichText| text.text.as_str()));
            object.strings("channels", &row.channels);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::dist::sample::bundle;

    const ROWS: &str = r#"
        [[locale]]
        tag = "ms"
        policy = "ms.md"
        [[channel]]
        id = "email"
        [[channel]]
        id = "board"
        [[topic]]
        id = "offers"
        title = { en = "Offers", ms = "Tawaran" }
        description = { en = "Vouchers", ms = "Baucar" }
        channels = ["email"]
    "#;

    #[test]
    fn every_language_names_channels_and_topics() {
        let bundle = bundle(ROWS);
        let expected = concat!(
            r#"{"v":"cs-marketing/1","site":"pos","controller":"Pos","languages":["#,
            r#"{"lang":"en","channels":[{"id":"email","title":"E-mail"},{"id":"board","title":"board"}],"#,
            r#""topics":[{"id":"offers","title":"Offers","description":"Vouchers","channels":["email"]}]},"#,
            r#"{"lang":"ms","channels":[{"id":"email","title":"E-mel"},{"id":"board","title":"board"}],"#,
            r#""topics":[{"id":"offers","title":"Tawaran","description":"Baucar","channels":["email"]}]}]}"#,
            "\n"
        );
        assert_eq!(json(&bundle, &bundle.parts[0].notice), expected);
    }
}
