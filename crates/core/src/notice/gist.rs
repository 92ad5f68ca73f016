//! The gist of a notice: what sealing needs of it, once the build has rendered what is shown.
//!
//! Enters: a checked notice. Leaves: what its receipts claim of it, as JSON text that goes into them as it stands, so that a browser reads
//! neither data items nor recipients. Absent: everything that is only shown.

use super::{Notice, Purpose};
use crate::receipt::stated;
use crate::{Digest, Party, PurposeId};

/// What a browser computes with of a notice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Gist {
    /// The notice's id.
    pub id: String,
    /// The policy version.
    pub version: String,
    /// The language; BCP 47.
    pub locale: String,
    /// Who is responsible, as receipts name them.
    pub party: Party,
    /// The additional purposes, in the order shown.
    pub choices: Vec<Choosable>,
    /// Digest of the vendor catalogue that the notice was built with.
    pub catalogue: Option<Digest>,
    /// Digest of the widget's files, likewise.
    pub widget: Option<Digest>,
}

/// One additional purpose.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choosable {
    /// Its id.
    pub id: PurposeId,
    /// What a receipt says of it beside the choice: members of a JSON object without its braces, at least one.
    pub claims: String,
}

impl Gist {
    /// The gist of a notice.
    #[must_use]
    pub fn of(notice: &Notice) -> Self {
        let choice = |purpose: &Purpose| Choosable { id: purpose.id.clone(), claims: stated(notice, purpose) };
        Self {
            id: notice.id.clone(),
            version: notice.version.clone(),
            locale: notice.locale.clone(),
            party: Party::new(&notice.site.id, &notice.controller, &notice.site.jurisdictions),
            choices: notice.additional().map(choice).collect(),
            catalogue: notice.catalogue,
            widget: notice.widget,
        }
    }
}
