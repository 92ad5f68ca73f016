//! How our contestants stand against the best peer, line by line.
//!
//! Enters: the samples that the race writes (`results.json`), with its own summary. Leaves: lines with a verdict.
//! The verdict is the race's: ahead with 80 % of the rounds won against that peer in the same round, behind with 20 % or less.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{fs, path::Path};

/// The standing after a run.
#[derive(Debug)]
pub(super) struct Board {
    /// The version of Chromium.
    pub(super) browser: String,
    pub(super) rounds: u64,
    /// The day of the run, as in `2026-11-27`.
    pub(super) day: String,
    /// Each of our contestants with its lines; all have the same ones, in the same order.
    pub(super) contestants: Vec<(String, Vec<Line>)>,
}

/// One line: a figure of ours and of the peer that is best there. Less is better on every line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The situation, such as `Accept-all click under (b)`.
    pub(super) group: String,
    pub(super) what: String,
    pub(super) ours: f64,
    pub(super) peer: String,
    pub(super) theirs: f64,
    /// The share of rounds won, 0 to 1; a tie counts half.
    pub(super) won: f64,
}

/// What a line comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    Ahead,
    Tied,
    /// Both are at zero, below which nobody can be.
    Zero,
    Behind,
}

impl Line {
    pub(super) fn verdict(&self) -> Verdict {
        match self.won {
            _ if self.ours == 0.0 && self.theirs == 0.0 => Verdict::Zero,
            won if won >= 0.8 => Verdict::Ahead,
            won if won <= 0.2 => Verdict::Behind,
            _ => Verdict::Tied,
        }
    }

    /// Ours over theirs, where both are above zero.
    pub(super) fn ratio(&self) -> Option<f64> {
        (self.ours > 0.0 && self.theirs > 0.0).then(|| self.ours / self.theirs)
    }
}

impl Verdict {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Tied => "tied",
            Self::Zero => "tied at zero",
            Self::Behind => "behind",
        }
    }
}

impl Board {
    /// Reads a run's samples.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let samples = samples(path).context("there are no samples: `cargo xtask bench` makes them")?;
        Self::of(&samples).with_context(|| format!("{} is no run of the race", path.display()))
    }

    fn of(samples: &Value) -> Result<Self> {
        let text = |name: &str| samples[name].as_str().with_context(|| format!("it has no {name}"));
        let board = samples["summary"]["board"].as_object().context("it has no summary")?;
        let mut contestants = Vec::new();
        for (name, lines) in board {
            let lines = lines.as_array().with_context(|| format!("{name} has no lines"))?;
            contestants.push((name.clone(), lines.iter().map(line).collect::<Result<Vec<_>>>()?));
        }
        ensure!(!contestants.is_empty(), "none of our contestants took part");
        contestants.sort_by(|one, other| one.0.cmp(&other.0));
        let day = text("finished")?.chars().take("2026-11-27".len()).collect();
        let rounds = samples["contestants"]["baseline"]["first"].as_array().map_or(0, Vec::len);
        Ok(Self { browser: text("browser")?.to_owned(), rounds: rounds.try_into()?, day, contestants })
    }
}

/// The samples as JSON.
pub(super) fn samples(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no JSON", path.display()))
}

/// Reads `[line, ours, peer, theirs, share of rounds won]`.
fn line(row: &Value) -> Result<Line> {
    let number = |place: usize| row[place].as_f64().with_context(|| format!("a line lacks its number {place}: {row}"));
    let name = row[0].as_str().with_context(|| format!("a line has no name: {row}"))?;
    // What is weighed once stands by itself, what is measured stands behind its situation.
    let (group, what) = name.rsplit_once(": ").unwrap_or(("Weight on a first visit, bytes", name));
    let peer = row[2].as_str().with_context(|| format!("a line has no peer: {row}"))?;
    Ok(Line {
        group: group.to_owned(),
        what: what.to_owned(),
        ours: number(1)?,
        peer: peer.to_owned(),
        theirs: number(3)?,
        won: number(4)?,
    })
}

/// A figure as people read it: whole from a hundred on, with commas, else with one decimal where there is any.
pub(super) fn figure(value: f64) -> String {
    if value.abs() < 99.95 {
        let text = format!("{value:.1}");
        return text.strip_suffix(".0").unwrap_or(&text).replace('-', "−");
    }
    let whole = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("−{text}") } else { text }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Board, Verdict, figure, line};
    use serde_json::{Value, json};

    /// A run with one line of each verdict.
    pub(in crate::bench) fn run() -> Value {
        let lines = json!([
            ["total brotli", 3974, "osano", 7358, 1],
            ["(a) First visit, no throttling: DOM elements (Δ)", 9, "c15t-core", 8, 0],
            ["(a) First visit, no throttling: wasm memory, KiB", 0, "klaro", 0, 0.5],
            ["(a) First visit, no throttling: main-thread CPU, ms (Δ)", -1.5, "<x>", 2, 0.5],
        ]);
        json!({
            "browser": "156", "finished": "2026-11-27T04:00:00.000Z",
            "contestants": { "baseline": { "first": [{}, {}] } },
            "summary": { "board": { "countersign-inline": lines, "countersign": lines } },
        })
    }

    /// The same, read.
    pub(in crate::bench) fn board() -> Board {
        Board::of(&run()).unwrap()
    }

    #[test]
    fn a_run_is_read_line_by_line() {
        let board = Board::of(&run()).unwrap();
        assert_eq!((board.browser.as_str(), board.rounds, board.day.as_str()), ("156", 2, "2026-11-27"));
        let names: Vec<&str> = board.contestants.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["countersign", "countersign-inline"]);
        let lines = &board.contestants[0].1;
        let verdicts: Vec<Verdict> = lines.iter().map(super::Line::verdict).collect();
        assert_eq!(verdicts, [Verdict::Ahead, Verdict::Behind, Verdict::Zero, Verdict::Tied]);
        assert_eq!((lines[1].group.as_str(), lines[1].what.as_str()), ("(a) First visit, no throttling", "DOM elements (Δ)"));
        assert_eq!((lines[1].ratio(), lines[3].ratio()), (Some(1.125), None));
    }

    #[test]
    fn what_is_no_run_is_named() {
        for (value, expected) in [
            (json!({}), "summary"),
            (json!({ "summary": { "board": {} } }), "took part"),
            (json!({ "summary": { "board": { "a": [["b"]] } } }), "peer"),
        ] {
            let said = Board::of(&value).unwrap_err().to_string();
            assert!(said.contains(expected), "{said}");
        }
        assert!(line(&json!(["a", "much", "b", 1, 1])).is_err());
    }

    #[test]
    fn figures_read_well() {
        for (value, expected) in [
            (0.0, "0"),
            (9.0, "9"),
            (8.25, "8.2"),
            (-1.5, "−1.5"),
            (99.96, "100"),
            (3974.4, "3,974"),
            (1_234_567.0, "1,234,567"),
            (-1000.0, "−1,000"),
        ] {
            assert_eq!(figure(value), expected);
        }
    }
}
