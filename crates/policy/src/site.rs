//! A site: `site.toml` and its policies, checked and compiled to one notice for each language.
//!
//! In: the file's text and a way to open the policies it names. Out: a [`Bundle`] where there is no error, and every [`Diagnostic`] in
//! one run. Format: section 1 of `www/docs/formats.md`. Deliberately absent: the file system, the clock, HTML.

mod asked;
mod backend;
mod channel;
mod check;
mod children;
mod clauses;
mod consent;
mod diagnostic;
mod domain;
mod drafting;
mod duration;
mod fields;
mod file;
mod incident;
mod language;
mod lower;
mod marks;
mod phrases;
mod policies;
mod position;
mod quote;
mod rights;
mod scope;
mod sdk;
mod separate;
mod stated;
mod vendors;
mod wechat;
mod wording;

pub use asked::SiteAsk;
pub use channel::{SiteChannel, SiteTopic};
pub use children::{Additional, SiteChildren};
pub use clauses::Tracked;
pub use consent::{CallFamily, Calls, Grant};
pub(crate) use diagnostic::show;
pub use diagnostic::{Code, Diagnostic, Severity};
pub use drafting::{DraftError, draft_site};
pub use incident::SiteIncident;
pub(crate) use language::detect as detect_language;
pub use lower::LocalePart;
pub use phrases::{LOCALES, Phrases};
pub use position::Position;
pub use rights::{Calendar, SiteRight};
pub use sdk::SiteSdk;
pub use separate::{SiteParty, SiteSeparate};
pub use stated::{SiteStated, site_stated};
pub use vendors::{CatalogueVendor, catalogue, catalogue_digest};
pub use wechat::SiteWechat;
pub use wording::{Pushing, pushing};

use diagnostic::Report;

/// All languages of one checked notice.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Where `dist/` is served: a path or address that ends with `/`.
    pub base: String,
    /// The languages, the default first; never empty.
    pub parts: Vec<LocalePart>,
    /// What vendors are told of choices.
    pub calls: Vec<Calls>,
    /// Which days count as working days.
    pub calendar: Calendar,
    /// Where the banner stands.
    pub position: Position,
    /// How pages speak with the mini program or the app that shows them; `None` where they do not.
    pub wechat: Option<SiteWechat>,
}

/// Reads, checks and compiles a site.
///
/// `name` is what diagnostics call the file; `open` reads a policy by the path that the file gives.
/// There is a bundle exactly when no diagnostic is an error.
pub fn compile(name: &str, text: &str, open: &dyn Fn(&str) -> std::io::Result<Vec<u8>>) -> (Option<Bundle>, Vec<Diagnostic>) {
    let report = Report::new(name, text);
    let file = file::read(text, &report);
    check::check(&file, &report);
    let loaded = policies::load(&file, open, &report);
    let mut parts = Vec::new();
    let sensitive = separate::sensitive(&file, &loaded);
    if !report.has_errors() {
        separate::check(&file, &sensitive, &report);
        for (row, loaded) in file.locales.iter().zip(&loaded) {
            let (Some(loaded), Some(phrases)) = (loaded, Phrases::of(&row.tag.value)) else { continue };
            match lower::part(&file, &row.tag.value, phrases, loaded, &sensitive) {
                Ok(part) => parts.push(part),
                Err(faults) => {
                    for fault in faults {
                        let message = format!("the notice does not pass its check: {fault:?}");
                        report.add(Code::Unsound, &row.tag.span, message, "mend the purpose that is named");
                    }
                }
            }
        }
    }
    let bundle = (!report.has_errors()).then(|| Bundle {
        base: file.site.base.as_ref().map_or_else(|| "/countersign/".to_owned(), |base| base.value.clone()),
        parts,
        calls: consent::calls(&file),
        calendar: rights::calendar(&file),
        position: file.site.position,
        wechat: file.wechat.as_ref().map(wechat::lower),
    });
    let mut found = report.finish();
    // The words of a draft are those of the policy, until somebody has made them the notice's own.
    found.retain(|one| !file.notice.drafted || one.code != Code::Pushing);
    (bundle, found)
}
