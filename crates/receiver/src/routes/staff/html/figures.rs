//! Figures over time: a chart as SVG that this file draws, and the same numbers as tables. No script, no picture of anybody else's.

use super::people::{how_words, site_choice};
use super::{alert, page};
use crate::console::{Bar, Figures, Period};
use crate::marketing::Figure;
use crate::site::SiteId;
use crate::staff::Session;
use maud::{Markup, html};

/// The chart in units of its own, ten to what a pixel is at its natural size: it grows and shrinks with the page.
const WIDTH: u64 = 7_200;
const HEIGHT: u64 = 2_600;
/// Room for the numbers at the left, and for the days below.
const LEFT: u64 = 760;
const BOTTOM: u64 = 300;
const TOP: u64 = 100;
/// Where both directions begin, and how far each goes.
const MIDDLE: u64 = TOP + REACH;
const REACH: u64 = (HEIGHT - TOP - BOTTOM) / 2;
/// Rows of opened messages on the page; the rest has `GET /v1/figures`.
const OPENINGS: usize = 60;
/// The least height of a bar that stands for something.
const LEAST: u64 = 20;

/// The figures of a site.
pub(in crate::routes::staff) fn figures(
    session: &Session, sites: &[&SiteId], chosen: Option<(&SiteId, Period, &Figures)>, opened: &[Figure],
) -> Markup {
    let main = html! {
        @match chosen {
            None => (alert(Some("No site of this receiver has keys for marketing, so there is nothing to count."))),
            Some((site, period, figures)) => {
                form.bar method="get" action="/staff/figures" {
                    (site_choice(sites, site.as_str()))
                    label for="period" { "Time" }
                    select id="period" name="period" {
                        @for one in Period::ALL { option value=(one.name()) selected[one == period] { (period_words(one)) } }
                    }
                    button.quiet type="submit" { "Show" }
                }
                (chart(period, figures))
                details { summary { "The same as a table" } (table(period, figures)) }
                (now(figures))
                (sums(period, figures))
                (openings(opened))
            }
        }
    };
    page("Figures", Some(session), &main)
}

const fn period_words(period: Period) -> &'static str {
    match period {
        Period::Month => "30 days, by day",
        Period::Quarter => "13 weeks, by week",
        Period::Year => "a year, by four weeks",
    }
}

/// What the scale of a chart ends with, in either direction: 1, 2 or 5 with zeros.
fn scale(most: u64) -> u64 {
    let mut step = 1;
    loop {
        for part in [1, 2, 5] {
            if most <= step * part {
                return step * part;
            }
        }
        match step.checked_mul(10) {
            Some(next) if next < u64::MAX / 10 => step = next,
            _ => return most,
        }
    }
}

/// A count as a length.
fn length(count: u64, most: u64) -> u64 {
    count.saturating_mul(REACH).checked_div(most).unwrap_or(0).max(LEAST)
}

fn chart(period: Period, figures: &Figures) -> Markup {
    let bars = &figures.bars;
    let (given, withdrawn) = bars.iter().fold((0, 0), |(given, withdrawn), (_, bar)| (given + bar.given, withdrawn + bar.withdrawn));
    let most = scale(bars.iter().map(|(_, bar)| bar.given.max(bar.withdrawn)).max().unwrap_or(0));
    let step = (WIDTH - LEFT).checked_div(u64::try_from(bars.len()).unwrap_or(1)).unwrap_or(WIDTH);
    let (width, aside) = (step * 7 / 10, step * 3 / 20);
    let places = || (0..).map(|place: u64| LEFT + place * step);
    let days = [(0, "start", 0), (bars.len() / 2, "middle", step / 2), (bars.len().saturating_sub(1), "end", step)];
    html! {
        figure.chart {
            figcaption {
                span.entry { span.key.given {} span { "messages allowed: " b { (given) } } }
                span.entry { span.key.withdrawn {} span { "messages stopped: " b { (withdrawn) } } }
            }
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-labelledby="chart-title chart-words" {
                title id="chart-title" { "Messages allowed and stopped, " (period_words(period)) }
                desc id="chart-words" { "Upward, " (given) " times messages were allowed; downward, " (withdrawn) " times they were stopped. The table below has every number." }
                @for (value, y) in [(most, TOP), (0, MIDDLE), (most, MIDDLE + REACH)] {
                    line.grid x1=(LEFT) x2=(WIDTH) y1=(y) y2=(y) {}
                    text.tick x=(LEFT - 80) y=(y + 40) text-anchor="end" { (value) }
                }
                @for (x, (_, bar)) in places().zip(bars) {
                    @if bar.given > 0 {
                        @let height = length(bar.given, most);
                        rect.given x=(x + aside) y=(MIDDLE - height) width=(width) height=(height) rx="15" {}
                    }
                    @if bar.withdrawn > 0 { rect.withdrawn x=(x + aside) y=(MIDDLE) width=(width) height=(length(bar.withdrawn, most)) rx="15" {} }
                }
                @for (at, anchor, beyond) in days {
                    @if let Some((x, (day, _))) = places().zip(bars).nth(at) { text.tick x=(x + beyond) y=(HEIGHT - 80) text-anchor=(anchor) { (day) } }
                }
            }
        }
    }
}

fn table(period: Period, figures: &Figures) -> Markup {
    let first = if period == Period::Month { "Day" } else { "From" };
    html! {
        div.scroll tabindex="0" role="region" aria-label="Messages allowed and stopped" {
            table.numbers {
                thead { tr { th scope="col" { (first) } th scope="col" { "Allowed" } th scope="col" { "Stopped" } } }
                tbody { @for (day, bar) in figures.bars.iter().rev() { tr { th scope="row" { (day) } td { (bar.given) } td { (bar.withdrawn) } } } }
            }
        }
    }
}

fn now(figures: &Figures) -> Markup {
    html! {
        h2 { "Addresses now" }
        @if figures.now.is_empty() { p { "No address has allowed or stopped anything yet." } } @else {
            (by_channel("Addresses now", "Allowed something", "Stopped something", figures.now.iter()))
        }
    }
}

fn sums(period: Period, figures: &Figures) -> Markup {
    html! {
        h2 { "Changes, " (period_words(period)) }
        @if figures.channels.is_empty() { p { "Nothing changed in this time." } } @else {
            (by_channel("Changes by channel", "Allowed", "Stopped", figures.channels.iter()))
            @if !figures.ways.is_empty() {
                h3 { "How messages were stopped" }
                ul { @for (how, count) in &figures.ways { li { @if how == "desk" { "staff, on request or by a list" } @else { (how_words(how)) } ": " (count) } } }
            }
        }
    }
}

/// Opened messages and followed links of those who allow it, the last days first. A count of one to four is not told.
fn openings(opened: &[Figure]) -> Markup {
    let count = |count: Option<u64>| count.map_or("fewer than 5".to_owned(), |count| count.to_string());
    html! {
        h2 { "Opened and followed" }
        p.note { "Counted only for addresses that allow messages on the channel about the topic; never who." }
        @if opened.is_empty() { p { "Nothing was counted in this time." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Opened and followed" {
                table.numbers {
                    thead { tr { th scope="col" { "Day" } th.text scope="col" { "Sent on" } th.text scope="col" { "Channel" } th.text scope="col" { "About" } th scope="col" { "Opened" } th scope="col" { "Links followed" } } }
                    tbody {
                        @for row in opened.iter().rev().take(OPENINGS) {
                            tr {
                                th scope="row" { (row.day) } td.text { (row.sent_on) } td.text { (row.channel) }
                                td.text { (row.topic.named().unwrap_or("every topic")) } td { (count(row.opens)) } td { (count(row.clicks)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn by_channel<'a>(label: &str, given: &str, withdrawn: &str, rows: impl Iterator<Item = (&'a String, &'a Bar)>) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.numbers {
                thead { tr { th scope="col" { "Channel" } th scope="col" { (given) } th scope="col" { (withdrawn) } } }
                tbody { @for (channel, bar) in rows { tr { th scope="row" { (channel) } td { (bar.given) } td { (bar.withdrawn) } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn scales_end_with_round_numbers() {
        let check = |most: u64, expected: u64| assert_eq!(scale(most), expected, "{most}");
        check(0, 1);
        check(1, 1);
        check(2, 2);
        check(3, 5);
        check(7, 10);
        check(11, 20);
        check(4_321, 5_000);
        check(u64::MAX, u64::MAX);
    }
}
