//! Who may work here, and on what: accounts with passwords and roles, and sessions in a browser.
//! Deliberately absent: cookies and pages, which routes hold.

mod account;
mod hand;
mod password;
mod role;
mod session;

pub use account::{StaffName, add_staff, list_staff, remove_staff, reset_staff, set_role};
pub(crate) use hand::{AccountAct, AccountOutcome, Member};
pub(crate) use password::Password;
pub(crate) use role::May;
pub use role::Role;
pub(crate) use session::{Choosing, Session, SignIn};
