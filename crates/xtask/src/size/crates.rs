//! Which crate costs what in the wasm that ships.
//!
//! Enters: the modules as they ship, but with the names of their functions. Leaves: tables between two marks of `www/docs/size.md`.
//! What was inlined counts for the function that it stands in. A method counts for the crate of its type, or for ours where the type or the
//! trait is ours, because its code is there for our sake then.
//! Deliberately absent: shares behind brotli, which packs a module as a whole.

use crate::{project::Project, report, web};
use anyhow::{Context, Result, bail};
use std::{collections::BTreeMap, fmt::Write as _, fs};
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// The file, and the marks that the tables stand between.
const PAGE: &str = "www/docs/size.md";
const MARKS: (&str, &str) = ("<!-- made by `cargo xtask size --crates` -->", "<!-- end -->");

/// The packages whose modules are weighed, and what they ship as.
const MODULES: [(&str, &str); 2] = [("countersign", "widget.wasm"), ("countersign-verify-page", "receipts.wasm")];

/// Below this share of a module, in percent, crates stand in one row.
const SMALL_PERCENT: usize = 1;

/// What the names of our crates begin with.
const OURS: &str = "countersign";

/// Weighs the modules and writes the tables.
pub(crate) fn crates(project: &Project) -> Result<()> {
    web::web(project)?;
    let mut tables = String::new();
    for (package, file) in MODULES {
        let path = web::with_names(project, package)?;
        let module = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let _ = write!(tables, "\n{}", table(file, &weigh(&module)?));
    }
    let page = project.at(PAGE);
    let text = fs::read_to_string(&page).with_context(|| format!("{PAGE} cannot be read"))?;
    fs::write(&page, between_marks(&text, &tables)?).with_context(|| format!("{PAGE} cannot be written"))?;
    report::result(tables.trim());
    Ok(())
}

/// The page with other tables.
fn between_marks(page: &str, tables: &str) -> Result<String> {
    let (begin, end) = MARKS;
    let parts = page.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let Some((before, after)) = parts else { bail!("{PAGE} has no place for the tables: put {begin} and {end} there") };
    Ok(format!("{before}{begin}\n{tables}\n{end}{after}"))
}

/// Bytes of a module by crate, with `data` and `everything else` beside them.
fn weigh(module: &[u8]) -> Result<BTreeMap<String, usize>> {
    let (mut sizes, mut names, mut imported, mut data) = (Vec::new(), BTreeMap::new(), 0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload.context("the module is damaged")? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let is_function = matches!(import?.ty, wasmparser::TypeRef::Func(_) | wasmparser::TypeRef::FuncExact(_));
                    imported += usize::from(is_function);
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for part in section {
                        let Name::Function(functions) = part? else { continue };
                        for function in functions {
                            let function = function?;
                            names.insert(usize::try_from(function.index)?, function.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        bail!("the module has no names of functions: it was stripped");
    }
    let mut weights = BTreeMap::from([("texts and tables".to_owned(), data)]);
    for (place, size) in sizes.into_iter().enumerate() {
        let name = names.get(&(imported + place)).map_or("", String::as_str);
        *weights.entry(crate_of(&format!("{:#}", rustc_demangle::demangle(name)))).or_default() += size;
    }
    Ok(weights)
}

/// The crate that a function is there for.
fn crate_of(name: &str) -> String {
    // Of a closure or an item inside a function, the path around it counts.
    let own = if name.starts_with('<') { name.split_once(" as ").map(|(of, rest)| [of, rest]) } else { None };
    let found: Vec<&str> = own.map_or_else(|| vec![first_crate(name)], |parts| parts.into_iter().map(first_crate).collect());
    let ours = found.iter().find(|name| name.starts_with(OURS));
    match ours.or_else(|| found.iter().find(|name| !name.is_empty())) {
        Some(&"std" | &"core" | &"alloc" | &"compiler_builtins" | &"memory" | &"__rustc") => "the standard library".to_owned(),
        Some(name) => name.replace('_', "-"),
        None => without_path(name).to_owned(),
    }
}

/// The crate that a path begins with, whatever stands before it (`<&mut [`); empty where there is no path.
fn first_crate(path: &str) -> &str {
    let Some(end) = path.find("::") else { return "" };
    let before = path.get(..end).unwrap_or_default();
    before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

/// Functions that are named for others to call have no path.
fn without_path(name: &str) -> &'static str {
    match name {
        "memcpy" | "memmove" | "memset" | "memcmp" | "bcmp" => "the standard library",
        _ if name.starts_with("__wbindgen") || name.starts_with("__externref") || name.contains("__destroy_closure") => "wasm-bindgen",
        _ => "what is called from outside",
    }
}

/// A table of weights, the heaviest first.
fn table(file: &str, weights: &BTreeMap<String, usize>) -> String {
    let all: usize = weights.values().sum();
    let named = weights.iter().map(|(name, &bytes)| (name.as_str(), bytes));
    let (mut rows, small): (Vec<_>, Vec<_>) = named.partition(|(_, bytes)| bytes * 100 >= all * SMALL_PERCENT);
    rows.sort_by_key(|&(name, bytes)| (std::cmp::Reverse(bytes), name));
    let rest: usize = small.iter().map(|(_, bytes)| bytes).sum();
    let others = format!("{} smaller ones", small.len());
    rows.extend((rest > 0).then_some((others.as_str(), rest)));
    let mut out = format!("| `{file}`, by crate | bytes before compression | share |\n|---|---|---|\n");
    for (name, bytes) in rows {
        let permille = bytes * 1000 / all.max(1);
        let _ = writeln!(out, "| {name} | {bytes} | {}.{} % |", permille / 10, permille % 10);
    }
    out + &format!("| all code and data | {all} | |\n")
}

#[cfg(test)]
mod tests {
    use super::{between_marks, crate_of, table, weigh};
    use std::collections::BTreeMap;
    use walrus::{FunctionBuilder, Module, ModuleConfig};

    #[test]
    fn a_function_counts_for_its_crate() {
        let mut module = Module::with_config(ModuleConfig::new());
        let kind = module.types.add(&[], &[]);
        module.add_import_func("a", "b", kind);
        for (name, instructions) in
            [("sha2::compress", 9), ("sha2::<impl core::fmt::Debug>::fmt", 1), ("countersign_core::seal", 3), ("boot", 2)]
        {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_owned());
            for _ in 0..instructions {
                builder.func_body().i32_const(1).drop();
            }
            let function = builder.finish(vec![], &mut module.funcs);
            module.exports.add(name, function);
        }
        let weights = weigh(&module.emit_wasm()).unwrap();
        // Three bytes for each constant that is dropped, and two for the count of locals and the end.
        let expected = [("what is called from outside", 8), ("countersign-core", 11), ("sha2", 29 + 5), ("texts and tables", 0)];
        assert_eq!(weights, expected.map(|(name, bytes)| (name.to_owned(), bytes)).into());
        let stripped = Module::with_config(ModuleConfig::new()).emit_wasm();
        assert!(weigh(&stripped).unwrap_err().to_string().contains("stripped"));
    }

    #[test]
    fn names_lead_to_crates() {
        for (name, expected) in [
            ("countersign_core::wire::read::Reader::member", "countersign-core"),
            ("<lol_alloc::FreeListAllocator<T> as core::alloc::global::GlobalAlloc>::alloc", "lol-alloc"),
            ("<alloc::string::String as countersign_core::wire::Form>::write", "countersign-core"),
            ("<&mut [u8] as core::fmt::Debug>::fmt", "the standard library"),
            ("core::ptr::drop_in_place<countersign::app::App>", "the standard library"),
            ("__wbindgen_malloc", "wasm-bindgen"),
            ("memcpy", "the standard library"),
            ("digest", "what is called from outside"),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }

    #[test]
    fn the_heaviest_stands_first_and_the_small_together() {
        let weights: BTreeMap<String, usize> =
            [("a", 4), ("b", 990), ("c", 3), ("d", 203)].map(|(name, bytes)| (name.to_owned(), bytes)).into();
        let table = table("x.wasm", &weights);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            ["| b | 990 | 82.5 % |", "| d | 203 | 16.9 % |", "| 2 smaller ones | 7 | 0.5 % |", "| all code and data | 1200 | |"]
        );
    }

    #[test]
    fn tables_replace_tables() {
        let page = "a\n<!-- made by `cargo xtask size --crates` -->\nold\n<!-- end -->\nb";
        let written = between_marks(page, "new").unwrap();
        assert_eq!(written, "a\n<!-- made by `cargo xtask size --crates` -->\nnew\n<!-- end -->\nb");
        assert_eq!(between_marks(&written, "new").unwrap(), written);
        assert!(between_marks("a", "new").unwrap_err().to_string().contains("size.md"));
    }
}
