//! FNV-1a: a hash that is the same on every machine and in every version, unlike `std`'s.

/// The hash of all `bytes`.
fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The hash of a list of texts, which no other list has but by chance: no text holds the byte
/// that ends each.
pub fn fnv1a_of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    fnv1a(
        texts
            .into_iter()
            .flat_map(|text| text.bytes().chain([0xff])),
    )
}
