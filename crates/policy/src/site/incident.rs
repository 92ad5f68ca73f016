//! What went wrong with people's data: the tables `[[incident]]` of `site.toml` (PIPL Art. 57, GDPR Art. 34: what happened, what follows,
//! what is done about it, what people can do themselves).
//!
//! In: tables. Out: rows whose form is checked, and of each language what its page says. Deliberately absent: who was concerned, and telling
//! them one by one; this is the announcement.

use countersign_core::RichText;

use super::diagnostic::{Code, Report};
use super::duration::is_date;
use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::marks::Marker;

pub(super) const INCIDENT_KEYS: [&str; 7] = ["id", "date", "what", "measures", "advice", "remedy", "channels"];

/// An incident.
#[derive(Debug)]
pub(super) struct IncidentRow {
    pub(super) id: At<String>,
    date: At<String>,
    /// What happened, what was done, what people can do, what the site offers.
    words: [Option<Localized>; 4],
    channels: Option<Localized>,
}

/// An incident as one language's page says it; what is `None` is not stated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteIncident {
    /// Its id.
    pub id: String,
    /// The day on which it was found; ISO 8601.
    pub date: String,
    /// What happened and what may follow, what is done about it, what people can do, what the site offers to make good.
    pub words: [Option<RichText>; 4],
    /// How those concerned are told, and by when.
    pub channels: Option<RichText>,
}

pub(super) fn read_incident(fields: &Fields<'_>, tags: &[String], report: &Report<'_>) -> Option<IncidentRow> {
    let tag = tags.first().map_or("en", String::as_str);
    fields.demand("id", "\"locker-2026\"");
    fields.demand("date", "\"2026-11-02\"");
    fields.demand("what", &format!("{{ {tag} = \"...\" }}"));
    let (id, date) = (fields.text("id"), fields.text("date"));
    if let Some(date) = date.as_ref().filter(|date| !is_date(&date.value)) {
        report.add(Code::NotADate, &date.span, format!("`{}` is not a date", date.value), "write year, month and day: \"2026-11-02\"");
    }
    let words = ["what", "measures", "advice", "remedy"].map(|key| fields.localized(key, tags));
    Some(IncidentRow { id: id?, date: date?, words, channels: fields.localized("channels", tags) })
}

/// The incidents of one language, the last one first.
pub(super) fn incidents(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<SiteIncident> {
    let rich = |words: &Option<Localized>| words.as_ref().map(|words| marker.rich(words.say(tag)));
    let incident = |row: &IncidentRow| SiteIncident {
        id: row.id.value.clone(),
        date: row.date.value.clone(),
        words: row.words.each_ref().map(rich),
        channels: rich(&row.channels),
    };
    let mut all: Vec<SiteIncident> = file.incidents.iter().map(incident).collect();
    all.sort_by(|a, b| b.date.cmp(&a.date));
    all
}
