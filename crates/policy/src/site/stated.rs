//! What a site's notice shows beside the text of its policies, for judging the texts by the law.
//!
//! In: `site.toml`. Out: the facts that its tables state, its policies and its jurisdictions. What is wrong with the file is not said here.

use super::diagnostic::Report;
use super::file::{self, PurposeRow, SiteFile};
use crate::law::Shown;

/// What of a site bears on its policies.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SiteStated {
    /// ISO 3166-1 alpha-2 codes.
    pub jurisdictions: Vec<String>,
    /// The policies, as the file gives their paths.
    pub policies: Vec<String>,
    /// The facts that the notice shows, by the names that the rules of law use.
    pub shown: Shown,
}

/// Reads what a site states; of a file that is not TOML, nothing.
#[must_use]
pub fn site_stated(text: &str) -> SiteStated {
    let file = file::read(text, &Report::new("", text));
    SiteStated {
        jurisdictions: file.site.jurisdictions.iter().map(|code| code.value.clone()).collect(),
        policies: file.locales.iter().map(|row| row.policy.value.clone()).collect(),
        shown: shown(&file),
    }
}

fn shown(file: &SiteFile) -> Shown {
    // A fact of purposes is shown where every purpose has it.
    let every = |has: fn(&PurposeRow) -> bool| !file.purposes.is_empty() && file.purposes.iter().all(has);
    let controller = &file.controller;
    let facts = [
        ("fact:controller", controller.name.is_some()),
        ("fact:email", controller.email.is_some()),
        ("fact:phone", controller.phone.is_some()),
        ("fact:address", controller.address.is_some()),
        ("fact:officer", controller.officer.is_some()),
        ("fact:response", controller.response_days.is_some()),
        ("fact:updated", file.notice.updated.is_some()),
        ("fact:effective", file.notice.effective.is_some()),
        ("fact:purposes", !file.purposes.is_empty()),
        ("fact:data", !file.data.is_empty()),
        ("fact:sensitive-data", file.data.iter().any(|row| row.sensitive.is_some())),
        ("fact:effects", every(|purpose| purpose.effect.is_some())),
        ("fact:basis", every(|purpose| purpose.basis.is_some())),
        ("fact:retention", every(|purpose| purpose.retention.is_some())),
        ("fact:recipients", every(|purpose| purpose.recipients.is_some())),
        ("fact:storage", every(|purpose| purpose.storage.is_some())),
        ("fact:source", every(|purpose| purpose.source.is_some())),
    ];
    facts.into_iter().filter(|(_, stated)| *stated).map(|(name, _)| name).collect()
}
