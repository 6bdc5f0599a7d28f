//! The edges of a shape within one column of pixels, as few straight pieces.

/// Samples in a column of device pixels.
pub(super) const SAMPLES_PER_COLUMN: usize = 4;
/// An edge that strays less than this from a straight line is one: in pixels across, or
/// down if the edge is level.
const STRAIGHT: f32 = 1.0 / 20.0;

/// What a column holds: parts between two edges, from left to right.
pub(super) enum ColumnEdges {
    Nothing,
    /// By far the most frequent.
    Whole(Part),
    /// Where a shape begins or ends.
    Pieces([Part; SAMPLES_PER_COLUMN], usize),
}

/// A part of a column: an upper and a lower edge that bend at borders between samples.
#[derive(Clone, Copy, Default)]
pub(super) struct Part {
    /// Heights of the upper edge; past the used ones, heights that the edge has anyway.
    pub(super) top: Borders,
    /// Heights of the lower edge, likewise.
    pub(super) bottom: Borders,
    /// Number of pieces between two borders each.
    pieces: usize,
    /// Samples in a piece.
    pub(super) samples: i32,
}

impl Part {
    /// The borders in use of one of the part's edges.
    #[inline(always)]
    pub(super) fn used<'e>(&self, edge: &'e Borders) -> &'e [f32] {
        edge.get(..self.pieces + 1).unwrap_or_default()
    }

    /// Leaves out the other borders, which lie on the way.
    #[inline(always)]
    fn keep_borders(&mut self, kept: [usize; 3], pieces: usize) {
        for (border, from) in kept.into_iter().enumerate() {
            self.top[border] = self.top[from];
            self.bottom[border] = self.bottom[from];
        }
        self.pieces = pieces;
        self.samples = (SAMPLES_PER_COLUMN / pieces) as i32;
    }

    /// Both edges run straight through the whole column.
    #[inline(always)]
    pub(super) fn is_straight(&self) -> bool {
        self.pieces == 1 && self.samples == SAMPLES_PER_COLUMN as i32
    }
}

/// Samples of a column with one neighbor on either side.
pub(super) type Samples = [f32; SAMPLES_PER_COLUMN + 2];
/// Edge at the borders of the samples of a column.
pub(super) type Borders = [f32; SAMPLES_PER_COLUMN + 1];

impl ColumnEdges {
    #[inline(always)]
    pub(super) fn parts(&self) -> &[Part] {
        match self {
            ColumnEdges::Nothing => &[],
            ColumnEdges::Whole(part) => std::slice::from_ref(part),
            ColumnEdges::Pieces(parts, count) => parts.get(..*count).unwrap_or_default(),
        }
    }

    #[inline]
    pub(super) fn new(top: &Samples, bottom: &Samples) -> Self {
        let mut covered = 0;
        for sample in 0..top.len() {
            covered += usize::from(bottom[sample] > top[sample]);
        }
        if covered == 0 {
            return Self::Nothing;
        }
        if covered < top.len() {
            return Self::partial(top, bottom);
        }
        let mut part = Part {
            top: borders(top),
            bottom: borders(bottom),
            pieces: SAMPLES_PER_COLUMN,
            samples: 1,
        };
        let bends = Bends::of(&part.top).or(Bends::of(&part.bottom));
        if !bends.anywhere {
            part.keep_borders([0, SAMPLES_PER_COLUMN, SAMPLES_PER_COLUMN], 1);
        } else if !bends.off_middle {
            part.keep_borders([0, SAMPLES_PER_COLUMN / 2, SAMPLES_PER_COLUMN], 2);
        }
        Self::Whole(part)
    }

    /// Where a shape begins or ends, samples that are not covered shape no border.
    #[cold]
    fn partial(top: &Samples, bottom: &Samples) -> Self {
        let (mut parts, mut count) = ([Part::default(); SAMPLES_PER_COLUMN], 0);
        let covered = |sample: usize| bottom[sample] > top[sample];
        for here in (1..=SAMPLES_PER_COLUMN).filter(|&here| covered(here)) {
            let sides = [here - 1, here + 1].map(|side| if covered(side) { side } else { here });
            let mut part = Part {
                top: [top[here]; SAMPLES_PER_COLUMN + 1],
                bottom: [bottom[here]; SAMPLES_PER_COLUMN + 1],
                pieces: 1,
                samples: 1,
            };
            for (border, side) in sides.into_iter().enumerate() {
                part.top[border] = (top[side] + top[here]) * 0.5;
                part.bottom[border] = (bottom[side] + bottom[here]) * 0.5;
            }
            parts[count] = part;
            count += 1;
        }
        Self::Pieces(parts, count)
    }
}

#[inline(always)]
fn borders(samples: &Samples) -> Borders {
    std::array::from_fn(|border| (samples[border] + samples[border + 1]) * 0.5)
}

/// Where the edge of a column bends so much that it shows.
#[derive(Clone, Copy)]
struct Bends {
    anywhere: bool,
    /// It takes more than one bend in the middle.
    off_middle: bool,
}

impl Bends {
    #[inline(always)]
    fn of(&[a, b, c, d, e]: &Borders) -> Self {
        let tolerance = STRAIGHT * (1.0 + (e - a).abs());
        let strays =
            |from: f32, between: f32, to: f32| (between - (from + to) * 0.5).abs() > tolerance;
        let off_middle = strays(a, b, c) | strays(c, d, e);
        Self {
            anywhere: off_middle | strays(a, c, e),
            off_middle,
        }
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self {
            anywhere: self.anywhere | other.anywhere,
            off_middle: self.off_middle | other.off_middle,
        }
    }
}
