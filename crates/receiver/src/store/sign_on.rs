//! The verbs of signing in by an OpenID provider, on both databases with the same SQL.
//! Deliberately absent: what the browser holds, of which only a hash comes here, and every value that is made of it.

use super::StoreError;
use super::row::rows;
use async_trait::async_trait;

rows! {
    /// An attempt that is under way, with the hash of the token of the session that the browser had.
    #[derive(Clone, Debug)]
    pub(crate) struct SignOnRow {
        pub(crate) before: Option<Vec<u8>>,
        pub(crate) ends_at: String,
    }

    /// Who a person of the provider is here.
    #[derive(Clone, Debug)]
    pub(crate) struct LinkRow {
        pub(crate) staff: String,
        pub(crate) issuer: String,
        pub(crate) sub: Option<String>,
        pub(crate) email: Option<String>,
    }
}

/// A member of staff as they are added at their first sign-on.
pub(crate) struct NewMember<'a> {
    pub(crate) name: &'a str,
    pub(crate) role: &'a str,
    /// Of a password that nobody knows.
    pub(crate) password: &'a str,
    pub(crate) at: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) sub: &'a str,
}

/// A database that holds who signs in by a provider.
#[async_trait]
pub(crate) trait SignOns {
    /// Begins an attempt, and forgets those that have ended by `now`.
    async fn begin_sign_on(&self, token: &[u8], before: Option<&[u8]>, now: &str, ends_at: &str) -> Result<(), StoreError>;
    /// Takes an attempt out, so that it counts once.
    async fn take_sign_on(&self, token: &[u8]) -> Result<Option<SignOnRow>, StoreError>;
    /// Links a member to a person in place of whoever it was; sessions by the link before end.
    /// Whether there is such a member, and nobody else is linked to that person.
    async fn link(&self, row: &LinkRow) -> Result<bool, StoreError>;
    /// Takes the link of a member away with the sessions by it; whether there was one.
    async fn unlink(&self, name: &str) -> Result<bool, StoreError>;
    /// Every link.
    async fn links(&self) -> Result<Vec<LinkRow>, StoreError>;
    /// The member who is linked to a person, and their role.
    async fn linked(&self, issuer: &str, sub: &str) -> Result<Option<(String, String)>, StoreError>;
    /// Keeps `sub` with the link by an address that has none yet; whose it is.
    async fn bind(&self, issuer: &str, email: &str, sub: &str) -> Result<Option<String>, StoreError>;
    /// Adds a member with their link, and no password that counts; whether the name was free.
    async fn join(&self, member: &NewMember<'_>) -> Result<bool, StoreError>;
}

/// Implements [`SignOns`] for a type with the pools `readers` and `writer`.
macro_rules! sign_ons {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::SignOns for $type {
            async fn begin_sign_on(&self, token: &[u8], before: Option<&[u8]>, now: &str, ends_at: &str) -> Result<(), StoreError> {
                let mut transaction = self.writer.begin().await?;
                sqlx::query("DELETE FROM sign_ons WHERE ends_at < $1").bind(now).execute(&mut *transaction).await?;
                let sql = "INSERT INTO sign_ons (token, before, ends_at) VALUES ($1, $2, $3)";
                sqlx::query(sql).bind(token).bind(before).bind(ends_at).execute(&mut *transaction).await?;
                Ok(transaction.commit().await?)
            }

            async fn take_sign_on(&self, token: &[u8]) -> Result<Option<$crate::store::SignOnRow>, StoreError> {
                let sql = "DELETE FROM sign_ons WHERE token = $1 RETURNING before, ends_at";
                Ok(sqlx::query_as(sql).bind(token).fetch_optional(&self.writer).await?)
            }

            async fn link(&self, row: &$crate::store::LinkRow) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                sqlx::query("DELETE FROM staff_links WHERE staff = $1").bind(&row.staff).execute(&mut *transaction).await?;
                let sql = "DELETE FROM sessions WHERE staff = $1 AND sign_on = $2";
                sqlx::query(sql).bind(&row.staff).bind(true).execute(&mut *transaction).await?;
                let sql = "INSERT INTO staff_links (staff, issuer, sub, email) SELECT name, $2, $3, $4 FROM staff WHERE name = $1
                           ON CONFLICT DO NOTHING";
                let query = sqlx::query(sql).bind(&row.staff).bind(&row.issuer).bind(&row.sub).bind(&row.email);
                if query.execute(&mut *transaction).await?.rows_affected() == 0 {
                    // Dropped: the link from before stays.
                    return Ok(false);
                }
                transaction.commit().await?;
                Ok(true)
            }

            async fn unlink(&self, name: &str) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                let query = sqlx::query("DELETE FROM staff_links WHERE staff = $1").bind(name);
                let done = query.execute(&mut *transaction).await?.rows_affected() == 1;
                let sql = "DELETE FROM sessions WHERE staff = $1 AND sign_on = $2";
                sqlx::query(sql).bind(name).bind(true).execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(done)
            }

            async fn links(&self) -> Result<Vec<$crate::store::LinkRow>, StoreError> {
                let sql = "SELECT staff, issuer, sub, email FROM staff_links ORDER BY staff";
                Ok(sqlx::query_as(sql).fetch_all(&self.readers).await?)
            }

            async fn linked(&self, issuer: &str, sub: &str) -> Result<Option<(String, String)>, StoreError> {
                let sql = "SELECT staff.name, staff.role FROM staff_links JOIN staff ON staff.name = staff_links.staff
                           WHERE issuer = $1 AND sub = $2";
                Ok(sqlx::query_as(sql).bind(issuer).bind(sub).fetch_optional(&self.readers).await?)
            }

            async fn bind(&self, issuer: &str, email: &str, sub: &str) -> Result<Option<String>, StoreError> {
                let sql = "UPDATE staff_links SET sub = $3 WHERE issuer = $1 AND email = $2 AND sub IS NULL RETURNING staff";
                Ok(sqlx::query_scalar(sql).bind(issuer).bind(email).bind(sub).fetch_optional(&self.writer).await?)
            }

            async fn join(&self, member: &$crate::store::NewMember<'_>) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                // The password for one sign-in ended when it was made: until an admin gives another, only the provider lets them in.
                let sql = "INSERT INTO staff (name, role, password, once, created_at, once_until) VALUES ($1, $2, $3, $4, $5, $5)
                           ON CONFLICT DO NOTHING";
                let query = sqlx::query(sql).bind(member.name).bind(member.role).bind(member.password).bind(true).bind(member.at);
                if query.execute(&mut *transaction).await?.rows_affected() == 0 {
                    return Ok(false);
                }
                let sql = "INSERT INTO staff_links (staff, issuer, sub) VALUES ($1, $2, $3)";
                let query = sqlx::query(sql).bind(member.name).bind(member.issuer).bind(member.sub);
                query.execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(true)
            }
        }
    };
}
pub(super) use sign_ons;
