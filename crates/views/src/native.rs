//! Layers 1 and 2 in pieces, for pages that no browser shows: those of a mini program put the same words into elements of their own.
//!
//! Enters: a notice. Leaves: the same markup that the layers are made of, piece by piece, for the build to read words and bold out of it.
//! Deliberately absent: controls, which are the mini program's, and whatever depends on a browser's signal.

use countersign_core::{Notice, Purpose};
use maud::html;

use crate::facts::facts;
use crate::parts::{controller, dir, edition};
use crate::{layer1, layer2};

words! {
    /// What the mini program's own pages say beside the notice.
    NativeWord in "mini-program" {
        NotKept "not-kept",
        NotSent "not-sent",
        TakenOver "taken-over",
        Apart "apart",
        OpenPage "open-page",
        PageFailed "page-failed",
        TryAgain "try-again",
        GuideHeading "guide-heading",
        GuideText "guide-text",
        GuideNew "guide-new",
        GuideLimits "guide-limits",
        GuideRead "guide-read",
        GuideLost "guide-lost",
        GuideAgree "guide-agree",
        GuideRefuse "guide-refuse",
        GuideAgreed "guide-agreed",
        GuideOpen "guide-open",
        ScopesHeading "scopes-heading",
        ScopesNote "scopes-note",
        Settings "settings",
        Allowed "allowed",
        Denied "denied",
        Unasked "unasked",
        StopGuide "stop-guide",
        StopScope "stop-scope",
        StopPurpose "stop-purpose",
        StopFailed "stop-failed",
        Location "location",
        Area "area",
        Camera "camera",
        Microphone "microphone",
        Bluetooth "bluetooth",
        Album "album",
        AddContact "add-contact",
        Calendar "calendar",
        Address "address",
        Phone "phone",
        Photos "photos",
        Clipboard "clipboard",
    }
}

/// A notice in pieces.
#[derive(Clone, Debug)]
pub struct NativeNotice {
    /// Who asks.
    pub who: String,
    /// In which direction its language is written: `ltr` or `rtl`.
    pub dir: &'static str,
    /// What layer 1 says before the buttons.
    pub banner: String,
    /// Whether layer 1 and layer 2 have a button that opens something at once.
    pub accepts: bool,
    /// Version, dates, and what the bold means.
    pub edition: String,
    /// Who is responsible, and how to reach them.
    pub contact: String,
}

/// The pieces of a notice.
#[must_use]
pub fn native_notice(notice: &Notice) -> NativeNotice {
    NativeNotice {
        who: controller(notice).to_owned(),
        dir: dir(&notice.locale),
        banner: html! { p { (layer1::words(notice)) } }.into_string(),
        accepts: layer1::accepts(notice) && notice.at_once().next().is_some(),
        edition: edition(notice).into_string(),
        contact: layer2::contact(notice).into_string(),
    }
}

/// What layer 2 says of a purpose below its title: a paragraph on what for, and a list of facts.
#[must_use]
pub fn native_purpose(notice: &Notice, purpose: &Purpose) -> String {
    html! { (layer2::description(notice, purpose)) (facts(notice, purpose)) }.into_string()
}
