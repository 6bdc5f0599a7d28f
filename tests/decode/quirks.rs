//! One table or test for each peculiarity of real answers, and for wrong ones.

use crate::support::{expect, keys, notes, read, refused, rows, single, single_rows};
use events_stats_widget::decode::note;
use events_stats_widget::series::Value;

#[test]
fn cells_of_a_bucket_are_summed() {
    for (row, value) in [
        (r#"[0,[{"count":1},{"count":2.5}]]"#, Value::Number(3.5)),
        (r#"[0,[{"count":1},{"count":null}]]"#, Value::Number(1.0)),
        (r#"[0,[{"count":null},{"count":-2}]]"#, Value::Number(-2.0)),
        (r#"[0,[{"count":null},{}]]"#, Value::Null),
        (r#"[0,[{}]]"#, Value::Null),
        (r#"[0,[{"other":5}]]"#, Value::Null),
        (r#"[0,[]]"#, Value::Missing),
        (r#"[0,null]"#, Value::Null),
        (
            r#"[0.0,[{"count":1}],"extra",{"x":[]}]"#,
            Value::Number(1.0),
        ),
        (
            r#"[0,[{"a":{"count":7},"count":1,"b":[{"count":7}]}]]"#,
            Value::Number(1.0),
        ),
        (r#"[0,[{"count":1,"count":2}]]"#, Value::Number(2.0)),
        (r#"[0,[{"c\u006funt":4}]]"#, Value::Number(4.0)),
        (
            r#"[0,[{"count":1.7976931348623157e308}]]"#,
            Value::Number(f64::MAX),
        ),
        (r#"[0,[{"count":5e-324}]]"#, Value::Number(5e-324)),
        (
            r#"[0,[{"count":-12345678901234567890}]]"#,
            Value::Number(-1.234_567_890_123_456_8e19),
        ),
    ] {
        let found = single_rows(&format!(r#"{{"data":[{row}]}}"#));
        assert_eq!(found, [(0, value)], "{row}");
    }
}
