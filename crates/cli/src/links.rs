//! `countersign links`: a list of addresses as CSV in; the same rows with the link and the header fields of each message out.
//!
//! Rows stream, one in memory at a time, and nothing is asked of any server: the site's keys are enough. A row whose address cannot be read is
//! left out and named on standard error with its line and the remedy; exit code 1 where there was one. A list that is no CSV leaves nothing.
//! Also makes what links need: a keys file, and a key for a site's servers. Deliberately absent: who may be written to, which
//! `countersign suppressions check` knows.

mod rows;

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail, ensure};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use countersign_core::{Digest, to_base64url};
use countersign_suppression::{CallingCode, ChannelId, Keyring, ListHeaders, Token, TopicId};
use rows::{About, Tally, mint};
use tempfile::NamedTempFile;

use crate::output::{note, say};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The list, with the column `address` and, where rows differ in them, `channel` and `topic`; - is the standard input.
    #[arg(value_name = "FILE|-", required_unless_present_any = ["new_keys", "new_api_key"])]
    list: Option<PathBuf>,
    /// The site's keys file.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["new_keys", "new_api_key"])]
    keys: Option<PathBuf>,
    /// The site, `[site] id` of its site.toml.
    #[arg(long, value_name = "ID", required_unless_present_any = ["new_keys", "new_api_key"])]
    site: Option<String>,
    /// Where the receiver is, such as https://receipts.courier.example.
    #[arg(long, value_name = "URL", required_unless_present_any = ["new_keys", "new_api_key"])]
    origin: Option<String>,
    /// The channel of rows that name none.
    #[arg(long, value_name = "ID")]
    channel: Option<ChannelId>,
    /// The topic of rows that name none; absent: every topic.
    #[arg(long, value_name = "ID")]
    topic: Option<TopicId>,
    /// The calling code of telephone numbers without one, such as 60.
    #[arg(long, value_name = "CODE")]
    calling_code: Option<CallingCode>,
    /// An address that takes such wishes by mail, as a second way in the header: mailto:stop@courier.example?subject=stop.
    #[arg(long, value_name = "MAILTO")]
    mailto: Option<String>,
    /// A column `open_url` more: a picture of one pixel that counts openings, of those who allow it.
    #[arg(long)]
    open: bool,
    /// A column `click_url` more: a link that leads to this address and counts who follows it, of those who allow it.
    #[arg(long, value_name = "URL")]
    click: Option<String>,
    /// Where to write; by default the standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write a new keys file, readable by its owner alone, and do nothing else.
    #[arg(long, value_name = "FILE", exclusive = true)]
    new_keys: Option<PathBuf>,
    /// Print a new API key for the site's servers, with the line of receiver.toml that lets it in, and do nothing else.
    #[arg(long, exclusive = true)]
    new_api_key: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(path) = &arguments.new_keys {
        return new_keys(path);
    }
    match (&arguments.list, &arguments.keys, &arguments.site, &arguments.origin) {
        (Some(list), Some(keys), Some(site), Some(origin)) => links(arguments, list, &read_keys(keys)?, site, origin),
        _ => new_api_key(),
    }
}

fn new_keys(path: &Path) -> Result<ExitCode> {
    let text = Keyring::generate(&SystemRandom::new())?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let shown = path.display();
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.with_context(|| format!("{shown} cannot be written; keys that are there already are never replaced"))?;
    note(&format!("wrote {shown}; keep a copy in a safe place: without its hash key nobody knows any more who said stop"));
    Ok(ExitCode::SUCCESS)
}

fn new_api_key() -> Result<ExitCode> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).ok().context("the system gives no random bytes")?;
    let key = to_base64url(&bytes);
    say(&key);
    note(&format!("api_keys = [\"{}\"]", Digest::of(key.as_bytes())));
    note("The first line is the key, for the servers of the site alone; the second belongs to the site in receiver.toml.");
    Ok(ExitCode::SUCCESS)
}

/// Reads a keys file, which nobody but its owner may read.
pub(crate) fn read_keys(path: &Path) -> Result<Keyring> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{shown} cannot be read; make it with `countersign links --new-keys {shown}`"))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions());
        ensure!(mode & 0o077 == 0, "{shown} may be read by others than its owner; change it with `chmod 600 {shown}`");
    }
    Keyring::parse(&text).with_context(|| format!("{shown} is no keys file"))
}

fn links(arguments: &Arguments, list: &Path, keys: &Keyring, site: &str, origin: &str) -> Result<ExitCode> {
    let origin = origin.trim_end_matches('/');
    // Tried before the first row, so that a million rows do not fail one by one.
    ListHeaders::new(&format!("{origin}/u/"), arguments.mailto.as_deref())?;
    if let Some(click) = &arguments.click {
        let is_web = click.starts_with("https://") || click.starts_with("http://");
        let fits = is_web && click.len() <= Token::MAX_NOTE && click.bytes().all(|byte| byte.is_ascii_graphic());
        ensure!(fits, "{click} is no address to lead to; write http or https, in ASCII, at most {} characters", Token::MAX_NOTE);
    }
    let minted_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) * 1_000;
    let topic = arguments.topic.clone().unwrap_or_default();
    let about = About {
        keys,
        site,
        origin,
        channel: arguments.channel.as_ref(),
        topic: &topic,
        code: arguments.calling_code.as_ref(),
        mailto: arguments.mailto.as_deref(),
        open: arguments.open,
        click: arguments.click.as_deref(),
        minted_ms,
    };
    let named = list.display();
    let source: Box<dyn Read> = if list == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(list).with_context(|| format!("{named} cannot be read"))?)
    };
    let source = BufReader::with_capacity(1 << 16, source);
    let tally = match &arguments.output {
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            mint(&about, source, &mut out).and_then(|tally| Ok(out.flush().map(|()| tally)?))
        }
        Some(path) => to_file(path, |out| mint(&about, source, out)),
    };
    let tally = tally.with_context(|| named.to_string())?;
    Ok(told(&tally))
}

/// Writes beside the file and puts it in its place when it is whole.
fn to_file(path: &Path, write: impl FnOnce(&mut BufWriter<NamedTempFile>) -> Result<Tally>) -> Result<Tally> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = NamedTempFile::new_in(folder).with_context(|| format!("nothing can be written into {}", folder.display()))?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let tally = write(&mut out)?;
    let Ok(file) = out.into_inner() else { bail!("{} cannot be written", path.display()) };
    file.persist(path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(tally)
}

fn told(tally: &Tally) -> ExitCode {
    for fault in &tally.faults {
        note(fault);
    }
    let (more, shown) = (tally.left_out, u64::try_from(tally.faults.len()).unwrap_or(u64::MAX));
    if more > shown {
        note(&format!("and {} more", more - shown));
    }
    note(&format!("{} links, {} rows left out", tally.links, tally.left_out));
    if tally.left_out == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
