//! The verbs of staff and their sessions, on both databases with the same SQL.
//! Deliberately absent: passwords in clear, and tokens: only their hashes come here.

use super::StoreError;
use super::row::rows;
use async_trait::async_trait;

rows! {
    /// A member of staff, to sign in.
    #[derive(Clone, Debug)]
    pub(crate) struct StaffRow {
        pub(crate) password: String,
        pub(crate) locked_until: Option<String>,
        pub(crate) once_until: Option<String>,
    }

    /// A member of staff, in the list of all.
    #[derive(Clone, Debug)]
    pub(crate) struct MemberRow {
        pub(crate) name: String,
        pub(crate) role: String,
        pub(crate) once: bool,
        pub(crate) created_at: String,
        pub(crate) locked_until: Option<String>,
        pub(crate) seen_at: Option<String>,
    }
}

/// How long a password counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Lasts<'a> {
    /// For one sign-in before this instant, which asks for another.
    Once(&'a str),
    /// Until its owner chooses another.
    On,
}

impl Lasts<'_> {
    pub(super) const fn once_until(&self) -> Option<&str> {
        match self {
            Self::Once(until) => Some(until),
            Self::On => None,
        }
    }
}

rows! {
    /// A session of a member of staff.
    #[derive(Clone, Debug)]
    pub(crate) struct SessionRow {
        pub(crate) staff: String,
        pub(crate) form_key: String,
        pub(crate) seen_at: String,
        pub(crate) ends_at: String,
        pub(crate) once: bool,
        pub(crate) sign_on: bool,
        pub(crate) role: String,
    }
}

/// A session that begins.
pub(crate) struct Begun<'a> {
    /// The hash of its token.
    pub(crate) token: &'a [u8],
    pub(crate) staff: &'a str,
    pub(crate) form_key: &'a str,
    pub(crate) now: &'a str,
    pub(crate) ends_at: &'a str,
    /// Whether the word of a provider began it, and no password.
    pub(crate) sign_on: bool,
}

/// A database that holds who staff are.
#[async_trait]
pub(crate) trait Staff {
    /// Adds a member with a password for once, before `until`; whether the name was free.
    async fn add_staff(&self, name: &str, role: &str, password: &str, at: &str, until: &str) -> Result<bool, StoreError>;
    /// Gives a member another role, from the next request on; whether there is such a member.
    async fn set_role(&self, name: &str, role: &str) -> Result<bool, StoreError>;
    /// Every member by name, with the last use of a session that still stands.
    async fn members(&self) -> Result<Vec<MemberRow>, StoreError>;
    /// Gives a member another password and ends all their sessions; whether there is such a member.
    async fn set_password(&self, name: &str, password: &str, lasts: Lasts<'_>) -> Result<bool, StoreError>;
    /// Removes a member with their sessions; whether there was one.
    async fn remove_staff(&self, name: &str) -> Result<bool, StoreError>;
    /// The member with this name.
    async fn staff(&self, name: &str) -> Result<Option<StaffRow>, StoreError>;
    /// Counts a failed sign-in, in one statement, so that attempts at once all count; the failures in a row.
    async fn failed(&self, name: &str) -> Result<Option<i64>, StoreError>;
    /// Lets nobody sign in as this member before `until`.
    async fn lock(&self, name: &str, until: &str) -> Result<(), StoreError>;
    /// Begins a session, forgets the failures before it and the sessions that have ended by its beginning.
    async fn begin_session(&self, begun: &Begun<'_>) -> Result<(), StoreError>;
    /// The session of a token.
    async fn session(&self, token: &[u8]) -> Result<Option<SessionRow>, StoreError>;
    /// Notes that a session is used.
    async fn seen(&self, token: &[u8], now: &str) -> Result<(), StoreError>;
    /// Ends a session.
    async fn end_session(&self, token: &[u8]) -> Result<(), StoreError>;
}

/// Implements [`Staff`] for a type with the pools `readers` and `writer`.
macro_rules! staff {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::Staff for $type {
            async fn add_staff(&self, name: &str, role: &str, password: &str, at: &str, until: &str) -> Result<bool, StoreError> {
                let sql = "INSERT INTO staff (name, role, password, once, created_at, once_until) VALUES ($1, $2, $3, $4, $5, $6)
                           ON CONFLICT DO NOTHING";
                let query = sqlx::query(sql).bind(name).bind(role).bind(password).bind(true).bind(at).bind(until);
                Ok(query.execute(&self.writer).await?.rows_affected() == 1)
            }

            async fn set_role(&self, name: &str, role: &str) -> Result<bool, StoreError> {
                let query = sqlx::query("UPDATE staff SET role = $2 WHERE name = $1").bind(name).bind(role);
                Ok(query.execute(&self.writer).await?.rows_affected() == 1)
            }

            async fn members(&self) -> Result<Vec<$crate::store::MemberRow>, StoreError> {
                let sql =
                    "SELECT staff.name, staff.role, staff.once, staff.created_at, staff.locked_until, max(sessions.seen_at) AS seen_at
                           FROM staff LEFT JOIN sessions ON sessions.staff = staff.name GROUP BY staff.name ORDER BY staff.name";
                Ok(sqlx::query_as(sql).fetch_all(&self.readers).await?)
            }

            async fn set_password(&self, name: &str, password: &str, lasts: $crate::store::Lasts<'_>) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                let sql = "UPDATE staff SET password = $2, once = $3, once_until = $4, failures = 0, locked_until = NULL WHERE name = $1";
                let until = lasts.once_until();
                let query = sqlx::query(sql).bind(name).bind(password).bind(until.is_some()).bind(until);
                let done = query.execute(&mut *transaction).await?.rows_affected() == 1;
                sqlx::query("DELETE FROM sessions WHERE staff = $1").bind(name).execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(done)
            }

            async fn remove_staff(&self, name: &str) -> Result<bool, StoreError> {
                let query = sqlx::query("DELETE FROM staff WHERE name = $1").bind(name);
                Ok(query.execute(&self.writer).await?.rows_affected() == 1)
            }

            async fn staff(&self, name: &str) -> Result<Option<$crate::store::StaffRow>, StoreError> {
                let sql = "SELECT password, locked_until, once_until FROM staff WHERE name = $1";
                Ok(sqlx::query_as(sql).bind(name).fetch_optional(&self.readers).await?)
            }

            async fn failed(&self, name: &str) -> Result<Option<i64>, StoreError> {
                let sql = "UPDATE staff SET failures = failures + 1 WHERE name = $1 RETURNING failures";
                Ok(sqlx::query_scalar(sql).bind(name).fetch_optional(&self.writer).await?)
            }

            async fn lock(&self, name: &str, until: &str) -> Result<(), StoreError> {
                sqlx::query("UPDATE staff SET locked_until = $2 WHERE name = $1").bind(name).bind(until).execute(&self.writer).await?;
                Ok(())
            }

            async fn begin_session(&self, begun: &$crate::store::Begun<'_>) -> Result<(), StoreError> {
                let $crate::store::Begun { token, staff, form_key, now, ends_at, sign_on } = *begun;
                let mut transaction = self.writer.begin().await?;
                sqlx::query("DELETE FROM sessions WHERE ends_at < $1").bind(now).execute(&mut *transaction).await?;
                let sql = "UPDATE staff SET failures = 0, locked_until = NULL WHERE name = $1";
                sqlx::query(sql).bind(staff).execute(&mut *transaction).await?;
                let sql = "INSERT INTO sessions (token, staff, form_key, seen_at, ends_at, sign_on) VALUES ($1, $2, $3, $4, $5, $6)";
                let query = sqlx::query(sql).bind(token).bind(staff).bind(form_key).bind(now).bind(ends_at).bind(sign_on);
                query.execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(())
            }

            async fn session(&self, token: &[u8]) -> Result<Option<$crate::store::SessionRow>, StoreError> {
                let sql =
                    "SELECT sessions.staff, sessions.form_key, sessions.seen_at, sessions.ends_at, sessions.sign_on, staff.once, staff.role
                           FROM sessions JOIN staff ON staff.name = sessions.staff WHERE token = $1";
                Ok(sqlx::query_as(sql).bind(token).fetch_optional(&self.readers).await?)
            }

            async fn seen(&self, token: &[u8], now: &str) -> Result<(), StoreError> {
                sqlx::query("UPDATE sessions SET seen_at = $2 WHERE token = $1").bind(token).bind(now).execute(&self.writer).await?;
                Ok(())
            }

            async fn end_session(&self, token: &[u8]) -> Result<(), StoreError> {
                sqlx::query("DELETE FROM sessions WHERE token = $1").bind(token).execute(&self.writer).await?;
                Ok(())
            }
        }
    };
}
pub(super) use staff;
