//! The widget's two doors to the browser, the loader's host object and the ports in `src/ports/`, and how it waits for them.

mod host;
mod json;
mod ports;
mod task;

pub use host::Host;
pub(crate) use json::Parsed;
pub use ports::Ports;
pub(crate) use ports::bytes;
pub(crate) use task::spawn;
