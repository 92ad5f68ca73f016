//! Edits the `target_features` section of a wasm module before wasm-bindgen reads it.
//!
//! The prebuilt standard library marks `reference-types` and `multivalue`, and wasm-bindgen then adds an externref table that
//! makes the widget larger.
//! The section has to stay: without it wasm-bindgen assumes the newest features.
//! Format: the tool conventions of WebAssembly, "Target Features Section".

use anyhow::{Context, Result, bail};

/// What the prebuilt standard library claims and the widget does not use.
const UNUSED: [&str; 2] = ["reference-types", "multivalue"];

/// Length of a module's magic number and version, in bytes.
const HEAD: usize = 8;

/// The module with the unused features taken out of the section, everything else byte for byte.
pub(super) fn without_unused(wasm: &[u8]) -> Result<Vec<u8>> {
    let (head, mut rest) = wasm.split_at_checked(HEAD).context("the wasm module is cut off")?;
    if !head.starts_with(b"\0asm") {
        bail!("not a wasm module");
    }
    let mut edited = head.to_vec();
    while let Some((&kind, after)) = rest.split_first() {
        let (payload, after) = sized(after)?;
        let replaced = if kind == 0 { features(payload)? } else { None };
        edited.push(kind);
        put_sized(&mut edited, replaced.as_deref().unwrap_or(payload));
        rest = after;
    }
    Ok(edited)
}

/// The new payload of a custom section, if it is the one that lists features.
fn features(payload: &[u8]) -> Result<Option<Vec<u8>>> {
    let (name, list) = sized(payload)?;
    if name != b"target_features" {
        return Ok(None);
    }
    let (count, mut rest) = number(list)?;
    let mut kept = Vec::new();
    let mut kept_count = 0;
    for _ in 0..count {
        let (&prefix, after) = rest.split_first().context("the list of features is cut off")?;
        let (feature, after) = sized(after)?;
        if !UNUSED.iter().any(|unused| unused.as_bytes() == feature) {
            kept.push(prefix);
            put_sized(&mut kept, feature);
            kept_count += 1;
        }
        rest = after;
    }
    let mut section = Vec::new();
    put_sized(&mut section, name);
    put_number(&mut section, kept_count);
    section.extend(kept);
    Ok(Some(section))
}

/// Reads a length and that many bytes.
fn sized(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = number(bytes)?;
    rest.split_at_checked(length).context("the wasm module is cut off")
}

/// Reads an unsigned LEB128 number of at most 32 bits.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0_usize;
    for (place, &byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Ok((value, &bytes[place + 1..]));
        }
    }
    bail!("a number in the wasm module is cut off")
}

fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn put_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::{number, put_number, put_sized, without_unused};

    fn module(features: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        put_sized(&mut section, b"target_features");
        put_number(&mut section, features.len());
        for feature in features {
            section.push(b'+');
            put_sized(&mut section, feature.as_bytes());
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(0);
        put_sized(&mut wasm, &section);
        wasm.extend([1, 1, 0]); // an empty type section
        wasm
    }

    #[test]
    fn only_the_unused_features_go() {
        let before = module(&["bulk-memory", "multivalue", "reference-types", "sign-ext"]);
        assert_eq!(without_unused(&before).unwrap(), module(&["bulk-memory", "sign-ext"]));
        let other = module(&["sign-ext"]);
        assert_eq!(without_unused(&other).unwrap(), other);
    }

    #[test]
    fn damaged_modules_are_errors() {
        let whole = module(&["sign-ext"]);
        for wasm in [b"".as_slice(), b"\0asm", b"not wasm at all", &whole[..whole.len() - 1]] {
            assert!(without_unused(wasm).is_err(), "{wasm:?}");
        }
    }

    #[test]
    fn numbers_survive() {
        for value in [0, 1, 127, 128, 300, 65_535, 4_000_000_000] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, value);
            assert_eq!(number(&bytes).unwrap(), (value, [].as_slice()));
        }
    }
}
