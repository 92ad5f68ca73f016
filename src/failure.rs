//! What can go wrong in the widget, each with a stable code for the console.

use crate::app::joined;

/// A failure that leaves the page as it is.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file of the build did not arrive; its address.
    Missing(String),
    /// A file of the build is not what its name says; its address.
    Altered(String),
}

impl Failure {
    /// The console line: code, what happened, what to do, where.
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Missing(file) => joined(&["CS-W2 could not load ", file]),
            Self::Altered(file) => joined(&["CS-W3 not what the build made, upload dist/ again: ", file]),
        }
    }
}
