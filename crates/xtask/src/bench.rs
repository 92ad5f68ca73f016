//! Measures Countersign: beside other widgets, in the bench that lies beside the checkout, and by itself.
//!
//! Enters: arguments; the first may name a bench of its own. Leaves: tables, and of the whole race a picture and a page for the documentation.

mod board;
mod callgrind;
mod field;
mod marketing;
mod memory;
mod page;
mod picture;
mod quick;
mod race;
mod receiver;
mod surfaces;

use crate::{project::Project, report};
use anyhow::{Context, Result};
use board::Board;
use race::Race;
use std::{fs, path::Path};

/// Where the race is set up, seen from the build folder.
const RACE: &str = "bench";

/// Runs the bench that the first argument names, or else the race of whole pages.
pub(crate) fn bench(project: &Project, arguments: &[String]) -> Result<()> {
    if let Some((first, rest)) = arguments.split_first() {
        match first.as_str() {
            "callgrind" => return callgrind::callgrind(project),
            "fallback" => return surfaces::fallback(project, rest),
            "field" => return field::field(project, rest),
            "interactions" => return surfaces::interactions(project, rest),
            "lighthouse" => return surfaces::lighthouse(project, rest),
            "marketing" => return marketing::marketing(project, rest),
            "picture" => return draw(project, &stored(project, rest)),
            "receiver" => return receiver::receiver(project, rest),
            "release" => return quick::release(project, &stored(project, rest)),
            "--quick" => return quick::quick(project),
            _ => {}
        }
    }
    let Some(race) = Race::prepare(project, RACE)? else { return Ok(()) };
    let samples = race.run(project, arguments)?;
    if arguments.iter().any(|argument| argument == "--only") {
        report::progress("a picture is drawn of the whole field only: leave --only away");
        return Ok(());
    }
    draw(project, &samples)
}

/// The samples that are named, or those of the last race.
fn stored(project: &Project, rest: &[String]) -> std::path::PathBuf {
    rest.first().map_or_else(|| project.built(RACE).join("results.json"), Into::into)
}

/// Writes the picture and the page of a run into the documentation.
fn draw(project: &Project, samples: &Path) -> Result<()> {
    let board = Board::read(samples)?;
    for (name, text) in [("bench.svg", picture::svg(&board)), ("bench.md", page::markdown(&board))] {
        let path = project.at("www/docs").join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        report::progress(&format!("www/docs/{name} is written"));
    }
    report::result(&page::summary(&board));
    Ok(())
}
