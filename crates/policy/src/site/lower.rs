//! Lowering: checked rows and one language's document to that language's notice.
//!
//! In: a [`SiteFile`] without errors and the documents of its policies. Out: [`LocalePart`]s. What a row does not state stays `None`.
//! Deliberately absent: files, diagnostics other than the core check's.

use countersign_core::{
    Basis, Category, Controller, DataItem, Digest, Document, Fault, LocaleLink, Msg, Notice, NoticeDraft, Place, Purpose, PurposeId,
    PurposeKind, Recipient, RichText, Site, StoredName, Vendor,
};

use super::asked::{self, Saying, SiteAsk};
use super::backend::backends;
use super::channel::{SiteChannel, SiteTopic, channels, topics};
use super::children::{self, SiteChildren};
use super::clauses::{Clauses, Tracked};
use super::duration;
use super::fields::At;
use super::file::{DataRow, PurposeRow, SiteFile, VendorRow};
use super::incident::{SiteIncident, incidents};
use super::marks::Marker;
use super::phrases::Phrases;
use super::policies::Loaded;
use super::rights::{self, SiteRight};
use super::scope::scope;
use super::sdk::{SiteSdk, sdks};
use super::separate::{self, Sensitive, SiteSeparate};
use super::vendors::catalogue;
use crate::mark::SensitiveBasis;
use crate::read::Reading;

/// How long a choice holds where the author does not say: half a year (CNIL guidance of 2020, section on the life of a choice).
const CHOICE_DAYS: u32 = 180;

/// One language of a bundle: the notice and the document behind its layer 3.
#[derive(Clone, Debug)]
pub struct LocalePart {
    /// What layers 1 and 2 say; it names no file of the full text yet, whoever renders one knows its digest.
    pub notice: Notice,
    /// The full policy.
    pub document: Document,
    /// What its sensitive marks rest on.
    pub basis: SensitiveBasis,
    /// What the policy says about tracking; a kind that no section states is absent.
    pub tracking: Vec<Tracked>,
    /// What a person may ask for.
    pub rights: Vec<SiteRight>,
    /// What is asked or explained at the moment itself: permissions of the device first.
    pub asks: Vec<SiteAsk>,
    /// What went wrong with people's data, the last one first.
    pub incidents: Vec<SiteIncident>,
    /// On which channels marketing is sent.
    pub channels: Vec<SiteChannel>,
    /// What its marketing is about; nothing where the site names no topics.
    pub topics: Vec<SiteTopic>,
    /// Where the contact and the words of a request go; `None` where no form sends any.
    pub requests: Option<String>,
    /// What the screens of purposes with a consent of their own say.
    pub separate: Vec<SiteSeparate>,
    /// What the pages about children say; `None` where the site states no ages.
    pub children: Option<SiteChildren>,
    /// By the recipients' names, how data are protected there.
    pub safeguards: Vec<(String, RichText)>,
    /// Third-party code in the site's apps.
    pub sdks: Vec<SiteSdk>,
    /// The language that is shown beside this one.
    pub beside: Option<String>,
}

/// One policy file, read and marked.
pub(super) struct Policy {
    pub(super) reading: Reading,
    pub(super) document: Document,
    pub(super) basis: SensitiveBasis,
}

/// Makes the notice of one language.
pub(super) fn part(
    file: &SiteFile, tag: &str, phrases: &Phrases, loaded: &Loaded, sensitive: &Sensitive,
) -> Result<LocalePart, Vec<Fault>> {
    let Loaded { policy, marker, .. } = loaded;
    let lowering = Lowering { file, tag, phrases, policy, marker, sensitive, clauses: Clauses::new(&policy.reading) };
    let notice = lowering.draft().check()?;
    let tracking = lowering.clauses.tracking(&file.tracking, tag);
    let asks = lowering.asks(&notice);
    let is_apart = |row: &&PurposeRow| notice.apart().any(|purpose| purpose.id.as_str() == row.id.value);
    let separate = file.purposes.iter().filter(is_apart).filter_map(|row| separate::screen(row, file, tag, marker)).collect();
    Ok(LocalePart {
        notice,
        document: policy.document.clone(),
        basis: policy.basis.clone(),
        tracking,
        rights: rights::rights(file, tag, marker),
        asks,
        incidents: incidents(file, tag, marker),
        channels: channels(file, tag, marker),
        topics: topics(file, tag, marker),
        requests: owned(file.site.requests.as_ref()),
        separate,
        children: children::pages(file, tag, marker),
        safeguards: separate::safeguards(file, tag, marker),
        sdks: sdks(file, tag, marker),
        beside: file.locales.iter().find(|row| row.tag.value == tag).and_then(|row| owned(row.beside.as_ref())),
    })
}

struct Lowering<'a> {
    file: &'a SiteFile,
    tag: &'a str,
    phrases: &'a Phrases,
    policy: &'a Policy,
    marker: &'a Marker,
    sensitive: &'a Sensitive,
    clauses: Clauses<'a>,
}

fn owned(text: Option<&At<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

impl Lowering<'_> {
    fn draft(&self) -> NoticeDraft {
        let file = self.file;
        let site_id = owned(file.site.id.as_ref()).unwrap_or_default();
        let controller = Controller {
            name: owned(file.controller.name.as_ref()),
            address: owned(file.controller.address.as_ref()),
            registered: owned(file.controller.registered.as_ref()),
            email: owned(file.controller.email.as_ref()),
            phone: owned(file.controller.phone.as_ref()),
            officer: owned(file.controller.officer.as_ref()),
            response_days: file.controller.response_days,
        };
        let purposes: Vec<Purpose> = file.purposes.iter().filter_map(|row| self.purpose(row)).collect();
        NoticeDraft {
            id: owned(file.notice.id.as_ref()).unwrap_or_else(|| site_id.clone()),
            version: owned(file.notice.version.as_ref()).unwrap_or_default(),
            locale: self.tag.to_owned(),
            drafted: file.notice.drafted,
            title: self.title(),
            effective: owned(file.notice.effective.as_ref()),
            updated: owned(file.notice.updated.as_ref()),
            site: Site {
                id: site_id,
                origin: owned(file.site.origin.as_ref()),
                cookie_domain: owned(file.site.cookie_domain.as_ref()),
                backends: backends(file),
                choice_days: file.site.choice_days.unwrap_or(CHOICE_DAYS),
                jurisdictions: file.site.jurisdictions.iter().map(|code| code.value.clone()).collect(),
            },
            lists: self.lists(),
            places: self.clauses.places(&controller, &self.policy.basis),
            clauses: self.clauses.listed(),
            controller,
            sensitive: self.sensitive(&purposes),
            purposes,
            children: children::ages(file),
            scope: scope(file, self.tag),
            locales: file.locales.iter().map(|row| locale_link(&row.tag.value)).collect(),
            text: Digest::NONE,
            insets: Vec::new(),
            catalogue: None,
            widget: None,
            messages: Msg::ALL.iter().map(|message| self.message(*message).to_owned()).collect(),
        }
    }

    /// A phrase, in its form for the number that the notice fills in.
    fn message(&self, message: Msg) -> &str {
        match (message, self.file.controller.response_days) {
            (Msg::ResponseDays, Some(days)) => self.phrases.counted("message", message.key(), days),
            _ => self.phrases.message(message),
        }
    }

    /// The policy's first heading where it stands at the top; the phrase for any policy otherwise.
    fn title(&self) -> String {
        let first = self.policy.reading.headings().first().filter(|section| section.block <= 1);
        first.map_or_else(|| self.phrases.message(Msg::PolicyLink).to_owned(), |section| section.title.clone())
    }

    /// The kinds of sensitive data in what the purposes name, each once, in the order met.
    fn sensitive(&self, purposes: &[Purpose]) -> Vec<String> {
        let mut found: Vec<Category> = Vec::new();
        for mark in purposes.iter().flat_map(|purpose| &purpose.data).flat_map(|item| &item.label.marks) {
            if !found.contains(&mark.category) {
                found.push(mark.category);
            }
        }
        found.into_iter().map(|category| self.phrases.category(category).to_owned()).collect()
    }

    /// The lists that the marks rest on; where nothing is marked, those that were asked.
    fn lists(&self) -> Vec<String> {
        let basis = &self.policy.basis;
        let lists = if basis.used.is_empty() { &basis.chosen } else { &basis.used };
        lists.iter().map(|list| list.citation().unwrap_or_else(|| self.phrases.list(*list)).to_owned()).collect()
    }

    fn purpose(&self, row: &PurposeRow) -> Option<Purpose> {
        let drafted = self.file.notice.drafted;
        let by_kind = match row.kind {
            PurposeKind::Core => Basis::Contract,
            PurposeKind::Additional => Basis::Consent,
        };
        let title = row.title.say(self.tag).to_owned();
        let description = row.description.as_ref().map(|text| self.rich(text.say(self.tag)));
        let anchor = self.clauses.of_purpose(&title, description.as_ref().map_or("", |text| &text.text));
        Some(Purpose {
            id: PurposeId::new(&row.id.value).ok()?,
            kind: row.kind,
            anchor,
            title,
            description,
            effect: row.effect.as_ref().map(|text| self.rich(text.say(self.tag))),
            separate: separate::reasons(row, self.file, self.sensitive),
            data: data(row, self.file, self.tag, self.marker),
            recipients: row.recipients.as_ref().map(|list| list.iter().filter_map(|id| self.recipient(&id.value)).collect()),
            retention: row.retention.as_ref().and_then(|code| duration::say(&code.value, self.phrases)),
            retention_code: owned(row.retention.as_ref()),
            storage: row.storage.as_ref().map(|list| list.iter().map(|code| self.place(&code.value)).collect()),
            source: row.source,
            // A draft says no ground that the text does not say.
            basis: row.basis.as_ref().map(|basis| basis.value).or((!drafted).then_some(by_kind)),
            dpv: owned(row.dpv.as_ref()),
            vendors: row
                .vendors
                .iter()
                .filter_map(|id| self.file.vendors.iter().find(|row| row.id.value == id.value))
                .map(|row| vendor(row, self.file))
                .collect(),
        })
    }

    fn asks(&self, notice: &Notice) -> Vec<SiteAsk> {
        let rich = |text: &str| self.rich(text);
        let item = |row: &DataRow| item(row, self.file, self.tag, self.marker);
        let clause = |title: &str, description: &str| self.clauses.of_purpose(title, description);
        asked::asks(self.file, &Saying { tag: self.tag, rich: &rich, item: &item, clause: &clause, purposes: &notice.purposes })
    }

    fn rich(&self, text: &str) -> RichText {
        self.marker.rich(text)
    }

    fn recipient(&self, id: &str) -> Option<Recipient> {
        let row = self.file.recipients.iter().find(|row| row.id.value == id)?;
        Some(Recipient {
            name: row.name.value.clone(),
            also: row.also.iter().map(|name| name.value.clone()).collect(),
            policy: owned(row.policy.as_ref()),
            country: row.country.as_ref().map(|code| self.place(&code.value)),
            role: row.role,
        })
    }

    fn place(&self, code: &str) -> Place {
        Place { code: code.to_owned(), name: self.phrases.country(code).unwrap_or(code).to_owned() }
    }
}

/// The data of a purpose in one language.
pub(super) fn data(row: &PurposeRow, file: &SiteFile, tag: &str, marker: &Marker) -> Vec<DataItem> {
    let found = row.data.iter().filter_map(|id| file.data.iter().find(|item| item.id.value == id.value));
    found.map(|row| item(row, file, tag, marker)).collect()
}

/// One of them.
fn item(row: &DataRow, file: &SiteFile, tag: &str, marker: &Marker) -> DataItem {
    let words = row.label.say(tag);
    let label = match row.sensitive {
        // A program's word counts only where the policy's own marks agree, so that the same words are bold in every layer.
        Some(category) if !file.notice.drafted || marker.knows(category) => RichText::marked(words, category),
        _ => marker.rich(words),
    };
    DataItem { id: row.id.value.clone(), label, pd: owned(row.pd.as_ref()), optional: row.optional }
}

fn locale_link(tag: &str) -> LocaleLink {
    LocaleLink { tag: tag.to_owned(), name: Phrases::of(tag).map_or(tag, Phrases::name).to_owned() }
}

/// A vendor row with what the catalogue knows: the row's own hosts and names come first, and what it says of a name that the catalogue
/// has too stands instead of the catalogue's facts. Named by a recipient of the same id, by the catalogue, or, where it has no hosts, by
/// the controller, whose own cookies it then holds; else by its id.
pub(super) fn vendor(row: &VendorRow, file: &SiteFile) -> Vendor {
    let known = catalogue().iter().find(|vendor| vendor.id == row.id.value);
    let recipient = file.recipients.iter().find(|recipient| recipient.id.value == row.id.value).map(|recipient| &recipient.name.value);
    let own = file.controller.name.as_ref().filter(|_| row.hosts.is_empty()).map(|name| &name.value);
    let name = recipient.or(known.map(|vendor| &vendor.name)).or(own).unwrap_or(&row.id.value).clone();
    let mut hosts: Vec<String> = row.hosts.iter().map(|host| host.value.clone()).collect();
    let mut storage = row.storage.clone();
    if let Some(known) = known {
        hosts.extend(known.hosts.iter().filter(|host| !row.hosts.iter().any(|own| own.value == **host)).cloned());
        let own = |stored: &StoredName| row.storage.iter().any(|own| own.name == stored.name && own.kind == stored.kind);
        storage.extend(known.storage.iter().filter(|stored| !own(stored)).cloned());
    }
    Vendor { name, hosts, storage }
}
