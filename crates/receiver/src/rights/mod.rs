//! Requests to use a right: what a receipt asks for, by when an answer is due, and what became of it.
//! A request enters the queue in the transaction that appends its receipt, so that whatever was acknowledged is in it.
//! Deliberately absent: HTTP, SQL, and what the visitor wrote in any receipt or log: contact and words stay in the queue.

mod asked;
mod calendar;
mod queue;
mod state;

pub use asked::{Asked, Term};
pub use calendar::{RightsTable, RightsTables};
pub use queue::{Decision, Request, RequestPage, Telling, Told};
pub use state::RequestState;
