//! Two languages beside each other in layer 2 (Malaysia's PDPA 2010, section 7(3): the notice and the means to choose in Malay and in English).
//!
//! Enters: a notice, and the one that the site shows beside it. Leaves: what controls and headings are called in both languages, and pieces
//! side by side, of which the second is there to be read: it has no switch, its links lead to its own language's page of the policy, and its
//! folds have names of their own. With one language alone nothing is added, not a byte. Absent: layer 1, whose markup is smaller.

use countersign_core::{Msg, Notice, Purpose};
use maud::{Markup, PreEscaped, html};

use crate::parts::dir;

/// The language that a site shows beside another.
#[derive(Clone, Copy)]
pub struct Second<'a> {
    /// Its notice, with what layer 2 has folded.
    pub notice: &'a Notice,
    /// The pages of its desk that layer 2 leads to: name and label of each.
    pub pages: &'a [(&'a str, &'a str)],
    /// Where its policy is a page of its own.
    pub policy: &'a str,
}

/// The language of layer 2, and the one beside it.
#[derive(Clone, Copy)]
pub(crate) struct Both<'a> {
    pub(crate) own: &'a Notice,
    pub(crate) second: Option<Second<'a>>,
}

impl<'a> Both<'a> {
    /// A phrase in both languages, each on a line.
    pub(crate) fn say(self, message: Msg) -> Markup {
        self.words(self.own.say(message), |second| Some(second.notice.say(message)))
    }

    /// Words of this language over those of the other, where it has them; one element, so that labels hold them together.
    pub(crate) fn words(self, own: &str, other: impl Fn(Second<'a>) -> Option<&'a str>) -> Markup {
        let second = self.second.and_then(|second| Some((&second.notice.locale, other(second)?)));
        html! { @if let Some((tag, words)) = second { span { (own) " " span.cs-line lang=(tag) dir=(dir(tag)) { (words) } } } @else { (own) } }
    }

    /// A purpose's title in both languages.
    pub(crate) fn title(self, purpose: &Purpose) -> Markup {
        self.words(&purpose.title, |second| Some(&same(second.notice, purpose)?.title))
    }

    /// A piece in both languages, beside each other where there is room; nothing where this language has nothing to say.
    pub(crate) fn pair(self, piece: impl Fn(&Notice) -> Markup) -> Markup {
        self.halves(piece(self.own), |second| Some(piece(second.notice)))
    }

    /// A piece about one purpose in both languages.
    pub(crate) fn pair_of(self, purpose: &Purpose, piece: impl Fn(&Notice, &Purpose) -> Markup) -> Markup {
        self.halves(piece(self.own, purpose), |second| Some(piece(second.notice, same(second.notice, purpose)?)))
    }

    /// Both halves of a pair.
    pub(crate) fn halves(self, own: Markup, other: impl Fn(Second<'a>) -> Option<Markup>) -> Markup {
        let Some((second, other)) = self.second.filter(|_| !own.0.is_empty()).and_then(|second| Some((second, other(second)?))) else {
            return own;
        };
        let tag = &second.notice.locale;
        html! {
            div.cs-pair { div { (own) } div lang=(tag) dir=(dir(tag)) { (PreEscaped(to_read(tag, second.policy, &other.0))) } }
        }
    }
}

/// The same purpose in another language.
fn same<'a>(notice: &'a Notice, purpose: &Purpose) -> Option<&'a Purpose> {
    notice.purposes.iter().find(|other| other.id == purpose.id)
}

/// What a fold's name of the second language begins with.
#[must_use]
pub fn second_fold(tag: &str, name: &str) -> String {
    [tag, ":", name].concat()
}

/// Markup of the second language as it stands beside the first: its clauses are those of its own text, which is another page, and its folds
/// have names of their own. Text never holds what is replaced, because quotation marks in it are escaped.
#[must_use]
pub fn to_read(tag: &str, policy: &str, markup: &str) -> String {
    let link = [" target=\"_blank\" rel=\"noopener\" href=\"", &html! { (policy) }.0, "#"].concat();
    let fold = [" data-cs-more=\"", &second_fold(tag, "")].concat();
    markup.replace(" href=\"#", &link).replace(" data-cs-more=\"", &fold)
}
