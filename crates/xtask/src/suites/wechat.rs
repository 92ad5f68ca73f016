//! The suite `wechat`: pages in the web-view of a mini program or an app, and the mini program's own side, with the built receiver.
//!
//! WeChat's own library for pages speaks to a bridge that the tests put in its place, in Chromium with the user agents of its clients.

use super::{count::Count, scenarios};
use crate::{demo, project::Project};
use anyhow::Result;

/// Builds what the tests run, and runs them.
pub(super) fn suite(project: &Project) -> Result<Count> {
    demo::prepare(project)?;
    scenarios::node_tests(project, &["tests/wechat"], scenarios::AT_ONCE, scenarios::TIMEOUT_SECS)
}
