//! What `receiver.toml` says of the OpenID provider by which staff sign in (formats page, section 8.2).
//! Without `[oidc.roles]`, which is the default, the provider says who somebody is and nothing else: accounts and roles are made here.
//! Deliberately absent: the client's secret, which stands in a file of its own.

use crate::staff::Role;
use axum::http::Uri;
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;

/// The longest name of a provider, in characters, inclusive.
const MAX_NAME: usize = 40;

/// An OpenID provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// Its issuer identifier, letter by letter.
    pub issuer: Issuer,
    /// What it calls this receiver.
    pub client_id: String,
    /// A file with the secret that it gave this receiver, which its owner alone may read.
    pub client_secret_file: PathBuf,
    /// How it is called on the pages of staff.
    #[serde(default = "name")]
    pub name: String,
    /// What is asked for beside `openid`.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    /// Which of its claims give which role; absent: none, and nobody gets an account by signing in.
    pub roles: Option<RoleClaim>,
}

/// Roles by a claim of the provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleClaim {
    /// Where the text or the list of texts stands in the ID token, a JSON pointer (RFC 6901).
    pub claim: String,
    /// Where the name of a new account stands.
    #[serde(default = "username")]
    pub username: String,
    /// The texts that make a viewer,
    #[serde(default)]
    pub viewer: Vec<String>,
    /// a marketer,
    #[serde(default)]
    pub marketer: Vec<String>,
    /// a member who works on requests,
    #[serde(default)]
    pub compliance: Vec<String>,
    /// and an admin.
    #[serde(default)]
    pub admin: Vec<String>,
}

impl OidcSettings {
    /// Whether the values fit one another.
    ///
    /// # Errors
    /// A value is empty or is none of its kind.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let is_shown = (1..=MAX_NAME).contains(&self.name.chars().count()) && !self.name.contains(char::is_control);
        anyhow::ensure!(is_shown, "oidc: name must be 1 to {MAX_NAME} characters");
        anyhow::ensure!(!self.client_id.is_empty(), "oidc: client_id is empty; the provider says it");
        let is_scope =
            |scope: &String| !scope.is_empty() && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
        anyhow::ensure!(self.scopes.iter().all(is_scope), "oidc: scopes must be words without blanks, such as \"email\"");
        let Some(roles) = &self.roles else { return Ok(()) };
        for place in [&roles.claim, &roles.username] {
            anyhow::ensure!(place.starts_with('/'), "oidc.roles: {place:?} must be a JSON pointer (RFC 6901), such as \"/groups\"");
        }
        let is_mapped = Role::ALL.into_iter().any(|role| !roles.texts(role).is_empty());
        anyhow::ensure!(is_mapped, "oidc.roles: no text gives a role; name some, such as viewer = [\"marketing-team\"]");
        Ok(())
    }
}

impl RoleClaim {
    /// The highest role that these claims give.
    pub(super) fn role(&self, claims: &Value) -> Option<Role> {
        let held: Vec<&str> = match claims.pointer(&self.claim) {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        Role::ALL.into_iter().rev().find(|role| self.texts(*role).iter().any(|text| held.contains(&text.as_str())))
    }

    fn texts(&self, role: Role) -> &[String] {
        match role {
            Role::Viewer => &self.viewer,
            Role::Marketer => &self.marketer,
            Role::Compliance => &self.compliance,
            Role::Admin => &self.admin,
        }
    }
}

/// An issuer identifier: an https URL without query and fragment; http on this machine alone, for trying things out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct Issuer(String);

impl Issuer {
    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where its metadata stand (OpenID Connect Discovery 1.0 section 4.1).
    pub(super) fn metadata(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.0.strip_suffix('/').unwrap_or(&self.0))
    }
}

impl TryFrom<String> for Issuer {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_safe(&text) && !text.contains(['?', '#']) {
            Ok(Self(text))
        } else {
            Err("must be an https URL without query and fragment, such as https://login.layang.example; http on this machine alone")
        }
    }
}

/// Whether what is sent to this address stays between us and its host.
pub(super) fn is_safe(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let is_near = uri.host().is_some_and(|host| matches!(host, "127.0.0.1" | "[::1]" | "localhost"));
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    !has_user
        && !url.contains('#')
        && uri.host().is_some()
        && (uri.scheme_str() == Some("https") || uri.scheme_str() == Some("http") && is_near)
}

fn name() -> String {
    "single sign-on".to_owned()
}

fn scopes() -> Vec<String> {
    ["email", "profile"].map(str::to_owned).to_vec()
}

fn username() -> String {
    "/preferred_username".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn issuers_are_reached_over_tls() {
        let check = |text: &str, expected: bool| assert_eq!(Issuer::try_from(text.to_owned()).is_ok(), expected, "{text}");
        check("https://login.layang.example", true);
        check("https://login.layang.example/realms/staff", true);
        check("http://127.0.0.1:8080", true);
        check("http://[::1]:8080", true);
        check("http://login.layang.example", false);
        check("http://localhost.evil.example", false);
        check("https://login.layang.example?a=b", false);
        check("https://login.layang.example#a", false);
        check("https://a@login.layang.example", false);
        check("login.layang.example", false);
        let at = |text: &str| Issuer::try_from(text.to_owned()).unwrap().metadata();
        assert_eq!(at("https://a.example"), "https://a.example/.well-known/openid-configuration");
        assert_eq!(at("https://a.example/b/"), "https://a.example/b/.well-known/openid-configuration");
    }

    #[test]
    fn the_highest_role_counts_and_only_whole_texts() {
        let [none, viewer, marketer, compliance] = [vec![], vec!["crew".to_owned()], vec!["promo".to_owned()], vec!["legal".to_owned()]];
        let roles = RoleClaim { claim: "/realm/roles".to_owned(), username: username(), viewer, marketer, compliance, admin: none };
        let check = |held: Value, expected: Option<Role>| {
            assert_eq!(roles.role(&json!({"realm": {"roles": held}, "groups": ["legal"]})), expected, "{held}");
        };
        check(json!(["crew", "legal", "promo"]), Some(Role::Compliance));
        check(json!(["crew", 7]), Some(Role::Viewer));
        check(json!("promo"), Some(Role::Marketer));
        check(json!("promo legal"), None);
        check(json!(["Legal"]), None);
        check(json!({"legal": true}), None);
        check(json!(null), None);
    }
}
