//! Where evidence is read: files, and addresses over HTTP. What is still missing is asked only of the addresses that the user typed.
//!
//! In: names of files, addresses, keys as text. Out: evidence for `countersign-verify`. An address inside of evidence is never followed,
//! because whoever forged the evidence would have chosen it.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use countersign_outward::agent;
use countersign_verify::{Evidence, Report, Want};
use ureq::Agent;

use crate::USER_AGENT;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest answer and the longest file, in bytes: a list of some ten thousand receipts.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// How many proofs are fetched for older checkpoints.
const MAX_WANTS: usize = 100;

/// Reads files and addresses.
pub(crate) struct Sources {
    agent: Agent,
    evidence: Evidence,
    /// Scheme and host of each address that the user typed, in their order.
    typed: Vec<String>,
}

impl Sources {
    pub(crate) fn new() -> Self {
        Self { agent: agent(USER_AGENT, PATIENCE), evidence: Evidence::default(), typed: Vec::new() }
    }

    /// Adds a file or an address.
    pub(crate) fn add(&mut self, name: &str) -> Result<()> {
        let bytes = if let Some(origin) = origin(name) {
            if !self.typed.contains(&origin) {
                self.typed.push(origin);
            }
            self.fetch(name)?
        } else {
            let size = fs::metadata(name).with_context(|| format!("{name} cannot be read"))?.len();
            if size > MAX_BYTES {
                bail!("{name} has {size} bytes and {MAX_BYTES} are taken: split it");
            }
            fs::read(name).with_context(|| format!("{name} cannot be read"))?
        };
        self.evidence.add(name, &bytes);
        Ok(())
    }

    /// Adds a key: a file, an address, or the text `name+id+base64` itself.
    pub(crate) fn add_key(&mut self, name: &str) -> Result<()> {
        if name.matches('+').count() >= 2 && !name.starts_with("http") {
            self.evidence.add("the key that was given", name.as_bytes());
            return Ok(());
        }
        self.add(name)
    }

    /// Judges, and where an address was typed fetches what is missing from there and judges again.
    pub(crate) fn judge(&mut self) -> Report {
        let mut report = self.evidence.judge();
        let mut asked: Vec<Want> = Vec::new();
        while let Some(base) = self.typed.first().cloned() {
            let wants: Vec<Want> = report.wants.iter().filter(|want| !asked.contains(want)).cloned().collect();
            if wants.is_empty() || asked.len() + wants.len() > MAX_WANTS {
                break;
            }
            for want in wants {
                let address = want.address(&base);
                // What is not there stays open in the report, which says what it is.
                if let Ok(bytes) = self.fetch(&address) {
                    self.evidence.add(&address, &bytes);
                }
                asked.push(want);
            }
            report = self.evidence.judge();
        }
        report
    }

    /// Everything that was read so far.
    pub(crate) fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    fn fetch(&self, address: &str) -> Result<Vec<u8>> {
        let mut answer = self.agent.get(address).call().with_context(|| format!("{address} does not answer"))?;
        let status = answer.status();
        if !status.is_success() {
            bail!("{address} answers {status}");
        }
        answer.body_mut().with_config().limit(MAX_BYTES).read_to_vec().with_context(|| format!("{address} breaks off"))
    }
}

/// Scheme and host of an address; nothing where it is the name of a file.
fn origin(name: &str) -> Option<String> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| name.starts_with(scheme))?;
    let host = name.get(scheme.len()..)?.split('/').next()?;
    Some(format!("{scheme}{host}"))
}

#[cfg(test)]
mod tests {
    use super::origin;
    use countersign_verify::Want;

    #[test]
    fn what_is_missing_is_asked_of_the_address_that_was_typed() {
        let base = origin("https://pos.example/v1/receipts/1").unwrap();
        let log = "other.example/log/layang".to_owned();
        for (want, expected) in [
            (Want::KeySet("https://evil.example".to_owned()), "https://pos.example/.well-known/jwks.json"),
            (Want::LogKey(log.clone()), "https://pos.example/log/layang/key"),
            (Want::Consistency { origin: log, from: 2, to: 5 }, "https://pos.example/log/layang/consistency?from=2&to=5"),
        ] {
            assert_eq!(want.address(&base), expected);
        }
        assert_eq!(origin("receipt.jws"), None);
    }
}
