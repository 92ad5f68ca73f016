//! Reads how many tests passed from what the runners print.
//!
//! Enters: a runner's output and its exit. Leaves: counts, summed over all its binaries, and what the tests that failed said.

use std::{fmt, ops::AddAssign, process::ExitStatus};

/// How many lines of what failed are said once more in the end.
const LINES: usize = 80;

/// How many tests passed, failed and were skipped.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Count {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
    /// What the runners said of the tests that failed, line by line: among thousands that passed, nobody finds it.
    pub(super) said: Vec<String>,
}

impl Count {
    /// One check that passed or failed.
    pub(super) fn one(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed), ..Self::default() }
    }

    /// The same count, with one failure where the runner failed without saying which test did (it did not compile, or crashed).
    pub(super) fn ended(mut self, status: ExitStatus) -> Self {
        if !status.success() && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    /// Sums the lines `test result: ok. 3 passed; 0 failed; 1 ignored; ...` of cargo's and wasm-bindgen's runners.
    pub(super) fn of_cargo(output: &str) -> Self {
        let mut count =
            Self { said: between(output, |line| line == "failures:", |line| line.starts_with("test result: ")), ..Self::default() };
        for line in output.lines() {
            let Some((_, figures)) = line.split_once("test result: ") else { continue };
            for part in figures.split([';', '.']) {
                let mut words = part.split_whitespace();
                let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<usize>), words.next()) else { continue };
                match what {
                    "passed" => count.passed += number,
                    "failed" => count.failed += number,
                    "ignored" => count.skipped += number,
                    _ => {}
                }
            }
        }
        count
    }

    /// Reads the closing lines of Node's runner: `ℹ pass 3` or `# pass 3`, and so on.
    pub(super) fn of_node(output: &str) -> Self {
        let mut count = Self { said: between(output, |line| line == "✖ failing tests:", |_| false), ..Self::default() };
        for line in output.lines() {
            let mut words = line.split_whitespace();
            if !matches!(words.next(), Some("ℹ" | "#")) {
                continue;
            }
            let (Some(what), Some(Ok(number)), None) = (words.next(), words.next().map(str::parse::<usize>), words.next()) else {
                continue;
            };
            match what {
                "pass" => count.passed += number,
                "fail" | "cancelled" => count.failed += number,
                "skipped" | "todo" => count.skipped += number,
                _ => {}
            }
        }
        count
    }
}

/// The lines after one that starts and before one that ends, each time, up to a number that is still read.
fn between(output: &str, starts: impl Fn(&str) -> bool, ends: impl Fn(&str) -> bool) -> Vec<String> {
    let mut inside = false;
    let mut lines: Vec<String> = Vec::new();
    for line in output.lines() {
        inside = if inside { !ends(line) } else { starts(line) };
        if inside && !starts(line) && !line.trim().is_empty() {
            lines.push(line.to_owned());
        }
    }
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("... and {more} lines more, where the suite ended"));
    }
    lines
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.said.extend(other.said);
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    fn count(passed: usize, failed: usize, skipped: usize) -> Count {
        Count { passed, failed, skipped, said: Vec::new() }
    }

    #[test]
    fn cargo_figures_are_summed_over_binaries() {
        let output = "running 3 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.00s\n\
            test a ... FAILED\n\
            test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 12.50s\n\
            \ttest result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out\n";
        assert_eq!(Count::of_cargo(output), count(9, 1, 1));
        assert_eq!(Count::of_cargo("error: could not compile"), count(0, 0, 0));
    }

    #[test]
    fn node_figures_are_read_in_both_reports() {
        let spec = "✔ opens (3ms)\nℹ tests 6\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\nℹ duration_ms 51.7";
        assert_eq!(Count::of_node(spec), count(3, 2, 1));
        assert_eq!(Count::of_node("# pass 2\n# fail 0\n# pass the parcel 7"), count(2, 0, 0));
    }

    #[test]
    fn what_failed_is_said_once_more() {
        let cargo = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nno\n\nfailures:\n    a\n\ntest result: FAILED. 0 passed; 1 failed\nafter";
        assert_eq!(Count::of_cargo(cargo).said, ["---- a stdout ----", "no", "    a"]);
        let node = "✖ a (3ms)\nℹ fail 1\n\n✖ failing tests:\n\ntest at a.mjs:1:1\n✖ a (3ms)\n  no";
        assert_eq!(Count::of_node(node).said, ["test at a.mjs:1:1", "✖ a (3ms)", "  no"]);
        let long = format!("✖ failing tests:\n{}", "no\n".repeat(100));
        assert_eq!(Count::of_node(&long).said.last().unwrap(), "... and 20 lines more, where the suite ended");
        assert_eq!(Count::of_node("✔ a (3ms)\nℹ pass 1").said, [""; 0]);
    }

    #[test]
    #[cfg(unix)]
    fn a_runner_that_failed_silently_has_a_failure() {
        use std::{os::unix::process::ExitStatusExt, process::ExitStatus};
        let failed = ExitStatus::from_raw(0x100);
        assert_eq!(count(3, 0, 0).ended(failed), count(3, 1, 0));
        assert_eq!(count(3, 2, 0).ended(failed), count(3, 2, 0));
        assert_eq!(count(3, 0, 0).ended(ExitStatus::from_raw(0)), count(3, 0, 0));
    }

    #[test]
    fn the_closing_line_has_one_form() {
        assert_eq!(count(12, 0, 1).to_string(), "12 passed, 0 failed, 1 skipped");
    }
}
