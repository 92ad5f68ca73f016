//! Where every line of output goes.
//!
//! Progress goes to standard error, results (tables, counts) to standard output, so that a result can be piped.
//! Deliberately absent: colors, and anything that rewrites a line that was already printed.

use anyhow::Result;
use std::{
    cell::RefCell,
    fs,
    io::Write,
    time::{Duration, Instant},
};

thread_local! {
    /// Lines that this thread keeps back, and whether each is a result.
    static HELD: RefCell<Option<Vec<(bool, String)>>> = const { RefCell::new(None) };
}

/// Prints one line of a result.
pub(crate) fn result(line: &str) {
    say(true, line.to_owned());
}

/// Prints one line about what is going on.
pub(crate) fn progress(line: &str) {
    say(false, format!("xtask: {line}"));
}

/// Does something beside other work: what this thread has to say comes in one piece when it is done.
pub(crate) fn apart<T>(work: impl FnOnce() -> T) -> T {
    HELD.set(Some(Vec::new()));
    let value = work();
    for (is_result, line) in HELD.take().unwrap_or_default() {
        print(is_result, &line);
    }
    value
}

fn say(is_result: bool, line: String) {
    let line = HELD.with_borrow_mut(|held| match held {
        Some(lines) => {
            lines.push((is_result, line));
            None
        }
        None => Some(line),
    });
    if let Some(line) = line {
        print(is_result, &line);
    }
}

/// A reader that went away is no reason to stop the work, so a failed write is ignored.
fn print(is_result: bool, line: &str) {
    let _ = if is_result { writeln!(std::io::stdout().lock(), "{line}") } else { writeln!(std::io::stderr().lock(), "{line}") };
}

/// Runs one step, saying what it is and, when it succeeded, how long it took and how much of the processors,
/// with whatever ran beside it.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    progress(&format!("{what} ..."));
    let (started, before) = (Instant::now(), processors());
    let value = work()?;
    let busy = before.zip(processors()).map(|(before, after)| format!(", {} of processors", spent(after.saturating_sub(before))));
    progress(&format!("{what}: {}{}", spent(started.elapsed()), busy.unwrap_or_default()));
    Ok(value)
}

/// The processor time of this program and of all that it has started and waited for; only Linux tells it without unsafe code.
fn processors() -> Option<Duration> {
    of_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// Reads it from `pid (name) state ppid ...`, where the 14th to 17th field are hundredths of a second; the name may hold anything.
fn of_stat(stat: &str) -> Option<Duration> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let fields: Vec<u64> = after_name.split_whitespace().skip(11).take(4).map_while(|field| field.parse().ok()).collect();
    (fields.len() == 4).then(|| Duration::from_millis(fields.iter().sum::<u64>() * 10))
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
    use super::{of_stat, spent, table};
    use std::time::Duration;

    #[test]
    fn durations_read_well() {
        for (millis, expected) in [(0, "0.0 s"), (1_240, "1.2 s"), (59_900, "59.9 s"), (125_000, "2 min 5 s")] {
            assert_eq!(spent(Duration::from_millis(millis)), expected);
        }
    }

    #[test]
    fn processor_time_is_that_of_the_program_and_its_children() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 100 200 0 0 150 50 2000 300 20 0 1 0 99";
        assert_eq!(of_stat(stat), Some(Duration::from_secs(25)));
        for damaged in ["", "7 (a) S 1", "7 (a) S 1 7 7 0 -1 4194560 100 200 0 0 150 x 2000 300"] {
            assert_eq!(of_stat(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn columns_line_up() {
        let rows = [vec!["what".to_owned(), "bytes".to_owned()], vec!["loader".to_owned(), "7".to_owned()]];
        assert_eq!(table(&rows), "what    bytes\nloader      7");
    }
}
