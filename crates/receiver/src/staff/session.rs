//! Sessions: a name and a password in, or the word of a provider, a token out, and the session of a token.
//! A token is made new at every sign-in and every change of password; the database has its hash alone.
//! Whoever fails is told one thing, whether the name, the password or the time is to blame.

use super::password::{Password, token};
use super::role::{May, Role};
use crate::ledger::Ledger;
use crate::store::{Act, Begun, Lasts, StoreError};
use crate::values::format_instant;
use countersign_core::Digest;
use jiff::{SignedDuration, Timestamp};

/// A session ends after so long without use,
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// and after so long in any case.
const LIFE: SignedDuration = SignedDuration::from_hours(12);
/// How often its use is noted.
const NOTED: SignedDuration = SignedDuration::from_mins(1);
/// So many failures in a row lock an account, for a minute,
const PATIENCE: i64 = 5;
/// and each more for twice as long, at most for 16 minutes: whoever guesses gets nowhere, and nobody is kept out for good by others.
const DOUBLINGS: i64 = 4;

/// A session of a member of staff.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Who.
    pub(crate) staff: String,
    /// What every form of this session repeats.
    pub(crate) form_key: String,
    /// What they may see and do, as it stands now and not when they signed in.
    pub(crate) role: Role,
    /// Whether another password has to be chosen before anything else.
    pub(crate) must_choose: bool,
    token: Digest,
}

/// How a session begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    /// By a password of this console.
    Password,
    /// By the word of a provider: the password of the account, if it has one, does not matter.
    SignOn,
}

/// What became of a sign-in.
pub(crate) enum SignIn {
    /// The token for the browser.
    Done(String),
    /// Name or password is wrong, or there were too many failures.
    Refused,
}

/// What became of a new password.
pub(crate) enum Choosing {
    /// It counts; the token of the session that goes on.
    Done(String),
    /// Why it does not, in words for the member of staff.
    Refused(&'static str),
}

impl Session {
    /// Whether a form belongs to this session. Both sides are random and of one length, compared by their digests.
    pub(crate) fn owns(&self, form_key: &str) -> bool {
        Digest::of(form_key.as_bytes()) == Digest::of(self.form_key.as_bytes())
    }

    /// Whether the member may see or do this.
    pub(crate) fn may(&self, what: May) -> bool {
        self.role.may(what)
    }
}

impl Ledger {
    /// Signs in; the session of the token that the browser had `before`, whosesoever it was, ends.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn sign_in(&self, name: &str, password: &Password, before: Option<&str>) -> anyhow::Result<SignIn> {
        let storage = self.keeper.storage.as_ref();
        let staff = storage.staff(name).await?;
        let now = format_instant(self.now());
        let is_locked = staff.as_ref().and_then(|staff| staff.locked_until.as_ref()).is_some_and(|until| *until > now);
        let is_over = staff.as_ref().and_then(|staff| staff.once_until.as_ref()).is_some_and(|until| *until <= now);
        // Tried in every case, so that the time tells nothing.
        let is_right = password.is_of(staff.as_ref().map(|staff| staff.password.as_str())).await;
        let act = |what| Act { at: &now, who: Some(name), what, request: None };
        match staff {
            Some(_) if is_right && !is_locked && !is_over => {
                if let Some(before) = before {
                    storage.end_session(hash_of(before).bytes()).await?;
                }
                storage.act(&act("signed in")).await?;
                Ok(SignIn::Done(self.begin(name, Way::Password).await?))
            }
            Some(_) if !is_locked => {
                self.count_failure(name).await?;
                storage.act(&act("sign-in refused")).await?;
                Ok(SignIn::Refused)
            }
            _ => Ok(SignIn::Refused),
        }
    }

    async fn count_failure(&self, name: &str) -> Result<(), StoreError> {
        let storage = self.keeper.storage.as_ref();
        let beyond = storage.failed(name).await?.unwrap_or(0) - PATIENCE;
        if beyond >= 0 {
            let until = self.now() + SignedDuration::from_mins(1 << beyond.min(DOUBLINGS));
            storage.lock(name, &format_instant(until)).await?;
        }
        Ok(())
    }

    /// Begins a session of a member.
    pub(super) async fn begin(&self, name: &str, way: Way) -> anyhow::Result<String> {
        let (token, form_key) = (token()?, token()?);
        let (now, ends_at) = (format_instant(self.now()), format_instant(self.now() + LIFE));
        let hash = hash_of(&token);
        let sign_on = way == Way::SignOn;
        let begun = Begun { token: hash.bytes(), staff: name, form_key: &form_key, now: &now, ends_at: &ends_at, sign_on };
        self.keeper.storage.begin_session(&begun).await?;
        Ok(token)
    }

    /// The session of a token, while it lasts.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn session(&self, token: &str) -> Result<Option<Session>, StoreError> {
        let (storage, token) = (self.keeper.storage.as_ref(), hash_of(token));
        let Some(row) = storage.session(token.bytes()).await? else { return Ok(None) };
        let now = self.now();
        let idle = row.seen_at.parse::<Timestamp>().map_or(IDLE, |seen| now.duration_since(seen));
        if idle >= IDLE || row.ends_at <= format_instant(now) {
            storage.end_session(token.bytes()).await?;
            return Ok(None);
        }
        if idle >= NOTED {
            storage.seen(token.bytes(), &format_instant(now)).await?;
        }
        let role = row.role.parse().map_err(|_| StoreError::Corrupt("the role of a member of staff"))?;
        Ok(Some(Session { staff: row.staff, form_key: row.form_key, role, must_choose: row.once && !row.sign_on, token }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn sign_out(&self, session: &Session) -> Result<(), StoreError> {
        let storage = self.keeper.storage.as_ref();
        storage.act(&Act { at: &format_instant(self.now()), who: Some(&session.staff), what: "signed out", request: None }).await?;
        storage.end_session(session.token.bytes()).await
    }

    /// Gives the member of staff the password that they chose; every session of theirs ends, and a new one begins.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn choose_password(&self, session: &Session, current: &Password, new: &Password) -> anyhow::Result<Choosing> {
        let storage = self.keeper.storage.as_ref();
        if let Some(fault) = new.fault(&session.staff) {
            return Ok(Choosing::Refused(fault));
        }
        let Some(staff) = storage.staff(&session.staff).await? else { return Ok(Choosing::Refused("The account is gone.")) };
        let is_locked = staff.locked_until.as_ref().is_some_and(|until| *until > format_instant(self.now()));
        if is_locked || !current.is_of(Some(&staff.password)).await {
            self.count_failure(&session.staff).await?;
            return Ok(Choosing::Refused("The current password is wrong, or there were too many attempts."));
        }
        if new.is_of(Some(&staff.password)).await {
            return Ok(Choosing::Refused("Choose a password other than the current one."));
        }
        let now = format_instant(self.now());
        storage.set_password(&session.staff, &new.hashed().await?, Lasts::On).await?;
        storage.act(&Act { at: &now, who: Some(&session.staff), what: "password chosen", request: None }).await?;
        Ok(Choosing::Done(self.begin(&session.staff, Way::Password).await?))
    }
}

fn hash_of(token: &str) -> Digest {
    Digest::of(token.as_bytes())
}
