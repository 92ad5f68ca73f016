//! What several layers are made of: phrases with values in them, lists of names, marked texts, the head of a sheet.

use countersign_core::{Msg, Notice, RichText, Stated};
use maud::{Markup, PreEscaped, Render, html};

use crate::voice::voiced;

/// `rtl` for languages that are written from right to left, `ltr` for the rest; from the BCP 47 tag's primary language and script.
pub(crate) fn dir(tag: &str) -> &'static str {
    let end = tag.bytes().position(|byte| byte == b'-').unwrap_or(tag.len());
    let rtl = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].iter().any(|code| tag.get(..end) == Some(code));
    let rtl = match tag.get(end..end + 5) {
        Some("-Arab" | "-Hebr") => true,
        Some("-Latn") => false,
        _ => rtl,
    };
    if rtl { "rtl" } else { "ltr" }
}

/// Whether the language is written without spaces, with full-width punctuation.
pub(crate) fn is_dense(tag: &str) -> bool {
    matches!(tag.split('-').next(), Some("zh" | "ja"))
}

/// The space between two sentences.
pub(crate) fn gap(notice: &Notice) -> &'static str {
    if is_dense(&notice.locale) { "" } else { " " }
}

/// The mark between two items of a list in running text.
pub(crate) fn comma(notice: &Notice) -> &'static str {
    if is_dense(&notice.locale) { "、" } else { ", " }
}

/// The marks around an aside, with the space before it.
pub(crate) fn parens(notice: &Notice) -> (&'static str, &'static str) {
    if is_dense(&notice.locale) { ("（", "）") } else { (" (", ")") }
}

/// The mark between a label and what it labels.
pub(crate) fn colon(notice: &Notice) -> &'static str {
    if is_dense(&notice.locale) { "：" } else { ": " }
}

/// Names as a list in running text, each once, in the order met; behind the first `most` a sign that there are more.
pub(crate) fn list(notice: &Notice, names: &mut dyn Iterator<Item = &str>, most: usize) -> String {
    let mut seen: Vec<&str> = Vec::new();
    let mut text = String::new();
    for name in names {
        if seen.contains(&name) {
            continue;
        }
        if seen.len() == most {
            text.push('…');
            break;
        }
        if !seen.is_empty() {
            text.push_str(comma(notice));
        }
        text.push_str(name);
        seen.push(name);
    }
    text
}

/// The first `{name}` of a phrase: what stands before it, the name, what stands behind it.
pub(crate) fn hole(phrase: &str) -> Option<(&str, &str, &str)> {
    let open = phrase.bytes().position(|byte| byte == b'{')?;
    let length = phrase.get(open..)?.bytes().position(|byte| byte == b'}')?;
    Some((phrase.get(..open)?, phrase.get(open + 1..open + length)?, phrase.get(open + length + 1..)?))
}

/// A phrase with values in its holes; a hole without a value stays as it is, and values are never searched for holes.
pub(crate) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = phrase;
    while let Some((before, name, after)) = hole(rest) {
        text.push_str(before);
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => text.push_str(value),
            None => {
                text.push('{');
                text.push_str(name);
                text.push('}');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A phrase whose first hole is filled with sensitive words in bold.
pub(crate) fn fill_sensitive(phrase: &str, words: &str) -> Markup {
    let (before, _, after) = hole(phrase).unwrap_or((phrase, "", ""));
    html! { (before) strong { (words) } (after) }
}

/// A phrase whose hole is filled with a date, which the dialog says in the words of its language.
pub(crate) fn dated(phrase: &str, date: &str) -> Markup {
    let (before, _, after) = hole(phrase).unwrap_or((phrase, "", ""));
    html! { (before) time { (date) } (after) }
}

/// A run of text, in bold where it is sensitive; the bold says so on request too.
pub(crate) fn run(notice: &Notice, text: &str, sensitive: bool) -> Markup {
    html! { @if sensitive { strong.cs-sensitive title=(notice.say(Msg::Sensitive)) { (text) } } @else { (voiced(notice, text)) } }
}

/// A short text with its sensitive mentions in bold.
pub(crate) fn rich(notice: &Notice, text: &RichText) -> Markup {
    html! { @for (text, category) in text.runs() { (run(notice, text, category.is_some())) } }
}

/// What stands in the place of a fact that the source does not state.
pub(crate) fn missing(notice: &Notice) -> Markup {
    html! { span.cs-missing { (notice.say(Msg::NotStated)) } }
}

/// The controller's name, or where the source states none, the site or the title.
pub(crate) fn controller(notice: &Notice) -> &str {
    notice.controller.name.as_deref().or(notice.site.origin.as_deref()).unwrap_or(&notice.title)
}

/// Which control leads out of a sheet besides closing it.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// A choice of language.
    Language,
    /// Back to the layer before.
    Back,
}

/// The head of a sheet: a title, a way, and the close button.
pub(crate) fn head(notice: &Notice, title: &(impl Render + ?Sized), way: Way) -> Markup {
    html! {
        // No header element: outside an article that is the page's banner landmark, and the page has its own.
        div.cs-head part="header" {
            @if let Way::Back = way {
                button.cs-icon type="button" data-cs="back" aria-label=(notice.say(Msg::Back)) { span.cs-arrow aria-hidden="true" {} }
            }
            h1 part="title" tabindex="-1" autofocus { (title) }
            @if let Way::Language = way {
                @if notice.locales.len() > 1 {
                    select part="language" data-cs="locale" aria-label=(notice.say(Msg::Language)) {
                        @for link in &notice.locales {
                            option value=(link.tag) lang=(link.tag) selected[link.tag == notice.locale] { (link.name) }
                        }
                    }
                }
            }
            button.cs-icon type="button" data-cs="close" aria-label=(notice.say(Msg::Close)) { span.cs-cross aria-hidden="true" {} }
        }
    }
}

/// A page of the desk: a whole sheet with a way back and a line for what a script says. The desk's module binds it by its name.
pub(crate) fn desk_page(notice: &Notice, title: &str, body: &Markup) -> String {
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) data-cs-desk {
            (head(notice, title, Way::Back))
            div.cs-body part="body" { (body) }
            p.cs-status part="status" role="status" {}
        }
    }
    .into_string()
}

/// The way to a clause of the full text; `of` says whose.
pub(crate) fn clause(notice: &Notice, anchor: Option<&str>, of: &str) -> Markup {
    html! {
        @if let Some(anchor) = anchor {
            " " a.cs-clause href={ "#" (anchor) } aria-label={ (notice.say(Msg::InPolicy)) (colon(notice)) (of) } { (notice.say(Msg::InPolicy)) }
        }
    }
}

/// A piece that the build rendered and the notice carries, held against the notice's digest; it goes in as it is.
pub(crate) fn inset(notice: &Notice, place: usize) -> Markup {
    PreEscaped(notice.insets.get(place).cloned().unwrap_or_default())
}

/// What decides which words are sensitive, and the way to the policy's own words about them.
fn lists(notice: &Notice) -> Markup {
    html! {
        @if !notice.lists.is_empty() {
            p.cs-note {
                (fill(notice.say(Msg::SensitiveLists), &[("lists", &list(notice, &mut notice.lists.iter().map(String::as_str), usize::MAX))]))
                @if let Some(anchor) = notice.place(Stated::Sensitive) { " " a href={ "#" (anchor) } { (notice.say(Msg::SensitiveMeaning)) } }
            }
        }
    }
}

/// Version and dates, whether a program drafted the notice, and what the bold means.
pub(crate) fn edition(notice: &Notice) -> Markup {
    let dates = [(Msg::Effective, &notice.effective), (Msg::Updated, &notice.updated)];
    html! {
        p.cs-edition {
            span.cs-line { (fill(notice.say(Msg::Version), &[("version", &notice.version)])) }
            @for (message, date) in dates {
                @if let Some(date) = date { span.cs-line { (dated(notice.say(message), date)) } }
            }
            @if notice.effective.is_none() && notice.updated.is_none() { span.cs-line.cs-missing { (notice.say(Msg::DatesMissing)) } }
            (clause(notice, notice.place(Stated::Dates), &notice.version))
        }
        @if notice.drafted { p.cs-note { (notice.say(Msg::Drafted)) } }
        (lists(notice))
    }
}

#[cfg(test)]
mod tests {
    use super::{dir, fill};

    fn check(phrase: &str, expected: &str) {
        assert_eq!(fill(phrase, &[("a", "{b}"), ("b", "2")]), expected, "{phrase:?}");
    }

    #[test]
    fn holes_are_filled_once() {
        check("{a} and {b}", "{b} and 2");
        check("{c}{", "{c}{");
        check("}{a", "}{a");
        check("", "");
    }

    #[test]
    fn writing_direction_follows_language_and_script() {
        for (tag, expected) in [("en", "ltr"), ("zh-Hant", "ltr"), ("ar", "rtl"), ("ms-Arab", "rtl"), ("he-IL", "rtl"), ("ur-Latn", "ltr")]
        {
            assert_eq!(dir(tag), expected, "{tag}");
        }
    }
}
