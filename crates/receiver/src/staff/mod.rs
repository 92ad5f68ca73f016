//! Who may work here, and on what: accounts with passwords and roles, the provider that may say who somebody is, and sessions in a browser.
//! Deliberately absent: cookies and pages, which routes hold.

mod account;
mod hand;
mod password;
mod role;
mod session;
mod sign_on;

pub use account::{StaffName, add_staff, link_staff, list_staff, remove_staff, reset_staff, set_role, unlink_staff};
pub(crate) use hand::{AccountAct, AccountOutcome, Member};
pub(crate) use password::Password;
pub(crate) use role::May;
pub use role::Role;
pub(crate) use session::{Choosing, Session, SignIn};
pub(crate) use sign_on::{Attempt, Refused, Returned};
pub use sign_on::{Issuer, OidcSettings, RoleClaim, SignOn, Whom};
