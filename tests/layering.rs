//! Reads the sources and fails on an import that runs against the flow of data.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules in the order of the flow. A module may import itself and what stands before it.
const FLOW: &[&[&str]] = &[
    &["raster"],
    &["error", "convert"],
    &["sorted"],
    &["json", "time", "store", "words", "sentry"],
    &["series", "decision"],
    &["config"],
    &["metrics", "indexer", "inspector"],
    &["request"],
    &["decode"],
    &["groups"],
    &["split"],
    &["compare"],
    &["inquiry"],
    &["cache"],
    &["format", "palette"],
    &["scale", "theme"],
    &["frame"],
    &["layout"],
    &["scene"],
    &["hit"],
    &["interaction"],
    &["paint"],
    &["state"],
    &["web"],
];

/// Imported by nobody before the edge, and themselves importing the vocabulary alone.
const BESIDE_THE_FLOW: &[&str] = &["metrics", "indexer"];

const BROWSER_CRATES: &[&str] = &[
    "gloo_net",
    "idb",
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
