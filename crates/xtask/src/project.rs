//! Where things lie: the checkout and the folder for everything that is built.
//!
//! Enters: the environment. Leaves: absolute paths.
//! Deliberately absent: any path that names a machine.

use anyhow::{Context, Result};
use std::{
    env,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// The checkout and its build folder, both absolute.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// `target/`, or what `CARGO_TARGET_DIR` says.
    pub(crate) target: PathBuf,
    /// Whether our crates are linted as they are compiled.
    pub(crate) linted: Arc<AtomicBool>,
}

impl Project {
    /// Finds the checkout from the package that cargo runs, or else from the current folder upward.
    pub(crate) fn find() -> Result<Self> {
        let current = env::current_dir().context("the current folder cannot be read")?;
        let start = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| current.clone(), PathBuf::from);
        let root = start
            .ancestors()
            .find(|folder| folder.join("crates/xtask/Cargo.toml").is_file())
            .context("no checkout of Countersign here: run `cargo xtask` inside one")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => current.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target, linted: Arc::default() })
    }

    /// Has clippy compile our crates from now on, or rustc again, for everybody who holds this project.
    pub(crate) fn lint(&self, linted: bool) {
        self.linted.store(linted, Ordering::Relaxed);
    }

    /// Whether it does.
    pub(crate) fn is_linted(&self) -> bool {
        self.linted.load(Ordering::Relaxed)
    }

    /// A path inside the checkout.
    pub(crate) fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// A path inside the build folder.
    pub(crate) fn built(&self, path: impl AsRef<Path>) -> PathBuf {
        self.target.join(path)
    }

    /// A program of this workspace as the dev profile leaves it.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.built("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A folder beside the checkout that may hold shared inputs; absent for most people.
    pub(crate) fn shared(&self, path: &str) -> Option<PathBuf> {
        let found = self.root.parent()?.join("shared").join(path);
        found.exists().then_some(found)
    }
}
