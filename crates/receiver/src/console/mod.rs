//! What staff do for people and with lists: who looked, what was asked and by which way, lists that wait, and counts over time.
//! Every change goes through the verbs of `marketing` and leaves a receipt; what stands here is what staff note beside it.
//! Deliberately absent: HTTP, SQL, and who may do what.

mod export;
mod figures;
mod imports;
mod person;
mod way;

pub(crate) use figures::{Bar, Figures, Period};
pub(crate) use imports::{Import, ImportState, Preview, Staged, Staging};
pub(crate) use person::{Asked, Person};
pub(crate) use way::Way;
