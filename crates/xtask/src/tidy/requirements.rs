//! Rules for the table of requirements: no row is missing, and every test that a row names exists.
//!
//! Enters: `www/docs/requirements.md` and the sources. A row is `| id | what | tests or issue |`; a path in backticks says in which file the
//! names behind it stand, a Rust function or the title of a scenario. Leaves: faults. Absent: whether the test shows what the row says.

use super::{Fault, Source};

/// The families of the requirements, each with its last number.
const FAMILIES: [(&str, u32); 6] = [("NL", 27), ("BS", 15), ("CK", 16), ("LS", 9), ("PX", 11), ("DN", 7)];

/// The document with the table.
pub(super) const TABLE: &str = "www/docs/requirements.md";

/// All faults of the table.
pub(super) fn check(table: &Source, sources: &[Source]) -> Vec<Fault> {
    let mut faults = check_rows(table, sources);
    faults.extend(check_ends(table));
    faults
}

/// Every family reaches its last number.
fn check_ends(table: &Source) -> Vec<Fault> {
    let rows = || table.text.lines().filter_map(|row| id(row.split('|').nth(1)?.trim()));
    let lacks = |(family, last): &(&str, u32)| !rows().any(|row| row == (*family, *last));
    let fault = |(family, last)| {
        let what = format!("{family}-{last:02} is missing: give every requirement its row");
        Fault { path: table.path.clone(), line: 1, what }
    };
    FAMILIES.into_iter().filter(lacks).map(fault).collect()
}

/// Every row stands in its place and names what shows it.
fn check_rows(table: &Source, sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut before: Option<(&str, u32)> = None;
    for (line, row) in (1..).zip(table.text.lines()) {
        let mut fault = |what: String| faults.push(Fault { path: table.path.clone(), line, what });
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let Some((family, number)) = cells.get(1).and_then(|cell| id(cell)) else { continue };
        let expected = before.filter(|(known, _)| *known == family).map_or(1, |(_, last)| last + 1);
        if number != expected {
            fault(format!("{family}-{number:02} stands where {family}-{expected:02} belongs: give every requirement its row"));
        }
        before = Some((family, number));
        let shown = cells.get(3).copied().unwrap_or_default();
        let mut names = 0;
        let mut file: Option<&Source> = None;
        for word in shown.split('`').skip(1).step_by(2) {
            if word.starts_with("crates/") || word.starts_with("tests/") {
                file = sources.iter().find(|source| source.path == word);
                if file.is_none() {
                    fault(format!("`{word}` does not exist: name where the test lies now"));
                }
            } else if file.is_some_and(|file| !holds(file, word)) {
                fault(format!("no test is called `{word}` there: name one that shows the row"));
            } else {
                names += usize::from(file.is_some());
            }
        }
        if names == 0 && !shown.starts_with("issue ") {
            fault("neither a test nor a later issue: name what shows the row, or `issue N` with the reason".to_owned());
        }
    }
    faults
}

/// The family and the number of an id such as `NL-05`.
fn id(cell: &str) -> Option<(&str, u32)> {
    let (family, number) = cell.split_once('-')?;
    let fits = family.len() == 2 && family.bytes().all(|byte| byte.is_ascii_uppercase()) && number.len() == 2;
    Some((family, number.parse().ok()?)).filter(|_| fits)
}

/// Whether a file has a test with this name.
pub(super) fn holds(file: &Source, name: &str) -> bool {
    if file.path.ends_with(".rs") { file.text.contains(&format!("fn {name}(")) } else { file.text.contains(name) }
}

#[cfg(test)]
mod tests {
    use super::{check_ends, check_rows};
    use crate::tidy::Source;

    fn expect(table: &str, lines: &[usize]) {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let sources = [source("crates/a.rs", "fn one() {}"), source("tests/b.mjs", "test(`the second of ${file}`)")];
        let faults = check_rows(&source("www/docs/requirements.md", table), &sources);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), lines, "{faults:?}");
    }

    #[test]
    fn rows_name_tests_that_exist_or_an_issue() {
        expect("| NL-01 | x | `crates/a.rs` `one`, `tests/b.mjs` `the second of ${file}` |\n| NL-02 | y | issue 6: why |", &[]);
        expect("| NL-01 | x | `crates/a.rs` `two` |\n| NL-02 | y | later |\n| NL-03 | z | `tests/c.mjs` `x` |", &[1, 1, 2, 3, 3]);
    }

    #[test]
    fn no_row_is_missing() {
        expect("| NL-01 | x | issue 4 |\n| BS-01 | x | issue 4 |\n| BS-03 | x | issue 4 |", &[3]);
        expect("| NL-02 | x | issue 4 |", &[1]);
    }
    #[test]
    fn no_family_ends_early() {
        let source = |text: &str| Source { path: "r.md".to_owned(), text: text.to_owned() };
        let ends = "| NL-27 | x |\n| BS-15 | x |\n| CK-16 | x |\n| LS-09 | x |\n| PX-11 | x |\n| DN-07 | x |";
        assert_eq!(check_ends(&source(ends)).len(), 0);
        assert_eq!(check_ends(&source(&ends.replace("CK-16", "CK-15"))).len(), 1);
    }
}
