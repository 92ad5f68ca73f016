//! Topics: what each section of a policy is about, read from the words of its heading.
//!
//! In: a reading. Out: for each heading its topics, those of the heading above where its own words say nothing, and where each topic stands.
//! The words are data (`data/topics.toml`). Deliberately absent: bodies; a section about cookies that is called "Technology" has no topic.

use std::ops::Range;
use std::sync::LazyLock;

use toml_edit::{DocumentMut, Item};

use crate::outline::Section;
use crate::read::Reading;
use crate::terms::{self, Script, Terms};

macro_rules! topics {
    ($($name:ident $text:literal $doc:literal),* $(,)?) => {
        /// What a section of a policy is about.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Topic { $(#[doc = $doc] $name),* }

        impl Topic {
            /// Every topic.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable name, such as `cross-border`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

topics! {
    Scope "scope" "To whom and what the policy applies.",
    Definitions "definitions" "What words mean.",
    Controller "controller" "Who decides about the data.",
    Collection "collection" "What is collected and why.",
    CoreFunctions "core-functions" "Functions that the service cannot be without.",
    AdditionalFunctions "additional-functions" "Functions that a person may leave out.",
    Permissions "permissions" "Access to parts of a device, such as its camera.",
    IndirectCollection "indirect-collection" "Data that comes from others.",
    OtherUses "other-uses" "What the data is used for, beyond single functions.",
    LegalBasis "legal-basis" "On which ground of the law the data is used.",
    SensitiveData "sensitive-data" "Sensitive data.",
    ConsentExceptions "consent-exceptions" "When no consent is asked for.",
    Cookies "cookies" "Cookies and storage on the device.",
    Beacons "beacons" "Web beacons and pixel tags.",
    DoNotTrack "do-not-track" "Signals of the browser.",
    Entrusting "entrusting" "Processing by others on the controller's behalf.",
    Sharing "sharing" "Who receives data.",
    ThirdPartySdks "third-party-sdks" "Code of others that collects data.",
    Transfer "transfer" "What happens to the data when the business changes hands.",
    Disclosure "disclosure" "Publication.",
    Security "security" "How data is protected.",
    Incidents "incidents" "What happens after a breach.",
    Storage "storage" "Where data is kept.",
    Retention "retention" "How long data is kept.",
    Rights "rights" "What a person may ask for.",
    Access "access" "Seeing one's data.",
    Correction "correction" "Having data corrected.",
    Deletion "deletion" "Having data erased.",
    Withdrawal "withdrawal" "Taking back consent.",
    Copy "copy" "A copy of the data, or its way to another controller.",
    AccountCancellation "account-cancellation" "Closing an account.",
    AutomatedDecisions "automated-decisions" "Decisions and profiles made by machines.",
    RequestHandling "request-handling" "How and when requests are answered.",
    Marketing "marketing" "Advertising and messages with offers.",
    Children "children" "Data of children.",
    CrossBorder "cross-border" "Data that leaves the country.",
    Updates "updates" "How the policy changes.",
    Contact "contact" "How to reach the controller.",
    Complaints "complaints" "Whom to turn to in a dispute.",
}

impl Topic {
    /// The topic of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|topic| topic.name() == name)
    }
}

/// What the sections of one reading are about.
#[derive(Clone, Debug)]
pub struct Topics {
    /// For each heading, what its own words say, the main topic first.
    own: Vec<Vec<Topic>>,
    /// For each heading, the heading whose topics it has: itself, or the nearest above that has any.
    source: Vec<usize>,
    /// For each heading, the bytes from its start to the end of all that stands under it.
    trees: Vec<Range<usize>>,
    /// Where each heading starts.
    starts: Vec<usize>,
}

/// Finds what each section of a reading is about.
#[must_use]
pub fn topics(reading: &Reading) -> Topics {
    let headings = reading.headings();
    let own: Vec<_> = headings.iter().map(|heading| of_title(&heading.title)).collect();
    let mut source: Vec<usize> = Vec::with_capacity(headings.len());
    let mut ends = vec![reading.text().len(); headings.len()];
    // The headings that are open where the loop stands, outermost first.
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        while let Some((closed, _)) = open.pop_if(|(_, depth)| *depth >= heading.depth) {
            if let Some(end) = ends.get_mut(closed) {
                *end = heading.start;
            }
        }
        let says = own.get(place).is_some_and(|list| !list.is_empty());
        let above = open.last().and_then(|(above, _)| source.get(*above)).copied();
        source.push(if says { place } else { above.unwrap_or(place) });
        open.push((place, heading.depth));
    }
    let trees = headings.iter().zip(ends).map(|(heading, end)| heading.start..end).collect();
    Topics { own, source, trees, starts: headings.iter().map(|heading| heading.start).collect() }
}

impl Topics {
    /// The topics of a heading by its place in the list of headings, the main one first; none where no heading above says any either.
    #[must_use]
    pub fn of(&self, place: usize) -> &[Topic] {
        self.source.get(place).and_then(|source| self.own.get(*source)).map_or(&[], Vec::as_slice)
    }

    /// What a heading's own words say.
    #[must_use]
    pub fn own(&self, place: usize) -> &[Topic] {
        self.own.get(place).map_or(&[], Vec::as_slice)
    }

    /// The place of the heading under which a byte of the text stands; none before the first heading.
    #[must_use]
    pub fn section_at(&self, at: usize) -> Option<usize> {
        self.starts.partition_point(|start| *start <= at).checked_sub(1)
    }

    /// The topics of the section in which a byte of the text stands.
    #[must_use]
    pub fn at(&self, at: usize) -> &[Topic] {
        self.section_at(at).map_or(&[], |place| self.of(place))
    }

    /// The bytes from a heading's start to the end of all that stands under it.
    #[must_use]
    pub fn tree(&self, place: usize) -> Option<Range<usize>> {
        self.trees.get(place).cloned()
    }

    /// The places of the headings whose own words name a topic, in text order.
    pub fn places_of(&self, topic: Topic) -> impl Iterator<Item = usize> {
        self.own.iter().enumerate().filter(move |(_, list)| list.contains(&topic)).map(|(place, _)| place)
    }

    /// The stretches under headings that name a topic, in text order, none inside another.
    #[must_use]
    pub fn spans_of(&self, topic: Topic) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for span in self.places_of(topic).filter_map(|place| self.tree(place)) {
            if spans.last().is_none_or(|last| last.end <= span.start) {
                spans.push(span);
            }
        }
        spans
    }

    /// The heading that best stands for a topic: the first for which it is the main one, else the first that names it.
    #[must_use]
    pub fn heading_of<'a>(&self, reading: &'a Reading, topic: Topic) -> Option<&'a Section> {
        reading.headings().get(self.place_of(topic)?)
    }

    /// The place of that heading in the list of headings.
    #[must_use]
    pub fn place_of(&self, topic: Topic) -> Option<usize> {
        let main = self.places_of(topic).find(|place| self.own(*place).first() == Some(&topic));
        main.or_else(|| self.places_of(topic).next())
    }
}

/// The topics that a title names, the main one first.
pub(crate) fn of_title(title: &str) -> Vec<Topic> {
    let Some(words) = &*WORDS else { return Vec::new() };
    let found = words.terms.groups(&words.terms.see(&words.terms.fold(title).text));
    let rows: Vec<&Row> = found.iter().filter_map(|sighting| words.rows.get(sighting.group)).collect();
    let hidden = |topic: Topic| rows.iter().any(|row| row.hides.contains(&topic));
    rows.iter().map(|row| row.topic).filter(|topic| !hidden(*topic)).collect()
}

struct Words {
    terms: Terms,
    rows: Vec<Row>,
}

struct Row {
    topic: Topic,
    hides: Vec<Topic>,
}

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| Words::parse(include_str!("../data/topics.toml")));

impl Words {
    fn parse(file: &str) -> Option<Self> {
        let file = file.parse::<DocumentMut>().ok()?;
        let tables: Vec<_> = file.get("topic").and_then(Item::as_array_of_tables)?.iter().collect();
        let row = |table: &&toml_edit::Table| {
            let topic = Topic::from_name(table.get("name")?.as_str()?)?;
            let hides = terms::strings(*table, "hides").into_iter().map(Topic::from_name).collect::<Option<_>>()?;
            Some(Row { topic, hides })
        };
        let rows = tables.iter().map(row).collect::<Option<Vec<_>>>()?;
        let terms = Terms::new(tables.iter().map(|table| terms::strings(*table, "words")), Script::shipped())?;
        Some(Self { terms, rows })
    }
}

#[cfg(test)]
mod tests;
