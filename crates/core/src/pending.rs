//! A choice or another statement that was made and is not yet sealed into a receipt: what the loader, the widget or the desk wrote down at
//! the click.

use crate::{Digest, Instant, Kind, PurposeId, ReceiptId, Signal};

/// Which control expressed it. Choices have the first eleven; the rest belong to statements of other kinds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Control {
    /// "Accept all".
    AcceptAll,
    /// "Refuse all".
    RefuseAll,
    /// "Save my choices".
    Save,
    /// The browser's signal.
    Signal,
    /// "Withdraw everything".
    WithdrawAll,
    /// A script's call of `refuseAll()`.
    ApiRefuse,
    /// The visitor's switch "Do not track me on this site".
    DoNotTrack,
    /// "Always allow" at the placeholder of a held embed.
    Always,
    /// What was asked at the moment itself, or its switch among the permissions.
    Ask,
    /// An answer on the screen of a purpose with a consent of its own.
    Separate,
    /// What was decided in a mini program or an app that shows the page.
    Handover,
    /// The switch of a channel or of a topic on it.
    Channel,
    /// The button behind a link that stops messages.
    Unsubscribe,
    /// A mail system's one-click request (RFC 8058).
    OneClick,
    /// A word sent as a reply to a message.
    Keyword,
    /// Somebody of the site, at the person's request by call, letter or counter.
    Desk,
    /// A form that asks for a right.
    Request,
    /// A guardian's confirmation.
    Confirm,
    /// Nobody: a key is due for another.
    Rotate,
}

impl Control {
    /// Every control.
    pub const ALL: [Self; 19] = [
        Self::AcceptAll,
        Self::RefuseAll,
        Self::Save,
        Self::Signal,
        Self::WithdrawAll,
        Self::ApiRefuse,
        Self::DoNotTrack,
        Self::Always,
        Self::Ask,
        Self::Separate,
        Self::Handover,
        Self::Channel,
        Self::Unsubscribe,
        Self::OneClick,
        Self::Keyword,
        Self::Desk,
        Self::Request,
        Self::Confirm,
        Self::Rotate,
    ];

    /// The name in pending entries and receipts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AcceptAll => "accept-all",
            Self::RefuseAll => "refuse-all",
            Self::Save => "save",
            Self::Signal => "signal",
            Self::WithdrawAll => "withdraw-all",
            Self::ApiRefuse => "api-refuse",
            Self::DoNotTrack => "do-not-track",
            Self::Always => "always",
            Self::Ask => "ask",
            Self::Separate => "separate",
            Self::Handover => "handover",
            Self::Channel => "channel",
            Self::Unsubscribe => "unsubscribe",
            Self::OneClick => "one-click",
            Self::Keyword => "keyword",
            Self::Desk => "desk",
            Self::Request => "request",
            Self::Confirm => "confirm",
            Self::Rotate => "rotate",
        }
    }

    /// The control with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|control| control.name() == name)
    }
}

/// What kind of input worked the control.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Input {
    /// Mouse, pen or touch.
    Pointer,
    /// Keyboard or an assistive tool acting like one.
    Keyboard,
    /// A script, not a person.
    Script,
    /// Nothing on this page: the browser's signal, or a hand-over.
    None,
}

impl Input {
    /// Every input.
    pub const ALL: [Self; 4] = [Self::Pointer, Self::Keyboard, Self::Script, Self::None];

    /// The name in pending entries and receipts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pointer => "pointer",
            Self::Keyboard => "keyboard",
            Self::Script => "script",
            Self::None => "none",
        }
    }

    /// The input with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|input| input.name() == name)
    }
}

/// One choice or statement that waits to be sealed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pending {
    /// Becomes the receipt's id, so that sealing twice makes one receipt.
    pub id: ReceiptId,
    /// When, by the visitor's clock.
    pub at: Instant,
    /// Which control.
    pub control: Control,
    /// 1 to 3; 0 where no layer was shown.
    pub layer: u8,
    /// The language shown; BCP 47.
    pub locale: String,
    /// The notice shown.
    pub notice: Digest,
    /// Whether the browser vouches for a person's event.
    pub trusted: bool,
    /// How the control was worked.
    pub input: Input,
    /// The signal visible at the time.
    pub signal: Signal,
    /// Purposes open before.
    pub was: Vec<PurposeId>,
    /// Purposes open after.
    pub open: Vec<PurposeId>,
    /// Ids of the purposes that it is about; empty: all of them.
    pub about: Vec<String>,
    /// What it says, where it is another statement than a choice.
    pub said: Option<Box<Said>>,
}

/// A statement that the build compiled.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// Its kind: [`Kind::Unsubscribe`], [`Kind::RightsRequest`], [`Kind::Guardian`], or that of a prompt's answer, [`Kind::Choice`] or
    /// [`Kind::Withdrawal`].
    pub kind: Kind,
    /// The claims of that kind, members of a JSON object without its braces.
    pub claims: String,
    /// The salt that a claim in there was made with; `None` draws one when it is sealed.
    pub salt: Option<[u8; 16]>,
}
