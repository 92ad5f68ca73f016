//! The test suites: a table, and the one line each of them closes with.
//!
//! Enters: names of suites. Leaves: `NAME: N passed, N failed, N skipped` for each, and `total:` in the end.
//! A suite without a single test counts as failed, because silence proves nothing.

mod a11y;
mod count;
mod faults;
mod interop;
mod leaks;
mod loader;
mod marketing;
mod scenarios;
mod unit;
mod visual;
mod widget;

use crate::{project::Project, report};
use anyhow::Result;
use count::Count;
use std::thread;

/// One suite.
struct Suite {
    name: &'static str,
    run: fn(&Project) -> Result<Count>,
    /// Whether it waits more than it works: then it runs beside the next, and says what it has to say afterwards.
    waits: bool,
}

impl Suite {
    const fn new(name: &'static str, run: fn(&Project) -> Result<Count>) -> Self {
        Self { name, run, waits: false }
    }

    fn count(&self, project: &Project) -> Count {
        let count = settled(self.name, report::timed(&format!("suite {}", self.name), || (self.run)(project)));
        report::result(&format!("{}: {count}", self.name));
        count
    }
}

/// Every suite, in the order they run.
const SUITES: [Suite; 10] = [
    Suite::new("unit", unit::suite),
    Suite::new("widget", widget::suite),
    Suite::new("loader", loader::suite),
    Suite::new("leaks", leaks::suite),
    Suite { waits: true, ..Suite::new("faults", faults::suite) },
    Suite::new("scenarios", scenarios::suite),
    Suite::new("marketing", marketing::suite),
    Suite::new("a11y", a11y::suite),
    Suite::new("visual", visual::suite),
    Suite::new("interop", interop::suite),
];

/// The names a user may give.
pub(crate) fn names() -> [&'static str; SUITES.len()] {
    SUITES.map(|suite| suite.name)
}

/// Runs the named suites, or all; `false` where any test failed.
pub(crate) fn test(project: &Project, wanted: &[String]) -> Result<bool> {
    let mut total = Count::default();
    let mut suites = SUITES.iter().filter(|suite| wanted.is_empty() || wanted.iter().any(|name| name == suite.name));
    while let Some(suite) = suites.next() {
        let next = if suite.waits { suites.next() } else { None };
        total += match next {
            Some(next) => beside(suite, next, project),
            None => suite.count(project),
        };
    }
    report::result(&format!("total: {total}"));
    Ok(total.failed == 0)
}

/// Runs two suites at once.
fn beside(waits: &Suite, works: &Suite, project: &Project) -> Count {
    thread::scope(|scope| {
        let other = scope.spawn(|| report::apart(|| waits.count(project)));
        let mut count = works.count(project);
        count += other.join().unwrap_or(Count { failed: 1, ..Count::default() });
        count
    })
}

/// A suite's count; a suite that broke off or held no test has one failure.
fn settled(name: &str, outcome: Result<Count>) -> Count {
    match outcome {
        Ok(count) if count.passed + count.failed == 0 => {
            report::progress(&format!("{name}: no test ran, which counts as a failure"));
            Count { failed: 1, ..count }
        }
        Ok(count) => count,
        Err(error) => {
            report::progress(&format!("{name}: {error:#}"));
            Count { failed: 1, ..Count::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, settled};

    #[test]
    fn silence_and_breaking_off_are_failures() {
        let skipped = Count { skipped: 2, ..Count::default() };
        assert_eq!(settled("s", Ok(skipped)), Count { failed: 1, skipped: 2, passed: 0 });
        assert_eq!(settled("s", Err(anyhow::anyhow!("broken"))).failed, 1);
        let good = Count { passed: 3, ..Count::default() };
        assert_eq!(settled("s", Ok(good)), good);
    }
}
