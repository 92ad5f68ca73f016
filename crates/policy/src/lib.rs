//! Policy text to document to checked notice, with diagnostics; build time only.
//!
//! In: the bytes of a policy and, for the notice, a `site.toml`. Deliberately absent: the browser, the file system, and writing HTML.

mod compare;
mod draft;
mod facts;
mod inspect;
mod law;
mod link;
mod mark;
mod outline;
mod read;
mod sentence;
mod site;
mod space;
mod terms;
mod topic;

pub use compare::{
    ClauseChange, ClauseKind, ClausePlace, Comparison, Edition, EditionError, FactChange, HeadingChange, NoticeChange, Piece, PieceKind,
    PurposeChange, PurposeFate, SectionChange, TermChange, compare, compare_notices,
};
pub use draft::{
    Draft, DraftChannel, DraftDatum, DraftFunction, DraftPermission, DraftSdk, Effect, FunctionBasis, Tracking, TrackingKind, draft,
};
pub use facts::{Facts, Found, ResponseTime, Retention, Right, Statement, StatementKind, TimeUnit, facts};
pub use inspect::{
    InspectedChannel, InspectedDatum, InspectedEffect, InspectedFacts, InspectedFunction, InspectedMark, InspectedPermission,
    InspectedQuote, InspectedResponse, InspectedRight, InspectedSaid, InspectedSdk, InspectedSection, InspectedValue, Inspection, inspect,
};
pub use law::{Clause, Finding, LawRef, PolicyText, Regime, Region, Rule, Shown, Weight, check_law, law_rules};
pub use link::{Outcome, Reference, links, references};
pub use mark::{AuthorPhrase, Lexicon, LexiconError, List, MarkOptions, Sensitive, SensitiveBasis, SensitiveMark, mark_sensitive};
pub use outline::Section;
pub use read::{Encoding, MAX_POLICY_BYTES, PolicyFile, ReadError, Reading, TextFormat, format_of, read_policy, read_text};
pub use site::{
    Additional, Bundle, Calendar, CallFamily, Calls, CatalogueVendor, Code, Diagnostic, DraftError, Grant, LOCALES, LocalePart, Phrases,
    Position, Pushing, Severity, SiteAsk, SiteChannel, SiteChildren, SiteIncident, SiteParty, SiteRight, SiteSdk, SiteSeparate, SiteStated,
    SiteTopic, SiteWechat, Tracked, catalogue, catalogue_digest, compile, draft_site, pushing, site_stated,
};
pub use topic::{Topic, Topics, topics};
