//! Remembers from which bytes a step was built.
//!
//! Enters: files, in any order of time. Leaves: whether the step has to run.
//! Deliberately absent: modification times, which a checkout changes at will.

use crate::{files::files, project::Project, report};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A digest over the inputs of one step.
#[derive(Clone)]
pub(super) struct Stamp {
    step: &'static str,
    hash: Sha256,
}

impl Stamp {
    /// A stamp without inputs.
    pub(super) fn new(step: &'static str) -> Self {
        Self { step, hash: Sha256::new() }
    }

    /// A stamp over this very program, so that a changed chain runs again.
    pub(super) fn of_this_program() -> Result<Self> {
        let mut stamp = Self::new("chain");
        stamp.file(&std::env::current_exe().context("this program has no path")?)?;
        Ok(stamp)
    }

    /// The same inputs so far, for another step.
    pub(super) fn step(&self, step: &'static str) -> Self {
        Self { step, hash: self.hash.clone() }
    }

    /// Adds bytes; their length goes first, so that two inputs never run together.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.hash.update(bytes.len().to_le_bytes());
        self.hash.update(bytes);
    }

    /// Adds the content of a file.
    pub(super) fn file(&mut self, path: &Path) -> Result<()> {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        self.bytes(&bytes);
        Ok(())
    }

    /// Adds every file of a folder with its relative path, in the order of the paths.
    pub(super) fn folder(&mut self, folder: &Path) -> Result<()> {
        self.folder_except(folder, &[])
    }

    /// The same without some of the folder's own entries.
    pub(super) fn folder_except(&mut self, folder: &Path, without: &[&str]) -> Result<()> {
        for path in files(folder)? {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            if without.iter().any(|entry| name.starts_with(entry)) {
                continue;
            }
            self.bytes(name.to_string_lossy().as_bytes());
            self.file(&path)?;
        }
        Ok(())
    }

    /// Runs the step unless its outputs exist and were made from these inputs.
    ///
    /// A step that is cut off leaves the old stamp or none, so that it runs again.
    pub(super) fn unless_fresh(self, project: &Project, outputs: &[PathBuf], work: impl FnOnce() -> Result<()>) -> Result<()> {
        let path = project.built("stamps").join(self.step);
        let digest: String = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let made = fs::read_to_string(&path).is_ok_and(|found| found == digest);
        if made && outputs.iter().all(|file| file.is_file()) {
            report::progress(&format!("{}: unchanged", self.step));
            return Ok(());
        }
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
        report::timed(&format!("building the {}", self.step), work)?;
        fs::create_dir_all(project.built("stamps")).context("the folder for stamps cannot be created")?;
        fs::write(&path, digest).with_context(|| format!("{} cannot be written", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use crate::project::Project;
    use std::{cell::Cell, fs};

    #[test]
    fn a_step_runs_again_only_when_its_inputs_changed_or_its_output_is_gone() {
        let folder = std::env::temp_dir().join(format!("countersign-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let project = Project { root: folder.clone(), target: folder.clone(), linted: Default::default() };
        let output = folder.join("out");
        let runs = Cell::new(0);
        let step = |input: &[u8]| {
            let mut stamp = Stamp::new("step");
            stamp.bytes(input);
            let work = || {
                runs.set(runs.get() + 1);
                Ok(fs::write(&output, input)?)
            };
            stamp.unless_fresh(&project, std::slice::from_ref(&output), work).unwrap();
            runs.get()
        };
        assert_eq!([step(b"one"), step(b"one"), step(b"two"), step(b"two")], [1, 1, 2, 2]);
        fs::remove_file(&output).unwrap();
        assert_eq!(step(b"two"), 3);
        fs::remove_dir_all(&folder).unwrap();
    }
}
