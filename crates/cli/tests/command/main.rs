//! Runs the `countersign` command on small fixtures and on the policies of the work folder where they are.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bench;
mod build;
mod draft;
mod verify;
