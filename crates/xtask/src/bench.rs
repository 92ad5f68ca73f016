//! Bench.
use crate::project::Project;
use anyhow::Result;
pub(crate) fn bench(_: &Project, _: &[String]) -> Result<()> {
    Ok(())
}
