//! Growth: how long each stage takes on made texts of 50 KB to 10 MB, so that a stage that is not linear shows.
//!
//! In: nothing, or the words of a layout's name (`cargo bench -p countersign-policy -- wrapped`). Out: milliseconds of the processor by stage on standard output.
//! Deliberately absent: real policies; the times of a whole process.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench stops at the first surprise and prints")]

use std::fmt::Write as _;
use std::time::Duration;

use countersign_policy::{Lexicon, MarkOptions, draft, facts, inspect, links, mark_sensitive, read_policy, references, topics};
use cpu_time::ProcessTime;

const SIZES: [(&str, usize); 4] = [("50 KB", 50_000), ("500 KB", 500_000), ("5 MB", 5_000_000), ("10 MB", 10_000_000)];

/// A layout: its name, the file name that chooses the format, and one piece of it by number.
type Layout = (&'static str, &'static str, fn(usize) -> String);

const LAYOUTS: [Layout; 10] = [
    ("wrapped", "a.txt", wrapped),
    ("flattened", "a.txt", flattened),
    ("chinese", "a.txt", chinese),
    ("markdown", "a.md", markdown),
    ("html", "a.html", html),
    ("soup", "a.html", soup),
    ("levels", "a.txt", |number| format!("{}1. Step {number}\n", ["", "1.", "1.1.", "1.1.1."][number % 4])),
    ("restarts", "a.txt", |number| format!("{}. Lockers and parcels\n", number % 2 + 1)),
    ("contents", "a.txt", |number| format!("- Lockers of town {number}\n")),
    ("functions", "a.txt", functions),
];

fn wrapped(number: usize) -> String {
    format!(
        "{}. What we keep for parcel {number}\n\nWe collect your bank account, the precise location of your device\nand your fingerprint \
         when you open a locker. If you refuse, you can\nstill use the counter. Write to desk{number}@otter.example within thirty days.\n\n\
         ({}) your name and phone number;\n({}) your health data.\n\n",
        number % 40 + 1,
        number % 9 + 1,
        number % 9 + 2,
    )
}

fn flattened(number: usize) -> String {
    format!(
        "{}. Lockers and doors When you open a locker, we collect your location and your ID card. 1) Your rights: You may access them. We \
         reply within 15 days to desk{number}@otter.example. ",
        number % 60 + 1
    )
}

fn chinese(number: usize) -> String {
    format!(
        "{}、寄件服务{number}\n您使用寄件服务时，我们会收集您的银行账户、精确定位信息和指纹。如您拒绝提供，\n您将无法使用该功能。我们将在十五个工作日内答复。\n（一）查询订单{number}\n您可以查询、更正、删除您的个人信息。\n",
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][number % 10]
    )
}

fn markdown(number: usize) -> String {
    format!(
        "## {number}. Lockers\n\nWe keep your **bank account** and [location](https://a.example/{number}).\n\n- one\n  - two `code`\n\n| a | b |\n\
         |---|---|\n| ID card | why |\n\n**Doors**\n\nText &amp; more <span data-cs-mark=\"plain\">location</span>.\n\n"
    )
}

fn html(number: usize) -> String {
    format!(
        "<h2>{number}. Lockers</h2>\n<div class=\"c\"><p>We keep your <strong>bank account</strong> &amp; <a href=\"/{number}\">location</a>.</p>\n\
         <ul><li>one<ol><li>two</ol></ul><table><tr><td>ID card</td><td>why</td></tr></table><script>x({number})</script></div>\n"
    )
}

fn soup(number: usize) -> String {
    format!(
        "<div><b>{}. Lockers</b><br>We keep your bank account<br><br><span style='font-weight:700'>Doors {number}</span></div>\n",
        number % 30 + 1
    )
}

fn functions(number: usize) -> String {
    format!(
        "{}. Basic functions of town {number}\n\nWhen you collect a parcel, we collect your phone number and ID card (see Section {}). If you \
         refuse, you cannot open lockers.\n\n1. Additional functions {number}\n\nYou may choose to give your location.\n\n",
        number + 2,
        number % 90 + 1,
    )
}

fn made(piece: fn(usize) -> String, size: usize) -> String {
    let mut text = String::with_capacity(size + 1000);
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// Milliseconds of each stage: the least of some runs.
fn times(name: &str, bytes: &[u8], lexicon: &Lexicon) -> [Duration; 6] {
    let options = MarkOptions { strict: true, ..MarkOptions::default() };
    let mut least = [Duration::MAX; 6];
    for _ in 0..if bytes.len() > 1_000_000 { 1 } else { 5 } {
        let mut clock = ProcessTime::now();
        let mut lap = || std::mem::replace(&mut clock, ProcessTime::now()).elapsed();
        let policy = read_policy(name, bytes).unwrap();
        let read = lap();
        let marks = mark_sensitive(&policy.reading, lexicon, &options);
        let mark = lap();
        let found = facts(&policy.reading);
        let fact = lap();
        let drafted = draft(&policy.reading, lexicon);
        let drafts = lap();
        let seen = inspect(&policy.text, &policy.reading, &marks, &drafted, &found);
        policy.reading.document(marks.plain()).unwrap();
        let rest = lap();
        let linked = links(&policy.reading, &marks.plain()).len() + references(&policy.reading).len();
        let about = topics(&policy.reading);
        let link = lap();
        assert!(linked < policy.text.len() && about.section_at(0).is_none_or(|place| place == 0));
        assert!(!seen.sections.is_empty() || seen.functions.is_empty());
        for (best, time) in least.iter_mut().zip([read, mark, fact, drafts, link, rest]) {
            *best = time.min(*best);
        }
    }
    least
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let lexicon = Lexicon::shipped().unwrap();
    println!("| Layout | Size | read | mark | facts | draft | links | rest | all, ms | ns a byte |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (layout, name, piece) in LAYOUTS {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == layout) {
            continue;
        }
        for (size, bytes) in SIZES {
            let text = made(piece, bytes);
            let stages = times(name, text.as_bytes(), &lexicon);
            let all: Duration = stages.iter().sum();
            let mut line = format!("| {layout} | {size} |");
            for stage in stages {
                write!(line, " {:.1} |", stage.as_secs_f64() * 1e3).unwrap();
            }
            println!("{line} {:.0} | {:.0} |", all.as_secs_f64() * 1e3, all.as_secs_f64() * 1e9 / text.len() as f64);
        }
    }
}
