//! Gives the imports and exports between wasm and its glue one- or two-letter names.
//!
//! The glue generator makes names like `__wbg_appendChild_8204974b7328bf98`, which stand in both files and compress badly.
//! Enters: the module and the glue that were generated together. Leaves: both with short names.
//! A name is changed only where every place that uses it is recognized; any other name stays as it is, which is always correct.

use anyhow::{Result, bail};
use std::{collections::HashMap, ops::Range};
use walrus::Module;

/// Renames in the module and returns the glue that fits it.
pub(super) fn shorten(module: &mut Module, glue: &str) -> Result<String> {
    // Either of these would reach an export by a way that is not looked for below.
    for unknown in ["wasm[", ".exports.", ".exports["] {
        if glue.contains(unknown) {
            bail!("the glue uses `{unknown}`, which the renaming of wasm exports does not know: adapt crates/xtask/src/web/rename.rs");
        }
    }
    let uses = Uses::find(glue);
    let mut edits = Vec::new();
    let mut names = short_names();
    for import in module.imports.iter_mut() {
        if let Some(key) = uses.key(&import.name) {
            import.name = names.next().unwrap_or_default();
            edits.push((key, import.name.clone()));
        }
    }
    let mut names = short_names();
    for export in module.exports.iter_mut() {
        let places = uses.members(&export.name);
        if !places.is_empty() {
            export.name = names.next().unwrap_or_default();
            edits.extend(places.iter().map(|place| (place.clone(), export.name.clone())));
        }
    }
    let glue = replace(glue, edits);
    Ok(shorten_import_modules(module, glue))
}

/// Renames the modules that imports come from; the glue names each in quotes, as a key.
fn shorten_import_modules(module: &mut Module, mut glue: String) -> String {
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut names = short_names();
    for import in module.imports.iter_mut() {
        if let Some(short) = renamed.get(&import.module) {
            import.module.clone_from(short);
            continue;
        }
        let quoted = format!("\"{}\":", import.module);
        if glue.matches(&quoted).count() == 1 {
            let short = names.next().unwrap_or_default();
            glue = glue.replace(&quoted, &format!("\"{short}\":"));
            renamed.insert(std::mem::replace(&mut import.module, short.clone()), short);
        } else {
            renamed.insert(import.module.clone(), import.module.clone());
        }
    }
    glue
}

/// Where the glue uses which identifier.
struct Uses<'a> {
    /// `name:`, the keys of the import object.
    keys: HashMap<&'a str, Vec<Range<usize>>>,
    /// `wasm.name`, the uses of exports.
    members: HashMap<&'a str, Vec<Range<usize>>>,
    /// How often an identifier stands anywhere.
    total: HashMap<&'a str, usize>,
}

impl<'a> Uses<'a> {
    fn find(glue: &'a str) -> Self {
        let mut uses = Self { keys: HashMap::new(), members: HashMap::new(), total: HashMap::new() };
        let mut before = ["", ""]; // the two identifiers before this one
        let mut end = 0;
        for place in identifiers(glue) {
            let name = &glue[place.clone()];
            *uses.total.entry(name).or_default() += 1;
            let member_of_wasm = &glue[end..place.start] == "." && before[1] == "wasm" && before[0] != "this";
            if member_of_wasm {
                uses.members.entry(name).or_default().push(place.clone());
            }
            if glue[place.end..].starts_with(':') {
                uses.keys.entry(name).or_default().push(place.clone());
            }
            before = [before[1], name];
            end = place.end;
        }
        uses
    }

    /// The one place of an import's key, if the name stands nowhere else.
    fn key(&self, name: &str) -> Option<Range<usize>> {
        match (self.keys.get(name)?.as_slice(), self.total.get(name)?) {
            ([place], 1) => Some(place.clone()),
            _ => None,
        }
    }

    /// Every place that uses an export.
    fn members(&self, name: &str) -> &[Range<usize>] {
        self.members.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The places of all runs of identifier characters.
fn identifiers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + bytes.get(from..)?.iter().position(part)?;
        let length = bytes[start..].iter().position(|byte| !part(byte)).unwrap_or(bytes.len() - start);
        from = start + length;
        Some(start..from)
    })
}

/// The text with ranges replaced; no two ranges overlap.
fn replace(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(place, _)| place.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (place, name) in edits {
        out.push_str(&text[end..place.start]);
        out.push_str(&name);
        end = place.end;
    }
    out + &text[end..]
}

/// `a` to `Z`, then `aa` to `ZZ`.
fn short_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let pairs = letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    letters().map(String::from).chain(pairs)
}

#[cfg(test)]
mod tests {
    use super::{short_names, shorten};
    use walrus::{FunctionBuilder, Module, ModuleConfig};

    /// A module with one imported and one exported function of each name.
    fn module(imports: &[&str], exports: &[&str]) -> Module {
        let mut module = Module::with_config(ModuleConfig::new());
        let kind = module.types.add(&[], &[]);
        for name in imports {
            module.add_import_func("./widget_bg.js", name, kind);
        }
        for name in exports {
            let function = FunctionBuilder::new(&mut module.types, &[], &[]).finish(vec![], &mut module.funcs);
            module.exports.add(name, function);
        }
        module
    }

    fn check(imports: &[&str], exports: &[&str], glue: &str, expected: &str) {
        let mut module = module(imports, exports);
        assert_eq!(shorten(&mut module, glue).unwrap(), expected);
        // What the glue no longer names, the module must no longer name either, and the other way round.
        for import in module.imports.iter() {
            assert!(expected.contains(&format!("{}:", import.name)), "{}", import.name);
            assert!(expected.contains(&format!("\"{}\"", import.module)), "{}", import.module);
        }
    }

    #[test]
    fn both_sides_change_together() {
        check(
            &["__wbg_now_1", "__wbg_log_2"],
            &["memory", "boot"],
            r#"{__wbg_now_1: f(wasm.memory), __wbg_log_2: g, "./widget_bg.js": i} function boot() { wasm.boot(wasm.memory.buffer); }"#,
            r#"{a: f(wasm.a), b: g, "a": i} function boot() { wasm.b(wasm.a.buffer); }"#,
        );
    }

    #[test]
    fn a_name_used_in_another_way_stays() {
        check(
            &["__wbg_now_1"],
            &[],
            r#"{__wbg_now_1: f, "./widget_bg.js": i} other(__wbg_now_1)"#,
            r#"{__wbg_now_1: f, "a": i} other(__wbg_now_1)"#,
        );
        let mut unused = module(&[], &["unused"]);
        shorten(&mut unused, "").unwrap();
        assert_eq!(unused.exports.iter().next().unwrap().name, "unused");
    }

    #[test]
    fn an_unknown_access_stops_the_build() {
        assert!(shorten(&mut module(&[], &["boot"]), "wasm[name]()").is_err());
    }

    #[test]
    fn names_never_repeat() {
        let names: Vec<String> = short_names().collect();
        assert_eq!((names.len(), names[0].as_str(), names[52].as_str()), (52 + 52 * 52, "a", "aa"));
        let distinct: std::collections::HashSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
