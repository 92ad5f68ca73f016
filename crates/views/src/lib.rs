//! From checked notices and documents to HTML and CSS.
//!
//! Enters: [`countersign_core`] values. Leaves: strings of HTML with every value escaped by maud, and style sheets. All layers are rendered
//! by the build, and browsers show the bytes as they are. Deliberately absent: state, the DOM, decisions.
//!
//! Hooks for scripts: `data-cs` on controls (`accept`, `refuse`, `choose`, `save`, `policy`, `locale`, `close`, `back`, `receipts`, `withdraw`,
//! `download`, `verify`, `ask`, `print`, `json`, `proof`), `data-cs-when` on what holds only as things stand, `data-cs-more` on folds that are filled when they are opened,
//! `data-cs-receipt` on downloads of one receipt, `input[name=purpose]` in layer 2, `[data-cs-text]` around the full text, `a[href^="#"]` for
//! every link into it, `[role=status]` for what was done. The meaning is set in `www/docs/formats.md` section 9.

#[macro_use]
mod words;

mod age;
mod article;
mod ask;
mod beside;
mod changes;
mod channels;
mod contents;
mod facts;
mod incidents;
mod insets;
mod layer1;
mod layer2;
mod layer3;
mod lists;
mod native;
mod page;
mod parts;
mod permissions;
mod placeholder;
mod receipts;
mod rights;
mod runs;
mod scope;
mod separate;
mod signals;
mod style;
mod transfers;
mod updates;
mod url;
mod voice;

pub use age::{AgeWord, ChildrenView, age, guardian};
pub use article::policy_text;
pub use ask::{AskSay, AskView, AskWord, ask, ask_line};
pub use beside::{Second, second_fold, to_read};
pub use changes::{ChangeWord, ChangedClause, ChangedFacts, ChangedSection, Changes, ChangesStyle, Fate, Runs, changes_page};
pub use channels::{ChannelSwitch, ChannelView, ChannelWord, TopicView, channels};
pub use incidents::{IncidentView, IncidentWord, incidents};
pub use insets::{Beside, InsetWord, InsetWords, Insets, SdkView, Technique, insets};
pub use layer1::{accepts, layer1, layer1_beside};
pub use layer2::{layer2, layer2_beside};
pub use layer3::layer3;
pub use native::{NativeNotice, NativeWord, native_notice, native_purpose};
pub use page::{PageLinks, VersionLink, policy_page};
pub use permissions::permissions;
pub use placeholder::{HeldWord, placeholder_frame, placeholder_text, placeholder_title};
pub use receipts::{
    CheckGroup, CheckLine, Piece, PurposeCard, ReceiptCard, ReceiptFact, ReceiptList, ReceiptWord, Tongue, receipts, receipts_heading,
    receipts_on_paper, receipts_report,
};
pub use rights::{RightPlaces, RightView, RightWord, rights};
pub use scope::{PAGE as SCOPE_PAGE, ScopeWord, scope};
pub use separate::{PartyView, SeparateView, SeparateWord, separate};
pub use style::{
    BAR_CSS, BESIDE_CSS, CORNER_CSS, DIALOG_CSS, LAYER1_CSS, LAYERS_CSS, LOCALES_CSS, PAGE_CSS, PLACEHOLDER_CSS, RECEIPTS_CSS, TWO_CSS,
};
pub use transfers::{Transfer, transfers, transfers_of};
pub use updates::{Update, UpdateWord, UpdateWords, updates};
