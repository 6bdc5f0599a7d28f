//! The kinds of values an answer holds, and the one unit each kind is kept in.

/// What a value means. Durations are kept in milliseconds and sizes in bytes, so
/// that series whose answers use different units can share an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// Whole numbers: counts.
    Integer,
    /// Any number; also what an unknown type means.
    #[default]
    Number,
    /// A fraction: 0.5 is 50 %.
    Percentage,
    /// A fraction with a sign: 0.5 is +50 %.
    PercentChange,
    /// Milliseconds.
    Duration,
    /// Bytes.
    Size(SizeBase),
    /// Events a span of time.
    Rate(RatePer),
    /// A score, without decimals.
    Score,
    /// US dollars.
    Currency,
    /// 0 or 1.
    Boolean,
    /// Epoch seconds.
    Date,
    /// Text, which has no place on an axis.
    Text,
    /// Nothing.
    Null,
}

/// Which prefixes a size is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SizeBase {
    /// Powers of 1024: KiB, MiB.
    Binary,
    /// Powers of 1000: kB, MB.
    Decimal,
}

/// The span a rate is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RatePer {
    /// `/s`
    Second,
    /// `/min`
    Minute,
    /// `/hr`
    Hour,
}

impl RatePer {
    /// Length in seconds.
    pub fn secs(self) -> f64 {
        match self {
            RatePer::Second => 1.0,
            RatePer::Minute => 60.0,
            RatePer::Hour => 3600.0,
        }
    }
}

impl Unit {
    /// The unit that `meta.fields` and `meta.units` name, and the factor that takes
    /// their values into it. Unknown types are numbers.
    pub fn read(value_type: &str, unit: Option<&str>) -> (Unit, f64) {
        let unit = unit.unwrap_or_default();
        match value_type {
            "integer" => (Unit::Integer, 1.0),
            "percentage" => (Unit::Percentage, 1.0),
            "percent_change" => (Unit::PercentChange, 1.0),
            "duration" => (Unit::Duration, millis_in(unit).unwrap_or(1.0)),
            "size" => {
                let (bytes, base) = bytes_in(unit).unwrap_or((1.0, SizeBase::Decimal));
                (Unit::Size(base), bytes)
            }
            "rate" => (Unit::Rate(rate_per(unit).unwrap_or(RatePer::Second)), 1.0),
            "score" => (Unit::Score, 1.0),
            "currency" => (Unit::Currency, 1.0),
            "boolean" => (Unit::Boolean, 1.0),
            "date" => (Unit::Date, 1.0),
            "string" => (Unit::Text, 1.0),
            "null" => (Unit::Null, 1.0),
            _ => (Unit::Number, 1.0),
        }
    }

    /// The type that follows from a unit alone, where the answer names no other.
    pub fn type_of(unit: &str) -> Option<&'static str> {
        match unit {
            "ratio" => Some("percentage"),
            unit if millis_in(unit).is_some() => Some("duration"),
            unit if bytes_in(unit).is_some() => Some("size"),
            _ => None,
        }
    }

    /// The kind, without the prefixes or spans that differ inside a kind. Series of
    /// one family share an axis.
    pub fn family(self) -> &'static str {
        match self {
            Unit::Integer => "integer",
            Unit::Number => "number",
            Unit::Percentage => "percentage",
            Unit::PercentChange => "percent_change",
            Unit::Duration => "duration",
            Unit::Size(_) => "size",
            Unit::Rate(_) => "rate",
            Unit::Score => "score",
            Unit::Currency => "currency",
            Unit::Boolean => "boolean",
            Unit::Date => "date",
            Unit::Text => "string",
            Unit::Null => "null",
        }
    }
}

/// Milliseconds in a duration unit of Sentry's.
pub(crate) fn millis_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "nanosecond" => 1e-6,
        "microsecond" => 1e-3,
        "millisecond" => 1.0,
        "second" => 1e3,
        "minute" => 6e4,
        "hour" => 3.6e6,
        "day" => 8.64e7,
        "week" => 6.048e8,
        "month" => 2_629_800_000.0,
        "year" => 31_557_600_000.0,
        _ => return None,
    })
}

/// Bytes in a size unit of Sentry's, and the prefixes its values are written with.
pub(crate) fn bytes_in(unit: &str) -> Option<(f64, SizeBase)> {
    let power = |base: f64, exponent: i32| base.powi(exponent);
    Some(match unit {
        "bit" => (0.125, SizeBase::Decimal),
        "byte" => (1.0, SizeBase::Decimal),
        "kibibyte" => (power(1024.0, 1), SizeBase::Binary),
        "mebibyte" => (power(1024.0, 2), SizeBase::Binary),
        "gibibyte" => (power(1024.0, 3), SizeBase::Binary),
        "tebibyte" => (power(1024.0, 4), SizeBase::Binary),
        "pebibyte" => (power(1024.0, 5), SizeBase::Binary),
        "exbibyte" => (power(1024.0, 6), SizeBase::Binary),
        "kilobyte" => (power(1000.0, 1), SizeBase::Decimal),
        "megabyte" => (power(1000.0, 2), SizeBase::Decimal),
        "gigabyte" => (power(1000.0, 3), SizeBase::Decimal),
        "terabyte" => (power(1000.0, 4), SizeBase::Decimal),
        "petabyte" => (power(1000.0, 5), SizeBase::Decimal),
        "exabyte" => (power(1000.0, 6), SizeBase::Decimal),
        _ => return None,
    })
}

fn rate_per(unit: &str) -> Option<RatePer> {
    match unit {
        "1/second" => Some(RatePer::Second),
        "1/minute" => Some(RatePer::Minute),
        "1/hour" => Some(RatePer::Hour),
        _ => None,
    }
}
