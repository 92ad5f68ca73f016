//! Marketing over HTTP: what a site's own servers ask for, and the pages that a person's links lead to.

mod tokens;

pub(super) use tokens::{__path_mint, mint};
