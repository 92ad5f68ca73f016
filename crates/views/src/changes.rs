//! What changed between two versions of a policy, as a page that needs no script.
//!
//! Enters: the changes in words, already chosen and cut, and a way to say the page's own words in its language. Leaves: a whole HTML document
//! with `ins` and `del` elements. Deliberately absent: the comparison, and how much of a long clause is shown.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::PAGE_CSS;
use crate::parts::{dir, fill};
use crate::url::Url;

words! {
    /// The page's own words.
    ChangeWord in "change" {
        Heading "heading",
        Versions "versions",
        Since "since",
        Material "material",
        Wording "wording",
        None "none",
        Facts "facts",
        Text "text",
        TextSame "text-same",
        Start "start",
        Added "added",
        Removed "removed",
        Changed "changed",
        Moved "moved",
        MovedAndChanged "moved-and-changed",
        MovedFrom "moved-from",
        Renumbered "renumbered",
        RenumberedSections "renumbered-sections",
        Retitled "retitled",
        Typography "typography",
        NoticeAsAWhole "notice-as-a-whole",
        Kind "kind",
        Vendors "vendors",
        Name "name",
        ResponseDays "response-days",
        Jurisdictions "jurisdictions",
    }
}

/// Where the rules for looks come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChangesStyle<'a> {
    /// A file with [`PAGE_CSS`] in it; for sites whose content security policy forbids inline styles.
    Link(&'a str),
    /// Inside the page, so that it is one file.
    Inline,
}

/// What became of a run of words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// In both versions.
    Same,
    /// Only in the old one.
    Removed,
    /// Only in the new one.
    Added,
    /// Left out here: unchanged words of a long clause.
    Skipped,
}

/// Runs of words.
pub type Runs = Vec<(Fate, String)>;

/// Everything that a page says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Changes {
    /// BCP 47.
    pub locale: String,
    /// The policy's title.
    pub title: String,
    /// The two versions.
    pub versions: (String, String),
    /// What stands below the verdict, such as that a program drafted the facts; empty for nothing.
    pub note: String,
    /// Words and address of the link to the new version; the address is relative to the page. Its headings are anchors there.
    pub policy: Option<(String, String)>,
    /// Facts that differ, by purpose and for the notice as a whole. The change is material exactly when there are any.
    pub facts: Vec<ChangedFacts>,
    /// The sections in which anything changed.
    pub sections: Vec<ChangedSection>,
}

/// A purpose, or the notice as a whole, that differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChangedFacts {
    /// The purpose's name; `None` for the notice as a whole.
    pub title: Option<String>,
    /// Whether it came or went as a whole.
    pub fate: Fate,
    /// Label, what was stated, what is stated.
    pub facts: Vec<(String, Vec<String>, Vec<String>)>,
}

/// A section.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ChangedSection {
    /// Its heading; none before the first heading.
    pub heading: Runs,
    /// The heading's anchor in the new version.
    pub anchor: Option<String>,
    /// What became of it as a whole.
    pub tags: Vec<ChangeWord>,
    /// What changed in it.
    pub clauses: Vec<ChangedClause>,
}

/// A clause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChangedClause {
    /// What became of it, where its words do not show it.
    pub tag: Option<ChangeWord>,
    /// The section that it was moved from, where that is another one.
    pub from: Option<String>,
    /// Its words.
    pub words: Runs,
}

/// The page; `say` gives its own words in its language.
#[must_use]
pub fn changes_page<'a>(changes: &Changes, style: ChangesStyle<'_>, say: &dyn Fn(ChangeWord) -> &'a str) -> String {
    let page = Page { changes, say };
    let heading = say(ChangeWord::Heading);
    html! {
        (DOCTYPE)
        html lang=(changes.locale) dir=(dir(&changes.locale)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (heading) " – " (changes.title) }
                @match style {
                    ChangesStyle::Link(address) => @if let Some(url) = Url::parse(address) { link rel="stylesheet" href=(url.as_str()); },
                    // The style sheet is ours, and a test keeps closing tags out of it.
                    ChangesStyle::Inline => style { (PreEscaped(PAGE_CSS)) },
                }
            }
            body.cs-page.cs-narrow {
                header.cs-head { h1 { (heading) } (page.policy()) }
                main.cs-changes {
                    p.cs-edition {
                        span.cs-line { (changes.title) }
                        span.cs-line { (fill(say(ChangeWord::Versions), &[("old", &changes.versions.0), ("new", &changes.versions.1)])) }
                    }
                    (page.verdict())
                    (page.facts())
                    (page.text())
                }
            }
        }
    }
    .into_string()
}

struct Page<'a, 'b> {
    changes: &'a Changes,
    say: &'a dyn Fn(ChangeWord) -> &'b str,
}

impl Page<'_, '_> {
    fn policy(&self) -> Markup {
        let link = self.changes.policy.as_ref().and_then(|(words, address)| Some((words, Url::parse(address)?)));
        html! { @if let Some((words, url)) = link { a href=(url.as_str()) { (words) } } }
    }

    fn verdict(&self) -> Markup {
        let verdict = match (self.changes.facts.is_empty(), self.changes.sections.is_empty()) {
            (false, _) => ChangeWord::Material,
            (true, false) => ChangeWord::Wording,
            (true, true) => ChangeWord::None,
        };
        html! {
            p.cs-verdict { strong { ((self.say)(verdict)) } }
            @if !self.changes.note.is_empty() { p.cs-note { (self.changes.note) } }
        }
    }

    fn facts(&self) -> Markup {
        html! {
            @if !self.changes.facts.is_empty() {
                h2 { ((self.say)(ChangeWord::Facts)) }
                (changed_facts(&self.changes.facts, self.say))
            }
        }
    }

    fn text(&self) -> Markup {
        html! {
            h2 { ((self.say)(ChangeWord::Text)) }
            @if self.changes.sections.is_empty() { p { ((self.say)(ChangeWord::TextSame)) } }
            @for section in &self.changes.sections {
                section.cs-change {
                    h3 {
                        @if section.heading.is_empty() { ((self.say)(ChangeWord::Start)) } @else { (self.heading(section)) }
                        @for tag in &section.tags { (self.tag(*tag)) }
                    }
                    @for clause in &section.clauses { (self.clause(clause)) }
                }
            }
        }
    }

    fn heading(&self, section: &ChangedSection) -> Markup {
        let base = self.changes.policy.as_ref().map(|(_, address)| address.as_str());
        let address = base.zip(section.anchor.as_ref()).map(|(base, anchor)| format!("{base}#{anchor}"));
        html! {
            @if let Some(url) = address.as_deref().and_then(Url::parse) { a href=(url.as_str()) { (runs(&section.heading)) } }
            @else { (runs(&section.heading)) }
        }
    }

    fn clause(&self, clause: &ChangedClause) -> Markup {
        html! {
            div.cs-clause {
                @if clause.tag.is_some() || clause.from.is_some() {
                    p.cs-how {
                        @if let Some(tag) = clause.tag { (self.tag(tag)) }
                        @if let Some(from) = &clause.from { " " (fill((self.say)(ChangeWord::MovedFrom), &[("section", from)])) }
                    }
                }
                p { (runs(&clause.words)) }
            }
        }
    }

    fn tag(&self, word: ChangeWord) -> Markup {
        tag((self.say)(word))
    }
}

fn tag(word: &str) -> Markup {
    html! { " " span.cs-tag { (word) } }
}

/// The facts that differ, purpose by purpose; for the page with all changes and for the dialog.
pub(crate) fn changed_facts<'a>(facts: &[ChangedFacts], say: &dyn Fn(ChangeWord) -> &'a str) -> Markup {
    html! {
        @for changed in facts {
            section.cs-change {
                h3 {
                    (changed.title.as_deref().unwrap_or(say(ChangeWord::NoticeAsAWhole)))
                    @match changed.fate {
                        Fate::Added => (tag(say(ChangeWord::Added))),
                        Fate::Removed => (tag(say(ChangeWord::Removed))),
                        Fate::Same | Fate::Skipped => {},
                    }
                }
                @if !changed.facts.is_empty() {
                    dl {
                        @for (label, removed, added) in &changed.facts {
                            dt { (label) }
                            @for value in removed { dd { del { (value) } } }
                            @for value in added { dd { ins { (value) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Runs of words as inline elements.
fn runs(words: &Runs) -> Markup {
    html! {
        @for (place, (fate, text)) in words.iter().enumerate() {
            // So that a reader who hears both, or copies both, does not get one word.
            @if *fate == Fate::Added && place.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| before.0 == Fate::Removed) { " " }
            @match fate {
                Fate::Same => (text),
                Fate::Removed => del { (text) },
                Fate::Added => ins { (text) },
                Fate::Skipped => span.cs-skipped { " … " },
            }
        }
    }
}
