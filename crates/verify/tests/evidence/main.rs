//! What was made properly holds, and nothing that was changed afterwards does.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod chains;
mod exports;
mod logs;
mod mutations;
mod pieces;
mod sample;
