//! Builds the scripts of the page: TypeScript in, minified JavaScript out.
//!
//! Each script still holds the free names that `countersign build` replaces by a site's tables and parts.
//! Enters: one folder of `src/` for each script. Leaves: `target/web/*.js`.

use super::stamp::Stamp;
use crate::{project::Project, run};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Has V8 compile every function with the script, on a thread of its own, and not one by one as they are called. Other engines read a comment.
pub(super) const COMPILED_AT_ONCE: [&str; 2] = ["--format", "preamble=\"//# allFunctionsCalledOnLoad\""];

/// What a script is within the page.
enum Form {
    /// A classic script of its own.
    Classic,
    /// A module of its own.
    Module,
    /// An expression inside the loader: the default export of its entry.
    Part,
}

/// One script.
struct Script {
    step: &'static str,
    /// Its folder of `src/`.
    folder: &'static str,
    /// Its entry in that folder.
    entry: &'static str,
    output: &'static str,
    form: Form,
    /// Names that stay free, each used exactly once.
    names: &'static [&'static str],
    /// A file that takes the place of another: what it is called in imports, and its path.
    instead: Option<(&'static str, &'static str)>,
}

/// Every script of the page but the widget's.
const SCRIPTS: [Script; 18] = [
    Script {
        step: "loader",
        folder: "loader",
        entry: "main.ts",
        output: "countersign.js",
        form: Form::Classic,
        names: &["__CS_TABLES__"],
        // Most sites have no parts, and their visitors should not carry what starts them.
        instead: Some(("parts", "src/loader/no-parts.ts")),
    },
    Script {
        step: "loader with parts",
        folder: "loader",
        entry: "main.ts",
        output: "countersign.parts.js",
        form: Form::Classic,
        names: &["__CS_TABLES__", "__CS_PARTS__"],
        instead: Some(("parts", "src/loader/parts.ts")),
    },
    Script {
        step: "gate's module",
        folder: "gate",
        entry: "main.ts",
        output: "gate.js",
        form: Form::Module,
        names: &["__CS_GATE__"],
        instead: None,
    },
    Script {
        step: "element of channels",
        folder: "channels",
        entry: "main.ts",
        output: "channels.js",
        form: Form::Classic,
        names: &[],
        instead: None,
    },
    Script { step: "sender", folder: "send", entry: "main.ts", output: "send.js", form: Form::Module, names: &[], instead: None },
    Script { step: "desk", folder: "desk", entry: "main.ts", output: "desk.js", form: Form::Module, names: &[], instead: None },
    Script {
        step: "scan",
        folder: "scan",
        entry: "main.ts",
        output: "scan.js",
        form: Form::Classic,
        names: &["__CS_SCAN__"],
        instead: None,
    },
    Script {
        step: "automatic mode",
        folder: "auto",
        entry: "main.ts",
        output: "auto.js",
        form: Form::Part,
        names: &["__CS_AUTO__"],
        instead: None,
    },
    Script {
        step: "renewal",
        folder: "renew",
        entry: "main.ts",
        output: "renew.js",
        form: Form::Part,
        names: &["__CS_RENEW__"],
        instead: None,
    },
    Script { step: "first dialog", folder: "first", entry: "main.ts", output: "first.js", form: Form::Part, names: &[], instead: None },
    Script {
        step: "mini programs",
        folder: "wechat",
        entry: "main.ts",
        output: "wechat.js",
        form: Form::Part,
        names: &["__CS_WECHAT__"],
        instead: None,
    },
    calls("calls of Google", "google.ts", "calls.google.js"),
    calls("calls of UET", "uet.ts", "calls.uet.js"),
    calls("calls of Clarity", "clarity.ts", "calls.clarity.js"),
    calls("calls of Meta", "meta.ts", "calls.meta.js"),
    calls("calls of TikTok", "tiktok.ts", "calls.tiktok.js"),
    calls("calls of Matomo", "matomo.ts", "calls.matomo.js"),
    calls("calls of Sensors Data", "sensors.ts", "calls.sensors.js"),
];

/// The consent calls of one family of vendors: a part, of which a site carries those in use only.
const fn calls(step: &'static str, entry: &'static str, output: &'static str) -> Script {
    Script { step, folder: "calls", entry, output, form: Form::Part, names: &["__CS_CALLS__"], instead: None }
}

/// Where the scripts lie once they are built.
pub(super) fn outputs(assets: &Path) -> impl Iterator<Item = PathBuf> {
    SCRIPTS.iter().map(|script| assets.join(script.output))
}

/// Checks the types, then bundles and minifies each script.
pub(super) fn build(project: &Project, chain: &Stamp) -> Result<()> {
    let mut types = chain.step("types");
    types.folder(&project.at("src"))?;
    types.file(&project.at("tsconfig.json"))?;
    types.file(&project.at("package-lock.json"))?;
    types.unless_fresh(project, &[], || run::check(run::node_tool(project, "typescript/bin/tsc").arg("--noEmit")))?;
    for script in &SCRIPTS {
        one(project, chain, script)?;
    }
    Ok(())
}

fn one(project: &Project, chain: &Stamp, script: &Script) -> Result<()> {
    let output = super::assets(project).join(script.output);
    let mut inputs = chain.step(script.step);
    for folder in ["loader", "ports", script.folder] {
        inputs.folder(&project.at("src").join(folder))?;
    }
    inputs.file(&project.at("package-lock.json"))?;
    inputs.unless_fresh(project, std::slice::from_ref(&output), || {
        bundle(project, script, &output)?;
        squeeze(project, script, &output)?;
        let mut text = fs::read_to_string(&output).with_context(|| format!("{} cannot be read", output.display()))?;
        if matches!(script.form, Form::Part) {
            text = expression(&text).with_context(|| format!("src/{}/{} needs one default export", script.folder, script.entry))?;
            fs::write(&output, &text).with_context(|| format!("{} cannot be written", output.display()))?;
        }
        for name in script.names {
            match text.matches(name).count() {
                1 => {}
                found => bail!("{} names {name} {found} times: src/{} has to use it exactly once", script.output, script.folder),
            }
        }
        Ok(())
    })
}

fn bundle(project: &Project, script: &Script, output: &Path) -> Result<()> {
    let mut bundle = run::node_tool(project, "esbuild/bin/esbuild");
    bundle.arg(project.at("src").join(script.folder).join(script.entry)).arg(format!("--outfile={}", output.display()));
    bundle.args(["--bundle", "--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    bundle.args(match script.form {
        // No `"use strict"`, which nothing here needs.
        Form::Classic => &["--format=iife", "--target=es2019", "--tsconfig-raw={}"][..],
        Form::Module => &["--format=esm", "--target=es2019"],
        Form::Part => &["--format=esm", "--target=es2019"],
    });
    if let Some((name, path)) = script.instead {
        bundle.arg(format!("--alias:{name}={}", project.at(path).display()));
    }
    run::check(&mut bundle)
}

/// Takes another percent off: functions that are used once go where they are used.
///
/// Parts put their own functions in the place of the page's, so that theirs keep their kind and every read stays.
fn squeeze(project: &Project, script: &Script, output: &Path) -> Result<()> {
    let mut terser = run::node_tool(project, "terser/bin/terser");
    terser.arg(output).arg("--output").arg(output).args(["--ecma", "2019", "--toplevel", "--mangle", "--compress"]);
    terser.args(match script.form {
        Form::Part => &["passes=3,hoist_funs=true", "--module"][..],
        Form::Classic => &["passes=3,hoist_funs=true,unsafe_arrows=true,pure_getters=true,comparisons=false"],
        Form::Module => &["passes=3,unsafe_arrows=true,pure_getters=true", "--module"],
    });
    if script.folder == "loader" {
        // On a return visit this takes about a third of the script time off the main thread.
        terser.args(COMPILED_AT_ONCE);
    }
    run::check(&mut terser)
}

/// A module with a default export and no import as an expression of that export's value.
fn expression(module: &str) -> Option<String> {
    let (body, export) = module.trim_end().rsplit_once("export{")?;
    let name = export.strip_suffix(" as default};")?;
    Some(format!("(()=>{{{body}return {name}}})()"))
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn modules_become_expressions() {
        for (module, expected) in [
            ("var a=1;function b(){return a}export{b as default};\n", Some("(()=>{var a=1;function b(){return a}return b})()")),
            ("var a=1;", None),
            ("var a=1;export{a};", None),
            ("var a=1,b=2;export{a as default,b};", None),
        ] {
            assert_eq!(expression(module).as_deref(), expected, "{module}");
        }
    }
}
