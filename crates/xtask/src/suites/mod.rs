//! The test suites: a table, and the one line each of them closes with.
//!
//! Enters: names of suites. Leaves: `NAME: N passed, N failed, N skipped` for each, and in the end what failed, once more, and `total:`.
//! A suite without a single test counts as failed, because silence proves nothing.

mod a11y;
mod count;
mod engines;
mod faults;
mod interop;
mod leaks;
mod light;
mod loader;
mod marketing;
mod scenarios;
mod unit;
mod visual;
mod wechat;
mod widget;

use crate::{project::Project, report};
use anyhow::Result;
use count::Count;

/// One suite.
struct Suite {
    name: &'static str,
    run: fn(&Project) -> Result<Count>,
}

/// Every suite, in the order they run.
const SUITES: [Suite; 13] = [
    Suite { name: "unit", run: unit::suite },
    Suite { name: "widget", run: widget::suite },
    Suite { name: "loader", run: loader::suite },
    Suite { name: "light", run: light::suite },
    Suite { name: "leaks", run: leaks::suite },
    Suite { name: "engines", run: engines::suite },
    Suite { name: "faults", run: faults::suite },
    Suite { name: "scenarios", run: scenarios::suite },
    Suite { name: "marketing", run: marketing::suite },
    Suite { name: "wechat", run: wechat::suite },
    Suite { name: "a11y", run: a11y::suite },
    Suite { name: "visual", run: visual::suite },
    Suite { name: "interop", run: interop::suite },
];

/// The names a user may give.
pub(crate) fn names() -> [&'static str; SUITES.len()] {
    SUITES.map(|suite| suite.name)
}

/// Runs the named suites, or all; `false` where any test failed.
pub(crate) fn test(project: &Project, wanted: &[String]) -> Result<bool> {
    let mut total = Count::default();
    for suite in SUITES.iter().filter(|suite| wanted.is_empty() || wanted.iter().any(|name| name == suite.name)) {
        let count = settled(suite.name, report::timed(&format!("suite {}", suite.name), || (suite.run)(project)));
        report::result(&format!("{}: {count}", suite.name));
        total += count;
    }
    for line in &total.said {
        report::result(line);
    }
    report::result(&format!("total: {total}"));
    Ok(total.failed == 0)
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
        assert_eq!(settled("s", Ok(skipped)), Count { failed: 1, skipped: 2, ..Count::default() });
        assert_eq!(settled("s", Err(anyhow::anyhow!("broken"))).failed, 1);
        let good = Count { passed: 3, ..Count::default() };
        assert_eq!(settled("s", Ok(good.clone())), good);
    }
}
