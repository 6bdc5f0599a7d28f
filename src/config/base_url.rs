//! What a base address may say.

use crate::error::Error;

/// The address as it is. One with user and password is refused, and not repeated: it would end
/// up in errors, in keys of what is kept, and in every address that is shown.
pub(super) fn base_url<'a>(key: &str, text: &'a str) -> Result<&'a str, Error> {
    match holds_credentials(text) {
        false => Ok(text),
        true => Err(Error::config(
            key,
            "a URL without user name and password",
            "a URL with credentials",
        )),
    }
}

/// As browsers read it: they pass over blanks before it, tabs and line ends, and take a
/// backslash for a slash.
fn holds_credentials(text: &str) -> bool {
    enum At {
        Scheme,
        Slashes,
        Authority,
    }
    let (mut at, mut letters, mut slashes) = (At::Scheme, 0, 0);
    for byte in text.bytes() {
        if matches!(byte, b'\t' | b'\n' | b'\r') || (byte <= b' ' && letters + slashes == 0) {
            continue;
        }
        let is_slash = matches!(byte, b'/' | b'\\');
        match at {
            At::Scheme if is_slash && letters == 0 => (at, slashes) = (At::Slashes, 1),
            // After a scheme, an authority follows whatever number of slashes.
            At::Scheme if byte == b':' && letters > 0 => (at, slashes) = (At::Slashes, 2),
            At::Scheme if byte.is_ascii_alphanumeric() || b"+-.".contains(&byte) => letters += 1,
            At::Slashes if is_slash => slashes += 1,
            At::Slashes if slashes > 1 && byte != b'@' => at = At::Authority,
            At::Authority if !is_slash && !b"?#@".contains(&byte) => {}
            At::Slashes | At::Authority => return byte == b'@' && slashes > 1,
            At::Scheme => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_password_are_refused_however_they_are_written() {
        for text in [
            "https://ann:secret@sentry.example/",
            "https://secret@sentry.example",
            "https://@sentry.example",
            " https://ann:secret@sentry.example/base",
            "ht\ntps://an\tn:secret@sentry.example",
            "//ann:secret@sentry.example",
            "\\\\ann:secret@sentry.example",
            "/\\ann:secret@sentry.example",
            "https:ann:secret@sentry.example",
            "https:/ann:secret@sentry.example",
            "https:\\\\ann:secret@sentry.example",
            "HTTPS://ann:se@cret@sentry.example",
            "https://ann:secret@[",
        ] {
            let error = base_url("base-url", text).expect_err(text);
            assert_eq!(error.code(), "config");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn an_at_sign_elsewhere_is_none() {
        for text in [
            "/",
            "",
            "/@ann/api",
            "@ann",
            "api/@ann",
            "https://sentry.example/@ann",
            "https://sentry.example?user=a@b.c",
            "https://sentry.example#a@b",
            "//sentry.example/a@b",
            "../a@b",
        ] {
            assert_eq!(base_url("base-url", text).ok(), Some(text));
        }
    }
}
