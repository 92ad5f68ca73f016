//! Clauses: where a policy says what its notice sums up, so that every fact in layer 2 leads to its sentence (REQUIREMENTS NL-24).
//!
//! In: a reading, what its sections are about, and the values that the notice shows. Out: anchors of sections, and the list of sections that
//! layer 2 leads to. Deliberately absent: a clause for a value that the text does not hold, unless a heading names its subject.

mod tracking;

use std::ops::Range;

use countersign_core::{Clause, Controller, START, Stated};

use crate::facts::{Facts, StatementKind, facts};
use crate::mark::SensitiveBasis;
use crate::read::Reading;
use crate::space::one_line;
use crate::topic::{Topic, Topics, topics};

pub use tracking::Tracked;
pub(super) use tracking::{TRACKING, TRACKING_KEYS, TrackingRow, check_tracking, read_tracking};

/// What layer 2 leads to, beside its own facts.
const LISTED: [Topic; 24] = [
    Topic::Scope,
    Topic::Definitions,
    Topic::CoreFunctions,
    Topic::AdditionalFunctions,
    Topic::Permissions,
    Topic::IndirectCollection,
    Topic::OtherUses,
    Topic::Cookies,
    Topic::DoNotTrack,
    Topic::Sharing,
    Topic::ThirdPartySdks,
    Topic::CrossBorder,
    Topic::Security,
    Topic::Storage,
    Topic::Retention,
    Topic::Rights,
    Topic::Withdrawal,
    Topic::AccountCancellation,
    Topic::AutomatedDecisions,
    Topic::RequestHandling,
    Topic::Marketing,
    Topic::Children,
    Topic::Updates,
    Topic::Contact,
];

/// What layer 2 leads to by a sentence: always, or where no heading names the topic beside it.
const STATED: [(StatementKind, Option<Topic>); 14] = [
    (StatementKind::Scope, Some(Topic::Scope)),
    (StatementKind::ScopeExcluded, None),
    (StatementKind::ThirdPartyServices, None),
    (StatementKind::NewPurpose, None),
    (StatementKind::ModelTraining, None),
    (StatementKind::Deidentified, Some(Topic::OtherUses)),
    (StatementKind::CookieUse, Some(Topic::Cookies)),
    (StatementKind::Partners, Some(Topic::Sharing)),
    (StatementKind::Overseas, Some(Topic::CrossBorder)),
    (StatementKind::GeneralRetention, Some(Topic::Retention)),
    (StatementKind::Withdrawal, Some(Topic::Withdrawal)),
    (StatementKind::MarketingStop, Some(Topic::Marketing)),
    (StatementKind::Guardian, Some(Topic::Children)),
    (StatementKind::ChangeNotice, Some(Topic::Updates)),
];

/// Statements about who else gets data.
const RECIPIENTS: [StatementKind; 3] = [StatementKind::Partners, StatementKind::Affiliates, StatementKind::Entrusted];

/// The longest label of a clause, in characters.
const LONGEST: usize = 80;

/// One policy with what is needed to find its clauses.
pub(super) struct Clauses<'a> {
    reading: &'a Reading,
    topics: Topics,
    facts: Facts,
    /// Title and words of each section, folded; first of all what stands before the first heading, without a title.
    sections: Vec<(String, String)>,
}

impl<'a> Clauses<'a> {
    pub(super) fn new(reading: &'a Reading) -> Self {
        let starts: Vec<usize> = reading.headings().iter().map(|section| section.start).collect();
        let ends = starts.iter().copied().chain([reading.text().len()]);
        let titles = std::iter::once("").chain(reading.headings().iter().map(|section| section.title.as_str()));
        let words = std::iter::once(0).chain(starts.iter().copied()).zip(ends).map(|(start, end)| reading.text().get(start..end));
        let sections = titles.zip(words).map(|(title, words)| (fold(title), fold(words.unwrap_or_default()))).collect();
        Self { reading, topics: topics(reading), facts: facts(reading), sections }
    }

    /// The section of a purpose: the first that holds its description, best under its title; else the first with its title; else the first
    /// whose heading, or else whose words, hold the title.
    pub(super) fn of_purpose(&self, title: &str, description: &str) -> Option<String> {
        let (title, description) = (fold(title), fold(description));
        let holds = |place: &usize| !description.is_empty() && self.words(*place).contains(&description);
        let all = || 0..self.sections.len();
        let same: Vec<usize> = all().filter(|place| !title.is_empty() && self.title(*place) == title).collect();
        let named = |words: &dyn Fn(usize) -> bool| all().find(|place| !title.is_empty() && words(*place));
        let described = same.iter().copied().find(holds).or_else(|| all().find(holds));
        described
            .or_else(|| same.first().copied())
            .or_else(|| named(&|place| self.title(place).contains(&title)))
            .or_else(|| named(&|place| self.words(place).contains(&title)))
            .map(anchor)
    }

    /// The anchors of the facts, in the order of [`Stated::ALL`]; empty where no clause was found.
    pub(super) fn places(&self, controller: &Controller, basis: &SensitiveBasis) -> Vec<String> {
        let place = |fact| match fact {
            Stated::Contact => self.contact(controller),
            Stated::Response => self.response(controller.response_days),
            Stated::Sensitive => basis.definition.as_ref().map(|span| self.at(span)).or_else(|| self.named(Topic::SensitiveData)),
            Stated::Dates => self.facts.updated.as_ref().or(self.facts.effective.as_ref()).map(|found| self.at(&found.span)),
            Stated::Core => self.named(Topic::CoreFunctions),
            Stated::Additional => self.named(Topic::AdditionalFunctions),
            Stated::Recipients => self.said(&[Topic::Sharing, Topic::Entrusting, Topic::ThirdPartySdks], &RECIPIENTS),
            Stated::Retention => self.said(&[Topic::Retention], &[StatementKind::GeneralRetention]).or_else(|| self.kept()),
            Stated::Storage => self.said(&[Topic::Storage, Topic::CrossBorder], &[StatementKind::StoredIn, StatementKind::Overseas]),
        };
        Stated::ALL.into_iter().map(|fact| place(fact).unwrap_or_default()).collect()
    }

    /// The sections that layer 2 leads to, in text order, each once.
    pub(super) fn listed(&self) -> Vec<Clause> {
        let mut places: Vec<usize> = LISTED.iter().filter_map(|topic| self.topics.place_of(*topic)).collect();
        places.extend(STATED.iter().filter_map(|(kind, topic)| {
            let named = topic.is_some_and(|topic| self.topics.place_of(topic).is_some());
            let first = self.facts.statements.iter().find(|statement| statement.kind == *kind && !named)?;
            self.topics.section_at(first.said.span.start)
        }));
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.clause(place)).collect()
    }

    /// A section as layer 2 leads to it.
    fn clause(&self, place: usize) -> Option<Clause> {
        let section = self.reading.headings().get(place)?;
        let printed = self.reading.text().get(section.start..section.end).unwrap_or(&section.title);
        Some(Clause { label: label(printed), anchor: section.anchor.clone() })
    }

    fn title(&self, place: usize) -> &str {
        self.sections.get(place).map_or("", |section| &section.0)
    }

    fn words(&self, place: usize) -> &str {
        self.sections.get(place).map_or("", |section| &section.1)
    }

    /// The section of a stretch of the text.
    fn at(&self, span: &Range<usize>) -> String {
        self.topics.section_at(span.start).map_or_else(|| START.to_owned(), |place| anchor(place + 1))
    }

    /// The heading of the first of some topics that has one, else the section of the first statement of some kinds.
    fn said(&self, headed: &[Topic], kinds: &[StatementKind]) -> Option<String> {
        let statement = || self.facts.statements.iter().find(|statement| kinds.contains(&statement.kind));
        headed.iter().find_map(|topic| self.named(*topic)).or_else(|| statement().map(|statement| self.at(&statement.said.span)))
    }

    /// The section of the first time for which the text keeps something.
    fn kept(&self) -> Option<String> {
        self.facts.retention.first().map(|found| self.at(&found.span))
    }

    /// The heading that stands for a topic.
    fn named(&self, topic: Topic) -> Option<String> {
        Some(anchor(self.topics.place_of(topic)? + 1))
    }

    /// Where the first of the controller's values stands, best under a heading about contact; else that heading.
    fn contact(&self, controller: &Controller) -> Option<String> {
        let values = [&controller.email, &controller.phone, &controller.address, &controller.officer, &controller.name];
        let about = |at: &usize| self.topics.at(*at).contains(&Topic::Contact);
        let found = values.into_iter().flatten().find_map(|value| {
            let mut places = self.reading.text().match_indices(value.as_str()).map(|(at, _)| at).peekable();
            let first = places.peek().copied();
            places.find(about).or(first)
        });
        found.map(|at| self.at(&(at..at))).or_else(|| self.named(Topic::Contact))
    }

    /// Where the text states the time that the notice shows; else the heading about requests.
    fn response(&self, days: Option<u32>) -> Option<String> {
        let stated = self.facts.responses.iter().find(|found| Some(found.value.days) == days);
        stated.map(|found| self.at(&found.span)).or_else(|| self.named(Topic::RequestHandling))
    }
}

/// The anchor of a section, counted with what stands before the first heading.
fn anchor(place: usize) -> String {
    format!("s-{place}")
}

fn fold(text: &str) -> String {
    one_line(text).to_lowercase()
}

/// A heading in one line, cut where it is longer than a label may be.
fn label(printed: &str) -> String {
    let line = one_line(printed);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use countersign_core::{Controller, Stated};

    use super::Clauses;
    use crate::mark::SensitiveBasis;
    use crate::read::{TextFormat, read_text};

    const TEXT: &str = "Reach us at first@pos.example.\n\n# 1. Parcels\n\nWe carry your parcel. Write to last@pos.example.\n\n\
        # 2. Your rights\n\nYou may ask. We answer requests within 15 days.\n\n# 3. Contact us\n\nlast@pos.example, first@pos.example\n";

    fn check(read: impl Fn(&Clauses<'_>) -> Option<String>, expected: Option<&str>) {
        let reading = read_text(TEXT, TextFormat::Markdown);
        assert_eq!(read(&Clauses::new(&reading)).as_deref(), expected);
    }

    #[test]
    fn purposes_have_clauses() {
        for (title, description, expected) in [
            ("1. parcels", "", Some("s-1")),
            ("Delivery", "We carry  your parcel.", Some("s-1")),
            ("rights", "", Some("s-2")),
            ("requests", "nowhere", Some("s-2")),
            ("Reach us", "", Some("s-0")),
            ("Balloons", "nowhere", None),
            ("", "", None),
        ] {
            check(|clauses| clauses.of_purpose(title, description), expected);
        }
    }

    #[test]
    fn facts_have_clauses() {
        let place = |controller: Controller, fact: Stated| {
            move |clauses: &Clauses<'_>| {
                let places = clauses.places(&controller, &SensitiveBasis::default());
                places.get(fact as usize).cloned().filter(|anchor| !anchor.is_empty())
            }
        };
        let email = |email: &str| Controller { email: Some(email.into()), ..Controller::default() };
        check(place(email("last@pos.example"), Stated::Contact), Some("s-3"));
        check(place(email("other@pos.example"), Stated::Contact), Some("s-3"));
        let days = |days| Controller { response_days: Some(days), ..Controller::default() };
        check(place(days(15), Stated::Response), Some("s-2"));
        check(place(Controller::default(), Stated::Response), None);
        check(place(Controller::default(), Stated::Sensitive), None);
        check(place(Controller::default(), Stated::Recipients), None);
    }

    #[test]
    fn what_holds_for_all_purposes_has_clauses_by_heading_or_sentence() {
        let check = |text: &str, expected: [&str; 3]| {
            let reading = read_text(text, TextFormat::Markdown);
            let places = Clauses::new(&reading).places(&Controller::default(), &SensitiveBasis::default());
            let place = |fact: Stated| places.get(fact as usize).cloned().unwrap_or_default();
            assert_eq!([place(Stated::Recipients), place(Stated::Retention), place(Stated::Storage)], expected, "{text}");
        };
        check("# Parcels\n\nWe carry them.\n", ["", "", ""]);
        check("# Sharing\n\nx\n\n# How long we keep data\n\nx\n\n# Transfer abroad\n\nx\n", ["s-1", "s-2", "s-3"]);
        let sentences = "# Parcels\n\nx\n\n# More\n\nWe share your personal information with our affiliates. \
            We keep your personal information only as long as necessary for the purposes of this policy. \
            Your personal information is stored in Malaysia.\n";
        check(sentences, ["s-2", "s-2", "s-2"]);
    }

    #[test]
    fn sections_are_listed_once_in_text_order() {
        let list = |clauses: &Clauses<'_>| clauses.listed().iter().map(|clause| format!("{}={} ", clause.anchor, clause.label)).collect();
        check(|clauses| Some(list(clauses)), Some("s-2=2. Your rights s-3=3. Contact us "));
        let more = "# Scope\n\nx\n\n# Parcels\n\nx\n\n# Data that we collect indirectly\n\nx\n\n# Cookies\n\nx\n";
        let reading = read_text(more, TextFormat::Markdown);
        assert_eq!(list(&Clauses::new(&reading)), "s-1=Scope s-3=Data that we collect indirectly s-4=Cookies ");
        let stated =
            "# Parcels\n\nWe ask for your consent before any other purpose.\n\n# Balloons\n\nx\n\n# Machines\n\nWe use machine learning.\n";
        let reading = read_text(stated, TextFormat::Markdown);
        assert_eq!(list(&Clauses::new(&reading)), "s-1=Parcels s-3=Machines ");
    }
}
