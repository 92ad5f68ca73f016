//! Markup of the layers read as rows: what elements outside a browser can show.
//!
//! In: markup that our own views rendered, and nothing else. Out: rows in text order, each with a label where a list gives it one, and
//! runs of words, bold ones marked. A line of its own begins a new line. Deliberately absent: links to clauses and to other policies, which
//! lead nowhere outside the page, and headings, which the mini program sets itself.

use serde_json::{Value, json};

/// One line or fact.
#[derive(Default)]
struct Row {
    label: String,
    runs: Vec<Run>,
}

/// Words of one weight.
struct Run {
    words: String,
    bold: bool,
}

/// Reads markup into a list of rows; a fact of which nothing but a link remains says `elsewhere`.
pub(super) fn rows(markup: &str, elsewhere: &str) -> Value {
    let mut reading = Reading::default();
    let mut rest = markup;
    while let Some((words, tail)) = rest.split_once('<') {
        reading.words(words);
        let (tag, tail) = tail.split_once('>').unwrap_or((tail, ""));
        reading.tag(tag, elsewhere);
        rest = tail;
    }
    reading.rows.iter().map(Row::json).collect()
}

impl Row {
    fn json(&self) -> Value {
        let run = |run: &Run| if run.bold { json!({ "t": run.words, "b": true }) } else { json!({ "t": run.words }) };
        let runs: Vec<Value> = self.runs.iter().map(run).collect();
        if self.label.is_empty() { json!({ "runs": runs }) } else { json!({ "label": self.label, "runs": runs }) }
    }
}

/// Where the reading stands.
#[derive(Default)]
struct Reading {
    rows: Vec<Row>,
    row: Row,
    /// Whether words belong to the label, to the value, or to nothing that is shown.
    within: Within,
    /// Whether a link is open whose words are left out.
    leads: bool,
    bold: bool,
}

#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Within {
    #[default]
    Nothing,
    Label,
    Value,
}

impl Reading {
    fn tag(&mut self, tag: &str, elsewhere: &str) {
        let name = tag.split(' ').next().unwrap_or_default();
        match name {
            "dt" => self.within = Within::Label,
            "/dt" => self.within = Within::Nothing,
            "p" | "dd" => self.within = Within::Value,
            "/p" | "/dd" => self.close(elsewhere),
            "strong" => self.bold = true,
            "/strong" => self.bold = false,
            "a" => self.leads = tag.contains("cs-clause") || tag.contains("href=\"#") || tag.contains("rel="),
            "/a" => self.leads = false,
            "span" if tag.contains("cs-line") && !self.row.runs.is_empty() => self.push("\n"),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if !words.is_empty() && !self.leads {
            let words = unescaped(words);
            match self.within {
                Within::Nothing => {}
                Within::Label => self.row.label.push_str(&words),
                Within::Value => self.push(&words),
            }
        }
    }

    fn push(&mut self, words: &str) {
        match self.row.runs.last_mut() {
            Some(last) if last.bold == self.bold => last.words.push_str(words),
            _ => self.row.runs.push(Run { words: words.to_owned(), bold: self.bold }),
        }
    }

    fn close(&mut self, elsewhere: &str) {
        self.within = Within::Nothing;
        let mut row = std::mem::take(&mut self.row);
        // The space in front of a link that is left out.
        if let Some(last) = row.runs.last_mut() {
            last.words.truncate(last.words.trim_end().len());
        }
        row.runs.retain(|run| !run.words.is_empty());
        if row.runs.is_empty() && !row.label.is_empty() {
            row.runs.push(Run { words: elsewhere.to_owned(), bold: false });
        }
        if !row.runs.is_empty() {
            self.rows.push(row);
        }
    }
}

/// What maud writes for the four characters that it escapes, as the characters.
fn unescaped(words: &str) -> String {
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::rows;

    fn check(markup: &str, expected: &str) {
        assert_eq!(rows(markup, "see the policy").to_string(), expected, "{markup}");
    }

    #[test]
    fn words_and_bold_are_what_the_layers_show() {
        check(
            "<p>For you &amp; <strong class=\"cs-sensitive\">your &lt;place&gt;</strong>.</p>",
            r#"[{"runs":[{"t":"For you & "},{"b":true,"t":"your <place>"},{"t":"."}]}]"#,
        );
        check(
            "<h2>Left out</h2><dl><div><dt>Data</dt><dd>a, <span lang=\"zh\">中</span></dd></div></dl>",
            r#"[{"label":"Data","runs":[{"t":"a, 中"}]}]"#,
        );
        check(
            "<dl><dt>Shared with</dt><dd><span class=\"cs-line\">A</span><span class=\"cs-line\">B</span></dd></dl>",
            r#"[{"label":"Shared with","runs":[{"t":"A\nB"}]}]"#,
        );
    }

    #[test]
    fn links_that_lead_nowhere_are_left_out_and_addresses_stay() {
        check("<p>Stated. <a class=\"cs-clause\" href=\"#s-1\">In the full policy</a></p>", r#"[{"runs":[{"t":"Stated."}]}]"#);
        check(
            "<dt>Kept for</dt><dd> <a class=\"cs-clause\" href=\"#s-1\">In the full policy</a></dd>",
            r#"[{"label":"Kept for","runs":[{"t":"see the policy"}]}]"#,
        );
        check("<p>A <a href=\"https://a.example/\" rel=\"noreferrer\">Privacy policy</a></p>", r#"[{"runs":[{"t":"A"}]}]"#);
        check(
            "<dt>E-mail</dt><dd><a href=\"mailto:a@b.example\">a@b.example</a></dd>",
            r#"[{"label":"E-mail","runs":[{"t":"a@b.example"}]}]"#,
        );
        check("<p><span class=\"cs-missing\"></span></p>", "[]");
    }
}
