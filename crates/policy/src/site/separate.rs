//! Which purposes need a consent of their own, and what their screens say: keys of `[[purpose]]` and `[[recipient]]`.
//!
//! In: tables. Out: reasons, and of each language what must stand before the choice (PIPL Art. 23, 30, 39). Where the author says nothing
//! and the law of mainland China applies, the reasons follow from the data, the recipients and the places; the author's word counts before
//! that. A draft has none: nobody has looked at it yet. Deliberately absent: whether a screen was answered.

use std::collections::BTreeSet;

use countersign_core::{Basis, DataItem, PurposeId, PurposeKind, RichText, Role, Separate};

use super::diagnostic::{Code, Report};
use super::fields::{At, Fields, Localized};
use super::file::{PurposeRow, RecipientRow, SiteFile};
use super::lower::data;
use super::marks::Marker;
use super::policies::Loaded;

/// Where the derivation holds (ISO 3166-1).
const MAINLAND: &str = "CN";

/// Keys of a purpose.
pub(super) const PURPOSE_KEYS: [&str; 3] = ["separate", "necessity", "impact"];
/// Keys of a recipient.
pub(super) const RECIPIENT_KEYS: [&str; 4] = ["contact", "method", "rights", "safeguard"];

/// What a purpose says of its own consent.
#[derive(Debug, Default)]
pub(super) struct ApartKeys {
    reasons: Option<At<Vec<Separate>>>,
    necessity: Option<Localized>,
    impact: Option<Localized>,
}

/// What a recipient says for those who are asked about it.
#[derive(Debug, Default)]
pub(super) struct PartyKeys {
    contact: Option<At<String>>,
    method: Option<Localized>,
    rights: Option<Localized>,
    safeguard: Option<Localized>,
}

/// A purpose with a consent of its own, as one language's screen says it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteSeparate {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Why these data are needed; `None`: not stated.
    pub necessity: Option<RichText>,
    /// What it means for the person; `None`: not stated.
    pub impact: Option<RichText>,
    /// The recipients, in the order of the purpose.
    pub parties: Vec<SiteParty>,
}

/// A recipient on such a screen.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SiteParty {
    /// Where to reach it.
    pub contact: Option<String>,
    /// What it does with the data.
    pub method: Option<RichText>,
    /// How rights are used against it.
    pub rights: Option<RichText>,
}

pub(super) fn read_purpose(fields: &Fields<'_>, tags: &[String], report: &Report<'_>) -> ApartKeys {
    let known = Separate::ALL.map(Separate::name);
    let reasons = fields.texts("separate").map(|list| {
        let reason = |name: &At<String>| {
            let found = Separate::from_name(&name.value);
            if found.is_none() {
                let message = format!("`{}` is no reason for a consent of its own", name.value);
                report.add(Code::NotListed, &name.span, message, super::diagnostic::suggest(&name.value, &known));
            }
            found
        };
        let named: Vec<Separate> = list.value.iter().filter_map(reason).collect();
        At { value: Separate::ALL.into_iter().filter(|reason| named.contains(reason)).collect(), span: list.span }
    });
    ApartKeys { reasons, necessity: fields.localized("necessity", tags), impact: fields.localized("impact", tags) }
}

pub(super) fn read_recipient(fields: &Fields<'_>, tags: &[String]) -> PartyKeys {
    let words = |key: &str| fields.localized(key, tags);
    PartyKeys { contact: fields.text("contact"), method: words("method"), rights: words("rights"), safeguard: words("safeguard") }
}

/// By the recipients' names, how data are protected there, where the site states it.
pub(super) fn safeguards(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<(String, RichText)> {
    let stated = |row: &RecipientRow| Some((row.name.value.clone(), marker.rich(row.party.safeguard.as_ref()?.say(tag))));
    file.recipients.iter().filter_map(stated).collect()
}

/// Why a purpose needs a consent of its own, the same in every language.
pub(super) fn reasons(row: &PurposeRow, file: &SiteFile, sensitive: &Sensitive) -> Vec<Separate> {
    if let Some(reasons) = &row.apart.reasons {
        return reasons.value.clone();
    }
    let codes = &file.site.jurisdictions;
    let by_consent = row.basis.as_ref().is_none_or(|basis| basis.value == Basis::Consent);
    if file.notice.drafted || row.kind == PurposeKind::Core || !by_consent || !codes.iter().any(|code| code.value == MAINLAND) {
        return Vec::new();
    }
    let is_abroad = |code: &At<String>| !codes.iter().any(|known| known.value == code.value);
    let countries = recipients(row, file).filter_map(|one| one.country.as_ref());
    let holds = |reason: &Separate| match reason {
        Separate::Sensitive => sensitive.contains(&row.id.value),
        Separate::ThirdParty => recipients(row, file).any(|one| one.role == Some(Role::Controller)),
        Separate::CrossBorder => countries.clone().chain(row.storage.iter().flatten()).any(is_abroad),
        // Only the author knows these.
        Separate::Publication | Separate::PublicFace => false,
    };
    Separate::ALL.into_iter().filter(holds).collect()
}

/// Ids of purposes with sensitive data.
pub(super) type Sensitive = BTreeSet<String>;

/// The purposes whose data are marked, apart from what a visitor may leave out: that is asked for where it is given. The marks of the texts
/// in the law's own language decide, where the site has any, else those of its first language, so that a purpose is the same in all.
pub(super) fn sensitive(file: &SiteFile, loaded: &[Option<Loaded>]) -> Sensitive {
    let every = || file.locales.iter().zip(loaded).filter_map(|(row, loaded)| Some((&row.tag.value, loaded.as_ref()?)));
    let chinese: Vec<_> = every().filter(|(tag, _)| tag.starts_with("zh")).collect();
    let deciding = if chinese.is_empty() { every().take(1).collect() } else { chinese };
    let marked = |item: &DataItem| !item.optional && !item.label.marks.is_empty();
    let has = |row: &&PurposeRow| deciding.iter().any(|(tag, loaded)| data(row, file, tag, &loaded.marker).iter().any(marked));
    file.purposes.iter().filter(has).map(|row| row.id.value.clone()).collect()
}

fn recipients<'a>(row: &'a PurposeRow, file: &'a SiteFile) -> impl Iterator<Item = &'a RecipientRow> + Clone {
    row.recipients.iter().flatten().filter_map(|id| file.recipients.iter().find(|one| one.id.value == id.value))
}

/// What the screen of a purpose says in one language.
pub(super) fn screen(row: &PurposeRow, file: &SiteFile, tag: &str, marker: &Marker) -> Option<SiteSeparate> {
    let rich = |text: &Option<Localized>| text.as_ref().map(|text| marker.rich(text.say(tag)));
    let party = |one: &RecipientRow| SiteParty {
        contact: one.party.contact.as_ref().map(|contact| contact.value.clone()),
        method: rich(&one.party.method),
        rights: rich(&one.party.rights),
    };
    Some(SiteSeparate {
        purpose: PurposeId::new(&row.id.value).ok()?,
        necessity: rich(&row.apart.necessity),
        impact: rich(&row.apart.impact),
        parties: recipients(row, file).map(party).collect(),
    })
}

/// Reports a core purpose that asks, and what the law wants said before a choice and the file lacks.
pub(super) fn check(file: &SiteFile, sensitive: &Sensitive, report: &Report<'_>) {
    for row in &file.purposes {
        let own = row.apart.reasons.as_ref();
        if let Some(reasons) = own.filter(|reasons| row.kind == PurposeKind::Core && !reasons.value.is_empty()) {
            let message = format!("the core purpose `{}` has `separate`, and no switch that could ask", row.id.value);
            report.add(Code::ApartCore, &reasons.span, message, "write `kind = \"additional\"`, or take the key out");
            continue;
        }
        let reasons = reasons(row, file, sensitive);
        if reasons.is_empty() || file.notice.drafted {
            continue;
        }
        let names = reasons.iter().map(|reason| reason.name()).collect::<Vec<_>>().join(", ");
        for (key, text) in [("necessity", &row.apart.necessity), ("impact", &row.apart.impact)] {
            if text.is_none() {
                let message = format!("`{}` has a consent of its own ({names}), and no `{key}`", row.id.value);
                let help = format!("add `{key} = {{ ... }}` in every language, or `separate = []` where no law asks for it");
                report.add(Code::ApartSilent, &row.id.span, message, help);
            }
        }
        if reasons.iter().any(|reason| matches!(reason, Separate::CrossBorder | Separate::ThirdParty)) {
            check_parties(row, file, report);
        }
    }
}

/// Whoever gets data abroad, or for purposes of its own, is named with contact, country, method and the way to use rights.
fn check_parties(row: &PurposeRow, file: &SiteFile, report: &Report<'_>) {
    if recipients(row, file).next().is_none() {
        let message = format!("`{}` has a consent of its own because of who gets the data, and names nobody", row.id.value);
        report.add(Code::ApartSilent, &row.id.span, message, "name the [[recipient]] rows in `recipients`");
    }
    for one in recipients(row, file) {
        let lacking = [
            ("contact", one.party.contact.is_none()),
            ("country", one.country.is_none()),
            ("method", one.party.method.is_none()),
            ("rights", one.party.rights.is_none()),
        ];
        for (key, _) in lacking.into_iter().filter(|(_, lacks)| *lacks) {
            let message = format!("`{}` is asked about in a consent of its own, and has no `{key}`", one.id.value);
            report.add(Code::ApartSilent, &one.id.span, message, format!("add `{key}` to this [[recipient]]"));
        }
    }
}
