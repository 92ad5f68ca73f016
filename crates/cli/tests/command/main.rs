//! Runs the `countersign` command on small fixtures, and on real policies where `../shared` holds some.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(unix)]
mod ahead;
mod bench;
mod build;
mod calls;
mod check;
mod diff;
mod draft;
mod gate;
mod hostile;
mod verify;
mod words;
