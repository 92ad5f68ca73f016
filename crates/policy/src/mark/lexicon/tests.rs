use super::{Lexicon, LexiconError};

#[test]
fn the_shipped_files_are_whole() {
    assert!(Lexicon::shipped().is_ok());
    assert!(matches!(Lexicon::parse(&["[[term]]\ncategory = \"shoe_size\"\nwords = []"]), Err(LexiconError::Category(_))));
    let foreign = "[[term]]\ncategory = \"health\"\nlists = [\"x\"]\nwords = []";
    assert!(matches!(Lexicon::parse(&[foreign]), Err(LexiconError::List(_))));
    assert!(matches!(Lexicon::parse(&["deny = 1"]), Err(LexiconError::Shape(_))));
    assert!(matches!(Lexicon::parse(&["spellings = [\"a\"]"]), Err(LexiconError::Shape(_))));
}
