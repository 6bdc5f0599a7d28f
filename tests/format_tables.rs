//! The tables of Sentry's own formatters, case by case: (value, type, unit, text).

#![allow(clippy::unwrap_used)]

use events_stats_widget::format::{NumberLocale, Unit, axis, tick, tooltip};

type Case = (f64, &'static str, &'static str, &'static str);

fn check(cases: &[Case], write: fn(f64, Unit, &NumberLocale) -> String) {
    let locale = NumberLocale::english();
    for &(value, value_type, unit, text) in cases {
        let (kind, factor) = Unit::read(value_type, Some(unit).filter(|unit| !unit.is_empty()));
        assert_eq!(
            write(value * factor, kind, &locale),
            text,
            "{value} {value_type} {unit}"
        );
    }
}

#[test]
fn axis_values() {
    check(
        &[
            (0.0, "integer", "", "0"),
            (17.0, "integer", "", "17"),
            (171.0, "integer", "", "171"),
            (1500.0, "integer", "", "1.5K"),
            (10911.0, "integer", "", "10.9K"),
            (12999.0, "integer", "", "12K"),
            (17111.0, "integer", "", "17K"),
            (17_000_110.0, "integer", "", "17M"),
            (1_000_110_000.0, "integer", "", "1B"),
            (1e12, "integer", "", "1T"),
            (1e15, "integer", "", "1000T"),
            (-1095.0, "integer", "", "-1K"),
            (100.12, "integer", "", "100.12"),
            (0.99999, "integer", "", "1"),
            (0.000033452, "number", "", "0.000033452"),
            (0.00003, "number", "", "0.00003"),
            (17.1238, "number", "", "17.1238"),
            (170.0, "number", "", "170"),
            (17111.0, "number", "", "17K"),
            (1_772_313.1, "number", "", "1,772,313.1"),
            (1_772_313.111_23, "number", "", "1,772,313.11123"),
            (0.0, "percentage", "", "0"),
            (0.00005, "percentage", "", "0.005%"),
            (0.712, "percentage", "", "71.2%"),
            (17.123, "percentage", "", "1,712.3%"),
            (0.12345, "percentage", "", "12.345%"),
            (1.0, "percentage", "", "100%"),
            (0.0, "duration", "millisecond", "0"),
            (0.712, "duration", "second", "712ms"),
            (1230.0, "duration", "second", "20.5min"),
            (-3600.0, "duration", "", "-3.6s"),
            (1.1, "duration", "", "1.1ms"),
            (1001.0, "duration", "", "1.001s"),
            (0.21, "duration", "", "210μs"),
            (5.0, "duration", "day", "5d"),
            (365_000.0, "duration", "day", "1,000yr"),
            (0.0, "size", "byte", "0"),
            (0.712, "size", "megabyte", "712 kB"),
            (1231.0, "size", "kibibyte", "1.2 MiB"),
            (0.0, "rate", "1/second", "0"),
            (-3.0, "rate", "1/second", "-3/s"),
            (0.712, "rate", "1/second", "0.712/s"),
            (12700.0, "rate", "1/second", "12.7K/s"),
            (0.0003, "rate", "1/second", "0.0003/s"),
            (0.00000153, "rate", "1/second", "0.00000153/s"),
            (10.0, "rate", "1/second", "10/s"),
            (1231.0, "rate", "1/minute", "1.231K/min"),
            (110_000.0, "rate", "1/second", "110K/s"),
            (110_001.0, "rate", "1/second", "110.001K/s"),
            (123_456_789.0, "rate", "1/second", "123.457M/s"),
            (999_999.9, "rate", "1/second", "1M/s"),
            (0.0, "currency", "", "0"),
            (17.0, "currency", "", "$17"),
            (17_118.0, "currency", "", "$17.12K"),
            (17_115.0, "currency", "", "$17.12K"),
            (2.345, "currency", "", "$2.35"),
            (999.996, "currency", "", "$1K"),
            (999_994.0, "currency", "", "$999.99K"),
            (999_995.0, "currency", "", "$1M"),
            (999_999_999_999.0, "currency", "", "$1T"),
            (-1_999_999.0, "currency", "", "-$2M"),
            (1.5e16, "currency", "", "$15,000T"),
            (17111.0, "currency", "", "$17.11K"),
            (17_000_110.0, "currency", "", "$17M"),
            (1_000_110_000.0, "currency", "", "$1B"),
            (f64::NAN, "number", "", "—"),
            (f64::INFINITY, "duration", "", "—"),
            (3.0, "null", "", "—"),
        ],
        axis,
    );
}

#[test]
fn tooltip_values() {
    check(
        &[
            (0.0, "integer", "", "0"),
            (17111.0, "integer", "", "17,111"),
            (17_000_110.0, "integer", "", "17,000,110"),
            (1_000_110_000.0, "integer", "", "1,000,110,000"),
            (0.000033452, "number", "", "0.00003345"),
            (0.00003, "number", "", "0.00003"),
            (0.001234, "number", "", "0.0012"),
            (17.1238, "number", "", "17.1238"),
            (1_772_313.1, "number", "", "1,772,313.1"),
            (1_772_313.111_23, "number", "", "1,772,313.1112"),
            (0.0, "percentage", "", "0%"),
            (0.712, "percentage", "", "71.2%"),
            (0.12345, "percentage", "", "12.35%"),
            (17.123, "percentage", "", "1,712.3%"),
            (1.0, "percentage", "", "100%"),
            (0.25, "percent_change", "", "+25%"),
            (-0.25, "percent_change", "", "-25%"),
            (0.0, "percent_change", "", "0%"),
            (-0.000001, "percent_change", "", "0%"),
            (0.000001, "percent_change", "", "0%"),
            (0.0, "duration", "millisecond", "0ms"),
            (0.712, "duration", "second", "712.00ms"),
            (1231.0, "duration", "second", "20.52min"),
            (1200.0, "duration", "", "1.20s"),
            (86_400_000.0, "duration", "", "1.00d"),
            (-65.0, "duration", "second", "-1.08min"),
            (12.0, "duration", "week", "2.76mo"),
            (25.0, "duration", "month", "2.08yr"),
            (0.0, "size", "byte", "0 B"),
            (999.0, "size", "byte", "999 B"),
            (1234.0, "size", "byte", "1.23 kB"),
            (-1500.0, "size", "megabyte", "-1.5 GB"),
            (0.712, "size", "megabyte", "712 kB"),
            (0.712, "size", "byte", "0.71 B"),
            (0.001234, "size", "byte", "0.0012 B"),
            (1.005, "size", "byte", "1.01 B"),
            (500.0, "size", "byte", "500 B"),
            (416.0, "size", "kibibyte", "416.0 KiB"),
            (1231.0, "size", "kibibyte", "1.2 MiB"),
            (0.0, "rate", "1/second", "0/s"),
            (0.712, "rate", "1/second", "0.712/s"),
            (0.3142, "rate", "1/hour", "0.314/hr"),
            (17.0, "rate", "1/second", "17.0/s"),
            (0.02, "rate", "1/second", "0.0200/s"),
            (12712.0, "rate", "1/second", "12.7K/s"),
            (1231.0, "rate", "1/minute", "1.23K/min"),
            (1_000_000.0, "rate", "1/second", "1.00M/s"),
            (1_023_140_200_132.789, "rate", "", "1.02T/s"),
            (0.0, "score", "", "0"),
            (17.231, "score", "", "17"),
            (0.0, "currency", "", "$0"),
            (171.0, "currency", "", "$171"),
            (17111.0, "currency", "", "$17.11K"),
            (0.000469, "currency", "", "$0.000469"),
            (-17.5, "currency", "", "-$17.5"),
            (1.0, "boolean", "", "true"),
            (0.0, "boolean", "", "false"),
            (f64::NAN, "integer", "", "—"),
            (444.0, "unheard_of", "", "444"),
        ],
        tooltip,
    );
}

#[test]
fn ticks_never_lose_what_tells_them_apart() {
    check(
        &[
            (12_500.0, "integer", "", "12.5K"),
            (17_250.0, "integer", "", "17.25K"),
            (1_000_000.0, "integer", "", "1M"),
            (0.00005, "percentage", "", "0.005%"),
            (0.000_000_5, "percentage", "", "0.00005%"),
            (1_572_864.0, "size", "bit", "196.608 kB"),
            (1.5, "size", "mebibyte", "1.5 MiB"),
            (12_500.0, "currency", "", "$12.5K"),
            (2.5e300, "number", "", "2.5e300"),
            (0.0, "size", "byte", "0"),
        ],
        tick,
    );
}

#[test]
fn separators_are_the_readers() {
    let german = NumberLocale {
        decimal: ",".to_owned(),
        group: ".".to_owned(),
        ..NumberLocale::english()
    };
    assert_eq!(tooltip(1_234_567.25, Unit::Number, &german), "1.234.567,25");
    assert_eq!(axis(0.712, Unit::Percentage, &german), "71,2%");
    assert_eq!(tooltip(1500.0, Unit::Duration, &german), "1,50s");
}
