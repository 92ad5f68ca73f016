//! Who is a child, and what a guardian does: the table `[children]` of `site.toml` (PIPL Art. 31; GDPR Art. 8).
//!
//! In: a table. Out: the ages, and what the pages for them say. Deliberately absent: anybody's age, of which the browser keeps only on which
//! side of the last of them it lies.

use countersign_core::{Children, Method, RichText};

use super::diagnostic::{Code, Report};
use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::marks::Marker;

pub(super) const KEYS: [&str; 6] = ["ages", "ask", "additional", "method", "contact", "rules"];

/// The table.
#[derive(Debug, Default)]
pub(super) struct ChildrenTable {
    ages: Option<Vec<u32>>,
    ask: bool,
    additional: Additional,
    method: Option<At<Method>>,
    contact: Option<At<String>>,
    rules: Option<Localized>,
}

/// What becomes of additional purposes for a child.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Additional {
    /// They stay off.
    #[default]
    Off,
    /// A guardian may open those without a consent of their own.
    Guardian,
}

/// What one language's pages say about children.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteChildren {
    /// The ages.
    pub children: Children,
    /// What becomes of additional purposes.
    pub additional: Additional,
    /// How a guardian is made sure of.
    pub method: Method,
    /// Whom to ask about children's data; `None`: the controller.
    pub contact: Option<String>,
    /// How children's data are treated, in the author's words; `None`: not stated.
    pub rules: Option<RichText>,
}

pub(super) fn read(fields: &Fields<'_>, tags: &[String], report: &Report<'_>) -> ChildrenTable {
    fields.demand("ages", "[14]");
    let words = ["off", "guardian"];
    let additional = fields.word("additional", &words, |name| match name {
        "off" => Some(Additional::Off),
        "guardian" => Some(Additional::Guardian),
        _ => None,
    });
    let methods: Vec<&str> = Method::ALL.iter().map(|method| method.name()).collect();
    let ages = fields.numbers("ages", 1..=21);
    if let Some(ages) = ages.as_ref().filter(|ages| ages.value.is_empty() || ages.value.windows(2).any(|pair| pair[0] >= pair[1])) {
        report.add(Code::OutOfRange, &ages.span, "`ages` are not in rising order", "write each age of the policy once: [14, 18]");
    }
    ChildrenTable {
        ages: ages.map(|ages| ages.value),
        ask: fields.flag("ask").unwrap_or(false),
        additional: additional.map(|word| word.value).unwrap_or_default(),
        method: fields.word("method", &methods, Method::from_name),
        contact: fields.text("contact"),
        rules: fields.localized("rules", tags),
    }
}

/// The ages of a site that states some.
pub(super) fn ages(file: &SiteFile) -> Option<Children> {
    let table = file.children.as_ref()?;
    Some(Children { ages: table.ages.clone()?, asks: table.ask })
}

/// What the pages of one language say.
pub(super) fn pages(file: &SiteFile, tag: &str, marker: &Marker) -> Option<SiteChildren> {
    let table = file.children.as_ref()?;
    Some(SiteChildren {
        children: ages(file)?,
        additional: table.additional,
        method: table.method.as_ref().map_or(Method::Declared, |method| method.value),
        contact: table.contact.as_ref().map(|contact| contact.value.clone()),
        rules: table.rules.as_ref().map(|rules| marker.rich(rules.say(tag))),
    })
}
