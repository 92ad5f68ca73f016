//! Tags: what HTML, whole or inside Markdown, says of the words between its tags.
//!
//! In: HTML. Out: words and tags with their places. Tokenized by the WHATWG rules, so that what a browser runs or hides is never taken for
//! words. Deliberately absent: a tree.

use std::convert::Infallible;

use countersign_core::Category;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::writer::Say;

/// One piece of HTML; places are bytes of what was given.
pub(super) enum Piece<'a> {
    /// Raw words: character references stand as written.
    Words {
        at: usize,
        raw: &'a str,
    },
    Open(Tag),
    Close {
        name: String,
        end: usize,
    },
}

/// A start tag, and the attributes that count.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    /// Where it begins.
    pub(super) start: usize,
    /// The byte behind it.
    pub(super) end: usize,
    pub(super) class: String,
    pub(super) role: String,
    pub(super) mark: Option<String>,
    style: String,
}

/// The attribute by which authors mark and unmark.
const MARK: &str = "data-cs-mark";
/// Elements whose content no browser shows as words of the page.
const UNSHOWN: &[&str] = &[
    "applet", "area", "audio", "canvas", "datalist", "embed", "frameset", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];
/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "basefont", "bgsound",
    "frame",
];

impl Tag {
    /// Whether its content is no text of the page.
    pub(super) fn is_unshown(&self) -> bool {
        UNSHOWN.contains(&self.name.as_str()) && !self.is_void()
    }

    /// Whether its content is letters to the tokenizer, up to its end tag.
    pub(super) fn is_raw(&self) -> bool {
        matches!(self.name.as_str(), "iframe" | "noembed" | "noframes" | "noscript" | "script" | "style" | "textarea" | "title")
    }

    /// Whether it has no content.
    pub(super) fn is_void(&self) -> bool {
        VOID.contains(&self.name.as_str())
    }

    /// What it says of the words in it; `Err` with the value of a mark that means nothing.
    pub(super) fn says(&self) -> Result<Option<Say>, &str> {
        if let Some(value) = self.mark.as_deref() {
            let name = value.trim().replace('-', "_");
            return match name.as_str() {
                "plain" => Ok(Some(Say::Plain)),
                _ => Category::from_name(&name).map(|category| Some(Say::Named(category))).ok_or(value),
            };
        }
        let by_name = matches!(self.name.as_str(), "b" | "strong");
        Ok(self.weight().unwrap_or(by_name).then_some(Say::Bold))
    }

    /// Whether its style makes it bold, where the style says.
    fn weight(&self) -> Option<bool> {
        let rule = self.style.split(';').filter_map(|rule| rule.split_once(':')).rfind(|(name, _)| name.trim() == "font-weight")?;
        let value = rule.1.trim().trim_end_matches("!important").trim_end();
        Some(matches!(value, "bold" | "bolder") || value.parse::<u16>().is_ok_and(|weight| weight >= 600))
    }
}

/// Hands every piece of HTML on, in order.
pub(super) fn pieces<'a>(html: &'a str, mut take: impl FnMut(Piece<'a>)) {
    // A carriage return is white space to HTML; as a blank it keeps every offset true. So does a last line break behind a last `&`.
    let steady = html.replace('\r', " ") + "\n";
    let mut tag = Tag::default();
    let mut attribute = String::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter = CallbackEmitter::<_, Infallible, usize>::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| {
        match event {
            CallbackEvent::String { .. } => {
                if let Some(raw) = html.get(span.start..span.end.min(html.len())).filter(|raw| !raw.is_empty()) {
                    take(Piece::Words { at: span.start, raw });
                }
            }
            CallbackEvent::OpenStartTag { name } => tag = Tag { name: text(name), start: span.start, ..Tag::default() },
            CallbackEvent::AttributeName { name } => attribute = text(name),
            CallbackEvent::AttributeValue { value } => match attribute.as_str() {
                "class" => tag.class = text(value),
                "role" => tag.role = text(value),
                "style" => tag.style = text(value).to_ascii_lowercase(),
                MARK => tag.mark = Some(text(value)),
                _ => {}
            },
            CallbackEvent::CloseStartTag { .. } => {
                tag.end = span.end;
                take(Piece::Open(std::mem::take(&mut tag)));
            }
            CallbackEvent::EndTag { name } => take(Piece::Close { name: text(name), end: span.end }),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(steady.as_str(), emitter).finish();
}

/// Raw words with their character references resolved: stretches of words, each with its place in `raw`.
pub(super) fn resolve(raw: &str, mut take: impl FnMut(usize, &str)) {
    let mut at = 0;
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('&').unwrap_or(rest.len());
        if plain > 0 {
            take(at, rest.get(..plain).unwrap_or_default());
            at += plain;
            continue;
        }
        let name = rest.bytes().skip(1).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let len = 1 + name + usize::from(rest.as_bytes().get(1 + name) == Some(&b';'));
        let printed = rest.get(..len).unwrap_or_default();
        let words = resolved(printed);
        // Behind a reference without its semicolon, further letters stand for themselves.
        let letters = words.len() - words.chars().next().map_or(0, char::len_utf8);
        let tail = words.bytes().rev().zip(printed.bytes().rev()).take(letters).take_while(|(one, other)| one == other).count();
        take(at, words.get(..words.len() - tail).unwrap_or_default());
        if tail > 0 {
            take(at + len - tail, printed.get(len - tail..).unwrap_or_default());
        }
        at += len;
    }
}

/// What a browser makes of one character reference and the letters behind it.
fn resolved(printed: &str) -> String {
    let mut words = String::new();
    let emitter = CallbackEmitter::<_, Infallible, ()>::new(|event: CallbackEvent<'_>, _| {
        if let CallbackEvent::String { value } = event {
            words.push_str(&String::from_utf8_lossy(value));
        }
        None
    });
    let Ok(()) = Tokenizer::new_with_emitter(printed, emitter).finish();
    words
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, resolve};

    fn check(html: &str, expected: &str) {
        let mut out = String::new();
        pieces(html, |piece| match piece {
            Piece::Words { at, raw } => {
                assert!(html[at..].starts_with(raw), "{html:?}");
                resolve(raw, |at, words| out.push_str(&format!("[{at}]{words}")));
            }
            Piece::Open(tag) => {
                assert!(html[tag.start..tag.end].starts_with('<') && html[..tag.end].ends_with('>'), "{html:?} {tag:?}");
                out.push_str(&format!("<{} {:?}>", tag.name, tag.says()));
            }
            Piece::Close { name, .. } => out.push_str(&format!("</{name}>")),
        });
        assert_eq!(out, expected, "{html:?}");
    }

    #[test]
    fn words_and_tags_have_their_places() {
        check("a<p>b &amp; c</p>", "[0]a<p Ok(None)>[0]b [2]&[7] c</p>");
        check(
            "&lt;b&gt; &copyx &#20851; &#x5173 &nosuch; &",
            "[0]<[4]b[5]>[9] [10]©[15]x[16] [17]关[25] [26]关[33] [34]&[35]nosuch;[42] [43]&",
        );
        check("<b style='font-weight: 400 !important'>x\r\n<i>y", "<b Ok(None)>[0]x\r\n<i Ok(None)>[0]y");
        check("<SPAN Style='Font-Weight:700'>x", "<span Ok(Some(Bold))>[0]x");
        check(
            "<b data-cs-mark='location'><b data-cs-mark=plain><b data-cs-mark=shoe>",
            "<b Ok(Some(Named(Location)))><b Ok(Some(Plain))><b Err(\"shoe\")>",
        );
        check("<script>if (a < b) alert('</p>')</script>x", "<script Ok(None)>[0]if (a < b) alert('</p>')</script>[0]x");
        check("<!-- a <b> --><![if x]>y<?z?>", "[0]y");
        check("a < b <", "[0]a < b <");
    }
}
