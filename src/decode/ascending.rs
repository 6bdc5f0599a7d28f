//! Which rows to keep where times run backwards: as many as possible.
//!
//! Dropping every row that is not after the one before it would let a single time
//! far ahead cost the rest of a series.

/// Which of the times form the longest strictly ascending row; of those of equal
/// length the one of the earliest rows.
pub(super) fn longest_ascending(times: &[i64]) -> Vec<bool> {
    // Seen from the end, the sequence descends. `starts` holds, for each length, the
    // row that starts the best sequence of that length: the one with the latest time.
    let mut starts: Vec<(i64, usize)> = Vec::new();
    let mut next = vec![None; times.len()];
    for (row, &time) in times.iter().enumerate().rev() {
        let length = starts.partition_point(|&(start, _)| start > time);
        if let Some(next) = next.get_mut(row) {
            let longer = length
                .checked_sub(1)
                .and_then(|shorter| starts.get(shorter));
            *next = longer.map(|&(_, row)| row);
        }
        match starts.get_mut(length) {
            Some(start) => *start = (time, row),
            None => starts.push((time, row)),
        }
    }
    let mut kept = vec![false; times.len()];
    let mut row = starts.last().map(|&(_, row)| row);
    while let Some(at) = row {
        if let Some(kept) = kept.get_mut(at) {
            *kept = true;
        }
        row = next.get(at).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_as_many_rows_as_possible_and_the_earlier_ones() {
        for (times, kept) in [
            (vec![], vec![]),
            (vec![5], vec![true]),
            (vec![0, 60, 30, 120], vec![true, true, false, true]),
            (vec![0, 60, 60, 120], vec![true, true, false, true]),
            (vec![9, 0, 1, 2], vec![false, true, true, true]),
            (vec![3, 2, 1], vec![true, false, false]),
            (
                vec![0, 1, 2, 0, 1, 2],
                vec![true, true, true, false, false, false],
            ),
        ] {
            assert_eq!(longest_ascending(&times), kept, "{times:?}");
        }
    }

    #[test]
    fn takes_long_disorder_in_stride() {
        let backwards: Vec<i64> = (0..200_000).rev().collect();
        let kept = longest_ascending(&backwards);
        assert_eq!(kept.iter().filter(|&&kept| kept).count(), 1);
    }
}
