//! `countersign suppressions import`: a list of another system into the receiver, a receipt for each change.
//!
//! In: a CSV file with a column of addresses or hashes, and where it has them `channel`, `topic` and `state` (`withdrawn`, or `given`). Out: how
//! many rows changed something; each row that is none, with its line and what is wrong. The rest is taken, and the same file again changes
//! nothing. What a list allows never lifts what somebody has stopped.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use countersign_suppression::{Address, AddressHash, AddressKind, CallingCode, ChannelId, CsvRow, State, TopicId};
use serde_json::{Value, json};

use super::api::{Api, Door};
use super::list::List;
use crate::output;

/// Rows in one request, at most.
const MAX_ROWS: usize = 1_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A CSV file whose first line names its columns; - is the standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    door: Door,
    /// Where the list comes from, in a few words that staff read.
    #[arg(long, value_name = "NAME")]
    source: String,
    /// Why its addresses are stopped.
    #[arg(long, value_name = "REASON", value_parser = ["asked", "complaint", "bounce", "list"], default_value = "list")]
    reason: String,
    /// The channel of rows that name none.
    #[arg(long, value_name = "ID", value_parser = str::parse::<ChannelId>)]
    channel: Option<ChannelId>,
    /// The topic of rows that name none; absent: every topic.
    #[arg(long, value_name = "ID", value_parser = str::parse::<TopicId>)]
    topic: Option<TopicId>,
    /// Which column holds the addresses; by default address, email, phone, mobile, account or hash.
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// The calling code of telephone numbers without one, such as 60.
    #[arg(long, value_name = "CODE", value_parser = str::parse::<CallingCode>)]
    code: Option<CallingCode>,
    /// Read the whole file and say what is wrong with it; send nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Where things stand in a row.
struct Columns {
    address: usize,
    of_hashes: bool,
    channel: Option<usize>,
    topic: Option<usize>,
    state: Option<usize>,
}

/// What became of rows.
#[derive(Default)]
struct Tally {
    rows: u64,
    changed: u64,
    held: u64,
    left: u64,
    refused: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let api = if arguments.dry_run { None } else { Some(Api::open(&arguments.door)?) };
    let mut list = List::open(&arguments.file)?;
    let address = list.addresses(arguments.column.as_deref())?;
    let columns = Columns {
        address,
        of_hashes: list.reader.names().get(address).is_some_and(|name| name == "hash"),
        channel: list.reader.place("channel"),
        topic: list.reader.place("topic"),
        state: list.reader.place("state"),
    };
    ensure!(
        columns.channel.is_some() || arguments.channel.is_some(),
        "no column is called channel; name the channel of all rows with --channel"
    );
    let mut tally = Tally::default();
    let taken = list.ask(
        MAX_ROWS,
        |rows| send(api.as_ref(), arguments, &columns, rows),
        |rows, answer| {
            tally.rows += u64::try_from(rows.len())?;
            let faults = answer.faults.iter().map(|(row, why)| (rows.get(*row).map_or(0, CsvRow::line), why));
            faults.for_each(|(line, why)| output::note(&format!("{}: line {line}: {why}", arguments.file.display())));
            tally.refused += u64::try_from(answer.faults.len())?;
            tally.changed += answer.changed;
            tally.held += answer.held;
            tally.left += answer.left;
            Ok(())
        },
    );
    let Tally { rows, changed, held, left, refused } = tally;
    let done = if arguments.dry_run { "would be sent" } else { "were taken" };
    output::note(&format!("{rows} rows were read, of which {} {done} and {refused} are none", rows - refused));
    if !arguments.dry_run {
        output::note(&format!("{changed} changed something, {held} held already, {left} would have allowed what somebody has stopped"));
    }
    taken.context("the rest of the list was not taken; the same command again goes on, and changes nothing twice")?;
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The answer to one request.
#[derive(Default)]
struct Taken {
    changed: u64,
    held: u64,
    left: u64,
    /// Places in the batch, and what is wrong.
    faults: Vec<(usize, String)>,
}

/// Sends the rows that are some.
fn send(api: Option<&Api>, arguments: &Arguments, columns: &Columns, rows: &[CsvRow]) -> Result<Taken> {
    let mut taken = Taken::default();
    let (mut places, mut sent) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate() {
        match columns.read(arguments, row) {
            Ok(row) => {
                places.push(place);
                sent.push(row);
            }
            Err(why) => taken.faults.push((place, why)),
        }
    }
    let Some(api) = api.filter(|_| !sent.is_empty()) else { return Ok(taken) };
    let code = arguments.code.as_ref().map(CallingCode::as_str);
    let question = json!({"source": arguments.source, "reason": arguments.reason, "code": code, "rows": sent});
    let answer = api.post("/v1/suppressions/import", &question)?;
    let count =
        |name: &str| answer[name].as_u64().with_context(|| format!("the receiver's answer has no {name}; is its version the same?"));
    (taken.changed, taken.held, taken.left) = (count("changed")?, count("held")?, count("left")?);
    for refused in answer["refused"].as_array().into_iter().flatten() {
        let place = refused["row"].as_u64().and_then(|row| places.get(usize::try_from(row).ok()?)).copied();
        let place = place.context("the receiver's answer names a row that was not sent")?;
        taken.faults.push((place, refused["why"].as_str().unwrap_or("is none").to_owned()));
    }
    taken.faults.sort();
    Ok(taken)
}

impl Columns {
    /// A row as it is sent, or what is wrong with it.
    fn read(&self, arguments: &Arguments, row: &CsvRow) -> Result<Value, String> {
        let field = |place: Option<usize>| place.map(|place| row.field(place)).filter(|field| !field.is_empty());
        let channel: ChannelId = match field(self.channel) {
            Some(text) => text.parse().map_err(|fault| format!("channel {fault}"))?,
            None => arguments.channel.clone().ok_or("names no channel, and there is no --channel")?,
        };
        let topic: TopicId = match field(self.topic) {
            Some(text) => text.parse().map_err(|fault| format!("topic {fault}"))?,
            None => arguments.topic.clone().unwrap_or_default(),
        };
        let state = field(self.state).unwrap_or(State::Withdrawn.name());
        State::from_name(state).ok_or("state must be withdrawn or given")?;
        let text = row.field(self.address);
        let name = if self.of_hashes { "hash" } else { "address" };
        if self.of_hashes {
            AddressHash::parse(text).ok_or("hash must be 32 bytes in base64url, 43 characters")?;
        } else {
            Address::parse(AddressKind::of(&channel), text, arguments.code.as_ref()).map_err(|fault| format!("address {fault}"))?;
        }
        Ok(json!({name: text, "channel": channel.as_str(), "topic": topic.as_str(), "state": state}))
    }
}
