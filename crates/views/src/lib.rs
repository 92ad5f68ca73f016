//! Maud functions from checked notices to HTML; the same bytes natively and in wasm
