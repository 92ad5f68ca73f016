//! Who may work on requests: accounts with passwords, and sessions in a browser.
//! Deliberately absent: roles (everybody here sees every site), cookies and pages, which routes hold.

mod account;
mod password;
mod session;

pub use account::{StaffName, add_staff, remove_staff, reset_staff};
pub(crate) use password::Password;
pub(crate) use session::{Choosing, Session, SignIn};
