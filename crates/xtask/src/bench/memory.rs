//! How much memory a process has, as Linux counts it.
//!
//! Enters: a process. Leaves: MiB, rounded up.

use anyhow::{Context, Result};
use std::fs;

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) enum Memory {
    /// The most that it has had.
    Peak,
    /// What it has now.
    Resident,
}

impl Memory {
    /// The memory of a process.
    pub(super) fn of(self, process: u32) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{process}/status")).context("the memory of a process can only be read on Linux")?;
        self.in_status(&status)
    }

    fn in_status(self, status: &str) -> Result<u64> {
        let name = match self {
            Self::Peak => "VmHWM:",
            Self::Resident => "VmRSS:",
        };
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("the system does not tell the memory of a process")?;
        let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().context("the memory of a process is no number")?;
        Ok(kib.div_ceil(1024))
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn memory_is_read_from_its_own_line() {
        let status = "Name:\tserver\nVmHWM:\t    2049 kB\nVmRSS:\t    1024 kB\n";
        let check = |memory: Memory, expected: u64| assert_eq!(memory.in_status(status).unwrap(), expected);
        check(Memory::Peak, 3);
        check(Memory::Resident, 1);
        assert!(Memory::Peak.in_status("Name:\tserver\n").is_err());
    }
}
