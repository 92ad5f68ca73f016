//! The picture of a race: every line, each of our contestants against the best peer, readable in light and in dark.
//!
//! Enters: a standing. Leaves: SVG without scripts and without anything fetched.
//! A bar runs from 1 (as much as the best peer) to the ratio of ours, to the left where ours is less. Verdicts differ in shape as well as in
//! color.

use super::board::{Board, Line, Verdict, figure};
use std::fmt::Write as _;

/// Width of the names of lines, of one contestant's column, of a bar's track in it; height of a line; all in pixels.
const NAMES: f64 = 300.0;
const COLUMN: f64 = 390.0;
const TRACK: f64 = 150.0;
const HEIGHT: f64 = 20.0;
/// The ratios at both ends of a track, as powers of two.
const ENDS: (f64, f64) = (-4.0, 2.0);
/// Where the first line begins.
const TOP: f64 = 96.0;

const STYLE: &str = "
svg{--paper:#fff;--ink:#1b2733;--soft:#5a6875;--rule:#d5dce3;--ahead:#0b7a5b;--tied:#8494a3;--behind:#b4430a}
@media (prefers-color-scheme:dark){svg{--paper:#10161d;--ink:#e4eaf0;--soft:#9dabb8;--rule:#2c3742;--ahead:#3fc79a;--tied:#77879a;--behind:#f2945a}}
text{font:12px system-ui,sans-serif;fill:var(--ink)}.paper{fill:var(--paper)}.title{font-size:17px;font-weight:600}.head{font-weight:600}
.soft{fill:var(--soft)}.rule{stroke:var(--rule)}.ahead{fill:var(--ahead)}.tied{fill:var(--tied)}.behind{fill:var(--behind)}
";

/// Draws it.
pub(super) fn svg(board: &Board) -> String {
    // A figure that no round had leaves its line out, so that one contestant may have fewer than another.
    let rows = rows(board.contestants.iter().map(|(_, lines)| &lines[..]).max_by_key(|lines| lines.len()).unwrap_or_default());
    let columns = board.contestants.iter().fold(0.0, |width, _| width + COLUMN);
    let width = NAMES + columns + 16.0;
    let height = TOP + rows.iter().fold(0.0, |height, _| height + HEIGHT) + 30.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>Countersign against the best peer on every line</title>\n<desc>{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n",
        escape(&description(board))
    );
    text(&mut out, (16.0, 28.0), "title", "Countersign against the best peer on every line");
    text(
        &mut out,
        (16.0, 48.0),
        "soft",
        "Less is better. A bar to the left: less than the best peer on that line, at its end a sixteenth or nothing; to the right: more. Ours / the peer's.",
    );
    legend(&mut out);
    for ((name, _), column) in board.contestants.iter().zip(columns_from()) {
        text(&mut out, (column, TOP - 8.0), "head", name);
    }
    let mut y = TOP;
    for row in &rows {
        match row {
            Row::Group(group) => text(&mut out, (16.0, y + 14.0), "head", group),
            Row::Line(named) => {
                for ((_, lines), column) in board.contestants.iter().zip(columns_from()) {
                    if let Some(line) = lines.iter().find(|line| (&line.group, &line.what) == (&named.group, &named.what)) {
                        bar(&mut out, column, y, line);
                    }
                }
                text(&mut out, (24.0, y + 14.0), "", &named.what);
            }
        }
        y += HEIGHT;
    }
    let foot = format!("{} rounds in Chromium {}, {}; every line in figures: www/docs/bench.md", board.rounds, board.browser, board.day);
    text(&mut out, (16.0, y + 18.0), "soft", &foot);
    out + "</svg>\n"
}

/// What is drawn one below the other.
enum Row<'a> {
    Group(&'a str),
    /// What a line is of, whosever it is.
    Line(&'a Line),
}

fn rows(lines: &[Line]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut group = "";
    for line in lines {
        if line.group != group {
            group = &line.group;
            rows.push(Row::Group(group));
        }
        rows.push(Row::Line(line));
    }
    rows
}

/// Where the columns of the contestants begin.
fn columns_from() -> impl Iterator<Item = f64> {
    std::iter::successors(Some(NAMES), |column| Some(column + COLUMN))
}

/// The place of a ratio on a track, in pixels from its left end.
fn place(ratio: f64) -> f64 {
    (ratio.log2().clamp(ENDS.0, ENDS.1) - ENDS.0) / (ENDS.1 - ENDS.0) * TRACK
}

/// One line of one contestant: the bar, the mark of its verdict, both figures and whose the other one is.
fn bar(out: &mut String, column: f64, y: f64, line: &Line) {
    let verdict = line.verdict();
    let class = match verdict {
        Verdict::Ahead => "ahead",
        Verdict::Tied | Verdict::Zero => "tied",
        Verdict::Behind => "behind",
    };
    let one = place(1.0);
    // Where a figure is not above zero there is no ratio: the bar goes to the end where the lower one is.
    let to = match line.ratio() {
        Some(ratio) => place(ratio),
        None if line.ours < line.theirs => 0.0,
        None if line.ours > line.theirs => TRACK,
        None => one,
    };
    let (left, right) = if to < one { (to, one) } else { (one, to) };
    let _ = writeln!(
        out,
        "<line class=\"rule\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y}\" y2=\"{}\"/><rect class=\"{class}\" x=\"{:.1}\" y=\"{}\" width=\"{:.1}\" height=\"8\"/>",
        column + one,
        column + one,
        y + HEIGHT,
        column + left,
        y + 6.0,
        (right - left).max(1.0)
    );
    mark(out, verdict, column + TRACK + 10.0, y + 10.0);
    let figures = format!("{} / {} {}", figure(line.ours), figure(line.theirs), line.peer);
    text(out, (column + TRACK + 20.0, y + 14.0), "", &figures);
}

/// The mark of a verdict: a disk, a ring, a triangle.
fn mark(out: &mut String, verdict: Verdict, x: f64, y: f64) {
    let _ = match verdict {
        Verdict::Ahead => writeln!(out, "<circle class=\"ahead\" cx=\"{x}\" cy=\"{y}\" r=\"4.5\"/>"),
        Verdict::Tied | Verdict::Zero => {
            writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3.5\" fill=\"none\" stroke=\"var(--tied)\" stroke-width=\"2\"/>")
        }
        Verdict::Behind => writeln!(out, "<path class=\"behind\" d=\"M{} {}h11l-5.5 9z\"/>", x - 5.5, y - 4.0),
    };
}

fn legend(out: &mut String) {
    for ((verdict, word), x) in
        [(Verdict::Ahead, "ahead"), (Verdict::Tied, "tied"), (Verdict::Behind, "behind")].into_iter().zip([22.0, 92.0, 152.0])
    {
        mark(out, verdict, x, 66.0);
        text(out, (x + 10.0, 70.0), "", word);
    }
}

fn text(out: &mut String, (x, y): (f64, f64), class: &str, words: &str) {
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{}</text>", escape(words));
}

/// The picture in words, for whoever does not see it.
fn description(board: &Board) -> String {
    let one = |(name, lines): &(String, Vec<Line>)| {
        let of = |verdict| lines.iter().filter(|line| line.verdict() == verdict).count();
        let tied = of(Verdict::Tied) + of(Verdict::Zero);
        format!("{name}: {} of {} lines ahead, {tied} tied, {} behind.", of(Verdict::Ahead), lines.len(), of(Verdict::Behind))
    };
    board.contestants.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Text as it may stand in markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{super::board::tests::board, TRACK, place, svg};

    #[test]
    fn the_track_ends_where_it_ends() {
        for (ratio, expected) in [(1.0, TRACK * 4.0 / 6.0), (0.5, TRACK / 2.0), (4.0, TRACK), (400.0, TRACK), (0.001, 0.0)] {
            assert!((place(ratio) - expected).abs() < 0.001, "{ratio}: {}", place(ratio));
        }
    }

    #[test]
    fn every_line_is_drawn_for_every_contestant_and_nothing_breaks_out() {
        let drawn = svg(&board());
        assert_eq!(drawn.matches("height=\"8\"").count(), 2 * 4);
        assert_eq!(drawn.matches(">DOM elements (Δ)<").count(), 1);
        assert!(drawn.contains("countersign: 1 of 4 lines ahead, 2 tied, 1 behind. countersign-inline: 1 of 4"), "{drawn}");
        assert!(drawn.contains("&lt;x&gt;") && !drawn.contains("<x>"));
        assert!(drawn.contains("prefers-color-scheme:dark"));
    }

    #[test]
    fn a_line_that_one_contestant_lacks_moves_none_of_its_others() {
        let mut board = board();
        board.contestants[1].1.remove(1);
        let drawn = svg(&board);
        let y = |what: &str| {
            let at = drawn.lines().find(|line| line.contains(what)).and_then(|line| line.split("y=\"").nth(1)).unwrap();
            at.split('"').next().unwrap().to_owned()
        };
        let zeros: Vec<&str> = drawn.lines().filter(|line| line.contains(">0 / 0 klaro<")).collect();
        assert_eq!(zeros.len(), 2);
        assert!(zeros.iter().all(|line| line.contains(&format!("y=\"{}\"", y(">wasm memory, KiB<")))), "{zeros:?}");
    }
}
