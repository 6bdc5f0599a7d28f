//! Reads the sources and fails on an import that runs against the flow of data.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules in the order of the flow. A module may import itself and what stands before it.
const FLOW: &[&[&str]] = &[
    &["raster"],
    &["error", "convert", "fnv"],
    &["sorted", "substring"],
    &[
        "json",
        "time",
        "store",
        "messages",
        "sentry",
        "event_details",
    ],
    &["series", "decision"],
    &["config"],
    &["metrics", "indexer", "inspector"],
    &["request"],
    &["decode"],
    &["run"],
    &["cache"],
    &["format", "palette"],
    &["scale", "theme"],
    &["frame"],
    &["layout"],
    &["scene"],
    &["hit"],
    &["interaction"],
    &["paint"],
    &["chart"],
    &["state"],
    &["web"],
];

/// The same inside `run`: its table, its pure steps, and what they come to.
const RUN: &[&str] = &[
    "facts",
    "answers",
    "groups",
    "events_query",
    "split",
    "compare",
    "sparkline",
    "evaluate",
    "query_run",
];

/// The same inside `web`: what a browser gives, what is asked and kept, and only then widgets.
const WEB: &[&str] = &[
    "panic",
    "js_error",
    "js_value",
    "late",
    "handles",
    "browser",
    "host",
    "recorder",
    "net",
    "storage",
    "metrics",
    "canvas",
    "page",
    "view",
    "default_shape",
    "documents",
    "widget",
    "registry",
    "api",
];

/// Imported by nobody before the edge, and themselves importing the vocabulary alone.
const BESIDE_THE_FLOW: &[&str] = &["metrics", "indexer"];

const BROWSER_CRATES: &[&str] = &[
    "gloo_net",
    "js_sys",
    "plotters_canvas",
    "serde_wasm_bindgen",
    "wasm_bindgen",
    "web_sys",
];

fn level(module: &str) -> Option<usize> {
    FLOW.iter().position(|stage| stage.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn module_of(path: &Path, src: &Path) -> String {
    let first = path.strip_prefix(src).unwrap().components().next().unwrap();
    first
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

/// Names right after `crate::` in code; comments are left out.
fn imports(source: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            names.extend(group.split(',').map(first_name));
        } else {
            names.push(first_name(rest));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn first_name(text: &str) -> String {
    text.trim()
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

fn violations(module: &str, source: &str) -> Vec<String> {
    let Some(own) = level(module) else {
        return vec![format!("`{module}` has no place in the flow")];
    };
    let mut found = Vec::new();
    for import in imports(source) {
        match level(&import) {
            Some(other) if other > own => found.push(format!("`{module}` imports `{import}`")),
            Some(other) if other == own && import != module => {
                found.push(format!("`{module}` imports its neighbour `{import}`"));
            }
            Some(_)
                if BESIDE_THE_FLOW.contains(&import.as_str())
                    && !matches!(module, "state" | "web")
                    && import != module =>
            {
                found.push(format!(
                    "`{module}` imports `{import}`, which stands beside the flow"
                ));
            }
            _ => {}
        }
    }
    if module != "web" {
        for name in BROWSER_CRATES {
            if source.lines().any(|line| {
                !line.trim_start().starts_with("//") && line.contains(&format!("{name}::"))
            }) {
                found.push(format!("`{module}` sees the browser through `{name}`"));
            }
        }
    }
    found
}

#[test]
fn imports_follow_the_flow() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 5, "the sources were not found");
    let mut found = Vec::new();
    for path in files {
        let module = module_of(&path, &src);
        if module == "lib" {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        for violation in violations(&module, &source) {
            found.push(format!(
                "{}: {violation}",
                path.strip_prefix(&src).unwrap().display()
            ));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Names right after `super::` in the files of `run` itself, and after `crate::run::` in all.
fn run_violations(module: &str, is_nested: bool, source: &str) -> Vec<String> {
    let outer = if is_nested { "crate::run::" } else { "super::" };
    let own = RUN.iter().position(|step| *step == module);
    let code = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let code = code
        .collect::<Vec<_>>()
        .join("\n")
        .replace(outer, "crate::");
    let mut found = imports(&code);
    // What they are called outside.
    found.retain(|name| RUN.contains(&name.as_str()));
    found.retain(|name| RUN.iter().position(|step| step == name) > own);
    found
}

#[test]
fn steps_of_a_run_know_nothing_of_what_comes_after_them() {
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/run");
    let mut files = Vec::new();
    sources(&run, &mut files);
    for path in files {
        let module = module_of(&path, &run);
        if matches!(module.as_str(), "mod" | "tests" | "property_tests")
            || path.ends_with("tests.rs")
        {
            continue;
        }
        assert!(
            RUN.contains(&module.as_str()),
            "`{module}` has no place in a run"
        );
        let is_nested = path.parent() != Some(&run);
        let found = run_violations(&module, is_nested, &fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
    assert_eq!(
        run_violations("groups", true, "use crate::run::split::x;"),
        ["split"]
    );
    assert_eq!(
        run_violations("answers", false, "use super::groups::Group;"),
        ["groups"]
    );
    assert!(run_violations("compare", true, "use crate::run::split::infer;").is_empty());
}

/// Rooms of `web` that a room of it imports though they come after it.
fn web_violations(room: &str, source: &str) -> Vec<String> {
    let own = WEB.iter().position(|it| *it == room);
    let mut found = imports(&source.replace("crate::", "").replace("web::", "crate::"));
    found.retain(|name| WEB.iter().position(|it| it == name) > own);
    found
}

#[test]
fn rooms_of_the_edge_know_nothing_of_what_comes_after_them() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let mut files = Vec::new();
    sources(&web, &mut files);
    for path in files {
        let room = module_of(&path, &web);
        if room == "mod" {
            continue;
        }
        assert!(
            WEB.contains(&room.as_str()),
            "`{room}` has no place in the edge"
        );
        let found = web_violations(&room, &fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
    assert_eq!(
        web_violations("net", "use crate::web::widget::Widget;"),
        ["widget"]
    );
    assert_eq!(
        web_violations("browser", "use crate::web::{net::url, view::View};"),
        ["net", "view"]
    );
    assert!(web_violations("view", "use crate::web::canvas::Layers;").is_empty());
}

#[test]
fn an_arrow_that_runs_back_is_caught() {
    assert!(!violations("decode", "use crate::scene::Scene;").is_empty());
    assert!(!violations("time", "use crate::json::Json;").is_empty());
    assert!(!violations("frame", "use crate::{error::Error, paint::Painter};").is_empty());
    assert!(!violations("scene", "let x = crate::state::step();").is_empty());
    assert!(!violations("decode", "use web_sys::Window;").is_empty());
    assert!(!violations("decode", "use crate::metrics::Metrics;").is_empty());
    assert!(!violations("unheard_of", "").is_empty());
}

#[test]
fn an_arrow_along_the_flow_passes() {
    assert_eq!(
        violations("scene", "use crate::layout::Layout; // crate::web::dom"),
        Vec::<String>::new()
    );
    assert_eq!(
        violations("web", "use web_sys::Window; use crate::state::State;"),
        Vec::<String>::new()
    );
}
