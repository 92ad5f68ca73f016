//! Rules for the table of everything that is asked of the product: each row stands in its place with an honest state.
//!
//! Enters: `tests/requirements.csv`, a row is `id,test,state`, and the sources. What `test` is depends on the state: `tested`, a file and the
//! name of a test in it; `judged`, a picture of the suite `visual` that somebody looks at; `later`, the surface that will show it. Leaves:
//! faults. Absent: what each row asks, which `www/docs/requirements.md` says for the notice itself.

use super::requirements::holds;
use super::{Fault, Source};

/// The table.
pub(super) const TABLE: &str = "tests/requirements.csv";

/// Where the states are listed, of each of which the suite `visual` takes pictures.
const PICTURES: &str = "tests/a11y/states.mjs";

/// The families of the requirements in their order, each with its last number; `U` are the rules that laws set.
const FAMILIES: [(&str, u32); 21] = [
    ("NL", 27),
    ("BS", 15),
    ("JT", 20),
    ("PM", 16),
    ("OP", 20),
    ("WD", 13),
    ("CK", 16),
    ("LS", 9),
    ("PX", 11),
    ("DN", 7),
    ("MK", 17),
    ("SH", 28),
    ("XB", 12),
    ("RR", 24),
    ("AC", 9),
    ("CH", 11),
    ("UP", 20),
    ("SE", 17),
    ("CT", 9),
    ("LG", 16),
    ("U", 42),
];

/// Surfaces that are still to come.
const LATER: [&str; 12] = [
    "children",
    "incidents",
    "languages",
    "layers",
    "marketing",
    "mini-program",
    "permissions",
    "prompts",
    "rights",
    "roles",
    "separate-consent",
    "updates",
];

/// All faults of the table.
pub(super) fn check(table: &Source, sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(Fault { path: table.path.clone(), line, what });
    let mut rows = (1..).zip(table.text.lines());
    if rows.next().map(|(_, head)| head) != Some("id,test,state") {
        fault(1, "the first line is `id,test,state`".to_owned());
    }
    for id in ids() {
        let Some((line, row)) = rows.next() else {
            fault(table.text.lines().count(), format!("{id} is missing: give every requirement its row"));
            return faults;
        };
        let Some((known, test, state)) = cells(row) else {
            fault(line, "a row has three cells: id, test and state".to_owned());
            continue;
        };
        if known != id {
            fault(line, format!("{known} stands where {id} belongs: give every requirement its row, in order"));
            return faults;
        }
        if let Some(what) = wrong(&test, state, sources) {
            fault(line, what);
        }
    }
    if let Some((line, row)) = rows.next() {
        fault(line, format!("no requirement is called so: {row}"));
    }
    faults
}

/// Every id, in order.
fn ids() -> impl Iterator<Item = String> {
    FAMILIES.into_iter().flat_map(|(family, last)| {
        (1..=last).map(move |number| if family == "U" { format!("U{number}") } else { format!("{family}-{number:02}") })
    })
}

/// The cells of a row (RFC 4180); only the middle one may hold commas and be quoted.
fn cells(row: &str) -> Option<(&str, String, &str)> {
    let (id, rest) = row.split_once(',')?;
    let (test, state) = rest.rsplit_once(',')?;
    let quoted = test.strip_prefix('"').and_then(|test| test.strip_suffix('"'));
    Some((id, quoted.map_or_else(|| test.to_owned(), |test| test.replace("\"\"", "\"")), state))
}

/// What is wrong with a row's test and state, and what to do about it.
fn wrong(test: &str, state: &str, sources: &[Source]) -> Option<String> {
    let file = |path: &str| sources.iter().find(|source| source.path == path);
    match state {
        "tested" => match test.split_once(' ').map(|(path, name)| (path, file(path), name)) {
            Some((_, Some(file), name)) if holds(file, name) => None,
            Some((path, Some(_), name)) => Some(format!("no test in {path} is called `{name}`: name one that shows the row")),
            Some((path, None, _)) => Some(format!("`{path}` does not exist: name where the test lies now")),
            None => Some("a tested row names a file and a test in it".to_owned()),
        },
        "judged" => {
            let known = file(PICTURES).is_some_and(|file| file.text.contains(&format!("\"{test}\"")));
            (!known).then(|| format!("{PICTURES} has no picture \"{test}\": name one that it takes"))
        }
        "later" => (!LATER.contains(&test)).then(|| format!("`{test}` is no surface to come: one of {}", LATER.join(", "))),
        _ => Some(format!("`{state}` is no state: `tested`, `judged` or `later`")),
    }
}

#[cfg(test)]
mod tests {
    use super::{PICTURES, cells, check, ids, wrong};
    use crate::tidy::Source;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    fn sources() -> [Source; 3] {
        [source("crates/a.rs", "fn one() {}"), source("tests/b.mjs", "test('a, b')"), source(PICTURES, "export const NAMES = [\"banner\"]")]
    }

    fn expect(test: &str, state: &str, fits: bool) {
        assert_eq!(wrong(test, state, &sources()).is_none(), fits, "{test} {state}");
    }

    #[test]
    fn a_row_names_what_its_state_asks_for() {
        expect("crates/a.rs one", "tested", true);
        expect("crates/a.rs two", "tested", false);
        expect("crates/c.rs one", "tested", false);
        expect("tests/b.mjs a, b", "tested", true);
        expect("tests/b.mjs", "tested", false);
        expect("banner", "judged", true);
        expect("button", "judged", false);
        expect("prompts", "later", true);
        expect("some day", "later", false);
        expect("crates/a.rs one", "done", false);
    }

    #[test]
    fn only_the_middle_cell_is_quoted() {
        assert_eq!(cells("A-01,\"x \"\"y\"\", z\",later"), Some(("A-01", "x \"y\", z".to_owned(), "later")));
        assert_eq!(cells("A-01,x,later"), Some(("A-01", "x".to_owned(), "later")));
        assert_eq!(cells("A-01,later"), None);
    }

    #[test]
    fn every_requirement_has_its_row_in_order() {
        assert_eq!(ids().count(), 317 + 42);
        let row = |id: &String| format!("{id},prompts,later\n");
        let table: String = ids().map(|id| row(&id)).collect();
        let lines = |text: &str| check(&source("t.csv", text), &sources()).iter().map(|fault| fault.line).collect::<Vec<_>>();
        let whole = format!("id,test,state\n{table}");
        assert_eq!(lines(&whole), [0; 0]);
        assert_eq!(lines(&table), [1, 2], "the head is missing, and the first row with it");
        assert_eq!(lines(&whole.replace("NL-02,prompts,later\n", ""))[0], 3);
        assert_eq!(lines(&whole.replace("U42,prompts,later\n", "")), [359]);
        assert_eq!(lines(&format!("{whole}U43,prompts,later\n")), [361]);
    }
}
