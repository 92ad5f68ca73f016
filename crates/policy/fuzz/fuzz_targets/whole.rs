//! The whole path of a policy file under libFuzzer: the first byte chooses the format, the others are the file.
//!
//! The promises stand in `crates/policy/tests/whole/mod.rs`; the same function runs for ten seconds in every test run.
#![no_main]

#[path = "../../tests/whole/mod.rs"]
mod whole;

use std::sync::LazyLock;

use countersign_policy::Lexicon;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::shipped().expect("the lexicon ships with the crate"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whole::check_chosen(bytes, &LEXICON));
