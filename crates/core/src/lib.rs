//! What Countersign means by a notice, a choice, a signal, a session, a receipt and an outbox, and how they are written.
//!
//! Pure values and functions. Deliberately absent: I/O, clock, randomness (both are arguments), HTML, async. Only [`wire`] knows JSON.
//! Formats are set in `www/docs/formats.md`.

mod decimal;
mod digest;
mod ids;
mod instant;
mod notice;
mod outbox;
mod pending;
mod receipt;
mod session;
mod signal;
mod state;

pub mod log;
pub mod wire;

pub use decimal::decimal;
pub use digest::{Digest, from_base64url, to_base64url};
pub use ids::{IdError, PurposeId, ReceiptId};
pub use instant::Instant;
pub use notice::{
    Backend, Basis, Block, BlockKind, Category, Children, Choosable, Clause, Controller, DataItem, Document, DocumentError, Elsewhere,
    Fact, Fault, Gist, Heading, Link, LinkTarget, LocaleLink, Mark, Msg, Notice, NoticeDraft, Place, Purpose, PurposeKind, Recipient,
    Renewal, RichText, Role, Run, START, Scope, Separate, Site, Source, Stated, StoreKind, StoredName, Term, UserRole, Vendor, material,
    renewal,
};
pub use outbox::{Delivery, Posting, RETRY_CAP_MS, deliver, is_due};
pub use pending::{Control, Input, Pending, Said};
pub use receipt::{
    After, Assurance, Author, Chain, Channel, Countersigned, Deadline, Draft, Kind, Method, Occasion, Party, PublicKey, Receipt, Relation,
    Right, Sealed, Setting, Shown, Signer, Starts, Statement, Status, Ui, asking, commitment, guarding, kind_of, prompted, status_of,
};
pub use session::{DO_NOT_TRACK, Outcome, outcome, outcome_table};
pub use signal::Signal;
pub use state::{By, StoredState};
