//! `countersign diff`: what changed between two versions of a policy, in its words and in what is material.
//!
//! In: two paths, each a policy text, a `site.toml`, a `dist/` folder, or a version kept in one. Out: text, HTML or JSON on standard output.
//! The comparison itself is in `countersign-policy`, the HTML in `countersign-views`.

mod json;
mod side;
mod terminal;
mod told;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use countersign_views::{ChangesStyle, changes_page};

use crate::output;
use side::Side;

pub(crate) use told::{Difference, changes, words};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The old version: a policy text, a site.toml, a dist/ folder, or dist/policy/VERSION.
    old: PathBuf,
    /// The new version, given in the same way.
    new: PathBuf,
    /// How the result is written.
    #[arg(long, value_enum, default_value = "text")]
    format: DiffFormat,
    /// The language to compare; default: the first one of NEW.
    #[arg(long)]
    locale: Option<String>,
    /// Exit with 3 where only wording differs and with 4 where the change is material; without it, with 0.
    #[arg(long)]
    exit_code: bool,
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum DiffFormat {
    /// Lines for people; colors on a terminal, unless NO_COLOR is set.
    Text,
    /// One page that needs no other file.
    Html,
    /// JSON for programs.
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (old, new) = (Side::open(&arguments.old)?, Side::open(&arguments.new)?);
    let new_edition = new.edition(arguments.locale.as_deref())?;
    let old_edition = old.counterpart(arguments.locale.as_deref(), new_edition)?;
    if old_edition.notice.locale != new_edition.notice.locale {
        output::note(&format!("the old text is in {} and the new one in {}", old_edition.notice.locale, new_edition.notice.locale));
    }
    let difference = Difference::new(old_edition, new_edition);
    match arguments.format {
        DiffFormat::Text => output::say(terminal::text(&difference, terminal::Look::of_standard_output()).trim_end()),
        DiffFormat::Json => output::say(&format!("{:#}", json::value(&difference))),
        DiffFormat::Html => {
            let locale = new_edition.notice.locale.as_str();
            output::say(&changes_page(&changes(&difference, None), ChangesStyle::Inline, &words(locale)));
        }
    }
    Ok(match arguments.exit_code {
        true if difference.notice.is_material() => ExitCode::from(4),
        true if !difference.text.is_empty() => ExitCode::from(3),
        _ => ExitCode::SUCCESS,
    })
}
