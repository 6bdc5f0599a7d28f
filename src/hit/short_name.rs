//! Long names where room is scarce: cut in the middle, so that different names stay different.

/// The name in at most `longest` characters. Both ends stay; where `others` have the same ends,
/// so do the first and the last place in which the name differs from one of them.
pub fn short_name<'a>(name: &str, longest: usize, others: impl Iterator<Item = &'a str>) -> String {
    if name.char_indices().nth(longest).is_none() {
        return name.to_owned();
    }
    let chars: Vec<char> = name.chars().collect();
    let kept = longest.saturating_sub(1);
    let (head, tail) = (kept - kept / 3, kept / 3);
    let (start, end) = (
        text(&chars, 0, head),
        text(&chars, chars.len() - tail, tail),
    );
    // Same ends: what is shown of them is the same.
    let alike =
        others.filter(|other| *other != name && other.starts_with(&start) && other.ends_with(&end));
    let (mut first, mut last) = (usize::MAX, 0);
    for other in alike {
        let same = chars.iter().zip(other.chars());
        let at = same.take_while(|(one, other)| **one == *other).count();
        (first, last) = (first.min(at), last.max(at));
    }
    if first == usize::MAX {
        return format!("{start}…{end}");
    }
    // A quarter for each end; the places that differ have what is left, each begun a little
    // before it.
    let side = longest / 4;
    let before = 2;
    let room = longest.saturating_sub(2 * side + 3);
    let wide = if first == last { room } else { room / 2 };
    let mut parts = vec![(0, side)];
    for at in [first, last] {
        parts.push((at.saturating_sub(before), wide));
    }
    parts.push((chars.len() - side, side));
    joined(&chars, &parts)
}

fn text(chars: &[char], from: usize, count: usize) -> String {
    chars.iter().skip(from).take(count).collect()
}

/// Stretches (first character and length) from left to right; what is left out between them is `…`.
fn joined(chars: &[char], parts: &[(usize, usize)]) -> String {
    let mut shown = String::new();
    let mut end = 0;
    for &(from, count) in parts {
        let until = from.saturating_add(count);
        if until <= end {
            continue;
        }
        if from > end {
            shown.push('…');
        }
        let from = from.max(end);
        shown.extend(chars.iter().skip(from).take(until - from));
        end = until.min(chars.len());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(names: &[&str], longest: usize) -> Vec<String> {
        names
            .iter()
            .map(|name| short_name(name, longest, names.iter().copied()))
            .collect()
    }

    #[test]
    fn the_middle_is_left_out() {
        assert_eq!(all(&["short"], 20), ["short"]);
        assert_eq!(
            all(&["GET /api/0/organizations/acme/events-stats/"], 20),
            ["GET /api/0/or…stats/"]
        );
        assert_eq!(all(&["é".repeat(20).as_str()], 20), ["é".repeat(20)]);
    }

    #[test]
    fn different_names_stay_different() {
        let url = |tenant: &str, action: &str| {
            format!(
                "GET /api/0/organizations/that/is/long/{tenant}/and/its/projects/{action}/events/of/the/page/"
            )
        };
        let mut names = Vec::new();
        for tenant in ["acme", "emca", "umbrella"] {
            for action in ["list", "last", "show"] {
                names.push(url(tenant, action));
            }
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let shown = all(&names, 40);
        for (index, one) in shown.iter().enumerate() {
            assert!(one.chars().count() <= 40, "{one}");
            assert!(
                !shown.iter().skip(index + 1).any(|other| other == one),
                "{one}"
            );
            assert!(
                one.starts_with("GET /api") && one.ends_with("the/page/"),
                "{one}"
            );
        }
    }

    #[test]
    fn ends_that_meet_what_differs_are_not_said_twice() {
        let names = [
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaXbbbb",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaYbbbb",
        ];
        for (name, shown) in names.iter().zip(all(&names, 16)) {
            let differing = if name.contains('X') { "X" } else { "Y" };
            assert_eq!(shown.matches(differing).count(), 1, "{shown}");
        }
    }
}
