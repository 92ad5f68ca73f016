//! `countersign suppressions check`: of each row of a CSV file, whether its address may be written to.
//!
//! In: a file with a column of addresses, a channel, a topic. Out: the same rows with one column more, `may_write`: `yes`, `never-asked`,
//! `stopped` or `malformed`. With the site's keys file the receiver gets keyed hashes alone, and no address leaves the machine.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum;
use countersign_suppression::{Address, AddressKind, CallingCode, ChannelId, CsvRow, Keyring, TopicId, push_row};
use serde_json::{Value, json};

use super::api::{Api, Door};
use super::list::List;
use crate::links::read_keys;
use crate::output;

/// Addresses in one request, at most.
const MAX_ASKED: usize = 10_000;
/// What stands for an address that is none where hashes are sent.
const NO_HASH: &str = "none";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A CSV file whose first line names its columns; - is the standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    door: Door,
    /// On which channel it would be written: email, sms, ...
    #[arg(long, value_name = "ID", value_parser = str::parse::<ChannelId>)]
    channel: ChannelId,
    /// About which topic; absent: about everything.
    #[arg(long, value_name = "ID", value_parser = str::parse::<TopicId>)]
    topic: Option<TopicId>,
    /// Which column holds the addresses; by default address, email, phone, mobile, account or hash.
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// The calling code of telephone numbers without one, such as 60.
    #[arg(long, value_name = "CODE", value_parser = str::parse::<CallingCode>)]
    code: Option<CallingCode>,
    /// The site's keys file: addresses are hashed here, and the receiver never sees them.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Only rows with this answer.
    #[arg(long, value_enum)]
    only: Option<Answer>,
    /// Where to write; by default the standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What can be answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Answer {
    /// It may be written to.
    Yes,
    /// No consent is known.
    NeverAsked,
    /// It must not be written to.
    Stopped,
    /// It is no address of the channel.
    Malformed,
}

impl Answer {
    const ALL: [Self; 4] = [Self::Yes, Self::NeverAsked, Self::Stopped, Self::Malformed];

    const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::NeverAsked => "never-asked",
            Self::Stopped => "stopped",
            Self::Malformed => "malformed",
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let api = Api::open(&arguments.door)?;
    let keys = arguments.keys.as_deref().map(read_keys).transpose()?;
    let mut list = List::open(&arguments.file)?;
    let place = list.addresses(arguments.column.as_deref())?;
    let of_hashes = list.reader.names().get(place).is_some_and(|name| name == "hash");
    let mut sink: Box<dyn Write> = match &arguments.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| format!("{} cannot be written", path.display()))?)),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let mut text = String::new();
    push_row(&mut text, list.reader.names().iter().map(String::as_str).chain(["may_write"]));
    let mut counts = [0_u64; 4];
    let ask = |rows: &[CsvRow]| answers(&api, &question(arguments, keys.as_ref(), of_hashes, rows, place), rows.len());
    list.ask(MAX_ASKED, ask, |rows, answers| {
        for (row, answer) in rows.iter().zip(answers) {
            if let Some(count) = Answer::ALL.iter().position(|one| *one == answer).and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
            if arguments.only.is_none_or(|only| only == answer) {
                push_row(&mut text, row.fields().chain([answer.name()]));
            }
        }
        let written = sink.write_all(text.as_bytes()).context("the answers cannot be written");
        text.clear();
        written
    })?;
    sink.write_all(text.as_bytes()).and_then(|()| sink.flush()).context("the answers cannot be written")?;
    let [yes, never, stopped, malformed] = counts;
    output::note(&format!(
        "{yes} may be written to, {never} were never asked, {stopped} are stopped, {malformed} are no addresses of the channel"
    ));
    Ok(ExitCode::SUCCESS)
}

fn question(arguments: &Arguments, keys: Option<&Keyring>, of_hashes: bool, rows: &[CsvRow], place: usize) -> Value {
    let mut question = json!({"channel": arguments.channel.as_str(), "topic": arguments.topic.as_ref().map_or("", TopicId::as_str)});
    let fields = rows.iter().map(|row| row.field(place));
    match keys.filter(|_| !of_hashes) {
        Some(keys) => {
            let kind = AddressKind::of(&arguments.channel);
            let hash =
                |text| Address::parse(kind, text, arguments.code.as_ref()).map_or(NO_HASH.to_owned(), |one| keys.hash(&one).to_string());
            question["hashes"] = fields.map(hash).collect();
        }
        None if of_hashes => question["hashes"] = fields.collect(),
        None => {
            question["addresses"] = fields.collect();
            question["code"] = arguments.code.as_ref().map(CallingCode::as_str).into();
        }
    }
    question
}

fn answers(api: &Api, question: &Value, count: usize) -> Result<Vec<Answer>> {
    let answer = api.post("/v1/suppressions/check", question)?;
    let named = |name: &Value| Answer::ALL.into_iter().find(|one| name.as_str() == Some(one.name()));
    let answers: Option<Vec<Answer>> = answer["answers"].as_array().and_then(|answers| answers.iter().map(named).collect());
    let answers = answers.context("the receiver's answer is of another kind; is its version the same?")?;
    ensure!(answers.len() == count, "the receiver answered {} times to {count} addresses", answers.len());
    Ok(answers)
}
