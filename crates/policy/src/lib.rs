//! Policy text to document to checked notice, with diagnostics; build time only.
//!
//! In: the text of a policy and, for the notice, a `site.toml`. Deliberately absent: the browser, files and HTML.

mod outline;
mod read;

pub use outline::Section;
pub use read::{Reading, TextFormat, read_text};
