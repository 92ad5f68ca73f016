//! A wish to stop messages or to allow them, as its receipt and its rows will say it.

use crate::log::Entry;
use crate::site::SiteId;
use countersign_suppression::{AddressHash, ChannelId, State, Subject, TopicId, Turn};

/// By which control a wish was made: `how.control` of its receipt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum How {
    /// The page of an unsubscribe link, or the switches on a page of the account.
    Page,
    /// A mail program by itself (RFC 8058).
    OneClick,
    /// A word in reply to a message.
    Keyword,
    /// Somebody of the site at the person's request: a call, a letter, a counter, a list.
    Desk,
    /// The link of a double opt-in.
    Confirm,
}

impl How {
    /// The name in receipts and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "unsubscribe",
            Self::OneClick => "one-click",
            Self::Keyword => "keyword",
            Self::Desk => "desk",
            Self::Confirm => "confirm",
        }
    }

    /// Who acted: `by` of the receipt.
    #[must_use]
    pub const fn by(self) -> &'static str {
        match self {
            Self::Desk => "agent",
            Self::Page | Self::OneClick | Self::Keyword | Self::Confirm => "self",
        }
    }
}

/// Why an address must not be written to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// The person asked for it.
    Asked,
    /// A mail system passed a complaint on.
    Complaint,
    /// Messages came back.
    Bounce,
    /// It stood in a list that was read in.
    List,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Complaint, Self::Bounce, Self::List];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Complaint => "complaint",
            Self::Bounce => "bounce",
            Self::List => "list",
        }
    }

    /// The reason with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// What the browser itself sent.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Signals {
    /// Global Privacy Control.
    pub gpc: bool,
    /// Do Not Track.
    pub dnt: bool,
}

/// A wish.
#[derive(Clone, Debug)]
pub struct Wish {
    /// At which site.
    pub site: SiteId,
    /// Whose.
    pub subject: Subject,
    /// What shall hold.
    pub turns: Vec<Turn>,
    /// How it was made.
    pub how: How,
    /// Why, where it stops something.
    pub reason: Reason,
    /// By which way it came, in a word for staff such as the name of a webhook or an import; never who.
    pub source: String,
    /// What the browser sent.
    pub signals: Signals,
    /// Whether it is the word of a list and not of the person: it allows nothing that is stopped.
    pub is_listed: bool,
}

impl Wish {
    /// The wish of a person.
    #[must_use]
    pub fn new(site: &SiteId, subject: Subject, how: How, turns: Vec<Turn>) -> Self {
        let (reason, source, signals) = (Reason::Asked, how.name().to_owned(), Signals::default());
        Self { site: site.clone(), subject, turns, how, reason, source, signals, is_listed: false }
    }

    /// The wish to get nothing more about a topic on a channel.
    #[must_use]
    pub fn stop(site: &SiteId, subject: Subject, how: How, channel: ChannelId, topic: TopicId) -> Self {
        Self::new(site, subject, how, vec![Turn { channel, topic, to: State::Withdrawn }])
    }

    /// The wish to be written to. Only for what the person has said at the address itself (a confirmation, a page behind a token),
    /// or staff with the right and a reason: this alone lifts a suppression.
    #[must_use]
    pub fn allow(site: &SiteId, subject: Subject, how: How, channel: ChannelId, topic: TopicId) -> Self {
        Self::new(site, subject, how, vec![Turn { channel, topic, to: State::Given }])
    }

    pub(super) fn turned(&self, turns: Vec<Turn>) -> Turned {
        let (how, reason, source) = (self.how.name(), self.reason.name(), self.source.clone());
        Turned { hash: self.subject.hash(), turns, how, reason, source, is_listed: self.is_listed }
    }

    /// The same by another way.
    #[must_use]
    pub fn from_source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// The same for another reason.
    #[must_use]
    pub fn because(mut self, reason: Reason) -> Self {
        self.reason = reason;
        self
    }

    /// The same as the word of a list.
    #[must_use]
    pub fn of_list(mut self) -> Self {
        self.is_listed = true;
        self
    }

    /// The same with what the browser sent.
    #[must_use]
    pub fn with_signals(mut self, signals: Signals) -> Self {
        self.signals = signals;
        self
    }
}

/// What the store writes beside the entry of a wish's receipt, in its transaction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Turned {
    /// Whose rows.
    pub hash: AddressHash,
    /// What shall hold.
    pub turns: Vec<Turn>,
    /// The control of the receipt.
    pub how: &'static str,
    /// The name of the reason.
    pub reason: &'static str,
    /// By which way it came.
    pub source: String,
    /// Whether it allows nothing that is stopped.
    pub is_listed: bool,
}

/// What became of a wish.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Carried {
    /// It is done; the receipt says what changed.
    Done(Box<Entry>),
    /// All of it held already; there is no receipt.
    Held,
}
