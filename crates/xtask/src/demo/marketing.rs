//! The demo's side for marketers: the site's keys, somebody to sign in to the console, and a link as it stands in a letter.
//!
//! Enters: the demo's folder. Leaves: a configuration for its receiver, and what to print. What is there from an earlier start is kept.

use super::LEDGER;
use crate::{project::Project, run};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// `[site] id` of the demo's `site.toml`.
const SITE: &str = "layang-express";
/// To whom the demo's letter goes.
pub(super) const READER: &str = "mei.tan@post.example";
/// Where the letter says that its link leads: mail programs want HTTPS, which the demo has not.
const LETTER_ORIGIN: &str = "https://receipts.layang.example";
/// Who signs in to the console.
const STAFF: &str = "demo";

/// What the receiver needs for marketing.
pub(super) struct Marketing {
    /// Its configuration.
    pub(super) config: PathBuf,
    keys: PathBuf,
    database: PathBuf,
}

impl Marketing {
    /// Makes the site's keys, unless they are there, and a configuration for this port.
    pub(super) fn prepare(project: &Project, folder: &Path, port: u16) -> Result<Self> {
        let this = Self { config: folder.join("receiver.toml"), keys: folder.join("layang.keys"), database: folder.join(LEDGER) };
        if !this.keys.exists() {
            run::check(run::command(project, project.program("countersign")).args(["links", "--new-keys"]).arg(&this.keys))?;
        }
        let origins = ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{port}"));
        let text = format!("[[site]]\nid = {SITE:?}\norigins = {origins:?}\nmarketing_keys = {:?}\n", this.keys);
        fs::write(&this.config, text).context("the configuration of the demo's receiver cannot be written")?;
        Ok(this)
    }

    /// How to sign in to the console of the ledger, which is there by now.
    pub(super) fn sign_in(&self, project: &Project) -> Result<String> {
        let staff = |words: &[&str]| {
            let mut staff = run::command(project, project.program("countersign-receiver"));
            run::capture(staff.arg("staff").args(words).arg("--database").arg(&self.database))
        };
        // An account of an earlier start has a password that its owner chose.
        if is_member(&staff(&["list"])?) {
            return Ok(format!("sign in as {STAFF} with the password that you chose"));
        }
        let said = staff(&["add", "--name", STAFF, "--role", "admin"])?;
        let password = said.lines().next().context("`staff add` told no password")?;
        Ok(format!("sign in as {STAFF} with {password}, good once"))
    }

    /// The link with which the reader of a letter stops such letters.
    pub(super) fn link(&self, project: &Project, origin: &str) -> Result<String> {
        let list = self.keys.with_file_name("letters.csv");
        fs::write(&list, format!("address\n{READER}\n")).context("the demo's list cannot be written")?;
        let mut links = run::command(project, project.program("countersign"));
        links.arg("links").arg(&list).arg("--keys").arg(&self.keys);
        links.args(["--site", SITE, "--origin", LETTER_ORIGIN, "--channel", "email", "--topic", "offers"]);
        let table = run::capture(&mut links)?;
        let path = table.split([',', '\n', '\r', '"']).find_map(|cell| cell.strip_prefix(LETTER_ORIGIN));
        path.map(|path| format!("{origin}{path}")).context("`countersign links` wrote no link")
    }
}

/// Whether a list of staff, each line a name and a role, has the demo's account.
fn is_member(list: &str) -> bool {
    list.lines().any(|line| line.split('\t').next() == Some(STAFF))
}

#[cfg(test)]
mod tests {
    use super::is_member;

    #[test]
    fn an_account_is_known_by_its_whole_name() {
        let check = |list: &str, expected: bool| assert_eq!(is_member(list), expected, "{list}");
        check("mei\tmarketer\ndemo\tadmin\n", true);
        check("demo-two\tadmin\n", false);
        check("nobody; add somebody with `staff add --name NAME --role admin`\n", false);
    }
}
