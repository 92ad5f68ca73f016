//! Layer 1: the banner, one breath of who, what for, which sensitive kinds, who else, where, and the choice.
//!
//! Enters: a notice, the address of its full policy, the next language. Leaves: one element with at most six others in it, because
//! every first visit pays for each; line breaks and widths are CSS. It has a name of its own: where React takes over a whole document, it
//! would take a `div` at the start of the body for the one that it rendered there. Absent: anything ticked or preferred (STANDARDS rules U1,
//! U2, U4, U14).

use countersign_core::{LocaleLink, Msg, Notice, Purpose, Stated, decimal};
use maud::{Markup, html};

use crate::parts::{colon, controller, dir, fill, fill_sensitive, gap, list};
use crate::url::Url;

/// How many recipients the banner names; all of them stand in layer 2.
const MOST_RECIPIENTS: usize = 6;

/// Everything: a list without a limit.
const ALL: usize = usize::MAX;

/// The banner.
///
/// `policy_url` is where the full policy is a page of its own; an address that is not http, https or relative leads nowhere.
/// `next_locale` is the language that its language button offers; `None`: no button.
#[must_use]
pub fn layer1(notice: &Notice, policy_url: &str, next_locale: Option<&LocaleLink>) -> String {
    banner(notice, None, policy_url, next_locale)
}

/// The banner in two languages side by side; every control says both (Malaysia's PDPA 2010, section 7(3): the notice and the means to
/// choose in Malay and in English). The style for it stands behind the banner's own.
#[must_use]
pub fn layer1_beside(notice: &Notice, beside: &Notice, policy_url: &str, next_locale: Option<&LocaleLink>) -> String {
    banner(notice, Some(beside), policy_url, next_locale)
}

fn banner(notice: &Notice, beside: Option<&Notice>, policy_url: &str, next_locale: Option<&LocaleLink>) -> String {
    let href = Url::parse(policy_url).map_or("#", Url::as_str);
    let label =
        |message| html! { (notice.say(message)) @if let Some(other) = beside { span lang=(other.locale) { (other.say(message)) } } };
    html! {
        countersign-banner #countersign tabindex="-1" aria-label=(notice.say(Msg::BannerLabel)) lang=(notice.locale) role="dialog" dir=(dir(&notice.locale)) {
            @if let Some(link) = next_locale {
                button data-cs="locale" lang=(link.tag) { (link.name) }
            }
            @match beside {
                None => (words(notice)),
                Some(other) => { div { (words(notice)) } div lang=(other.locale) dir=(dir(&other.locale)) { (words(other)) } },
            }
            a data-cs="policy" href=(href) { (label(Msg::PolicyLink)) }
            (choice("refuse", &label(Msg::RefuseAll)))
            (choice("choose", &label(Msg::Choose)))
            @if accepts(notice) { (choice("accept", &label(Msg::AcceptAll))) }
        }
    }
    .into_string()
}

/// Who asks, what for, which sensitive kinds, who else, and where.
pub(crate) fn words(notice: &Notice) -> Markup {
    html! {
        (purposes(notice)) (gap(notice)) (besides(notice))
        @if !notice.sensitive.is_empty() {
            (fill_sensitive(notice.say(Msg::BannerSensitive), &list(notice, &mut notice.sensitive.iter().map(String::as_str), ALL)))
            (gap(notice))
        }
        (shared(notice)) (gap(notice)) (abroad(notice)) (gap(notice))
    }
}

/// One of the equal buttons, which are what stands behind the link. It stands in no form, so that it needs no type.
fn choice(hook: &str, label: &Markup) -> Markup {
    html! { button data-cs=(hook) { (label) } }
}

/// Whether one click may open something: not before an age is known, and only what has no consent of its own and concerns everybody.
#[must_use]
pub fn accepts(notice: &Notice) -> bool {
    notice.asks_age().is_none() && (notice.at_once().next().is_some() || notice.besides().next().is_none())
}

/// What the three buttons do not decide: purposes with a consent of their own, or for some people alone, and what a guardian decides.
fn besides(notice: &Notice) -> String {
    let apart = list(notice, &mut notice.besides().map(|purpose| purpose.title.as_str()), ALL);
    let mut text = String::new();
    if !apart.is_empty() && notice.at_once().next().is_some() {
        text.extend([&fill(notice.say(Msg::BannerSeparate), &[("purposes", &apart)]), gap(notice)]);
    }
    if let Some(children) = notice.asks_age() {
        text.extend([&fill(notice.say(Msg::BannerChild), &[("age", &decimal(children.grown().into()))]), gap(notice)]);
    }
    text
}

/// Who asks, and for what: that which one click decides, or, where that is nothing, everything.
fn purposes(notice: &Notice) -> String {
    let title = |purpose: &'_ Purpose| purpose.title.clone();
    let mut titles: Vec<String> = notice.at_once().map(title).collect();
    if titles.is_empty() {
        titles = notice.additional().map(title).collect();
    }
    let titles = list(notice, &mut titles.iter().map(String::as_str), ALL);
    if titles.is_empty() {
        return notice.say(Msg::NoAdditional).to_owned();
    }
    fill(notice.say(Msg::BannerText), &[("controller", controller(notice)), ("purposes", &titles)])
}

/// Whether anybody else gets data: first of all those of the purposes that are asked for.
fn shared(notice: &Notice) -> String {
    let chosen = list(
        notice,
        &mut notice.additional().flat_map(|purpose| purpose.recipients.iter().flatten()).map(|one| one.name.as_str()),
        MOST_RECIPIENTS,
    );
    let every = notice.purposes.iter().flat_map(|purpose| purpose.recipients.iter().flatten());
    let names = if chosen.is_empty() { list(notice, &mut every.map(|one| one.name.as_str()), MOST_RECIPIENTS) } else { chosen };
    if !names.is_empty() {
        fill(notice.say(Msg::BannerShared), &[("recipients", &names)])
    } else if notice.purposes.iter().all(|purpose| purpose.recipients.is_some()) {
        notice.say(Msg::BannerNotShared).to_owned()
    } else {
        unknown(notice, Msg::Recipients, Stated::Recipients)
    }
}

/// Whether data leave the country; "no" only where every place is stated.
fn abroad(notice: &Notice) -> String {
    let places = notice.abroad();
    let stated = !notice.site.jurisdictions.is_empty()
        && notice.purposes.iter().all(|purpose| {
            let countries = purpose.recipients.iter().flatten().all(|recipient| recipient.country.is_some());
            purpose.storage.is_some() && purpose.recipients.is_some() && countries
        });
    if !places.is_empty() {
        fill(notice.say(Msg::BannerAbroad), &[("countries", &list(notice, &mut places.iter().map(|place| place.name.as_str()), ALL))])
    } else if stated {
        notice.say(Msg::BannerNotAbroad).to_owned()
    } else {
        let known = notice.purposes.iter().flat_map(|purpose| purpose.storage.iter().flatten());
        let known = list(notice, &mut known.map(|place| place.name.as_str()), ALL);
        if known.is_empty() { unknown(notice, Msg::Storage, Stated::Storage) } else { labeled(notice, Msg::Storage, &known) }
    }
}

/// A label and "not stated", or that the full policy says it where it does and no purpose can be told apart.
fn unknown(notice: &Notice, label: Msg, fact: Stated) -> String {
    labeled(notice, label, notice.say(if notice.place(fact).is_some() { Msg::SeePolicy } else { Msg::NotStated }))
}

/// A label, a colon, a value and a full stop.
fn labeled(notice: &Notice, label: Msg, value: &str) -> String {
    let mut text = notice.say(label).to_owned();
    text.extend([colon(notice), value, if gap(notice).is_empty() { "。" } else { "." }]);
    text
}
