//! Rules for the text of a file: its header, its length, words that must not stay.

use super::{Fault, Source};

/// More lines than this and a file is two rooms.
const MAX_LINES: usize = 500;

/// Marks of unfinished work; put together here so that this file does not hold them.
const UNFINISHED: [&str; 2] = [concat!("FIX", "ME"), concat!("to", "do!(")];

/// Folders that only exist on somebody's machine.
const MACHINE_PATHS: [&str; 5] =
    [concat!("/wo", "rk/"), concat!("/tm", "p/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];

/// All faults of one file.
pub(super) fn check(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(Fault { path: source.path.clone(), line, what });
    if let Some(header) = header(&source.path) {
        if !source.text.starts_with(header) {
            fault(1, format!("no header: start with `{header}` and say what enters, what leaves and what is absent"));
        }
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            fault(lines, format!("{lines} lines, {MAX_LINES} are allowed: split the file by stage or noun"));
        }
    }
    for (number, line) in (1..).zip(source.text.lines()) {
        if let Some(mark) = UNFINISHED.iter().find(|mark| line.contains(**mark)) {
            fault(number, format!("`{mark}` stands for unfinished work: finish it or take it out"));
        }
        if let Some(path) = MACHINE_PATHS.iter().find(|path| names(line, path)) {
            fault(number, format!("`{path}` is a path of some machine: name it relative to the checkout"));
        }
    }
    faults
}

/// How a file of this kind has to start.
fn header(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "rs" => Some("//!"),
        "ts" => Some("/**"),
        _ => None,
    }
}

/// Whether a line holds this absolute path, and not a longer one that ends like it.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '.' | '-' | '_' | '}' | '/' | '~'))
    })
}

#[cfg(test)]
mod tests {
    use super::{MACHINE_PATHS, MAX_LINES, UNFINISHED, check};
    use crate::tidy::Source;

    fn expect(path: &str, text: &str, lines: &[usize]) {
        let faults = check(&Source { path: path.to_owned(), text: text.to_owned() });
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), lines, "{faults:?}");
    }

    #[test]
    fn sources_start_with_their_header() {
        expect("a.rs", "//! Reads.", &[]);
        expect("a.rs", "use x;\n//! Late.", &[1]);
        expect("a.ts", "/** Reads. */", &[]);
        expect("a.ts", "// Reads.", &[1]);
        expect("a.css", "body {}", &[]);
    }

    #[test]
    fn long_files_are_faults() {
        let text = |count| format!("//! Long.\n{}", "x\n".repeat(count));
        expect("a.rs", &text(MAX_LINES - 1), &[]);
        expect("a.rs", &text(MAX_LINES), &[MAX_LINES + 1]);
    }

    #[test]
    fn unfinished_work_and_machine_paths_are_found_by_line() {
        for word in UNFINISHED.iter().chain(&MACHINE_PATHS) {
            expect("a.md", &format!("fine\nsee {word}x"), &[2]);
        }
        let longer = format!("https://site.example{}x and ..{}x", MACHINE_PATHS[0], MACHINE_PATHS[1]);
        expect("a.md", &longer, &[]);
    }
}
