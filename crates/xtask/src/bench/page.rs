//! The page of a race for the documentation: every line of each of our contestants against the best peer.
//!
//! Enters: a standing. Leaves: Markdown for `www/docs/bench.md`, and a summary for the terminal.

use super::board::{Board, Line, Verdict, figure};
use crate::report;
use std::fmt::Write as _;

const HEAD: &str = "# Bench

This page and its picture, `bench.svg`, are written by `cargo xtask bench`, and by `cargo xtask bench picture` from the samples of the last race.

The race loads the homepage of a made-up courier with one consent widget at a time, every widget in every round, and each round begins with another one.
On each line ours stands beside the peer that is best on that very line, so the peers differ from line to line.
A line is ahead where ours won at least 80 % of the rounds against that peer, behind where it won at most 20 %, and tied in between; less is better everywhere.
Δ is the difference to the same page without a widget, taken within the round.
Where both are at zero, nobody can win.
DOM elements are those of the page with its gates: three of ours are the templates in which a site keeps what is shut, one is the loader's script, and layer 1 is the rest.
A peer that is told of its scripts in a configuration has none of the first, and no page can keep markup shut in that way.
A click is answered first and opens gates in the task after that frame, so that a gated script starts a frame later than where a peer opens in the click itself, and the interaction is over sooner.
";

/// The page.
pub(super) fn markdown(board: &Board) -> String {
    let mut page = format!("{HEAD}\n{} rounds in Chromium {} on {}.\n", board.rounds, board.browser, board.day);
    page.push_str("\n| contestant | ahead | tied | tied at zero | behind |\n|---|---|---|---|---|\n");
    for (name, lines) in &board.contestants {
        let [ahead, tied, zero, behind] = counts(lines);
        let _ = writeln!(page, "| `{name}` | {ahead} | {tied} | {zero} | {behind} |");
    }
    for (name, lines) in &board.contestants {
        let _ = write!(page, "\n## {name}\n");
        let mut group = "";
        for line in lines {
            if line.group != group {
                group = &line.group;
                let _ = write!(
                    page,
                    "\n{group}:\n\n| line | {name} | best peer | its value | ratio | rounds won | verdict |\n|---|---|---|---|---|---|---|\n"
                );
            }
            page.push_str(&row(line));
        }
    }
    page
}

fn row(line: &Line) -> String {
    let ratio = line.ratio().map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
    let verdict = line.verdict();
    let word = if verdict == Verdict::Behind { format!("**{}**", verdict.word()) } else { verdict.word().to_owned() };
    let (ours, theirs, won) = (figure(line.ours), figure(line.theirs), line.won * 100.0);
    format!("| {} | {ours} | {} | {theirs} | {ratio} | {won:.0} % | {word} |\n", line.what, line.peer)
}

/// How many lines are ahead, tied, tied at zero and behind.
fn counts(lines: &[Line]) -> [usize; 4] {
    [Verdict::Ahead, Verdict::Tied, Verdict::Zero, Verdict::Behind]
        .map(|verdict| lines.iter().filter(|line| line.verdict() == verdict).count())
}

/// What is to be said in the terminal: how many lines, and which of them are behind.
pub(super) fn summary(board: &Board) -> String {
    let mut rows = vec![["contestant", "ahead", "tied", "tied at zero", "behind"].map(str::to_owned).to_vec()];
    let mut behind = String::new();
    for (name, lines) in &board.contestants {
        rows.push(std::iter::once(name.clone()).chain(counts(lines).iter().map(ToString::to_string)).collect());
        for line in lines.iter().filter(|line| line.verdict() == Verdict::Behind) {
            let (ours, theirs) = (figure(line.ours), figure(line.theirs));
            let _ = write!(behind, "\n{name} is behind: {}: {}: {ours}, {} {theirs}", line.group, line.what, line.peer);
        }
    }
    report::table(&rows) + &behind
}

#[cfg(test)]
mod tests {
    use super::{super::board::tests::board, markdown, summary};

    #[test]
    fn every_line_has_its_row_and_its_verdict() {
        let page = markdown(&board());
        assert!(page.contains("| `countersign` | 1 | 1 | 1 | 1 |"), "{page}");
        assert!(page.contains("| total brotli | 3,974 | osano | 7,358 | 0.54 | 100 % | ahead |"), "{page}");
        assert!(page.contains("| DOM elements (Δ) | 9 | c15t-core | 8 | 1.12 | 0 % | **behind** |"), "{page}");
        assert_eq!(page.matches("(a) First visit, no throttling:").count(), 2, "{page}");
    }

    #[test]
    fn what_is_behind_is_named() {
        let said = summary(&board());
        assert!(said.contains("countersign is behind: (a) First visit, no throttling: DOM elements (Δ): 9, c15t-core 8"), "{said}");
    }
}
