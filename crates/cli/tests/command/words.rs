//! The words of a site that push are told with place and remedy; those of the product that stand outside the message files push nobody.

use std::fs;

use countersign_policy::pushing;
use countersign_views::{ReceiptWord, Tongue};

use crate::bench::Bench;

#[test]
fn what_receipts_say_pushes_nobody() {
    for tongue in Tongue::ALL {
        for word in ReceiptWord::ALL {
            assert_eq!(pushing(tongue.tag(), word.say(tongue)), None, "{word:?} {}", tongue.tag());
        }
    }
}

#[test]
fn words_of_a_site_that_push_are_told_with_place_and_remedy() {
    let bench = Bench::new();
    let text = fs::read_to_string(bench.at("site.toml")).unwrap();
    fs::write(bench.at("site.toml"), text.replace("Count visits.", "Please allow us to count visits!")).unwrap();
    let said = bench.fails(&["check", "site.toml", "--deny", "warnings"]);
    assert!(said.contains("warning[CS-B080]: in `description`, “Please allow” begs\n"), "{said}");
    assert!(said.contains("  help: state the choice and ask for no answer\n"), "{said}");
    // A warning stops no build, and is told by it too.
    let output = bench.run(&["build", "site.toml", "--assets", "web"]);
    assert!(output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("CS-B080"));
}
