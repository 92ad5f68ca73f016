//! A small CSS minifier that cannot change meaning: it drops comments and white space that no rule needs.
//!
//! Enters: CSS without escapes in selectors. Leaves: CSS. Absent: a parser; strings are copied as they are, and a space stays wherever
//! two words, a descendant selector or a `calc()` may need it.

/// The style sheet without comments and spare white space.
pub(crate) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut space = false;
    while let Some(c) = rest.next() {
        if c == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest);
            space = true;
        } else if c.is_whitespace() {
            space = true;
        } else {
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            let glued = matches!(c, '{' | '}' | ';' | ',') || out.is_empty() || out.ends_with(['{', '}', ';', ',', ':']);
            if space && !glued {
                out.push(' ');
            }
            space = false;
            out.push(c);
            if c == '"' {
                copy_string(&mut rest, &mut out);
            }
        }
    }
    out
}

/// Passes over a comment whose `/` was taken.
fn skip_comment(rest: &mut impl Iterator<Item = char>) {
    let mut before = ' ';
    rest.next();
    for c in rest.by_ref() {
        if before == '*' && c == '/' {
            return;
        }
        before = c;
    }
}

/// Copies a string whose opening quote was taken, its closing quote included.
fn copy_string(rest: &mut impl Iterator<Item = char>, out: &mut String) {
    let mut escaped = false;
    for c in rest.by_ref() {
        out.push(c);
        if c == '"' && !escaped {
            return;
        }
        escaped = c == '\\' && !escaped;
    }
}
