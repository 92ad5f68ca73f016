//! Comparing versions: small texts and what is told about them, then properties over generated edits and the growth of the cost.

mod dice;

use std::ops::Range;
use std::time::Instant;

use countersign_policy::{
    ClauseChange, ClauseKind, ClausePlace, Comparison, Piece, PieceKind, Reading, SectionChange, TextFormat, compare, read_text,
};

use dice::Dice;

/// What is told, one line for each changed heading and clause, in the notation of a word diff.
fn told(old: &Reading, new: &Reading) -> Vec<String> {
    let comparison = compare(old, new);
    check_places(old, new, &comparison);
    comparison.changed().flat_map(|section| section_lines(old, new, section)).collect()
}

fn section_lines(old: &Reading, new: &Reading, section: &SectionChange) -> Vec<String> {
    let title = |reading: &Reading, place: Option<usize>| {
        place.map_or_else(|| "start".to_owned(), |at| format!("{} {}", reading.headings()[at].number.trim(), reading.headings()[at].title))
    };
    let name = if section.is_removed() { title(old, section.old) } else { title(new, section.new) };
    let mut words = vec![format!("# {}", name.trim())];
    for (is, word) in [
        (section.is_added(), "added"),
        (section.is_removed(), "removed"),
        (section.moved, "moved"),
        (section.heading.renumbered, "renumbered"),
        (section.heading.retitled, "retitled"),
    ] {
        words.extend(is.then(|| word.to_owned()));
    }
    let mut lines = vec![words.join(" ")];
    for clause in section.clauses.iter().filter(|clause| clause.kind != ClauseKind::Unchanged) {
        let mut line = format!("{}:", clause.kind.name());
        for piece in &clause.pieces {
            let (old, new) = (&old.text()[piece.old.clone()], &new.text()[piece.new.clone()]);
            let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            line.push_str(&match piece.kind {
                PieceKind::Same => format!(" {}", fold(new)),
                PieceKind::Removed => format!(" [-{}-]", fold(old)),
                PieceKind::Added => format!(" {{+{}+}}", fold(new)),
            });
        }
        lines.push(line);
    }
    lines
}

/// Every heading and clause of both texts is told once, and pieces cover their clauses.
fn check_places(old: &Reading, new: &Reading, comparison: &Comparison) {
    for clause in comparison.sections.iter().flat_map(|section| &section.clauses).filter(|clause| clause.kind != ClauseKind::Unchanged) {
        let joined = |reading: &Reading, of: &dyn Fn(&Piece) -> Range<usize>| {
            clause.pieces.iter().map(|piece| &reading.text()[of(piece)]).collect::<String>()
        };
        let whole = |reading: &Reading, place: &Option<ClausePlace>| {
            place.as_ref().map_or_else(String::new, |place| reading.text()[place.span.clone()].to_owned())
        };
        assert_eq!(joined(old, &|piece| piece.old.clone()), whole(old, &clause.old));
        assert_eq!(joined(new, &|piece| piece.new.clone()), whole(new, &clause.new));
    }
    check_side(old, comparison, |section| section.old, |clause| clause.old.as_ref());
    check_side(new, comparison, |section| section.new, |clause| clause.new.as_ref());
}

fn check_side(
    reading: &Reading, comparison: &Comparison, heading: impl Fn(&SectionChange) -> Option<usize>,
    place: impl Fn(&ClauseChange) -> Option<&ClausePlace>,
) {
    let places: Vec<&ClausePlace> = comparison.sections.iter().flat_map(|section| &section.clauses).filter_map(place).collect();
    let headings = comparison.sections.iter().filter_map(heading).map(|at| reading.headings()[at].start..reading.headings()[at].end);
    let mut spans: Vec<Range<usize>> = places.iter().map(|place| place.span.clone()).chain(headings).collect();
    spans.sort_by_key(|span| span.start);
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "told twice");
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let told: usize = spans.into_iter().map(|span| letters(&reading.text()[span])).sum();
    let numbers: usize = places.iter().map(|place| letters(&place.number)).sum();
    assert_eq!(told + numbers, letters(reading.text()), "words are lost in {:?}", reading.text());
}

fn check(old: &str, new: &str, expected: &[&str]) {
    let read = |text: &str| read_text(text, TextFormat::Markdown);
    assert_eq!(told(&read(old), &read(new)), expected, "from:\n{old}\nto:\n{new}");
}

const BASE: &str = "# Privacy policy\n\nWe carry parcels.\n\n## 1. Who we are\n\nLayang carries parcels in Selangor.\n\n## 2. Your data\n\n\
    We collect your name to write the waybill.\n\nWe keep the waybill for two years after delivery.\n\n- a signature at the door\n- a photo of the parcel\n\n\
    ## 3. Your rights\n\nYou may ask for a copy of your data at any time.\n";

#[test]
fn the_same_text_has_no_change() {
    check(BASE, BASE, &[]);
    check("", "", &[]);
}

#[test]
fn reflow_and_white_space_are_no_change() {
    check(BASE, &BASE.replace("to write the", "to\nwrite  the").replace("- a", "*   a"), &[]);
    check("# 政策\n\n我们收集您的姓名\n和电话。\n", "# 政策\n\n我们收集您的姓名和电话。\n", &[]);
}

#[test]
fn typography_is_told_as_such() {
    check(
        &BASE.replace("a copy", "a \"copy\""),
        &BASE.replace("a copy", "a “copy”"),
        &["# 3. Your rights", "typography: You may ask for a “copy” of your data at any time."],
    );
    check("# 政策\n\n我们收集姓名,电话.\n", "# 政策\n\n我们收集姓名，电话。\n", &["# 政策", "typography: 我们收集姓名，电话。"]);
}

#[test]
fn changed_words_are_marked() {
    check(
        BASE,
        &BASE.replace("two years", "five years"),
        &["# 2. Your data", "changed: We keep the waybill for [-two-] {+five+} years after delivery."],
    );
    check(
        "# 政策\n\n我们将在三十日内答复您的请求。\n",
        "# 政策\n\n我们将在十五日内答复您的请求。\n",
        &["# 政策", "changed: 我们将在 [-三十-] {+十五+} 日内答复您的请求。"],
    );
}

#[test]
fn added_and_removed_clauses_stand_in_their_place() {
    check(BASE, &BASE.replace("- a photo", "- the time of delivery\n- a photo"), &["# 2. Your data", "added: {+the time of delivery+}"]);
    check(BASE, &BASE.replace("- a signature at the door\n", ""), &["# 2. Your data", "removed: [-a signature at the door-]"]);
    let insert = "## 3. Cookies\n\nCookies remember your language.\n\n## 4. Your rights";
    check(
        BASE,
        &BASE.replace("## 3. Your rights", insert),
        &["# 3. Cookies added", "added: {+Cookies remember your language.+}", "# 4. Your rights renumbered"],
    );
    check(
        BASE,
        &BASE.replace("## 1. Who we are\n\nLayang carries parcels in Selangor.\n\n", ""),
        &["# 1. Who we are removed", "removed: [-Layang carries parcels in Selangor.-]"],
    );
}

#[test]
fn moved_clauses_and_sections_are_recognized() {
    let kept = "We keep the waybill for two years after delivery.";
    let moved = BASE.replace(&format!("{kept}\n\n"), "") + "\n" + kept + "\n";
    check(BASE, &moved, &["# 3. Your rights", "moved: We keep the waybill for two years after delivery."]);
    check(
        BASE,
        &moved.replace("two years after", "five years after"),
        &["# 3. Your rights", "moved-and-changed: We keep the waybill for [-two-] {+five+} years after delivery."],
    );
    let who = "## 1. Who we are\n\nLayang carries parcels in Selangor.\n\n";
    let last = BASE.replace(who, "") + "\n## 4. Who we are\n\nLayang carries parcels in Selangor.\n";
    check(BASE, &last, &["# 4. Who we are moved renumbered"]);
}

#[test]
fn split_and_joined_paragraphs_stay_one_clause() {
    let joined = "We collect your name to write the waybill. We pass it to the courier who rings at your door. We keep it for two years.";
    let split = joined.replace(". We", ".\n\nWe");
    let page = |body: &str| format!("# Policy\n\nBefore it.\n\n{body}\n\nBehind it.\n");
    check(&page(joined), &page(&split), &[]);
    check(&page(&split), &page(joined), &[]);
    check(
        &page(joined),
        &page(&split.replace("two years", "five years")),
        &[
            "# Policy",
            "changed: We collect your name to write the waybill. We pass it to the courier who rings at your door. We keep it for [-two-] {+five+} years.",
        ],
    );
}

#[test]
fn headings_may_change_their_number_or_words_alone() {
    check(BASE, &BASE.replace("## 3. Your", "## III. Your"), &["# III. Your rights renumbered"]);
    check(BASE, &BASE.replace("3. Your rights", "3. Your rights and choices"), &["# 3. Your rights and choices retitled"]);
    check(BASE, &BASE.replace("3. Your rights", "3. What you may ask"), &["# 3. What you may ask retitled"]);
}

#[test]
fn items_may_be_renumbered() {
    let old = "Policy\n\n1. Data\n\n(a) your name and address\n(b) your telephone number\n\n2. Rights\n\nAsk us.\n";
    let new = old.replace("(b) your", "(b) your e-mail address\n(c) your");
    check(old, &new, &["# 1. Data", "added: {+your e-mail address+}", "renumbered: your telephone number"]);
}

#[test]
fn of_several_that_say_the_same_the_right_one_went() {
    let twice =
        "# Policy\n\nFirst of all.\n\nWe share it with nobody else.\n\nThen this.\n\nWe share it with nobody else.\n\nAt last that.\n";
    let once = twice.replacen("We share it with nobody else.\n\n", "", 1);
    check(twice, &once, &["# Policy", "removed: [-We share it with nobody else.-]"]);
    check(&once, twice, &["# Policy", "added: {+We share it with nobody else.+}"]);
    let section = "## Sharing\n\nWe share it with nobody else.\n\n";
    let sections = format!("# Policy\n\n## Names\n\nYour name.\n\n{section}## Places\n\nYour address.\n\n{section}## End\n\nThe end.\n");
    let expected = ["# Sharing removed", "removed: [-We share it with nobody else.-]"];
    check(&sections, &sections.replacen(section, "", 1), &expected);
}

#[test]
fn a_new_heading_moves_nothing() {
    check(
        BASE,
        &BASE.replace("- a signature", "## 3. At the door\n\n- a signature").replace("3. Your", "4. Your"),
        &["# 3. At the door added", "# 4. Your rights renumbered"],
    );
}

#[test]
fn a_heading_in_one_layout_may_be_a_clause_in_another() {
    let item = BASE.replace("- a signature at the door\n", "- Proof at the door\n");
    check(&item, &item.replace("- Proof at the door\n", "\n### Proof at the door\n\n"), &[]);
    check(
        &item.replace("- Proof at the door\n", "\n### (a) Proof at the door\n\n"),
        &item.replace("- Proof", "- (b) Proof"),
        &["# 2. Your data", "renumbered: Proof at the door"],
    );
}

#[test]
fn other_texts_are_removed_and_added() {
    check(
        "# Alpha\n\nOne thing here.\n",
        "# Beta\n\nQuite another matter.\n",
        &["# Alpha removed", "removed: [-One thing here.-]", "# Beta added", "added: {+Quite another matter.+}"],
    );
}

/// A long policy: numbered sections with paragraphs and items, every sentence another one.
fn long(bytes: usize, seed: u64) -> String {
    const WORDS: [&str; 24] = [
        "parcel",
        "waybill",
        "courier",
        "receiver",
        "sender",
        "address",
        "telephone",
        "number",
        "signature",
        "location",
        "invoice",
        "claim",
        "website",
        "cookie",
        "partner",
        "country",
        "retention",
        "request",
        "copy",
        "delete",
        "consent",
        "refuse",
        "account",
        "password",
    ];
    let mut dice = Dice(seed | 1);
    let mut text = String::from("Privacy policy\n\n");
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        text.push_str(&format!("{section}. {} and {}\n\n", WORDS[dice.roll(24)], WORDS[dice.roll(24)]));
        for clause in 0..6 {
            if clause > 3 {
                text.push_str(&format!("({clause}) "));
            }
            text.push_str("We");
            for _ in 0..30 {
                text.push_str(&format!(" {}", WORDS[dice.roll(24)]));
            }
            text.push_str(".\n\n");
        }
    }
    text
}

/// Edits lines at random: takes out, doubles, swaps, changes a word.
fn edited(text: &str, one_in: usize, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for at in 0..lines.len() {
        if lines[at].is_empty() || dice.roll(one_in) > 0 {
            continue;
        }
        let other = dice.roll(lines.len());
        match dice.roll(4) {
            0 => lines[at].clear(),
            1 => lines[at] = format!("{0}\n\n{0}", lines[at]),
            2 => lines.swap(at, other),
            _ => lines[at] = lines[at].replacen(" c", " other c", 2),
        }
    }
    lines.join("\n")
}

#[test]
fn generated_edits_are_told_once() {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs() / 86_400);
    let seed = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(clock).max(1);
    println!("seed {seed}");
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for round in 0..40 {
        let text = long(2_000 + 100 * round, dice.0);
        let (old, new) = (read_text(&text, TextFormat::Plain), read_text(&edited(&text, 3, &mut dice), TextFormat::Plain));
        assert_eq!(told(&old, &old), [""; 0]);
        told(&old, &new);
        told(&new, &old);
    }
}

#[test]
fn any_text_can_be_compared_with_any_other() {
    const PIECES: [&str; 24] = [
        "1. ",
        "(a) ",
        "第三条 ",
        "（一）",
        "# ",
        "- ",
        "\n",
        "\n\n",
        "\u{feff}",
        "\u{200b}",
        "\u{ad}",
        "…",
        "。",
        "We keep it. ",
        "您的信息。",
        "-",
        "—",
        ".",
        "é",
        "e\u{301}",
        "😀",
        "Data\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "ｆｕｌｌ　ｗｉｄｔｈ",
    ];
    let mut dice = Dice(20_261_126);
    let text = |dice: &mut Dice| (0..dice.roll(30)).map(|_| PIECES[dice.roll(PIECES.len())]).collect::<String>();
    for _ in 0..2000 {
        let (old, new) = (text(&mut dice), text(&mut dice));
        for format in [TextFormat::Plain, TextFormat::Markdown] {
            let (old, new) = (read_text(&old, format), read_text(&new, format));
            told(&old, &new);
            assert_eq!(told(&new, &new), [""; 0]);
        }
    }
}

/// Seconds for one comparison.
fn seconds(old: &str, new: &str) -> f64 {
    let (old, new) = (read_text(old, TextFormat::Plain), read_text(new, TextFormat::Plain));
    let start = Instant::now();
    let comparison = compare(&old, &new);
    let spent = start.elapsed().as_secs_f64();
    assert!(!comparison.is_empty());
    spent
}

#[test]
fn the_cost_grows_with_the_texts() {
    let mut dice = Dice(7);
    let mut figures = Vec::new();
    for bytes in [25_000, 200_000] {
        let text = long(bytes, 9);
        let flat = text.replace('\n', " ");
        figures.push([
            seconds(&text, &edited(&text, 10, &mut dice)),
            seconds(&text, &edited(&text, 1, &mut dice)),
            seconds(&text, &long(bytes, 11)),
            seconds(&flat, &edited(&text, 10, &mut dice)),
        ]);
    }
    println!("seconds for 25 KB and 200 KB (few edits, many edits, other text, flattened): {figures:?}");
    for (small, large) in figures[0].iter().zip(&figures[1]) {
        assert!(*large < 0.2 + small * 40.0, "{figures:?}");
    }
}
