//! The minifier takes out only what no rule needs.

#[path = "../build/minify.rs"]
mod minify;

use minify::minify;

fn check(css: &str, expected: &str) {
    assert_eq!(minify(css), expected);
}

#[test]
fn only_spare_space_goes() {
    check("/* a */ a  b > c:hover,\n d { color : red ; margin: 0 auto; }\n", "a b > c:hover,d{color :red;margin:0 auto}");
    check("a { width: calc((100% - 16px) / 3) }", "a{width:calc((100% - 16px) / 3)}");
    check("a :focus-visible { content: \"; } /* x */ \\\" \" }", "a :focus-visible{content:\"; } /* x */ \\\" \"}");
    check("@media (min-width: 40em) { a { b: c } }", "@media (min-width:40em){a{b:c}}");
    check("a/**/b { }", "a b{}");
    check("", "");
}
