//! Releases as people call them: without their package, long hashes cut.

use crate::substring;

/// Hexadecimal digits that a hash is shown with.
const SHOWN_HASH: usize = 12;

/// A release in short: `ios@5.3.1-rc1+7` is `5.3.1-rc1 (7)`, `web@31804d9a5f0b5e4f53055467cd258e1c`
/// is `31804d9a5f0b`. What is neither a version of a package nor a hash stays as it is
/// (Sentry: its release parser).
pub fn release(name: &str) -> String {
    let whole = name.trim();
    let package_end = match whole.strip_prefix('@') {
        Some(rest) => rest.find('@').map(|at| at + 1),
        None => whole.find('@'),
    };
    let version = package_end.map_or(whole, |at| whole.get(at + 1..).unwrap_or_default());
    if is_hash(version) {
        return short_hash(version).to_owned();
    }
    match package_end {
        Some(1..) => version_in_words(version).unwrap_or_else(|| name.to_owned()),
        _ => name.to_owned(),
    }
}

fn is_hash(text: &str) -> bool {
    matches!(text.len(), 12 | 16 | 20 | 32 | 40 | 64)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn short_hash(hash: &str) -> &str {
    hash.get(..SHOWN_HASH).unwrap_or(hash)
}

/// One to four numbers, a pre-release, a build: `1.2.3-rc.1+20`.
fn version_in_words(version: &str) -> Option<String> {
    let (core, build) = match version.split_once('+') {
        Some((core, build)) => (core, Some(build)),
        None => (version, None),
    };
    let after_numbers = |letter: char| !letter.is_ascii_digit() && letter != '.';
    let (numbers, pre) = substring::split_at(core, core.find(after_numbers).unwrap_or(core.len()));
    let is_number = |part: &str| !part.is_empty();
    let begins_pre = |first: u8| first == b'-' || first.is_ascii_lowercase();
    let is_version = numbers.split('.').all(is_number)
        && numbers.split('.').count() <= 4
        && pre.bytes().next().is_none_or(begins_pre)
        && (pre.is_empty() || pre == "-" || are_identifiers(pre))
        && build.is_none_or(are_identifiers);
    if !is_version {
        return None;
    }
    let pre = pre.strip_prefix('-').unwrap_or(pre);
    let dash = if pre.is_empty() { "" } else { "-" };
    let build = build.map(|build| match is_hash(build) {
        true => short_hash(build),
        false => build,
    });
    let build = build.map_or_else(String::new, |build| format!(" ({build})"));
    Some(format!("{numbers}{dash}{pre}{build}"))
}

fn are_identifiers(text: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.split('.')
        .all(|part| !part.is_empty() && part.bytes().all(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_releases() {
        for (name, short) in [
            ("frontend@31804d9a5f0b5e4f53055467cd258e1c", "31804d9a5f0b"),
            ("31804d9a5f0b5e4f53055467cd258e1c31804d9a", "31804d9a5f0b"),
            ("android@5.3.1", "5.3.1"),
            ("ios@5.3.1-rc1", "5.3.1-rc1"),
            ("ios@5.3.1-rc.1+7.2", "5.3.1-rc.1 (7.2)"),
            ("@scope/web@1.2.3.4", "1.2.3.4"),
            ("app@2.0a1", "2.0-a1"),
            (
                "app@1.0+31804d9a5f0b5e4f53055467cd258e1c",
                "1.0 (31804d9a5f0b)",
            ),
            ("app@7", "7"),
            ("v0.0.2", "v0.0.2"),
            ("1.2.3", "1.2.3"),
            ("app@1.2.3.4.5", "app@1.2.3.4.5"),
            ("app@1..2", "app@1..2"),
            ("app@next", "app@next"),
            ("me@example.com", "me@example.com"),
            ("app@1.0 beta", "app@1.0 beta"),
            ("app@", "app@"),
            ("@", "@"),
            ("@1.0", "@1.0"),
            ("", ""),
            ("größe@1.0", "1.0"),
        ] {
            assert_eq!(release(name), short, "{name}");
        }
    }
}
