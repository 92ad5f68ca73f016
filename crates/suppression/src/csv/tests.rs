//! Tables of files and what is read, and of rows and what is written.

use super::*;

fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, CsvError> {
    let mut reader = CsvReader::new(bytes)?;
    let (mut row, mut rows) = (CsvRow::default(), Vec::new());
    while reader.read(&mut row)? {
        rows.push((row.line(), row.fields().map(str::to_owned).collect()));
    }
    Ok(rows)
}

#[test]
fn rows_are_read_with_their_lines() {
    let check = |text: &str, expected: &[(u64, &[&str])]| {
        let found = rows(text.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let found: Vec<(u64, Vec<&str>)> = found.iter().map(|(line, row)| (*line, row.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(u64, Vec<&str>)> = expected.iter().map(|(line, row)| (*line, row.to_vec())).collect();
        assert_eq!(found, expected, "{text:?}");
    };
    check("a,b\n1,2\n", &[(2, &["1", "2"])]);
    check("a,b\r\n1,2", &[(2, &["1", "2"])]);
    check("\u{feff}a;b\n1;2,5\n", &[(2, &["1", "2,5"])]);
    check("a\tb\n1\t\n", &[(2, &["1", ""])]);
    check("a,b\n\n\r\n1,2\n", &[(4, &["1", "2"])]);
    check("a,b\n\"1\n,\"\"x\"\"\",2\n3,4\n", &[(2, &["1\n,\"x\"", "2"]), (4, &["3", "4"])]);
    check("\"a;b\",c\n\" 1 \", 2\n", &[(2, &["1", "2"])]);
    check("address\n林@例.example\n", &[(2, &["林@例.example"])]);
    check("address\n'=1+1\n'-Ab\n'tis\n''=x\n", &[(2, &["=1+1"]), (3, &["-Ab"]), (4, &["'tis"]), (5, &["'=x"])]);
    check("a\n", &[]);
}

#[test]
fn what_cannot_be_read_names_its_line_and_a_remedy() {
    let check = |bytes: &[u8], expected: &str| {
        let fault = rows(bytes).map(|rows| rows.len()).unwrap_err().to_string();
        assert!(fault.contains(expected), "{bytes:?}: {fault}");
    };
    check(b"", "the first line names the columns");
    check(b"\xff\xfea\0", "UTF-16; save it as");
    check(b"\xfe\xff\0a", "UTF-16");
    check(b"a\0\n", "line 1: holds a zero byte");
    // "退订" in GB18030 on the third line, and in the second line of a field that began there.
    check(b"a\nb\n\xcd\xcb\xb6\xa9\n", "line 3: is not UTF-8; save it as \"CSV UTF-8\", or convert it, such as with iconv");
    check(b"a\n\"b\n\xcd\xcb\"\n", "line 3: is not UTF-8");
    check(b"a,b\n1\n", "line 2: has 1 fields where the first line names 2");
    check(b"a,b\n1,2,3\n", "line 2: has 3 fields");
    check(b"a,b\n1,\"2\n", "line 2: a quotation mark that stands in the row that begins here is never closed");
    check(b"a,b\n1,x\"2\"\n", "line 2, column 2: a quotation mark stands inside");
    check(b"a,b\n\"1\"x,2\n", "line 2, column 1: a quotation mark stands inside");
    check(b"a,A\n", "line 1, column 2: the name \"a\"");
    check(b"a,,b\n", "line 1, column 2: the name \"\"");
    check(format!("a\n\"{}", "x\n".repeat(40_000)).as_bytes(), "line 2: the row that begins here is longer than 65536 bytes");
    check("x".repeat(70_000).as_bytes(), "line 1: the row that begins here is longer");
}

#[test]
fn no_field_that_is_written_is_a_formula() {
    let check = |fields: &[&str], expected: &str| {
        let mut out = String::new();
        push_row(&mut out, fields.iter().copied());
        assert_eq!(out, format!("{expected}\r\n"), "{fields:?}");
        let read = rows(format!("{}\n{out}", (0..fields.len()).map(|place| format!("c{place}")).collect::<Vec<_>>().join(",")).as_bytes());
        assert_eq!(read.unwrap()[0].1, fields.iter().map(|field| field.trim_matches(' ')).collect::<Vec<_>>(), "it is read as it was");
    };
    check(&["a", "b c"], "a,b c");
    check(&["+60123456789", "-5"], "+60123456789,-5");
    check(&["=cmd|' /C calc'!A0"], "'=cmd|' /C calc'!A0");
    check(&["@SUM(A1)", "+1+1", "-Ab_c"], "'@SUM(A1),'+1+1,'-Ab_c");
    check(&["=HYPERLINK(\"https://x.example\",\"y\")"], "\"'=HYPERLINK(\"\"https://x.example\"\",\"\"y\"\")\"");
    check(&["\t=1", "x"], "\"'\t=1\",x");
    check(&["two\nlines", "semi;colon"], "\"two\nlines\",\"semi;colon\"");
    check(&["'=1"], "''=1");
    check(&["+", "'tis"], "'+,'tis");
}

#[test]
fn memory_is_that_of_the_longest_row() {
    let mut text = String::from("address,name\n");
    (0..20_000).for_each(|number| push_row(&mut text, [format!("m{number}@post.example").as_str(), "Mei"]));
    let mut reader = CsvReader::new(text.as_bytes()).unwrap();
    let (mut row, mut count) = (CsvRow::default(), 0_u32);
    while reader.read(&mut row).unwrap() {
        count += 1;
    }
    assert_eq!((count, row.line(), row.field(1)), (20_000, 20_001, "Mei"));
    assert!(row.text.capacity() < 256 && reader.raw.capacity() < 256, "{} {}", row.text.capacity(), reader.raw.capacity());
}
