//! The widget's two doors to the browser, bound and nothing more: the loader's host object and the ports in `src/ports/`.

mod host;
mod json;
mod ports;

pub use host::Host;
pub(crate) use json::Parsed;
pub(crate) use ports::Held;
pub use ports::Ports;
