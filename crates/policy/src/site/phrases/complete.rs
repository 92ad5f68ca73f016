//! Whether the message files are complete: every language has every phrase, with the same holes, and a form for every number.
//!
//! In: the files by language, English first. Out: what is wrong, each with its file, key and remedy. The build script of this crate asks
//! it, so that an incomplete file is no build. Deliberately absent: what the phrases are for.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Document, Item, Table};

/// Holes that take a number, whose phrase therefore needs a form for it.
const NUMBERS: [&str; 2] = ["count", "days"];

/// The forms that a language has for whole numbers (Unicode CLDR 48, cardinal plural rules).
pub(super) fn forms(tag: &str) -> &'static [&'static str] {
    if tag == "en" { &["one", "other"] } else { &["other"] }
}

/// The phrases of a table by key.
type Phrases<'a> = BTreeMap<&'a str, &'a str>;

/// Everything that is wrong with the files, in their order; each is a tag and a text.
pub(crate) fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut documents = Vec::new();
    for (tag, text) in files {
        match Document::parse(*text) {
            Ok(document) => documents.push((*tag, document)),
            Err(error) => faults.push(format!("{tag}.toml is not TOML: {}", error.message().trim().replace('\n', "; "))),
        }
    }
    let Some((_, english)) = documents.first() else { return faults };
    for (tag, document) in &documents {
        let mut say = |what: String| faults.push(format!("{tag}.toml: {what}"));
        if document.get("name").and_then(Item::as_str).is_none_or(|name| name.trim().is_empty()) {
            say("the language has no `name`; write what it calls itself".to_owned());
        }
        for (name, item) in english.iter().filter_map(|(name, item)| Some((name, item.as_table()?))) {
            match document.get(name).and_then(Item::as_table) {
                Some(table) => hold(tag, name, &phrases(table), &phrases(item), &mut say),
                None => say(format!("there is no [{name}]; copy it from en.toml and translate it")),
            }
        }
        for (name, _) in document.iter().filter(|(name, _)| !english.contains_key(name)) {
            say(format!("[{name}] is in no English file; take it out, or add it to en.toml"));
        }
    }
    faults
}

fn phrases(table: &Table) -> Phrases<'_> {
    table.iter().filter_map(|(key, item)| Some((key, item.as_str()?))).collect()
}

/// Holds one table against the English one.
fn hold(tag: &str, table: &str, own: &Phrases<'_>, english: &Phrases<'_>, say: &mut dyn FnMut(String)) {
    let mut wanted: BTreeMap<String, &str> = BTreeMap::new();
    for (key, words) in english {
        let counted = ["-one", "-other"].into_iter().find_map(|ending| key.strip_suffix(ending));
        let counted = counted.filter(|stem| forms("en").iter().all(|form| english.contains_key(format!("{stem}-{form}").as_str())));
        if counted.is_none() && holes(words).iter().any(|hole| NUMBERS.contains(hole)) {
            say(format!("[{table}] `{key}` holds a number; write a form for each: `{key}-{}`", forms(tag).join(&format!("`, `{key}-"))));
        }
        match counted {
            Some(stem) => wanted.extend(forms(tag).iter().map(|form| (format!("{stem}-{form}"), *words))),
            None => wanted.extend([((*key).to_owned(), *words)]),
        }
    }
    for (key, model) in &wanted {
        match own.get(key.as_str()) {
            None => say(format!("[{table}] has no `{key}`, in English “{model}”")),
            Some(&"") => say(format!("[{table}] `{key}` is empty, in English “{model}”")),
            Some(words) if holes(words) != holes(model) => {
                say(format!(
                    "[{table}] `{key}` has the holes {:?} and English has {:?}; each stands once in both",
                    holes(words),
                    holes(model)
                ));
            }
            Some(_) => {}
        }
    }
    for key in own.keys().filter(|key| !wanted.contains_key(**key)) {
        say(format!("[{table}] `{key}` is no phrase of this language; take it out, or add it to en.toml"));
    }
}

/// The names between braces.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::faults;

    const ENGLISH: &str = "name = \"English\"\n[a]\nx = \"for {who}\"\nday-one = \"{count} day\"\nday-other = \"{count} days\"\n";

    fn check(own: &str, expected: &[&str]) {
        let found = faults(&[("en", ENGLISH), ("ms", own)]);
        assert_eq!(found, expected.iter().map(|fault| format!("ms.toml{fault}")).collect::<Vec<_>>(), "{own}");
    }

    #[test]
    fn a_file_is_complete_or_its_fault_is_named() {
        let whole = "name = \"Melayu\"\n[a]\nx = \"untuk {who}\"\nday-other = \"{count} hari\"\n";
        check(whole, &[]);
        check(&whole.replace("x = \"untuk {who}\"\n", ""), &[": [a] has no `x`, in English “for {who}”"]);
        check(&whole.replace("untuk {who}", ""), &[": [a] `x` is empty, in English “for {who}”"]);
        check(
            &whole.replace("{who}", "{what}"),
            &[": [a] `x` has the holes {\"what\"} and English has {\"who\"}; each stands once in both"],
        );
        check(
            &whole.replace("day-other", "day-one"),
            &[
                ": [a] has no `day-other`, in English “{count} days”",
                ": [a] `day-one` is no phrase of this language; take it out, or add it to en.toml",
            ],
        );
        check(
            &whole.replace("[a]", "[b]"),
            &[": there is no [a]; copy it from en.toml and translate it", ": [b] is in no English file; take it out, or add it to en.toml"],
        );
        check(&whole.replace("name = \"Melayu\"\n", ""), &[": the language has no `name`; write what it calls itself"]);
        assert!(faults(&[("en", ENGLISH), ("ms", "x = ")]).iter().any(|fault| fault.starts_with("ms.toml is not TOML: ")));
    }

    #[test]
    fn a_number_without_forms_is_a_fault() {
        let english = ENGLISH.replace("for {who}", "in {days} days");
        assert_eq!(faults(&[("en", &english)]), ["en.toml: [a] `x` holds a number; write a form for each: `x-one`, `x-other`"]);
    }
}
