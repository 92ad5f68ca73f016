//! Who a person of the provider is here: claims that hold in, a session of a member of staff out.
//!
//! A member is found by `sub`, which the provider gives to nobody else. An address counts once, where an admin has linked it:
//! the first person who shows it as verified is kept by their `sub`, so that whoever is given the address later does not come in by it.
//! Nobody gets an account by signing in unless the configuration maps a claim to roles; then the claim decides at every sign-on.
//! Deliberately absent: taking over an account of the same name, whatever the provider calls a person.

use super::attempt::{ATTEMPT, Attempt};
use super::refused::Refused;
use super::settings::OidcSettings;
use crate::ledger::Ledger;
use crate::staff::password::Password;
use crate::staff::session::Way;
use crate::staff::{Role, StaffName};
use crate::store::{Act, NewMember, StoreError};
use crate::values::format_instant;
use countersign_core::Digest;
use serde_json::Value;

/// What the provider says of a person.
#[derive(Debug)]
pub(crate) struct Person {
    issuer: String,
    sub: String,
    /// Where it is verified; in lower case.
    email: Option<String>,
    by_claim: ByClaim,
}

/// What a claim gives.
#[derive(Debug)]
enum ByClaim {
    /// Nothing: roles are given here.
    Nothing,
    /// A role, and the name of an account where there is none yet.
    Role(Role, Option<StaffName>),
}

/// The session that the browser had when it began, which ends when another begins.
pub(crate) struct Before(Option<Vec<u8>>);

impl Person {
    pub(super) fn of(claims: &Value, settings: &OidcSettings) -> Result<Self, Refused> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        // The word `true` in quotation marks is no proof.
        let is_verified = claims.get("email_verified") == Some(&Value::Bool(true));
        let by_claim = match &settings.roles {
            None => ByClaim::Nothing,
            Some(roles) => {
                let role = roles.role(claims).ok_or(Refused::NoRole)?;
                let name = claims.pointer(&roles.username).and_then(Value::as_str);
                ByClaim::Role(role, name.and_then(|name| name.to_lowercase().parse().ok()))
            }
        };
        Ok(Self {
            issuer: settings.issuer.as_str().to_owned(),
            sub: text("sub").unwrap_or_default().to_owned(),
            email: text("email").filter(|_| is_verified).map(|email| email.trim().to_lowercase()),
            by_claim,
        })
    }
}

impl Ledger {
    /// Begins an attempt in a browser that has the session of the token `before`.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn begin_sign_on(&self, attempt: &Attempt, before: Option<&str>) -> Result<(), StoreError> {
        let before = before.map(|token| Digest::of(token.as_bytes()));
        let (now, ends_at) = (format_instant(self.now()), format_instant(self.now() + ATTEMPT));
        let before = before.as_ref().map(|hash| hash.bytes().as_slice());
        self.keeper.storage.begin_sign_on(attempt.hash().bytes(), before, &now, &ends_at).await
    }

    /// Takes an attempt, while it lasts; it counts once.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn take_sign_on(&self, attempt: &Attempt) -> Result<Option<Before>, StoreError> {
        let row = self.keeper.storage.take_sign_on(attempt.hash().bytes()).await?;
        let now = format_instant(self.now());
        Ok(row.filter(|row| row.ends_at > now).map(|row| Before(row.before)))
    }

    /// Signs in whoever the provider says has come; the token for the browser.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn sign_on(&self, person: &Person, before: &Before) -> anyhow::Result<Result<String, Refused>> {
        let name = match self.member_of(person).await? {
            Ok(name) => name,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Some(before) = &before.0 {
            self.keeper.storage.end_session(before).await?;
        }
        self.record(Some(&name), "signed in by the provider").await?;
        self.begin(&name, Way::SignOn).await.map(Ok)
    }

    /// Keeps that somebody was not let in.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn refused_sign_on(&self, why: &Refused) -> Result<(), StoreError> {
        self.record(None, &why.record()).await
    }

    /// The member who this person is, with the role that the claim gives, where one does.
    async fn member_of(&self, person: &Person) -> anyhow::Result<Result<String, Refused>> {
        let storage = self.keeper.storage.as_ref();
        let mut member = storage.linked(&person.issuer, &person.sub).await?;
        if let (None, Some(email)) = (&member, &person.email)
            && let Some(name) = storage.bind(&person.issuer, email, &person.sub).await?
        {
            self.record(Some(&name), "linked to a person of the provider, by a verified address").await?;
            member = storage.linked(&person.issuer, &person.sub).await?;
        }
        Ok(match (member, &person.by_claim) {
            (Some((name, _)), ByClaim::Nothing) => Ok(name),
            (Some((name, has)), ByClaim::Role(role, _)) => {
                if has != role.name() {
                    storage.set_role(&name, role.name()).await?;
                    self.record(Some(&name), &format!("made {role} by the provider")).await?;
                }
                Ok(name)
            }
            (None, ByClaim::Nothing) => Err(Refused::Unlinked(person.sub.clone())),
            (None, ByClaim::Role(_, None)) => Err(Refused::NoName),
            (None, ByClaim::Role(role, Some(name))) => self.join(person, *role, name).await?,
        })
    }

    async fn join(&self, person: &Person, role: Role, name: &StaffName) -> anyhow::Result<Result<String, Refused>> {
        let (password, _) = Password::once()?;
        let (password, at) = (password.hashed().await?, format_instant(self.now()));
        let Person { issuer, sub, .. } = person;
        let member = NewMember { name: name.as_str(), role: role.name(), password: &password, at: &at, issuer, sub };
        if !self.keeper.storage.join(&member).await? {
            return Ok(Err(Refused::NameTaken));
        }
        self.record(Some(name.as_str()), &format!("added as {role} by the provider")).await?;
        Ok(Ok(name.as_str().to_owned()))
    }

    async fn record(&self, who: Option<&str>, what: &str) -> Result<(), StoreError> {
        self.keeper.storage.act(&Act { at: &format_instant(self.now()), who, what, request: None }).await
    }
}
