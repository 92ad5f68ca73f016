//! Runs wasm-bindgen tests in a headless browser: the runner of the pinned wasm-bindgen, as a program of this workspace.

use std::process::Termination;

fn main() -> impl Termination {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
