//! Where every line of output goes.
//!
//! Progress goes to standard error, results (tables, counts) to standard output, so that a result can be piped.
//! Deliberately absent: colors, and anything that rewrites a line that was already printed.

use anyhow::Result;
use std::{
    io::Write,
    time::{Duration, Instant},
};

/// Prints one line of a result.
///
/// A reader that went away is no reason to stop the work, so a failed write is ignored.
pub(crate) fn result(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints one line about what is going on.
pub(crate) fn progress(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "xtask: {line}");
}

/// Runs one step, saying what it is and, when it succeeded, how long it took.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    progress(&format!("{what} ..."));
    let started = Instant::now();
    let value = work()?;
    progress(&format!("{what}: {}", spent(started.elapsed())));
    Ok(value)
}

/// A duration as people read it: `0.4 s`, `2 min 5 s`.
fn spent(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{} min {} s", whole / 60, whole % 60) }
}

/// Lays rows out in columns; the first row is the head, the first column is aligned left, the others right.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, &width))| if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") })
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{spent, table};
    use std::time::Duration;

    #[test]
    fn durations_read_well() {
        for (millis, expected) in [(0, "0.0 s"), (1_240, "1.2 s"), (59_900, "59.9 s"), (125_000, "2 min 5 s")] {
            assert_eq!(spent(Duration::from_millis(millis)), expected);
        }
    }

    #[test]
    fn columns_line_up() {
        let rows = [vec!["what".to_owned(), "bytes".to_owned()], vec!["loader".to_owned(), "7".to_owned()]];
        assert_eq!(table(&rows), "what    bytes\nloader      7");
    }
}
