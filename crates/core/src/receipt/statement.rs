//! What a receipt says beyond who, when and where: the claims of its kind (formats page, section 7.2).

use crate::receipt::purposes::{PROMPTED, purposes};
use crate::wire::json::Object;
use crate::{Gist, Kind, Pending, PublicKey, PurposeId, Said, Status, kind_of};

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($(#[$of:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $type { $($(#[$of])* $variant),* }

        impl $type {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in receipts.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

names!(
    /// Who expressed it (27560 `entity_id`).
    Author {
        /// The person concerned.
        Oneself = "self",
        /// A parent or guardian.
        Guardian = "guardian",
        /// Somebody of the site, at the person's request.
        Agent = "agent",
    }
);

names!(
    /// What a guardian is to the child.
    Relation {
        /// A parent.
        Parent = "parent",
        /// Another guardian.
        Guardian = "guardian",
    }
);

names!(
    /// How the guardian was made sure of.
    Method {
        /// By their own word.
        Declared = "declared",
        /// By a message to an e-mail address.
        Email = "email",
        /// By a message or call to a phone.
        Phone = "phone",
        /// By a document that was looked at.
        Document = "document",
        /// By an account that was verified before.
        Account = "account",
    }
);

names!(
    /// A right that is asked for (PIPL Art. 44-50, GDPR Art. 12-22, PDPA s. 30-43).
    Right {
        /// To know and see.
        Access = "access",
        /// To have a copy.
        Copy = "copy",
        /// To have something put right.
        Correct = "correct",
        /// To have something deleted.
        Delete = "delete",
        /// To have data brought elsewhere.
        Transfer = "transfer",
        /// To have processing limited.
        Restrict = "restrict",
        /// To object.
        Object = "object",
        /// To have an automated decision explained.
        Explain = "explain",
        /// To have an account closed.
        CloseAccount = "close-account",
        /// To complain.
        Complain = "complain",
        /// What relatives of a deceased person may ask.
        Deceased = "deceased",
    }
);

/// The claim `grd` that the build compiles: who confirms, how that was made sure of, and whether the child may use the service.
#[must_use]
pub fn guarding(relation: Relation, method: Method, given: bool) -> String {
    let mut claims = Object::new();
    claims.object("grd", |guardian| {
        guardian.string("relation", relation.name()).string("method", method.name());
        guardian.string("use", if given { Status::Given } else { Status::Refused }.name());
    });
    claims.inner().to_owned()
}

/// The state of one channel of messages, or of one topic on it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Channel {
    /// The channel's id, in the form of a purpose's.
    pub id: PurposeId,
    /// The topic's id; `None` means every topic.
    pub topic: Option<PurposeId>,
    /// The state after the event.
    pub status: Status,
}

/// The claims of one kind.
#[derive(Debug)]
pub struct Statement {
    pub(super) kind: Kind,
    pub(super) by: Author,
    pub(super) claims: Object,
}

impl Statement {
    /// What an entry decided or said. `gist` is that of the notice that was shown, if it is still to be had.
    #[must_use]
    pub fn of(entry: &Pending, gist: Option<&Gist>) -> Self {
        let (kind, mut claims) = (kind_of(entry), Object::new());
        // A prompt's answer says for itself what it is about, and nothing of what was not asked.
        let states = entry.said.as_ref().is_some_and(|said| said.claims.starts_with(PROMPTED));
        if !states && !matches!(kind, Kind::RightsRequest | Kind::Unsubscribe) {
            purposes(&mut claims, entry, gist);
        }
        if let Some(said) = &entry.said {
            claims.spliced(&said.claims);
        }
        Self { kind, by: if kind == Kind::Guardian { Author::Guardian } else { Author::Oneself }, claims }
    }

    /// The same for a pending entry that will say it: how the build hands a statement to the browser.
    #[must_use]
    pub fn said(&self) -> Said {
        Said { kind: self.kind, claims: self.claims.inner().to_owned(), salt: None }
    }

    /// A guardian's choice for a child.
    #[must_use]
    pub fn guardian(entry: &Pending, gist: Option<&Gist>, relation: Relation, method: Method) -> Self {
        let mut claims = Object::new();
        purposes(&mut claims, entry, gist);
        claims.object("grd", |guardian| {
            guardian.string("relation", relation.name()).string("method", method.name());
        });
        Self { kind: Kind::Guardian, by: Author::Guardian, claims }
    }

    /// Messages stopped or allowed again. `of` is [`crate::commitment`] of the address, where one is concerned.
    #[must_use]
    pub fn unsubscribe(by: Author, channels: &[Channel], of: Option<&str>) -> Self {
        let mut claims = Object::new();
        claims.list("ch", channels, |list, channel| {
            list.braced(|claims| {
                claims.string("id", channel.id.as_str()).maybe("topic", channel.topic.as_ref().map(PurposeId::as_str));
                claims.string("st", channel.status.name());
            });
        });
        claims.maybe("of", of);
        Self { kind: Kind::Unsubscribe, by, claims }
    }

    /// A right asked for, and until when an answer is due as an ISO 8601 duration.
    #[must_use]
    pub fn rights_request(by: Author, right: Right, due: Option<&str>, of: Option<&str>) -> Self {
        let mut claims = Object::new();
        claims.object("rq", |request| {
            request.string("right", right.name()).maybe("due", due);
        });
        claims.maybe("of", of);
        Self { kind: Kind::RightsRequest, by, claims }
    }

    /// The key that takes over the chain; the key before signs this.
    #[must_use]
    pub fn key_change(key: &PublicKey) -> Self {
        let mut claims = Object::new();
        claims.raw("key", &key.jwk());
        Self { kind: Kind::KeyChange, by: Author::Oneself, claims }
    }
}
