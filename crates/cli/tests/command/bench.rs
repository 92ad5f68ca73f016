//! What every test needs: a scratch folder with a copy of the fixture site and stand-in assets, and the command.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A scratch folder.
pub(crate) struct Bench {
    folder: TempDir,
}

/// The fixture's folder.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site")
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bench = Self { folder };
        for entry in fs::read_dir(fixture()).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, bench.at(path.file_name().unwrap().to_str().unwrap())).unwrap();
        }
        fs::create_dir(bench.at("web")).unwrap();
        fs::write(bench.at("web/countersign.js"), "(()=>{const t=__CS_TABLES__;t.k})();").unwrap();
        fs::write(bench.at("web/countersign.parts.js"), "(()=>{const t=__CS_TABLES__,p=__CS_PARTS__;t.k})();").unwrap();
        fs::write(bench.at("web/scan.js"), "(()=>{const t=__CS_SCAN__})();").unwrap();
        fs::write(bench.at("web/gate.js"), "const t=__CS_GATE__;export{t as t};").unwrap();
        for family in ["google", "uet", "clarity", "meta", "tiktok", "matomo", "sensors"] {
            fs::write(bench.at(&format!("web/calls.{family}.js")), format!("(\"{family}\",__CS_CALLS__)")).unwrap();
        }
        fs::write(bench.at("web/renew.js"), "(()=>\"renew\",__CS_RENEW__)()").unwrap();
        fs::write(bench.at("web/auto.js"), "(()=>__CS_AUTO__)()").unwrap();
        fs::write(bench.at("web/first.js"), "(()=>()=>{})()").unwrap();
        fs::write(bench.at("web/wechat.js"), "(()=>__CS_WECHAT__)()").unwrap();
        fs::write(bench.at("web/channels.js"), "(()=>{})()").unwrap();
        fs::write(bench.at("web/widget.js"), "export default 1").unwrap();
        fs::write(bench.at("web/widget.wasm"), b"\0asm").unwrap();
        fs::write(bench.at("web/widget.fallback.js"), "export default 3").unwrap();
        fs::write(bench.at("web/receipts.js"), "export default 2").unwrap();
        fs::write(bench.at("web/receipts.wasm"), b"\0asm").unwrap();
        fs::write(bench.at("web/receipts.fallback.js"), "export default 4").unwrap();
        fs::write(bench.at("web/send.js"), "export const put = 1").unwrap();
        fs::write(bench.at("web/desk.js"), "export const serve = 1").unwrap();
        fs::create_dir(bench.at("web/verify")).unwrap();
        for name in ["index.html", "style.css", "verify.js", "verify.wasm", "verify.fallback.js"] {
            fs::write(bench.at(&format!("web/verify/{name}")), name).unwrap();
        }
        bench
    }

    /// A path in the folder.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_countersign")).args(arguments).current_dir(self.folder.path()).output().unwrap()
    }

    /// Runs the command, which must succeed.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the command, which must fail with code 1, and gives what it says.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Every file below a folder, by path.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(&self.at(folder), "", &mut found);
        found
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
}
