//! Runs the `countersign` command on small fixtures and on the policies of the work folder where they are.

mod bench;
mod build;
mod draft;
mod verify;
