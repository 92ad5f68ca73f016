//! The keys of each site's marketing, read when the receiver starts; links of any site in, what they say out.

use crate::site::SiteId;
use anyhow::Context;
use countersign_suppression::{Keyring, Token};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The keys of every site that has some. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Keyrings(Arc<BTreeMap<SiteId, Keyring>>);

impl Keyrings {
    /// Reads the keys file of each site.
    ///
    /// # Errors
    /// A file cannot be read, may be read by others than its owner, or is no keys file.
    pub fn read<'a>(files: impl Iterator<Item = (&'a SiteId, &'a Path)>) -> anyhow::Result<Self> {
        let one = |(site, path): (&SiteId, &Path)| Ok((site.clone(), read(path)?));
        files.map(one).collect::<anyhow::Result<_>>().map(|rings| Self(Arc::new(rings)))
    }

    /// The keys of these sites.
    #[must_use]
    pub fn of_rings(rings: impl IntoIterator<Item = (SiteId, Keyring)>) -> Self {
        Self(Arc::new(rings.into_iter().collect()))
    }

    /// The keys of a site.
    #[must_use]
    pub fn of(&self, site: &SiteId) -> Option<&Keyring> {
        self.0.get(site)
    }

    /// The same with the site's id as it stands here.
    pub(crate) fn named(&self, site: &SiteId) -> Option<(&SiteId, &Keyring)> {
        self.0.get_key_value(site)
    }

    /// The sites that have keys.
    pub(crate) fn sites(&self) -> impl Iterator<Item = &SiteId> {
        self.0.keys()
    }

    /// What a link says, and of which site it is; `None` where no key here has sealed it.
    #[must_use]
    pub fn open(&self, text: &str) -> Option<(&SiteId, &Keyring, Token)> {
        self.0.iter().find_map(|(site, keys)| Some((site, keys, keys.open(site.as_str(), text).ok()?)))
    }
}

fn read(path: &Path) -> anyhow::Result<Keyring> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{shown} cannot be read; make it with `countersign links --new-keys {shown}`"))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions());
        anyhow::ensure!(mode & 0o077 == 0, "{shown} may be read by others than its owner; change it with `chmod 600 {shown}`");
    }
    Keyring::parse(&text).with_context(|| format!("{shown} is no keys file"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_keys_file_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("layang.keys");
        let site: SiteId = "layang".parse().unwrap();
        let check = |mode: Option<u32>, text: &str, expected: Option<&str>| {
            if let Some(mode) = mode {
                std::fs::write(&path, text).unwrap();
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            }
            let found = Keyrings::read([(&site, path.as_path())].into_iter());
            match (found, expected) {
                (Ok(rings), None) => assert!(rings.of(&site).is_some()),
                (Err(error), Some(expected)) => assert!(format!("{error:#}").contains(expected), "{error:#}"),
                (found, _) => panic!("{found:?}"),
            }
        };
        let text = Keyring::generate(&SystemRandom::new()).unwrap();
        check(None, "", Some("countersign links --new-keys"));
        check(Some(0o600), &text, None);
        check(Some(0o640), &text, Some("chmod 600"));
        check(Some(0o600), "token x", Some("line 1"));
    }
}
