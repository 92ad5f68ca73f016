//! The pages about children: the question for an age, and what a parent or guardian decides.
//!
//! Enters: a notice, what the site says about children, and ways to say words. Leaves: two pages of the desk. The question has one answer for
//! each stretch of years, all equal; the browser keeps on which side of the last age the answer lies. Absent: a field for a date of birth, and
//! any switch that is on.
//!
//! PIPL Art. 31, GDPR Art. 8. `data-cs-say` holds the claim `grd` of formats.md section 7.2; what is open makes the claim `p` of it.

use countersign_core::{Children, Method, Msg, Notice, Purpose, Relation, RichText, decimal, guarding};
use maud::{Markup, html};

use crate::parts::{Way, controller, dir, fill, head, missing, rich};

words! {
    /// Words of these pages.
    AgeWord in "age" {
        Question "question",
        Why "why",
        Below "below",
        Between "between",
        From "from",
        Guardian "guardian",
        GuardianNote "guardian-note",
        Under "under",
        Rules "rules",
        Ask "ask",
        Relation "relation",
        Parent "parent",
        OtherGuardian "other-guardian",
        Adult "adult",
        Off "off",
        Choices "choices",
        Confirm "confirm",
        Decline "decline",
        Delete "delete",
        DeleteNote "delete-note",
        Incomplete "incomplete",
        Unsure "unsure",
        Confirmed "confirmed",
        Declined "declined",
        Grown "grown",
    }
}

/// What the site says about children.
#[derive(Clone, Copy, Debug)]
pub struct ChildrenView<'a> {
    /// The ages.
    pub children: &'a Children,
    /// Whether a guardian may open additional purposes.
    pub opens: bool,
    /// How a guardian is made sure of.
    pub method: Method,
    /// Whom to ask about children's data.
    pub contact: Option<&'a str>,
    /// How such data are treated.
    pub rules: Option<&'a RichText>,
    /// Whether there is a page on which deletion is asked for.
    pub asks_deletion: bool,
}

/// The question. Every answer is a button of the same kind, the youngest first.
#[must_use]
pub fn age<'w>(notice: &Notice, view: &ChildrenView<'_>, say: &dyn Fn(AgeWord) -> &'w str) -> String {
    let ages = &view.children.ages;
    let number = |age: u32| decimal(age.into());
    let starts = std::iter::once(None).chain(ages.iter().copied().map(Some));
    let ends = ages.iter().copied().map(Some).chain([None]);
    let answer = |(start, end): (Option<u32>, Option<u32>)| {
        let label = match (start, end) {
            (None, Some(end)) => fill(say(AgeWord::Below), &[("age", &number(end))]),
            (Some(start), Some(end)) => fill(say(AgeWord::Between), &[("from", &number(start)), ("to", &number(end - 1))]),
            (start, None) => fill(say(AgeWord::From), &[("age", &number(start.unwrap_or_default()))]),
        };
        let side = if end.is_some() { "child" } else { "grown" };
        html! { button.cs-button type="button" part="button" data-cs-age=(side) data-cs-done=(say(AgeWord::Grown)) { (label) } }
    };
    let body = html! {
        p { (fill(say(AgeWord::Why), &[("age", &number(view.children.grown()))])) }
        div.cs-ages { @for stretch in starts.zip(ends) { (answer(stretch)) } }
    };
    sheet(notice, say(AgeWord::Question), &body, &html! {})
}

/// What a parent or guardian reads and decides. Nothing is chosen beforehand.
#[must_use]
pub fn guardian<'w>(notice: &Notice, view: &ChildrenView<'_>, say: &dyn Fn(AgeWord) -> &'w str) -> String {
    let answer = |use_of: &str, label: AgeWord, done: AgeWord| {
        html! { button.cs-button type="button" part="button" data-cs-guardian=(use_of) data-cs-done=(say(done)) { (say(label)) } }
    };
    let body = html! {
        p { (fill(say(AgeWord::GuardianNote), &[("controller", controller(notice))])) }
        (rules(notice, view, say))
        fieldset {
            legend { h2 { (say(AgeWord::Relation)) } }
            div.cs-purpose {
                @for (relation, word) in [(Relation::Parent, AgeWord::Parent), (Relation::Guardian, AgeWord::OtherGuardian)] {
                    (relation_field(relation, view.method, say(word)))
                }
                p.cs-check {
                    input #cs-adult type="checkbox" name="adult" autocomplete="off";
                    label for="cs-adult" { (fill(say(AgeWord::Adult), &[("age", &decimal(view.children.grown().max(18).into()))])) }
                }
                button.cs-link type="button" data-cs="policy" { (notice.say(Msg::ReadPolicy)) }
            }
        }
        @if view.opens && notice.at_once().next().is_some() { (choices(notice, say)) } @else { p.cs-note { (say(AgeWord::Off)) } }
        section part="deletion" {
            h2 { (say(AgeWord::Delete)) }
            p { (say(AgeWord::DeleteNote)) }
            button.cs-link type="button" data-cs-guardian="deletion" data-cs-method=(view.method.name()) data-cs-rights[view.asks_deletion]
                data-cs-done=(say(AgeWord::Declined)) { (say(AgeWord::Delete)) }
        }
        template data-cs-word="incomplete" { (say(AgeWord::Incomplete)) }
        template data-cs-word="unsure" { (say(AgeWord::Unsure)) }
    };
    let actions = html! {
        (answer("refused", AgeWord::Decline, AgeWord::Declined))
        (answer("given", AgeWord::Confirm, AgeWord::Confirmed))
    };
    sheet(notice, say(AgeWord::Guardian), &body, &actions)
}

/// A whole sheet; `actions` are its equal answers.
fn sheet(notice: &Notice, title: &str, body: &Markup, actions: &Markup) -> String {
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) data-cs-desk {
            (head(notice, title, Way::Back))
            div.cs-body part="body" { (body) }
            p.cs-status part="status" role="status" {}
            @if !actions.0.is_empty() { div.cs-actions part="actions" { (actions) } }
        }
    }
    .into_string()
}

/// The ages that the policy names, how children's data are treated, and whom to ask.
fn rules<'w>(notice: &Notice, view: &ChildrenView<'_>, say: &dyn Fn(AgeWord) -> &'w str) -> Markup {
    let email = notice.controller.email.as_deref();
    html! {
        dl.cs-facts {
            @for age in &view.children.ages {
                div {
                    dt { (fill(say(AgeWord::Below), &[("age", &decimal((*age).into()))])) }
                    dd { (say(AgeWord::Under)) }
                }
            }
            div {
                dt { (say(AgeWord::Rules)) }
                dd { @if let Some(rules) = view.rules { (rich(notice, rules)) } @else { (missing(notice)) } }
            }
            div { dt { (say(AgeWord::Ask)) } dd { @if let Some(contact) = view.contact.or(email) { (contact) } @else { (missing(notice)) } } }
        }
    }
}

/// One of the two relations, with what a receipt says of each answer.
fn relation_field(relation: Relation, method: Method, label: &str) -> Markup {
    let id = ["cs-relation-", relation.name()].concat();
    html! {
        p.cs-check {
            input id=(id) type="radio" name="relation" value=(relation.name()) autocomplete="off" data-cs-method=(method.name())
                data-cs-given=(guarding(relation, method, true)) data-cs-refused=(guarding(relation, method, false));
            label for=(id) { (label) }
        }
    }
}

/// The switches of what a guardian may open, none of them on.
fn choices<'w>(notice: &Notice, say: &dyn Fn(AgeWord) -> &'w str) -> Markup {
    let field = |purpose: &Purpose| {
        let id = ["cs-for-child-", purpose.id.as_str()].concat();
        html! {
            div.cs-purpose part="purpose" {
                h3.cs-row {
                    input id=(id) type="checkbox" role="switch" part="switch" name="child" value=(purpose.id.as_str()) autocomplete="off";
                    label for=(id) { (purpose.title) }
                }
                p { @if let Some(text) = &purpose.description { (rich(notice, text)) } @else { (missing(notice)) } }
            }
        }
    };
    html! { fieldset { legend { h2 { (say(AgeWord::Choices)) } } @for purpose in notice.at_once() { (field(purpose)) } } }
}
