//! The tables that the loader looks answers up in, format 10 of `formats.md`; names are short because every first visit carries them.

use super::json::{Object, array, quote};
use crate::{Digest, PurposeId};

/// Everything that the loader of one site knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tables {
    /// Material fingerprint of the notice.
    pub material: String,
    /// Days that a choice holds.
    pub choice_days: u32,
    /// The additional purposes, in notice order.
    pub purposes: Vec<PurposeId>,
    /// Those of them that "accept all" opens; `None` where that is all of them.
    pub at_once: Option<Vec<PurposeId>>,
    /// What is written to `document.cookie` for a choice, one after another; `$` stands for the state.
    pub cookies: Vec<String>,
    /// [`crate::outcome_table`].
    pub outcomes: String,
    /// The digits in the names of the widget's files.
    pub widget: String,
    /// CSS of layer 1 and the button.
    pub css: String,
    /// The digits in the name of the gate's module.
    pub gate: String,
    /// Each locale's part, the default first.
    pub locales: Vec<(String, LocaleTable)>,
}

/// One locale's part of the tables.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LocaleTable {
    /// Digest of the notice file.
    pub notice: Digest,
    /// HTML of layer 1; see [`unquoted`].
    pub layer1: String,
    /// Name of the small button.
    pub button: String,
    /// What follows that name when a signal refused.
    pub badge: String,
}

/// Writes the tables as a literal of JavaScript that may stand inside a `<script>` element.
#[must_use]
pub fn tables_to_literal(tables: &Tables) -> String {
    let list = |words: &mut dyn Iterator<Item = &str>| array(words.map(quote));
    let mut notices = Object::new();
    let mut locales = Object::new();
    for (tag, locale) in &tables.locales {
        notices.string(tag, &locale.notice.to_string());
        let mut object = Object::new();
        object.string("h", &locale.layer1).string("g", &locale.badge).string("b", &locale.button);
        locales.raw(tag, &object.finish());
    }
    let mut object = Object::new();
    // What is random stands together: compressed, it costs a fifth less than spread among words.
    object.raw("n", &notices.finish()).string("k", &tables.material).string("w", &tables.widget).string("e", &tables.gate);
    object.string("q", &tables.outcomes).number("t", tables.choice_days.into());
    object.raw("p", &list(&mut tables.purposes.iter().map(PurposeId::as_str)));
    if let Some(at_once) = &tables.at_once {
        object.raw("s", &list(&mut at_once.iter().map(PurposeId::as_str)));
    }
    object.raw("a", &list(&mut tables.cookies.iter().map(String::as_str)));
    object.raw("l", &locales.finish()).string("c", &tables.css);
    let ends = ["</sc", "</sC", "</Sc", "</SC"];
    ends.iter().fold(literal(&object.finish()), |text, end| text.replace(end, &end.replace('/', "\\/"))).replace("<!--", "<\\!--")
}

/// JSON without the quotes that names of members can do without in JavaScript, which are a dozen bytes behind brotli.
fn literal(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, from) = rest.split_at(start);
        let (string, after) = from.split_at(end_of_string(from));
        let name = string.trim_matches('"');
        let bare = after.starts_with(':')
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase());
        text.push_str(before);
        text.push_str(if bare { name } else { string });
        rest = after;
    }
    text + rest
}

/// Where the string ends with which a text begins, behind its closing quotation mark.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    end.map_or(text.len(), |(place, _)| place + 1)
}

/// HTML without the quotes that its attributes can do without (HTML section 13.1.2.3), with single ones where a string can hold these as
/// they are, and without the closing tags at its end, which a parser supplies.
///
/// The markup has a literal quotation mark nowhere but around values, as what maud renders.
#[must_use]
pub fn unquoted(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (place, piece) in unclosed(html).split('"').enumerate() {
        let bare = !piece.is_empty() && !piece.contains(|c: char| c.is_whitespace() || "'=<>`".contains(c));
        let quote = if piece.contains('\'') { '"' } else { '\'' };
        text.push_str(&if place % 2 == 0 || bare { piece.to_owned() } else { format!("{quote}{piece}{quote}") });
    }
    text
}

/// HTML without the closing tags at its end.
fn unclosed(html: &str) -> &str {
    let mut text = html;
    while let Some((before, name)) = text.strip_suffix('>').and_then(|rest| rest.rsplit_once("</"))
        && !name.contains(['<', '>'])
    {
        text = before;
    }
    text
}
