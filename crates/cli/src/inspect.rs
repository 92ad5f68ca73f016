//! `countersign inspect`: everything that Countersign finds in one policy text.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use countersign_policy::{
    InspectedQuote, InspectedSaid, InspectedValue, Inspection, Lexicon, MarkOptions, PolicyFile, draft, facts, inspect, mark_sensitive,
};

use crate::output::{self, Format};
use crate::source;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The policy: Markdown (.md), HTML (.html) or plain text.
    policy: PathBuf,
    /// How it is written; offsets in JSON count the code points of the file.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Where the law applies, ISO 3166-1 alpha-2, parted by commas; without any, the widest list of sensitive data is used.
    #[arg(long, value_delimiter = ',')]
    jurisdictions: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    // The lexicon and the patterns of facts take longer to build than a policy takes to read: each has its own core.
    let lexicon = std::thread::spawn(Lexicon::shipped);
    let PolicyFile { text: source, reading, .. } = source::policy(&arguments.policy)?;
    let options = MarkOptions {
        jurisdictions: arguments.jurisdictions.clone(),
        strict: arguments.jurisdictions.is_empty(),
        ..MarkOptions::default()
    };
    let found = std::thread::scope(|scope| -> Result<Inspection> {
        let facts = scope.spawn(|| facts(&reading));
        let lexicon = joined(lexicon.join()).map_err(|cause| anyhow::anyhow!("the lexicon is broken: {cause}"))?;
        let marks = mark_sensitive(&reading, &lexicon, &options);
        let draft = draft(&reading, &lexicon);
        Ok(inspect(&source, &reading, &marks, &draft, &joined(facts.join())))
    })?;
    match arguments.format {
        Format::Json => output::say(&serde_json::to_string_pretty(&found).context("the result cannot be written as JSON")?),
        Format::Text => output::say(text(&found, &source).trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// What a thread found; its panic goes on here.
fn joined<T>(thread: std::thread::Result<T>) -> T {
    thread.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn text(found: &Inspection, source: &str) -> String {
    let points: Vec<char> = source.chars().collect();
    let mut lines = vec!["Sections".to_owned()];
    for section in &found.sections {
        let indent = "  ".repeat(usize::from(section.depth));
        lines.push(format!("{indent}{} {} ({})", section.number.trim(), section.title, section.anchor));
    }
    lines.push("\nFunctions".to_owned());
    lines.extend(found.functions.iter().map(|function| format!("  {}: {}", function.kind, function.title)));
    lines.push("\nSensitive mentions".to_owned());
    for mark in &found.sensitive {
        let words: String = points.get(mark.start..mark.end).unwrap_or_default().iter().collect();
        lines.push(format!("  {}: {}", mark.category, words.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    lines.push("\nFacts".to_owned());
    let facts = &found.facts;
    let days = facts.response_days.map(|days| days.to_string());
    let age = facts.child_age.map(|age| age.to_string());
    for (name, value) in [
        ("title", facts.title.as_ref()),
        ("controller", facts.controller.as_ref()),
        ("updated", facts.updated.as_ref()),
        ("effective", facts.effective.as_ref()),
        ("response days", days.as_ref()),
        ("child age", age.as_ref()),
    ] {
        lines.push(format!("  {name}: {}", value.map_or("not stated", String::as_str)));
    }
    for (name, list) in [("phones", &facts.phones), ("emails", &facts.emails), ("addresses", &facts.addresses), ("urls", &facts.urls)] {
        lines.push(format!("  {name}: {}", if list.is_empty() { "not stated".to_owned() } else { list.join("; ") }));
    }
    said(&facts.said, &mut lines);
    lines.join("\n")
}

/// What else the text says, a line each.
fn said(said: &InspectedSaid, lines: &mut Vec<String>) {
    let values = |list: &[InspectedValue]| list.iter().map(|one| format!("{}: {}", one.value, one.quote.text)).collect::<Vec<_>>();
    let or_none = |words: &Option<InspectedQuote>| words.as_ref().map_or_else(|| "not stated".to_owned(), |words| words.text.clone());
    let permissions = said.permissions.iter().map(|one| format!("{}: {} Refusing: {}", one.id, one.purpose.text, or_none(&one.effect)));
    let channels = said.channels.iter().map(|one| {
        let words = if one.words.is_empty() { String::new() } else { format!(" Words: {}.", one.words.join(", ")) };
        format!("{}: {} Stopping: {}{words}", one.id, one.said.text, or_none(&one.way))
    });
    let sdks =
        said.sdks.iter().map(|one| format!("{}: {}; needs {}", one.name.text, one.purpose, one.needs.as_deref().unwrap_or("not stated")));
    let rights = said.rights.iter().map(|one| format!("{}: {} Way: {}", one.kind, one.said.text, or_none(&one.way)));
    let changes = said.material_changes.iter().map(|one| one.text.clone());
    for (name, list) in [
        ("Ages of children", values(&said.ages)),
        ("Kept in", values(&said.stored)),
        ("Laws of", values(&said.laws)),
        ("Kept for", values(&said.retention)),
        ("Permissions", permissions.collect()),
        ("Marketing", channels.collect()),
        ("Third-party code", sdks.collect()),
        ("Rights", rights.collect()),
        ("Material changes", changes.collect()),
        ("Statements", values(&said.statements)),
    ] {
        lines.push(format!("\n{name}"));
        lines.extend(list.iter().map(|line| format!("  {line}")));
        if list.is_empty() {
            lines.push("  not stated".to_owned());
        }
    }
}
