//! The door under libFuzzer: the first byte chooses the media type, the others are the body.
//!
//! The promises stand in `crates/receiver/tests/wire/mod.rs`; the same function runs for some seconds in every test run.
#![no_main]

#[path = "../../tests/wire/mod.rs"]
mod wire;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wire::check_chosen(bytes));
