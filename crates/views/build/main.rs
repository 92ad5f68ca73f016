//! Minifies the style sheets in `css/` into `OUT_DIR` before the crate is compiled.
//!
//! Enters: hand-written CSS. Leaves: the same rules without comments and spare white space. Absent: any rewriting of values or selectors.

mod minify;

use std::{env, fs, io, path::Path};

#[expect(clippy::print_stdout, reason = "a build script talks to cargo on standard output")]
fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=css");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is set by cargo; build this crate with cargo"))?;
    for entry in fs::read_dir("css")? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::write(Path::new(&out).join(name), minify::minify(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}
